"""What the menu shows of approval."""

from dataclasses import replace
from typing import Any, cast
from uuid import UUID

from django.http import HttpRequest
from django.urls import reverse
from django.utils.timezone import localtime

from kentongan.approval import access, beside, queries
from kentongan.approval.eligible import Directory
from kentongan.kernel import clock
from kentongan.people.models import User
from kentongan.people.permissions import can_somewhere


def visible(request: HttpRequest) -> bool:
    """Whoever may decide somewhere, or stands in for somebody today, sees the entry."""
    user = request.user
    if not isinstance(user, User):
        return False
    return can_somewhere(user, "approval.decide") or bool(listed(request))


def sees_chains(request: HttpRequest) -> bool:
    """Whoever works with posts may read who decides them."""
    return isinstance(request.user, User) and access.sees_chains(request.user)


def waiting(request: HttpRequest) -> list[queries.Waiting]:
    """Posts that wait for this person."""
    return _read(request).posts


def others(request: HttpRequest) -> list[beside.Waits]:
    """What else waits for this person than posts."""
    return _read(request).others


def _read(request: HttpRequest) -> queries.AllWaiting:
    """Both, read once per request."""
    return queries.remembered(cast(User, request.user), at=clock.now())


def listed(request: HttpRequest) -> list[beside.Waits]:
    """All that waits for this person, the most urgent first, as the list beside a page shows it."""
    posts = [
        beside.Waits(
            key=row.request.pk,
            url=reverse("approval:request", args=[row.request.pk]),
            title=row.request.post.title,
            unit=row.request.post.unit.name,
            by=row.request.submitted_by.name,
            at=row.request.submitted_at,
            deadline_at=row.request.deadline_at,
        )
        for row in waiting(request)
    ]
    return sorted([*posts, *others(request)], key=lambda row: row.deadline_at)


def around(request: HttpRequest, key: UUID) -> dict[str, Any]:
    """What the page of one decision shows beside it: the list, its place there, what follows.

    Times of the list are those of the reader's own clock, whatever the page says of its post;
    to be asked before the page takes another zone.
    """
    rows = [
        replace(row, at=localtime(row.at), deadline_at=localtime(row.deadline_at))
        for row in listed(request)
    ]
    keys = [row.key for row in rows]
    position = keys.index(key) + 1 if key in keys else 0
    following = rows[position % len(rows)] if position and len(rows) > 1 else None
    return {
        "current": key,
        "listed": rows,
        "position": position,
        "listing": rows[position - 1] if position else None,
        "following": following,
        "here": localtime(clock.now()),
    }


def directory(request: HttpRequest, key: UUID | None) -> Directory | None:
    """What was read for the number beside the entry, where it can answer for ``key`` as well."""
    known = _read(request).directory
    return known if known is not None and key in known.about else None


def count(request: HttpRequest) -> int:
    """The number beside the entry."""
    return len(listed(request))

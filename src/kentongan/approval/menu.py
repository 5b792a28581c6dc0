"""What the menu shows of approval."""

from datetime import datetime
from typing import Any, cast
from uuid import UUID

from django.http import HttpRequest
from django.urls import reverse

from kentongan.approval import beside, queries
from kentongan.approval.eligible import Directory
from kentongan.approval.models import ApprovalRequest
from kentongan.kernel import clock
from kentongan.people.models import User
from kentongan.people.permissions import can_somewhere
from kentongan.people.queries import may_stand_in

_MEMORY = "_kentongan_waiting"
_BESIDE = "_kentongan_waiting_beside"


def visible(request: HttpRequest) -> bool:
    """Whoever may decide somewhere, or stands in for somebody today, sees the entry."""
    user = request.user
    if not isinstance(user, User):
        return False
    return can_somewhere(user, "approval.decide") or bool(listed(request))


def waiting(request: HttpRequest) -> list[queries.Waiting]:
    """What waits for this person, read once per request; no statement for who never decides."""
    known = cast("list[queries.Waiting] | None", getattr(request, _MEMORY, None))
    if known is None:
        user, at = cast(User, request.user), clock.now()
        known = queries.waiting_for(user, at=at) if _asked(user, at) else []
        setattr(request, _MEMORY, known)
    return known


def others(request: HttpRequest) -> list[beside.Waits]:
    """What else waits for this person than posts, read once per request."""
    known = cast("list[beside.Waits] | None", getattr(request, _BESIDE, None))
    if known is None:
        user, at = cast(User, request.user), clock.now()
        known = beside.waiting_for(user, at=at) if _asked(user, at) else []
        setattr(request, _BESIDE, known)
    return known


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
    """What the page of one decision shows beside it: the list, its place there, what follows."""
    rows = listed(request)
    keys = [row.key for row in rows]
    position = keys.index(key) + 1 if key in keys else 0
    following = rows[position % len(rows)] if position and len(rows) > 1 else None
    return {"current": key, "listed": rows, "position": position, "following": following}


def _asked(user: User, at: datetime) -> bool:
    return can_somewhere(user, "approval.decide") or may_stand_in(user, at)


def directory(request: HttpRequest, about: ApprovalRequest | None) -> Directory | None:
    """What was read for the number beside the entry, where it can answer for ``about`` as well."""
    read = (found.directory for found in waiting(request))
    return next((it for it in read if about is not None and about.pk in it.about), None)


def count(request: HttpRequest) -> int:
    """The number beside the entry."""
    return len(listed(request))

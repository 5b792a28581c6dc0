"""What was decided, posts and all beside them, in one list; rows are read page by page."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping
from typing import Any
from uuid import UUID

from django.db.models import F, QuerySet, Value
from django.urls import reverse

from kentongan.approval import beside
from kentongan.approval.access import visible_requests
from kentongan.approval.beside import Closed, Decided, Within
from kentongan.approval.models import ApprovalRequest
from kentongan.people.models import User

#: One row of the list before it is shown: ``subject``, ``id``, ``ended``.
Row = Mapping[str, Any]


def rows(
    user: User, within: Within | None = None, *, after: UUID | None = None
) -> QuerySet[Any, Row]:
    """All the person may see, latest decision first. ``after``: only what was put forward before
    the one with this id."""
    found = []
    for closed in (POSTS, *beside.closed()):
        own = closed.rows(user, within)
        if after is not None:
            own = own.filter(pk__lt=after)
        own = own.annotate(subject=Value(closed.subject)).order_by()
        found.append(own.values("subject", "id", "ended"))
    return found[0].union(*found[1:], all=True).order_by("-ended", "-id")


def show(found: Iterable[Row]) -> list[Decided]:
    """These rows in their order; one statement for each feature that has any."""
    asked = list(found)
    known: dict[UUID, Decided] = {}
    for closed in (POSTS, *beside.closed()):
        if ids := [row["id"] for row in asked if row["subject"] == closed.subject]:
            known |= {one.key: one for one in closed.show(ids)}
    return [known[row["id"]] for row in asked if row["id"] in known]


def _posts(user: User, within: Within | None) -> QuerySet[ApprovalRequest]:
    found = visible_requests(user).exclude(state="open").annotate(ended=F("closed_at"))
    return found.filter(post__unit__in=within("post.view")) if within else found


def _show_posts(ids: Collection[UUID]) -> list[Decided]:
    found = ApprovalRequest.objects.filter(pk__in=ids).select_related("post__unit", "submitted_by")
    return [
        Decided(
            key=item.pk,
            subject=POSTS.subject,
            url=reverse("approval:request", args=[item.pk]),
            title=item.post.title,
            unit=item.post.unit,
            by=item.submitted_by.name,
            state=item.state,
            state_label=item.state_label,
            ended_at=item.closed_at or item.submitted_at,
        )
        for item in found
    ]


POSTS = Closed("post", _posts, _show_posts)

"""What the menu shows of approval."""

from typing import cast

from django.http import HttpRequest

from kentongan.approval import queries
from kentongan.approval.eligible import Directory
from kentongan.approval.models import ApprovalRequest
from kentongan.kernel import clock
from kentongan.people.models import User
from kentongan.people.permissions import can_somewhere
from kentongan.people.queries import may_stand_in

_MEMORY = "_kentongan_waiting"


def visible(request: HttpRequest) -> bool:
    """Whoever may decide somewhere, or stands in for somebody today, sees the entry."""
    user = request.user
    if not isinstance(user, User):
        return False
    return can_somewhere(user, "approval.decide") or bool(waiting(request))


def waiting(request: HttpRequest) -> list[queries.Waiting]:
    """What waits for this person, read once per request; no statement for who never decides."""
    known = cast("list[queries.Waiting] | None", getattr(request, _MEMORY, None))
    if known is None:
        user, at = cast(User, request.user), clock.now()
        asked = can_somewhere(user, "approval.decide") or may_stand_in(user, at)
        known = queries.waiting_for(user, at=at) if asked else []
        setattr(request, _MEMORY, known)
    return known


def directory(request: HttpRequest, about: ApprovalRequest | None) -> Directory | None:
    """What was read for the number beside the entry, where it can answer for ``about`` as well."""
    read = (found.directory for found in waiting(request))
    return next((it for it in read if about is not None and about.pk in it.about), None)


def count(request: HttpRequest) -> int:
    """The number beside the entry."""
    return len(waiting(request))

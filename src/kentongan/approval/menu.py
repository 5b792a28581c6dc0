"""What the menu shows of approval."""

from typing import cast

from django.http import HttpRequest

from kentongan.approval import queries
from kentongan.kernel import clock
from kentongan.people.models import User
from kentongan.people.permissions import can_somewhere

_MEMORY = "_kentongan_waiting"


def visible(request: HttpRequest) -> bool:
    """Whoever may decide somewhere, or stands in for somebody today, sees the entry."""
    if not isinstance(request.user, User):
        return False
    return can_somewhere(request.user, "approval.decide") or bool(waiting(request))


def waiting(request: HttpRequest) -> list[queries.Waiting]:
    """What waits for this person, read once per request."""
    known = cast("list[queries.Waiting] | None", getattr(request, _MEMORY, None))
    if known is None:
        user = cast(User, request.user)
        known = queries.waiting_for(user, at=clock.now())
        setattr(request, _MEMORY, known)
    return known


def count(request: HttpRequest) -> int:
    """The number beside the entry."""
    return len(waiting(request))

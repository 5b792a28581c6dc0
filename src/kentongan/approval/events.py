"""Who wants to know of decisions. ``publishing`` lies above and registers here."""

from collections.abc import Callable
from datetime import datetime

from kentongan.approval.models import ApprovalRequest
from kentongan.kernel.actor import Actor

Listener = Callable[[ApprovalRequest, str, Actor, datetime], None]
_listeners: list[Listener] = []


def on_decision(listener: Listener) -> Listener:
    """Register ``listener(request, event, by, at)``; events: approve, return, void.

    It runs inside the transaction of the decision.
    """
    if listener not in _listeners:
        _listeners.append(listener)
    return listener


def decided(request: ApprovalRequest, event: str, by: Actor, at: datetime) -> None:
    """Tell everybody registered."""
    for listener in tuple(_listeners):
        listener(request, event, by, at)

"""Who wants to know of submissions and decisions. ``publishing`` lies above, registers here."""

from collections.abc import Callable
from datetime import datetime

from kentongan.approval.models import ApprovalRequest
from kentongan.kernel.actor import Actor
from kentongan.planning.models import Post, Revision

Reader = Callable[[Post, Revision], None]
_readers: list[Reader] = []


def on_submission(reader: Reader) -> Reader:
    """Register ``reader(post, revision)``, which may refuse what is put forward by raising.

    It runs inside the transaction of the submission, after the content is frozen.
    """
    if reader not in _readers:
        _readers.append(reader)
    return reader


def submitted(post: Post, revision: Revision) -> None:
    """Ask everybody registered."""
    for reader in tuple(_readers):
        reader(post, revision)


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

"""Who wants to know that the content of a post changed after it left the writer's hands.

``approval`` and ``publishing`` lie above and register here, so that planning need not know them.
"""

from datetime import datetime
from typing import Protocol

from kentongan.people.models import User
from kentongan.planning.models import Post


class ChangeListener(Protocol):
    """A function that is told of a change."""

    def __call__(self, post: Post, *, by: User, at: datetime) -> None:
        """``post`` is about to change."""
        ...


_listeners: list[ChangeListener] = []


def on_change(listener: ChangeListener) -> ChangeListener:
    """Register ``listener(post, *, by, at)``; usable as a decorator; registering twice is once.

    It runs inside the transaction of the change, before the state moves: ``post.state`` is still
    the old one. A :class:`~kentongan.kernel.errors.KentonganError` raised there refuses the
    change as a whole, for example because a part of the post is public already.
    """
    if listener not in _listeners:
        _listeners.append(listener)
    return listener


def changed(post: Post, by: User, at: datetime) -> None:
    """Tell everybody registered, in the order of registration."""
    for listener in tuple(_listeners):
        listener(post, by=by, at=at)

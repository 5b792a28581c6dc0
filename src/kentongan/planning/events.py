"""Who wants to know that content changed after it left the writer's hands; why a post came back.

``approval`` and ``publishing`` lie above and register here, so that planning need not know them.
"""

from collections.abc import Callable
from dataclasses import dataclass
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


@dataclass(frozen=True, slots=True)
class Remark:
    """Why a post came back: what was asked for, by whom and when."""

    by: str
    at: datetime
    reason: str


_rememberers: list[Callable[[Post], Remark | None]] = []


def on_returned(rememberer: Callable[[Post], Remark | None]) -> None:
    """Register who remembers why a post came back; registering twice is once."""
    if rememberer not in _rememberers:
        _rememberers.append(rememberer)


def remark(post: Post) -> Remark | None:
    """What the writer of a returned post must read first; None in any other state."""
    if post.state != "returned":
        return None
    found = (rememberer(post) for rememberer in _rememberers)
    return next((one for one in found if one is not None), None)


@dataclass(frozen=True, slots=True)
class Stage:
    """A step that a post would have to pass: what it is called, and the names of who may decide."""

    label: str
    people: tuple[str, ...]


class Foreteller(Protocol):
    """A function that knows the steps before a post."""

    def __call__(self, post: Post, *, by: User, at: datetime) -> list[Stage]:
        """The steps if ``by`` put ``post`` forward now; empty where that is unknown."""
        ...


_foretellers: list[Foreteller] = []


def on_put_forward(foreteller: Foreteller) -> None:
    """Register who knows the steps before a post; registering twice is once."""
    if foreteller not in _foretellers:
        _foretellers.append(foreteller)


def stages_ahead(post: Post, *, by: User, at: datetime) -> list[Stage]:
    """Who would decide if ``by`` put the post forward now."""
    return [stage for ask in _foretellers for stage in ask(post, by=by, at=at)]

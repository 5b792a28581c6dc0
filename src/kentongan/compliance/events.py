"""Who wants to know that the days of an election changed: what is planned may meet other rules."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime

from kentongan.people.models import Unit

Listener = Callable[[Unit, datetime], None]
_listeners: list[Listener] = []


def on_election(listener: Listener) -> None:
    """Register ``listener(unit, at)``, run inside the transaction; registering twice is once."""
    if listener not in _listeners:
        _listeners.append(listener)


def election_changed(unit: Unit, at: datetime) -> None:
    """Tell everybody registered that an election of ``unit`` was recorded or changed."""
    for listener in _listeners:
        listener(unit, at)

"""Who wants to know what people say. The inbox lies above and registers here."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from datetime import datetime

from kentongan.networks.contract import Incoming
from kentongan.networks.models import Account

Listener = Callable[[Account, Sequence[Incoming], datetime], None]
_listeners: list[Listener] = []


def on_heard(listener: Listener) -> Listener:
    """Register ``listener(account, items, at)``; usable as a decorator; twice is once.

    It stores durably before it returns, and takes the same items again without harm: networks
    repeat themselves. Where it raises, the network is told that nothing arrived, and sends again.
    """
    if listener not in _listeners:
        _listeners.append(listener)
    return listener


def heard(account: Account, items: Sequence[Incoming], at: datetime) -> None:
    """Tell everybody registered, in the order of registration."""
    for listener in tuple(_listeners):
        listener(account, items, at)


def anybody() -> bool:
    """Whether somebody listens; what nobody stores must not be called received."""
    return bool(_listeners)

"""Who wants to know what people say, and what happens to accounts. Those above register here."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from datetime import datetime
from typing import Any

from kentongan.kernel.actor import Actor
from kentongan.networks.contract import Heard, Incoming, Receipt
from kentongan.networks.models import Account

Listener = Callable[[Account, Sequence[Incoming], datetime], None]
#: Reads a call, given the cursor of the account.
Told = Callable[[Mapping[str, Any]], Heard]
Keeper = Callable[[Account, Told, datetime], None]
Taker = Callable[[Account, Sequence[Incoming], datetime], Sequence[Incoming]]
Reader = Callable[[Account, Sequence[Receipt], datetime], bool]
Idle = Callable[[Account, Actor, datetime], None]
_listeners: list[Listener] = []
_takers: list[Taker] = []
_readers: list[Reader] = []
_idle: list[Idle] = []
_keepers: list[Keeper] = []


def on_heard(listener: Listener) -> Listener:
    """Register ``listener(account, items, at)``; usable as a decorator; twice is once.

    It stores durably before it returns, and takes the same items again without harm: networks
    repeat themselves. Where it raises, the network is told that nothing arrived, and sends again.
    """
    if listener not in _listeners:
        _listeners.append(listener)
    return listener


def on_word(taker: Taker) -> Taker:
    """Register ``taker(account, items, at)``, which is told before all listeners; twice is once.

    It does what is said to the machine (*langganan*, *berhenti*) and gives back the rest, which is
    said to people. As listeners it takes the same again without harm.
    """
    if taker not in _takers:
        _takers.append(taker)
    return taker


def heard(account: Account, items: Sequence[Incoming], at: datetime) -> None:
    """Tell everybody registered, in the order of registration."""
    for taker in tuple(_takers):
        items = taker(account, items, at)
    for listener in tuple(_listeners):
        listener(account, items, at)


def on_receipts(reader: Reader) -> Reader:
    """Register ``reader(account, receipts, at)``: the network says by itself what became of ours.

    It takes the same again without harm, and is to be told again where it returns False: some
    come before it is written down that they were sent.
    """
    if reader not in _readers:
        _readers.append(reader)
    return reader


def receipts(account: Account, said: Sequence[Receipt], at: datetime) -> bool:
    """Tell everybody registered; whether all of it could be written down."""
    answers = [reader(account, said, at) for reader in tuple(_readers)]
    return all(answers)


def on_idle(listener: Idle) -> Idle:
    """Register ``listener(account, by, at)``: the machine sends nothing on that account any more.

    It was closed, or people put things up by hand from now on. Called in the same transaction.
    """
    if listener not in _idle:
        _idle.append(listener)
    return listener


def idle(account: Account, by: Actor, at: datetime) -> None:
    """Tell everybody registered, in the order of registration."""
    for listener in tuple(_idle):
        listener(account, by, at)


def anybody() -> bool:
    """Whether somebody listens; what nobody stores must not be called received."""
    return bool(_listeners)


def on_call(keeper: Keeper) -> Keeper:
    """Register ``keeper(account, told, at)``: whoever keeps the cursors of accounts; there is one.

    It calls ``told`` with the cursor, stores what was said and the cursor it gets, and then
    returns. What ``told`` raises passes through.
    """
    _keepers[:] = [keeper]
    return keeper


def called(account: Account, told: Told, at: datetime) -> bool:
    """Have a call for one account read and stored; False where nobody keeps cursors."""
    for keeper in _keepers:
        keeper(account, told, at)
    return bool(_keepers)

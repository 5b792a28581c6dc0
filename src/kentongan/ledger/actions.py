"""The one write of the ledger: append an entry to the end of the chain."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from contextvars import ContextVar
from dataclasses import dataclass
from datetime import datetime
from typing import Any, Protocol

from django.db import connections, router, transaction

from kentongan.kernel.actor import Actor
from kentongan.kernel.ids import uuid7
from kentongan.kernel.rows import insert_all
from kentongan.ledger.chain import GENESIS, digest, plain, text
from kentongan.ledger.models import Entry, Head


class HasActor(Protocol):
    """Anything that acts, such as a user."""

    @property
    def actor(self) -> Actor:
        """As written into the ledger."""
        ...


class ChainMoved(RuntimeError):
    """The end of the chain moved while it was held; the transaction must not be committed."""


@dataclass(frozen=True, slots=True)
class Line:
    """One act to be recorded; see :func:`record`."""

    by: Actor | HasActor
    at: datetime
    action: str
    target: tuple[str, str, str]
    unit: str = ""
    revision: str = ""
    data: Mapping[str, Any] | None = None


#: Whether lines wait for the end of :func:`together`.
_waits: ContextVar[bool] = ContextVar("ledger_waits", default=False)


@contextmanager
def together() -> Iterator[None]:
    """For a transaction of many acts: their lines are written at its end, in their order.

    What is taken back meanwhile, savepoint by savepoint, leaves no line. Entries that are given
    back have no place in the chain until then.
    """
    if _waits.get():
        yield
        return
    connection = connections[router.db_for_write(Entry)]
    with transaction.atomic(savepoint=False):
        before = _waits.set(True)
        try:
            yield
        finally:
            _waits.reset(before)
        # Django drops from this list what a savepoint took back.
        told = [hook[1] for hook in connection.run_on_commit if isinstance(hook[1], _Waiting)]
        connection.run_on_commit = [
            hook for hook in connection.run_on_commit if not isinstance(hook[1], _Waiting)
        ]
        _append([columns for waiting in told for columns in waiting.given])


@dataclass(frozen=True, slots=True)
class _Waiting:
    """Lines that wait, in the list of what a transaction does at its end."""

    given: list[dict[str, Any]]

    def __call__(self) -> None:
        """Not reached: :func:`together` takes them out before its transaction ends."""
        raise ChainMoved("lines of the ledger were left behind")


def record(
    *,
    by: Actor | HasActor,
    at: datetime,
    action: str,
    target: tuple[str, str, str],
    unit: str = "",
    revision: str = "",
    data: Mapping[str, Any] | None = None,
) -> Entry:
    """Append one act; call it last in the action's transaction.

    ``target`` is (type, id, label), ``unit`` a unit's code, ``revision`` the hash acted on,
    ``data`` JSON-like details without secrets. Writers are serialised on the head row until
    their transaction ends, so nothing slow may follow. Raises ``ValueError`` for an action or
    target that does not fit its column: that is a bug of the caller.
    """
    line = Line(by=by, at=at, action=action, target=target, unit=unit, revision=revision, data=data)
    return record_all([line])[0]


def record_all(lines: Sequence[Line]) -> list[Entry]:
    """Append several acts in their order, as :func:`record` does one."""
    given = [_columns(line) for line in lines]
    if not given:
        return []
    if _waits.get():
        transaction.on_commit(_Waiting(given), using=router.db_for_write(Entry))
        return [Entry(**columns) for columns in given]
    return _append(given)


def _append(given: Sequence[dict[str, Any]]) -> list[Entry]:
    """Give lines their place at the end of the chain, and write them."""
    if not given:
        return []
    # No savepoint: what goes wrong here must undo the act as well.
    with transaction.atomic(savepoint=False):
        head = Head.objects.select_for_update().filter(pk=1).first() or _first_head()
        seq, last = head.seq, head.hash
        for columns in given:
            seq += 1
            columns |= {"seq": seq, "previous_hash": last}
            columns["hash"] = last = digest(columns)
        moved = Head.objects.filter(pk=1, seq=head.seq, hash=head.hash).update(seq=seq, hash=last)
        if moved != 1:
            raise ChainMoved("the ledger's head changed under its lock")
        entries = [Entry(**columns) for columns in given]
        insert_all(entries)
        return entries


def _columns(line: Line) -> dict[str, Any]:
    """What an entry says, but for its place in the chain."""
    actor = line.by if isinstance(line.by, Actor) else line.by.actor
    target_type, target_id, label = line.target
    for name, value, limit in (
        ("action", line.action, 64),
        ("target type", target_type, 64),
        ("target id", target_id, 64),
        ("unit", line.unit, 64),
        ("revision", line.revision, 64),
        ("actor id", actor.id, 64),
        ("actor kind", actor.kind, 16),
    ):
        if len(str(value)) > limit:
            raise ValueError(f"ledger: {name} is longer than {limit} characters: {value!r}")
    if not line.action or not target_type:
        raise ValueError("ledger: an entry needs an action and a target type")
    if line.at.tzinfo is None:
        raise ValueError("ledger: an entry needs an aware time")
    return {
        "id": uuid7(),
        "at": line.at,
        "actor_id": text(actor.id),
        "actor_name": text(actor.name, 200),
        "actor_kind": actor.kind,
        "unit_code": text(line.unit),
        "action": line.action,
        "target_type": target_type,
        "target_id": text(target_id),
        "target_label": text(label, 300),
        "revision": text(line.revision),
        "data": plain(line.data or {}),
    }


def _first_head() -> Head:
    """The head of a ledger that holds nothing yet, locked."""
    Head.objects.get_or_create(pk=1, defaults={"seq": 0, "hash": GENESIS})
    return Head.objects.select_for_update().get(pk=1)

"""The one write of the ledger: append an entry to the end of the chain."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime
from typing import Any, Protocol

from django.db import transaction

from kentongan.kernel.actor import Actor
from kentongan.kernel.ids import uuid7
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
    actor = by if isinstance(by, Actor) else by.actor
    target_type, target_id, label = target
    for name, value, limit in (
        ("action", action, 64),
        ("target type", target_type, 64),
        ("target id", target_id, 64),
        ("unit", unit, 64),
        ("revision", revision, 64),
        ("actor id", actor.id, 64),
        ("actor kind", actor.kind, 16),
    ):
        if len(str(value)) > limit:
            raise ValueError(f"ledger: {name} is longer than {limit} characters: {value!r}")
    if not action or not target_type:
        raise ValueError("ledger: an entry needs an action and a target type")
    with transaction.atomic():
        head = Head.objects.select_for_update().filter(pk=1).first() or _first_head()
        columns: dict[str, Any] = {
            "seq": head.seq + 1,
            "id": uuid7(),
            "at": at,
            "actor_id": text(actor.id),
            "actor_name": text(actor.name, 200),
            "actor_kind": actor.kind,
            "unit_code": text(unit),
            "action": action,
            "target_type": target_type,
            "target_id": text(target_id),
            "target_label": text(label, 300),
            "revision": text(revision),
            "data": plain(data or {}),
            "previous_hash": head.hash,
        }
        columns["hash"] = digest(columns)
        moved = Head.objects.filter(pk=1, seq=head.seq, hash=head.hash).update(
            seq=columns["seq"], hash=columns["hash"]
        )
        if moved != 1:
            raise ChainMoved("the ledger's head changed under its lock")
        return Entry.objects.create(**columns)


def _first_head() -> Head:
    """The head of a ledger that holds nothing yet, locked."""
    Head.objects.get_or_create(pk=1, defaults={"seq": 0, "hash": GENESIS})
    return Head.objects.select_for_update().get(pk=1)

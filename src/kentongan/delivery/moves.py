"""Every change of a delivery's state goes through here: a conditional UPDATE and a ledger line.

Several are written with the statements of one (``kernel/rows.py``).
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any
from uuid import UUID

from django.db import transaction
from django.db.models import QuerySet

from kentongan.delivery import guards
from kentongan.delivery.models import Act, Delivery
from kentongan.delivery.states import DELIVERY
from kentongan.kernel.actor import Actor
from kentongan.kernel.errors import Conflict
from kentongan.kernel.rows import RowChange, update_each
from kentongan.kernel.say import gettext as _
from kentongan.ledger import actions as ledger

SYSTEM = Actor.system("delivery")
#: Events of the machine that say nothing to a later reader of the ledger.
QUIET = frozenset({"claim", "hold", "release"})


@dataclass(frozen=True, slots=True)
class Change:
    """``event`` is to happen to ``delivery``; with ``token`` only while it holds the lease."""

    delivery: Delivery
    event: str
    token: UUID | None = None
    note: str = ""
    values: Mapping[str, Any] = field(default_factory=dict)


def move(
    delivery: Delivery,
    event: str,
    *,
    at: datetime,
    by: Actor = SYSTEM,
    token: UUID | None = None,
    note: str = "",
    **values: Any,
) -> bool:
    """Apply ``event`` if the row is still as read; with ``token``, only while it holds the lease.

    Returns False when the lease was lost (with ``token``); raises ``Conflict`` when somebody else
    was faster (without). On success ``delivery`` carries the new values and no lease.
    """
    change = Change(delivery, event, token, note, values)
    if move_all([change], at=at, by=by)[0]:
        return True
    if token is not None:
        return False
    raise Conflict(_("Kiriman ini baru saja berubah. Muat ulang halaman, lalu coba lagi."))


def move_all(changes: Sequence[Change], *, at: datetime, by: Actor = SYSTEM) -> list[bool]:
    """Apply several changes in one transaction; for each, whether its row was as read.

    Listeners come before the ledger: everybody else too takes what is acted on first, and the
    end of the chain last, so that nobody waits in a ring.
    """
    with transaction.atomic():
        held = _apply(changes, at)
        done = [change for change, mine in zip(changes, held, strict=True) if mine]
        done += _released(done, at)
        for event in dict.fromkeys(change.event for change in done):
            guards.tell([c.delivery for c in done if c.event == event], event, at)
        ledger.record_all([_line(c.delivery, c.event, by, at, c.note) for c in done if _is_told(c)])
    return held


def move_rows(
    rows: QuerySet[Delivery], event: str, *, from_: Sequence[str] = (), **values: Any
) -> int:
    """The same change of many messages to subscribers, wherever the table allows it and nobody has
    them in hand; how many it met. ``from_``: only those in these states.

    Neither the ledger nor a listener hears of it: whatever befalls them is told of their post.
    """
    states = [state for state in from_ or DELIVERY.states if DELIVERY.allows(state, event)]
    targets = {state: DELIVERY.next(state, event) for state in states}
    free = rows.filter(act=Act.SEND, lease_until__isnull=True)
    return sum(
        free.filter(state__in=[s for s in states if targets[s] == target]).update(
            state=target, **values
        )
        for target in dict.fromkeys(targets.values())
    )


def _apply(changes: Sequence[Change], at: datetime) -> list[bool]:
    """The conditional UPDATEs; where one met its row, the object says the same as the row."""
    wanted = [_row_change(change, at) for change in changes]
    held = update_each(Delivery, wanted)
    for change, row, mine in zip(changes, wanted, held, strict=True):
        for name, value in row.values.items() if mine else ():
            setattr(change.delivery, name, value)
    return held


def _row_change(change: Change, at: datetime) -> RowChange:
    delivery, event = change.delivery, change.event
    seen: dict[str, Any] = {"pk": delivery.pk, "state": delivery.state}
    if change.token is not None:
        seen["lease_token"] = change.token
    elif delivery.state not in {"unknown", "pending", "sending"}:
        seen["lease_until"] = None
    target = DELIVERY.next(delivery.state, event)
    values = {**change.values, "state": target, "lease_token": None, "lease_until": None}
    return RowChange(seen, values | {"lost_at": at} if event == "lose" else values)


def _released(done: Sequence[Change], at: datetime) -> list[Change]:
    """What waited to answer something just accepted may go out; without its id, by a person.

    Locked before it is read: whoever cancels it at this moment must not undo the proof.
    """
    sent = [c.delivery for c in done if c.event == "accept"]
    above = [delivery.pk for delivery in sent if delivery.part < delivery.parts]
    if not above:
        return []
    waiting = Delivery.objects.select_for_update(of=("self",)).select_related(
        "unit", "account", "original"
    )
    found = [
        Change(
            follower,
            "release" if follower.original and follower.original.external_id else "hand_over",
            values={"run_at": max(at, follower.due_at)},
        )
        for follower in waiting.filter(original__in=above, state="waiting").order_by("pk")
    ]
    held = _apply(found, at)
    return [change for change, mine in zip(found, held, strict=True) if mine]


def take_down(removal: Delivery, *, at: datetime, by: Actor = SYSTEM) -> None:
    """A withdrawal was accepted: what it withdraws is public no longer."""
    original = removal.original
    if removal.act == Act.WITHDRAW and original is not None and original.state == "sent":
        move(original, "withdraw", at=at, by=by)


def _is_told(change: Change) -> bool:
    """Whether the ledger hears of it; of a message to one subscriber it hears by its post."""
    return change.event not in QUIET and change.delivery.act != Act.SEND


def _line(delivery: Delivery, event: str, by: Actor, at: datetime, note: str) -> ledger.Line:
    data = {"act": delivery.act, "network": delivery.network, "state": delivery.state}
    if note or delivery.what_to_do:
        data["note"] = note or delivery.what_to_do
    if delivery.url:
        data["url"] = delivery.url
    return ledger.Line(
        by=by,
        at=at,
        action=f"delivery.{event}",
        target=("delivery", str(delivery.pk), delivery.account.label),
        unit=delivery.unit.code,
        revision=delivery.payload_hash,
        data=data | {"purpose": delivery.purpose, "subject": delivery.subject},
    )

"""Every change of a delivery's state goes through here: one conditional UPDATE, one ledger line."""

from __future__ import annotations

from datetime import datetime
from typing import Any
from uuid import UUID

from django.db import transaction
from django.utils.translation import gettext as _

from kentongan.delivery import guards
from kentongan.delivery.models import Delivery
from kentongan.delivery.states import DELIVERY
from kentongan.kernel.actor import Actor
from kentongan.kernel.errors import Conflict
from kentongan.ledger import actions as ledger

SYSTEM = Actor.system("delivery")
#: Events of the machine that say nothing to a later reader of the ledger.
QUIET = frozenset({"claim", "hold", "release"})


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
    target = DELIVERY.next(delivery.state, event)
    values |= {"state": target, "lease_token": None, "lease_until": None}
    if event == "lose":
        values["lost_at"] = at
    with transaction.atomic():
        row = Delivery.objects.filter(pk=delivery.pk, state=delivery.state)
        if token is not None:
            row = row.filter(lease_token=token)
        elif delivery.state not in {"unknown", "pending", "sending"}:
            row = row.filter(lease_until__isnull=True)
        if not row.update(**values):
            if token is not None:
                return False
            raise Conflict(_("Kiriman ini baru saja berubah. Muat ulang halaman, lalu coba lagi."))
        for name, value in values.items():
            setattr(delivery, name, value)
        if event not in QUIET:
            _record(delivery, event, by=by, at=at, note=note)
        guards.tell(delivery, event, at)
        if event == "accept" and delivery.part < delivery.parts:
            _release(delivery, at=at)
        return True


def _release(sent: Delivery, *, at: datetime) -> None:
    """What waited to answer this may go out; where nobody knows its id, by a person.

    Locked before it is read: whoever cancels it at this moment must not undo the proof.
    """
    waiting = Delivery.objects.select_for_update(of=("self",)).select_related("unit")
    for follower in waiting.filter(original=sent.pk, state="waiting"):
        event = "release" if sent.external_id else "hand_over"
        move(follower, event, at=at, run_at=max(at, follower.due_at))


def _record(delivery: Delivery, event: str, *, by: Actor, at: datetime, note: str) -> None:
    data = {"act": delivery.act, "network": delivery.network, "state": delivery.state}
    if note or delivery.what_to_do:
        data["note"] = note or delivery.what_to_do
    if delivery.url:
        data["url"] = delivery.url
    ledger.record(
        by=by,
        at=at,
        action=f"delivery.{event}",
        target=("delivery", str(delivery.pk), f"{delivery.network} {delivery.key}"),
        unit=delivery.unit.code,
        revision=delivery.payload_hash,
        data=data | {"purpose": delivery.purpose, "subject": delivery.subject},
    )

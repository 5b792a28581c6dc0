"""The last look before sending, for all that were claimed together.

Whoever passes is to be sent now; everybody else has been held back, refused or expired here. A
burst is read with the statements of one.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any
from uuid import UUID

from kentongan.delivery import buckets, guards, stops
from kentongan.delivery.models import Act, Delivery
from kentongan.delivery.moves import Change, move_all
from kentongan.delivery.outcomes import CLOSED, TOO_LATE
from kentongan.networks.models import Health
from kentongan.networks.registry import CONNECTORS

#: Sending asks for none of these: each would be read, and those of JSON parsed, for every row.
_IDLE = (
    "account__url", "account__place", "account__health_note", "account__health_at",
    "account__created_at", "account__credential__expires_at", "account__credential__renew_at",
    "account__credential__renewing_until", "account__credential__connected_by",
    "unit__office_hours", "unit__contact_phones", "unit__contact_emails", "unit__address",
    "unit__created_at", "run_at", "due_at", "created_at", "created_by", "proven_by",
)  # fmt: skip


@dataclass(frozen=True, slots=True)
class Claimed:
    """A row in our hands: its lease's token, and when it was looked at."""

    pk: UUID
    token: UUID
    at: datetime


def pass_all(claimed: Sequence[Claimed]) -> list[Delivery | None]:
    """Those that may be sent now, each in its place; None for the others.

    In this order: the stop switch, the account, the late cut-off, the guard of the purpose, the
    rate. What has no connector passes: whoever opens one hears why.
    """
    at = max(row.at for row in claimed)
    rows = _held(claimed)
    halted = stops.halted_among(rows.values())
    changes: dict[UUID, Change] = {}

    def decide(pk: UUID, event: str, **values: Any) -> None:
        changes[pk] = Change(rows[pk], event, rows[pk].lease_token, values=values)

    for pk, delivery in rows.items():
        if pk in halted:
            decide(pk, "hold")
        elif not delivery.account.active:
            decide(pk, "refuse", what_to_do=CLOSED)
        elif delivery.account.health == Health.MANUAL:
            decide(pk, "hold")  # a person does it: ``recovery.expire`` hands it over
        elif delivery.expires_at is not None and at > delivery.expires_at:
            decide(pk, "expire", what_to_do=TOO_LATE)
    asked = [delivery for pk, delivery in rows.items() if pk not in changes]
    for pk, reason in guards.objections(asked, at).items():
        decide(pk, "refuse", what_to_do=reason)
    going = [delivery for pk, delivery in rows.items() if pk not in changes]
    for pk, wait in _waits(going, at).items():
        decide(pk, "hold", run_at=at + wait)
    if changes:
        move_all(list(changes.values()), at=at)
    passed = {(pk, row.lease_token): row for pk, row in rows.items() if pk not in changes}
    return [passed.get((row.pk, row.token)) for row in claimed]


def _held(claimed: Sequence[Claimed]) -> dict[UUID, Delivery]:
    """The rows that are still in our hands, with what sending them needs."""
    keys = {(row.pk, row.token) for row in claimed}
    found = Delivery.objects.select_related("account__credential", "unit").defer(*_IDLE)
    # Apart: few answer something, and joined it would be a second delivery to read for each row.
    rows = found.prefetch_related("original").filter(
        pk__in=[pk for pk, _token in keys], state="sending"
    )
    return {row.pk: row for row in rows if (row.pk, row.lease_token) in keys}


def _waits(deliveries: Sequence[Delivery], at: datetime) -> dict[UUID, timedelta]:
    """Those that must wait for their rate, and how long. An emergency needs none, but that its
    messages to subscribers are as many as there are subscribers."""
    known = [d for d in deliveries if d.network in CONNECTORS]
    urgent = [d for d in known if d.priority == 0 and d.act != Act.SEND]
    ordinary = [d for d in known if d.priority != 0 or d.act == Act.SEND]
    waits = [buckets.closed_for(delivery, at=at) for delivery in urgent]
    if ordinary:
        waits += buckets.take_all([(d, CONNECTORS[d.network].limits) for d in ordinary], at=at)
    pairs = zip([*urgent, *ordinary], waits, strict=True)
    return {delivery.pk: wait for delivery, wait in pairs if wait is not None}

"""Writing down what is about to happen, and what became of it, for all that come together.

The intent is committed before the first byte leaves; the outcome only while the lease is ours.
Each is one transaction for many: for those that were claimed together, that come together
(``jobs/together.py``), or that the worker lets leave together.
"""

from __future__ import annotations

from collections.abc import Sequence
from copy import copy
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from django.db import transaction

from kentongan.delivery import buckets
from kentongan.delivery.doubt import late_proof
from kentongan.delivery.models import Attempt, Delivery
from kentongan.delivery.moves import Change, move_all, take_down
from kentongan.delivery.outcomes import Outcome, settle
from kentongan.jobs.together import Together
from kentongan.kernel.rows import RowChange, insert_all, update_each
from kentongan.networks import actions as networks, registry


@dataclass(frozen=True, slots=True)
class Intent:
    """This delivery is about to be sent, under this lease."""

    delivery: Delivery
    token: UUID
    at: datetime


@dataclass(frozen=True, slots=True)
class Ending:
    """What became of an attempt. ``presses``: the network cannot be asked for it once more."""

    delivery: Delivery
    attempt: Attempt
    token: UUID
    outcome: Outcome
    at: datetime
    presses: bool = False


def begin_all(intents: Sequence[Intent]) -> list[Attempt | None]:
    """Commit the intents; None where the lease is gone.

    Nobody else counts tries while the lease is ours, so the count that was read is the count.
    """
    attempts = [
        Attempt(
            delivery=intent.delivery,
            number=intent.delivery.attempts_made + 1,
            token=intent.token,
            sent_hash=intent.delivery.payload_hash,
            started_at=intent.at,
        )
        for intent in intents
    ]
    counted = [
        RowChange(
            {"pk": attempt.delivery_id, "lease_token": attempt.token},
            {"attempts_made": attempt.number},
        )
        for attempt in attempts
    ]
    with transaction.atomic():
        held = update_each(Delivery, counted)
        ours = [attempt for attempt, mine in zip(attempts, held, strict=True) if mine]
        insert_all(ours)
    for attempt in ours:
        attempt.delivery.attempts_made = attempt.number
    return [attempt if mine else None for attempt, mine in zip(attempts, held, strict=True)]


def finish_all(endings: Sequence[Ending]) -> list[None]:
    """Commit the outcomes, each only if its token still holds."""
    # Copies, because all of it may have to be done again, one by one.
    rows = {ending.attempt.pk: copy(ending.delivery) for ending in endings}
    at = max(ending.at for ending in endings)
    with transaction.atomic():
        changes = [_change(ending, rows[ending.attempt.pk], at) for ending in endings]
        held = move_all(changes, at=at)
        closed = []
        for ending, change, mine in zip(endings, changes, held, strict=True):
            row = change.delivery
            ours = mine or (
                change.event == "accept"
                and late_proof(row, dict(change.values), at=at, note=change.note)
            )
            if ours and change.event == "accept":
                take_down(row, at=at)
            said = ending.outcome.event if ours else "lease_lost"
            values = {"finished_at": at, "outcome": said, "detail": ending.outcome.detail}
            closed.append(RowChange({"pk": ending.attempt.pk}, values))
        update_each(Attempt, closed)
    return [None] * len(endings)


def _change(ending: Ending, row: Delivery, at: datetime) -> Change:
    """What the outcome means for the row; what it means for others is done at once."""
    outcome = ending.outcome
    respect(row, outcome, at=at)
    event, values = settle(row, outcome, at=at)
    if event == "unauthorised":
        networks.mark_broken(row.account, note=outcome.detail, at=at)
        event = "later"
    return Change(row, event, ending.token, outcome.detail, values)


def respect(delivery: Delivery, outcome: Outcome, *, at: datetime) -> None:
    """Close the bucket for as long as the network asked for."""
    if after := outcome.values.get("after"):
        limits = registry.get(delivery.network).limits
        whole = bool(outcome.values.get("whole_app"))
        buckets.close(delivery, limits, at=at, after=after, whole_app=whole)


#: Commit one intent; threads that come together commit together.
begin: Together[Intent, Attempt | None] = Together(begin_all)

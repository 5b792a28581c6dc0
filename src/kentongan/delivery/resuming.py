"""What a network took and is still working on: asked until it is public, or believed no longer."""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import Any
from uuid import UUID

from django.db import transaction

from kentongan.delivery import guards, record, spreading
from kentongan.delivery.doubt import Hold, late_proof
from kentongan.delivery.engine import opened
from kentongan.delivery.models import Delivery
from kentongan.delivery.moves import move
from kentongan.delivery.outcomes import Outcome, accepted, attempt_outcome, backoff, settle
from kentongan.kernel.clock import Clock
from kentongan.kernel.say import gettext as _
from kentongan.networks import actions as networks
from kentongan.networks.contract import Pending, Resumes, Unauthorised

#: A network that is still working on it after so long is no longer believed.
PENDING_LIMIT = timedelta(hours=24)


def resume(pk: UUID, token: UUID, *, clock: Clock) -> None:
    """Ask a network that took it and was still working on it."""
    delivery = (
        Delivery.objects.select_related("account", "account__credential", "unit", "original")
        .filter(pk=pk, lease_token=token, state="pending")
        .first()
    )
    if delivery is None or delivery.pending is None:
        return
    if spreading.spreads(delivery):
        spreading.go_on(delivery, token, clock=clock)
        return
    handle = Pending(str(delivery.pending["handle"]))
    try:
        with opened(delivery, Hold(delivery, token, clock), at=clock.now()) as connector:
            if not isinstance(connector, Resumes):
                outcome = Outcome("lose", _("Jejaring tidak dapat ditanya."))
            else:
                resumes: Resumes = connector
                outcome = attempt_outcome(connector, lambda _c: accepted(resumes.resume(handle)))
    except Unauthorised as error:
        outcome = Outcome("unauthorised", str(error))
    at = clock.now()
    record.respect(delivery, outcome, at=at)
    if outcome.event == "unauthorised":
        networks.mark_broken(delivery.account, note=outcome.detail, at=at)
    if outcome.event in {"later", "unauthorised", "wait"}:
        if _accepted_at(delivery) > at - _patience(delivery):
            _ask_again(delivery, token, outcome, at=at)
            return
        outcome = Outcome("lose", _("Jejaring terlalu lama mengolahnya."))
    event, values = settle(delivery, outcome, at=at)
    note = outcome.detail
    if not move(delivery, event, at=at, token=token, note=note, **values) and event == "accept":
        late_proof(delivery, values, at=at, note=note)


def _ask_again(delivery: Delivery, token: UUID, outcome: Outcome, *, at: datetime) -> None:
    """It is not public yet: ask later, and tell people where it has come to be their turn."""
    given = outcome.values
    values: dict[str, Any] = {
        "run_at": at + (given.get("extra_wait") or given.get("after") or backoff(2))
    }
    if outcome.event == "wait":
        values |= {name: given[name] for name in ("pending", "what_to_do", "asks_person")}
    turn = bool(values.get("asks_person")) and not delivery.asks_person
    with transaction.atomic():
        held = Delivery.objects.held(delivery.pk, token)
        if not held.update(**values, lease_token=None, lease_until=None) or not turn:
            return
        for name, value in values.items():
            setattr(delivery, name, value)
        guards.tell([delivery], "wait", at)


def _patience(delivery: Delivery) -> timedelta:
    """How long the network, or a person there, may take."""
    told = (delivery.pending or {}).get("longest")
    return timedelta(seconds=told) if told else PENDING_LIMIT


def _accepted_at(delivery: Delivery) -> datetime:
    """When the network took what it is still working on."""
    return delivery.attempts.filter(kind="send").latest("started_at").started_at

"""Performs outward acts: sent once, or known to be unknown.

The order of things is the contract:

1. the row is claimed (``source.py``): a lease with a token;
2. it is checked again: stop switch, late cut-off, the purpose's guard, limits of rate;
3. the intent is committed: an ``Attempt`` row;
4. the network is called, with no transaction open;
5. the outcome is committed, if the token still holds.

A worker that dies between 3 and 5 leaves an open attempt: the row becomes ``unknown``
(``recovery.py``), and the network is asked (``reconcile.py``) before anything is tried again.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from datetime import datetime, timedelta
from typing import Any
from uuid import UUID

from django.db import transaction
from django.utils.translation import gettext as _

from kentongan.delivery import buckets, guards, payload, stops
from kentongan.delivery.doubt import late_proof
from kentongan.delivery.models import Act, Attempt, Delivery
from kentongan.delivery.moves import move
from kentongan.delivery.outcomes import (
    FIRST_WAIT,
    TOO_LATE,
    Outcome,
    accepted,
    attempt_outcome,
    backoff,
    settle,
    told,
)
from kentongan.kernel.clock import Clock
from kentongan.kernel.http import AnswerLost, NotSent
from kentongan.media.errors import NotYet
from kentongan.networks import actions as networks, registry
from kentongan.networks.contract import (
    Connector,
    Edits,
    Outgoing,
    Pending,
    Proof,
    Publishes,
    Reference,
    Refreshes,
    Refused,
    Resumes,
    TryLater,
    Unauthorised,
    Withdraws,
)
from kentongan.networks.registry import CONNECTORS, NoConnector
from kentongan.networks.sessions import Notes, open_connector

#: How long to wait before asking again whether a video is ready.
VIDEO_WAIT = timedelta(seconds=20)
#: A network that is still working on it after so long is no longer believed.
PENDING_LIMIT = timedelta(hours=24)
#: How many of the account's latest ids are told to a connector that looks by comparing.
TAKEN = 200


def run(pk: UUID, token: UUID, *, clock: Clock) -> None:
    """Perform the claimed delivery ``pk``; every way out records what became of it."""
    delivery = (
        Delivery.objects.select_related("account", "account__credential", "unit", "original")
        .filter(pk=pk, lease_token=token, state="sending")
        .first()
    )
    if delivery is None:
        return
    if not _may_go(delivery, token, at=clock.now()):
        return
    try:
        with open_connector(
            delivery.account,
            at=clock.now(),
            taken=taken_by_others(delivery),
            notes=notes_of(delivery, token),
            permitted=_ours(delivery, token),
        ) as connector:
            if not _within_rate(delivery, connector, token, at=clock.now()):
                return
            outgoing = _outgoing(delivery, connector, at=clock.now())
            attempt = _begin(delivery, token, at=clock.now())
            if attempt is None:
                return
            outcome = _with_refresh(
                delivery,
                token,
                connector,
                lambda c: _perform(c, delivery, outgoing),
                at=clock.now(),
            )
    except NoConnector as error:
        move(delivery, "refuse", at=clock.now(), token=token, what_to_do=str(error)[:500])
        return
    except NotYet as error:  # a video is still being fitted to the network
        at = clock.now()
        payload.prepare(delivery.payload, CONNECTORS[delivery.network].limits, at=at)
        said = str(error)[:500]
        move(delivery, "hold", at=at, token=token, run_at=at + VIDEO_WAIT, what_to_do=said)
        return
    except (LookupError, OSError) as error:
        said = str(error) if isinstance(error, LookupError) else _("Berkasnya tidak dapat dibaca.")
        move(delivery, "refuse", at=clock.now(), token=token, what_to_do=said[:500])
        return
    except Unauthorised as error:  # no credential at all: nothing was sent
        at = clock.now()
        networks.mark_broken(delivery.account, note=str(error), at=at)
        move(delivery, "later", at=at, token=token, run_at=at + FIRST_WAIT, note=str(error))
        return
    finish(delivery, attempt, token, outcome, at=clock.now())


def _may_go(delivery: Delivery, token: UUID, *, at: datetime) -> bool:
    """The last look before sending; refuses, expires or holds back by itself."""
    if stops.is_halted(delivery):
        move(delivery, "hold", at=at, token=token)
        return False
    if delivery.expires_at is not None and at > delivery.expires_at:
        move(delivery, "expire", at=at, token=token, what_to_do=TOO_LATE)
        return False
    if reason := guards.objection(delivery, at):
        move(delivery, "refuse", at=at, token=token, what_to_do=reason[:500])
        return False
    return True


def _within_rate(delivery: Delivery, connector: Connector, token: UUID, *, at: datetime) -> bool:
    """Take a token of rate; an emergency needs none. Without one the row waits its turn."""
    if delivery.priority == 0:
        wait = buckets.closed_for(delivery, at=at)
    else:
        wait = buckets.take(delivery, connector.limits, at=at)
    if wait is None:
        return True
    move(delivery, "hold", at=at, token=token, run_at=at + wait)
    return False


def _outgoing(delivery: Delivery, connector: Connector, *, at: datetime) -> Outgoing | None:
    if delivery.act == Act.WITHDRAW:
        return None
    to = answered(delivery)
    return payload.outgoing(delivery.payload, limits=connector.limits, at=at, reply_to=to)


def taken_by_others(delivery: Delivery) -> frozenset[str]:
    """Ids on the network that other deliveries of the account own: they are not ours to find.

    None are needed where we choose the identity ourselves.
    """
    connector = CONNECTORS.get(delivery.network)
    if connector is not None and connector.proof == Proof.CLIENT_KEY:
        return frozenset()
    rows = Delivery.objects.filter(account=delivery.account_id).exclude(pk=delivery.pk)
    known = rows.exclude(external_id="").order_by("-due_at").values_list("external_id", flat=True)
    return frozenset(known[:TAKEN])


def notes_of(delivery: Delivery, token: UUID) -> Notes:
    """The memory of a delivery: committed at once, and only while the lease is ours.

    Without the lease nothing may be published on the strength of a note, so it raises
    :class:`TryLater`, which proves that nothing was.
    """

    def keep(note: Mapping[str, Any]) -> None:
        delivery.notes = {**delivery.notes, **note}
        if not Delivery.objects.held(delivery.pk, token).update(notes=delivery.notes):
            raise TryLater("Giliran kiriman ini sudah lewat; pekerja lain meneruskannya.")

    return Notes(known=dict(delivery.notes), keep=keep)


def _ours(delivery: Delivery, token: UUID) -> Callable[[], bool]:
    """Asked before every request: whoever slept through the lease sends nothing any more."""
    return Delivery.objects.held(delivery.pk, token).exists


def answered(delivery: Delivery) -> Reference | None:
    """What a reply answers: somebody else's message, else a delivery of our own."""
    if delivery.act != Act.REPLY:
        return None
    return payload.answered(delivery.payload) or reference(delivery.original)


def reference(original: Delivery | None) -> Reference:
    """The original as the network knows it."""
    if original is None:
        raise LookupError(_("Kiriman asalnya tidak tercatat."))
    return Reference(original.external_id, original.url, original.extra)


def _begin(delivery: Delivery, token: UUID, *, at: datetime) -> Attempt | None:
    """Commit the intent, before the first byte leaves. None: the lease is gone."""
    with transaction.atomic():
        number = delivery.attempts_made + 1
        if not Delivery.objects.held(delivery.pk, token).update(attempts_made=number):
            return None
        delivery.attempts_made = number
        return Attempt.objects.create(
            delivery=delivery,
            number=number,
            token=token,
            sent_hash=delivery.payload_hash,
            started_at=at,
        )


def _perform(connector: Connector, delivery: Delivery, item: Outgoing | None) -> Outcome:
    """The call itself, in the words of the connector's protocols."""
    if delivery.act == Act.WITHDRAW and isinstance(connector, Withdraws):
        connector.withdraw(reference(delivery.original))
        return Outcome("accept", "ditarik")
    if item is not None:
        if delivery.act == Act.EDIT and isinstance(connector, Edits):
            return accepted(connector.edit(reference(delivery.original), item))
        if delivery.act in {Act.PUBLISH, Act.REPLY} and isinstance(connector, Publishes):
            return accepted(connector.publish(item, delivery.key))
    raise Refused(f"{connector.label} tidak mendukung tindakan ini lewat Kentongan.")


def _with_refresh(
    delivery: Delivery,
    token: UUID,
    connector: Connector,
    call: Callable[[Connector], Outcome],
    *,
    at: datetime,
) -> Outcome:
    """Call; where the credential is stale and can be renewed, renew it once and call again."""
    outcome = attempt_outcome(connector, call)
    if outcome.event != "unauthorised":
        return outcome
    if isinstance(connector, Refreshes):
        stale = delivery.account.credential.updated_at
        try:
            networks.renew(delivery.account, at=at, stale=stale)
        except (TryLater, NotSent, AnswerLost) as error:
            return Outcome("later", str(error), told(error))
        except (Unauthorised, Refused):
            return outcome
        with open_connector(
            delivery.account,
            at=at,
            taken=taken_by_others(delivery),
            notes=notes_of(delivery, token),
            permitted=_ours(delivery, token),
        ) as renewed:
            return attempt_outcome(renewed, call)
    return outcome


def respect(delivery: Delivery, outcome: Outcome, *, at: datetime) -> None:
    """Close the bucket for as long as the network asked for."""
    if after := outcome.values.get("after"):
        limits = registry.get(delivery.network).limits
        whole = bool(outcome.values.get("whole_app"))
        buckets.close(delivery, limits, at=at, after=after, whole_app=whole)


def finish(
    delivery: Delivery, attempt: Attempt, token: UUID, outcome: Outcome, *, at: datetime
) -> None:
    """Commit the outcome of an attempt, if the token still holds."""
    event, values = settle(delivery, outcome, at=at)
    with transaction.atomic():
        respect(delivery, outcome, at=at)
        if event == "unauthorised":
            networks.mark_broken(delivery.account, note=outcome.detail, at=at)
            event = "later"
        held = move(delivery, event, at=at, token=token, note=outcome.detail[:300], **values)
        if not held and event == "accept":
            held = late_proof(delivery, values, at=at, note=outcome.detail[:300])
        original = delivery.original
        withdrawn = held and event == "accept" and delivery.act == Act.WITHDRAW
        if withdrawn and original is not None and original.state == "sent":
            move(original, "withdraw", at=at)
        Attempt.objects.filter(pk=attempt.pk).update(
            finished_at=at,
            outcome=outcome.event if held else "lease_lost",
            detail=outcome.detail[:800],
        )


def resume(pk: UUID, token: UUID, *, clock: Clock) -> None:
    """Ask a network that took it and was still working on it."""
    delivery = (
        Delivery.objects.select_related("account", "account__credential", "unit", "original")
        .filter(pk=pk, lease_token=token, state="pending")
        .first()
    )
    if delivery is None or delivery.pending is None:
        return
    handle = Pending(str(delivery.pending["handle"]))
    try:
        with open_connector(
            delivery.account,
            at=clock.now(),
            notes=notes_of(delivery, token),
            permitted=_ours(delivery, token),
        ) as connector:
            if not isinstance(connector, Resumes):
                outcome = Outcome("lose", "Jejaring tidak dapat ditanya.")
            else:
                resumes: Resumes = connector
                outcome = attempt_outcome(connector, lambda _: accepted(resumes.resume(handle)))
    except Unauthorised as error:
        outcome = Outcome("unauthorised", str(error))
    at = clock.now()
    respect(delivery, outcome, at=at)
    if outcome.event == "unauthorised":
        networks.mark_broken(delivery.account, note=outcome.detail, at=at)
    if outcome.event in {"later", "unauthorised", "wait"}:
        if _accepted_at(delivery) > at - PENDING_LIMIT:
            wait = outcome.values.get("extra_wait") or outcome.values.get("after") or backoff(2)
            Delivery.objects.held(pk, token).update(
                run_at=at + wait, lease_token=None, lease_until=None
            )
            return
        outcome = Outcome("lose", "Jejaring terlalu lama mengolahnya.")
    event, values = settle(delivery, outcome, at=at)
    note = outcome.detail[:300]
    if not move(delivery, event, at=at, token=token, note=note, **values) and event == "accept":
        late_proof(delivery, values, at=at, note=note)


def _accepted_at(delivery: Delivery) -> datetime:
    """When the network took what it is still working on."""
    return delivery.attempts.filter(kind="send").latest("started_at").started_at

"""Performs outward acts: sent once, or known to be unknown.

The order of things is the contract:

1. the row is claimed (``source.py``): a lease with a token;
2. it is checked again (``gate.py``): stop switch, late cut-off, guard of the purpose, rate;
3. the intent is committed (``record.py``): an ``Attempt`` row;
4. the network is called, with no transaction open;
5. the outcome is committed (``record.py``), if the token still holds.

A worker that dies between 3 and 5 leaves an open attempt: the row becomes ``unknown``
(``recovery.py``), and the network is asked (``reconcile.py``) before anything is tried again.
Rows that were claimed together go through 2 and 3 together; then each has a thread of its own, and
the outcomes that come in at about the same moment are written together again: what an outcome was
is returned as an :class:`~kentongan.delivery.record.Ending`, and the worker has them recorded.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from contextlib import AbstractContextManager
from datetime import datetime, timedelta
from functools import partial
from typing import Any
from uuid import UUID

from kentongan.delivery import gate, payload, record, spreading
from kentongan.delivery.doubt import Hold
from kentongan.delivery.models import BARE, Act, Attempt, Delivery
from kentongan.delivery.moves import move
from kentongan.delivery.outcomes import (
    FIRST_WAIT,
    Outcome,
    accepted,
    attempt_outcome,
    discreet,
    told,
)
from kentongan.jobs.together import all_or_each
from kentongan.kernel.clock import Clock
from kentongan.kernel.http import AnswerLost, NotSent
from kentongan.kernel.say import gettext as _
from kentongan.kernel.sentences import stored_within
from kentongan.media.errors import NoRoom, NotYet, StorageAway
from kentongan.networks import actions as networks
from kentongan.networks.contract import (
    Broadcasts,
    Connector,
    Edits,
    Hides,
    Outgoing,
    Proof,
    Publishes,
    Reference,
    Refreshes,
    Refused,
    TryLater,
    Unauthorised,
    Withdraws,
)
from kentongan.networks.registry import CONNECTORS, NoConnector
from kentongan.networks.sessions import Notes, open_connector

#: How long to wait before asking again whether a video is ready.
VIDEO_WAIT = timedelta(seconds=20)
#: How long to wait for the place where files lie.
STORAGE_WAIT = timedelta(minutes=1)
#: How many of the account's latest ids are told to a connector that looks by comparing.
TAKEN = 200


Row = tuple[UUID, UUID]


#: What is left to do for a delivery: the call; and what came of it, where that is to be recorded.
Work = Callable[[], record.Ending | None]


def enter(claimed: Sequence[Row], *, clock: Clock) -> list[tuple[Row, Work]]:
    """Let claimed deliveries (id, token) pass the gate; what is left to do for each that did.

    Where nothing has to be made ready before, the intents are committed here, too. What is given
    back may be called in threads of their own, at once. :func:`leave` takes what they return.
    """
    rows = [gate.Claimed(pk, token, clock.now()) for pk, token in claimed]
    passed = [
        (delivery, row.token)
        for row, delivery in zip(rows, all_or_each(gate.pass_all, rows), strict=True)
        if delivery is not None
    ]
    ready = [(delivery, token) for delivery, token in passed if _is_ready(delivery)]
    intents = [record.Intent(delivery, token, clock.now()) for delivery, token in ready]
    begun = [
        (intent, attempt, _confirmed(intent, clock))
        for intent, attempt in zip(intents, all_or_each(record.begin_all, intents), strict=True)
        if attempt is not None
    ]
    going: list[tuple[Row, Work]] = [
        ((i.delivery.pk, i.token), partial(_call, i.delivery, attempt, hold, clock=clock))
        for i, attempt, hold in begun
    ]
    slow = [(delivery, token) for delivery, token in passed if not _is_ready(delivery)]
    return going + [((d.pk, token), partial(_prepare, d, token, clock=clock)) for d, token in slow]


def leave(endings: Sequence[record.Ending]) -> None:
    """Commit the outcomes together; where that fails, each alone.

    What cannot be recorded is logged; its lease runs out, and the network is asked.
    """
    all_or_each(record.finish_all, endings)
    spreading.heed(endings)


def _is_ready(delivery: Delivery) -> bool:
    """Whether it can be begun with others: no files to be read, nothing that may be missing.

    And only where the network can be asked afterwards: were the worker killed before the calls, a
    person would be asked about each that never left. Of an answer only the account tells, once its
    credential is read: whether its mailbox may be looked into.
    """
    if delivery.act != Act.PUBLISH or delivery.payload["media"] or spreading.spreads(delivery):
        return False
    connector = CONNECTORS.get(delivery.network)
    can_be_asked = connector is not None and connector.proof != Proof.NONE
    return can_be_asked and hasattr(delivery.account, "credential")


def _confirmed(intent: record.Intent, clock: Clock) -> Hold:
    hold = Hold(intent.delivery, intent.token, clock)
    hold.confirm()
    return hold


def _call(delivery: Delivery, attempt: Attempt, hold: Hold, *, clock: Clock) -> record.Ending:
    """Call the network for a text whose intent is committed."""
    with opened(delivery, hold, at=clock.now()) as connector:
        outgoing = _outgoing(delivery, connector, at=clock.now())
        outcome = _asked(delivery, hold, connector, outgoing, clock)
        presses = connector.proof == Proof.NONE
    return record.Ending(delivery, attempt, hold.token, outcome, clock.now(), presses)


def _prepare(delivery: Delivery, token: UUID, *, clock: Clock) -> record.Ending | None:
    """Make ready, commit the intent, call; what does not come to the call is recorded here."""
    try:
        return _send_once_fitted(delivery, token, clock)
    except NoConnector as error:
        move(delivery, "refuse", at=clock.now(), token=token, what_to_do=str(error))
    except (StorageAway, NoRoom):  # the file itself is as good as ever
        at = clock.now()
        said = _(
            "Berkasnya belum dapat diambil dari penyimpanan server, jadi kiriman ini menunggu dan"
            " dicoba lagi sendiri. Bila lama, kabari pengelola."
        )
        move(delivery, "hold", at=at, token=token, run_at=at + STORAGE_WAIT, what_to_do=said)
    except (LookupError, OSError) as error:
        said = str(error) if isinstance(error, LookupError) else _("Berkasnya tidak dapat dibaca.")
        move(delivery, "refuse", at=clock.now(), token=token, what_to_do=said)
    except Unauthorised as error:  # no credential at all: nothing was sent
        at = clock.now()
        networks.mark_broken(delivery.account, note=str(error), at=at)
        move(delivery, "later", at=at, token=token, run_at=at + FIRST_WAIT, note=str(error))
    return None


def _send_once_fitted(delivery: Delivery, token: UUID, clock: Clock) -> record.Ending | None:
    """Send it; where its video is not fitted to the network yet, see to that and wait."""
    try:
        return _send(delivery, token, clock)
    except NotYet as error:
        at = clock.now()
        payload.prepare(delivery.payload, CONNECTORS[delivery.network].limits, at=at)
        said = str(error)
        move(delivery, "hold", at=at, token=token, run_at=at + VIDEO_WAIT, what_to_do=said)
    return None


def _send(delivery: Delivery, token: UUID, clock: Clock) -> record.Ending | None:
    """Commit the intent, call the network."""
    hold = Hold(delivery, token, clock)
    with opened(delivery, hold, at=clock.now()) as connector:
        outgoing = _outgoing(delivery, connector, at=clock.now())
        attempt = record.begin(record.Intent(delivery, token, clock.now()))
        if attempt is None:
            return None
        hold.confirm()
        outcome = _asked(delivery, hold, connector, outgoing, clock)
        presses = connector.proof == Proof.NONE
    return record.Ending(delivery, attempt, token, outcome, clock.now(), presses)


def _asked(
    delivery: Delivery, hold: Hold, connector: Connector, item: Outgoing | None, clock: Clock
) -> Outcome:
    """The network's answer."""
    at = clock.now()
    return _with_refresh(
        delivery, hold, connector, lambda c: _perform(c, delivery, item, at=at), at=at
    )


def opened(delivery: Delivery, hold: Hold, *, at: datetime) -> AbstractContextManager[Connector]:
    """The account's connector; before every request it asks whether the delivery is still ours."""
    return open_connector(
        delivery.account,
        at=at,
        taken=taken_by_others(delivery),
        notes=notes_of(delivery, hold.token),
        permitted=hold,
    )


def _outgoing(delivery: Delivery, connector: Connector, *, at: datetime) -> Outgoing | None:
    if delivery.act in BARE:
        return None
    if delivery.act == Act.SEND:
        return spreading.words(delivery, connector.limits, at=at)
    to = answered(delivery)
    return payload.outgoing(delivery.payload, limits=connector.limits, at=at, reply_to=to)


def taken_by_others(delivery: Delivery) -> frozenset[str]:
    """Ids on the network that other deliveries of the account own: they are not ours to find.

    None are needed where we choose the identity ourselves.
    """
    connector = CONNECTORS.get(delivery.network)
    if delivery.act == Act.SEND or (connector and connector.proof == Proof.CLIENT_KEY):
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
        delivery.notes = {**delivery.notes, **stored_within(note)}
        if not Delivery.objects.held(delivery.pk, token).update(notes=delivery.notes):
            raise TryLater(_("Giliran kiriman ini sudah lewat; pekerja lain meneruskannya."))

    return Notes(known=dict(delivery.notes), keep=keep)


def answered(delivery: Delivery) -> Reference | None:
    """What a reply answers: somebody else's message, else a delivery of our own.

    An edit of a reply still answers the same.
    """
    original = delivery.original
    if delivery.act == Act.REPLY:
        return payload.answered(delivery.payload) or reference(original)
    edits_a_reply = delivery.act == Act.EDIT and original and original.act == Act.REPLY
    return reference(original.original) if edits_a_reply and original else None


def reference(original: Delivery | None) -> Reference:
    """The original as the network knows it."""
    if original is None:
        raise LookupError(_("Kiriman asalnya tidak tercatat."))
    return Reference(original.external_id, original.url, original.extra)


def _perform(
    connector: Connector, delivery: Delivery, item: Outgoing | None, *, at: datetime
) -> Outcome:
    """The call itself, in the words of the connector's protocols."""
    if delivery.act == Act.WITHDRAW and isinstance(connector, Withdraws):
        connector.withdraw(reference(delivery.original))
        return Outcome("accept", _("ditarik"))
    if delivery.act in {Act.HIDE, Act.UNHIDE} and isinstance(connector, Hides):
        return _hide(connector, delivery)
    if item is not None:
        if delivery.act == Act.SEND:
            return accepted(spreading.send(connector, delivery, item))
        if delivery.act == Act.PUBLISH and isinstance(connector, Broadcasts):
            return spreading.prepare(connector, delivery, item, at=at)
        if delivery.act == Act.EDIT and isinstance(connector, Edits):
            return accepted(connector.edit(reference(delivery.original), item))
        if delivery.act in {Act.PUBLISH, Act.REPLY} and isinstance(connector, Publishes):
            return accepted(connector.publish(item, delivery.key))
    raise Refused(
        _("%(label)s tidak mendukung tindakan ini lewat Kentongan.") % {"label": connector.label}
    )


def _hide(connector: Hides, delivery: Delivery) -> Outcome:
    """Hide or show the message of somebody else that the payload names."""
    theirs = payload.answered(delivery.payload)
    if theirs is None:
        raise LookupError(_("Kiriman asalnya tidak tercatat."))
    if delivery.act == Act.HIDE:
        connector.hide(theirs)
        return Outcome("accept", _("disembunyikan"))
    connector.unhide(theirs)
    return Outcome("accept", _("ditampilkan lagi"))


def _with_refresh(
    delivery: Delivery,
    hold: Hold,
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
            return Outcome("later", discreet(error), told(error))
        except (Unauthorised, Refused):
            return outcome
        with opened(delivery, hold, at=at) as renewed:
            return attempt_outcome(renewed, call)
    return outcome

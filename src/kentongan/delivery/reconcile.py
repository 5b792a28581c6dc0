"""What became of a lost answer: ask the network before anything is tried again."""

from __future__ import annotations

from datetime import datetime, timedelta
from uuid import UUID

from django.db import transaction

from kentongan.delivery import payload
from kentongan.delivery.doubt import in_flight, late_proof
from kentongan.delivery.engine import answered, notes_of, taken_by_others
from kentongan.delivery.models import NETWORK, REPEATABLE, Attempt, Delivery
from kentongan.delivery.moves import move
from kentongan.delivery.outcomes import accepted, attempt_outcome, settle
from kentongan.delivery.record import respect
from kentongan.delivery.spreading import spreads
from kentongan.kernel.clock import Clock
from kentongan.kernel.say import gettext as _, gettext_noop
from kentongan.media.errors import NoRoom, NotYet, StorageAway
from kentongan.networks.contract import Connector, Proof, Publishes, Unauthorised
from kentongan.networks.sessions import open_connector

#: How long to wait before each further look; after the last one a person is asked.
LOOKS = tuple(timedelta(seconds=s) for s in (5, 15, 45, 120, 300, 600, 1200, 1800))
ASK = gettext_noop(
    "Jawaban jejaring hilang dan keadaannya belum dapat dipastikan. "
    "Buka akun itu, lihat apakah unggahan sudah tayang, lalu pilih jawabannya di sini."
)


def look(pk: UUID, token: UUID, *, clock: Clock) -> None:
    """Look once for the claimed ``unknown`` delivery, and decide what that proves."""
    delivery = (
        Delivery.objects.select_related("account", "account__credential", "unit", "original")
        .filter(pk=pk, lease_token=token, state="unknown")
        .first()
    )
    if delivery is None:
        return
    if delivery.act in REPEATABLE or spreads(delivery):
        move(delivery, "later", at=clock.now(), token=token, run_at=clock.now())
        return  # harmless to repeat, by contract; of a post to subscribers nothing is out yet
    try:
        taken = taken_by_others(delivery)
        notes = notes_of(delivery, token)
        with open_connector(
            delivery.account, at=clock.now(), taken=taken, notes=notes
        ) as connector:
            _ask(delivery, connector, token, clock=clock)
    except Unauthorised as error:  # no credential: nobody could be asked, which counts too
        delivery.lookups_made += 1
        _look_again(delivery, token, str(error), at=clock.now())
    except (NotYet, StorageAway, NoRoom) as error:  # its files are away, for a while or to be made
        delivery.lookups_made += 1
        _look_again(delivery, token, str(error), at=clock.now())
    except (LookupError, OSError) as error:
        _ask_person(delivery, token, _("%(ask)s (%(why)s)") % {"ask": _(ASK), "why": error})


def _ask(delivery: Delivery, connector: Connector, token: UUID, *, clock: Clock) -> None:
    at = clock.now()
    where = _(getattr(connector, "where_to_look", ASK))
    if connector.proof == Proof.NONE or not isinstance(connector, Publishes):
        _ask_person(delivery, token, where)
        return
    asked: Publishes = connector
    to = answered(delivery)
    item = payload.outgoing(delivery.payload, limits=connector.limits, at=at, reply_to=to)
    record = _begin(delivery, token, at=at)
    if record is None:
        return
    absent = False

    def find(_c: Connector) -> object:
        nonlocal absent
        found = asked.find(delivery.key, item)
        absent = found is None
        return accepted(found) if found is not None else None

    began = clock.now()
    outcome = attempt_outcome(connector, find)  # type: ignore[arg-type]
    at = clock.now()
    if absent:
        detail = gettext_noop("Tidak ditemukan di jejaring.")
        _close(record, "absent", detail, at=at)
        proves = _absence_proves_from(delivery, connector)
        if proves is not None and began >= proves:  # what arrived since may not have been seen
            move(
                delivery,
                "later",
                at=at,
                token=token,
                run_at=at,
                note=_("terbukti belum diterima"),
            )
        else:
            _look_again(delivery, token, detail, at=at, where=where, proves=proves)
        return
    _close(record, outcome.event, outcome.detail, at=at)
    respect(delivery, outcome, at=at)
    if outcome.event == "accept":
        _event, values = settle(delivery, outcome, at=at)
        values |= {"proven_by": NETWORK}
        note = _("ditemukan di jejaring")
        if not move(delivery, "accept", at=at, token=token, note=note, **values):
            late_proof(delivery, values, at=at, note=note)
        return
    _look_again(delivery, token, outcome.detail, at=at, where=where)


def _begin(delivery: Delivery, token: UUID, *, at: datetime) -> Attempt | None:
    """Count the look and commit its record before it is made. None: the lease is gone.

    Counted first, because a worker may die while it looks: the next look has its own number.
    """
    number = delivery.lookups_made + 1
    with transaction.atomic():
        if not Delivery.objects.held(delivery.pk, token).update(lookups_made=number):
            return None
        delivery.lookups_made = number
        return Attempt.objects.create(
            delivery=delivery,
            kind="look",
            number=number,
            token=token,
            sent_hash=delivery.payload_hash,
            started_at=at,
        )


def _close(record: Attempt, outcome: str, detail: str, *, at: datetime) -> None:
    Attempt.objects.filter(pk=record.pk).update(finished_at=at, outcome=outcome[:16], detail=detail)


def _absence_proves_from(delivery: Delivery, connector: Connector) -> datetime | None:
    """From when on not finding it means that it is not accepted, and will not be; None: never.

    Nothing is proved while the request may be on its way. With a key of our own, repeating is
    harmless then. Otherwise only after the time within which the network is known to list, if
    there is such a time at all.
    """
    if delivery.lost_at is None:
        return None
    if connector.proof == Proof.CLIENT_KEY:
        return delivery.lost_at + in_flight(delivery.network)
    if connector.settled_after is None:
        return None
    return delivery.lost_at + in_flight(delivery.network) + connector.settled_after


def _look_again(
    delivery: Delivery,
    token: UUID,
    detail: str,
    *,
    at: datetime,
    where: str = ASK,
    proves: datetime | None = None,
) -> None:
    """Plan the next look: not later than when its answer ``proves``, however many there were.

    A row that is lost once more, because its worker is killed again, has looks behind it already.
    """
    if delivery.looks > len(LOOKS):
        _ask_person(delivery, token, where)
        return
    next_look = at + LOOKS[delivery.looks - 1]
    if proves is not None:
        next_look = min(next_look, max(at, proves))
    Delivery.objects.held(delivery.pk, token).update(
        run_at=next_look,
        lookups_made=delivery.lookups_made,
        what_to_do=detail,
        lease_token=None,
        lease_until=None,
    )


def _ask_person(delivery: Delivery, token: UUID, text: str) -> None:
    Delivery.objects.held(delivery.pk, token).update(
        asks_person=True, what_to_do=text, lease_token=None, lease_until=None
    )

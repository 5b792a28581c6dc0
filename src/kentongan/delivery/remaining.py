"""What people do to a post on its way to subscribers: stop the rest, go on, settle lost answers.

Each is one transaction that locks the post first, as whoever makes its messages does.
"""

from __future__ import annotations

from datetime import datetime
from typing import Any

from django.db import transaction
from django.db.models import F

from kentongan.delivery import audience
from kentongan.delivery.doubt import in_flight, minutes_in_flight
from kentongan.delivery.models import Delivery
from kentongan.delivery.moves import move_rows
from kentongan.delivery.spreading import messages
from kentongan.kernel.actor import Actor
from kentongan.kernel.errors import Conflict, Invalid
from kentongan.kernel.say import gettext as _
from kentongan.ledger import actions as ledger
from kentongan.networks.contract import Refused

#: Not begun: what can be cancelled, and what waits for the post to go on.
NOT_BEGUN = ("planned", "retry", "waiting")
#: What a person may say of lost answers, and the event it is.
ANSWERS = {"sampai": "accept", "kirim": "later", "biarkan": "cancel"}


def stop_rest(post: Delivery, *, by: Actor, at: datetime, reason: str = "") -> int:
    """Cancel every message that has not begun, and make no more; returns how many it met.

    What is on its way ends by what the network says. Raises ``Conflict`` where nothing is to stop.
    """
    with transaction.atomic():
        fresh = _locked(post)
        fresh.pending = {**(fresh.pending or {}), "over": True, "halted": ""}
        stopped = move_rows(messages(fresh), "cancel", from_=NOT_BEGUN)
        _wake(fresh, at)
        data = {"stopped": stopped, "reason": reason}
        _record(fresh, "delivery.stop_rest", by=by, at=at, data=data)
    return stopped


def go_on(post: Delivery, *, by: Actor, at: datetime) -> int:
    """What all messages were refused for is mended: send the rest, by the terms of now.

    Raises ``Conflict`` where it was not halted, or cannot go on still.
    """
    with transaction.atomic():
        fresh = _locked(post)
        if not (fresh.pending or {}).get("halted"):
            raise Conflict(_("Pengiriman ini tidak sedang tertahan."))
        try:
            terms = audience.get().terms(fresh.account)
        except Refused as refusal:
            raise Conflict(str(refusal)) from refusal
        fresh.pending = {**(fresh.pending or {}), "terms": dict(terms), "halted": ""}
        values = {"run_at": at, "what_to_do": ""}
        freed = move_rows(messages(fresh), "release", from_=("waiting",), **values)
        _wake(fresh, at)
        _record(fresh, "delivery.go_on", by=by, at=at, data={"messages": freed})
    return freed


def settle(post: Delivery, *, by: Actor, at: datetime, answer: str) -> int:
    """A person says what became of all messages whose answer was lost; returns how many.

    ``answer``: ``sampai`` (they arrived), ``kirim`` (they did not; send them again) or ``biarkan``
    (they did not; leave it). Raises ``Conflict`` while one may still be on its way.
    """
    if answer not in ANSWERS:
        raise Invalid.field("answer", _("Pilih salah satu jawaban."))
    values: dict[str, Any] = {"asks_person": False, "what_to_do": ""}
    if answer == "sampai":
        values |= {"sent_at": at, "proven_by": by.name}
    elif answer == "kirim":
        values |= {
            "run_at": at,
            "tries_before": F("attempts_made"),
            "looks_before": F("lookups_made"),
        }
    with transaction.atomic():
        fresh = _locked(post)
        unsure = messages(fresh).filter(state="unknown", asks_person=True)
        if answer != "sampai" and unsure.filter(lost_at__gt=at - in_flight(post.network)).exists():
            raise Conflict(
                _(
                    "Sebagian permintaannya mungkin masih di jalan. Tunggu %(minutes)s menit, lalu"
                    " pilih jawabannya."
                )
                % {"minutes": minutes_in_flight(post.network)}
            )
        settled = move_rows(unsure, ANSWERS[answer], from_=("unknown",), **values)
        if not settled:
            raise Conflict(_("Tidak ada pesan yang menunggu kepastian."))
        _wake(fresh, at)
        data = {"answer": answer, "messages": settled}
        _record(fresh, "delivery.settle_rest", by=by, at=at, data=data)
    return settled


def _locked(post: Delivery) -> Delivery:
    """The post, locked, as long as it is on its way; raises ``Conflict``."""
    rows = Delivery.objects.select_for_update(of=("self",)).select_related("account", "unit")
    fresh = rows.filter(pk=post.pk, state="pending").first()
    if fresh is None:
        raise Conflict(_("Pengiriman ini sudah selesai. Muat ulang halaman."))
    return fresh


def _wake(post: Delivery, at: datetime) -> None:
    """Have it counted now, whoever has it in hand."""
    values = {"pending": post.pending, "run_at": at, "asks_person": False, "what_to_do": ""}
    Delivery.objects.filter(pk=post.pk).update(**values)


def _record(post: Delivery, action: str, *, by: Actor, at: datetime, data: dict[str, Any]) -> None:
    ledger.record(
        by=by, at=at, action=action,
        target=("delivery", str(post.pk), post.account.label),
        unit=post.unit.code, revision=post.payload_hash,
        data={"purpose": post.purpose, "subject": post.subject, **data},
    )  # fmt: skip

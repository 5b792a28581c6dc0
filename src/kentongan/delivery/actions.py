"""What people do to deliveries: plan, cancel, move in time, settle what is uncertain."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from django.db import IntegrityError, transaction

from kentongan.delivery import payload as payloads
from kentongan.delivery.doubt import may_be_on_its_way, minutes_in_flight
from kentongan.delivery.models import PUBLICATIONS, SET_ASIDE, Act, Delivery
from kentongan.delivery.moves import move, move_rows, take_down
from kentongan.delivery.outcomes import CLOSED
from kentongan.kernel.actor import Actor
from kentongan.kernel.errors import Conflict, Invalid
from kentongan.kernel.ids import uuid7
from kentongan.kernel.say import gettext as _
from kentongan.ledger import actions as ledger
from kentongan.networks import catalogue
from kentongan.networks.models import Account

EMERGENCY, NORMAL = 0, 50
WAITING = ("planned", "waiting", "retry", "manual")
UNDER_WAY = ("sending", "pending", "unknown")


def plan(
    *,
    by: Actor,
    at: datetime,
    account: Account,
    act: Act,
    payload: dict[str, Any],
    due_at: datetime,
    purpose: str,
    subject: str,
    expires_at: datetime | None = None,
    original: Delivery | None = None,
    priority: int = NORMAL,
    manual: bool = False,
    part: int = 1,
    parts: int = 1,
    key: str = "",
) -> Delivery:
    """Plan one outward act. ``manual``: a person does it; so too where there is no API access.

    A reply waits until its ``original`` is public. ``key``: an identity of the caller's own, under
    which nothing is planned twice (64 characters at most). Raises ``Conflict`` where the same part
    of the subject is already under way to the same account.
    """
    try:
        with transaction.atomic():
            delivery = Delivery.objects.create(
                account=account,
                unit=account.unit,
                network=account.network,
                act=act,
                key=key or uuid7().hex,
                payload=payload,
                payload_hash=payloads.hash_of(payload),
                purpose=purpose,
                subject=subject,
                original=original,
                part=part,
                parts=parts,
                state="manual" if manual or account.by_hand else _first_state(act, original),
                run_at=due_at,
                due_at=due_at,
                expires_at=expires_at,
                priority=priority,
                created_at=at,
                created_by=by.name,
            )
            if delivery.state != "manual" and payload["media"]:
                payloads.prepare(payload, catalogue.get(account.network).limits, at=at)
            _planned(delivery, by=by, at=at)
    except IntegrityError:
        raise Conflict(
            _("Unggahan ini sudah dalam perjalanan ke %(handle)s. Tidak dikirim dua kali.")
            % {"handle": account.shown_handle}
        ) from None
    return delivery


def _first_state(act: Act, original: Delivery | None) -> str:
    """A reply waits for what it answers, and is a person's where the network cannot be told what.

    The original is locked: should it be proven at this very moment, one of the two sees the other.
    """
    if act != Act.REPLY or original is None:
        return "planned"
    answered = Delivery.objects.select_for_update(of=("self",)).get(pk=original.pk)
    if answered.state != "sent":
        return "waiting"
    return "planned" if answered.external_id else "manual"


def _planned(delivery: Delivery, *, by: Actor, at: datetime) -> None:
    ledger.record(
        by=by,
        at=at,
        action="delivery.plan",
        target=("delivery", str(delivery.pk), delivery.account.label),
        unit=delivery.unit.code,
        revision=delivery.payload_hash,
        data={
            "act": str(delivery.act),
            "account": delivery.account.handle,
            "due_at": delivery.due_at.isoformat(),
            "purpose": delivery.purpose,
            "subject": delivery.subject,
            **({"part": delivery.part, "parts": delivery.parts} if delivery.parts > 1 else {}),
        },
    )


def cancel(delivery: Delivery, *, by: Actor, at: datetime, reason: str = "") -> Delivery:
    """Cancel what has certainly not gone out."""
    move(delivery, "cancel", by=by, at=at, note=reason, asks_person=False)
    return delivery


def reschedule(delivery: Delivery, *, by: Actor, at: datetime, due_at: datetime) -> Delivery:
    """Move a waiting delivery to another time; the late cut-off moves along."""
    shift = due_at - delivery.due_at
    expires_at = delivery.expires_at + shift if delivery.expires_at else None
    payload = delivery.payload | {"created_at": max(due_at, at).isoformat()}
    digest = payloads.hash_of(payload)
    with transaction.atomic():
        moved = Delivery.objects.filter(
            pk=delivery.pk, state__in=WAITING, lease_until__isnull=True
        ).update(
            due_at=due_at,
            run_at=due_at,
            expires_at=expires_at,
            payload=payload,
            payload_hash=digest,
        )
        if not moved:
            raise Conflict(_("Kiriman ini sudah berjalan; jadwalnya tidak dapat diubah lagi."))
        delivery.refresh_from_db()
        ledger.record(
            by=by,
            at=at,
            action="delivery.reschedule",
            target=("delivery", str(delivery.pk), delivery.account.label),
            unit=delivery.unit.code,
            revision=delivery.payload_hash,
            data={"due_at": due_at.isoformat()},
        )
    return delivery


def again(
    delivery: Delivery,
    *,
    by: Actor,
    at: datetime,
    due_at: datetime,
    expires_at: datetime | None = None,
) -> Delivery:
    """Try anew what was refused or expired, with the same key: still never two copies.

    Raises ``Conflict`` for a reply to what is not public.
    """
    if not delivery.account.active:
        raise Conflict(_(CLOSED))
    if delivery.act == Act.REPLY and delivery.original and delivery.original.state != "sent":
        raise Conflict(_("Bagian sebelumnya belum tayang. Kirim yang itu dulu."))
    try:
        with transaction.atomic():
            move(
                delivery,
                "again",
                by=by,
                at=at,
                run_at=due_at,
                due_at=due_at,
                expires_at=expires_at,
                tries_before=delivery.attempts_made,
                looks_before=delivery.lookups_made,
                what_to_do="",
                asks_person=False,
            )
            payloads.try_again(delivery.payload)
            _hand_over(delivery, by=by, at=at)
    except IntegrityError:
        raise Conflict(_("Unggahan ini sudah dalam perjalanan ke akun itu.")) from None
    return delivery


def _hand_over(delivery: Delivery, *, by: Actor, at: datetime) -> None:
    """What the machine cannot send any more is put up by a person."""
    if delivery.account.by_hand:
        move(delivery, "hand_over", by=by, at=at, what_to_do="")


def on_idle(account: Account, by: Actor, at: datetime) -> None:
    """What waits on an account that is served by hand from now on is a person's; on one that was
    closed it is refused, but for what a person is to take down.

    What is on its way ends by what the network says. Should it come back to the line it is over at
    once (``recovery.expire``): nobody would ever claim it again.
    """
    under_way = Delivery.objects.filter(account=account, state__in=UNDER_WAY)
    under_way.update(expires_at=at)
    rows = Delivery.objects.filter(account=account, lease_until__isnull=True)
    # Nobody sends hundreds of messages by hand: what remains of a post to subscribers is over.
    move_rows(rows, "refuse", from_=WAITING, what_to_do=CLOSED)
    rows = rows.exclude(act=Act.SEND).select_related("unit", "account").order_by("pk")
    if account.active:
        for item in rows.filter(state__in=("planned", "retry")):
            _hand_over(item, by=by, at=at)
        return
    for item in rows.filter(state__in=WAITING).exclude(state="manual", act=Act.WITHDRAW):
        move(item, "refuse", by=by, at=at, what_to_do=CLOSED)


def resolve_unknown(
    delivery: Delivery, *, by: Actor, at: datetime, sent: bool, url: str = "", retry: bool = False
) -> Delivery:
    """A person looked and says what became of it: live (with its address, where there is one), or
    not.

    Raises ``Conflict`` for “not live” while the request may still be on its way.
    """
    if not sent and may_be_on_its_way(delivery, at=at):
        raise Conflict(
            _(
                "Permintaannya mungkin masih di jalan. Tunggu %(minutes)s menit, lihat akunnya"
                " lagi, lalu pilih jawabannya."
            )
            % {"minutes": minutes_in_flight(delivery.network)}
        )
    if sent:
        if not url and delivery.account.on.linked:
            raise Invalid.field("url", _("Tempel tautan unggahan yang sudah tayang."))
        move(
            delivery,
            "accept",
            by=by,
            at=at,
            note=_("dipastikan oleh orang"),
            url=url,
            sent_at=at,
            proven_by=by.name,
            asks_person=False,
            what_to_do="",
        )
    elif retry:
        with transaction.atomic():
            move(
                delivery,
                "later",
                by=by,
                at=at,
                note=_("dipastikan belum terbit; dikirim lagi"),
                run_at=at,
                tries_before=delivery.attempts_made,
                looks_before=delivery.lookups_made,
                asks_person=False,
                what_to_do="",
            )
            _hand_over(delivery, by=by, at=at)
    else:
        move(delivery, "cancel", by=by, at=at, note=_("dipastikan belum terbit"), asks_person=False)
    return delivery


def settle_double(delivery: Delivery, *, by: Actor, at: datetime, removed: bool) -> Delivery:
    """A person looked at what is public although it was set aside.

    ``removed``: they took it down by hand; otherwise it stays. The delivery keeps its state.
    Raises ``Conflict`` where nobody is asked any more.
    """
    url = delivery.url
    values = {"what_to_do": "", "asks_person": False} | ({"url": ""} if removed else {})
    with transaction.atomic():
        rows = Delivery.objects.filter(pk=delivery.pk, state__in=SET_ASIDE, asks_person=True)
        if not rows.update(**values):
            raise Conflict(_("Kiriman ini tidak lagi menunggu kepastian."))
        delivery.refresh_from_db()
        ledger.record(
            by=by,
            at=at,
            action="delivery.settle",
            target=("delivery", str(delivery.pk), delivery.account.label),
            unit=delivery.unit.code,
            revision=delivery.payload_hash,
            data={"url": url, "removed": removed, "subject": delivery.subject},
        )
    return delivery


def confirm_manual(delivery: Delivery, *, by: Actor, at: datetime, url: str = "") -> Delivery:
    """A person did it by hand; what they put up they show (``url``).

    What was taken down has no address, and what was changed keeps the one it had.
    """
    if delivery.act in PUBLICATIONS:
        if not url and delivery.account.on.linked:
            raise Invalid.field("url", _("Tempel tautan unggahan yang sudah tayang."))
        note = _("diunggah manual")
    else:
        url = delivery.original.url if delivery.act == Act.EDIT and delivery.original else ""
        note = _("dikerjakan manual")
    with transaction.atomic():
        move(delivery, "accept", by=by, at=at, note=note, url=url, sent_at=at, proven_by=by.name)
        take_down(delivery, by=by, at=at)
    return delivery

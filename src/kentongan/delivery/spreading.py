"""A post that goes to each subscriber of an account by itself, each exactly once.

Its delivery is planned, approved, stopped and moved in time as on every network. When its turn
comes, :func:`prepare` has made what all messages share, and the row is ``pending``; :func:`go_on`
then makes one delivery (``Act.SEND``) for each subscriber of that moment, in batches, and counts
until all are settled. Whom a message goes to is its ``subject`` alone; its words are those of its
``original``. Its key follows from both, so whoever makes it again makes nothing.

Messages go the ordinary way: gate, stop switch, rates, lost answers. What is told of them is told
of the post: they have no page, no line in the ledger and no place in any list.
"""

from __future__ import annotations

import hashlib
from collections import defaultdict
from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import replace
from datetime import datetime, timedelta
from typing import Any
from uuid import UUID

from django.db import transaction
from django.db.models import Count, F, QuerySet

from kentongan.delivery import audience, guards, payload
from kentongan.delivery.models import SPREAD, Act, Delivery
from kentongan.delivery.moves import move, move_rows
from kentongan.delivery.outcomes import Outcome
from kentongan.delivery.record import Ending
from kentongan.jobs.actions import enqueue
from kentongan.kernel.clock import Clock
from kentongan.kernel.ids import uuid7
from kentongan.kernel.say import gettext as _, gettext_noop, ngettext
from kentongan.kernel.sentences import read, stored
from kentongan.networks.contract import (
    Broadcasts,
    Connector,
    Limits,
    OptedOut,
    Outgoing,
    Published,
    Refused,
    Unreachable,
)
from kentongan.networks.registry import CONNECTORS
from kentongan.web.formats import number

#: Messages to subscribers, as a purpose of their own.
PURPOSE = "subscriber"
#: Made together, in one transaction.
BATCH = 500
#: How long until the next count: while messages go out, while all wait for a person.
SOON, WHILE_HALTED, WHILE_UNSURE = (
    timedelta(seconds=4), timedelta(seconds=30), timedelta(minutes=5),
)  # fmt: skip
#: The work that counts a post anew after it ended, and how long it gathers what is told.
RECOUNT, RECOUNTED = "delivery.recount", timedelta(minutes=1)
LEFT = gettext_noop("Orangnya sudah berhenti berlangganan.")
#: What is not settled yet, but for lost answers.
GOING = ("planned", "waiting", "retry", "sending")


def spreads(delivery: Delivery) -> bool:
    """Whether a delivery is a post that goes to each subscriber."""
    if delivery.act != Act.PUBLISH:
        return False
    connector = CONNECTORS.get(delivery.network)
    return connector is not None and issubclass(connector, Broadcasts)


def messages(delivery: Delivery) -> QuerySet[Delivery]:
    """The messages of a post."""
    return Delivery.objects.filter(original=delivery.pk, act=Act.SEND)


# ------------------------------------------------------------------------------ the post


def prepare(connector: Broadcasts, delivery: Delivery, item: Outgoing, *, at: datetime) -> Outcome:
    """Make what all messages share; from then on the post is on its way."""
    terms = audience.get().terms(delivery.account)
    shared = connector.prepare(item, terms)
    begun = {
        "handle": SPREAD, "terms": dict(terms), "shared": dict(shared),
        "until": at.isoformat(), "after": "", "made": False,
    }  # fmt: skip
    values = {"pending": begun, "extra_wait": timedelta(), "what_to_do": "", "asks_person": False}
    return Outcome("wait", _("mulai dikirim kepada pelanggan"), values)


def go_on(delivery: Delivery, token: UUID, *, clock: Clock) -> None:
    """Make the messages that are still to be made, then count; end with the last of them."""
    while not (delivery.pending or {}).get("made"):
        if not _make_some(delivery, token, at=clock.now()):
            return  # the lease is gone: whoever has it goes on
    at = clock.now()
    if delivery.pending and delivery.pending.get("halted"):
        _wait(delivery)
    counts = count(delivery)
    if any(counts[state] for state in GOING) or counts["unknown"]:
        _look_again(delivery, token, counts, at=at)
    else:
        _end(delivery, token, counts, at=at)


def _make_some(delivery: Delivery, token: UUID, *, at: datetime) -> bool:
    """The next batch of messages, and how far it reaches, together; False without the lease.

    The row is locked meanwhile: whoever halts the rest comes before this batch, or after it.
    """
    with transaction.atomic():
        held = Delivery.objects.held(delivery.pk, token).select_for_update()
        pending = held.values_list("pending", flat=True).first()
        if pending is None:
            return False
        account = delivery.account
        over = pending.get("over") or not account.active or account.by_hand
        if not pending["after"] and not over:
            _revive(delivery, at=at)
        until, after = datetime.fromisoformat(pending["until"]), pending["after"]
        lists = audience.get()
        some = [] if over else lists.some(account, until=until, after=after, limit=BATCH)
        made = [_message(delivery, one, pending, at=at) for one in some]
        Delivery.objects.bulk_create(made, ignore_conflicts=True)
        pending["after"] = str(some[-1].pk) if some else pending["after"]
        pending["made"] = len(some) < BATCH
        Delivery.objects.held(delivery.pk, token).update(pending=pending)
    delivery.pending = pending
    return True


def _message(
    delivery: Delivery, one: audience.Recipient, pending: Mapping[str, Any], *, at: datetime
) -> Delivery:
    return Delivery(
        id=uuid7(),
        account_id=delivery.account_id,
        unit_id=delivery.unit_id,
        network=delivery.network,
        act=Act.SEND,
        key=hashlib.sha256(f"{delivery.key}:{one.mark}".encode()).hexdigest(),
        payload={},
        payload_hash=delivery.payload_hash,
        purpose=PURPOSE,
        subject=str(one.pk),
        original=delivery,
        state="waiting" if pending.get("halted") else "planned",
        run_at=at,
        due_at=delivery.due_at,
        expires_at=delivery.expires_at,
        priority=delivery.priority,
        created_at=at,
        created_by=delivery.created_by,
    )


def _revive(delivery: Delivery, *, at: datetime) -> None:
    """Somebody tries the post again: so too what was certainly not taken of it."""
    rows = messages(delivery).filter(asks_person=False)
    move_rows(
        rows, "again", run_at=at, expires_at=delivery.expires_at, what_to_do="",
        tries_before=F("attempts_made"), looks_before=F("lookups_made"),
    )  # fmt: skip


def count(delivery: Delivery) -> dict[str, int]:
    """How many of the messages of a post are in each state, and ``all``. One statement.

    Of those ``sent``: how many were ``delivered``, as far as the network told, and how many of
    these were ``read``.
    """
    by = ("state", "extra__status")
    rows = list(messages(delivery).order_by().values_list(*by).annotate(n=Count("pk")))
    states = (*GOING, "unknown", "sent", "refused", "expired", "cancelled")
    found = {state: sum(n for other, _s, n in rows if other == state) for state in states}
    sent = {status: n for state, status, n in rows if state == "sent"}
    read_by = sent.get("read", 0)
    arrived = {"delivered": read_by + sent.get("delivered", 0), "read": read_by}
    return found | arrived | {"all": sum(n for _state, _status, n in rows)}


def _look_again(delivery: Delivery, token: UUID, counts: dict[str, int], *, at: datetime) -> None:
    """Some are not settled: note how far it is, and call people where it has come to be theirs."""
    pending = delivery.pending or {}
    going = any(counts[state] for state in GOING)
    halted = read(str(pending.get("halted") or ""))
    turn, wait = bool(halted) or not going, WHILE_HALTED if halted else SOON
    said = halted
    if not going:
        wait = WHILE_UNSURE
        said = ngettext(
            "Jawaban untuk %(n)s pesan hilang. Pastikan di halaman kiriman ini.",
            "Jawaban untuk %(n)s pesan hilang. Pastikan di halaman kiriman ini.",
            counts["unknown"],
        ) % {"n": number(counts["unknown"])}
    values: dict[str, Any] = {
        "run_at": at + wait, "asks_person": turn, "what_to_do": said,
        "extra": {**delivery.extra, "spread": counts},
    }  # fmt: skip
    with transaction.atomic():
        held = Delivery.objects.held(delivery.pk, token)
        if not held.update(**values, lease_token=None, lease_until=None):
            return
        if turn and not delivery.asks_person:
            for name, value in values.items():
                setattr(delivery, name, value)
            guards.tell([delivery], "wait", at)


def _end(delivery: Delivery, token: UUID, counts: dict[str, int], *, at: datetime) -> None:
    """All are settled: sent, if anybody got it; else refused, with what most heard."""
    values: dict[str, Any] = {"extra": {**delivery.extra, "spread": counts}, "asks_person": False}
    if counts["sent"]:
        values |= {"what_to_do": "", "sent_at": at}
        move(delivery, "accept", at=at, token=token, note=summary(counts), **values)
        return
    said = _why_nobody(delivery, counts)
    move(delivery, "refuse", at=at, token=token, what_to_do=said, **values)


def _why_nobody(delivery: Delivery, counts: Mapping[str, int]) -> str:
    """That nobody got it, and what most heard."""
    heard = messages(delivery).filter(state__in=("refused", "expired")).exclude(what_to_do="")
    most = heard.order_by().values("what_to_do").annotate(n=Count("pk")).order_by("-n").first()
    said = _("Tidak satu pun dari %(n)s pesan terkirim.") % {"n": number(counts["all"])}
    if most:
        said = _("%(said)s %(why)s") % {"said": said, "why": most["what_to_do"]}
    return said


def count_soon(post: Delivery, *, at: datetime) -> None:
    """Have a post that ended counted anew, once for all that comes within a minute."""
    enqueue(RECOUNT, run_at=at + RECOUNTED, args={"post": str(post.pk)}, key=f"{RECOUNT}:{post.pk}")


def recount(pk: UUID, *, at: datetime) -> None:
    """The network told more of a post that ended: where all failed after all, it was not sent."""
    with transaction.atomic():
        rows = Delivery.objects.select_for_update(of=("self",)).select_related("account", "unit")
        post = rows.filter(pk=pk, state__in=("sent", "refused")).first()
        if post is None:
            return
        counts = count(post)
        extra = {**post.extra, "spread": counts}
        if post.state == "sent" and not counts["sent"]:
            move(post, "fail", at=at, extra=extra, what_to_do=_why_nobody(post, counts))
        elif post.state == "refused" and counts["sent"]:
            move(
                post, "accept", at=at, note=summary(counts), extra=extra, sent_at=at, what_to_do=""
            )
        else:
            Delivery.objects.filter(pk=pk).update(extra=extra)


def summary(counts: Mapping[str, int]) -> str:
    """``412 dari 430 terkirim, 390 sampai, 15 ditolak``; what is none is not told."""
    whole = {"n": number(counts["sent"]), "all": number(counts["all"])}
    told = [_("%(n)s dari %(all)s terkirim") % whole]
    going = sum(counts[state] for state in GOING)
    for n, words in (
        (counts.get("delivered", 0), _("%(n)s sampai")),
        (counts.get("read", 0), _("%(n)s dibaca")),
        (going, _("%(n)s menunggu")),
        (counts["unknown"], _("%(n)s belum pasti")),
        (counts["refused"], _("%(n)s ditolak")),
        (counts["expired"], _("%(n)s kedaluwarsa")),
        (counts["cancelled"], _("%(n)s dibatalkan")),
    ):
        if n:
            told.append(words % {"n": number(n)})
    return ", ".join(told)


# ------------------------------------------------------------------------------ one message


def words(delivery: Delivery, limits: Limits, *, at: datetime) -> Outgoing:
    """What a message says: what its post says, without the media, of which the network has one."""
    post = delivery.original
    if post is None:
        raise LookupError(_("Kiriman asalnya tidak tercatat."))
    return payload.outgoing({**post.payload, "media": []}, limits=limits, at=at)


def sealed(external_id: str) -> str:
    """An id of a message as it is kept. Those of WhatsApp have the person's number in them, in
    Base64, so a message is known again by a hash; Meta's own part of the id is not to be guessed.
    """
    return hashlib.sha256(external_id.encode()).hexdigest() if external_id else ""


def send(connector: Connector, delivery: Delivery, item: Outgoing) -> Published:
    """Send one message; whoever left in the very last moment gets none."""
    post = delivery.original
    to = audience.get().number(UUID(delivery.subject))
    if not to or post is None or post.pending is None or not isinstance(connector, Broadcasts):
        raise Refused(_(LEFT))
    shared, terms = post.pending["shared"], post.pending["terms"]
    sent = connector.send(item, to, delivery.key, shared=shared, terms=terms)
    return replace(sent, external_id=sealed(sent.external_id))


def objections(deliveries: Sequence[Delivery], at: datetime) -> Mapping[UUID, str]:
    """Why messages must not go out now: the person left, the post is over, or what stops a post.

    The purpose of the post is asked as for the post itself, once for all messages of it.
    """
    keys = {delivery.original_id for delivery in deliveries}
    posts = Delivery.objects.select_related("account", "unit").in_bulk([k for k in keys if k])
    going = {pk: post for pk, post in posts.items() if goes_on(post)}
    reasons = guards.objections(going.values(), at)
    staying = audience.get().staying([UUID(delivery.subject) for delivery in deliveries])
    said: dict[UUID, str] = {}
    for delivery in deliveries:
        if delivery.original_id not in going:
            said[delivery.pk] = _("Pengiriman ini sudah dihentikan.")
        elif delivery.original_id in reasons:
            said[delivery.pk] = reasons[delivery.original_id]
        elif UUID(delivery.subject) not in staying:
            said[delivery.pk] = _(LEFT)
    return said


def goes_on(post: Delivery) -> bool:
    """Whether messages of a post may still go out."""
    return post.state == "pending" and not (post.pending or {}).get("over")


def leave_out(keys: Collection[UUID]) -> int:
    """These left the list: what is planned for them and not on its way is cancelled."""
    rows = Delivery.objects.filter(purpose=PURPOSE, subject__in=[str(key) for key in keys])
    return move_rows(rows, "cancel", from_=("planned", "retry", "waiting"))


# ------------------------------------------------------------------------------ all that remain


def heed(endings: Sequence[Ending]) -> None:
    """Where what all messages are sent is refused, the rest waits until a person mended that."""
    halting = [one for one in endings if one.outcome.event == "halt"]
    reasons = {one.delivery.original_id: one for one in halting if one.delivery.original_id}
    for pk, ending in sorted(reasons.items()):
        halt(pk, ending.outcome.detail, at=ending.at)
    for at in {one.at for one in endings}:
        tell_of_people(((one.delivery, one.outcome) for one in endings if one.at == at), at=at)


def halt(pk: UUID, reason: str, *, at: datetime) -> None:
    """What remains of a post on its way waits for a person, who is told the reason once."""
    with transaction.atomic():
        post = Delivery.objects.select_for_update().filter(pk=pk, state="pending").first()
        if post is None or post.pending is None:
            return
        if not post.pending.get("halted"):
            post.pending["halted"] = stored(reason)
            Delivery.objects.filter(pk=pk).update(pending=post.pending, run_at=at)
        _wait(post)


def tell_of_people(ended: Iterable[tuple[Delivery, Outcome]], *, at: datetime) -> None:
    """Whoever keeps the list hears who wants nothing more, and who is not to be reached."""
    of: dict[object, list[UUID]] = defaultdict(list)
    for delivery, outcome in ended:
        if delivery.act == Act.SEND and "person" in outcome.values:
            of[outcome.values["person"]].append(UUID(delivery.subject))
    if of[OptedOut]:
        audience.get().opted_out(of[OptedOut], at)
    if of[Unreachable]:
        audience.get().unreachable(of[Unreachable], at)


def _wait(post: Delivery) -> None:
    move_rows(messages(post), "pause")

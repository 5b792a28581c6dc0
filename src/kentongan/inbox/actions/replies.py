"""Answering citizens: checked, approved where a chain asks for it, sent once."""

from __future__ import annotations

import hashlib
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta
from functools import partial
from uuid import UUID

from django.db import transaction
from django.db.models import Min
from django.urls import reverse

from kentongan.approval import chains
from kentongan.delivery import actions as delivery, payload
from kentongan.delivery.models import Act
from kentongan.inbox import approving, by_letter, checking, queries, reach, search
from kentongan.inbox.actions.answering import LOCK, free
from kentongan.inbox.actions.intake import page_of
from kentongan.inbox.actions.writing import (
    answered_at,
    locked,
    move,
    needed,
    note_weighed,
    record,
    save,
    taken_back,
    tell_writer,
    untell,
)
from kentongan.inbox.likeness import MOST_ANSWERED
from kentongan.inbox.models import Case, Message, Reply
from kentongan.kernel.actor import Actor
from kentongan.kernel.errors import Conflict, Invalid, KentonganError
from kentongan.kernel.say import gettext as _
from kentongan.kernel.text import clean_text
from kentongan.networks.contract import Audience, Reference, Way
from kentongan.people import permissions
from kentongan.people.models import User
from kentongan.people.notices import notify, outdate

PURPOSE = "inbox.reply"
#: How long an answer can still be taken back.
UNDO = Reply.UNDO
#: After so long an answer comes too late to be sent by itself.
CUT_OFF = timedelta(hours=24)
#: How a citizen is addressed whose name is not there or not told: in Bahasa, for so are answers.
NAMELESS = "Bapak/Ibu"


def filled(text: str, case: Case) -> str:
    """``text`` with ``{nomor}``, ``{nama}`` and ``{unit}`` of the case put in.

    Who made an integrity report is named in no answer: not all who answer it know them.
    """
    citizen = "" if case.secret else case.author_name
    values = {"{nomor}": case.number, "{nama}": citizen or NAMELESS, "{unit}": case.unit.name}
    for name, value in values.items():
        text = text.replace(name, value)
    return text


def reply(
    message: Message,
    *,
    by: User,
    at: datetime,
    text: str,
    reasons: Mapping[str, str] | None = None,
    private: bool = False,
    version: int | None = None,
    unanswered: bool = False,
    seen_at: datetime | None = None,
) -> Reply:
    """Answer one message. It goes out after :data:`UNDO`; or waits for its chain.

    ``unanswered``: only while nobody answered it yet, whatever was said. ``seen_at``: not where
    somebody else answered it after that moment, which the writer cannot have read.

    An answer to a direct message is private, one to a comment is public, unless ``private`` asks
    for a private one and the network has such a way. Raises ``Invalid`` while the check finds
    something or there is no such way, ``Conflict`` where somebody else is answering, the message
    is gone, the network's time to answer is over, or the same words are under way already.
    """
    words = needed(clean_text(text, field="text"), "text", _("Tulis balasannya dulu."))
    with transaction.atomic():
        case = locked(_case_of(message), by=by, at=at, version=version, helping=True)
        free(case, by, at)
        if unanswered and not queries.unanswered(Message.objects.filter(pk=message.pk)).exists():
            raise Conflict(_("Pesan ini sudah dijawab."))
        if seen_at is not None:
            _unread(message, by, seen_at)
        private = private or _is_private(message)
        require_way(message, private=private, at=at)
        words = filled(words, case)
        evidence = checking.require(case, words, reasons or {}, at=at)
        made = _create(case, message, words, evidence, private=private, by=by, at=at)
        if case.state == "new":
            move(case, "take")
            case.holder = by
        case.answering = case.answering_until = None
        if made.needs_second:
            ask(case, made, at=at)
        else:
            go(case, made, by=by.actor, at=at)
        save(case, at=at)
        action = "inbox.reply_ask" if made.needs_second else "inbox.reply"
        record(case, action, by=by.actor, at=at, data=data_of(made))
        if not case.secret:  # what is said there is for those alone who handle it
            note_weighed(
                evidence, case.unit, by=by, at=at,
                label=case.number, address=reverse("inbox:case", args=[case.number]),
            )  # fmt: skip
    return made


def _unread(message: Message, by: User, seen_at: datetime) -> None:
    """Raise where a colleague answered the message, on whatever way, since ``seen_at``."""
    for rows in (message.replies.filter(refused=""), message.elsewhere):
        others = rows.filter(undone_at=None, at__gt=seen_at).exclude(by=by)
        if (other := others.select_related("by").first()) is not None:
            raise Conflict(
                _(
                    "%(name)s sudah menjawab pesan ini sejak halaman ini Anda buka. Baca dulu"
                    " jawabannya; kirim lagi bila masih perlu."
                )
                % {"name": other.by.name}
            )


def _case_of(message: Message) -> Case:
    if message.case is None:
        raise Conflict(_("Pesan ini tidak punya perkara. Muat ulang halaman."))
    if message.ours:
        raise Conflict(_("Ini pesan kita sendiri. Pilih pesan warga yang dibalas."))
    if message.gone_at is not None:
        raise Conflict(_("Pesan ini sudah dihapus penulisnya; tidak ada yang dapat dibalas."))
    return message.case


def _create(
    case: Case,
    message: Message,
    words: str,
    evidence: dict[str, object],
    *,
    private: bool,
    by: User,
    at: datetime,
) -> Reply:
    digest = hashlib.sha256(words.encode()).hexdigest()
    other = (
        Reply.objects.filter(message=message, undone_at=None, refused="", at__gt=at - LOCK)
        .exclude(by=by)
        .select_related("by")
        .first()
    )
    if other is not None:
        raise Conflict(
            _("%(name)s baru saja membalas pesan ini. Muat ulang halaman.")
            % {"name": other.by.name}
        )
    same = Reply.objects.filter(message=message, text_hash=digest, undone_at=None, refused="")
    if same.exclude(delivery__state__in=queries.NOT_SENT).exists():
        raise Conflict(_("Balasan yang sama sudah dikirim ke pesan ini."))
    steps = approving.steps_for(case)
    made = Reply.objects.create(
        case=case,
        message=message,
        text=words,
        text_hash=digest,
        private=private,
        needs_second=bool(steps),
        steps=steps,
        involved=[str(by.pk)] if steps else [],
        findings=evidence,
        by=by,
        at=at,
    )
    search.add_ours("reply", [(made.pk, words)])
    return made


def _is_private(message: Message) -> bool:
    """Whether only the citizen sees what answers this message."""
    return message.account_id is None or message.way == Way.DIRECT


def require_way(message: Message, *, private: bool, at: datetime, but: UUID | None = None) -> None:
    """Raise where the network lets nobody answer ``message`` any more, or not in this way.

    ``but``: a reply that already has its place, and is no second one to itself.
    """
    last = at + UNDO
    until = reach.answer_until(message)
    if until is not None and until < last:
        raise Conflict(
            _(
                "Waktu membalas pesan ini di jejaringnya sudah lewat. Tunggu warga menulis lagi,"
                " atau hubungi lewat jalan lain."
            )
        )
    if not private or _is_private(message):
        return
    until = reach.private_until(message)
    if until is None:
        raise Invalid.field(
            "private",
            _("Balasan komentar terlihat umum. Untuk yang tertutup, minta warga kirim pesan."),
        )
    if until < last:
        raise Invalid.field(
            "private", _("Komentar ini terlalu lama untuk dijawab secara pribadi. Jawab terbuka.")
        )
    others = Reply.objects.filter(message=message, private=True, undone_at=None, refused="")
    others = others.exclude(pk=but) if but else others
    if others.exclude(delivery__state__in=queries.NOT_SENT).exists():
        raise Conflict(_("Komentar ini sudah dijawab secara pribadi; jejaring menerima satu saja."))


def data_of(made: Reply) -> dict[str, str]:
    """What the ledger keeps of an answer: no word of it, but the hash of its words."""
    return {"reply": str(made.pk), "hash": made.text_hash, "message": made.message.external_id}


def go(case: Case, made: Reply, *, by: Actor, at: datetime) -> None:
    """Plan the delivery; where nothing is in between, the clock ends now, and the citizen reads it
    once it cannot be taken back any more."""
    message = made.message
    account = message.account or by_letter.account_for(message)
    if account is None:
        made.given_at = at
        made.save(update_fields=["given_at"])
        case.first_replied_at = case.first_replied_at or at
        case.told_at = at
        case.heard(made.at)
        return
    due_at = at + UNDO
    whispered = made.private and not _is_private(message)
    until = reach.private_until(message) if whispered else reach.answer_until(message)
    made.delivery = delivery.plan(
        by=by,
        at=at,
        account=account,
        act=Act.REPLY,
        payload=payload.build(
            text=made.text,
            created_at=due_at,
            language=message.language if message.language in ("id", "su", "jv") else "id",
            audience=Audience.PRIVATE if whispered else Audience.PUBLIC,
            reply_to=by_letter.reference(message, account)
            if message.account is None
            else Reference(message.external_id, message.url, message.reference),
        ),
        due_at=due_at,
        expires_at=min(due_at + CUT_OFF, until or due_at + CUT_OFF),
        purpose=PURPOSE,
        subject=str(made.pk),
        priority=20,
    )
    made.save(update_fields=["delivery"])


def ask(case: Case, made: Reply, *, at: datetime) -> None:
    """Put an answer before the step it stands at: until when, and who is told."""
    step = made.steps[made.step]
    made.deadline_at = chains.deadline(case.unit, step, start=at)
    made.save(update_fields=["step", "involved", "deadline_at", "reminded_at", "escalated_at"])
    people = [decider.user for decider in approving.deciders(made, at=at)]
    text = _("Balasan %(name)s untuk %(number)s menunggu persetujuan Anda.")
    values = {"name": made.by.name, "number": case.number}
    url = reverse("inbox:reply_request", args=[made.pk])
    notify(people, text % values, key=f"inbox-reply:{made.pk}:{made.step}", at=at, url=url)
    if step["copy_roles"] and not case.secret:
        told = permissions.holders(step["copy_roles"], case.unit, at)
        text = _("Tembusan: balasan %(name)s untuk %(number)s.")
        key = f"inbox-reply-copy:{made.pk}:{made.step}"
        notify(told, text % values, key=key, at=at, url=page_of(case))


def asked_no_more(case: Case, made: Reply, *, at: datetime) -> None:
    """Its step is decided, or it was taken back: those who were asked need not look any more."""
    text = _("Balasan %(name)s untuk %(number)s tidak lagi menunggu persetujuan.")
    kinds = ("inbox-reply", "inbox-reply-remind", "inbox-reply-escalate")
    keys = [f"{kind}:{made.pk}:{made.step}" for kind in kinds]
    outdate(keys, text % {"name": made.by.name, "number": case.number}, at=at)


def undo(made: Reply, *, by: User, at: datetime) -> Reply:
    """Take an answer back before it leaves, or is read on the receipt. Raises ``Conflict`` once it
    is on its way, or the case was closed upon it."""
    with transaction.atomic():
        case = locked(made.case, by=by, at=at, helping=True)
        fresh = Reply.objects.select_for_update(of=("self",)).get(pk=made.pk)
        told = fresh.given_at
        kept = told is not None and fresh.delivery is None and at <= told + UNDO
        if fresh.undone_at or fresh.refused or (told and not kept):
            raise Conflict(_("Balasan ini tidak dapat dibatalkan lagi."))
        if fresh.delivery is not None:
            reason = _("dibatalkan %(name)s") % {"name": by.name}
            delivery.cancel(fresh.delivery, by=by.actor, at=at, reason=reason)
        fresh.undone_at, fresh.given_at = at, None
        fresh.save(update_fields=["undone_at", "given_at"])
        if fresh.needs_second and fresh.decided_at is None:
            asked_no_more(case, fresh, at=at)
        if told is not None:  # it was not read yet, but it had ended the clock
            untell(case, told, _first_without(case, told))
            save(case, at=at)
        record(case, "inbox.reply_undo", by=by.actor, at=at, data=data_of(fresh))
        if fresh.by_id != by.pk:
            text = _("Balasan Anda untuk %(number)s dibatalkan %(name)s. Warga tidak menerimanya.")
            tell_writer(fresh, text % {"number": case.number, "name": by.name}, at=at)
    return fresh


def _first_without(case: Case, told: datetime) -> datetime | None:
    """When the clock ended once an answer of that moment is none; what somebody heard before it
    did not end it, for others of a merged case had heard nothing."""
    later = case.replies.filter(undone_at=None, given_at__gte=told).aggregate(at=Min("given_at"))
    case.elsewhere.filter(before=told).update(before=later["at"])
    return answered_at(case, since=told) if case.first_replied_at == told else case.first_replied_at


@dataclass(frozen=True, slots=True)
class Many:
    """What became of one answer to many: replies made, and messages refused with the sentence."""

    made: tuple[Reply, ...]
    refused: tuple[tuple[Message, str], ...]


def reply_to_many(
    messages: Iterable[Message],
    *,
    by: User,
    at: datetime,
    text: str,
    reasons: Mapping[str, str] | None = None,
) -> Many:
    """Answer many alike, each one by itself: its own check, delivery, name and line in the ledger.

    One that cannot be answered, or was meanwhile, does not keep the others from their answer.
    Raises ``Invalid`` without words, without messages, or with more than 100.
    """
    chosen = list(messages)
    needed(text, "text", _("Tulis balasannya dulu."))
    if not chosen:
        raise Invalid(_("Centang dulu pesan yang dibalas."))
    if len(chosen) > MOST_ANSWERED:
        raise Invalid(_("Paling banyak 100 pesan sekali balas. Bagi menjadi beberapa kali."))
    made: list[Reply] = []
    refused: list[tuple[Message, str]] = []
    for message in chosen:
        try:
            made.append(reply(message, by=by, at=at, text=text, reasons=reasons, unanswered=True))
        except KentonganError as error:
            refused.append((message, str(error)))
    return Many(tuple(made), tuple(refused))


def undo_many(made: Reply, *, by: User, at: datetime) -> tuple[int, int]:
    """Take back everything that was answered together with ``made``, each by itself; where it was
    decided on, what was decided together with it.

    Returns how many were taken back, and how many are on their way already.
    """
    together = Reply.objects.filter(by=made.by_id, at=made.at).select_related("case__unit")
    if made.decided_at is not None:
        together = together.filter(decided_by=made.decided_by_id, decided_at=made.decided_at)
    return taken_back(together.order_by("pk"), partial(undo, by=by, at=at))

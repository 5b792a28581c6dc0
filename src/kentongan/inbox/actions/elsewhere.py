"""Answers beside the networks: told on the phone, in person, by letter, and written down here."""

from __future__ import annotations

from datetime import datetime

from django.db import transaction

from kentongan.inbox import search
from kentongan.inbox.actions.answering import LOCK
from kentongan.inbox.actions.replies import UNDO
from kentongan.inbox.actions.writing import (
    answered_at,
    locked,
    move,
    needed,
    record,
    save,
    untell,
)
from kentongan.inbox.models import Case, Elsewhere, Message
from kentongan.kernel.errors import Conflict, Invalid
from kentongan.kernel.say import gettext as _
from kentongan.kernel.text import clean_text
from kentongan.people.models import User

MOST_SUMMARY = 500


def answer_elsewhere(
    message: Message,
    *,
    by: User,
    at: datetime,
    way: str,
    summary: str,
    given_at: datetime | None = None,
) -> Elsewhere:
    """Write down that a citizen had their answer on another way; ``given_at`` None: just now.

    It ends the clock of the first reply as a reply does, at the moment they were told. No second
    person is asked, for it was said already; the ledger has both moments. Raises ``Invalid`` for
    a moment that lies ahead or before the message, ``Conflict`` where it is written down already.
    """
    words = needed(clean_text(summary, field="summary"), "summary", _("Tulis ringkas jawabannya."))
    if len(words) > MOST_SUMMARY:
        raise Invalid.field("summary", _("Ringkasan paling panjang 500 huruf."))
    if way not in Elsewhere.Way.values:
        raise Invalid.field("way", _("Pilih lewat apa warga dijawab."))
    if message.case is None or message.ours:
        raise Conflict(_("Pilih pesan warga yang dijawab. Muat ulang halaman."))
    told = _moment(message, given_at, at)
    with transaction.atomic():
        case = locked(message.case, by=by, at=at, helping=True)
        _once(message, way, words, at)
        made = Elsewhere.objects.create(
            case=case, message=message, way=way, summary=words, given_at=told, by=by, at=at,
            before=case.first_replied_at,
        )  # fmt: skip
        search.add_ours("elsewhere", [(made.pk, words)])
        if case.state == "new":
            move(case, "take")
            case.holder = by
        case.first_replied_at = min(case.first_replied_at or told, told)
        case.told_at = max(case.told_at or told, told)
        case.heard(told)
        save(case, at=at)
        record(case, "inbox.elsewhere", by=by.actor, at=at, data=_data(made))
    return made


def _moment(message: Message, given_at: datetime | None, at: datetime) -> datetime:
    """When the citizen was told. People name minutes: it may lie in that of the message."""
    told = given_at or at
    if told > at:
        raise Invalid.field("given_at", _("Waktu itu belum tiba. Isi kapan warga sudah dijawab."))
    if told < message.sent_at.replace(second=0, microsecond=0):
        raise Invalid.field("given_at", _("Waktu itu sebelum warga menulis. Periksa lagi."))
    return min(max(told, message.sent_at), at)


def _once(message: Message, way: str, words: str, at: datetime) -> None:
    """Raise where the same stands there already: the form was sent twice."""
    rows = Elsewhere.objects.filter(message=message, way=way, summary=words, undone_at=None)
    if rows.filter(at__gt=at - LOCK).exists():
        raise Conflict(_("Jawaban itu sudah tercatat."))


def undo(made: Elsewhere, *, by: User, at: datetime) -> Case:
    """Take such a line back, for as long as a reply can be taken back; ``Conflict`` afterwards.

    The clock stands as it did before, unless the citizen had another answer meanwhile.
    """
    with transaction.atomic():
        case = locked(made.case, by=by, at=at, helping=True)
        fresh = Elsewhere.objects.select_for_update(of=("self",)).get(pk=made.pk)
        if fresh.undone_at is not None or at > fresh.at + UNDO:
            raise Conflict(_("Catatan ini tidak dapat dibatalkan lagi."))
        fresh.undone_at = at
        fresh.save(update_fields=["undone_at"])
        case.elsewhere.filter(before=fresh.given_at).update(before=fresh.before)
        untell(case, fresh.given_at, fresh.before or answered_at(case, since=fresh.at))
        save(case, at=at)
        record(case, "inbox.elsewhere_undo", by=by.actor, at=at, data=_data(fresh))
    return case


def _data(made: Elsewhere) -> dict[str, str]:
    return {
        "answer": str(made.pk),
        "way": made.way,
        "given_at": made.given_at.isoformat(),
        "message": made.message.external_id,
    }

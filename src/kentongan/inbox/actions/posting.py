"""Answers by mail: written down before they leave, hence sent once, or known to be unknown."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime, timedelta
from typing import Any

from django.db import transaction

from kentongan.inbox import guard
from kentongan.inbox.actions import envelopes
from kentongan.inbox.actions.intake import page_of
from kentongan.inbox.actions.writing import answered_at, asking_since, locked, save
from kentongan.inbox.models import Reply, ReplyLetter
from kentongan.inbox.states import LETTER
from kentongan.kernel.say import gettext as _
from kentongan.people import mail
from kentongan.people.actions.letters import pause
from kentongan.people.notices import notify

#: A worker that holds a letter for longer than this has died.
ABANDONED = timedelta(minutes=10)
#: After so long an answer comes too late to be sent by itself.
GIVE_UP = timedelta(hours=24)
MOST = 50


def plan(made: Reply, *, due_at: datetime) -> ReplyLetter | None:
    """Let an answer leave by mail at ``due_at``; None where its message takes no mail."""
    address = envelopes.address_of(made.message)
    if not address:
        return None
    return ReplyLetter.objects.create(
        reply=made,
        message_id=envelopes.message_id(made),
        address=address,
        made_at=due_at,
        run_at=due_at,
    )


def drop(row: ReplyLetter) -> bool:
    """Take a letter back; False where it is on its way already."""
    return _move(row, "drop")


def send_due(*, at: datetime) -> int:
    """Hand over what is due; returns how many letters the server took.

    Of a worker that died, and of a broken line, nobody knows whether the letter went: it is never
    sent again by itself.
    """
    for row in ReplyLetter.objects.filter(state="sending", sent_at__lte=at - ABANDONED):
        _lost(row, _("Pekerja berhenti saat mengirim."), at=at)
    late = ReplyLetter.objects.filter(state="due", made_at__lte=at - GIVE_UP)
    for row in late:
        if _move(row, "give_up", note=_("Server surel sehari tidak menerima.")):
            _tell_refused(row, at=at)
    rows = ReplyLetter.objects.filter(state="due", run_at__lte=at).order_by("run_at")
    due = list(rows[:MOST])
    if not due:
        return 0
    try:
        with mail.connection() as backend:
            return sum(_send(row, backend, at=at) for row in due)
    except mail.NotHanded as trouble:
        for row in ReplyLetter.objects.filter(pk__in=[row.pk for row in due], state="due"):
            _later(row, str(trouble), at=at)
        return 0


def _send(row: ReplyLetter, backend: Any, *, at: datetime) -> bool:
    made = _reply_of(row)
    if why := guard.stops(made, at):
        if _move(row, "drop", note=why):
            _tell_refused(row, at=at)
        return False
    if not _move(row, "claim", sent_at=at, tries=row.tries + 1):
        return False
    letter = envelopes.letter(made, to=row.address, at=at)
    try:
        mail.hand_over(letter, backend)
    except mail.MailRefused as error:
        if _move(row, "refuse", note=str(error)):
            _tell_refused(row, at=at)
        return False
    except mail.NotHanded as error:
        _move(row, "later", note=str(error), run_at=at + pause(row.tries), sent_at=None)
        return False
    except mail.Uncertain as error:
        _lost(row, str(error), at=at)
        raise mail.NotHanded(str(error)) from None  # for those behind it the server is away
    return _given(row, at=at)


def _later(row: ReplyLetter, note: str, *, at: datetime) -> None:
    tries = row.tries + 1
    ReplyLetter.objects.filter(pk=row.pk, state="due", tries=row.tries).update(
        tries=tries, note=note, run_at=at + pause(tries)
    )


def _given(row: ReplyLetter, *, at: datetime) -> bool:
    """The server has it: the clock of the first reply ends."""
    with transaction.atomic():
        if not _move(row, "accept", note=""):
            return False
        made = _reply_of(row)
        Reply.objects.filter(pk=made.pk).update(given_at=at)
        case = locked(made.case.end_of_merges, at=at)
        case.first_replied_at = case.first_replied_at or at
        case.told_at = at
        case.asked_again_at = asking_since(case)
        save(case, at=at)
    return True


def came_back(message_ids: Sequence[str], *, at: datetime) -> bool:
    """A mail server returned one of these letters: its writer is told. False where none is ours."""
    row = ReplyLetter.objects.filter(message_id__in=message_ids, state="sent").first()
    if row is None:
        return False
    with transaction.atomic():
        if not _move(row, "return", note=_("Surel kembali: alamat itu tidak menerimanya.")):
            return False
        made = _reply_of(row)
        Reply.objects.filter(pk=made.pk).update(given_at=None)
        case = locked(made.case.end_of_merges, at=at)
        case.first_replied_at = answered_at(case)
        save(case, at=at)
        _tell_refused(row, at=at)
    return True


def _lost(row: ReplyLetter, note: str, *, at: datetime) -> None:
    if not _move(row, "lose", note=note):
        return
    made = _reply_of(row)
    text = _(
        "Surel balasan untuk %(number)s belum pasti terkirim. Jangan kirim ulang sebelum dicek."
    )
    _tell(made, text % {"number": made.case.number}, row, at=at)


def _tell_refused(row: ReplyLetter, *, at: datetime) -> None:
    made = _reply_of(row)
    text = _("Surel balasan untuk %(number)s tidak sampai: %(why)s")
    _tell(made, text % {"number": made.case.number, "why": row.note}, row, at=at)


def _tell(made: Reply, text: str, row: ReplyLetter, *, at: datetime) -> None:
    key = f"inbox-letter-{row.state}:{row.pk}"
    notify([made.by], text, key=key, at=at, url=page_of(made.case), urgent=True)


def _reply_of(row: ReplyLetter) -> Reply:
    rows = Reply.objects.select_related(
        "case__unit", "message__conversation__unit", "message__came_with", "by"
    )
    return rows.get(pk=row.reply_id)


def _move(row: ReplyLetter, event: str, **values: Any) -> bool:
    """Apply ``event`` if the letter is still as read."""
    state = LETTER.next(row.state, event)
    rows = ReplyLetter.objects.filter(pk=row.pk, state=row.state, tries=row.tries)
    if not rows.update(state=state, **values):
        return False
    row.state = state
    for name, value in values.items():
        setattr(row, name, value)
    return True

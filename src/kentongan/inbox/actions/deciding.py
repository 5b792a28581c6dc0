"""Answers that wait for approval: one step after the other, each by somebody who wrote nothing."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from datetime import datetime

from django.db import transaction

from kentongan.approval.eligible import Decider
from kentongan.inbox import approving, checking
from kentongan.inbox.actions.intake import page_of
from kentongan.inbox.actions.replies import ask, asked_no_more, data_of, go, require_way
from kentongan.inbox.actions.writing import locked, needed, record, save, tell_writer
from kentongan.inbox.models import Case, Reply, ReplyDecision
from kentongan.kernel.actor import Actor
from kentongan.kernel.errors import Conflict, KentonganError, NotAllowed
from kentongan.kernel.say import gettext as _
from kentongan.kernel.text import clean_line
from kentongan.people import permissions
from kentongan.people.models import User
from kentongan.people.notices import notify


def approve(made: Reply, *, by: User, at: datetime, seen: str | None = None) -> Reply:
    """Agree to the present step; after the last one exactly these words go out.

    ``seen``: what was read (``approving.seen``). Raises ``NotAllowed`` for whoever may not decide,
    ``Conflict`` where somebody decided meanwhile, the citizen's words changed, or the network takes
    no answer any more, ``Invalid`` while the check of this moment finds something.
    """
    with transaction.atomic():
        case = locked(made.case, at=at)
        fresh = _waiting(made, case, seen=seen)
        decider = _decider(fresh, by, at)
        require_way(fresh.message, private=fresh.private, at=at, but=fresh.pk)
        checking.require(case, fresh.text, _given(fresh), at=at)
        _decide(fresh, decider, by=by, at=at, approved=True)
        asked_no_more(case, fresh, at=at)
        data = data_of(fresh) | _as_whom(fresh, decider)
        if fresh.step + 1 < len(fresh.steps):
            fresh.step += 1
            fresh.involved = [*fresh.involved, str(by.pk)]
            fresh.reminded_at = fresh.escalated_at = None
            ask(case, fresh, at=at)
            record(case, "inbox.reply_step", by=by.actor, at=at, data=data)
            return fresh
        fresh.decided_by, fresh.decided_at = by, at
        fresh.save(update_fields=["decided_by", "decided_at"])
        go(case, fresh, by=by.actor, at=at)
        save(case, at=at)
        record(case, "inbox.reply_approve", by=by.actor, at=at, data=data)
    return fresh


def refuse(made: Reply, *, by: User, at: datetime, reason: str, seen: str | None = None) -> Reply:
    """Send it back to its writer with a reason, whatever step it stands at."""
    why = needed(
        clean_line(reason, field="reason"), "reason", _("Tulis apa yang perlu diubah."), 300
    )
    with transaction.atomic():
        case = locked(made.case, at=at)
        fresh = _waiting(made, case, seen=seen)
        decider = _decider(fresh, by, at)
        _decide(fresh, decider, by=by, at=at, approved=False, reason=why)
        asked_no_more(case, fresh, at=at)
        fresh.decided_by, fresh.decided_at, fresh.refused = by, at, why
        fresh.save(update_fields=["decided_by", "decided_at", "refused"])
        data = data_of(fresh) | _as_whom(fresh, decider) | {"why": why}
        record(case, "inbox.reply_refuse", by=by.actor, at=at, data=data)
        text = _("Balasan untuk %(number)s dikembalikan: %(reason)s")
        tell_writer(fresh, text % {"number": case.number, "reason": why}, at=at)
    return fresh


def each(
    rows: Iterable[Reply], decide: Callable[[Reply], Reply]
) -> tuple[list[Reply], list[tuple[Reply, str]]]:
    """Decide several, each by itself: those decided, and those that were not, with the sentence."""
    done: list[Reply] = []
    refused: list[tuple[Reply, str]] = []
    for row in rows:
        try:
            done.append(decide(row))
        except KentonganError as error:
            refused.append((row, str(error)))
    return done, refused


def _waiting(made: Reply, case: Case, *, seen: str | None) -> Reply:
    """The reply, locked, as long as it waits, stands where it was read, and says what was read."""
    rows = Reply.objects.select_for_update(of=("self",)).select_related("message__account", "by")
    fresh = rows.get(pk=made.pk)
    fresh.case = case
    if not approving.is_waiting(fresh):
        raise Conflict(_("Balasan ini tidak lagi menunggu persetujuan."))
    if fresh.step != made.step:
        raise Conflict(_("Langkah ini sudah diputuskan. Keputusan Anda tidak dicatat."))
    if seen is not None and seen != approving.seen(fresh):
        raise Conflict(_("Pesan warga berubah sejak Anda membukanya. Baca lagi dulu."))
    return fresh


def _decider(made: Reply, by: User, at: datetime) -> Decider:
    if made.by_id == by.pk:
        raise NotAllowed(_("Balasan sendiri disetujui orang lain."))
    found = approving.place_of(made, by, at=at)
    if found is None:
        raise NotAllowed(_("Keputusan langkah ini bukan wewenang Anda."))
    return found


def _decide(
    made: Reply,
    decider: Decider,
    *,
    by: User,
    at: datetime,
    approved: bool,
    reason: str = "",
) -> None:
    ReplyDecision.objects.create(
        reply=made,
        step=made.step,
        approved=approved,
        reason=reason,
        by=by,
        for_user=decider.instead_of,
        text_hash=made.text_hash,
        at=at,
    )


def _as_whom(made: Reply, decider: Decider) -> dict[str, str]:
    instead = {"instead_of": decider.instead_of.name} if decider.instead_of else {}
    return {"step": made.steps[made.step]["label"], **instead}


def _given(made: Reply) -> dict[str, str]:
    """The reasons given when it was written, for findings that stand as they stood then."""
    found = checking.findings(made.case, made.text, at=made.at)
    return checking.reasons_of(made.findings, found)


def remind(made: Reply, *, at: datetime) -> None:
    """Remind whoever is asked, once per step, shortly before the deadline."""
    with transaction.atomic():
        rows = approving.waiting().filter(pk=made.pk, reminded_at=None)
        if not rows.update(reminded_at=at):
            return
        people = [decider.user for decider in approving.deciders(made, at=at)]
        _call(made, _("Segera putuskan: balasan untuk %(number)s."), people, "remind", at=at)


def escalate(made: Reply, *, at: datetime) -> None:
    """The deadline passed: tell the supervisors and the writer, once per step."""
    with transaction.atomic():
        rows = approving.waiting().filter(pk=made.pk, escalated_at=None)
        if not rows.update(escalated_at=at):
            return
        people = [decider.user for decider in approving.deciders(made, at=at)]
        if not made.case.secret:
            people += permissions.holders(["penyelia", "pembina"], made.case.unit, at)
        text = _("Lewat batas waktu: balasan untuk %(number)s belum diputuskan.")
        _call(made, text, [*people, made.by], "escalate", at=at)
        record(made.case, "inbox.reply_late", by=Actor.system("inbox"), at=at, data=data_of(made))


def _call(made: Reply, text: str, people: list[User], what: str, *, at: datetime) -> None:
    key = f"inbox-reply-{what}:{made.pk}:{made.step}"
    people = list({user.pk: user for user in people}.values())
    words = text % {"number": made.case.number}
    notify(people, words, key=key, at=at, url=page_of(made.case), urgent=True)

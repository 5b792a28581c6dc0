"""Handing a case from unit to unit: with instruction and time, taken, or returned with a reason."""

from __future__ import annotations

from datetime import datetime, timedelta

from django.db import IntegrityError, transaction

from kentongan.inbox import access, routing
from kentongan.inbox.actions.intake import PPID, page_of
from kentongan.inbox.actions.writing import locked, move, needed, record, save, tell_watchers
from kentongan.inbox.models import Case, Correction, Disposition, Urgency
from kentongan.inbox.states import DISPOSITION
from kentongan.kernel.errors import Conflict, Invalid, NotAllowed
from kentongan.kernel.say import gettext as _
from kentongan.kernel.text import clean_line
from kentongan.language.triage.reading import Kind
from kentongan.people import permissions
from kentongan.people.models import Unit, User
from kentongan.people.notices import notify

#: Who is told that a matter came to their unit.
RECEIVERS = ("pejabat_penghubung", "admin_unit", "pemeriksa_unit", "pimpinan_unit")
#: Who is woken by an emergency as well.
DUTY = "piket"
#: A unit is reminded of the time it was given so long before at most.
REMIND_BEFORE = timedelta(days=1)


def dispose(
    case: Case,
    *,
    by: User,
    at: datetime,
    to: Unit,
    instruction: str,
    due_at: datetime | None = None,
    lead: bool = True,
    version: int | None = None,
    quietly: bool = False,
) -> Disposition:
    """Hand a case to a unit. With ``lead`` it becomes that unit's; without it they help.

    ``quietly``: the caller tells the unit. Teaches the routing. Raises ``Invalid`` for a time in
    the past or the unit that has it already, ``Conflict`` where it is asked to help already. A
    unit that helps may be given the lead: it helps again once the lead goes elsewhere.
    """
    words = needed(
        clean_line(instruction, field="instruction"), "instruction", _("Tulis petunjuknya."), 500
    )
    if due_at is not None and due_at <= at:
        raise Invalid.field("due_at", _("Batas waktu itu sudah lewat."))
    if not to.active:
        raise Invalid.field("to", _("Unit itu sudah tidak aktif."))
    with transaction.atomic():
        case = locked(case, by=by, to="inbox.route", at=at, version=version)
        if not case.is_open:
            raise Conflict(_("Perkara ini sudah selesai. Buka lagi sebelum didisposisikan."))
        if to.pk == case.unit_id:
            raise Invalid.field("to", _("Perkara ini sudah ada di unit itu."))
        sender = case.unit
        if lead:
            _withdraw_lead(case, by=by, at=at)
        made = _create(case, to, words, due_at, lead=lead, by=by, at=at)
        if lead:
            _hand_over(case, to, by=by, at=at)
        save(case, at=at)
        record(
            case, "inbox.dispose", by=by.actor, at=at,
            data={"from": sender.code, "to": to.code, "lead": lead, "instruction": words},
        )  # fmt: skip
        if not quietly:
            tell(case, made, at=at)
    return made


def _create(
    case: Case, to: Unit, words: str, due_at: datetime | None, *, lead: bool, by: User, at: datetime
) -> Disposition:
    try:
        with transaction.atomic():
            return Disposition.objects.create(
                case=case,
                from_unit=case.unit,
                to_unit=to,
                lead=lead,
                instruction=words,
                due_at=due_at,
                remind_at=_soon(at, due_at) if due_at is not None else None,
                by=by,
                at=at,
            )
    except IntegrityError:
        raise Conflict(_("%(unit)s sudah diminta membantu.") % {"unit": to.name}) from None


def _soon(at: datetime, due_at: datetime) -> datetime:
    """When a unit is reminded: as the last quarter of its time begins, a day before at most."""
    return due_at - min((due_at - at) / 4, REMIND_BEFORE)


def _withdraw_lead(case: Case, *, by: User, at: datetime) -> None:
    """Who had it before has it no longer."""
    for row in case.dispositions.filter(lead=True, state__in=access.ACTIVE):
        row.state = DISPOSITION.next(row.state, "withdraw")
        row.finished_at, row.answered_by = at, row.answered_by or by
        row.save(update_fields=["state", "finished_at", "answered_by"])


def _hand_over(case: Case, to: Unit, *, by: User, at: datetime) -> None:
    first = next(iter(routing.propose(case, limit=1)), None)
    said = {"unit": (case.unit.code, 0.0)}
    if first is not None:
        said["route"] = (first.unit.code, first.share)
    Correction.objects.bulk_create(
        Correction(case=case, what=what, was=was, now=to.code, confidence=share, by=by, at=at)
        for what, (was, share) in said.items()
    )
    routing.learn(case, to)
    if case.state in ("new", "handling", "waiting"):
        move(case, "release")
    case.unit, case.holder, case.escalated = to, None, 0


def asks_information(case: Case) -> bool:
    """Whether the PPID of the unit is told of it too."""
    return case.kind == Kind.INFORMATION_REQUEST


def _receivers(case: Case, to: Unit, at: datetime) -> list[User]:
    ppid = [PPID] if asks_information(case) else []
    duty = [DUTY] if case.urgency == Urgency.EMERGENCY else []
    return permissions.holders((*RECEIVERS, *ppid, *duty), to, at)


def tell(case: Case, made: Disposition, *, at: datetime, people: list[User] | None = None) -> None:
    """Tell whoever answers for the unit that a matter came; of a secret one, whoever may see it.

    ``people``: these instead.
    """
    if people is None:
        people = _receivers(case, made.to_unit, at)
    if case.secret:
        people = [user for user in people if access.may(user, case, "inbox.answer", at)]
    text = _("Disposisi %(number)s dari %(unit)s: %(words)s")
    values = {
        "number": case.number,
        "unit": made.from_unit.name,
        "words": made.instruction,
    }
    notify(
        people, text % values, key=f"inbox-disposition:{made.pk}", at=at, url=page_of(case),
        urgent=case.urgency == Urgency.EMERGENCY,
    )  # fmt: skip


def _own(row: Disposition, case: Case, user: User, at: datetime) -> None:
    """Whoever answers for the receiving unit; of a secret case, whoever may see it."""
    allowed = (
        access.may(user, case, "inbox.answer", at)
        if case.secret
        else permissions.can(user, "inbox.answer", row.to_unit, at)
    )
    if not allowed:
        raise NotAllowed(_("Disposisi ini untuk %(unit)s.") % {"unit": row.to_unit.name})


def _step(row: Disposition, event: str) -> Disposition:
    fresh = Disposition.objects.select_for_update(of=("self",)).get(pk=row.pk)
    fresh.state = DISPOSITION.next(fresh.state, event)
    return fresh


def accept(row: Disposition, *, by: User, at: datetime) -> Disposition:
    """The unit takes it on; whoever says so holds it where the unit leads."""
    with transaction.atomic():
        case = locked(row.case, at=at)
        _own(row, case, by, at)
        fresh = _step(row, "accept")
        fresh.answered_by, fresh.answered_at = by, at
        fresh.save(update_fields=["state", "answered_by", "answered_at"])
        if fresh.lead:
            move(case, "take")
            case.holder = by
        save(case, at=at)
        record(case, "inbox.accept", by=by.actor, at=at, data={"unit": row.to_unit.code})
        told = _("%(unit)s menerima %(number)s.")
        values = {"unit": row.to_unit.name, "number": case.number}
        tell_watchers(case, told % values, by=by, at=at, key=f"inbox-accept:{row.pk}")
    return fresh


def give_back(row: Disposition, *, by: User, at: datetime, reason: str) -> Disposition:
    """Return it with a reason: a case of which the unit led goes back to where it came from."""
    why = needed(
        clean_line(reason, field="reason"), "reason", _("Tulis mengapa dikembalikan."), 500
    )
    with transaction.atomic():
        case = locked(row.case, at=at)
        _own(row, case, by, at)
        fresh = _step(row, "return")
        fresh.reason, fresh.answered_by, fresh.answered_at = why, by, at
        fresh.save(update_fields=["state", "reason", "answered_by", "answered_at"])
        if fresh.lead:
            routing.unlearn(case, row.to_unit)
            move(case, "release")
            case.unit, case.holder, case.escalated = row.from_unit, None, 0
        save(case, at=at)
        record(
            case, "inbox.return", by=by.actor, at=at,
            data={"unit": row.to_unit.code, "reason": why},
        )  # fmt: skip
        text = _("%(unit)s mengembalikan %(number)s: %(reason)s")
        values = {"unit": row.to_unit.name, "number": case.number, "reason": why}
        people = {row.by, *permissions.holders(["admin_unit", "admin_pusat"], row.from_unit, at)}
        if case.secret:
            people = {user for user in people if access.may(user, case, "inbox.answer", at)}
        notify(
            people, text % values, key=f"inbox-return:{row.pk}", at=at, url=page_of(case),
            urgent=True,
        )  # fmt: skip
    return fresh


def finish(row: Disposition, *, by: User, at: datetime, result: str) -> Disposition:
    """A unit that helps has done its part and says what came of it."""
    words = needed(clean_line(result, field="result"), "result", _("Tulis hasilnya."), 500)
    with transaction.atomic():
        case = locked(row.case, at=at)
        _own(row, case, by, at)
        fresh = _step(row, "finish")
        fresh.result, fresh.finished_at = words, at
        fresh.answered_by = fresh.answered_by or by
        fresh.save(update_fields=["state", "result", "finished_at", "answered_by"])
        record(
            case, "inbox.finish", by=by.actor, at=at,
            data={"unit": row.to_unit.code, "result": words},
        )  # fmt: skip
        text = _("%(unit)s menyelesaikan bagiannya di %(number)s: %(result)s")
        values = {"unit": row.to_unit.name, "number": case.number, "result": words}
        people = [user for user in {case.holder, row.by} - {by} if user is not None]
        if case.secret:
            people = [user for user in people if access.may(user, case, "inbox.answer", at)]
        notify(people, text % values, key=f"inbox-finish:{row.pk}", at=at, url=page_of(case))
    return fresh


def withdraw(row: Disposition, *, by: User, at: datetime) -> Disposition:
    """Take back what the unit has not accepted yet."""
    if not permissions.can(by, "inbox.route", row.from_unit, at):
        raise NotAllowed(_("Hanya unit pengirim yang dapat menariknya."))
    with transaction.atomic():
        case = locked(row.case, at=at)
        if case.secret:  # since it was handed on: no more of the sender's
            access.require(by, case, "inbox.route", at)
        if case.dispositions.filter(pk=row.pk, state="accepted").exists():
            raise Conflict(_("Disposisi ini sudah diterima. Minta unit itu mengembalikannya."))
        fresh = _step(row, "withdraw")
        fresh.finished_at = at
        fresh.save(update_fields=["state", "finished_at"])
        if fresh.lead:
            routing.unlearn(case, row.to_unit)
            move(case, "release")
            case.unit, case.holder, case.escalated = row.from_unit, None, 0
        save(case, at=at)
        record(case, "inbox.withdraw", by=by.actor, at=at, data={"unit": row.to_unit.code})
    return fresh

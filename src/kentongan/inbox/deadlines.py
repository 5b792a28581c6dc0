"""The clock of a case: which rule holds, by which calendar, and what that comes to.

A :class:`Deadlines` remembers what it read, so that 10,000 messages of one account cost what
one costs. Make one per piece of work, not longer: rules and days off are data and change.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from uuid import UUID

from kentongan.compliance.basis import STATUSES, references
from kentongan.inbox import clock, kinds
from kentongan.inbox.clock import Allowed, Calendar, Step, Stop
from kentongan.inbox.models import FAR, LOCAL, Case, ClockStop, ResponseTime, Urgency
from kentongan.kernel.say import gettext as _
from kentongan.language.triage.reading import Kind
from kentongan.people.models import Unit
from kentongan.people.queries import holidays, office_hours, unit_timezone
from kentongan.people.tree import line_for
from kentongan.web.formats import at_clock, long_date

FIRST, RESOLVE = ResponseTime.Stage.FIRST.value, ResponseTime.Stage.RESOLVE.value
#: For people only: an answer to what came after an answer may take as long as the first one.
AGAIN = "again"
#: What holds while nothing recognised the kind: as for a question.
UNKNOWN = Kind.QUESTION.value
#: How far before and after a moment days off are read.
BEFORE, AFTER = timedelta(days=370), timedelta(days=370)
#: The ladder, in minutes of working time after what was due was not done.
SECOND_RUNG = 240


@dataclass(frozen=True, slots=True)
class Due:
    """What is due of a case, and when somebody higher up is told."""

    first: datetime | None
    resolve: datetime | None
    next: datetime
    escalate: datetime


class Deadlines:
    """Rules and calendars, read when first asked for."""

    def __init__(self, at: datetime) -> None:
        self.at = at
        self._calendars: dict[UUID, Calendar] = {}
        self._lines: dict[UUID, tuple[UUID, ...]] = {}
        self._rules: list[ResponseTime] | None = None

    def calendar(self, unit: Unit) -> Calendar:
        """When the unit works, a year back and a year ahead."""
        if unit.pk not in self._calendars:
            day = self.at.date()
            self._calendars[unit.pk] = Calendar(
                office_hours(unit),
                unit_timezone(unit),
                holidays(unit, day - BEFORE, day + AFTER),
            )
        return self._calendars[unit.pk]

    def allowed(self, unit: Unit, kind: str, stage: str, on: date) -> Allowed | None:
        """The rule for a kind on a day: of the unit, else of the nearest above, else of all."""
        if self._rules is None:
            self._rules = list(ResponseTime.objects.all())
        if unit.pk not in self._lines:
            self._lines[unit.pk] = line_for(unit)
        row = ruling(self._rules, self._lines[unit.pk], kind, stage, on)
        return allowed_by(row) if row is not None else None

    def of(self, case: Case, stops: Sequence[Stop] = ()) -> Due:
        """What is due of ``case`` as its fields stand; nothing is written."""
        first = resolve = None
        calendar = self.calendar(case.unit)
        if allowed := self.first_rule(case):
            first = clock.due(case.opened_at, allowed, calendar)
        if allowed := self.resolve_rule(case):
            resolve = clock.due(
                resolve_start(case), allowed, calendar, stops, extended=case.extended
            )
        following = _next(case, first, self._again(case), resolve)
        return Due(first, resolve, following, self._rung(case, following, calendar))

    def first_rule(self, case: Case) -> Allowed | None:
        """How long the first reply may take; None: it is not asked for."""
        return self.allowed(case.unit, ruling_kind(case), FIRST, self._day(case))

    def again_rule(self, case: Case) -> Allowed | None:
        """How long an answer may take to what a citizen wrote after one; None: nothing waits."""
        if case.asked_again_at is None or case.first_replied_at is None:
            return None
        day = case.asked_again_at.astimezone(self.calendar(case.unit).tz).date()
        kind = ruling_kind(case)
        return self.allowed(case.unit, kind, FIRST, day) or self.allowed(
            case.unit, UNKNOWN, FIRST, day
        )

    def _again(self, case: Case) -> datetime | None:
        allowed, since = self.again_rule(case), case.asked_again_at
        return clock.due(since, allowed, self.calendar(case.unit)) if allowed and since else None

    def resolve_rule(self, case: Case) -> Allowed | None:
        """How long the matter may take; None: no time is set."""
        kind = ruling_kind(case)
        if kind == Kind.INFORMATION_REQUEST and case.complete_at is None:
            return None  # the law counts from the complete request, not from the comment
        return self.allowed(case.unit, kind, RESOLVE, self._day(case))

    def _day(self, case: Case) -> date:
        return case.opened_at.astimezone(self.calendar(case.unit).tz).date()

    def _rung(self, case: Case, following: datetime, calendar: Calendar) -> datetime:
        """When the next rung of the ladder is reached, by how many were climbed."""
        if following >= FAR or case.escalated >= 2:
            return FAR
        if case.escalated == 0:
            return following
        if case.urgency == Urgency.EMERGENCY:
            return following + timedelta(minutes=15)
        return clock.due(following, Allowed(SECOND_RUNG, clock.WORKING_MINUTES), calendar) or FAR

    def apply(self, case: Case, stops: Sequence[Stop] = ()) -> None:
        """Put what is due on the fields of ``case``, unsaved.

        Another deadline has a ladder of its own: that somebody was told of the last says nothing
        of this one. Of the same one a rung that was put off (:meth:`climb`) stays where it is.
        """
        found = self.of(case, stops)
        if case.escalated and found.next != case.due_at:
            case.escalated = 0
            found = self.of(case, stops)
        case.first_due_at, case.resolve_due_at = found.first, found.resolve
        put_off = case.escalated == 1 and found.next == case.due_at and case.escalate_at < FAR
        rung = max(found.escalate, case.escalate_at) if put_off else found.escalate
        case.due_at, case.escalate_at = found.next, rung

    def climb(self, case: Case) -> None:
        """Put on ``case``, unsaved, that a rung was climbed now.

        The next one is as far from now as from the deadline: whoever is told late, after a night
        in which the server stood still, has the same time before it goes on above them.
        """
        case.escalated += 1
        rung = self._rung(case, case.due_at, self.calendar(case.unit))
        told = self._rung(case, max(case.due_at, self.at), self.calendar(case.unit))
        case.escalate_at = max(rung, told)

    def explain(self, case: Case, stops: Sequence[Stop] = ()) -> list[str]:
        """The steps of what is due next, in words, for people."""
        calendar = self.calendar(case.unit)
        if case.first_replied_at is None and (allowed := self.first_rule(case)):
            found = clock.steps(case.opened_at, allowed, calendar)
            return [_words(step, allowed, FIRST, calendar) for step in found]
        if (again := self._again(case)) is not None and again <= case.due_at:
            return self._explain_again(case, calendar)
        if allowed := self.resolve_rule(case):
            found = clock.steps(
                resolve_start(case), allowed, calendar, stops, extended=case.extended
            )
            return [_words(step, allowed, RESOLVE, calendar) for step in found]
        if case.kind == Kind.INFORMATION_REQUEST:
            return [_("Jam hukum mulai saat permohonan lengkap diterima PPID. Itu belum dicatat.")]
        return [_("Tidak ada batas waktu untuk jenis pesan ini.")]

    def _explain_again(self, case: Case, calendar: Calendar) -> list[str]:
        allowed, since = self.again_rule(case), case.asked_again_at
        assert allowed is not None
        assert since is not None
        found = clock.steps(since, allowed, calendar)
        told = [_words(step, allowed, AGAIN, calendar) for step in found]
        return [_("Warga menulis lagi sesudah dijawab."), *told]


def ruling(
    rows: Sequence[ResponseTime], line: Sequence[UUID], kind: str, stage: str, on: date
) -> ResponseTime | None:
    """Of ``rows`` the one that holds on a day for the unit whose line of ancestors is given.

    The nearest unit wins, then what began last; what holds for everybody comes last.
    """
    holding = [
        row
        for row in rows
        if row.kind == kind
        and row.stage == stage
        and row.valid_from <= on
        and (row.valid_until is None or on <= row.valid_until)
        and (row.unit_id is None or row.unit_id in line)
    ]
    distance = {unit_id: step for step, unit_id in enumerate(line)}
    return min(
        holding,
        key=lambda row: (
            distance[row.unit_id] if row.unit_id else len(line),
            -row.valid_from.toordinal(),
        ),
        default=None,
    )


def allowed_by(row: ResponseTime) -> Allowed:
    """How long something may take by a row, free of tables."""
    return Allowed(row.amount, row.measure, row.extension, row.basis, row.certainty, row.note)


def ruling_kind(case: Case) -> str:
    """The kind whose times hold: an emergency before everything, a question while unknown."""
    if case.urgency == Urgency.EMERGENCY:
        return Kind.EMERGENCY.value
    return case.kind or UNKNOWN


def resolve_start(case: Case) -> datetime:
    """From when the time of resolution counts."""
    if case.kind == Kind.INFORMATION_REQUEST and case.complete_at is not None:
        return case.complete_at
    return case.opened_at


def _next(
    case: Case, first: datetime | None, again: datetime | None, resolve: datetime | None
) -> datetime:
    if not case.is_open:
        return FAR
    if case.first_replied_at is None and first is not None:
        return first
    return min(again or FAR, resolve or FAR)


def rest_of(case: Case, until: datetime) -> ClockStop:
    """The time for which a closed case rested until it was taken up again, unsaved.

    Nobody had to do anything in it, so the clock stands, and the case is not late at once. Without
    a reason of its own: ``explain`` says it in the language of whoever reads.
    """
    return ClockStop(case=case, started_at=case.closed_at or until, ended_at=until)


def stops_of(case: Case) -> list[Stop]:
    """The times in which the clock of a case stood. One statement."""
    return [Stop(row.started_at, row.ended_at, row.why) for row in case.stops.all()]


def amount_words(allowed: Allowed, *, extension: bool = False) -> str:
    """``2 jam kerja``, ``5 hari kerja``, ``15 menit``."""
    count = allowed.extension if extension else allowed.amount
    if allowed.measure == clock.WORKING_DAYS:
        return _("%(n)s hari kerja") % {"n": count}
    whole_hours = count >= 60 and count % 60 == 0
    if allowed.measure == clock.WORKING_MINUTES:
        text = _("%(n)s jam kerja") if whole_hours else _("%(n)s menit kerja")
    else:
        text = _("%(n)s jam, siang malam") if whole_hours else _("%(n)s menit, siang malam")
    return text % {"n": count // 60 if whole_hours else count}


def basis_words(allowed: Allowed) -> str:
    """The basis with its certainty; the reason where a pemda set it; else it is a proposal."""
    if allowed.certainty == LOCAL:
        return _("ketetapan pemda: %(why)s") % {"why": allowed.note}
    known = references().get(allowed.basis)
    if known is None:
        return allowed.note or _("usulan, bukan ketentuan hukum; dapat diubah pemda")
    label, _verified = STATUSES[known.status]
    return f"{known.title} ({_(label)})"


def _moment(value: datetime | None, calendar: Calendar) -> str:
    if value is None:
        return ""
    local = value.astimezone(calendar.tz)
    return f"{long_date(local)} {at_clock(local)}"


def _words(step: Step, allowed: Allowed, stage: str, calendar: Calendar) -> str:
    stages = {
        FIRST: _("balasan pertama"),
        AGAIN: _("balasan berikutnya"),
        RESOLVE: _("penyelesaian"),
    }
    texts = {
        "written": _("Dihitung sejak %(at)s."),
        "opens": _("Kantor sedang tutup; jam berjalan mulai %(at)s."),
        "allowed": _("Waktu %(stage)s: %(amount)s. Dasar: %(basis)s."),
        "extended": _("Diperpanjang %(more)s."),
        "off": _("Tidak dihitung: %(day)s, %(text)s."),
        "closed": _("Tidak dihitung: %(day)s, kantor tutup."),
        "stopped": _("Jam berhenti %(at)s sampai %(until)s: %(text)s."),
        "standing": _("Jam berhenti sejak %(at)s: %(text)s."),
        "due": _("Jatuh tempo %(at)s."),
    }
    return texts[step.what] % {
        "at": _moment(step.at, calendar),
        "until": _moment(step.until, calendar),
        "day": long_date(step.day) if step.day else "",
        "text": step.text or _("perkaranya sudah selesai"),
        "stage": stages[stage],
        "amount": amount_words(allowed),
        "more": amount_words(allowed, extension=True),
        "basis": basis_words(allowed),
    }


def asks_for_answer(kind: str) -> bool:
    """Whether a message of that kind waits for somebody."""
    return kind not in kinds.UNASKED

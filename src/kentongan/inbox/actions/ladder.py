"""When nobody answers in time: first whoever leads the unit, then Diskominfo. Once per rung.

The time that a disposition names is reminded of before it is over, and told to both when it is.
"""

from __future__ import annotations

from datetime import datetime

from django.db import transaction

from kentongan.inbox import access
from kentongan.inbox.actions.dispositions import RECEIVERS
from kentongan.inbox.actions.intake import SYSTEM, page_of
from kentongan.inbox.actions.writing import record
from kentongan.inbox.deadlines import Deadlines, stops_of
from kentongan.inbox.models import Case, Disposition, Urgency
from kentongan.inbox.states import OPEN
from kentongan.kernel.say import Said, gettext as _
from kentongan.kernel.text import shorten
from kentongan.people import permissions
from kentongan.people.models import User
from kentongan.people.notices import notify
from kentongan.people.queries import unit_timezone, with_deputies
from kentongan.web.formats import at_clock, long_date

#: Who is told at each rung; an emergency wakes everybody at the first.
RUNGS = (("pimpinan_unit", "pemeriksa_unit"), ("penyelia", "pembina"))
EMERGENCY = (("piket", "pimpinan_unit", "penyelia", "pembina"), ("pembina", "pengarah"))
SECRET = ("inspektorat",)
_CLOCK = ("first_due_at", "resolve_due_at", "due_at", "escalated", "escalate_at")


def escalate(case: Case, *, at: datetime) -> bool:
    """Climb one rung; False where somebody was faster, or it is not due any more."""
    with transaction.atomic():
        row = Case.objects.filter(
            pk=case.pk, state__in=OPEN, version=case.version, escalated=case.escalated,
            escalate_at__lte=at,
        )  # fmt: skip
        deadlines, stops = Deadlines(at), stops_of(case)
        deadlines.apply(case, stops)
        late = case.escalate_at <= at  # not where a day off was declared meanwhile
        if late:
            deadlines.climb(case)
        if not row.update(**{name: getattr(case, name) for name in _CLOCK}) or not late:
            return False
        people = _who(case, at)
        text = _("Lewat batas: %(number)s di %(unit)s. %(text)s")
        text_of = shorten(case.preview, 60)  # which one it is; all of it stands on its page
        values = {"number": case.number, "unit": case.unit.name, "text": text_of}
        notify(
            people,
            (_("Lewat batas: %(number)s (rahasia).") if case.secret else text) % values,
            key=f"inbox-late:{case.pk}:{case.due_at:%Y%m%d%H%M}:{case.escalated}",
            at=at,
            url=page_of(case),
            urgent=True,
        )
        record(case, "inbox.escalate", by=SYSTEM, at=at, data={"rung": case.escalated})
    return True


def remind(row: Disposition, *, at: datetime) -> bool:
    """Tell the unit that its time is nearly over; once it is, also whoever gave it.

    False where somebody was faster, or the citizen has their answer from the unit already.
    """
    assert row.due_at is not None  # else it is never reminded of
    over = row.due_at <= at
    with transaction.atomic():
        known = Disposition.objects.filter(
            pk=row.pk, state__in=access.ACTIVE, remind_at=row.remind_at
        )
        if not known.update(remind_at=None if over else row.due_at):
            return False
        case = row.case
        if row.lead and case.told_at is not None and case.told_at >= row.at:
            return False
        texts = (
            _("%(number)s: %(unit)s diminta menjawab sebelum %(time)s. %(words)s"),
            _("%(number)s: batas jawab %(unit)s, %(time)s, sudah lewat. %(words)s"),
        )
        local = row.due_at.astimezone(unit_timezone(row.to_unit))
        values = {
            "number": case.number,
            "unit": row.to_unit.name,
            "time": Said(lambda: f"{long_date(local)}, {at_clock(local)}"),
            "words": shorten(row.instruction, 60),
        }
        notify(
            _reminded(row, at, over=over),
            texts[over] % values,
            key=f"inbox-disposition-{'late' if over else 'soon'}:{row.pk}",
            at=at,
            url=page_of(case),
            urgent=over,
        )
    return True


def _reminded(row: Disposition, at: datetime, *, over: bool) -> list[User]:
    """Whoever took it on, else whoever answers for the unit; of a secret case, who may see it."""
    taken = row.answered_by
    people = [taken] if taken is not None else permissions.holders(RECEIVERS, row.to_unit, at)
    if over:
        people = [*people, *permissions.holders(["pimpinan_unit"], row.to_unit, at), row.by]
    if row.case.secret:
        return [user for user in people if access.may(user, row.case, "inbox.answer", at)]
    return with_deputies(people, "inbox.view", row.to_unit, at)


def _who(case: Case, at: datetime) -> list[User]:
    if case.secret:
        inspectors = permissions.holders(SECRET, case.unit, at)
        return with_deputies(inspectors, "inbox.secret", case.unit, at)
    rungs = EMERGENCY if case.urgency == Urgency.EMERGENCY else RUNGS
    people: list[User] = []
    for roles in rungs[min(case.escalated, len(rungs)) - 1 :]:  # where nobody stands, the next
        people = people or permissions.holders(roles, case.unit, at)
    people = with_deputies(people, "inbox.view", case.unit, at)
    holder = case.holder
    if holder is not None and case.escalated == 1 and access.may(holder, case, "inbox.answer", at):
        people = [*people, holder]
    return people

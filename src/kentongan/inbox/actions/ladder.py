"""When nobody answers in time: first whoever leads the unit, then Diskominfo. Once per rung."""

from __future__ import annotations

from datetime import datetime

from django.db import transaction

from kentongan.inbox import access
from kentongan.inbox.actions.intake import SYSTEM, page_of
from kentongan.inbox.actions.writing import record
from kentongan.inbox.deadlines import Deadlines, stops_of
from kentongan.inbox.models import Case, Urgency
from kentongan.inbox.states import OPEN
from kentongan.kernel.say import gettext as _
from kentongan.people import permissions
from kentongan.people.models import User
from kentongan.people.notices import notify
from kentongan.people.queries import with_deputies

#: Who is told at each rung; an emergency wakes everybody at the first.
RUNGS = (("pimpinan_unit", "pemeriksa_unit"), ("penyelia", "pembina"))
EMERGENCY = (("piket", "pimpinan_unit", "penyelia", "pembina"), ("pembina", "pengarah"))
SECRET = ("inspektorat",)


def escalate(case: Case, *, at: datetime) -> bool:
    """Climb one rung; False where somebody was faster, or it is not due any more."""
    with transaction.atomic():
        row = Case.objects.filter(
            pk=case.pk, state__in=OPEN, escalated=case.escalated, escalate_at__lte=at
        )
        case.escalated += 1
        Deadlines(at).apply(case, stops_of(case))
        if not row.update(escalated=case.escalated, escalate_at=case.escalate_at):
            return False
        people = _who(case, at)
        text = _("Lewat batas: %(number)s di %(unit)s. %(text)s")
        values = {"number": case.number, "unit": case.unit.name, "text": case.preview}
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

"""One act on many cases: each one by itself, in its own transaction and with its own line in the
ledger. What cannot be done to one is said, and does not keep the others from it."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from datetime import datetime
from functools import partial

from django.db import transaction
from django.urls import reverse

from kentongan.inbox.actions import dispositions
from kentongan.inbox.actions.intake import PPID
from kentongan.inbox.actions.writing import taken_back
from kentongan.inbox.models import Case, Disposition, Urgency
from kentongan.kernel.errors import KentonganError
from kentongan.kernel.say import gettext as _
from kentongan.people import permissions
from kentongan.people.models import Unit, User
from kentongan.people.notices import notify


@dataclass(frozen=True, slots=True)
class Outcome:
    """What became of an act on many: cases to which it was done, and those to which it was not,
    each with the sentence that says why. ``handed``: the dispositions, where it was one."""

    done: tuple[Case, ...]
    refused: tuple[tuple[Case, str], ...]
    handed: tuple[Disposition, ...] = ()


def each(cases: Iterable[Case], act: Callable[[Case], object]) -> Outcome:
    """Do ``act`` to each of ``cases``; an error meant for people refuses that one alone."""
    done: list[Case] = []
    refused: list[tuple[Case, str]] = []
    for case in cases:
        try:
            act(case)
        except KentonganError as error:
            refused.append((case, str(error)))
        else:
            done.append(case)
    return Outcome(tuple(done), tuple(refused))


def dispose(
    cases: Iterable[Case],
    *,
    by: User,
    at: datetime,
    to: Unit,
    instruction: str,
    due_at: datetime | None = None,
    lead: bool = True,
) -> Outcome:
    """Hand many cases to one unit with one instruction. The unit is told once, not once a case."""
    made: list[Disposition] = []

    def hand(case: Case) -> None:
        made.append(
            dispositions.dispose(
                case, by=by, at=at, to=to, instruction=instruction, due_at=due_at, lead=lead,
                quietly=True,
            )
        )  # fmt: skip

    outcome = each(cases, hand)
    with transaction.atomic():
        _tell(made, to, by=by, at=at)
    return Outcome(outcome.done, outcome.refused, tuple(made))


def _tell(made: list[Disposition], to: Unit, *, by: User, at: datetime) -> None:
    """Secret ones and emergencies each by itself; the others together, and the PPID of what asks
    for public information alone."""
    alone = [row for row in made if row.case.secret or row.case.urgency == Urgency.EMERGENCY]
    for row in alone:
        dispositions.tell(row.case, row, at=at)
    common = [row for row in made if row not in alone]
    asked = [row for row in common if dispositions.asks_information(row.case)]
    people = permissions.holders(dispositions.RECEIVERS, to, at)
    ppid = [one for one in permissions.holders([PPID], to, at) if one not in people]
    _together(common, to, people, by=by, at=at)
    _together(asked, to, ppid, by=by, at=at)


def _together(
    made: list[Disposition], to: Unit, people: list[User], *, by: User, at: datetime
) -> None:
    """Tell ``people`` once, however many came."""
    if len(made) == 1:
        dispositions.tell(made[0].case, made[0], at=at, people=people)
    if len(made) < 2:
        return
    text = _("%(name)s meneruskan %(n)s perkara ke %(unit)s: %(words)s")
    values = {
        "name": by.name, "n": len(made), "unit": to.name, "words": made[0].instruction,
    }  # fmt: skip
    notify(
        people, text % values, key=f"inbox-dispositions:{made[0].pk}", at=at,
        url=reverse("inbox:queue"),
    )  # fmt: skip


def withdraw(made: Disposition, *, by: User, at: datetime) -> tuple[int, int]:
    """Take back everything that was handed on together with ``made``, as far as nobody accepted it.

    Returns how many were taken back, and how many stay.
    """
    together = Disposition.objects.filter(by=made.by_id, at=made.at, to_unit=made.to_unit_id)
    rows = together.select_related("case__unit", "from_unit", "to_unit").order_by("pk")
    return taken_back(rows, partial(dispositions.withdraw, by=by, at=at))

"""How content citizens are with what was closed: each citizen of a matter once."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from kentongan.inbox.models import Case, Rating
from kentongan.inbox.reports import Month, cases_of
from kentongan.people.models import Unit, User

STARS = (5, 4, 3, 2, 1)


@dataclass(frozen=True, slots=True)
class Satisfaction:
    """``given``: stars → how many citizens gave them, the most stars first."""

    given: tuple[tuple[int, int], ...]

    @property
    def citizens(self) -> int:
        """How many said how it was."""
        return sum(n for _stars, n in self.given)

    @property
    def mean(self) -> float:
        """Stars in the mean, 1 to 5; 0 where nobody said anything."""
        whole = sum(stars * n for stars, n in self.given)
        return whole / self.citizens if self.citizens else 0.0


def satisfaction(user: User, unit: Unit | None, month: Month, *, at: datetime) -> Satisfaction:
    """What was said in a month of cases that a unit and all below it closed (None: all of the
    person's). One statement beside access. Secret ones are left out for everybody.

    Whoever wrote twice and whose cases were merged is one citizen; their latest word counts. Who
    gave neither name nor contact is known by nothing but their number.
    """
    closed = cases_of(user, unit, at=at).filter(secret=False)
    rows = Rating.objects.filter(month.within("at"), matter__in=closed).order_by("at", "pk")
    latest: dict[tuple[UUID, str], int] = {}
    for row in rows.select_related("case"):
        latest[row.matter_id, _citizen(row.case)] = row.stars
    counted = Counter(latest.values())
    return Satisfaction(tuple((stars, counted[stars]) for stars in STARS))


def _citizen(case: Case) -> str:
    """By what a citizen is known again: their name on a network, their contact, else the number."""
    if case.author_handle and case.account_id is not None:
        return f"{case.account_id} {case.author_handle.lower()}"
    return "".join(case.contact.lower().split()) or case.number


def of_case(case: Case) -> list[Rating]:
    """What the citizens of a matter said of it, the latest first. One statement."""
    return list(case.ratings.order_by("-at", "-pk"))

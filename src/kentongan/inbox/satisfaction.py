"""How content citizens are with what was closed: each citizen of a matter once."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from datetime import datetime
from typing import TypeVar
from uuid import UUID

from kentongan.inbox.models import Case, Rating
from kentongan.inbox.reports import Month, cases_of
from kentongan.kernel.tables import Cell
from kentongan.people.models import Unit, User

Label = TypeVar("Label")
STARS = (5, 4, 3, 2, 1)
#: Up to so many stars somebody should look at the matter again; at most so many are named.
LOW, MOST_LOW = 2, 10


@dataclass(frozen=True, slots=True)
class Satisfaction:
    """``given``: stars → how many citizens gave them, the most stars first.

    ``label`` says of what, where it is a part: a unit, a kind.
    """

    given: tuple[tuple[int, int], ...]
    label: str = ""

    @property
    def citizens(self) -> int:
        """How many said how it was."""
        return sum(n for _stars, n in self.given)

    @property
    def mean(self) -> float:
        """Stars in the mean, 1 to 5; 0 where nobody said anything."""
        whole = sum(stars * n for stars, n in self.given)
        return whole / self.citizens if self.citizens else 0.0


@dataclass(frozen=True, slots=True)
class Content:
    """A month: as a whole, by the unit that closed the matter, by its kind, and by both.

    ``pairs``: names of unit and kind with what was said of them; the table that is exported.
    ``closed``: how many matters were closed in it; ``low``: who was content least, latest first.
    """

    whole: Satisfaction
    units: list[Satisfaction]
    kinds: list[Satisfaction]
    pairs: list[tuple[str, str, Satisfaction]]
    closed: int
    low: list[Rating]


def satisfaction(user: User, unit: Unit | None, month: Month, *, at: datetime) -> Content:
    """What was said in a month of cases that a unit and all below it closed (None: all of the
    person's). Two statements beside access. Secret ones are left out for everybody.

    Whoever wrote twice and whose cases were merged is one citizen; their latest word counts. Who
    gave neither name nor contact is known by nothing but their number.
    """
    closed = cases_of(user, unit, at=at).filter(secret=False)
    rows = Rating.objects.filter(month.within("at"), matter__in=closed).order_by("at", "pk")
    latest: dict[tuple[UUID, str], Rating] = {}
    for row in rows.select_related("case", "matter__unit"):
        latest[row.matter_id, _citizen(row.case)] = row
    said = list(latest.values())
    both = _by(said, lambda row: (row.matter.unit.name, row.matter.kind_label))
    return Content(
        whole=_counted(said),
        units=_parts(said, lambda row: row.matter.unit.name),
        kinds=_parts(said, lambda row: row.matter.kind_label),
        pairs=[(*names, _counted(rows)) for names, rows in sorted(both.items())],
        closed=closed.filter(month.within("closed_at"), state="closed").count(),
        low=sorted((row for row in said if row.stars <= LOW), key=_when, reverse=True)[:MOST_LOW],
    )


def _when(row: Rating) -> datetime:
    return row.at


def _by(said: Iterable[Rating], what: Callable[[Rating], Label]) -> dict[Label, list[Rating]]:
    found: dict[Label, list[Rating]] = defaultdict(list)
    for row in said:
        found[what(row)].append(row)
    return found


def _parts(said: Iterable[Rating], what: Callable[[Rating], str]) -> list[Satisfaction]:
    """The parts by label, those of which most was said first."""
    parts = [_counted(rows, label) for label, rows in _by(said, what).items()]
    return sorted(parts, key=lambda part: (-part.citizens, part.label))


def _counted(said: Iterable[Rating], label: str = "") -> Satisfaction:
    n = Counter(row.stars for row in said)
    return Satisfaction(tuple((stars, n[stars]) for stars in STARS), label)


def table(found: Content, month: Month) -> tuple[list[str], list[list[Cell]]]:
    """Header and rows of the export: one row for each unit and kind."""
    header = [
        "bulan", "zona_waktu", "unit", "jenis", "warga", "rata_rata",
        *(f"nilai_{stars}" for stars in STARS),
    ]  # fmt: skip
    rows: list[list[Cell]] = [
        [
            month.code,
            month.zone_name,
            unit,
            kind,
            part.citizens,
            round(part.mean, 2),
            *(n for _, n in part.given),
        ]
        for unit, kind, part in found.pairs
    ]  # fmt: skip
    return header, rows


def _citizen(case: Case) -> str:
    """By what a citizen is known again: their name on a network, their contact, else the number."""
    if case.author_handle and case.account_id is not None:
        return f"{case.account_id} {case.author_handle.lower()}"
    return "".join(case.contact.lower().split()) or case.number


def of_case(case: Case) -> list[Rating]:
    """What the citizens of a matter said of it, the latest first. One statement."""
    return list(case.ratings.order_by("-at", "-pk"))

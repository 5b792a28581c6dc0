"""How often the machine was right: what it said of a message against what people said of it.

Only what a person looked at can be judged; the rest is neither right nor wrong. Letters of the
form are left out, for their kind is the citizen's own word.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.db.models import (
    Case as Choice,
    Count,
    Exists,
    F,
    IntegerField,
    OuterRef,
    Q,
    QuerySet,
    Subquery,
    Value,
    When,
)
from django.db.models.functions import Coalesce

from kentongan.inbox import kinds
from kentongan.inbox.models import Case, Channel, Correction
from kentongan.inbox.reports import Month, cases_of
from kentongan.kernel.tables import Cell
from kentongan.people.models import Unit, User

#: Months of the trend, the chosen one last.
MONTHS = 6
MOST_SWAPS = 15


@dataclass(frozen=True, slots=True)
class Row:
    """What the machine called ``kind`` (empty: it abstained): by what people called it."""

    kind: str
    label: str
    cells: tuple[tuple[str, int, bool], ...]
    n: int
    right: int

    @property
    def share(self) -> int:
        """How many of a hundred were right."""
        return percent(self.right, self.n)


@dataclass(frozen=True, slots=True)
class FlagRow:
    """A flag: how often people took it away, how often they had to add it."""

    label: str
    removed: int
    added: int


@dataclass(frozen=True, slots=True)
class Swap:
    """A unit proposed first, the one people chose instead, and how often."""

    proposed: str
    chosen: str
    n: int


@dataclass(frozen=True, slots=True)
class MonthLine:
    """A month of the trend: messages, those the machine abstained from, judged, and changed."""

    month: Month
    n: int
    abstained: int
    judged: int
    changed: int

    @property
    def abstained_share(self) -> int:
        """In a hundred of all messages."""
        return percent(self.abstained, self.n)

    @property
    def changed_share(self) -> int:
        """In a hundred of those that a person judged and the machine had named."""
        return percent(self.changed, self.judged)


@dataclass(frozen=True, slots=True)
class Accuracy:
    """The report of a month."""

    month: Month
    columns: tuple[str, ...]
    rows: list[Row]
    flags: list[FlagRow]
    swaps: list[Swap]
    routed: int
    routed_right: int
    trend: list[MonthLine]

    @property
    def now(self) -> MonthLine:
        """The chosen month."""
        return self.trend[-1]

    @property
    def routed_share(self) -> int:
        """In a hundred of all dispositions."""
        return percent(self.routed_right, self.routed)


def percent(part: int, whole: int) -> int:
    """``part`` in a hundred of ``whole``, rounded; 0 of nothing."""
    return round(100 * part / whole) if whole else 0


def accuracy(user: User, unit: Unit | None, month: Month, *, at: datetime) -> Accuracy:
    """The report for a unit and all below it (None: all of the person's). Five statements beside
    access. Secret cases count only for those who may see them."""
    cases = cases_of(user, unit, at=at).exclude(channel=Channel.FORM)
    counted = _confusion(cases.filter(month.within()).exclude(kind_by=""))
    names = [k for k in kinds.LABELS if any(k in pair for pair in counted)]
    said = _first_words(cases, month)
    routes = [(was, now, n) for what, was, now, n in said if what == "route" and was]
    return Accuracy(
        month=month,
        columns=tuple(kinds.label_of(kind) for kind in names),
        rows=[_row(kind, names, counted) for kind in ["", *names]],
        flags=_flags((was, now, n) for what, was, now, n in said if what == "flags"),
        swaps=_swaps(routes),
        routed=sum(n for _was, _now, n in routes),
        routed_right=sum(n for was, now, n in routes if was == now),
        trend=_trend(cases, month),
    )


def _first(what: str) -> QuerySet[Correction]:
    """Of a case, what people said first: before that the machine's word stood."""
    rows = Correction.objects.filter(case=OuterRef("pk"), what=what)
    return rows.order_by("at", "pk")


def _confusion(judged: QuerySet[Case]) -> dict[tuple[str, str], int]:
    """How often the machine said one thing and people another: (machine, people) → n."""
    rows = (
        judged.annotate(machine=Coalesce(Subquery(_first("kind").values("was")[:1]), F("kind")))
        .values("machine", "kind")
        .annotate(n=Count("pk"))
    )
    return {(row["machine"], row["kind"]): row["n"] for row in rows}


def _row(kind: str, names: Iterable[str], counted: dict[tuple[str, str], int]) -> Row:
    cells = tuple((name, counted.get((kind, name), 0), name == kind) for name in names)
    return Row(
        kind=kind,
        label=kinds.label_of(kind),
        cells=cells,
        n=sum(n for _name, n, _right in cells),
        right=sum(n for _name, n, right in cells if right),
    )


def _first_words(cases: QuerySet[Case], month: Month) -> list[tuple[str, str, str, int]]:
    """What people said first of flags and unit, in the cases of a month: what, was, now, n."""
    earlier = Correction.objects.filter(
        case=OuterRef("case"), what=OuterRef("what"), at__lt=OuterRef("at")
    )
    theirs = Exists(cases.filter(month.within(), pk=OuterRef("case")))
    rows = Correction.objects.filter(~Exists(earlier), theirs, what__in=("flags", "route"))
    counted = rows.order_by().values_list("what", "was", "now").annotate(n=Count("pk"))
    return list(counted)


def _flags(said: Iterable[tuple[str, str, int]]) -> list[FlagRow]:
    removed: dict[str, int] = defaultdict(int)
    added: dict[str, int] = defaultdict(int)
    for was, now, n in said:
        before, after = set(was.split()), set(now.split())
        for flag in before - after:
            removed[flag] += n
        for flag in after - before:
            added[flag] += n
    return [
        FlagRow(str(label), removed[flag], added[flag])
        for flag, label in kinds.FLAG_LABELS.items()
        if removed[flag] or added[flag]
    ]


def _swaps(routes: Iterable[tuple[str, str, int]]) -> list[Swap]:
    """The most frequent ones, by the names of the units."""
    wrong = sorted(
        ((was, now, n) for was, now, n in routes if was != now), key=lambda row: (-row[2], row)
    )[:MOST_SWAPS]
    codes = {code for was, now, _n in wrong for code in (was, now)}
    names = dict(Unit.objects.filter(code__in=codes).values_list("code", "name"))
    return [Swap(names.get(was, was), names.get(now, now), n) for was, now, n in wrong]


def _trend(cases: QuerySet[Case], month: Month) -> list[MonthLine]:
    """Two statements: what came, and the few that people corrected."""
    months = [month]
    while len(months) < MONTHS:
        months.insert(0, months[0].before)
    since, until = months[0].span[0], month.span[1]
    lying = cases.filter(opened_at__gte=since, opened_at__lt=until)
    came = {
        row["nth"]: row
        for row in lying.annotate(nth=_nth(months, "opened_at"))
        .values("nth")
        .annotate(
            n=Count("pk"),
            open=Count("pk", filter=Q(kind="")),
            judged=Count("pk", filter=~Q(kind_by="")),
        )
    }
    silent: dict[int, int] = defaultdict(int)
    changed: dict[int, int] = defaultdict(int)
    for nth, was, n in _corrected(lying, months):
        (changed if was else silent)[nth] += n
    nothing = {"n": 0, "open": 0, "judged": 0}
    return [
        MonthLine(
            one,
            n=row["n"],
            abstained=row["open"] + silent[nth],
            judged=row["judged"] - silent[nth],
            changed=changed[nth],
        )
        for nth, one in enumerate(months)
        for row in (came.get(nth, nothing),)
    ]


def _nth(months: Sequence[Month], name: str) -> Any:
    """Which of ``months`` a moment lies in, as a column; it is compared once a row."""
    ends = [When(**{f"{name}__lt": one.span[1]}, then=Value(n)) for n, one in enumerate(months)]
    return Choice(*ends, output_field=IntegerField())


def _corrected(lying: QuerySet[Case], months: Sequence[Month]) -> Iterable[tuple[int, str, int]]:
    """First corrections of the kind that still differ: month, the machine's word, how many."""
    earlier = Correction.objects.filter(case=OuterRef("case"), what="kind", at__lt=OuterRef("at"))
    theirs = Exists(lying.filter(pk=OuterRef("case")))
    rows = Correction.objects.filter(~Exists(earlier), theirs, what="kind")
    return list(
        rows.exclude(was=F("case__kind"))
        .annotate(nth=_nth(months, "case__opened_at"))
        .order_by()
        .values_list("nth", "was")
        .annotate(n=Count("pk"))
    )


def table(found: Accuracy) -> tuple[list[str], list[list[Cell]]]:
    """Header and rows of the export."""
    header = ["bagian", "bulan", "zona_waktu", "menurut_mesin", "menurut_orang", "jumlah"]
    code, zone = found.month.code, found.month.zone_name
    rows: list[list[Cell]] = [
        ["jenis", code, zone, row.label, kinds.label_of(name), n]
        for row in found.rows
        for name, n, _right in row.cells
        if n
    ]
    for flag in found.flags:
        rows += [
            ["penanda", code, zone, flag.label, "", flag.removed],
            ["penanda", code, zone, "", flag.label, flag.added],
        ]
    rows += [["unit", code, zone, swap.proposed, swap.chosen, swap.n] for swap in found.swaps]
    for line in found.trend:
        rows += [
            ["pesan", line.month.code, zone, "", "", line.n],
            ["mesin ragu", line.month.code, zone, "", "", line.abstained],
            ["dipastikan orang", line.month.code, zone, "", "", line.judged],
            ["diubah orang", line.month.code, zone, "", "", line.changed],
        ]
    return header, rows

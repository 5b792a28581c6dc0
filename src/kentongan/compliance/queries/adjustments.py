"""Adjustments as lists, and how a rule stands at a unit."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from uuid import UUID

from django.db.models import Count, Q, QuerySet

from kentongan.compliance.draft import Severity
from kentongan.compliance.kinds import BY_CODE, KINDS, KindWords
from kentongan.compliance.levels import STANDARD
from kentongan.compliance.models import Adjustment, Kind
from kentongan.compliance.queries.catalogue import Shown, rules_called
from kentongan.compliance.rules import rules_by_id
from kentongan.compliance.wording import setting_label, severity_label
from kentongan.kernel.say import gettext as _
from kentongan.kernel.tables import Cell
from kentongan.ledger.models import Entry
from kentongan.people.models import Unit
from kentongan.web import formats

MOST_ROWS, MOST_ACTS, MOST_UNITS = 10_000, 20, 50
_LEAST_DIGITS = 3


@dataclass(frozen=True, slots=True)
class AdjustmentRow:
    """An adjustment in the reader's language, and whether the reader may take it back."""

    adjustment: Adjustment
    editable: bool = False

    @property
    def words(self) -> KindWords:
        """Name and icon of its kind."""
        return BY_CODE[self.adjustment.kind]

    @property
    def title(self) -> str:
        """What it is about: the value, or the title of the rule."""
        value = self.adjustment.value
        if self.adjustment.kind == Kind.PHONE:
            return spoken_phone(value)
        rule = rules_by_id().get(value) if self.is_rule else None
        return _(rule.title) if rule else value

    @property
    def is_rule(self) -> bool:
        """Whether it sets a rule."""
        return self.adjustment.kind == Kind.RULE

    @property
    def rule_id(self) -> str:
        """The rule that it sets, where there still is one: for the link."""
        return (
            self.adjustment.value if self.is_rule and self.adjustment.value in rules_by_id() else ""
        )

    @property
    def shown(self) -> Shown | None:
        """The severity of a watched word."""
        watched = self.adjustment.kind == Kind.WATCH
        return Shown(Severity(self.adjustment.setting)) if watched else None

    @property
    def setting(self) -> str:
        """What a rule is set to, or how a watched word is reported, in words."""
        if self.is_rule:
            return setting_label(self.adjustment.setting)
        return severity_label(self.adjustment.setting) if self.adjustment.setting else ""


def spoken_phone(digits: str) -> str:
    """A mobile number in groups, as people write it; others as they are."""
    if digits.startswith("08") and len(digits) >= 10:
        return f"{digits[:4]}-{digits[4:8]}-{digits[8:]}"
    return digits


def found(rows: QuerySet[Adjustment], words: str = "", kind: str = "") -> QuerySet[Adjustment]:
    """Adjustments that fit the search, in the order of the list."""
    rows = rows.order_by("kind", "value", "pk")
    if kind:
        rows = rows.filter(kind=kind)
    if words:
        hit = (
            Q(value__icontains=words)
            | Q(reason__icontains=words)
            | Q(message__icontains=words)
            | Q(value__in=rules_called(words), kind=Kind.RULE)
        )
        digits = "".join(filter(str.isdigit, words))
        if len(digits) >= _LEAST_DIGITS:
            hit |= Q(value__icontains=digits, kind=Kind.PHONE)
        rows = rows.filter(hit)
    return rows


def counts(rows: QuerySet[Adjustment]) -> list[tuple[KindWords, int]]:
    """Every kind with how many there are. One statement."""
    known = dict(rows.order_by().values_list("kind").annotate(n=Count("pk")))
    return [(words, known.get(words.code, 0)) for words in KINDS]


def export_header() -> list[str]:
    """Heads of the CSV."""
    return [
        _("Jenis"),
        _("Nilai"),
        _("Tingkat"),
        _("Pesan"),
        _("Unit"),
        _("Alasan"),
        _("Dicatat oleh"),
        _("Tanggal"),
    ]


def export_rows(rows: Iterable[Adjustment]) -> Iterator[list[Cell]]:
    """Cells of the CSV."""
    for item in rows:
        row = AdjustmentRow(item)
        yield [
            row.words.label,
            item.value,
            row.setting,
            item.message,
            item.unit.name,
            item.reason,
            item.added_by,
            formats.local(item.added_at).date(),
        ]


def settings_at(line: Sequence[UUID]) -> dict[str, str]:
    """What rules are set to at the first unit of ``line``: the nearest wins. One statement."""
    place = {pk: index for index, pk in enumerate(line)}
    rows = Adjustment.objects.filter(unit__in=line, kind=Kind.RULE)
    known: dict[str, str] = {}
    values = rows.values_list("unit_id", "value", "setting")
    for _unit, rule, setting in sorted(values, key=lambda row: place[row[0]]):
        known.setdefault(rule, setting)
    return known


@dataclass(frozen=True, slots=True)
class Standing:
    """How a rule stands at a unit: what holds, who said so, and who says otherwise.

    ``holds`` is the row of the nearest unit, ``above`` those that it outweighs; ``elsewhere``
    are rows of other units that the reader manages.
    """

    setting: str
    holds: AdjustmentRow | None
    own: bool
    above: Sequence[AdjustmentRow]
    elsewhere: Sequence[AdjustmentRow]

    @property
    def label(self) -> str:
        """``Dimatikan``."""
        return setting_label(self.setting)


def standing(
    rows: QuerySet[Adjustment], rule: str, line: Sequence[UUID], editable: Iterable[UUID]
) -> Standing:
    """How ``rule`` stands at the first unit of ``line``; ``rows`` are those the reader sees.

    One statement. ``editable`` are the ids of units whose rows the reader may change.
    """
    may = set(editable)
    place = {pk: index for index, pk in enumerate(line)}
    there = [
        AdjustmentRow(row, row.unit_id in may)
        for row in rows.filter(kind=Kind.RULE, value=rule).order_by("unit__name")[:MOST_UNITS]
    ]
    here = [row for row in there if row.adjustment.unit_id in place]
    here.sort(key=lambda row: place[row.adjustment.unit_id])
    holds = here[0] if here else None
    return Standing(
        setting=holds.adjustment.setting if holds else STANDARD,
        holds=holds,
        own=holds is not None and holds.adjustment.unit_id == line[0],
        above=here[1:],
        elsewhere=[row for row in there if row.adjustment.unit_id not in place],
    )


@dataclass(frozen=True, slots=True)
class RuleAct:
    """A line of the ledger about a rule, in words."""

    entry: Entry
    unit: str

    @property
    def setting(self) -> str:
        """What it was set to."""
        return setting_label(str(self.entry.data.get("setting", "")))

    @property
    def reason(self) -> str:
        """Why."""
        return str(self.entry.data.get("reason", ""))


def history(rule: str, line: Sequence[UUID]) -> list[RuleAct]:
    """What was done to a rule at these units, latest first. Two statements."""
    names = dict(Unit.objects.filter(pk__in=line).values_list("code", "name"))
    entries = Entry.objects.filter(
        target_type="rule", target_id=rule, unit_code__in=list(names)
    ).order_by("-seq")[:MOST_ACTS]
    return [RuleAct(entry, names[entry.unit_code]) for entry in entries]

"""Reads of the pages: the catalogue, elections with their days, exceptions by kind."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from django.db.models import QuerySet
from django.utils.translation import gettext as _

from kentongan.compliance.basis import Reference, is_verified, references, status_label
from kentongan.compliance.draft import Phase, Severity
from kentongan.compliance.families import FAMILIES, Family
from kentongan.compliance.models import Allowed, Election, ElectionPhase
from kentongan.compliance.phases import local_day
from kentongan.compliance.rule import Rule
from kentongan.compliance.rules import RULES
from kentongan.compliance.wording import ICONS, TONES, kind_label, phase_label, severity_label


@dataclass(frozen=True, slots=True)
class Shown:
    """A severity with its word, colour and icon."""

    severity: Severity

    @property
    def label(self) -> str:
        """``Wajib diperbaiki``."""
        return severity_label(self.severity)

    @property
    def tone(self) -> str:
        """``wajib``, ``timbang`` or ``saran``."""
        return TONES[self.severity]

    @property
    def icon(self) -> str:
        """Its icon: never colour alone."""
        return ICONS[self.severity]


@dataclass(frozen=True, slots=True)
class RuleRow:
    """A rule in the reader's language; ``phase`` is the one of today."""

    rule: Rule
    phase: Phase = Phase.NORMAL

    @property
    def id(self) -> str:
        """``neutrality.party``."""
        return self.rule.id

    @property
    def title(self) -> str:
        """Its name."""
        return _(self.rule.title)

    @property
    def looks_for(self) -> str:
        """What it looks for."""
        return _(self.rule.looks_for)

    @property
    def message(self) -> str:
        """What it says."""
        return _(self.rule.message)

    @property
    def suggestion(self) -> str:
        """What it advises, or nothing."""
        return _(self.rule.suggestion) if self.rule.suggestion else ""

    @property
    def family(self) -> str:
        """The name of its family."""
        return _(next(f.label for f in FAMILIES if f.id == self.rule.family))

    @property
    def usual(self) -> Shown:
        """Its severity in ordinary times."""
        return Shown(self.rule.by_phase.get(Phase.NORMAL, self.rule.severity))

    @property
    def now(self) -> Shown:
        """Its severity in the phase of today."""
        return Shown(self.rule.by_phase.get(self.phase, self.rule.severity))

    @property
    def varies(self) -> bool:
        """Whether its severity changes with the phase."""
        return len({severity for _phase, severity in self.rule.phases()}) > 1

    @property
    def phases(self) -> list[tuple[str, Shown]]:
        """Every phase and how severe the rule is then."""
        return [(phase_label(phase), Shown(severity)) for phase, severity in self.rule.phases()]

    @property
    def basis(self) -> list[tuple[Reference, str, bool]]:
        """References, each with its certainty and whether it counts as verified."""
        found = (references()[name] for name in self.rule.basis)
        return [(ref, _(status_label(ref.status)), is_verified(ref.status)) for ref in found]

    def matches(self, words: str) -> bool:
        """Whether a search finds it."""
        hay = f"{self.id} {self.title} {self.looks_for} {self.message}".casefold()
        return all(word in hay for word in words.casefold().split())


def catalogue(
    words: str = "", family: str = "", phase: Phase = Phase.NORMAL
) -> list[tuple[Family, list[RuleRow]]]:
    """Families that have rules, each with those that fit the search."""
    found = []
    for item in FAMILIES:
        if family and item.id != family:
            continue
        rows = [RuleRow(rule, phase) for rule in RULES if rule.family == item.id]
        rows = [row for row in rows if not words or row.matches(words)]
        if rows:
            found.append((item, rows))
    return found


@dataclass(frozen=True, slots=True)
class PhaseRow:
    """A phase of an election as a stretch of the timeline."""

    phase: Phase
    first: date
    last: date
    current: bool
    past: bool

    @property
    def label(self) -> str:
        """Its name."""
        return phase_label(self.phase)


@dataclass(frozen=True, slots=True)
class ElectionRow:
    """An election with its phases and whether the reader may change it."""

    election: Election
    phases: Sequence[PhaseRow]
    editable: bool

    @property
    def current(self) -> str:
        """The phase of today, or ordinary times."""
        now = next((row.label for row in self.phases if row.current), "")
        return now or phase_label(Phase.NORMAL)

    @property
    def over(self) -> bool:
        """Whether all its phases lie behind."""
        return all(row.past for row in self.phases)


def election_rows(
    elections: QuerySet[Election], at: datetime, editable: Iterable[Any]
) -> list[ElectionRow]:
    """Elections with their phases, those under way or to come first. Two statements.

    ``editable`` are the ids of the units whose elections the reader may change.
    """
    may = set(editable)
    rows = [
        ElectionRow(
            election=election,
            phases=[_phase_row(row, at) for row in _phases_of(election)],
            editable=election.unit_id in may,
        )
        for election in elections.prefetch_related("phases")
    ]
    return sorted(rows, key=lambda row: (row.over, row.phases[0].first if row.phases else date.max))


def _phases_of(election: Election) -> list[ElectionPhase]:
    rows = list(election.phases.all())
    for row in rows:
        row.election = election
    return rows


def _phase_row(row: ElectionPhase, at: datetime) -> PhaseRow:
    today = local_day(row, at)
    return PhaseRow(
        phase=Phase(row.phase),
        first=row.from_date,
        last=row.until_date,
        current=row.from_date <= today <= row.until_date,
        past=row.until_date < today,
    )


def allowed_rows(allowed: QuerySet[Allowed], words: str = "", kind: str = "") -> QuerySet[Allowed]:
    """Exceptions that fit the search, in the order of the list."""
    found = allowed.order_by("kind", "value", "pk")
    if kind:
        found = found.filter(kind=kind)
    if words:
        found = found.filter(value__icontains=words) | found.filter(reason__icontains=words)
    return found


def kinds() -> list[tuple[str, str]]:
    """Kinds of exceptions with their words."""
    return [(kind, kind_label(kind)) for kind in ("phone", "email", "term")]

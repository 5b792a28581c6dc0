"""Elections with their days, as the page shows them."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from django.db.models import QuerySet

from kentongan.compliance.draft import Phase
from kentongan.compliance.models import Election, ElectionPhase
from kentongan.compliance.phases import local_day
from kentongan.compliance.wording import phase_label


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

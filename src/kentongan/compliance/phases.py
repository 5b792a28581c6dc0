"""Which phase of an election holds for a unit at a moment.

An election belongs to a unit and reaches all units below it. Where several are under way, the
sternest phase counts. Days are those of the election's own unit.
"""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, datetime, timedelta
from uuid import UUID
from zoneinfo import ZoneInfo

from django.db.models import QuerySet

from kentongan.compliance.draft import Phase
from kentongan.compliance.models import ElectionPhase
from kentongan.people.models import Unit
from kentongan.people.queries import unit_timezone
from kentongan.people.tree import line_for

#: From the freest to the sternest.
STERNNESS = (
    Phase.NORMAL,
    Phase.AFTER,
    Phase.PRE_NOMINATION,
    Phase.CAMPAIGN,
    Phase.POLLING,
    Phase.QUIET,
)
#: While these last, names listed for the election are looked for.
NAMED = frozenset({Phase.PRE_NOMINATION, Phase.CAMPAIGN, Phase.QUIET, Phase.POLLING})


def phase_at(unit: Unit, at: datetime) -> Phase:
    """The phase for ``unit`` at ``at``; ``NORMAL`` when no election is near. Two statements."""
    return sternest(current_phases(line_for(unit), at))


def current_phases(line: Sequence[UUID], at: datetime) -> list[ElectionPhase]:
    """Phases under way at ``at`` for elections of these units. One statement."""
    rows = around(at).filter(election__unit__in=line).select_related("election__unit")
    return among(list(rows), at)


def around(at: datetime) -> QuerySet[ElectionPhase]:
    """Phases that may be under way at ``at``: zones differ by hours, so a day wider."""
    day, more = at.date(), timedelta(days=1)
    return ElectionPhase.objects.filter(from_date__lte=day + more, until_date__gte=day - more)


def all_phases(line: Sequence[UUID]) -> list[ElectionPhase]:
    """Every phase of elections of these units, for looking at many moments. One statement."""
    rows = ElectionPhase.objects.filter(election__unit__in=line)
    return list(rows.select_related("election__unit"))


def among(rows: Sequence[ElectionPhase], at: datetime) -> list[ElectionPhase]:
    """Those of ``rows`` that are under way at ``at``."""
    return [row for row in rows if row.from_date <= local_day(row, at) <= row.until_date]


def local_day(row: ElectionPhase, at: datetime) -> date:
    """The day it is in the election's region."""
    zone: ZoneInfo = unit_timezone(row.election.unit)
    return at.astimezone(zone).date()


def sternest(rows: Sequence[ElectionPhase]) -> Phase:
    """The sternest phase of several."""
    return max((Phase(row.phase) for row in rows), key=STERNNESS.index, default=Phase.NORMAL)

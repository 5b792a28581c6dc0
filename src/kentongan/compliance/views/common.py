"""What several pages of the rules need: the words searched for, today's phase, a CSV."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from django.http import HttpRequest, HttpResponse

from kentongan.compliance.draft import Phase
from kentongan.compliance.phases import current_phases, sternest
from kentongan.compliance.wording import phase_label
from kentongan.kernel import clock
from kentongan.kernel.tables import Cell, to_csv
from kentongan.kernel.text import problem_of_line
from kentongan.people.session import working_unit
from kentongan.people.tree import line_of


def words_of(request: HttpRequest, name: str = "q", most: int = 100) -> str:
    """What is searched for; nothing that a database would choke on."""
    words = request.GET.get(name, "").strip()[:most]
    return "" if problem_of_line(words) else words


def today(request: HttpRequest) -> tuple[Phase, dict[str, object]]:
    """The phase of today for the working unit, and the words of the banner.

    ``line`` among these are the ids of the unit and those above it.
    """
    unit = working_unit(request)
    line = line_of(unit.pk)
    phase = sternest(current_phases(line, clock.now()))
    words = {
        "unit": unit,
        "phase": phase_label(phase),
        "ordinary": phase is Phase.NORMAL,
        "line": line,
    }
    return phase, words


def csv_answer(name: str, header: Sequence[str], rows: Iterable[Sequence[Cell]]) -> HttpResponse:
    """A CSV to download, without formulas."""
    response = HttpResponse(to_csv(header, rows), content_type="text/csv; charset=utf-8")
    response.headers["Content-Disposition"] = f'attachment; filename="{name}.csv"'
    return response

"""Suggestions out of the answer bank, with their source; what is out of date says so."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime
from math import log
from uuid import UUID

from django.db.models import Q

from kentongan.inbox import routing
from kentongan.inbox.models import Answer, Case, Message, Template
from kentongan.people.queries import unit_timezone
from kentongan.people.tree import branch, line_of

#: Entries of one line of units that are compared.
MOST = 2_000
#: Below this share of the question's weight an entry is no suggestion.
LEAST = 0.34


@dataclass(frozen=True, slots=True)
class Suggestion:
    """An entry that may answer, how well (0 to 1), and whether it is out of date."""

    entry: Answer
    score: float
    stale: bool


def is_stale(entry: Answer, day: date) -> bool:
    """Whether its time is over."""
    return entry.valid_until is not None and entry.valid_until < day


def suggest(case: Case, *, at: datetime, limit: int = 3) -> list[Suggestion]:
    """Entries of the unit and of all above it that may answer the latest message. Three
    statements."""
    latest = Message.objects.filter(case=case, ours=False).order_by("-sent_at").first()
    if latest is None:
        return []
    day = at.astimezone(unit_timezone(case.unit)).date()
    return Bank(entries_for(case.unit_id), day).fitting(routing.telling(latest.text), limit)


def entries_for(unit_id: UUID, *, below: bool = False) -> list[Answer]:
    """What the unit and all above it (``below``: also all below it) can answer with. Two
    statements."""
    units = Q(unit__in=line_of(unit_id))
    if below:
        units |= Q(unit__in=branch([unit_id]))
    return list(Answer.objects.filter(units, active=True).select_related("unit")[:MOST])


class Bank:
    """Entries that are asked more than once which of them answers a question."""

    def __init__(self, entries: Sequence[Answer], day: date) -> None:
        self.day = day
        self._entries = [(entry, frozenset(entry.stems)) for entry in entries]

    def fitting(self, said: Sequence[str], limit: int = 3) -> list[Suggestion]:
        """Those that may answer a text of these stems, the best first. Rare words weigh more; what
        is out of date comes last."""
        weight = {
            word: log(
                (len(self._entries) + 1) / (1 + sum(word in stems for _, stems in self._entries))
            )
            + 1
            for word in said
        }
        whole = sum(weight.values()) or 1.0
        found = [
            Suggestion(entry, score, is_stale(entry, self.day))
            for entry, stems in self._entries
            if (score := sum(weight[w] for w in said if w in stems) / whole) >= LEAST
        ]
        return sorted(found, key=lambda row: (row.stale, -row.score))[:limit]


def templates_for(case: Case) -> list[Template]:
    """Wordings of the unit and of all above it, those for the kind first. Two statements."""
    rows = Template.objects.filter(active=True, unit__in=line_of(case.unit_id))
    fitting = [row for row in rows if row.kind in ("", case.kind)]
    return sorted(fitting, key=lambda row: (row.kind == "", row.title))

"""Answers that may fit a case: from the answer bank, with their source; people send them."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from django.db.models import Q

from kentongan.inbox.models import Answer, Case, Template
from kentongan.inbox.routing import telling
from kentongan.people.tree import line_of

#: How many entries of the bank are weighed at most.
MOST_WEIGHED = 2_000
#: Stems that must be shared before an answer is offered.
LEAST_SHARED = 2


@dataclass(frozen=True, slots=True)
class Suggestion:
    """An entry of the answer bank and how well it fits (0 to 1); ``stale``: past its date."""

    answer: Answer
    fit: float
    stale: bool


def suggest(case: Case, text: str, *, on: date, limit: int = 2) -> list[Suggestion]:
    """Entries that share telling words with what the citizen wrote, the best first.

    Those of the case's unit and of units above it. Two statements.
    """
    asked = set(telling(text))
    if len(asked) < LEAST_SHARED:
        return []
    rows = Answer.objects.filter(unit__in=line_of(case.unit_id), active=True)
    found = []
    for row in rows.order_by("-used", "pk")[:MOST_WEIGHED]:
        known = set(row.stems)
        shared = len(asked & known)
        if shared >= LEAST_SHARED:
            stale = row.valid_until is not None and row.valid_until < on
            found.append(Suggestion(row, shared / len(asked), stale))
    found.sort(key=lambda one: (one.stale, -one.fit, one.answer.question))
    return found[:limit]


def templates_for(case: Case) -> list[Template]:
    """Wordings of the case's unit and of units above it that suit its kind. Two statements."""
    rows = Template.objects.filter(unit__in=line_of(case.unit_id), active=True)
    suits = Q(kind="") | Q(kind=case.kind)
    return list(rows.filter(suits).order_by("title")[:20])


def filled(template: Template, case: Case) -> str:
    """The wording with number, name and unit of the case put in."""
    values = {"nomor": case.number, "nama": case.author_name, "unit": case.unit.name}
    text = template.text
    for name, value in values.items():
        text = text.replace(f"{{{name}}}", value)
    return " ".join(text.split(" "))

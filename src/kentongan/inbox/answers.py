"""Suggestions out of the answer bank, with their source; what is out of date says so."""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
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
#: Messages of a case that are read, the latest ones, and letters of each; and what a word said
#: earlier weighs.
MOST_MESSAGES = 20
MOST_TEXT = 2_000
EARLIER = 0.5


@dataclass(frozen=True, slots=True)
class Suggestion:
    """An entry that may answer, how well (0 to 1), and whether it is out of date."""

    entry: Answer
    score: float
    stale: bool


def is_stale(entry: Answer, day: date) -> bool:
    """Whether its time is over."""
    return entry.valid_until is not None and entry.valid_until < day


def suggest(
    case: Case, *, at: datetime, limit: int = 3, texts: Sequence[str] | None = None
) -> list[Suggestion]:
    """Entries of the unit and of all above it that may answer what the citizen said in the case.

    The latest message weighs most; what was said before tells what "then how much is it?" is
    about. Rare words weigh more; what is out of date comes last. Three statements, one less where
    its ``texts``, oldest first, were read already.
    """
    latest, earlier = _said(_texts(case) if texts is None else texts[: -MOST_MESSAGES - 1 : -1])
    if not latest and not earlier:
        return []
    day = at.astimezone(unit_timezone(case.unit)).date()
    bank = Bank(entries_for(case.unit_id), day)
    return bank.fitting(latest, earlier=earlier, limit=limit)


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

    def fitting(
        self, said: Sequence[str], *, earlier: Sequence[str] = (), limit: int = 3
    ) -> list[Suggestion]:
        """Those that may answer a text of these stems, the best first; ``earlier``: stems of what
        was said before. Rare words weigh more; what is out of date comes last."""
        every = len(self._entries) + 1
        rare = {
            word: log(every / (1 + sum(word in stems for _entry, stems in self._entries))) + 1
            for word in {*said, *earlier}
        }
        newest = {word: rare[word] for word in said}
        whole = {word: EARLIER * rare[word] for word in earlier} | newest
        # Listed where either reading knows it, ordered by the whole: a short latest message alone
        # fits many an entry, and a long case must not thin out a clear new question.
        good = [
            Suggestion(entry, _share(whole, stems), is_stale(entry, self.day))
            for entry, stems in self._entries
            if max(_share(newest, stems), _share(whole, stems)) >= LEAST
        ]
        return sorted(good, key=lambda row: (row.stale, -row.score))[:limit]


def _texts(case: Case) -> Sequence[str]:
    """What the citizen's side said, latest first, without what its author took away."""
    rows = Message.objects.filter(case=case, ours=False, gone_at=None)
    return list(rows.order_by("-sent_at", "-pk").values_list("text", flat=True)[:MOST_MESSAGES])


def _said(latest_first: Sequence[str]) -> tuple[list[str], list[str]]:
    """Telling stems of the latest message of the citizen's side, and of those before it."""
    texts = [text[:MOST_TEXT] for text in latest_first]
    if not texts:
        return [], []
    return routing.telling(texts[0]), routing.telling("\n".join(texts[1:]))


def _share(weights: Mapping[str, float], stems: Collection[str]) -> float:
    """Which share of the weight is known, 0 to 1."""
    known = sum(weight for word, weight in weights.items() if word in stems)
    return known / (sum(weights.values()) or 1.0)


def templates_for(case: Case) -> list[Template]:
    """Wordings of the unit and of all above it, those for the kind first. Two statements."""
    rows = Template.objects.filter(active=True, unit__in=line_of(case.unit_id))
    fitting = [row for row in rows if row.kind in ("", case.kind)]
    return sorted(fitting, key=lambda row: (row.kind == "", row.title))

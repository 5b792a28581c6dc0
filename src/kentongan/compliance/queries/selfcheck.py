"""The private check of a civil servant's own words: a draft, or the export of an account.

Nothing is written anywhere: not to the database, not to the ledger, not to a log.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from datetime import datetime

from kentongan.compliance.archives import Item
from kentongan.compliance.check import check
from kentongan.compliance.draft import Draft, Facts, Finding, Severity
from kentongan.compliance.facts import facts_for, names_of
from kentongan.compliance.phases import all_phases, among, sternest
from kentongan.compliance.rule import STERNNESS
from kentongan.compliance.rules import civil_service_campaign, rules_of
from kentongan.people.models import Unit
from kentongan.people.tree import line_of

#: What may cost somebody a hearing; how well it is written is their own affair.
FAMILIES = (
    "neutrality", "civil_service", "hate_abuse", "hoax_marker", "gambling_scam", "personal_data",
    "vulnerable_persons",
)  # fmt: skip
#: How the ids of rules end that ask a model.
_GUESSED = ".likeness"
#: Items of an export that are looked at, the newest: a page must not take minutes.
MOST_CHECKED = 5_000
MOST_SHOWN = 300


@dataclass(frozen=True, slots=True)
class Flagged:
    """An item with what was found in it, sternest first."""

    item: Item
    findings: Sequence[Finding]

    @property
    def worst(self) -> Severity:
        """The sternest of its findings."""
        return self.findings[0].severity


@dataclass(frozen=True, slots=True)
class Looked:
    """The outcome: what was flagged, the worst and newest first, and how much was looked at."""

    flagged: Sequence[Flagged]
    checked: int
    left_out: int
    counts: Counter[str]


def look(items: Sequence[Item], *, unit: Unit, at: datetime) -> Looked:
    """Check items by the rules for civil servants, each in the election phase of its own day.

    Four statements, however many items.
    """
    facts = facts_for(unit, at)
    phases = all_phases(line_of(unit.pk))
    chosen = items[:MOST_CHECKED]
    known: dict[tuple[int, ...], Facts] = {}
    flagged = []
    for item in chosen:
        when = item.at or at
        # Not by the date of the item, which is that of its own zone.
        then = among(phases, when)
        around = tuple(row.pk for row in then)
        if around not in known:
            known[around] = replace(facts, phase=sternest(then), local_names=names_of(then))
        if found := _findings(item, when, known[around]):
            flagged.append(Flagged(item, found))
    flagged.sort(key=lambda row: STERNNESS.index(row.worst), reverse=True)
    return Looked(
        flagged=flagged[:MOST_SHOWN],
        checked=len(chosen),
        left_out=len(items) - len(chosen) + max(0, len(flagged) - MOST_SHOWN),
        counts=Counter(row.worst.value for row in flagged),
    )


def _findings(item: Item, at: datetime, facts: Facts) -> list[Finding]:
    draft = Draft(item.text, at=at, kind=item.kind, actor="civil_servant")
    found = check(draft, facts, rules_of(*FAMILIES))
    guessed = {finding.rule for finding in found if finding.rule.endswith(_GUESSED)}
    neutrality = {finding.rule for finding in found if finding.family == "neutrality"}
    if neutrality and neutrality <= guessed:
        # To like what only the model takes for a campaign.
        guessed.add(civil_service_campaign.RULE.id)
    return _sternest_first(_asked(f) if f.rule in guessed else f for f in found)


def _asked(finding: Finding) -> Finding:
    """What a model supposes is no more than asked: people's own words are of anything, and it has
    learned from what offices write."""
    mild = finding.severity is not Severity.MUST
    return finding if mild else replace(finding, severity=Severity.WEIGH)


def _sternest_first(found: Iterable[Finding]) -> list[Finding]:
    return sorted(found, key=lambda f: (-STERNNESS.index(f.severity), f.start))

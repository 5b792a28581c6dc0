"""The catalogue of rules as people read it, with what holds at their unit."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from kentongan.compliance.basis import Reference, is_verified, references, status_label
from kentongan.compliance.draft import Phase, Severity
from kentongan.compliance.families import FAMILIES, Family
from kentongan.compliance.levels import OFF, STANDARD
from kentongan.compliance.rule import Rule
from kentongan.compliance.rules import all_rules
from kentongan.compliance.wording import ICONS, TONES, phase_label, setting_label, severity_label
from kentongan.kernel.say import gettext as _


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
    """A rule in the reader's language.

    ``phase`` is the one of today, ``setting`` what holds at the reader's unit (``levels``).
    """

    rule: Rule
    phase: Phase = Phase.NORMAL
    setting: str = STANDARD

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
        """Its severity in the phase of today at the reader's unit, were it not switched off."""
        if self.setting not in (STANDARD, OFF):
            return Shown(Severity(self.setting))
        return Shown(self.rule.by_phase.get(self.phase, self.rule.severity))

    @property
    def off(self) -> bool:
        """Whether it is switched off at the reader's unit."""
        return self.setting == OFF

    @property
    def adjusted(self) -> bool:
        """Whether the reader's unit takes it otherwise than the product."""
        return self.setting != STANDARD

    @property
    def setting_label(self) -> str:
        """``Selalu wajib diperbaiki``."""
        return setting_label(self.setting)

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
    words: str = "",
    family: str = "",
    phase: Phase = Phase.NORMAL,
    settings: Mapping[str, str] | None = None,
    *,
    adjusted: bool = False,
) -> list[tuple[Family, list[RuleRow]]]:
    """Families that have rules, each with those that fit the search.

    ``settings`` are those of the reader's unit by rule; ``adjusted`` leaves only these.
    """
    known = settings or {}
    found = []
    for item in FAMILIES:
        if family and item.id != family:
            continue
        rows = [
            RuleRow(rule, phase, known.get(rule.id, STANDARD))
            for rule in all_rules()
            if rule.family == item.id
        ]
        rows = [
            row
            for row in rows
            if (not words or row.matches(words)) and (row.adjusted or not adjusted)
        ]
        if rows:
            found.append((item, rows))
    return found


def rules_called(words: str) -> list[str]:
    """Ids of the rules whose title, in the reader's language, holds these words."""
    wanted = words.casefold()
    return [rule.id for rule in all_rules() if wanted in _(rule.title).casefold()]

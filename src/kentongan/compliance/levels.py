"""What a rule can be set to for a unit, and when that takes away from what must be mended."""

from __future__ import annotations

from kentongan.compliance.draft import Severity
from kentongan.compliance.rule import STERNNESS, Rule

OFF = "off"
#: The product's own severity again, whatever units above have set.
STANDARD = "standard"
#: Only in the ledger: no setting of the unit's own any more, those above hold.
INHERIT = "inherit"
SETTINGS: tuple[str, ...] = (OFF, *(severity.value for severity in STERNNESS))
SEVERITIES: tuple[str, ...] = tuple(severity.value for severity in STERNNESS)
#: Families whose "must" protects people and the pemda itself.
GUARDED = frozenset({"neutrality", "personal_data"})


def can_be_must(rule: Rule) -> bool:
    """Whether the rule is a "must" in some phase, or for some actor or kind."""
    tables = (rule.by_phase, rule.by_actor, rule.by_kind)
    found = {rule.severity, *(severity for table in tables for severity in table.values())}
    return Severity.MUST in found


def softens(rule: Rule, setting: str, inherited: str = STANDARD) -> bool:
    """Whether ``setting`` lets pass what is a "must" of neutrality or personal data otherwise.

    ``inherited`` is what the units above have set. Only the top of the pemda may do that.
    """
    if rule.family not in GUARDED or setting == Severity.MUST:
        return False
    if setting == STANDARD:
        return inherited == Severity.MUST
    return can_be_must(rule) or inherited == Severity.MUST

"""The rules of the check, one a file. ``listed.py`` lists them in the order of the catalogue.

They are loaded when they are first asked for: reading their patterns takes half a second and 10 MB,
which a process that checks nothing need not pay, nor the start of one that soon will.
"""

from __future__ import annotations

from collections.abc import Mapping
from functools import cache

from kentongan.compliance.rule import Rule


@cache
def all_rules() -> tuple[Rule, ...]:
    """Every rule, in the order of the catalogue; always the same sequence."""
    from kentongan.compliance.rules.listed import RULES

    return RULES


@cache
def rules_of(*families: str) -> tuple[Rule, ...]:
    """The rules of some families, in the order of the catalogue; always the same sequence."""
    return tuple(rule for rule in all_rules() if rule.family in families)


@cache
def rules_by_id() -> Mapping[str, Rule]:
    """Every rule by its id."""
    return {rule.id: rule for rule in all_rules()}

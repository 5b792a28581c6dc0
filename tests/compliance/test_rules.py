"""The examples in the rules are their tests."""

import pytest

from kentongan.compliance.basis import references
from kentongan.compliance.check import check
from kentongan.compliance.draft import PASSERS, Phase, Severity
from kentongan.compliance.families import BY_ID as FAMILIES
from kentongan.compliance.rule import Example, Rule
from kentongan.compliance.rules import rules_by_id
from kentongan.compliance.rules.listed import RULES
from kentongan.people.roles import BY_CODE as ROLES

pytestmark = pytest.mark.no_database

LEAST_EXAMPLES = 6
SUGGESTIVE = {
    "neutrality.allusion",
    "neutrality.campaign_event",
    "neutrality.companion",
    "neutrality.victory",
}


EVERY_RULE = pytest.mark.parametrize("rule", RULES, ids=lambda rule: rule.id)


def found(rule: Rule, example: Example) -> list[str]:
    """What the rule finds in the example."""
    return [f.text for f in check(example.draft, example.facts) if f.rule == rule.id]


@EVERY_RULE
def test_the_examples_that_must_match_are_found(rule: Rule) -> None:
    assert [it.text for it in rule.examples_match if not found(rule, it)] == []


@EVERY_RULE
def test_the_examples_that_must_not_match_are_left_alone(rule: Rule) -> None:
    assert {it.text: marks for it in rule.examples_miss if (marks := found(rule, it))} == {}


@EVERY_RULE
def test_a_rule_is_complete(rule: Rule) -> None:
    assert rule.family in FAMILIES
    assert rule.id.split(".")[0] == rule.family
    assert all((rule.title, rule.looks_for, rule.message))
    assert set(rule.basis) <= set(references())
    assert rule.passed_by in PASSERS
    assert len(rule.examples_match) >= LEAST_EXAMPLES
    assert len(rule.examples_miss) >= LEAST_EXAMPLES


def test_those_who_may_pass_are_roles_and_all_of_them_are_named() -> None:
    assert set(ROLES) >= PASSERS
    assert {rule.passed_by for rule in RULES} == PASSERS


def test_rules_have_one_file_each_and_unique_ids() -> None:
    assert len(rules_by_id()) == len(RULES)


def test_neutrality_is_sternest_while_people_campaign_and_vote() -> None:
    """What only suggests a side is weighed by a person in every phase: it is wrong too often."""
    for rule in RULES:
        if rule.id in SUGGESTIVE:
            assert {severity for _phase, severity in rule.phases()} == {Severity.WEIGH}
        elif rule.family == "neutrality":
            phases = dict(rule.phases())
            assert phases[Phase.NORMAL] is Severity.WEIGH
            for phase in (Phase.CAMPAIGN, Phase.QUIET, Phase.POLLING):
                assert phases[phase] is Severity.MUST

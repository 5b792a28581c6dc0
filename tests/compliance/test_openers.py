"""Patterns tried at the words that open them find what they would find anywhere."""

import gc
import re
import time

import pytest
from hypothesis import given, strategies as st

from kentongan.compliance.draft import Draft, Facts
from kentongan.compliance.lexicon import is_negated, together, words
from kentongan.compliance.openers import Opened
from kentongan.compliance.rule import Case, Rule
from kentongan.compliance.rules import RULES
from kentongan.compliance.text import Text

from .test_check import AT

pytestmark = pytest.mark.no_database

SOURCES = (
    r"\b(?:gob?lok|dasar\s+(?:\w+\s+)?bodoh|an[jy]ing(?:an)?)\b",
    r"\bkirim(?:kan)?\s+ke\s+\d{1,3}\s+grup\b|\bsebar[a-z]*",
    r"\b(?<!uang )negara\W{1,3}maling\b|\b(?:orang-orang|wong)\s+itu\b",
)
PIECES = (
    "goblok golok dasar kamu bodoh anjing anyingan kirim kirimkan ke 10 grup sebar sebarkan uang"
    " negara, maling orang-orang wong itu . ! \n -"
).split(" ")


@given(st.lists(st.sampled_from(PIECES), max_size=12), st.sampled_from(SOURCES))
def test_an_opened_pattern_finds_what_it_finds_anywhere(pieces: list[str], source: str) -> None:
    text = Text("text", " ".join(pieces))
    found = [match.span() for match in Opened(source).find(text)]
    assert found == [match.span() for match in re.finditer(source, text.letters.text)]


def test_a_pattern_that_no_word_opens_is_refused() -> None:
    with pytest.raises(ValueError, match="no word opens"):
        Opened(r"\s+maling\b").words  # noqa: B018 it is read when it is first needed


def test_every_pattern_of_the_rules_is_opened_by_a_word() -> None:
    """They are compiled when first needed; here all of them are."""
    known = [thing for thing in gc.get_objects() if type(thing) is Opened]
    assert len(known) > 50
    assert all(opened.words or opened.stems for opened in known)
    assert all(opened.pattern for opened in known)


def test_what_stands_in_a_link_is_not_found() -> None:
    assert not list(Opened(r"\bmaling\b").find(Text("text", "https://contoh.id/maling")))


def test_two_kinds_of_words_stand_together_in_one_sentence() -> None:
    group, said = Opened(r"\bmereka\b"), Opened(r"\bhama\b")
    near = Text("text", "Mereka itu hama.")
    apart = Text("text", "Mereka datang. Hama hilang.")
    assert list(together(near, group, said))
    assert not list(together(apart, group, said))
    assert list(together(apart, group, said, across=True))
    assert not list(together(near, group, said, reach=2))


def test_a_word_is_denied_only_within_its_clause() -> None:
    text = Text("text", "bukan omong kosong")
    assert is_negated(text, text.letters.text.index("omong"))
    text = Text("text", "jangan diam, omong kosong")
    assert not is_negated(text, text.letters.text.index("omong"))


def test_a_list_that_nobody_wrote_is_a_bug() -> None:
    with pytest.raises(KeyError):
        words("state", "nothing")


PASSAGES = [rule for rule in RULES if rule.passage]


@pytest.mark.parametrize("rule", PASSAGES, ids=lambda rule: rule.id)
@pytest.mark.parametrize(
    "piece",
    ["a ", "negara ini ", "dasar orang ", "sebarkan ke ", "khilafah ", "tak ", "penculik anak "],
)
def test_a_hostile_text_does_not_keep_a_rule_busy(rule: Rule, piece: str) -> None:
    text = piece * (100_000 // len(piece))
    case = Case(Draft(text, at=AT, actor="civil_servant"), Facts())
    assert case.text.letters
    begun = time.thread_time()
    assert sum(1 for _ in rule.find(case)) < 1_000
    assert time.thread_time() - begun < 2

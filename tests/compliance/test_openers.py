"""Patterns tried at the words that open them find what they would find anywhere."""

import gc
import re
import time
from dataclasses import replace
from functools import cache
from typing import Any

import pytest
from hypothesis import given, settings, strategies as st

from kentongan.compliance.draft import Draft, Facts, Phase
from kentongan.compliance.reading.asking import asking
from kentongan.compliance.reading.first_words import first_words
from kentongan.compliance.reading.openers import Opened
from kentongan.compliance.reading.opening import Opening, opening_of
from kentongan.compliance.reading.text import Text
from kentongan.compliance.rule import NO_FACTS, Case, Rule
from kentongan.compliance.rules.listed import RULES
from kentongan.compliance.words.lexicon import is_negated, together, words
from tests.corpus import rows

from .test_check import AT

pytestmark = pytest.mark.no_database

SOURCES = (
    r"\b(?:gob?lok|dasar\s+(?:\w+\s+)?bodoh|an[jy]ing(?:an)?)\b",
    r"\bkirim(?:kan)?\s+ke\s+\d{1,3}\s+grup\b|\bsebar[a-z]*",
    r"\b(?<!uang )negara\W{1,3}maling\b|\b(?:orang-orang|wong)\s+itu\b",
    r"\b(?:dasar|kamu)\s+(?:si\s+)?(?:bodoh|maling)\b|\bke\s*(?:10|itu)\b|\bsebar\b(?!\s+uang)",
    r"(?<!\w)(?:0?[1-9]\d?\s+)?grup\b|(?<!\w)1\d\b|\borang[-\s]+(?:\w+\s+)?(?:itu|maling)",
)
PIECES = (
    "goblok golok dasar kamu bodoh anjing anyingan kirim kirimkan ke 10 grup sebar sebarkan uang"
    " negara, maling orang-orang wong itu . ! \n -"
).split(" ")


OPENED = [Opened(source) for source in SOURCES]
PATTERNS = [re.compile(source) for source in SOURCES]


@given(st.lists(st.sampled_from(PIECES), max_size=12), st.sampled_from(OPENED))
@settings(deadline=None)
def test_an_opened_pattern_finds_what_it_finds_anywhere(pieces: list[str], opened: Opened) -> None:
    text = Text("text", " ".join(pieces))
    found = [match.span() for match in opened.find(text)]
    assert found == [match.span() for match in opened.pattern.finditer(text.letters.text)]


@given(st.lists(st.sampled_from(PIECES), max_size=12), st.sampled_from(PATTERNS), st.data())
@settings(deadline=None)
def test_a_pattern_is_found_in_a_part_of_a_text_as_anywhere(
    pieces: list[str], pattern: re.Pattern[str], data: st.DataObject
) -> None:
    text = Text("text", " ".join(pieces))
    letters = text.letters.text
    # Sentences and passages end between words: a part that ends within one is asked for by nobody.
    edges = [at for at in range(len(letters) + 1) if not letters[max(at - 1, 0) : at + 1].isalnum()]
    left, right = sorted(data.draw(st.sampled_from([0, *edges, len(letters)])) for _ in range(2))
    found = [match.span() for match in text.between(pattern, left, right)]
    assert found == [match.span() for match in pattern.finditer(letters, left, right)]
    assert text.has(pattern) == (pattern.search(letters) is not None)
    assert text.may_hold(pattern) or not text.has(pattern)


def test_a_pattern_that_no_word_opens_is_refused() -> None:
    with pytest.raises(ValueError, match="no word opens"):
        Opening(r"\s+maling\b").first()


@pytest.mark.parametrize(
    "source", [r"maling\b", r"(?<![\d,])maling", r"\b\w+ maling", r"#maling", r"\bmaling|bodoh"]
)
def test_a_pattern_that_may_begin_anywhere_is_tried_anywhere(source: str) -> None:
    pattern = re.compile(source)
    text = Text("text", "dasar xmaling #maling dan si bodoh maling")
    assert opening_of(pattern) is None
    found = [match.span() for match in text.find(pattern)]
    assert found == [match.span() for match in pattern.finditer(text.letters.text)]


def test_the_word_to_come_next_is_read_as_far_as_it_can_be_told() -> None:
    first = first_words(r"\b(?:rumah\s+(?:tua|muda\w*)|kota\s+\w+|desa\b)")
    assert first is not None
    after = first.whole["rumah"]
    assert after is not None
    assert (after.whole, after.stems) == (set(), {"tua", "muda"})
    assert first.whole["kota"] is None
    assert first.whole["desa"] is None


def test_a_word_without_its_next_one_opens_nothing() -> None:
    opened = Opened(r"\bmaling\s+(?:ayam|uang)\b")
    assert Text("text", "maling ayam").starts(opened)
    assert not Text("text", "maling itu").starts(opened)
    assert not Text("text", "maling").starts(opened)


def test_what_is_made_known_later_is_found_in_a_text_that_was_read_before() -> None:
    text = Text("text", "maling ayam")
    assert not text.starts(Opened(r"\bmaling\s+bebek\b"))
    later = Opened(r"\bmaling\s+ayam\b")
    assert list(later.find(text))


def test_only_patterns_that_are_asked_for_are_read() -> None:
    asked, other = Opened(r"\bcuri\s+ayam\b"), Opened(r"\bcuri\s+bebek\b")
    assert list(asked.find(Text("text", "dia curi ayam dan curi bebek")))
    assert (asked.is_known, other.is_known) == (True, False)


def test_a_rule_is_asked_only_when_a_word_opens_one_of_its_patterns() -> None:
    def asked(text: str) -> set[str]:
        case = Case(Draft(text, at=AT), Facts())
        return {RULES[number].id for number in asking(RULES).asked(case)}

    assert "hate_abuse.drive_out" not in asked("Jadwal posyandu bulan ini.")
    assert "hate_abuse.drive_out" in asked("Usir mereka dari kampung ini!")
    assert "links.tracking" not in asked("Jadwal posyandu bulan ini.")
    assert "links.tracking" in asked("Baca https://contoh.go.id/a?utm_source=x")


def test_a_rule_is_asked_only_where_what_it_looks_for_may_stand() -> None:
    def asked(text: str, facts: Facts = NO_FACTS, **given: Any) -> set[str]:
        case = Case(Draft(text, at=AT, **given), facts)
        return {RULES[number].id for number in asking(RULES).asked(case)}

    plain = asked("Loket tutup besok.")
    assert not plain & {"conventions.date", "readability.acronym", "hoax_marker.likeness"}
    assert "conventions.date" in asked("Loket tutup 3 Agustus.")
    assert "conventions.date" in asked("Loket tutup hari senin.")
    assert "readability.acronym" in asked("Loket OJT tutup besok.")
    assert "vulnerable_persons.child" in asked("Murid itu menang.")
    assert "neutrality.hand_sign" in asked("Loket tutup \u270c")
    assert "neutrality.local_names" in asked("Loket tutup.", Facts(local_names=("Wira Danu",)))
    assert "civil_service.campaign" in asked("Loket tutup.", kind="like")
    assert "links.bare_ip" in asked("Loket tutup.", link="http://10.0.0.1/a")
    # Two kinds of words that only together say something.
    assert "hoax_marker.scare" not in asked("Beras datang pagi ini.")
    assert "hoax_marker.scare" in asked("Beras dicampur plastik.")


def test_a_rule_that_is_not_asked_would_have_found_nothing() -> None:
    for row in list(rows("tuning"))[::40]:
        for facts in (row.facts, replace(row.facts, phase=Phase.CAMPAIGN)):
            case = Case(row.draft, facts)
            asked = set(asking(RULES).asked(case))
            silent = [rule for number, rule in enumerate(RULES) if number not in asked]
            assert {rule.id: list(rule.find(case)) for rule in silent} == {
                rule.id: [] for rule in silent
            }, row.id


def test_every_pattern_of_the_rules_is_opened_by_a_word() -> None:
    """They are compiled when first needed; here all of them are."""
    gc.unfreeze()  # a worker that was tested before in this process has set aside what it loaded
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


@cache
def hostile(piece: str) -> Case:
    """100 kB of the same words, read once for all rules."""
    text = piece * (100_000 // len(piece))
    return Case(Draft(text, at=AT, actor="civil_servant"), Facts())


PASSAGES = [rule for rule in RULES if rule.passage]


@pytest.mark.parametrize("rule", PASSAGES, ids=lambda rule: rule.id)
@pytest.mark.parametrize(
    "piece",
    ["a ", "negara ini ", "dasar orang ", "sebarkan ke ", "khilafah ", "tak ", "penculik anak "],
)
@pytest.mark.slow
def test_a_hostile_text_does_not_keep_a_rule_busy(rule: Rule, piece: str) -> None:
    case = hostile(piece)
    assert case.text.letters
    begun = time.thread_time()
    assert sum(1 for _ in rule.find(case)) < 1_000
    assert time.thread_time() - begun < 2

"""Patterns tried only at a sign find what they would find anywhere."""

import re

import pytest
from hypothesis import given, settings, strategies as st

from kentongan.compliance.draft import Draft, Facts, MediaFact, Watched
from kentongan.compliance.reading.asking import asking
from kentongan.compliance.reading.signs import by_sign
from kentongan.compliance.reading.text import Text
from kentongan.compliance.rule import Case
from kentongan.compliance.rules import links_broken, personal_data_address, personal_data_plate
from kentongan.compliance.rules.listed import RULES

from .test_check import AT

pytestmark = pytest.mark.no_database

ADDRESS = ["https", "HTTP", "htps", "hxxp", "ttp", "://", ":/", ";//", " ", ".", ",", "..", ". "]
ADDRESS += ["go", "desa", "id", "contoh", "/a", "x", "\n", "@", "-", "www", "s", "p", "1"]
PLATE = ["B", "dk", "AB", "1", "12", "1482", "12345", " ", "-", ".", "KQ", "rtx", "\n", "(", "jl."]
STREET = ["jalan", "Jl.", "RT", "rt 05", "rt0", "RW", "/", " ", ". ", "desa", "_", "kosong", "kos"]
STREET += ["\n", "Gang", "é", "👶", "1", "1t", "ＲＴ", "-"]


def pieces(of: list[str]) -> st.SearchStrategy[str]:
    return st.lists(st.sampled_from(of), max_size=16).map("".join)


@pytest.mark.parametrize(
    ("pattern", "sign", "back", "given_pieces"),
    [
        (links_broken._SCHEME, links_broken._SCHEME_SIGN, 0, ADDRESS),
        (links_broken._WEB, links_broken._WEB_SIGN, 0, ADDRESS),
        (links_broken._PUBLIC, links_broken._PUBLIC_SIGN, links_broken._MARKS, ADDRESS),
        (personal_data_plate._PLATE, personal_data_plate._SIGN, personal_data_plate._BACK, PLATE),
    ],
    ids=["scheme", "web", "public", "plate"],
)
def test_a_pattern_tried_at_its_sign_finds_what_it_finds_anywhere(
    pattern: re.Pattern[str], sign: re.Pattern[str], back: int, given_pieces: list[str]
) -> None:
    @settings(max_examples=80, deadline=None)
    @given(pieces(given_pieces))
    def holds(text: str) -> None:
        anywhere = [match.span() for match in pattern.finditer(text)]
        assert [match.span() for match in by_sign(pattern, sign, text, back=back)] == anywhere

    holds()


@settings(max_examples=80, deadline=None)
@given(pieces(STREET))
def test_an_address_begins_at_the_same_words_however_they_are_looked_for(typed: str) -> None:
    text = Text("text", typed)
    anywhere = [m.start() for m in personal_data_address._BEGINS.finditer(text.light.text)]
    assert list(personal_data_address._begins(text)) == anywhere


def test_a_rule_that_needs_a_picture_or_a_list_is_not_asked_without() -> None:
    def asked(draft: Draft, facts: Facts) -> set[str]:
        return {RULES[number].id for number in asking(RULES).asked(Case(draft, facts))}

    words = Draft("Jadwal posyandu bulan ini.", at=AT)
    picture = Draft(words.text, at=AT, media=(MediaFact(alt=""),))
    watched = Facts(watched=(Watched("posyandu"),))
    needy = {"accessibility.alt_missing", "network.alt_too_long"}
    assert needy.isdisjoint(asked(words, Facts()))
    assert needy <= asked(picture, Facts())
    assert "local.watched_words" not in asked(words, Facts())
    assert "local.watched_words" in asked(words, watched)
    assert "spelling.typo" in asked(Draft("Dinas kesehattan buka.", at=AT), Facts())
    assert "spelling.typo" not in asked(words, Facts())

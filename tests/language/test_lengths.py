"""Lengths as networks count them."""

import pytest
import regex
from hypothesis import given, strategies as st

from kentongan.language.lengths import COUNTS, fits_until, graphemes, length, weighted

LINK = "https://contoh.go.id/layanan/kependudukan/jadwal-lengkap"


@pytest.mark.parametrize(
    ("text", "count"),
    [
        ("", 0),
        ("abc", 3),
        ("👨‍👩‍👧", 1),
        ("é", 1),
        ("e\u0301", 1),
        ("🇮🇩🇮🇩", 2),
        ("a\r\nb", 3),
        ("✌🏽", 1),
    ],
)
def test_graphemes_are_what_a_reader_counts(text: str, count: int) -> None:
    assert graphemes(text) == count


@pytest.mark.parametrize(
    ("text", "weight"),
    [("abc", 3), ("é", 1), ("e\u0301", 1), ("字", 2), ("👨‍👩‍👧", 2), ("–", 1), ("🙏", 2)],
)
def test_x_weighs_scripts_and_emoji(text: str, weight: int) -> None:
    assert weighted(text) == weight


def test_links_count_what_the_network_says() -> None:
    text = f"Jadwal: {LINK} ya"
    assert length(text, "weighted280") == len("Jadwal:  ya") + 23
    assert length(text, "graphemes", 23) == len("Jadwal:  ya") + 23
    assert length(text, "graphemes") == len(text)
    assert length(text, "characters") == len(text)
    assert length("é🙏", "bytes") == 6


def test_the_cut_is_never_inside_a_link_or_a_grapheme() -> None:
    assert fits_until(f"ab {LINK}", 10, "graphemes", 23) == 3
    assert fits_until("👨‍👩‍👧👨‍👩‍👧", 1) == len("👨‍👩‍👧")
    assert fits_until("abc", 3) == 3


def test_an_unknown_way_of_counting_is_a_bug() -> None:
    with pytest.raises(ValueError, match="unknown way"):
        length("a", "words")


@given(st.text(), st.sampled_from(COUNTS), st.integers(0, 40), st.sampled_from([0, 23]))
def test_what_fits_fits_and_one_more_does_not(text: str, count: str, limit: int, link: int) -> None:
    cut = fits_until(text, limit, count, link)
    assert 0 <= cut <= len(text)
    if length(text, count, link) <= limit and count != "weighted280":
        assert cut == len(text)


@given(
    st.text(
        st.one_of(
            st.characters(), st.sampled_from("ab é\u0301\u200d\ufe0f\u20e31👨👩🇮🇩\r\n\u0600字✌🏽©")
        )
    )
)
def test_the_quick_count_is_the_slow_count(text: str) -> None:
    assert graphemes(text) == len(regex.findall(r"\X", text))

"""Lengths as networks count them."""

import unicodedata

import pytest
import regex
from hypothesis import given, strategies as st

from kentongan.language.lengths import COUNTS, fits_until, graphemes, length, weighted

pytestmark = pytest.mark.no_database

#: Parts with the weight that docs.x.com/fundamentals/counting-characters gives them.
WEIGHTS = [
    *((part, 1) for part in "a é e\u0301 ſ ك क – “ © \n".split(" ")),
    *((part, 2) for part in "… € 字 한 ꦗ ᬅ 👾 ☎ 🇮🇩 1️⃣ #\u20e3 ©️ ❤️ 👋🏽".split()),
    *((part, 2) for part in "👨‍🎤 🏳️‍🌈 👨‍👩‍👧‍👦 👩🏽‍❤️‍💋‍👨🏻 🏴󠁧󠁢󠁥󠁮󠁧󠁿".split()),
    (" https://contoh.go.id/" + "a" * 90 + " ", 1 + 23 + 1),
    (" contoh.go.id ", 1 + 23 + 1),
    (" surel@contoh.go.id ", 20),
]
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


def test_a_sign_that_is_no_emoji_is_not_counted_as_one() -> None:
    assert weighted("a\ufe0f") == 3
    assert weighted("👨\u0301") == 3
    assert weighted("🏠🏽") == 4
    assert weighted("\u200d".join("🙏🙏🙏🙏🙏")) == 2 + 1 + 2


@given(st.lists(st.sampled_from(WEIGHTS), max_size=40))
def test_x_weighs_a_text_as_the_sum_of_its_parts(parts: list[tuple[str, int]]) -> None:
    text = "".join(part for part, _ in parts)
    assert length(text, "weighted280") == sum(weight for _, weight in parts)


@given(
    st.text(
        st.one_of(
            st.characters(exclude_categories=["Cs"]),
            st.sampled_from("ab é\u0301\u200d\ufe0f\u20e31👨👩🇮🇩\r\n字✌🏽©❤"),
        )
    )
)
def test_x_weighs_every_form_of_a_text_alike_and_never_below_its_characters(text: str) -> None:
    composed = unicodedata.normalize("NFC", text)
    assert weighted(text) == weighted(composed) == weighted(unicodedata.normalize("NFD", text))
    assert weighted(composed) <= 2 * len(composed)
    if not any(regex.match(r"\p{Emoji}", c) for c in composed if not c.isascii()):
        assert weighted(composed) >= len(composed) - 2 * composed.count("\u20e3")


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


@pytest.mark.parametrize(
    ("text", "size"),
    [
        ("Guyub 2026 #1*", 14),
        ("é", 1),
        ("e\u0301", 2),
        ("©", 1),
        ("©\ufe0f", 5),
        ("1\ufe0f\u20e3", 7),
        ("❤", 3),
        ("❤\ufe0f", 6),
        ("👨\u200d👩\u200d👧", 18),
        ("👍🏽", 8),
        ("🇮🇩", 8),
    ],
)
def test_of_an_emoji_threads_counts_the_bytes(text: str, size: int) -> None:
    assert length(text, "emoji_bytes") == size
    assert length(f"a {text} b", "emoji_bytes") == size + 4

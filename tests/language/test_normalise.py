"""Normalising undoes disguise and knows where every character came from."""

import time

import pytest
from hypothesis import given, strategies as st

from kentongan.language.normalise import Strength, normalise

pytestmark = pytest.mark.no_database

WORDS = frozenset("pilih coblos nomor satu dua paslon".split())
#: Any text at all, half surrogates included, and texts rich in what the normaliser changes.
TEXTS = st.one_of(
    st.text(st.characters()),
    st.text(st.sampled_from("abc o0 1l.-!@$\u200b\u0301соаАЅᴄ🅲🇨🇮🇩é①½ﬁ\n\t_c o b l o s")),
)


def letters(text: str) -> str:
    return normalise(text, Strength.LETTERS, words=WORDS).text


@pytest.mark.parametrize(
    "disguised",
    [
        "COBLOS", "c0bl0s", "c o b l o s", "C.O.B.L.O.S", "c-o-b-l-o-s", "c_o_b_l_o_s",
        "coblooooos",
        "сoblоs", "cօblօs", "ｃｏｂｌｏｓ", "𝐜𝐨𝐛𝐥𝐨𝐬", "🅲🅾🅱🅻🅾🆂", "🅒🅞🅑🅛🅞🅢", "Ⓒⓞⓑⓛⓞⓢ", "ᴄᴏʙʟᴏꜱ",
        "c\u200bo\u200db\u2060los", "c\u00adoblos", "c\u0301o\u0308blos", "ćöblös", "cob1os",
        "🇨🇴🇧🇱🇴🇸",
        "c * o * b * l * o * s",
    ],
)  # fmt: skip
def test_a_disguised_word_is_read(disguised: str) -> None:
    assert letters(disguised) == "coblos"


@pytest.mark.parametrize(
    ("typed", "read"),
    [
        ("p1l1h n0mor 2", "pilih nomor 2"),
        ("p i l i h  n o m o r  2", "pilih nomor 2"),
        ("p i l i h n o m o r s a t u", "pilih nomor satu"),
        ("p@slon", "paslon"),
        ("p!lih", "pilih"),
        ("Ayo!ikut", "ayo!ikut"),
        ("4nj1ng p4nc4s1l4", "anjing pancasila"),
        ("gacor77", "gacor77"),
        ("2periode", "2periode"),
        ("info@desa.id", "info@desa.id"),
        ("pukul 08.00-10.00", "pukul 08.00-10.00"),
        ("maaf saat massa", "maaf saat massa"),
        ("🇮🇩 merdeka 🇮🇩🇮🇩", "🇮🇩 merdeka 🇮🇩🇮🇩"),
        ("www.desa.id", "www.desa.id"),
        ("5 x 5 m", "5 x 5 m"),
    ],
)
def test_what_is_said_in_letters(typed: str, read: str) -> None:
    assert letters(typed) == read


def test_light_keeps_case_and_reads_digits_of_all_scripts() -> None:
    assert normalise("ＮＩＫ ٣٢ १२ \u200b3", Strength.LIGHT).text == "NIK 32 12 3"


def test_a_span_leads_back_to_what_was_typed() -> None:
    typed = "Ayo c\u200b 0 b l 0 s ｎｏmor"
    result = normalise(typed, Strength.LETTERS, words=WORDS)
    at = result.text.index("coblos")
    start, end = result.span(at, at + 6)
    assert typed[start:end] == "c\u200b 0 b l 0 s"


def test_a_span_outside_is_refused() -> None:
    with pytest.raises(ValueError, match="outside"):
        normalise("abc", Strength.FOLDED).span(2, 9)


@given(TEXTS, st.sampled_from(Strength))
def test_the_map_is_exact(text: str, strength: Strength) -> None:
    result = normalise(text, strength, words=WORDS)
    assert result.original == text
    assert len(result.starts) == len(result.ends) == len(result.text)
    before = 0
    for start, end in zip(result.starts, result.ends, strict=True):
        assert 0 <= start <= end <= len(text)
        assert start >= before
        before = start


@given(TEXTS)
def test_light_and_folded_characters_come_from_their_own_place(text: str) -> None:
    for strength in (Strength.LIGHT, Strength.FOLDED):
        result = normalise(text, strength)
        for index in range(len(result.text)):
            start, end = result.span(index, index + 1)
            assert end == start + 1


@given(TEXTS, st.data())
def test_any_span_lies_in_the_text(text: str, data: st.DataObject) -> None:
    result = normalise(text, Strength.LETTERS, words=WORDS)
    start = data.draw(st.integers(0, len(result.text)))
    end = data.draw(st.integers(start, len(result.text)))
    first, last = result.span(start, end)
    assert 0 <= first <= last <= len(text)


@given(st.text(st.sampled_from("abcdefghij klm nop\n.,")))
def test_plain_ascii_folds_to_itself(text: str) -> None:
    result = normalise(text, Strength.FOLDED)
    assert result.text == text
    assert all(result.span(i, i + 1) == (i, i + 1) for i in range(len(text)))


@pytest.mark.parametrize(
    "hostile",
    ["1 " * 50_000, "a!" * 50_000, "a " * 50_000, "a1" * 50_000, "a." * 50_000, "a" * 100_000,
     "🇨" * 20_000, "a  " * 30_000, "\u0301" * 100_000],
)  # fmt: skip
def test_hostile_text_takes_linear_time(hostile: str) -> None:
    begun = time.thread_time()
    normalise(hostile, Strength.LETTERS, words=WORDS)
    assert time.thread_time() - begun < 4

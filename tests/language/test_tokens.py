"""Sentences, words, links, tags and emoji of Indonesian captions."""

import pytest
from hypothesis import given, strategies as st

from kentongan.language import tokens

pytestmark = pytest.mark.no_database


def texts(found: list[tokens.Token]) -> list[str]:
    return [token.text for token in found]


@pytest.mark.parametrize(
    ("text", "sentences"),
    [
        ("Datang ke Jl. Merdeka No. 5. Bawa KTP.", ["Datang ke Jl. Merdeka No. 5.", "Bawa KTP."]),
        ("Mulai pukul 08.00 WIB. Gratis!", ["Mulai pukul 08.00 WIB.", "Gratis!"]),
        ("Camat Drs. H. Asep, M.Si. hadir.", ["Camat Drs. H. Asep, M.Si. hadir."]),
        ("Oleh Dede, S.Sos. Lanjut besok.", ["Oleh Dede, S.Sos. Lanjut besok."]),
        ("KTP, KK, dll. Datang ya.", ["KTP, KK, dll.", "Datang ya."]),
        ("KTP, KK, dll. dibawa.", ["KTP, KK, dll. dibawa."]),
        ("Satu\nDua\n\nTiga", ["Satu", "Dua", "Tiga"]),
        ("Benarkah? Ya… Tentu!", ["Benarkah?", "Ya…", "Tentu!"]),
        ("Cek contoh.go.id. Terima kasih", ["Cek contoh.go.id.", "Terima kasih"]),
        ("Harga Rp50.000. Murah.", ["Harga Rp50.000.", "Murah."]),
        ("1. Datang\n2. Pulang", ["1. Datang", "2. Pulang"]),
        ("• Senin • Selasa", ["Senin", "Selasa"]),
        ("", []),
        ("?!…", []),
    ],
)
def test_sentences(text: str, sentences: list[str]) -> None:
    assert [s.strip("• ") for s in texts(tokens.sentences(text))] == sentences


@pytest.mark.parametrize(
    ("text", "links"),
    [
        ("Cek https://contoh.go.id/a(b), ya", ["https://contoh.go.id/a(b)"]),
        ("Cek majalengkakab.go.id, sore.Besok", ["majalengkakab.go.id"]),
        ("www.desa.id/x?y=1!", ["www.desa.id/x?y=1"]),
        ("s.id/posyandu", ["s.id/posyandu"]),
        ("(https://contoh.go.id)", ["https://contoh.go.id"]),
        ("Info di sscasn.bkn.go.id. Lalu bit.ly...", ["sscasn.bkn.go.id", "bit.ly"]),
        ("surel asep@gmail.com", []),
        ("S.Sos. M.Si pukul 08.00", []),
        ("", []),
    ],
)
def test_links(text: str, links: list[str]) -> None:
    assert texts(tokens.links(text)) == links


def test_tags_mentions_and_addresses() -> None:
    text = "Halo @kec.maju dan @desa@sosial.id #HariBatik #1 #Kota_Kita surel a.b@desa.id."
    assert texts(tokens.hashtags(text)) == ["#HariBatik", "#Kota_Kita"]
    assert texts(tokens.mentions(text)) == ["@kec.maju", "@desa@sosial.id"]
    assert texts(tokens.emails(text)) == ["a.b@desa.id"]


def test_emoji_are_what_people_see() -> None:
    found = texts(tokens.emoji("a 👨‍👩‍👧 ✌🏽 ☝️ 🇮🇩 1️⃣ 1 # © é"))
    assert found == ["👨‍👩‍👧", "✌🏽", "☝️", "🇮🇩", "1️⃣"]


def test_words_in_links_and_tags_are_no_prose() -> None:
    words = tokens.prose_words("Anak-anak pukul 08.00 di contoh.go.id #Hari Batik @desa")
    assert texts(words) == ["Anak-anak", "pukul", "08.00", "di", "Batik"]


@given(st.text(st.characters()))
def test_every_token_is_where_it_says(text: str) -> None:
    for cut in (
        tokens.sentences, tokens.links, tokens.emails, tokens.hashtags, tokens.mentions,
        tokens.emoji, tokens.words, tokens.prose_words,
    ):  # fmt: skip
        for token in cut(text):
            assert text[token.start : token.end] == token.text
            assert token.text


@pytest.mark.parametrize(
    "hostile",
    ["a." * 50_000, "a@" * 50_000, "a@b." * 20_000, "#" * 100_000, "http://" * 15_000,
     "." * 100_000,
     "a-" * 50_000, "1." * 50_000, "@a." * 30_000, "x" * 100_000 + "@", "(" * 50_000 + "https://a.id",
     "https://a.id/b a@b.id " * 40_000],
)  # fmt: skip
@pytest.mark.timeout(60)
def test_hostile_text_is_cut_in_linear_time(hostile: str) -> None:
    tokens.links(hostile)
    tokens.emails(hostile)
    tokens.mentions(hostile)
    tokens.sentences(hostile)
    tokens.prose_words(hostile)


def test_of_many_tokens_the_one_that_a_span_meets_or_lies_in_is_found() -> None:
    found = tokens.words("satu dua tiga")
    assert [tokens.meets(found, *span) for span in ((0, 1), (3, 6), (4, 5), (5, 8), (12, 20))] == [
        True, True, False, True, True,
    ]  # fmt: skip
    assert tokens.around(found, 5, 8) == (5, 8, "dua")
    assert tokens.around(found, 6, 7) == (5, 8, "dua")
    assert tokens.around(found, 4, 8) is None
    assert tokens.around(found, 5, 9) is None
    assert tokens.around([], 0, 1) is None

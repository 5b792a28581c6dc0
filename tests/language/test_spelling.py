"""The speller: known words, suggestions, and slips of whole texts."""

import pytest
from hypothesis import given, strategies as st

from kentongan.language.proofreading import slips
from kentongan.language.readability import by_sentence
from kentongan.language.spelling import standard, suggest, table
from kentongan.language.words import Rank, is_known, is_regional, ranks

pytestmark = pytest.mark.no_database


def found(text: str) -> list[tuple[str, str]]:
    return [(text[s.start : s.end], s.replacement) for s in slips(text, by_sentence(text))]


@pytest.mark.parametrize(
    "word",
    "pelayanan dilaksanakan memperbarui ketidakhadiran bersama-sama menyosialisasikan bukunya"
    " sebaik-baiknya berjalan-jalan pertanggungjawaban siapakah posyandu musrenbang".split(),
)
def test_words_in_use_are_known(word: str) -> None:
    assert is_known(word)


@pytest.mark.parametrize("word", "kecamtan pendafatran diperbaki masyarkat pelyanan".split())
def test_slips_are_no_words(word: str) -> None:
    assert not is_known(word)


@pytest.mark.parametrize(
    ("word", "right"),
    [
        ("pendafatran", "pendaftaran"),
        ("kegiatanya", "kegiatannya"),
        ("tempayanya", "tempayannya"),
        ("perpustkaan", "perpustakaan"),
        ("diperbaki", "diperbaiki"),
        ("bersamasama", "bersama-sama"),
        ("parunglisung", None),
        ("qonitatin", None),
        ("", None),
        ("a" * 300, None),
    ],
)
def test_a_suggestion_is_sure_or_none(word: str, right: str | None) -> None:
    assert suggest(word) == right


@pytest.mark.parametrize(
    ("word", "right"),
    [
        ("apotik", "apotek"),
        ("dihimbau", "diimbau"),
        ("himbauannya", "imbauannya"),
        ("mengkonsolidasikan", "mengonsolidasikan"),
        ("mengimbau", None),
        ("mengkaji", None),
        ("mentari", None),
        ("mempelajari", None),
        ("mempunyai", None),
    ],
)
def test_a_non_standard_form_has_a_standard_one(word: str, right: str | None) -> None:
    entry = standard(word)
    assert (entry and entry.form) == right


def test_no_standard_form_is_itself_listed_as_wrong() -> None:
    listed = table()
    wrong = {entry.form for entry in listed.values()} & listed.keys()
    assert not wrong


def test_no_non_standard_form_may_be_suggested() -> None:
    listed = ranks()
    assert not [word for word in table() if listed.get(word, Rank.PLACE) >= Rank.USUAL]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("Loket di buka dikantor desa.", [("di buka", "dibuka"), ("dikantor", "di kantor")]),
        ("APOTIK TUTUP SEMENTARA BESOK", [("APOTIK", "APOTEK")]),
        ("Apotik Mulya Waras buka.", []),
        ("Kata warga, “praktek dokter tutup”.", []),
        ("Walikota Saripura datang.", [("Walikota", "Wali kota")]),
        ("Bulan Ramadhan bersama Fitri Ramadhan.", [("Ramadhan", "Ramadan")]),
        ("Warga se Jawa Barat.", [("se Jawa", "se-Jawa")]),
        ("Apa pun, siapa pun, walaupun, dan maupun.", []),
        ("Sasarengan ngaruwat lembur, urang ka kacamatan.", []),
        # So many slips make no other language of a sentence.
        (
            "Kami merubah sistim antri di apotik.",
            [
                ("merubah", "mengubah"),
                ("sistim", "sistem"),
                ("antri", "antre"),
                ("apotik", "apotek"),
            ],
        ),
    ],
)
def test_slips_of_a_text(text: str, expected: list[tuple[str, str]]) -> None:
    assert found(text) == expected


@pytest.mark.parametrize("word", "dipunwiwiti énjing baraya ingkang gununganipun".split())
def test_regional_words_are_recognised(word: str) -> None:
    assert is_regional(word)


@given(st.text(max_size=200))
def test_slips_are_spans_in_order_of_any_text(text: str) -> None:
    end = 0
    for slip in slips(text, by_sentence(text)):
        assert end <= slip.start < slip.end <= len(text)
        assert slip.replacement != text[slip.start : slip.end]
        end = slip.end

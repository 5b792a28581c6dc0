"""Who is named, what is said of them, and numbers in disguise."""

import pytest

from kentongan.compliance.check import check
from kentongan.compliance.draft import Draft, Facts, MediaFact
from kentongan.compliance.reading.text import Text
from kentongan.compliance.rule import Example
from kentongan.compliance.words.numbers import mobiles
from kentongan.compliance.words.numerals import spoken_mobiles, spoken_runs
from kentongan.compliance.words.persons import Kind
from kentongan.compliance.words.plight import MEDICAL, plights

AT = Example("").draft.at


def people(text: str) -> list[tuple[str, Kind]]:
    return [(person.name, person.kind) for person in Text("text", text).persons]


@pytest.mark.parametrize(
    ("text", "name"),
    [
        ("Mohon doa untuk Ceu Icah.", "Ceu Icah"),
        ("dek rafa sudah sembuh", "dek rafa"),
        ("Bapak Camat Ahmad Subarna hadir.", "Bapak Camat Ahmad Subarna"),
        ("Contohnya Andri Setiawan, warga Wotgaleng.", "Andri Setiawan"),
        ("Patroli menjaring Keizaro, 15 tahun.", "Keizaro"),
        ("K e i l a, 14 tahun, selamat.", "K e i l a"),
        ("07 SOLEH MUCHTAR - DM TIPE 2", "SOLEH MUCHTAR"),
        ("Bocah itu diamankan. Jenenge Tegar.", "Tegar"),
    ],
)
def test_people_are_found_by_honorific_name_age_or_list(text: str, name: str) -> None:
    assert name in [found for found, _ in people(text)]


@pytest.mark.parametrize(
    "text",
    [
        "SDN Siti Aminah menerima murid pindahan.",
        "Jalan Haji Ridwan ditutup.",
        "Bapak Ibu warga Desa Wotgaleng, selamat pagi.",
        "Puskesmas Banyulor buka Senin.",
        "Jemaah haji Gemareka berangkat.",
        "1. Bawa KTP 2. Isi formulir",
    ],
)
def test_places_and_words_are_no_people(text: str) -> None:
    assert people(text) == []


def test_an_office_without_a_name_and_a_doctor_are_told_apart() -> None:
    assert people("Pak Lurah dan dr. Hendra datang.") == [
        ("Pak Lurah", Kind.OFFICE),
        ("dr. Hendra", Kind.PROFESSIONAL),
    ]


def test_the_span_of_a_plight_is_as_typed() -> None:
    text = "Warga bernama Kasim, pengidap HlV di RW 06"
    found = plights(Text("text", text), *MEDICAL)
    assert [text[plight.start : plight.end] for plight in found] == [
        "Kasim, pengidap",
        "Kasim, pengidap HlV",
    ]


@pytest.mark.parametrize(
    ("text", "digits"),
    [
        ("nol delapan dua belas tiga tiga 44 dobel lima enam enam", "081233445566"),
        ("kosong dalapan hiji dua tilu tilu opat opat lima lima genep genep", "081233445566"),
        ("nol wolu siji loro telu telu papat papat lima lima nem nem", "081233445566"),
        ("nol delapan ratus dua belas, tiga puluh tiga, 44, 55, 66", "081233445566"),
    ],
)
def test_numbers_are_read_out_of_words(text: str, digits: str) -> None:
    found = [number for run in spoken_runs(text) for _, _, number in spoken_mobiles(run)]
    assert found == [digits]


def test_a_number_ends_where_the_next_thing_begins() -> None:
    assert [n.written for n in mobiles("0812-3344-5566 24 jam")] == ["0812-3344-5566"]
    assert [n.written for n in mobiles("081233445566/085711223344")] == [
        "081233445566",
        "085711223344",
    ]


def test_words_in_a_picture_are_said_to_stand_there_and_cannot_be_replaced_by_a_click() -> None:
    media = (MediaFact(alt="KTP di meja", seen_text="NIK 3210011203850001"),)
    [found] = check(Draft("Siapa kehilangan?", at=AT, media=media, network=""), Facts())[:1]
    assert found.where == "picture:0"
    assert "di dalam gambar" in found.message
    assert found.suggestion is not None
    assert found.suggestion.replacement is None

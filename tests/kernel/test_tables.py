"""Tables are read as people save them, bounded, and written so that nothing computes."""

import csv
import io
import zipfile
from datetime import date, datetime

import openpyxl
import pytest
from hypothesis import given, settings, strategies as st

from kentongan.kernel import tables
from kentongan.kernel.errors import Invalid, KentonganError, TooLarge

pytestmark = pytest.mark.no_database

A_MORNING = datetime(2026, 8, 12, 7, 30)  # noqa: DTZ001 - Excel knows no zones
PLAIN = "kode,nama\nkec-a,Kecamatan A\n"


def xlsx(*rows: list[object]) -> bytes:
    book = openpyxl.Workbook()
    for row in rows:
        book.active.append(row)
    out = io.BytesIO()
    book.save(out)
    return out.getvalue()


@pytest.mark.parametrize(
    "content",
    [
        PLAIN.encode(),
        PLAIN.encode("utf-8-sig"),
        PLAIN.encode("utf-16"),
        PLAIN.replace(",", ";").encode(),
        PLAIN.replace(",", "\t").replace("\n", "\r\n").encode(),
        ("sep=;\r\n" + PLAIN.replace(",", ";")).encode(),
        b'"Kode" , Nama \n\n kec-a , "Kecamatan A"\n\n'.replace(b'"Kode" ,', b'"Kode",').replace(
            b' kec-a , "', b' kec-a ,"'
        ),
        xlsx(["Kode", "NAMA"], [None, None], ["kec-a", "Kecamatan A"]),
    ],
    ids=["utf8", "sig", "utf16", "semicolon", "tab", "sep", "blanks", "xlsx"],
)
def test_the_usual_ways_of_saving_are_read(content: bytes) -> None:
    table = tables.read(content)
    assert table.header == ("kode", "nama")
    assert [r for _, r in table.records()] == [{"kode": "kec-a", "nama": "Kecamatan A"}]


def test_windows_letters_are_read() -> None:
    table = tables.read("nama\nKafé “Jati”\n".encode("cp1252"))
    assert table.rows[0].cells == ("Kafé “Jati”",)


def test_line_numbers_are_those_of_the_file() -> None:
    table = tables.read(b'a,b\n1,"dua\nbaris"\n\n2,x\n')
    assert [row.line for row in table.rows] == [2, 5]
    table = tables.read(xlsx(["a"], [None], ["x"]))
    assert [row.line for row in table.rows] == [3]


def test_cells_of_excel_become_text() -> None:
    content = xlsx(
        ["a", "b", "c", "d", "e"], [3201, 1.5, date(2026, 8, 12), True, "=1+1"],
        [32010.0, "081", A_MORNING, None, "=HYPERLINK(\"http://x\")"],
    )  # fmt: skip
    assert [row.cells for row in tables.read(content).rows] == [
        ("3201", "1.5", "2026-08-12", "ya", "=1+1"),
        ("32010", "081", "2026-08-12 07:30", "", '=HYPERLINK("http://x")'),
    ]


@pytest.mark.parametrize(
    "content",
    [
        b"",
        b"\n\n",
        b"a,a\n1,2\n",
        b"a,,c\n1,2,3\n",
        b"a,b\n1,2,3\n",
        b'a,b\n"1,2\n',
        b"a,b\n1,\x00\n",
        b"\xd0\xcf\x11\xe0 old excel",
        b"PK\x03\x04 not a zip at all",
        b"\x89PNG\r\n\x1a\n\x00\x00",
    ],
)
def test_what_cannot_be_read_is_refused_in_words(content: bytes) -> None:
    with pytest.raises(Invalid) as refused:
        tables.read(content)
    assert str(refused.value).endswith(".")


def test_sizes_are_bounded() -> None:
    with pytest.raises(TooLarge):
        tables.read(b"a\n" + b"x" * tables.MAX_BYTES)
    with pytest.raises(TooLarge):
        tables.read(b"a\n" + b"x\n" * 11, max_rows=10)
    with pytest.raises(TooLarge):
        tables.read(",".join(f"k{n}" for n in range(80)).encode())
    with pytest.raises(Invalid):
        tables.read(b"a\n" + b"x" * (tables.MAX_CELL + 1))


def packed(**parts: bytes) -> bytes:
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("[Content_Types].xml", b"<Types/>")
        for name, content in parts.items():
            archive.writestr(name, content)
    return out.getvalue()


def test_a_zip_bomb_is_not_unpacked() -> None:
    bomb = packed(**{"xl/sheet.bin": b"\0" * (tables.MAX_UNPACKED + 1)})
    assert len(bomb) < 200_000
    with pytest.raises(TooLarge):
        tables.read(bomb)


def test_entities_are_refused() -> None:
    evil = b'<?xml version="1.0"?><!DOCTYPE x [<!ENTITY a "aaaa">]><x>&a;</x>'
    with pytest.raises(Invalid, match="tidak diizinkan"):
        tables.read(packed(**{"xl/workbook.xml": evil}))
    with pytest.raises(Invalid):
        tables.read(packed(**{"xl/workbook.xml": evil.decode().encode("utf-16")}))


def test_any_other_zip_is_refused() -> None:
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w") as archive:
        archive.writestr("surat.docx", b"x")
    with pytest.raises(Invalid):
        tables.read(out.getvalue())
    with pytest.raises(Invalid):
        tables.read(packed(surat=b"x"))


@pytest.mark.parametrize("text", ["=1+1", "+62811", "-2", "@SUM(A1)", "\t=1", "  =1", "'=1"])
def test_csv_disarms_formulas_and_reading_restores_them(text: str) -> None:
    content = tables.to_csv(["a"], [[text]])
    _header, written = csv.reader(io.StringIO(content.decode("utf-8-sig"), newline=""))
    assert written[0].startswith("'")
    assert tables.read(content).rows[0].cells == (text,)


def test_xlsx_stores_formulas_and_links_as_text() -> None:
    content = tables.to_xlsx(["a", "b"], [["=1+1", 5], ["https://x.id", None]])
    sheet = openpyxl.load_workbook(io.BytesIO(content)).active
    assert sheet["A2"].data_type in ("s", "f")
    assert tables.read(content).rows[0].cells == ("=1+1", "5")
    with zipfile.ZipFile(io.BytesIO(content)) as archive:
        assert b"<f>" not in archive.read("xl/worksheets/sheet1.xml")


line = st.text(
    st.characters(blacklist_categories=("Cc", "Cs"), blacklist_characters="\ufeff"), max_size=30
).map(str.strip)


@settings(max_examples=100, deadline=None)
@given(st.lists(st.tuples(line.filter(bool), line), min_size=1, max_size=8))
def test_what_is_written_is_read_back(rows: list[tuple[str, str]]) -> None:
    for content in (tables.to_csv(["a", "b"], rows), tables.to_xlsx(["a", "b"], rows)):
        assert len(tables.read(content).rows) == len(rows)
    read = tables.read(tables.to_csv(["a", "b"], rows))
    assert [row.cells for row in read.rows] == rows


def read_or_reason(content: bytes) -> object:
    """The table, or the sentence that says why not; any other error fails the test."""
    try:
        return tables.read(content)
    except KentonganError as refused:
        return str(refused)


@settings(max_examples=300, deadline=None)
@given(st.binary(max_size=400))
def test_any_bytes_give_a_table_or_a_sentence(content: bytes) -> None:
    assert read_or_reason(content)


@settings(max_examples=80, deadline=None)
@given(st.integers(0, 5000), st.integers(0, 255))
def test_a_damaged_workbook_gives_a_table_or_a_sentence(place: int, byte: int) -> None:
    content = bytearray(xlsx(["a", "b"], ["x", 1]))
    content[place % len(content)] = byte
    assert read_or_reason(bytes(content))


@pytest.mark.parametrize(
    "written",
    ["2026-08-13", "13/08/2026", "13.8.2026", "13 Agustus 2026", "13-Agu-26", "13-Aug-26", "46247"],
)
def test_a_day_is_read_as_people_and_spreadsheets_write_it(written: str) -> None:
    assert tables.day(written) == date(2026, 8, 13)


@pytest.mark.parametrize("written", ["", "31/02/2026", "08/13/2026", "13 Anu 2026", "123", "99999"])
def test_what_is_no_day_is_none(written: str) -> None:
    assert tables.day(written) is None


@given(st.text(max_size=20))
def test_no_text_breaks_the_reading_of_days(text: str) -> None:
    found = tables.day(text)
    assert found is None or isinstance(found, date)


def test_a_number_that_excel_has_rounded_is_not_taken_for_what_was_typed() -> None:
    with pytest.raises(Invalid, match="Baris 2 berisi angka lebih dari 15 digit"):
        tables.read(xlsx(["nip"], [199001012010011001]))
    assert tables.read(xlsx(["nip"], ["199001012010011001"])).rows[0].cells[0].endswith("1001")

"""Tables people bring and take away: CSV and XLSX, read with bounds, written without formulas.

Reading treats every cell as text; a formula is the text of the formula, never its result.
Sizes are bounded before a parser sees the file. Problems are :class:`Invalid` or
:class:`TooLarge` with a sentence that says what to do.
"""

from __future__ import annotations

import csv
import io
import re
import zipfile
import zlib
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from decimal import Decimal
from itertools import zip_longest
from typing import Any
from xml.etree.ElementTree import ParseError

from django.utils.formats import number_format
from django.utils.text import get_text_list
from django.utils.translation import gettext as _

from kentongan.kernel.errors import Invalid, TooLarge

MAX_BYTES = 5 * 1024 * 1024
MAX_UNPACKED = 80 * 1024 * 1024
MAX_PARTS = 400
MAX_ROWS = 5000
#: Rows that are named in one sentence.
MAX_NAMED = 10
MAX_COLUMNS = 60
MAX_CELL = 10_000
_DELIMITERS = ",;\t|"
#: What a spreadsheet takes for the beginning of a formula.
_FORMULA = ("=", "+", "-", "@", "\t", "\r", "\n")
#: From here on a spreadsheet has rounded what was typed: it keeps 15 digits.
_ROUNDED = 10**15
#: Day 0 of a spreadsheet, and the days that can be meant: 1982 to 2064.
_DAY_ZERO = date(1899, 12, 30)
_DAYS = range(30_000, 60_000)
_DAY_FORMATS = ("%Y-%m-%d", "%d-%m-%Y", "%d/%m/%Y", "%d.%m.%Y")
_MONTHS = (
    "jan", "feb|peb", "mar", "apr", "mei|may", "jun", "jul", "agu|ags|aug", "sep", "okt|oct",
    "nov|nop", "des|dec",
)  # fmt: skip
_NAMED = re.compile(r"(\d{1,2})[ ./-]+([a-z]{3,9})[ ./-]+(\d{4}|\d{2})", re.IGNORECASE)
XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
Cell = str | int | float | Decimal | date | datetime | None


@dataclass(frozen=True, slots=True)
class Row:
    """One row: ``line`` as the person's own program numbers it, ``cells`` trimmed text."""

    line: int
    cells: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Table:
    """A header and its rows; every row has exactly as many cells as the header."""

    header: tuple[str, ...]
    rows: tuple[Row, ...]

    def renamed(self, name: Callable[[str], str]) -> Table:
        """The same with other names of columns; ``Invalid`` where two would then be alike."""
        return Table(_once(tuple(map(name, self.header))), self.rows)

    def records(self) -> Iterator[tuple[int, dict[str, str]]]:
        """Line number and cells by column name."""
        for row in self.rows:
            yield row.line, dict(zip(self.header, row.cells, strict=True))


def read(content: bytes, *, max_rows: int = MAX_ROWS) -> Table:
    """Read a CSV or XLSX; which of the two is decided by its first bytes, not by its name.

    Column names are lower-cased and trimmed; empty rows are skipped.
    """
    if len(content) > MAX_BYTES:
        raise TooLarge(
            _("Berkas lebih besar dari 5 MB. Bagi menjadi beberapa, lalu unggah satu per satu.")
        )
    if content.startswith(b"PK\x03\x04"):
        lines = _xlsx_lines(content)
    elif content.startswith(b"\xd0\xcf\x11\xe0"):
        raise Invalid(_("Ini berkas Excel lama (.xls). Simpan ulang sebagai .xlsx atau CSV."))
    else:
        lines = _csv_lines(_decode(content))
    return _table(lines, max_rows)


def _table(lines: Iterable[tuple[int, Sequence[str]]], max_rows: int) -> Table:
    header: tuple[str, ...] | None = None
    first = 0
    rows: list[Row] = []
    wide: list[int] = []
    endless: list[int] = []
    for number, raw in lines:
        cells = [cell.strip() for cell in raw]
        if not any(cells):
            continue
        while cells and not cells[-1]:
            cells.pop()
        if header is None:
            header, first = _header(cells), number
            continue
        if len(cells) > len(header):
            wide.append(number)
        if any(len(c) > MAX_CELL for c in cells):
            endless.append(number)
        if len(rows) >= max_rows:
            raise TooLarge(
                _("Lebih dari %(max)s baris. Bagi menjadi beberapa berkas.")
                % {"max": number_format(max_rows, force_grouping=True)}
            )
        filled = tuple(c or "" for c, _h in zip_longest(cells, header))
        rows.append(Row(number, tuple(_unquote(c) for c in filled)))
    if header is None:
        raise Invalid(_("Berkas ini kosong. Baris pertama harus berisi judul kolom."))
    _refuse(first, wide, endless)
    return Table(header, tuple(rows))


def _refuse(first: int, wide: Sequence[int], endless: Sequence[int]) -> None:
    """Raise ``Invalid`` naming the rows that do not fit the headings or hold a cell without end:
    whoever mends the file wants to do it once. Below a title in the first row it is all of them."""
    said = []
    if wide:
        said.append(
            _("Baris %(line)s punya lebih banyak kolom daripada baris %(first)s, yang dibaca"
              " sebagai judul kolom.") % {"line": _listed(wide), "first": first}
        )  # fmt: skip
    if endless:
        said.append(
            _("Baris %(line)s berisi sel yang terlalu panjang.") % {"line": _listed(endless)}
        )
    if said:
        raise Invalid(" ".join(said))


def _listed(lines: Sequence[int]) -> str:
    named, more = [str(line) for line in lines[:MAX_NAMED]], len(lines) - MAX_NAMED
    if more > 0:
        named.append(_("%(n)s lainnya") % {"n": number_format(more, force_grouping=True)})
    return get_text_list(named, _("dan"))


def _header(cells: Sequence[str]) -> tuple[str, ...]:
    names = tuple(cell.lstrip("\ufeff").strip().casefold() for cell in cells)
    if len(names) > MAX_COLUMNS:
        raise TooLarge(_("Kolomnya terlalu banyak. Pakai templat yang disediakan."))
    if not all(names):
        raise Invalid(_("Ada kolom tanpa judul di baris pertama. Beri judul atau hapus kolomnya."))
    return _once(names)


def _once(names: tuple[str, ...]) -> tuple[str, ...]:
    if len(set(names)) != len(names):
        raise Invalid(_("Ada judul kolom yang sama dua kali di baris pertama."))
    return names


def _decode(content: bytes) -> str:
    """Text of a CSV: UTF-8 (with or without mark), UTF-16 with mark, else Windows-1252."""
    if content.startswith((b"\xff\xfe", b"\xfe\xff")):
        encodings = ["utf-16"]
    else:
        encodings = ["utf-8-sig", "cp1252"]
    for encoding in encodings:
        try:
            text = content.decode(encoding)
        except UnicodeDecodeError:
            continue
        if "\x00" not in text:
            return text
        break
    raise Invalid(_("Berkas ini bukan CSV atau XLSX yang bisa dibaca. Simpan ulang sebagai XLSX."))


def _csv_lines(text: str) -> Iterator[tuple[int, Sequence[str]]]:
    first = text.split("\n", 1)[0].rstrip("\r")
    skipped = 0
    if first.lower().startswith("sep=") and len(first) == 5:
        delimiter = first[4]
        text, skipped = text.partition("\n")[2], 1
    else:
        delimiter = _delimiter(text)
    if delimiter in '"\r\n' or not delimiter.isascii():
        raise Invalid(
            _("Pemisah kolom di baris pertama tidak dikenal. Pakai koma atau titik koma.")
        )
    reader = csv.reader(io.StringIO(text, newline=""), delimiter=delimiter, strict=True)
    before = 0
    try:
        for cells in reader:
            yield before + 1 + skipped, cells
            before = reader.line_num
    except csv.Error:
        raise Invalid(
            _("Baris %(line)s tidak bisa dibaca. Periksa tanda petiknya.")
            % {"line": reader.line_num + skipped}
        ) from None


def _delimiter(text: str) -> str:
    """The most frequent candidate in the first filled line, quotes aside; a comma by default."""
    line = next((part for part in text.splitlines() if part.strip()), "")
    bare = "".join(line.split('"')[::2])
    return max(_DELIMITERS, key=lambda d: (bare.count(d), -_DELIMITERS.index(d)))


def _xlsx_lines(content: bytes) -> Iterator[tuple[int, Sequence[str]]]:
    _bounded(content)
    unreadable = _("Berkas Excel ini rusak atau bukan XLSX. Simpan ulang, lalu unggah lagi.")
    try:
        import openpyxl  # large, and rarely wanted

        book = openpyxl.load_workbook(
            io.BytesIO(content), read_only=True, data_only=False, keep_links=False
        )
        try:
            if not book.worksheets:
                raise Invalid(unreadable)
            sheet = book.worksheets[0]
            sheet.reset_dimensions()
            for number, row in enumerate(
                sheet.iter_rows(values_only=True, max_col=MAX_COLUMNS + 1), start=1
            ):
                if any(isinstance(v, int | float) and abs(v) >= _ROUNDED for v in row):
                    raise Invalid(
                        _("Baris %(line)s berisi angka lebih dari 15 digit, yang dibulatkan Excel."
                          " Jadikan kolomnya teks, lalu ketik ulang angkanya.") % {"line": number}
                    )  # fmt: skip
                if any(value is not None for value in row):
                    yield number, [_text(value) for value in row]
        finally:
            book.close()
    except (
        zipfile.BadZipFile, ParseError, KeyError, ValueError, TypeError, AttributeError,
        IndexError, OSError, EOFError, OverflowError,
    ):  # fmt: skip
        # openpyxl has no error of its own for a malformed part; these are what its readers raise.
        raise Invalid(unreadable) from None


def _bounded(content: bytes) -> None:
    """Refuse bombs and entity tricks before any XML is parsed; sizes are counted, not believed."""
    unpacked = 0
    try:
        with zipfile.ZipFile(io.BytesIO(content)) as archive:
            parts = archive.infolist()
            if len(parts) > MAX_PARTS:
                raise TooLarge(_("Berkas Excel ini terlalu rumit. Simpan satu lembar saja."))
            if "[Content_Types].xml" not in archive.namelist():
                raise Invalid(_("Berkas ini bukan XLSX. Simpan ulang sebagai XLSX atau CSV."))
            for part in parts:
                with archive.open(part) as stream:
                    head = True
                    while chunk := stream.read(1 << 16):
                        unpacked += len(chunk)
                        if unpacked > MAX_UNPACKED:
                            raise TooLarge(_("Isi berkas Excel ini terlalu besar."))
                        _no_entities(part.filename, chunk, head)
                        head = False
    except (zipfile.BadZipFile, OSError, EOFError, RuntimeError, ValueError, zlib.error):
        raise Invalid(_("Berkas Excel ini rusak atau terkunci sandi.")) from None


def _no_entities(name: str, chunk: bytes, head: bool) -> None:
    """No document type in any XML part: spreadsheets never need one, attacks always do."""
    if not name.endswith((".xml", ".rels")):
        return
    wide = head and chunk[:2] in (b"\xff\xfe", b"\xfe\xff", b"\x00<", b"<\x00")
    if wide or b"<!DOCTYPE" in chunk or b"<!ENTITY" in chunk:
        raise Invalid(_("Berkas Excel ini berisi bagian yang tidak diizinkan."))


def _text(value: Any) -> str:
    """A cell as a person reads it."""
    if value is None:
        return ""
    if isinstance(value, bool):
        return _("ya") if value else _("tidak")
    if isinstance(value, float):
        return str(int(value)) if value.is_integer() else repr(value)
    if isinstance(value, datetime):
        whole_day = value.time() == time()
        return value.date().isoformat() if whole_day else value.isoformat(" ", "minutes")
    if isinstance(value, date | time):
        return value.isoformat()
    formula = getattr(value, "text", None)
    return str(formula if isinstance(formula, str) else value)


def _unquote(cell: str) -> str:
    """Undo the apostrophe with which :func:`to_csv` disarms formulas."""
    return cell[1:] if cell[:1] == "'" and _dangerous(cell) else cell


def _dangerous(text: str) -> bool:
    """Whether a spreadsheet might compute it, apostrophes and blanks in front aside."""
    return text[:1] in ("\t", "\r", "\n") or text.lstrip("' ").startswith(_FORMULA)


def day(text: str) -> date | None:
    """The day that people or a spreadsheet wrote; None for nothing or for something else.

    Read are 2026-08-13, 13/08/2026, 13 Agustus 2026, 13-Agu-26, and the number of a day as it
    stands in a cell that is not shaped as a date.
    """
    text = text.strip()
    if text.isascii() and text.isdigit() and len(text) == 5 and int(text) in _DAYS:
        return _DAY_ZERO + timedelta(days=int(text))
    if named := _NAMED.fullmatch(text):
        written, name, year = named.groups()
        months = (n for n, names in enumerate(_MONTHS, 1) if name[:3].lower() in names.split("|"))
        text = f"{written}-{next(months, 0)}-{year if len(year) == 4 else '20' + year}"
    for form in _DAY_FORMATS:
        try:
            return datetime.strptime(text, form).date()  # noqa: DTZ007 - a day, no moment
        except ValueError:
            continue
    return None


def disarm(value: Cell) -> str | int | float | Decimal:
    """A value that no spreadsheet takes for a formula; numbers stay numbers."""
    if value is None:
        return ""
    if isinstance(value, int | float | Decimal) and not isinstance(value, bool):
        return value
    if isinstance(value, date):
        return value.isoformat()
    text = str(value)
    return f"'{text}" if _dangerous(text) else text


def to_csv(header: Sequence[str], rows: Iterable[Sequence[Cell]]) -> bytes:
    """A CSV in UTF-8 with a mark, so that Excel reads the letters right."""
    out = io.StringIO(newline="")
    writer = csv.writer(out)
    writer.writerow([disarm(cell) for cell in header])
    writer.writerows([disarm(cell) for cell in row] for row in rows)
    return b"\xef\xbb\xbf" + out.getvalue().encode("utf-8", "replace")


def to_xlsx(header: Sequence[str], rows: Iterable[Sequence[Cell]], sheet: str = "Data") -> bytes:
    """An XLSX with a fixed, filterable header; text is stored as text, whatever it looks like."""
    out = io.BytesIO()
    options = {"in_memory": True, "strings_to_formulas": False, "strings_to_urls": False}
    import xlsxwriter

    with xlsxwriter.Workbook(out, options) as book:
        page = book.add_worksheet(sheet[:31])
        bold = book.add_format({"bold": True, "bottom": 1})
        page.freeze_panes(1, 0)
        last = 0
        for column, name in enumerate(header):
            page.write_string(0, column, name, bold)
            page.set_column(column, column, max(12, min(40, len(name) + 4)))
        for last, row in enumerate(rows, start=1):
            for column, cell in enumerate(row):
                if isinstance(cell, int | float | Decimal) and not isinstance(cell, bool):
                    page.write_number(last, column, cell)
                elif cell is not None:
                    text = cell.isoformat() if isinstance(cell, date) else str(cell)
                    page.write_string(last, column, text[:32_000])
        if header:
            page.autofilter(0, 0, last, len(header) - 1)
    return out.getvalue()

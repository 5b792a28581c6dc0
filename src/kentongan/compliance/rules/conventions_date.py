"""Dates, days and months."""

from __future__ import annotations

import re
from collections.abc import Iterable

from kentongan.compliance.draft import Severity
from kentongan.compliance.rule import Case, Hit, Rule, examples
from kentongan.compliance.words.typed import at_figures, at_words, before, has_digit
from kentongan.kernel.say import gettext_noop

_MONTHS = (
    "januari februari maret april mei juni juli agustus september oktober november desember".split()
)
_SHORT = {
    "jan": "Januari", "feb": "Februari", "peb": "Februari", "mar": "Maret", "mrt": "Maret",
    "apr": "April", "jun": "Juni", "jul": "Juli", "agt": "Agustus", "ags": "Agustus",
    "agu": "Agustus", "agust": "Agustus", "sep": "September", "sept": "September",
    "okt": "Oktober", "nov": "November", "nop": "November", "des": "Desember",
    "nopember": "November", "pebruari": "Februari",
}  # fmt: skip
_FULL = {**{name: name.capitalize() for name in _MONTHS}, **_SHORT}
_DATE = re.compile(
    r"(?P<day>0?[1-9]|[12]\d|3[01])(?P<gap>[\s-])(?P<month>[A-Za-z]{3,9})\b(?P<dot>\.?)"
    r"(?:[\s-]{1,2}(?P<year>(?:19|20)\d\d)\b)?"
    r"|(?P<d>0?[1-9]|[12]\d|3[01])(?P<sep>[/-])(?P<m>0?[1-9]|1[0-2])(?P=sep)(?P<y>20\d\d)(?![\d/-])"
)
_DAYS = frozenset("senin selasa rabu kamis jumat jum'at jum’at sabtu minggu".split())
_WORDS = _DAYS | frozenset(_MONTHS) | {"tgl", "thn", "th"}
_WORD = re.compile(
    r"(?P<tgl>[Tt]gl|TGL)\.?(?=\s?\d)|(?P<year>[Tt]hn|[Tt]h)\b\.?(?=\s(?:19|20)\d\d)"
    r"|(?P<name>[a-z][a-z'’]+)(?P<more>, ?\d|\s(?:19|20)\d\d)?"
)
_LEAD = re.compile(
    r"\b(?:bulan|awal|akhir|pertengahan|sejak|hingga|sampai|pada|mulai|per|s\.d\.|dan|[-–])\s?$",
    re.IGNORECASE,
)
_HARI = re.compile(r"\b[Hh]ari $")
_NO_DATE = re.compile(r"[\w.,/-]$")


def _find(case: Case) -> Iterable[Hit]:
    return [*at_figures(case, _DATE, _date), *at_words(case, _WORDS, _WORD, _word)]


def _date(match: re.Match[str]) -> str | None:
    if match["d"]:
        if _NO_DATE.search(before(match.string, match.start(), 1)):
            return None
        return f"{int(match['d'])} {_MONTHS[int(match['m']) - 1].capitalize()} {match['y']}"
    typed = match["month"]
    if match["gap"] == "-" and not match["year"]:
        return None
    right = _FULL.get(typed.lower())
    if right is None or before(match.string, match.start(), 1) in (".", ",", "/"):
        return None
    if typed.isupper() and (typed.lower() not in _SHORT or not match["year"]):
        return None if typed.lower() in _SHORT else match.group().lstrip("0")
    is_short = typed.lower() in _SHORT
    if is_short and not match["year"] and typed.islower() and len(typed) == 3 and not match["dot"]:
        return None if typed in ("mar", "des", "jun", "jul") else f"{int(match['day'])} {right}"
    year = f" {match['year']}" if match["year"] else match["dot"] * (not is_short)
    return f"{int(match['day'])} {right}{year}"


def _word(match: re.Match[str]) -> str | None:
    if match["tgl"]:
        return "tanggal" if match["tgl"][0] == "t" else "Tanggal"
    if match["year"]:
        return "tahun" if match["year"][0] == "t" else "Tahun"
    name, more = match["name"], match["more"] or ""
    left = before(match.string, match.start())
    right = name[0].upper() + name[1:]
    if name == "minggu" and not (more[:1] == "," or _HARI.search(left)):
        return None
    if name in _DAYS:
        return right + more if name != "ahad" else None
    if left[-1:].isspace() and left[-2:-1].isdigit():
        return None  # the date itself is mended
    is_month = more[:1].isspace() or _LEAD.search(left)
    return right + more if is_month else None


RULE = Rule(
    id="conventions.date",
    family="conventions",
    title=gettext_noop("Penulisan tanggal"),
    looks_for=gettext_noop(
        "Tanggal, hari, dan bulan yang tidak ditulis seperti “Rabu, 5 Mei 2026”: tgl, huruf"
        " kecil, singkatan bulan, 05/05/2026."
    ),
    message=gettext_noop("Tanggal ditulis lengkap: nama hari dan bulan berawal huruf kapital."),
    basis=("pedoman-bahasa-jelas",),
    severity=Severity.HINT,
    passed_by="penyelia",
    spares_terms=True,
    find=_find,
    typed=lambda word: has_digit(word) or word.lower() in _WORDS,
    examples_match=examples(
        "Datanglah tgl 5 mei 2026.",
        "Upacara Sabtu, 2 mei 2026 di lapangan.",
        "Ditutup 17 Agt 2026.",
        "Loket buka hari senin.",
        "Berlaku sejak 05/06/2026.",
        "Mulai 05 Mei 2026.",
        "Bulan agustus penuh lomba.",
        "Dibuka sampai maret 2027.",
    ),
    examples_miss=examples(
        "Rabu, 5 Mei 2026, pukul 08.00 WIB.",
        "Dua minggu lagi kita bertemu.",
        "Akhir Mei sampai 15 Juni 2026.",
        "Tahun Ajaran 2026/2027 dimulai.",
        "Kamis, 20 Mei 2026 di alun-alun.",
        "Nomor surat 400.1/05/2026.",
        "Bu Juli dan Pak April hadir.",
        "#17agustus dan @mei2026",
    ),
)

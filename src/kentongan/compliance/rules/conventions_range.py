"""From … to …: s.d. or a dash."""

from __future__ import annotations

import re
from collections.abc import Iterable
from itertools import islice

from kentongan.compliance.draft import Severity
from kentongan.compliance.rule import Case, Hit, Rule, examples
from kentongan.compliance.words.typed import (
    MOST_HITS,
    MOST_PLACES,
    at_marks,
    before,
    is_out_of_reach,
    replaced,
)
from kentongan.kernel.say import gettext_noop

_NAMES = frozenset(
    "senin selasa rabu kamis jumat sabtu minggu ahad januari februari maret april mei juni juli"
    " agustus"
    " september oktober november desember".split()
)
_UNITS = (
    r"tahun|bulan|hari|orang|kg|cm|km|m\b|mm|persen|%|°|derajat|[Cc]el[cs]ius|menit|jam|ekor|kali"
    r"|kilo|meter|gram|liter|minggu|siswa|anak|warga|peserta|lembar"
)
_MEASURED = re.compile(rf"\d{{1,3}}(?:,\d)?\s?(?:{_UNITS}|(?i:{'|'.join(sorted(_NAMES))})\b)")
_DASH = re.compile(r"[-–—](?![-–—])")
_STARTS = frozenset(name[:3] for name in _NAMES) | {"sel"}
#: A place and what to put there.
Span = tuple[int, int, str]
_LEFT = re.compile(
    r"(?P<number>(?<![\w./:,-])\d{1,4}(?:[.:,]\d\d?)?|(?<![\w-])[A-Za-z]{3,9})(?P<gap>\s?)$"
)
_MONEY = re.compile(r"Rp\s?[\d.]{1,15}(?P<gap>\s?)$")
_RIGHT = re.compile(
    r"(?P<gap>\s?)(?:(?P<number>\d{1,4}(?:[.:,]\d\d?)?)(?![\d/-]|[.,]\d)|(?P<word>[A-Za-z]{2,9})\b)"
)
_CLOCK = re.compile(r"\d{1,2}[.:]\d\d")
_YEAR = re.compile(r"(?:19|20)\d\d")
_UNTIL = re.compile(r"[Ss]/[Dd]\b\.?")
_UNTIL_BETWEEN = re.compile(r"[sS]\.?[dD]\b(?!\.)(?= \d)")


def _find(case: Case) -> Iterable[Hit]:
    typed, found = case.draft.text, []
    if "/d" in typed or "/D" in typed:
        found += at_marks(case, _UNTIL, _until)
    if " sd " in typed or "s.d " in typed or " SD " in typed:
        found += at_marks(case, _UNTIL_BETWEEN, _between)
    places = islice(_DASH.finditer(typed), MOST_PLACES)
    ranges = filter(None, (_range(typed, match.start(), match.end()) for match in places))
    found += [replaced(*span) for span in ranges if not is_out_of_reach(case, *span[:2])]
    return found[:MOST_HITS]


def _until(match: re.Match[str]) -> str | None:
    char = before(match.string, match.start(), 1)
    return None if char.isalnum() or char in ("/", ".") else "s.d."


def _between(match: re.Match[str]) -> str | None:
    left = before(match.string, match.start(), 2)
    return "s.d." if left[-1:] == " " and left[:1].isdigit() else None


def _range(typed: str, start: int, end: int) -> Span | None:
    """The range around a dash, if there is one that is not written as it should be."""
    first = typed[end : end + 4].lstrip()
    if not (first[:1].isdigit() or first[:3].lower() in _STARTS or first[:2] == "Rp"):
        return None
    left, right = _LEFT.search(before(typed, start, 12)), _RIGHT.match(typed, end)
    if right is None:
        return None
    if left is None:
        money = _MONEY.search(before(typed, start, 20)) if right["word"] == "Rp" else None
        if money is None:
            return None
        return _differing(typed, start - len(money["gap"]), end + len(right["gap"]), "–")
    begin, close = left["number"], right["number"] or right["word"]
    start, end = start - len(left.group()), right.end()
    if close == "selesai" and begin[0].isdigit():
        return start, end, f"{begin.replace(':', '.')} s.d. selesai"
    if _is_range(typed, begin, close, right):
        return _differing(typed, start, end, f"{begin}–{close}".replace(":", "."))
    return None


def _differing(typed: str, start: int, end: int, right: str) -> Span | None:
    return (start, end, right) if typed[start:end] != right else None


def _is_range(typed: str, first: str, second: str, right: re.Match[str]) -> bool:
    if first.lower() in _NAMES:
        return second.lower() in _NAMES
    if not first[0].isdigit() or not second[0].isdigit():
        return False
    if _CLOCK.fullmatch(second):
        return len(first.partition(".")[0].partition(":")[0]) < 3
    if _YEAR.fullmatch(first) and _YEAR.fullmatch(second):
        return True
    return len(first) < 5 and bool(_MEASURED.match(typed, right.start("number")))


RULE = Rule(
    id="conventions.range",
    family="conventions",
    title=gettext_noop("Penulisan rentang"),
    looks_for=gettext_noop(
        "“s/d” dan tanda hubung atau spasi dalam rentang: 08.30 s/d 12.00, 2 - 8, Senin - Jumat."
    ),
    message=gettext_noop(
        "Rentang ditulis dengan “s.d.” atau tanda pisah tanpa spasi (08.00–12.00)."
    ),
    basis=("pedoman-bahasa-jelas",),
    severity=Severity.HINT,
    passed_by="penyelia",
    spares_terms=True,
    needs=("/d", "sd", "s.d", "-", "–", "—"),
    find=_find,
    examples_match=examples(
        "Buka pukul 08.30 s/d 12.00 WIB.",
        "Pukul 08.00 - 11.00 WIB.",
        "Pukul 08.00-11.00 WIB.",
        "Simpan di suhu 2 - 8 derajat.",
        "Senin - Jumat, loket A.",
        "Usia 18 - 30 tahun.",
        "Tanggal 5 s/d 8 Mei 2026.",
    ),
    examples_miss=examples(
        "Buka pukul 08.30–12.00 WIB.",
        "Usia 18 s.d. 30 tahun.",
        "Jejak 1825–1830.",
        "Hubungi 0231-123456.",
        "Surat 12-03/2026 dan NIK 3210-0112.",
        "Senin–Jumat, loket A.",
        "HUT ke-81 dan juara ke-3.",
        "SD Negeri 2, SMP Negeri 3.",
    ),
)

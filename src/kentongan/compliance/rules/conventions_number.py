"""Thousands and decimals."""

from __future__ import annotations

import re
from collections.abc import Iterable

from kentongan.compliance.draft import Severity
from kentongan.compliance.rule import Case, Given, Hit, Rule, examples
from kentongan.compliance.words.typed import COUNTED, UNITS, before, grouped, is_free, of_figures
from kentongan.kernel.say import gettext_noop

_COMMAS = re.compile(r"\d{1,3}(?:,\d{3}){1,5}")
_ROUND = re.compile(r"[1-9]\d{0,2},\d\d0")
_POINT = re.compile(r"\d{1,3}\.\d{1,2}")
_LONG = re.compile(r"[1-9]\d{3,6}")
_LEAD = re.compile(
    r"\b(?:nilai|indeks|skor|ipm|ikm|rata-rata|sebesar|magnitudo|kekuatan|suhu|SR|M)\s$",
    re.IGNORECASE,
)
_CLOCK = re.compile(r"(?:pukul|jam|pkl\.?|[-–]|s\.?/?d\.?|sampai|hingga)\s?$", re.IGNORECASE)
_YEAR = re.compile(
    r"(?:\b(?:tahun|sejak|angkatan|pemilu|pilkada|musim|januari|februari|maret|april|mei|juni|juli"
    r"|agustus|september|oktober|november|desember|per|periode|hingga|sampai|edisi|semester)\s"
    r"|(?:^|[A-Z]\w*)\s?)$"
)
_NUMBERED = re.compile(
    r"(?:\b(?:rt|rw|no\.?|nomor|gang|blok|lantai|kelas|tps|sd|smp|sma|smk|pos|tahap|jalur|dan|ruang"
    r"|loket|usia|pasal|ayat|zona|sdn|smpn|sman|km|dusun|unit|seri|tipe|meja|bab|halaman|tahun"
    r"|negeri"
    r"|posyandu \w+)|[,:;/])\s?$",
    re.IGNORECASE,
)
_YEARS = range(1945, 2046)


def _find(case: Case) -> Iterable[Hit]:
    return of_figures(case, _mend)


def _mend(case: Case, index: int) -> tuple[int, int, str] | None:
    typed, figure = case.text.original, case.text.figures[index]
    body, unit = figure.body, figure.unit.lower()
    if len(body) > 20 or not is_free(typed, figure):
        return None
    right = None
    if "," in body:
        counted = figure.gap == " " and unit in COUNTED
        sure = counted or body.count(",") > 1 or (_ROUND.fullmatch(body) and unit.isalpha())
        right = body.replace(",", ".") if sure and _COMMAS.fullmatch(body) else None
    elif "." in body:
        right = _decimal(typed, figure.start, body, unit)
    elif len(body) > 3:
        right = _thousands(typed, figure.start, body, unit) if figure.gap == " " else None
    elif len(body) < 4 and not unit:
        return _blanks(case, index)
    return (figure.start, figure.end, right) if right else None


def _decimal(typed: str, start: int, body: str, unit: str) -> str | None:
    if not _POINT.fullmatch(body):
        return None
    left = before(typed, start)
    if _LEAD.search(left):
        return body.replace(".", ",")
    if unit not in UNITS or _CLOCK.search(left) or _NUMBERED.search(left):
        return None
    if unit in ("jam", "menit") and len(body.partition(".")[2]) > 1:
        return None
    return body.replace(".", ",")


def _thousands(typed: str, start: int, body: str, unit: str) -> str | None:
    if unit not in COUNTED or not _LONG.fullmatch(body):
        return None
    left = before(typed, start)
    if _NUMBERED.search(left) or (int(body) in _YEARS and _YEAR.search(left)):
        return None
    return grouped(body)


def _blanks(case: Case, index: int) -> tuple[int, int, str] | None:
    """``1 020 eksemplar``: numbers of three digits one blank apart, the last one counting."""
    typed, figures = case.text.original, case.text.figures
    first = last = figures[index]
    parts = [first.body]
    for following in figures[index + 1 : index + 4]:
        if len(following.body) != 3 or typed[last.end : following.start] != " ":
            break
        last = following
        parts.append(following.body)
    if len(parts) == 1 or last.unit.lower() not in COUNTED or last.gap != " ":
        return None
    if _NUMBERED.search(before(typed, first.start)):
        return None
    return first.start, last.end, ".".join(parts)


RULE = Rule(
    id="conventions.number",
    family="conventions",
    title=gettext_noop("Penulisan bilangan"),
    looks_for=gettext_noop(
        "Ribuan dengan koma, spasi, atau tanpa pemisah (2,500 orang; 1200 bungkus), dan desimal"
        " dengan titik (2.5 km)."
    ),
    message=gettext_noop("Ribuan dipisah titik, desimal dengan koma: 2.500 orang, 2,5 km."),
    basis=("pedoman-bahasa-jelas",),
    severity=Severity.HINT,
    passed_by="penyelia",
    spares_terms=True,
    find=_find,
    given=Given.FIGURES,
    examples_match=examples(
        "Diikuti 2,500 orang.",
        "Panjang saluran 2.5 km.",
        "Disita 1200 bungkus rokok.",
        "Koleksi 1 020 eksemplar.",
        "Gempa magnitudo 4.7 terasa.",
        "Panen 3.2 ton per hektare.",
        "Penduduk 1,250,000 jiwa.",
        "Naik 4.5 persen menurut BPS.",
    ),
    examples_miss=examples(
        "Diikuti 2.500 orang.",
        "Panjang saluran 2,5 km.",
        "Pukul 16.45 WIB, 4 mm per jam.",
        "Pada tahun 2026 warga menanam pohon.",
        "Siswa SMA Negeri 1 250 orang tua hadir.",
        "Layanan 1500 777 dan 112.",
        "Buka 08.00 jam kerja; usia 6–59 bulan.",
        "Perda Nomor 1200 Tahun 2025.",
        "Gempa M 4,7 terasa.",
    ),
)

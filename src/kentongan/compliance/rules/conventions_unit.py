"""Units, percentages and degrees."""

from __future__ import annotations

import re
from collections.abc import Iterable

from kentongan.compliance.draft import Severity
from kentongan.compliance.rule import Case, Given, Hit, Rule, examples
from kentongan.compliance.words.typed import before, of_figures
from kentongan.kernel.say import gettext_noop

_SPELLED = {
    "kg": "kg", "kgs": "kg", "km": "km", "gr": "g", "grm": "g", "mtr": "m", "ltr": "liter",
    "lt": "liter", "m2": "m²", "m3": "m³", "km2": "km²", "cm2": "cm²", "ha": "ha", "cm": "cm",
    "mm": "mm", "km/jam": "km/jam", "ml": "ml", "mnt": "menit", "celcius": "Celsius",
    "prosen": "persen",
}  # fmt: skip
_GLUED = frozenset(
    "km/jam km2 km² cm2 kg km cm mm mtr gram gr ml ltr liter lt hektare hektar ha ton meter"
    " kuintal ons"
    " m2 m3 m² m³ menit jam hari minggu bulan tahun orang ekor lembar buah unit bungkus paket"
    " warga jiwa"
    " batang butir kali persen titik rumah kk m g l derajat siswa anak peserta".split()
)
_WRONG = frozenset(
    "Kg KG Kgs Km KM Gr gr grm mtr Mtr ltr Ltr Lt m2 M2 m3 M3 km2 Km2 KM2 cm2 HA Ha Cm CM Mm MM mnt"
    " KM/Jam Km/jam KM/jam Celcius celcius prosen".split()
)
_NO_UNIT = re.compile(
    r"(?:\b(?:jalan|jl\.?|gang|kode|tipe|seri|blok|plat|pelat|nomor|no\.?)\s?)$", re.IGNORECASE
)
_DEGREES = re.compile(r"derajat ([Cc]elcius|celsius)\b")
_RANGE = re.compile(r"[\d,]+\s?[-–]\s?$")


def _find(case: Case) -> Iterable[Hit]:
    return of_figures(case, _mend)


def _mend(case: Case, index: int) -> tuple[int, int, str] | None:
    figure, typed = case.text.figures[index], case.text.original
    unit = figure.unit
    if not unit or len(figure.body) > 20:
        return None
    if unit == "%":
        return (figure.end, figure.unit_end, "%") if figure.gap else None
    if unit[0] in "°º":
        right = f" °{unit[-1]}"
        wrong = unit[-1] in "CF" and typed[figure.end : figure.unit_end] != right
        return (figure.end, figure.unit_end, right) if wrong else None
    if typed[figure.unit_end : figure.unit_end + 1].isalnum():
        return None
    if unit == "derajat" and (match := _DEGREES.match(typed, figure.unit_end - len(unit))):
        return match.start(1), match.end(1), "Celsius"
    if figure.gap and unit in _WRONG:
        if _NO_UNIT.search(before(typed, figure.start, 12)):
            return None
        return figure.end, figure.unit_end, f" {_SPELLED[unit.lower()]}"
    return (
        _glued(typed, figure.start, figure.unit_end, figure.body, unit) if not figure.gap else None
    )


def _glued(typed: str, start: int, end: int, body: str, unit: str) -> tuple[int, int, str] | None:
    if unit not in _GLUED and unit not in _WRONG and unit not in ("oC", "OC"):
        return None
    left = typed[start - 1 : start]
    if left.isalnum() or left in ("_", "/", "#"):
        return None
    if left == "-" and not _RANGE.search(before(typed, start, 8)):
        return None
    if typed[end : end + 1] == "-":
        return None
    right = "°C" if unit in ("oC", "OC") else _SPELLED.get(unit.lower(), unit)
    return start, end, f"{body} {right}"


RULE = Rule(
    id="conventions.unit",
    family="conventions",
    title=gettext_noop("Penulisan satuan"),
    looks_for=gettext_noop(
        "Satuan yang melekat pada angka (112mm, 2.105ekor), huruf kapital yang salah (Kg), 10 %,"
        " 35°C."
    ),
    message=gettext_noop(
        "Angka dan satuan dipisah spasi (5 kg, 35 °C), kecuali tanda persen (10%)."
    ),
    basis=("pedoman-bahasa-jelas",),
    severity=Severity.HINT,
    passed_by="penyelia",
    spares_terms=True,
    find=_find,
    given=Given.FIGURES,
    examples_match=examples(
        "Hujan 112mm dalam 6 jam.",
        "Kambing 2.105ekor.",
        "Kadar klorin 0,5 %.",
        "Suhu siang tadi 35°C.",
        "Beras 5 Kg per keluarga.",
        "Luas lahan 200 m2.",
        "Simpan di suhu 8 Celcius.",
        "Jarak 3km dari alun-alun.",
        "Tambahkan 50 gr gula.",
    ),
    examples_miss=examples(
        "Hujan 112 mm dalam 6 jam.",
        "Kadar klorin 0,5%.",
        "Suhu 35 °C menurut BMKG.",
        "Beras 5 kg, luas 200 m², 20 m³ air.",
        "Tim K-9 dan jaringan 4G.",
        "Model 3D dan kertas A4.",
        "Koordinat 108°13'40.2\"E.",
        "Anak2 kelas 3B belajar.",
    ),
)

"""Abbreviated kinds of places, and a/n and its like."""

from __future__ import annotations

import re
from collections.abc import Iterable

from kentongan.compliance.draft import Severity
from kentongan.compliance.rule import Case, Hit, Rule, examples
from kentongan.compliance.words.typed import at_marks, at_words, before
from kentongan.kernel.say import gettext_noop

_FULL = {
    "jl": "Jalan", "jln": "Jalan", "gg": "Gang", "kec": "Kecamatan", "kab": "Kabupaten",
    "kel": "Kelurahan", "ds": "Desa", "dsn": "Dusun", "prov": "Provinsi", "prop": "Provinsi",
    "kp": "Kampung", "kmp": "Kampung", "ling": "Lingkungan", "pusk": "Puskesmas",
    "komp": "Kompleks", "lap": "Lapangan",
}  # fmt: skip
#: These mean a place only with a full stop.
_DOTTED_ONLY = frozenset("ds kp ling komp lap kel prop".split())
_NUMBERED = frozenset(f"{name}{number}" for name in ("rt", "rw") for number in range(30))
_NUMBERED |= frozenset(f"{name}0{number}" for name in ("rt", "rw") for number in range(10))
_HEADS = frozenset(_FULL) | _NUMBERED | frozenset("no rt rw bpk bp yth".split())
_PATTERN = re.compile(
    r"(?P<place>[A-Za-z]{2,4})(?P<dot>\.\s?|\s)(?=[A-Z][a-z])"
    r"|(?P<rt>[Rr][Tt]|[Rr][Ww])(?:\.\s?|\s)?(?=\d{1,3}\b)"
    r"|(?P<number>No|NO|no)\.?\s?(?=\d{1,3}\b(?![.\d]))"
    r"|(?P<sir>Bpk|bpk|Bp)\b\.?(?=\s)|(?P<honour>Yth)\b(?=[ :])"
)
_SLASHED = re.compile(r"[adu]/[nap]?\.?(?=\s)|[AD]/[NA]\.?(?=\s)")
_SHORT = re.compile(r"[adu]\.[nap](?=\s)")
_DOTTED = {"a/n": "a.n.", "d/a": "d.a.", "u/p": "u.p.", "u/": "untuk"}


def _may_be_short(typed: str) -> bool:
    """Whether a word is one of those, or ends on a letter by itself, as in ``a/n``."""
    low = typed.lower()
    return low in _HEADS or (low[-1] in "adu" and not low[-2:-1].isalnum())


def _find(case: Case) -> Iterable[Hit]:
    found = at_words(case, _HEADS, _PATTERN, _mend)
    typed = case.draft.text
    if "/" in typed:
        found += at_marks(case, _SLASHED, _slashed)
    if ".n " in typed or ".a " in typed or ".p " in typed:
        found += at_marks(case, _SHORT, _short)
    return found


def _mend(match: re.Match[str]) -> str | None:
    left = before(match.string, match.start(), 2)
    if match["sir"]:
        return "Bapak" if match["sir"][0] == "B" else "bapak"
    if match["honour"]:
        return "Yth."
    if match["rt"]:
        return f"{match['rt'].upper()} "
    if match["number"]:
        is_said = left[-1:] == " " and left[:1].isalpha()
        return ("Nomor " if match["number"][0] == "N" else "nomor ") if is_said else None
    name = match["place"].lower()
    if name in ("bpk", "bp"):  # BPK audits the state
        return "Bapak " if match["place"] in ("Bpk", "bpk", "Bp") else None
    if name == "yth":
        return None if "." in match["dot"] else "Yth. "
    full = _FULL.get(name)
    is_dotted = match["dot"][0] == "."
    return f"{full} " if full and (is_dotted or name not in _DOTTED_ONLY) else None


def _slashed(match: re.Match[str]) -> str | None:
    char = before(match.string, match.start(), 1)
    return (
        None
        if char.isalnum() or char in ("/", ".")
        else _DOTTED.get(match.group().lower().rstrip("."))
    )


def _short(match: re.Match[str]) -> str | None:
    char = before(match.string, match.start(), 1)
    return None if char.isalnum() or char in ("/", ".") else f"{match.group()}."


RULE = Rule(
    id="conventions.abbreviation",
    family="conventions",
    title=gettext_noop("Singkatan alamat"),
    looks_for=gettext_noop("Jl., Gg., Kec., Kab., Kel., Ds., a/n, dan d/a dalam kalimat."),
    message=gettext_noop(
        "Tulis lengkap supaya terbaca semua orang; singkatan dengan garis miring memakai titik."
    ),
    basis=("pedoman-bahasa-jelas",),
    severity=Severity.HINT,
    passed_by="penyelia",
    spares_terms=True,
    find=_find,
    typed=_may_be_short,
    examples_match=examples(
        "Perpustakaan keliling singgah di Kec. Lantunjaya.",
        "Kantor pindah ke Jl. Kenanga.",
        "Bupati Kab. Gemareka hadir.",
        "Warga Ds. Nadajaya kerja bakti.",
        "Bayar a/n Bendahara Desa.",
        "Rumah di Gg. Sawo direnovasi.",
        "Alamat d/a Kantor Kelurahan.",
    ),
    examples_miss=examples(
        "Perpustakaan keliling singgah di Kecamatan Lantunjaya.",
        "Kantor pindah ke Jalan Kenanga.",
        "Bapak/Ibu dan/atau wali hadir.",
        "Pasien dr. Rina dan drg. Budi.",
        "Kab itu singkatan.",
        "Dilayani s.d. pukul 12.00, a.n. kepala desa.",
        "Anggota DPRD Prov itu",
    ),
)

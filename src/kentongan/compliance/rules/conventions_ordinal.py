"""Ordinal numbers."""

from __future__ import annotations

import re
from collections.abc import Iterable

from kentongan.compliance.draft import Severity
from kentongan.compliance.rule import Case, Hit, Rule, examples
from kentongan.compliance.words.typed import at_marks, before
from kentongan.kernel.say import gettext_noop

_COUNTED = re.compile(
    r"\b(?:hut|hari jadi|juara|dirgahayu|ulang tahun|milad|kali|angkatan|periode|tahap|abad"
    r"|peringkat"
    r"|urutan|gelombang|edisi|yang|musim|pekan|hari|minggu|bulan|tahun|semester|sesi|dosis|ri"
    r"|babak|menit"
    r"|festival \w+)\s$",
    re.IGNORECASE,
)
_ROMAN = r"[IVXL]{1,7}"
_KE = re.compile(
    rf"[Kk][Ee](?:(?:\s?[-–]\s?|\s)(?P<roman>{_ROMAN})\b(?!\.\w)"
    r"|\s?[-–]\s(?P<spaced>\d{1,4})\b|\s[-–](?P<spaced2>\d{1,4})\b|(?P<glued>\d{1,3})\b"
    r"|\s(?P<loose>\d{1,3})\b(?!\s?(?:orang|warga|titik|desa|kecamatan|lokasi|rumah|kota))"
    r"|-(?P<word>dua|tiga|empat|lima|enam|tujuh|delapan|sembilan|sepuluh|satu)\b)"
)
_HUT = re.compile(r"HUT (?P<of>RI|Republik Indonesia) ke[- ]?\s?(?P<number>\d{1,3})\b")
_VALUES = {"I": 1, "V": 5, "X": 10, "L": 50}


def _find(case: Case) -> Iterable[Hit]:
    if "HUT R" in case.draft.text:
        hut = at_marks(case, _HUT, lambda match: f"HUT ke-{match['number']} {match['of']}")
        return hut or at_marks(case, _KE, _mend)
    return at_marks(case, _KE, _mend)


def _mend(match: re.Match[str]) -> str | None:
    left = before(match.string, match.start())
    if left[-1:].isalnum() or left[-1:] in ("-", "_"):
        return None
    ke = match.group()[:2]
    if match["roman"]:
        is_place = (
            "-" not in match.group() and "–" not in match.group() and not _COUNTED.search(left)
        )
        return None if is_place else f"{ke[0]}e-{_value(match['roman'])}"
    if match["word"]:
        return f"{ke}{match['word']}"
    if match["loose"]:
        return f"{ke}-{match['loose']}" if _COUNTED.search(left) else None
    return f"{ke}-{match['spaced'] or match['spaced2'] or match['glued']}"


def _value(roman: str) -> int:
    values = [_VALUES[letter] for letter in roman]
    following = [*values[1:], 0]
    return sum(-one if one < after else one for one, after in zip(values, following, strict=True))


RULE = Rule(
    id="conventions.ordinal",
    family="conventions",
    title=gettext_noop("Penulisan bilangan tingkat"),
    looks_for=gettext_noop("ke-IV, ke 81, ke81, ke-empat, dan “HUT RI ke-81”."),
    message=gettext_noop("Bilangan tingkat ditulis ke-4, IV, atau keempat; “HUT ke-81 RI”."),
    basis=("pedoman-bahasa-jelas",),
    severity=Severity.HINT,
    passed_by="penyelia",
    spares_terms=True,
    needs=(
        "ke-",
        "ke ",
        "hut r",
        "ke–",
        "ke1",
        "ke2",
        "ke3",
        "ke4",
        "ke5",
        "ke6",
        "ke7",
        "ke8",
        "ke9",
    ),
    find=_find,
    examples_match=examples(
        "Festival Sungai ke-IV digelar.",
        "HUT ke 81 Kabupaten.",
        "Semarak HUT RI ke-81.",
        "Juara lomba yang ke 3.",
        "Angkatan ke - 5 dibuka.",
        "Peringkat ke-empat diraih regu Melati.",
        "Abad ke XX di kota lama.",
    ),
    examples_miss=examples(
        "Festival Sungai ke-4 digelar.",
        "Festival Sungai IV digelar.",
        "HUT ke-81 RI.",
        "Bantuan dibagikan ke 3 desa.",
        "Bus berangkat ke 12 titik.",
        "Jalan ke Vila Indah ditutup.",
        "Peringkat keempat diraih regu Melati.",
    ),
)

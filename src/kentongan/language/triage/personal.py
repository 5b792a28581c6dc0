"""Whether a message carries somebody's personal data, by the shape of what stands in it."""

from __future__ import annotations

import re

from kentongan.language.triage.features import LONGEST

_GAP = r"[ .\-]?"
#: Sixteen digits as a NIK or a KK number has them: place, date (women: day + 40), number.
_NIK = re.compile(
    rf"(?<!\d)[1-9]\d{_GAP}\d\d{_GAP}\d\d{_GAP}(?:[04][1-9]|[1256]\d|[37][01])"
    rf"{_GAP}(?:0[1-9]|1[0-2]){_GAP}\d\d{_GAP}\d{{4}}(?!\d)"
)
_PHONE = re.compile(rf"(?<![\d.,])(?:\+?62{_GAP}|0)8[1-9](?:{_GAP}\d){{7,10}}(?!\d)")
_MAIL = re.compile(r"(?<![\w.])[\w.+-]{1,64}@[\w-]{1,63}(?:\.[\w-]{1,63}){1,4}")
_OFFICIAL = (".go.id", ".desa.id", ".sch.id", ".ac.id", ".mil.id")
#: A number said to be of a document or an account; masked ones do not count.
_NAMED = re.compile(
    r"(?<!\w)(?:nik|ktp|kk|npwp|bpjs|nisn|paspor|rek(?:ening)?|norek)\b"
    r"\D{0,20}\d(?:[ .\-]?\d){7,18}",
    re.IGNORECASE,
)
_HOME = re.compile(
    r"\brt\b[ .]{0,2}\d{1,3}[ /,]{0,3}(?:rw[ .]{0,2}\d{1,3})?.{0,30}?\bno(?:mor)?\b[ .]{0,2}\d"
    r"|\bno(?:mor)?\b[ .]{0,2}\d{1,4}.{0,20}?\brt\b[ .]{0,2}\d",
    re.IGNORECASE,
)


def has_personal_data(text: str) -> bool:
    """A NIK, a private telephone number or mail address, a numbered document, a home's address."""
    text = text[:LONGEST]
    if not any(char.isdigit() for char in text):
        return _private_mail(text)
    return bool(
        _NIK.search(text)
        or _PHONE.search(text)
        or _NAMED.search(text)
        or _HOME.search(text)
        or _private_mail(text)
    )


def _private_mail(text: str) -> bool:
    if "@" not in text:
        return False
    return any(not match.group().lower().endswith(_OFFICIAL) for match in _MAIL.finditer(text))

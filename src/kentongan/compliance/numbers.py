"""Numbers that belong to people: how they are written, checked and masked."""

from __future__ import annotations

import re
from collections.abc import Iterator

_SEPARATOR = r"[ .\-]"
#: Sixteen digits, each perhaps after one separator; shape and content are checked after.
SIXTEEN = re.compile(rf"(?<![\d,])(?<!\d[.\-])\d(?:{_SEPARATOR}?\d){{15}}(?![.\-]?\d)")
_SHAPES = frozenset(
    {(16,), (4, 4, 4, 4), (6, 6, 4), (2, 2, 2, 6, 4), (8, 8), (6, 10), (12, 4), (4, 12), (10, 6),
     (2, 2, 2, 2, 2, 2, 4), (6, 2, 2, 2, 4), (3, 3, 3, 3, 4), (4, 3, 3, 3, 3), (5, 5, 6), (1,) * 16}
)  # fmt: skip
#: Provinces that Dukcapil has used, the former one of East Timor included.
_PROVINCES = frozenset(
    "11 12 13 14 15 16 17 18 19 21 31 32 33 34 35 36 51 52 53 54 61 62 63 64 65 71 72 73 74 75 76"
    " 81 82 91 92 93 94 95 96 97".split()
)
_DAYS = (31, 29, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31)
_WOMAN = 40
_YEARS = re.compile(r"(?:(?:19|20)\d\d){4}")
_NIK_LENGTH = 16


def digits_of(text: str) -> str:
    """Only the ASCII digits of ``text``."""
    return "".join(char for char in text if "0" <= char <= "9")


def is_nik(digits: str) -> bool:
    """Whether sixteen digits can be a NIK: place, date of birth (women: day + 40), number.

    A KK number is built alike (date of issue), so this cannot tell it from a man's NIK.
    Source: dukcapil.klaten.go.id/arti-16-digit-nomor-induk-kependudukan-nik
    """
    if len(digits) != _NIK_LENGTH or digits[:2] not in _PROVINCES:
        return False
    regency, district = int(digits[2:4]), int(digits[4:6])
    if not regency or not district:
        return False
    day, month = int(digits[6:8]), int(digits[8:10])
    if day > _WOMAN:
        day -= _WOMAN
    return 1 <= month <= len(_DAYS) and 1 <= day <= _DAYS[month - 1] and digits[12:] != "0000"


def sixteens(text: str) -> Iterator[re.Match[str]]:
    """Sixteen-digit numbers as people write them; no sums of money, no rows of years.

    Matches may overlap where groups of digits follow one another.
    """
    at = 0
    while match := SIXTEEN.search(text, at):
        written = match.group()
        groups = re.split(_SEPARATOR, written)
        before = text[max(0, match.start() - 24) : match.start()]
        meant = _is_shaped(written, groups) or _NAMED.search(before)
        if meant and not _YEARS.fullmatch(digits_of(written)):
            yield match
        at = match.end() if is_nik(digits_of(written)) else match.start() + len(groups[0])


_NAMED = re.compile(r"\b(?:nik|ktp|kk|keluarga)\b", re.IGNORECASE)


def _is_shaped(written: str, groups: list[str]) -> bool:
    separators = {char for char in written if not char.isdigit()}
    return tuple(map(len, groups)) in _SHAPES and len(separators) <= 1


def masked(written: str, keep: int) -> str:
    """``written`` with all digits after the first ``keep`` hidden; separators stay."""
    seen = 0
    out = []
    for char in written:
        if char.isdigit():
            seen += 1
            out.append(char if seen <= keep else "•")
        else:
            out.append(char)
    return "".join(out)


_GAP = r"[ .\-–()]{0,3}"
MOBILE = re.compile(
    rf"(?<![\d.,+])(?<!\d[\-])(?:\+\s?62|\(\+62\)|62|0){_GAP}8{_GAP}[1-9](?:{_GAP}\d){{7,10}}(?!\d)"
)
_MONEY = re.compile(r"\d{1,3}(?:\.\d{3})+")
_NOT_A_PHONE = re.compile(
    r"0?8[.:]\d\d(?!\d)|0\.8|\d\d[-./ ]\d\d[-./ ](?:19|20)\d\d(?!\d)|08 - |08–"
)


def phone_key(written: str) -> str:
    """A phone number as it is compared: digits only, ``62…`` as ``0…``."""
    digits = digits_of(written)
    return "0" + digits[2:].removeprefix("0") if digits.startswith("62") else digits


def mobiles(text: str) -> Iterator[re.Match[str]]:
    """Indonesian mobile numbers; no sums of money, times of day or dates."""
    for match in MOBILE.finditer(text):
        written = match.group()
        if not _MONEY.fullmatch(written) and not _NOT_A_PHONE.match(written):
            yield match

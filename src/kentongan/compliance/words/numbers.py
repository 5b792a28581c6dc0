"""Numbers that belong to people: how they are written, checked and masked."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from itertools import islice

#: What people put between digits.
_SEPARATOR = r"[ .\-/_·•:|\n\t‐‑‒–—―−]"
#: Sixteen digits, each perhaps after one separator; shape and content are checked after.
SIXTEEN = re.compile(rf"(?<![\d,])(?<!\d[.\-])\d(?:{_SEPARATOR}{{0,3}}\d){{15}}(?![.\-]?\d)")
_GROUPS = re.compile(r"\d+")
_SHAPES = frozenset(
    {(16,), (4, 4, 4, 4), (6, 6, 4), (2, 2, 2, 6, 4), (8, 8), (6, 10), (12, 4), (4, 12), (10, 6),
     (2, 2, 2, 2, 2, 2, 4), (6, 2, 2, 2, 4), (3, 3, 3, 3, 4), (4, 3, 3, 3, 3), (5, 5, 6), (1,) * 16,
     (6, 4, 2, 4), (4, 2, 6, 4), (2, 2, 2, 2, 2, 2, 2, 2), (3, 3, 3, 3, 3, 1), (4, 4, 8), (8, 4, 4),
     (2, 4, 6, 4), (5, 5, 5, 1), (6, 3, 3, 4), (7, 9), (9, 7), (4, 6, 6), (6, 6, 2, 2), (2, 14),
     (14, 2), (1, 3, 4, 4, 4), (6, 5, 5), (5, 6, 5), (3, 13), (13, 3)}
)  # fmt: skip
#: Provinces that Dukcapil has used, the former one of East Timor included.
_PROVINCES = frozenset(
    "11 12 13 14 15 16 17 18 19 21 31 32 33 34 35 36 51 52 53 54 61 62 63 64 65 71 72 73 74 75 76"
    " 81 82 91 92 93 94 95 96 97".split()
)
_DAYS = (31, 29, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31)
_WOMAN = 40
_YEARS = re.compile(r"(?:(?:19|20)\d\d){4}")
#: Digits of a NIK, a KK number, a NIP; the fewest of a mobile number.
NIK_LENGTH, NIP_LENGTH, MOBILE_LENGTH = 16, 18, 10


def digits_of(text: str) -> str:
    """Only the ASCII digits of ``text``."""
    return "".join(char for char in text if "0" <= char <= "9")


def is_nik(digits: str) -> bool:
    """Whether sixteen digits can be a NIK: place, date of birth (women: day + 40), number.

    A KK number is built alike (date of issue), so this cannot tell it from a man's NIK.
    Source: dukcapil.klaten.go.id/arti-16-digit-nomor-induk-kependudukan-nik
    """
    if len(digits) != NIK_LENGTH or digits[:2] not in _PROVINCES:
        return False
    regency, district = int(digits[2:4]), int(digits[4:6])
    if not regency or not district:
        return False
    day, month = int(digits[6:8]), int(digits[8:10])
    if day > _WOMAN:
        day -= _WOMAN
    return 1 <= month <= len(_DAYS) and 1 <= day <= _DAYS[month - 1] and digits[12:] != "0000"


def sixteens(text: str) -> Iterator[re.Match[str]]:
    """Sixteen-digit numbers as people write them; no sums of money, no rows of years, no
    receipts. Matches may overlap where groups of digits follow one another.
    """
    at = 0
    for _ in range(_MOST_TRIES):
        match = SIXTEEN.search(text, at)
        if match is None:
            return
        written = match.group()
        groups = _GROUPS.findall(written)
        before = text[max(0, match.start() - _LOOK_BACK) : match.start()]
        if _is_meant(written, groups, before) and not _YEARS.fullmatch(digits_of(written)):
            yield match
        at = match.end() if is_nik(digits_of(written)) else match.start() + len(groups[0])


#: Of a text made of nothing but digits the rest is not read.
_MOST_TRIES = 150
_LOOK_BACK = 40
_NAMED = re.compile(r"\b(?:nik|ktp|kk|keluarga|kependudukan)\b", re.IGNORECASE)
#: Numbers of things, not of people.
_THING = re.compile(
    r"\b(?:resi|transaksi|trx|va|virtual(?: account)?|billing|kode|invoice|ref|referensi|tiket"
    r"|seri|registrasi|pelanggan|order|pesanan|ntpn|ntb|nop|nota|meter\w*|token|isbn|imei|batch"
    r"|surat|tagihan|rangka|mesin|kuitansi|struk|pembayaran|berkas|permohonan|pengajuan|barcode"
    r"|voucher|kupon|lisensi|sertifikat|akta|dokumen|arsip|tracking|lacak|aset|inventaris|barang)"
    r"\b[^.!?\n]{0,24}$",
    re.IGNORECASE,
)


def is_named(before: str) -> bool:
    """Whether the words before a number call it NIK, KTP or KK."""
    return _NAMED.search(before) is not None


def is_of_a_thing(before: str) -> bool:
    """Whether the words before a number say that it counts receipts, meters, letters."""
    near = before[-24:]
    return _THING.search(before) is not None and not is_named(near) and "kartu" not in near.lower()


def _is_meant(written: str, groups: list[str], before: str) -> bool:
    if is_named(before[-24:]):
        return True
    separators = {char for char in written if not char.isdigit()}
    is_shaped = tuple(map(len, groups)) in _SHAPES and len(separators) <= 1
    return is_shaped and not is_of_a_thing(before)


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


@dataclass(frozen=True, slots=True)
class Number:
    """A number as written, and where."""

    start: int
    end: int
    written: str


#: After a slash only where a number just ended, else it is the number of a letter.
_START = (
    r"(?<![\d,+*])(?<!\d[.\-:])(?<!\D\d/)(?<!\D\d\d/)(?<!\D\d\d\d/)"
    r"(?:\+\s?62|\(\+?62\)|0062|62|0)"
)


def _mobile(gap: str) -> re.Pattern[str]:
    return re.compile(rf"{_START}(?:{gap}0)?{gap}8{gap}[1-9](?:{gap}\d){{7,10}}(?!\d)")


MOBILE = _mobile(r"[ .\-–()]{0,3}")
#: With separators that need a closer look: line breaks, slashes, commas, bars.
_LOOSE = _mobile(r"[\s.\-‐‑‒–—―−()/_·•|~,:+*]{0,3}")
#: Without 0 or 62, after a word that promises a number.
_BARE = re.compile(
    r"\b(?:wa|whatsapp|whatsap|hp|handphone|ponsel|telp|telepon|telpon|tlp|kontak|hub)\b"
    r"[^\d\n]{0,24}(?<![\d.,])(?P<number>8[1-9]\d(?:[ .\-]?\d){7,9})(?![.,]?\d)",
    re.IGNORECASE,
)
_MONEY = re.compile(r"\d{1,3}(?:\.\d{3})+")
_CURRENCY = re.compile(r"(?:rp|idr)\.?\s?$", re.IGNORECASE)
_NOT_A_PHONE = re.compile(
    r"0?8[.:]\d\d(?!\d|[.:]\d\d[.:]\d\d)|0\.8|\d\d[-./ ]\d\d[-./ ](?:19|20)\d\d(?!\d| \d{3})"
    r"|08 - |08–"
)
_NO_PHONE = re.compile(
    r"\b(?:resi|transaksi|trx|va|virtual account|billing|kode|invoice|registrasi|ntpn|token|isbn"
    r"|imei|batch"
    r"|seri|sertifikat|barcode|voucher|surat|edisi|nib|bpom|md|meter\w*|pelanggan|rangka|mesin"
    r"|dada|nop"
    r"|sppt|berkas|tiket|dokumen|akta|arsip|lot|model|tipe|undian|kupon|ijazah|saldo|lintang|bujur"
    r"|koordinat|issn|sk|perkara|agenda|inventaris)\b[^.!?\n]{0,12}$",
    re.IGNORECASE,
)
_ENOUGH = 10
_SINGLE = 8
_MOST = 13


def phone_key(written: str) -> str:
    """A phone number as it is compared: digits only, ``62…`` as ``0…``."""
    digits = digits_of(written)
    digits = digits[2:] if digits.startswith("0062") else digits
    if digits.startswith("62"):
        return "0" + digits[2:].removeprefix("0")
    return "0" + digits if digits.startswith("8") and len(digits) >= _ENOUGH - 1 else digits


def mobiles(text: str) -> Iterator[Number]:
    """Indonesian mobile numbers; no sums of money, times of day, dates, receipts."""
    found: list[Number] = []
    for match in islice(_LOOSE.finditer(text), _MOST_TRIES):
        strict = MOBILE.match(text, match.start())
        number = _cut(strict or match)
        if _is_phone(text, number) and (strict is not None or _is_whole(number.written)):
            found.append(number)
    ends = [number.end for number in found]
    found.extend(
        Number(*match.span("number"), match.group("number"))
        for match in islice(_BARE.finditer(text), _MOST_TRIES)
        if match.end("number") not in ends
    )
    return iter(found)


def _is_phone(text: str, number: Number) -> bool:
    before = text[max(0, number.start - _LOOK_BACK) : number.start]
    groups = _GROUPS.findall(number.written)
    is_row = len(groups) > 1 and all(group[:2] == "08" for group in groups)
    return not (
        is_row
        or _MONEY.fullmatch(number.written)
        or _NOT_A_PHONE.match(number.written)
        or _CURRENCY.search(before)
        or _NO_PHONE.search(before[-24:])
    )


def _cut(match: re.Match[str]) -> Number:
    """Without what follows a number that is complete: ``0812-3344-5566 24 jam``."""
    written = match.group()
    gaps: set[str] = set()
    for index, piece in enumerate(_PIECE.finditer(written)):
        gap = piece.group(1)
        before = written[: piece.start()]
        is_other = index == 1 or gap not in gaps
        if is_other and len(phone_key(before)) >= _ENOUGH:
            written = before
            break
        gaps.add(gap)
    return Number(match.start(), match.start() + len(written), written)


_PIECE = re.compile(r"(\D*)(\d+)")


def _is_whole(written: str) -> bool:
    """Whether groups set apart in a rare way make one number."""
    groups = _GROUPS.findall(written)
    if len([group for group in groups if len(group) == 1]) >= _SINGLE:
        return True
    body = [group for group in groups if group not in ("62", "0", "0062")]
    if body[0] == "08" and len(body) > 2:
        body[:2] = ["".join(body[:2])]
    gaps = {"".join(gap.split(" ")) for gap in re.findall(r"\D+", written.lstrip("+("))}
    return (
        "," not in written
        and ":" not in written
        and len(gaps) <= 2
        and body[0].startswith(("08", "8"))
        and len(body[0]) >= 3
        and all(2 <= len(group) <= 6 for group in body[1:])
        and not all(len(group) == 2 for group in body[:4])
        and sum(map(len, groups)) <= _MOST
    )

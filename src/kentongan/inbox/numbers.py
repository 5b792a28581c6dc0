"""Public numbers of cases: ``JTW-4817``. Short, of the unit, and telling nothing of how many.

The n-th case of a prefix does not get the number n: within each length the numbers are shuffled by
a key of the series that nobody sees, so that whoever knows two of them does not know what came
between. A secret report among them leaves no gap. None comes twice.
"""

from __future__ import annotations

import hmac
import re
import secrets

from kentongan.inbox.models import NumberSeries
from kentongan.people.models import Unit

#: Rounds of the shuffle, which is a Feistel network.
_ROUNDS = 8
_KINDS = re.compile(
    r"^(kec|kel|desa|kab|kota|dinas|badan|puskesmas|pkm|uptd|rsud|sd|smp|bagian)[-_]"
)
#: A number as people type it: ``JTW-4817``, ``jtw 4817``, ``#4817``; what telephones make of a
#: hyphen, too.
_TYPED = re.compile(r"#?\s*(?:([A-Za-z]{2,3})[\s\-\u2010-\u2015\u2212]*|-)?([0-9]{3,8})")
_FOLLOW = "abcdefghjkmnpqrstuvwxyz23456789"


def prefix_of(unit: Unit) -> str:
    """Three letters of a unit's code: ``kec-titirwangi`` is TTR."""
    word = re.sub(r"[^a-z]", "", _KINDS.sub("", unit.code.lower()))
    bones = word[:1] + re.sub(r"[aeiou]", "", word[1:])
    return (bones + word[1:] + "xxx")[:3].upper()


def number(prefix: str, place: int, key: str) -> str:
    """The ``place``-th number of a series, counted from 1; four digits, later more.

    Of each length half of the numbers stay free: else those that nobody is shown would stand out.
    """
    place -= 1
    first, size = 0, 10_000
    while place >= size // 2:
        place -= size // 2
        first, size = max(first * 10, 10_000), max(first * 90, 90_000)
    digits = first + _shuffled(place, size, f"{key}:{size}".encode())
    return f"{prefix}-{digits:04d}"


def _shuffled(place: int, size: int, key: bytes) -> int:
    """Where ``place`` of 0 to ``size - 1`` lands; each on a place of its own.

    Shuffled within the next power of four, and again until it lands inside (cycle walking).
    """
    half = (size.bit_length() + 1) // 2
    mask = (1 << half) - 1
    while True:
        left, right = place >> half, place & mask
        for turn in range(_ROUNDS):
            told = hmac.digest(key, bytes([turn]) + right.to_bytes(4, "big"), "sha256")
            left, right = right, left ^ (int.from_bytes(told[:4], "big") & mask)
        place = left << half | right
        if place < size:
            return place


def take(unit: Unit, count: int = 1) -> list[str]:
    """The next numbers for cases of ``unit``; runs inside the caller's transaction."""
    prefix = prefix_of(unit)
    rows = NumberSeries.objects.select_for_update().filter(pk=prefix)
    if (series := rows.first()) is None:
        begun = {"key": secrets.token_hex(16)}
        NumberSeries.objects.get_or_create(prefix=prefix, defaults=begun)
        series = rows.get()
    first = series.last + 1
    NumberSeries.objects.filter(pk=prefix).update(last=series.last + count)
    return [number(prefix, place, series.key) for place in range(first, first + count)]


def typed(words: str) -> tuple[str, str] | None:
    """Letters (in capitals, or none) and digits of a number as typed; None where it is none."""
    found = _TYPED.fullmatch(words.strip())
    return ((found[1] or "").upper(), found[2]) if found else None


def follow_key() -> str:
    """What opens the citizen's page of a case beside its number: twelve drawn letters."""
    return "".join(secrets.choice(_FOLLOW) for _ in range(12))

"""Public numbers of cases: ``JTW-4817``. Short, of the unit, and telling nothing of how many.

The n-th case of a prefix does not get the number n: within each length the numbers are walked
in large strides from a place drawn once, so neighbours cannot be guessed and none comes twice.
"""

from __future__ import annotations

import re
import secrets

from kentongan.inbox.models import NumberSeries
from kentongan.people.models import Unit

#: Coprime to 10 and to 9, and so to the size of every length of numbers.
_STRIDE = 7919
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


def number(prefix: str, place: int, shift: int) -> str:
    """The ``place``-th number of a series, counted from 1; four digits, later more."""
    place -= 1
    first, size = 0, 10_000
    if place >= size:
        length = 5
        while place >= 10**length:
            length += 1
        first, size = 10 ** (length - 1), 9 * 10 ** (length - 1)
    digits = first + ((place - first) * _STRIDE + shift) % size
    return f"{prefix}-{digits:04d}"


def take(unit: Unit, count: int = 1) -> list[str]:
    """The next numbers for cases of ``unit``; runs inside the caller's transaction."""
    prefix = prefix_of(unit)
    rows = NumberSeries.objects.select_for_update().filter(pk=prefix)
    if (series := rows.first()) is None:
        begun = {"shift": secrets.randbelow(10_000)}
        NumberSeries.objects.get_or_create(prefix=prefix, defaults=begun)
        series = rows.get()
    first = series.last + 1
    NumberSeries.objects.filter(pk=prefix).update(last=series.last + count)
    return [number(prefix, place, series.shift) for place in range(first, first + count)]


def typed(words: str) -> tuple[str, str] | None:
    """Letters (in capitals, or none) and digits of a number as typed; None where it is none."""
    found = _TYPED.fullmatch(words.strip())
    return ((found[1] or "").upper(), found[2]) if found else None


def follow_key() -> str:
    """What opens the citizen's page of a case beside its number: twelve drawn letters."""
    return "".join(secrets.choice(_FOLLOW) for _ in range(12))

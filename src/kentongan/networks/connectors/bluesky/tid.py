"""Record keys chosen by us: a TID that always comes out the same for the same delivery.

A TID is 64 bits in base32-sortable: a zero, 53 bits of microseconds since 1970, 10 bits of clock
identifier (atproto.com/specs/tid). It depends on our key alone: a delivery may be given another
time after a try whose answer was lost, and must still find that try.
"""

from __future__ import annotations

import hashlib
from uuid import UUID

ALPHABET = "234567abcdefghijklmnopqrstuvwxyz"
#: Where keys that carry no time begin, and the last moment of one that does: 2020, 2100.
EPOCH, LATEST = 1_577_836_800_000_000, 4_102_444_800_000_000
HOUR = 3_600_000_000


def derive(key: str) -> str:
    """The TID for ``key``. A UUIDv7 lends its time; spread over the hour before it, the TIDs of
    one moment have some 10¹² values.
    """
    digest = int.from_bytes(hashlib.sha256(key.encode()).digest()[:12], "big")
    moment = _moment(key)
    microseconds = EPOCH + digest % (1 << 48) if moment is None else moment - digest % HOUR
    value = (microseconds << 10) | (digest >> 64) % 1024
    return "".join(ALPHABET[(value >> shift) & 31] for shift in range(60, -5, -5))


def _moment(key: str) -> int | None:
    """The time in a UUIDv7, in microseconds; None for any other key."""
    try:
        number = UUID(key)
    except ValueError:
        return None
    moment = (number.int >> 80) * 1000
    return moment if number.version == 7 and EPOCH <= moment <= LATEST else None

"""Identifiers that may leave the system: UUIDv7, ordered by time, not guessable.

Layout after RFC 9562, section 5.7: 48 bits of Unix milliseconds, 12 bits of the fraction below
(section 6.2, method 3: what a process makes one after the other stands in that order), then 62
random bits. Python 3.14 has ``uuid.uuid7``; the product runs from 3.11.
"""

import secrets
import time
from uuid import UUID


def uuid7() -> UUID:
    """A new UUIDv7 from the machine's clock."""
    milliseconds, nanoseconds = divmod(time.time_ns(), 1_000_000)
    value = (milliseconds & 0xFFFFFFFFFFFF) << 80
    value |= 0x7 << 76
    value |= (nanoseconds * 4096 // 1_000_000) << 64
    value |= 0b10 << 62
    value |= secrets.randbits(62)
    return UUID(int=value)

"""Pictures that look alike: 64 bits of a small grey copy, compared by how many differ.

A difference hash: of nine by eight grey dots each is compared with its right neighbour. It stays
nearly the same when a picture is scaled, saved again or made a little lighter.
"""

from __future__ import annotations

from PIL import Image

_WIDE, _HIGH = 9, 8
#: At most so many of 64 bits differ between two files that look alike.
NEAR = 6
#: Fewer bits than this are a plain sheet: it would look like every other one.
_TOO_PLAIN = 4
#: Taken, and nothing that could be compared.
PLAIN = "-"


def likeness(picture: Image.Image) -> str:
    """The fingerprint as 16 hexadecimal digits; :data:`PLAIN` for what shows next to nothing.

    ``picture`` has no transparency.
    """
    small = picture.convert("L").resize((_WIDE, _HIGH), Image.Resampling.BOX)
    dots = small.tobytes()
    bits = 0
    for row in range(_HIGH):
        for column in range(_WIDE - 1):
            place = row * _WIDE + column
            bits = bits << 1 | (dots[place] > dots[place + 1])
    return PLAIN if bits.bit_count() < _TOO_PLAIN else f"{bits:016x}"


def apart(one: str, other: str) -> int:
    """How many of 64 bits differ; 64 where one of them cannot be compared."""
    if len(one) != 16 or len(other) != 16:
        return 64
    return (int(one, 16) ^ int(other, 16)).bit_count()


def near(one: str, other: str) -> bool:
    """Whether the two look alike."""
    return apart(one, other) <= NEAR

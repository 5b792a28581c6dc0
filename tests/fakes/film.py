"""Films for fakes that look at them: how long and how large one is, and small ones to send.

Only the boxes that tell it are read and written (ISO/IEC 14496-12: ``mvhd`` and ``tkhd``); what
fakes are sent is no film to watch.
"""

import struct
from collections.abc import Iterator
from dataclasses import dataclass

TICKS = 1000


@dataclass(frozen=True)
class Film:
    """What a file says of itself."""

    seconds: float
    width: int
    height: int

    @property
    def shape(self) -> float:
        """Width by height."""
        return self.width / self.height


def made(
    *, seconds: float = 12.0, width: int = 1080, height: int = 1920, size: int = 0, brand: str = ""
) -> bytes:
    """The boxes of an MP4 of that length and size in pixels, filled up to ``size`` bytes."""
    ticks = round(seconds * TICKS)
    movie = _box("mvhd", struct.pack(">5I", 0, 0, 0, TICKS, ticks) + bytes(80))
    track = struct.pack(">6I", 3, 0, 0, 1, 0, ticks) + bytes(52)
    track += struct.pack(">2I", width << 16, height << 16)
    head = _box("ftyp", (brand or "isom").encode() + struct.pack(">I", 512) + b"isomavc1")
    head += _box("moov", movie + _box("trak", _box("tkhd", track)))
    filling = max(size - len(head) - 8, 0)
    return head + _box("mdat", bytes(range(256)) * (filling // 256) + bytes(filling % 256))


def read(data: bytes) -> Film | None:
    """What a file tells; None where it is no film with a picture."""
    if data[4:8] != b"ftyp":
        return None
    seconds = 0.0
    for name, movie in _boxes(data):
        for inner, box in _boxes(movie) if name == b"moov" else ():
            if inner == b"mvhd" and len(box) >= 20:
                scale, length = struct.unpack_from(">2I", box, 12)
                seconds = length / scale if scale else 0.0
            for last, told in _boxes(box) if inner == b"trak" else ():
                if last == b"tkhd" and len(told) >= 8:
                    width, height = (side >> 16 for side in struct.unpack(">2I", told[-8:]))
                    if width and height and seconds:
                        return Film(seconds, width, height)
    return None


def _box(name: str, content: bytes) -> bytes:
    return struct.pack(">I", len(content) + 8) + name.encode() + content


def _boxes(data: bytes) -> Iterator[tuple[bytes, bytes]]:
    at = 0
    while at + 8 <= len(data):
        (size,) = struct.unpack_from(">I", data, at)
        if size < 8:
            return
        yield data[at + 4 : at + 8], data[at + 8 : at + size]
        at += size

"""Films for fakes that look at them: what one says of itself, and small ones to send.

Only the boxes that tell it are read and written (ISO/IEC 14496-12: ``mvhd``, ``tkhd``, ``hdlr``,
``stsd``); what fakes are sent is no film to watch. A film may come piece by piece: then no more
of it is kept than those boxes, however long it is.
"""

import struct
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

TICKS = 1000
#: Bytes of ``moov`` that are kept; a film of hours has a few million.
MOST = 16_000_000
_KEPT = (b"ftyp", b"moov")


@dataclass(frozen=True)
class Film:
    """What a file says of itself.

    ``brand`` of the container (``isom``, ``qt  ``, ``3gp4``); ``codec`` of the picture (``avc1``
    is H.264); ``sounds``: the codec of each track of sound (``mp4a``: AAC, or MP3 in an MP4).
    """

    seconds: float
    width: int
    height: int
    brand: str = ""
    codec: str = ""
    sounds: tuple[str, ...] = ()

    @property
    def shape(self) -> float:
        """Width by height."""
        return self.width / self.height


def made(
    *,
    seconds: float = 12.0,
    width: int = 1080,
    height: int = 1920,
    size: int = 0,
    brand: str = "isom",
    codec: str = "avc1",
    sounds: tuple[str, ...] = ("mp4a",),
) -> bytes:
    """The boxes of an MP4 of that length and size in pixels, filled up to ``size`` bytes.

    Without a ``codec`` it has sound alone.
    """
    ticks = round(seconds * TICKS)
    movie = _box("mvhd", struct.pack(">5I", 0, 0, 0, TICKS, ticks) + bytes(80))
    tracks = [("vide", codec, width, height)] if codec else []
    for kind, named, wide, high in (*tracks, *(("soun", sound, 0, 0) for sound in sounds)):
        track = struct.pack(">6I", 3, 0, 0, 1, 0, ticks) + bytes(52)
        track += struct.pack(">2I", wide << 16, high << 16)
        handler = _box("hdlr", bytes(8) + kind.encode() + bytes(13))
        entry = _box("stsd", struct.pack(">2I", 0, 1) + _box(named, bytes(8)))
        media = _box("mdia", handler + _box("minf", _box("stbl", entry)))
        movie += _box("trak", _box("tkhd", track) + media)
    head = _box("ftyp", brand.encode() + struct.pack(">I", 512) + b"isomavc1")
    head += _box("moov", movie)
    filling = max(size - len(head) - 8, 0)
    return head + _box("mdat", bytes(range(256)) * (filling // 256) + bytes(filling % 256))


def read(data: bytes) -> Film | None:
    """What a file tells; None where it is no film with a picture."""
    glance = Glance()
    glance.take(data)
    return glance.film


class Glance:
    """A look at a film that comes piece by piece, in order."""

    def __init__(self) -> None:
        self._kept: dict[bytes, bytes] = {}
        self._first = b""
        self._head = b""
        self._name = b""
        self._left = 0

    def take(self, data: bytes) -> None:
        """The next piece."""
        at = 0
        while at < len(data):
            wanted = self._left or self._missing()
            end = min(at + wanted, len(data))
            if not self._left:
                self._head += data[at:end]
                self._begin()
            else:
                if self._name in self._kept:
                    self._kept[self._name] += data[at:end]
                self._left -= end - at
            at = end

    def _missing(self) -> int:
        """Bytes that the head of the next box still lacks."""
        long = len(self._head) >= 8 and int.from_bytes(self._head[:4]) == 1
        return (16 if long else 8) - len(self._head)

    def _begin(self) -> None:
        """A box begins, once its head is whole."""
        if self._missing():
            return
        size, length = int.from_bytes(self._head[:4]), len(self._head)
        if length == 16:
            size = int.from_bytes(self._head[8:])
        self._name, self._head = self._head[4:8], b""
        self._first = self._first or self._name
        # Without a length it goes on to the end; so does what is no box at all.
        self._left = size - length if size >= length else 2**63
        if self._name in _KEPT and self._left <= MOST:
            self._kept[self._name] = b""

    @property
    def film(self) -> Film | None:
        """What it told so far; None where that is no film with a picture."""
        if self._first != b"ftyp" or (self._name == b"moov" and self._left):
            return None
        return _told(self._kept.get(b"ftyp", b""), self._kept.get(b"moov", b""))


def _told(kind: bytes, movie: bytes) -> Film | None:
    seconds, size, codec = 0.0, (0, 0), ""
    sounds = []
    for name, box in _boxes(movie):
        if name == b"mvhd":
            seconds = _seconds(box)
        elif name == b"trak":
            found = _track(box)
            if found["hdlr"] == "soun":
                sounds.append(found["stsd"])
            elif all(found["tkhd"]) and not codec:
                size, codec = found["tkhd"], found["stsd"]
    if not (seconds and all(size)):
        return None
    brand = kind[:4].decode("latin-1")
    return Film(seconds, *size, brand=brand, codec=codec, sounds=tuple(sounds))


def _seconds(header: bytes) -> float:
    """Of ``mvhd``, whose numbers are longer in version 1."""
    at, form = (20, ">IQ") if header[:1] == b"\1" else (12, ">2I")
    if len(header) < at + struct.calcsize(form):
        return 0.0
    scale, length = struct.unpack_from(form, header, at)
    return length / scale if scale else 0.0


def _track(track: bytes) -> dict[str, Any]:
    """Width and height, what kind of track it is, and its codec."""
    found: dict[str, Any] = {"tkhd": (0, 0), "hdlr": "", "stsd": ""}
    for name, box in _boxes(track):
        if name == b"tkhd" and len(box) >= 8:
            found["tkhd"] = tuple(side >> 16 for side in struct.unpack(">2I", box[-8:]))
        elif name in {b"mdia", b"minf", b"stbl"}:
            inner = _track(box)
            found["stsd"] = inner["stsd"] or found["stsd"]
            found["hdlr"] = found["hdlr"] or inner["hdlr"]
        elif name == b"hdlr":
            # The first one: QuickTime writes another below, about where the data lie.
            found["hdlr"] = box[8:12].decode("latin-1")
        elif name == b"stsd":
            found["stsd"] = box[12:16].decode("latin-1")
    return found


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

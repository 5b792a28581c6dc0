"""Sending a video piece by piece (developers.tiktok.com, Media Transfer Guide).

The pieces go in order; the file is never whole in memory.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from urllib.parse import urlsplit

from kentongan.networks.connectors.tiktok import limits

READ = 64 * 1024


@dataclass(frozen=True, slots=True)
class Plan:
    """How a file of ``size`` bytes is cut: pieces of ``chunk``, the rest in the last one."""

    size: int
    chunk: int
    count: int

    @classmethod
    def of(cls, size: int) -> Plan:
        """Whole where two pieces would not fill; TikTok counts ``size // chunk`` pieces."""
        chunk = limits.CHUNK
        return cls(size, size, 1) if size < 2 * chunk else cls(size, chunk, size // chunk)

    def from_byte(self, sent: int) -> Iterator[tuple[int, int]]:
        """First and last byte (inclusive) of each piece that ``sent`` bytes leave to be sent."""
        for number in range(min(sent // self.chunk, self.count - 1), self.count):
            last = number == self.count - 1
            end = self.size if last else (number + 1) * self.chunk
            yield number * self.chunk, end - 1


def pieces(path: Path, first: int, last: int) -> Iterator[bytes]:
    """The bytes from ``first`` to ``last``, inclusive, in small portions."""
    left = last - first + 1
    with path.open("rb") as file:
        file.seek(first)
        while left and (portion := file.read(min(READ, left))):
            left -= len(portion)
            yield portion


def address(server: str, given: str) -> str:
    """Where the bytes go: the address TikTok gave, if it is one of TikTok's.

    Any other host is not trusted with them: its path is asked of ``server``, which is also how
    a server that stands in for TikTok receives uploads.
    """
    parts = urlsplit(given)
    host = parts.hostname or ""
    if parts.scheme == "https" and f".{host}".endswith(".tiktokapis.com"):
        return given
    base = urlsplit(server)
    return parts._replace(scheme=base.scheme, netloc=base.netloc).geturl()

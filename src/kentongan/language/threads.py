"""A long text as a thread: cut where sentences end, numbered, each part within a limit."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, replace

from kentongan.language.lengths import fits_until, length
from kentongan.language.tokens import links, sentences

#: No thread is longer; what does not fit into so many parts is no post any more.
MOST_PARTS = 25


@dataclass(frozen=True, slots=True)
class _Room:
    """What one part may hold: a length as the network counts it, and bytes of UTF-8 (0: any)."""

    limit: int
    count: str
    link_length: int
    most_bytes: int

    def holds(self, text: str) -> bool:
        """Whether ``text`` is within both."""
        if length(text, self.count, self.link_length) > self.limit:
            return False
        return not self.most_bytes or length(text, "bytes") <= self.most_bytes

    def until(self, text: str) -> int:
        """The offset up to which ``text`` is within both, never inside a letter or a link."""
        cut = fits_until(text, self.limit, self.count, self.link_length)
        return min(cut, fits_until(text, self.most_bytes, "bytes")) if self.most_bytes else cut

    def beside(self, sign: str) -> _Room:
        """What is left beside ``sign``."""
        heavy = len(sign.encode())
        if self.most_bytes and self.most_bytes <= heavy:
            return replace(self, limit=0)
        limit = self.limit - length(sign, self.count, self.link_length)
        return replace(self, limit=limit, most_bytes=max(0, self.most_bytes - heavy))


def split(
    text: str, limit: int, count: str = "graphemes", link_length: int = 0, most_bytes: int = 0
) -> list[str]:
    """``text`` in parts of at most ``limit``, each ending with ``(1/3)``; one part: as it is.

    Cuts between paragraphs and sentences; within a sentence that is too long between words, never
    inside a link, within a word only where there is no other way. A limit of 0 is no limit.
    ``most_bytes``: of UTF-8 in a part, besides; 0 is no limit. Raises ``ValueError`` for more than
    ``MOST_PARTS`` parts, or where a single link does not fit.
    """
    whole, one = text.strip(), _Room(limit, count, link_length, most_bytes)
    if not limit or one.holds(whole):
        return [whole]
    for digits in (1, 2):
        room = one.beside(_numbered("", "9" * digits, "9" * digits))
        if room.limit < 1:
            break
        parts = list(_packed(whole, room))
        if len(str(len(parts))) <= digits:
            if len(parts) > MOST_PARTS:
                break
            return [_numbered(p, str(n), str(len(parts))) for n, p in enumerate(parts, 1)]
    raise ValueError(f"no thread of {MOST_PARTS} parts of {limit} holds this text")


def _numbered(part: str, number: str, of: str) -> str:
    return f"{part} ({number}/{of})"


def _packed(text: str, room: _Room) -> Iterator[str]:
    """As many pieces in each part as fit; the blanks between two parts are left out."""
    begin = end = 0
    for start, stop in _pieces(text, room):
        if end > begin and not room.holds(text[begin:stop]):
            yield text[begin:end]
            begin = start
        elif end == begin:
            begin = start
        end = stop
    if end > begin:
        yield text[begin:end]


def _pieces(text: str, room: _Room) -> Iterator[tuple[int, int]]:
    """Spans without blanks around them, none over ``room``: sentences, else words, else less."""
    ends = [token.end for token in sentences(text)]
    at = 0
    for end in [*ends, len(text)]:
        for start, stop in _stripped(text, at, end):
            if room.holds(text[start:stop]):
                yield start, stop
            else:
                yield from _words(text, start, stop, room)
        at = end


def _words(text: str, start: int, stop: int, room: _Room) -> Iterator[tuple[int, int]]:
    for word in text[start:stop].split():
        first = text.index(word, start)
        start = first + len(word)
        while not room.holds(word):
            cut = room.until(word)
            if cut == 0 or (links(word) and links(word)[0].start < cut < links(word)[0].end):
                raise ValueError(f"a part of {room.limit} does not hold {word[:60]!r}")
            yield first, first + cut
            first, word = first + cut, word[cut:]
        yield first, first + len(word)


def _stripped(text: str, start: int, end: int) -> Iterator[tuple[int, int]]:
    part = text[start:end]
    left = start + len(part) - len(part.lstrip())
    right = start + len(part.rstrip())
    if right > left:
        yield left, right

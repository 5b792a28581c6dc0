"""A long text as a thread: cut where sentences end, numbered, each part within a limit."""

from __future__ import annotations

from collections.abc import Iterator

from kentongan.language.lengths import fits_until, length
from kentongan.language.tokens import links, sentences

#: No thread is longer; what does not fit into so many parts is no post any more.
MOST_PARTS = 25


def split(text: str, limit: int, count: str = "graphemes", link_length: int = 0) -> list[str]:
    """``text`` in parts of at most ``limit``, each ending with ``(1/3)``; one part: as it is.

    Cuts between paragraphs and sentences; within a sentence that is too long between words, never
    inside a link, within a word only where there is no other way. A limit of 0 is no limit. Raises
    ``ValueError`` for more than ``MOST_PARTS`` parts, or where a single link does not fit.
    """

    def size(part: str) -> int:
        return length(part, count, link_length)

    whole = text.strip()
    if not limit or size(whole) <= limit:
        return [whole]
    for digits in (1, 2):
        room = limit - size(_numbered("", "9" * digits, "9" * digits))
        if room < 1:
            break
        parts = list(_packed(whole, room, count, link_length))
        if len(str(len(parts))) <= digits:
            if len(parts) > MOST_PARTS:
                break
            return [_numbered(p, str(n), str(len(parts))) for n, p in enumerate(parts, 1)]
    raise ValueError(f"no thread of {MOST_PARTS} parts of {limit} holds this text")


def _numbered(part: str, number: str, of: str) -> str:
    return f"{part} ({number}/{of})"


def _packed(text: str, room: int, count: str, link_length: int) -> Iterator[str]:
    """As many pieces in each part as fit; the blanks between two parts are left out."""
    begin = end = 0
    for start, stop in _pieces(text, room, count, link_length):
        if end > begin and length(text[begin:stop], count, link_length) > room:
            yield text[begin:end]
            begin = start
        elif end == begin:
            begin = start
        end = stop
    if end > begin:
        yield text[begin:end]


def _pieces(text: str, room: int, count: str, link_length: int) -> Iterator[tuple[int, int]]:
    """Spans without blanks around them, none over ``room``: sentences, else words, else less."""
    ends = [token.end for token in sentences(text)]
    at = 0
    for end in [*ends, len(text)]:
        for start, stop in _stripped(text, at, end):
            if length(text[start:stop], count, link_length) <= room:
                yield start, stop
            else:
                yield from _words(text, start, stop, room, count, link_length)
        at = end


def _words(
    text: str, start: int, stop: int, room: int, count: str, link_length: int
) -> Iterator[tuple[int, int]]:
    for word in text[start:stop].split():
        first = text.index(word, start)
        start = first + len(word)
        while length(word, count, link_length) > room:
            cut = fits_until(word, room, count, link_length)
            if cut == 0 or (links(word) and links(word)[0].start < cut < links(word)[0].end):
                raise ValueError(f"a part of {room} does not hold {word[:60]!r}")
            yield first, first + cut
            first, word = first + cut, word[cut:]
        yield first, first + len(word)


def _stripped(text: str, start: int, end: int) -> Iterator[tuple[int, int]]:
    part = text[start:end]
    left = start + len(part) - len(part.lstrip())
    right = start + len(part.rstrip())
    if right > left:
        yield left, right

"""Trying a pattern only where a sign shows that it may begin.

``re`` looks for one of a few characters fast. A pattern that begins with a look back, or with what
may be missing, it tries at every character in full. A sign is a short pattern that begins with
characters and stands in, or right before, every match of the other: what is found is the same.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator


def tried(pattern: re.Pattern[str], text: str, starts: Iterable[int]) -> Iterator[re.Match[str]]:
    """Matches that do not overlap, of those that begin at ``starts`` (in order)."""
    end = 0
    for start in starts:
        if start >= end and (match := pattern.match(text, start)):
            end = match.end()
            yield match


def by_sign(
    pattern: re.Pattern[str], sign: re.Pattern[str], text: str, *, back: int = 0
) -> Iterator[re.Match[str]]:
    """Matches that do not overlap, begun at a ``sign`` or at most ``back`` characters before it."""
    if not back:
        return tried(pattern, text, (found.start() for found in sign.finditer(text)))
    return tried(pattern, text, _before(sign, text, back))


def _before(sign: re.Pattern[str], text: str, back: int) -> Iterator[int]:
    for found in sign.finditer(text):
        yield from range(max(0, found.start() - back), found.start() + 1)

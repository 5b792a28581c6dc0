"""Numbers in a text, with the word or sign that stands behind each."""

from __future__ import annotations

import re
from typing import NamedTuple

_FIGURE = re.compile(r"\d+(?:[.,:]\d+)*")
_BEHIND = re.compile(
    r"(\s{0,2})([^\W\d_]{1,14}(?:(?:/[A-Za-z]{1,3}|[23²³])(?!\w))?|%|[°º]\s?[A-Za-z]?)?"
)


class Figure(NamedTuple):
    """A number at ``start:end``; after ``gap`` the word or sign ``unit``, up to ``unit_end``."""

    start: int
    end: int
    body: str
    gap: str
    unit: str
    unit_end: int


def figures(text: str) -> list[Figure]:
    """All numbers in order; ``1.020``, ``08:00`` and ``2,5`` are one each."""
    return [_figure(text, match) for match in _FIGURE.finditer(text)]


def _figure(text: str, match: re.Match[str]) -> Figure:
    behind = _BEHIND.match(text, match.end())
    gap, unit = (behind[1], behind[2] or "") if behind else ("", "")
    end = behind.end() if behind else match.end()
    return Figure(match.start(), match.end(), match.group(), gap, unit, end)

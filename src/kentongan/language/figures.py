"""Numbers in a text, with the word or sign that stands behind each."""

from __future__ import annotations

import re
from functools import partial
from typing import NamedTuple

_FIGURE = re.compile(
    # Begun with one digit and not with some: ``re`` looks for it faster.
    r"(\d\d*(?:[.,:]\d+)*)"
    # Only looked at: the next number may stand in it ("m2").
    r"(?=(\s{0,2})([^\W\d_]{1,14}(?:(?:/[A-Za-z]{1,3}|[23²³])(?!\w))?|%|[°º]\s?[A-Za-z]?)?)"
)


class Figure(NamedTuple):
    """A number at ``start:end``; after ``gap`` the word or sign ``unit``, up to ``unit_end``."""

    start: int
    end: int
    body: str
    gap: str
    unit: str
    unit_end: int


#: A figure of its parts; ``Figure(…)`` takes twice as long.
_figure = partial(tuple.__new__, Figure)


def figures(text: str) -> list[Figure]:
    """All numbers in order; ``1.020``, ``08:00`` and ``2,5`` are one each."""
    return [
        _figure(
            (*found.span(), found[1], found[2], found[3] or "", max(found.end(2), found.end(3)))
        )
        for found in _FIGURE.finditer(text)
    ]

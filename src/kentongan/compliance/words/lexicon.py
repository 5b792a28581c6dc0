"""Vocabularies kept as data, and two kinds of words that stand together.

``data/words/<name>.json`` holds lists of our own writing: a key and its alternatives, in the form
of ``Text.letters``. A blank stands for any white space, ``~`` for up to three words of any kind;
the rest is the syntax of ``re``.
"""

from __future__ import annotations

import json
import re
from bisect import bisect_left
from collections.abc import Iterator
from functools import cache
from pathlib import Path

from kentongan.compliance.reading.openers import Anywhere, Opened
from kentongan.compliance.reading.text import Text

_DATA = Path(__file__).parents[1] / "data" / "words"
_ANY_WORDS = r"(?:[\w'-]+[\s,]+){0,3}?"

#: Where a sentence, a clause or a quote begins.
AT_START = r"(?:(?<![\s\S])|(?<=[^\w\s])|(?<=[^\w\s]\s)|(?<=\n))\b"
#: Words that turn what follows into its opposite.
_NEGATION = re.compile(
    r"\b(?:bukan(?:lah)?|bkn|dudu|sanes|jangan|jgn|ulah|ojo|tidak|tak|tdk|nggak|enggak|ngga|gak|ga"
    r"|belum|mboten|ora|teu|henteu|tanpa|daripada|stop|dilarang"
    r"|hindari)[\s\"'“]+(?:[\w-]+[\s\"'“]+){0,2}$"
)
_BEFORE = 32
Span = tuple[int, int]


@cache
def _lists(name: str) -> dict[str, list[str]]:
    lists: dict[str, list[str]] = json.loads((_DATA / f"{name}.json").read_text(encoding="utf-8"))
    return lists


@cache
def words(name: str, *keys: str) -> str:
    """The lists ``keys`` of a vocabulary as one group of a pattern; an unknown key is a bug."""
    lines = [line for key in keys for line in _lists(name)[key]]
    joined = "|".join(lines).replace(" ?", r"\s?").replace("~ ", _ANY_WORDS).replace(" ", r"\s+")
    return f"(?:{joined})"


def is_negated(text: Text, start: int) -> bool:
    """Whether the words just before an offset of ``letters.text`` deny what stands there."""
    return _NEGATION.search(text.letters.text[max(0, start - _BEFORE) : start]) is not None


def together(
    text: Text,
    first: Opened | Anywhere,
    second: Opened | Anywhere,
    *,
    reach: int = 60,
    across: bool = False,
) -> Iterator[tuple[re.Match[str], re.Match[str]]]:
    """Matches of ``first``, each with the nearest of ``second`` that does not overlap it.

    At most ``reach`` characters apart, in one sentence; ``across``: or in the next one. Offsets
    are those of ``letters.text``; linear in its length but for sorting.
    """
    if isinstance(second, Opened) and not text.starts(second):
        return
    ones = list(first.find(text))
    others = list(second.find(text)) if ones else []
    starts = [match.start() for match in others]
    for one in ones:
        at = bisect_left(starts, one.start())
        # Two to each side: the nearest may overlap.
        near = [m for m in others[max(0, at - 2) : at + 3] if _gap(one, m) >= 0]
        near.sort(key=lambda match: _gap(one, match))
        for other in near:
            if _gap(one, other) <= reach and _is_joined(text, one, other, across=across):
                yield one, other
                break


def both(one: re.Match[str], other: re.Match[str]) -> Span:
    """From the first character of the two to the last."""
    return min(one.start(), other.start()), max(one.end(), other.end())


def _gap(one: re.Match[str], other: re.Match[str]) -> int:
    return max(one.start() - other.end(), other.start() - one.end())


def _is_joined(text: Text, one: re.Match[str], other: re.Match[str], *, across: bool) -> bool:
    start, end = min(one.end(), other.end()), max(one.start(), other.start())
    between = text.letters.text[start:end]
    if "\n\n" in between:
        return False
    stops = len(_STOP.findall(between))
    return stops == 0 or (across and stops == 1)


_STOP = re.compile(r"[.!?]+(?=\s|$)|\n")

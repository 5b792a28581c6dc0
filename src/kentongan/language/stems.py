"""The roots of the words of a text: for finding and comparing texts, not for showing.

*perbaikan*, *diperbaiki* and *memperbaiki* give ``baik``. A word that is listed or has a listed
root gives that root; any other is kept without its clitics.
"""

from __future__ import annotations

import re
from functools import lru_cache

from kentongan.language.morphology import roots, without_clitics
from kentongan.language.normalise import Strength, normalise
from kentongan.language.words import Rank, rank

_WORD = re.compile(r"[^\W_]{2,}")
#: No text is read further.
_MOST = 20_000
_LONGEST = 40


def stems(text: str) -> list[str]:
    """The roots of the words of ``text`` in order, small letters, doubles kept."""
    plain = normalise(text[:_MOST], Strength.FOLDED).text
    return [stem(word[:_LONGEST]) for word in _WORD.findall(plain)]


@lru_cache(maxsize=32_768)
def stem(word: str) -> str:
    """The root of one small-letter word."""
    for _round in range(3):
        shorter = _one_shorter(word)
        if shorter == word:
            break
        word = shorter
    return word


def _one_shorter(word: str) -> str:
    bases = list(without_clitics(word))
    for base in reversed(bases):
        found = [root for root in roots(base) if _bears(root)]
        if found:
            return max(found, key=lambda root: (rank(root) or Rank.RARE, -len(root)))
        if rank(base) is not None:
            return base
    return bases[-1]


def _bears(root: str) -> bool:
    listed = rank(root)
    return len(root) >= 3 and listed is not None and listed >= Rank.ROOT

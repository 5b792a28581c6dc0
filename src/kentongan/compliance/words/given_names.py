"""Which words are given names: a list of our own, and endings that make names.

Offsets and people are the matter of ``persons.py``; here it is one word in small letters.
"""

from __future__ import annotations

import re
from functools import cache, lru_cache
from pathlib import Path

from kentongan.compliance.words.person_words import COMMON_GIVEN, COMMON_WORDS, NO_NAMES

_DATA = Path(__file__).parents[1] / "data" / "given_names.txt"
_SUFFIX = re.compile(
    r"\w{2,}(?:wati|ningsih|ningrum|ningtyas|yanto|yanti|uddin|ullah|wanto|nugraha|nugroho|zura|eesha|isha|isya|ella|elia|iyem|inem|iyati|iyono)"
)
#: Two words that may be names make one.
ENOUGH = 2


@cache
def given_names() -> frozenset[str]:
    """Given names in small letters."""
    return frozenset(_DATA.read_text(encoding="utf-8").split())


@cache
def sure_names() -> frozenset[str]:
    """Given names that are no other word."""
    return (given_names() - COMMON_WORDS - NO_NAMES) | COMMON_GIVEN


@lru_cache(16_384)
def knownness(low: str) -> int:
    """How far a word alone is known to be a name: not, perhaps (another word, too), enough."""
    is_given = low in given_names()
    if (is_given and low not in COMMON_WORDS) or _SUFFIX.fullmatch(low):
        return ENOUGH
    return int(is_given)

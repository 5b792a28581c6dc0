"""Which words there are: a list that the package carries, and what affixes make of it.

The list is read when it is first asked for (some 10 MB). Origins: ``data/README.md``.
"""

from __future__ import annotations

import zlib
from enum import IntEnum
from functools import cache, lru_cache
from pathlib import Path

from kentongan.language.morphology import is_derived

_DATA = Path(__file__).parent / "data"
_SURE_ROOT = 4
#: Letters that Sundanese and Javanese are written with, and Indonesian is not.
_PLAIN = str.maketrans("éèêëåěọẹ", "eeeeaeoe")


class Rank(IntEnum):
    """What is known of a word. From ``ROOT`` up it is Indonesian and in use."""

    PLACE = 1
    FOREIGN = 2
    REGIONAL = 3
    SLANG = 4
    ODD = 5
    ROOT = 6
    RARE = 7
    USUAL = 8
    OFTEN = 9
    VERY = 10


@cache
def ranks() -> dict[str, Rank]:
    """All listed words, small letters, with their rank."""
    text = zlib.decompress((_DATA / "words.txt.z").read_bytes()).decode()
    found: dict[str, Rank] = {}
    for line in text.split("\n"):
        name, _, words = line.partition(" ")
        found.update(dict.fromkeys(words.split(" "), Rank[name.upper()]))
    return found


def rank(word: str) -> Rank | None:
    """The rank of a small-letter word as listed; ``None``: not in the list."""
    return ranks().get(word)


@lru_cache(maxsize=16_384)
def is_known(word: str) -> bool:
    """Whether ``word`` (small letters) is listed, or built from a listed root by known affixes."""
    return word in ranks() or is_derived(word, _bears)


@lru_cache(maxsize=4_096)
def is_indonesian(word: str) -> bool:
    """Whether ``word`` is listed as Indonesian or built from an Indonesian root."""
    listed = ranks().get(word)
    return listed >= Rank.ODD if listed is not None else is_derived(word, _bears)


@lru_cache(maxsize=8_192)
def is_regional(word: str) -> bool:
    """Whether ``word`` (small letters) is at home in a regional language and not in Indonesian."""
    plain = word.translate(_PLAIN)
    listed = ranks().get(plain)
    if listed is None or word != plain:
        return word != plain or word.startswith("dipun") or word.endswith(("keun", "ipun"))
    return listed is Rank.REGIONAL


def is_foreign(word: str) -> bool:
    """Whether ``word`` is a foreign one and no Indonesian one."""
    return ranks().get(word) is Rank.FOREIGN


def _bears(root: str) -> bool:
    """Whether words are made from ``root``. A rare and short one would explain any error."""
    listed = ranks().get(root)
    return listed is not None and (
        listed >= Rank.ROOT or (listed is Rank.ODD and len(root) > _SURE_ROOT)
    )

"""Stems of words, and of which kinds words are: what the models know of them (``likeness.py``).

``data/likeness/kinds.json`` names the kinds.
"""

from __future__ import annotations

import json
import re
from collections.abc import Mapping
from functools import cache, lru_cache
from pathlib import Path

KINDS = Path(__file__).parents[1] / "data" / "likeness" / "kinds.json"
#: Words that weigh with a model and tell a person nothing.
SAY_NOTHING = frozenset(
    "yang itu ini dan atau di ke dari pada untuk dengan akan harus sudah telah juga saja ada adalah"
    " oleh dalam para bagi agar lah pun si sang nya nang sing nu ka ti teh mah yuk ya".split()
)
_PREFIX = re.compile(
    r"(?:meng|meny|mem|men|me|di|ber|ter|peng|peny|pem|pen|per|ke|se|nga|ng|ny)(?=\w{4})"
)
_SUFFIX = re.compile(r"(?<=\w{4})(?:kannya|annya|kan|nya|lah|an|i|na|ne|e|keun|ku|mu)$")


@lru_cache(maxsize=8192)
def stem(word: str) -> str:
    """``word`` without its affixes, roughly."""
    return _SUFFIX.sub("", _PREFIX.sub("", word, count=1)) if word.isalpha() else word


@cache
def kinds() -> Mapping[str, frozenset[str]]:
    """The kinds of each word that has any."""
    lists: dict[str, str] = json.loads(KINDS.read_text(encoding="utf-8"))
    found: dict[str, set[str]] = {}
    for kind, words in lists.items():
        for word in words.split():
            found.setdefault(word, set()).add(kind)
    once: dict[frozenset[str], frozenset[str]] = {}
    sets = map(frozenset, found.values())
    return {word: once.setdefault(some, some) for word, some in zip(found, sets, strict=True)}

"""Words that mean alike: ``data/concepts.txt``, and which of them a message holds.

What was labelled is little; that *kobongan*, *kahuruan* and *kebakaran* mean one thing need not be
learnt from it.
"""

from __future__ import annotations

from collections.abc import Sequence
from functools import cache, lru_cache
from itertools import combinations
from pathlib import Path

_PATH = Path(__file__).parent / "data" / "concepts.txt"
_ENDINGS = ("nya", "kan", "lah", "kah", "keun", "in", "an", "ne", "na", "e", "i", "pun", "mu", "ku")
_BEGINNINGS = ("di", "ter", "ke", "ka", "me", "ng", "ny", "se", "sa", "n", "ber")
_SHORTEST_ROOT = 4
#: Of a message that holds very many concepts only the first count.
_MOST = 12


@cache
def _listed() -> dict[str, tuple[str, ...]]:
    """Words, and pairs or triples of words joined by a blank, with their concepts."""
    found: dict[str, tuple[str, ...]] = {}
    for line in _PATH.read_text(encoding="utf-8").splitlines():
        if line.startswith("#"):
            continue
        name, *words = line.split()
        for word in dict.fromkeys(word.replace("_", " ") for word in words):
            found[word] = (*found.get(word, ()), name)
    return found


@lru_cache(maxsize=32_768)
def _of(word: str) -> tuple[str, ...]:
    """The concepts of a word, as it is or without its affixes."""
    listed = _listed()
    if word in listed:
        return listed[word]
    for root in _roots(word):
        if root in listed:
            return listed[root]
    return ()


def _roots(word: str) -> list[str]:
    ended = [word.removesuffix(end) for end in _ENDINGS if word.endswith(end)]
    begun = [
        some.removeprefix(start)
        for some in (word, *ended)
        for start in _BEGINNINGS
        if some.startswith(start)
    ]
    return [root for root in (*ended, *begun) if len(root) >= _SHORTEST_ROOT]


def concepts(found: Sequence[str]) -> list[str]:
    """The concepts among these tokens, each once, in the order of the message."""
    listed = _listed()
    seen: dict[str, None] = {}
    for at, token in enumerate(found):
        seen.update(dict.fromkeys(_of(token)))
        if at + 1 < len(found):
            pair = f"{token} {found[at + 1]}"
            if pair in listed:
                seen.update(dict.fromkeys(listed[pair]))
            if at + 2 < len(found) and (three := f"{pair} {found[at + 2]}") in listed:
                seen.update(dict.fromkeys(listed[three]))
    return list(seen)


def meanings(found: Sequence[str]) -> list[str]:
    """The concepts of a message and each two of them, as features; ``?`` and ``!`` count too."""
    some = concepts(found)[:_MOST]
    some += [mark for mark in "?!" if any(token.startswith(mark) for token in found)]
    return [f"k{name}" for name in some] + [
        f"k{'+'.join(sorted(two))}" for two in combinations(some, 2)
    ]

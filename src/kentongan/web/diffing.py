"""Differences between two texts, word by word, for ``<c-diff :parts="…">``."""

import re
from difflib import SequenceMatcher

_WORDS = re.compile(r"\s*\S+\s*")


def parts(old: str, new: str) -> list[tuple[str, str]]:
    """Pieces in reading order as (``same`` | ``del`` | ``ins``, text)."""
    before, after = _WORDS.findall(old), _WORDS.findall(new)
    pieces: list[tuple[str, str]] = []
    for tag, a, b, c, d in SequenceMatcher(None, before, after, autojunk=False).get_opcodes():
        if tag == "equal":
            pieces.append(("same", "".join(before[a:b])))
            continue
        if b > a:
            pieces.append(("del", "".join(before[a:b])))
        if d > c:
            pieces.append(("ins", "".join(after[c:d])))
    return pieces

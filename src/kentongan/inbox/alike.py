"""Which messages say the same: for folding a flood into one row.

Two texts are alike when they consist of the same words, whatever their order, signs, numbers,
mentions, links, letters in disguise and letters drawn out.
"""

from __future__ import annotations

import re
from hashlib import blake2b

from kentongan.language.normalise import Strength, normalise

#: From so many within an hour on, messages of the same words are one row.
FOLD_FROM = 5
_AWAY = re.compile(r"https?://\S+|\bwww\.\S+|[@#]\S+|\S*\d\S*")
_WORD = re.compile(r"[^\W\d_]{2,}")
_DRAWN_OUT = re.compile(r"(.)\1+")
#: Longer texts are compared by their beginning.
_MOST = 2_000


def signature(text: str) -> str:
    """The same for texts of the same words; empty where there are none to compare by."""
    plain = normalise(_AWAY.sub(" ", text[:_MOST]), Strength.FOLDED).text
    words = {_DRAWN_OUT.sub(r"\1", word) for word in _WORD.findall(plain)}
    if not words:
        return ""
    return blake2b(" ".join(sorted(words)).encode(errors="replace"), digest_size=12).hexdigest()

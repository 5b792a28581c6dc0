"""Which messages say the same: for folding a flood into one row.

Two texts are alike when they consist of the same words, whatever their order, signs, numbers,
mentions, links, letters in disguise, letters drawn out, short forms, and how somebody is addressed.
"""

from __future__ import annotations

import re
from hashlib import blake2b

from kentongan.language.chat import SHORT, TWO_SENSES
from kentongan.language.normalise import Strength, normalise

#: From so many within an hour on, messages of the same words are one row.
FOLD_FROM = 5
#: So many folded into one row that the machine took for chatter bring it before people.
GATHER_FROM = 15
#: Fewer different words are a greeting.
_FEWEST = 3
_AWAY = re.compile(r"https?://\S+|\bwww\.\S+|[@#]\S+|\S*\d\S*")
_WORD = re.compile(r"[^\W\d_]{2,}")
_DRAWN_OUT = re.compile(r"(.)\1+")
#: What stands around a question and is no part of it.
_AROUND = frozenset(
    "min mimin kak bang pak bu bpk bapak ibu punten permisi halo hai ya yah nya sih dong nih deh"
    " kok loh lah".split()
)
_LONG = {short: whole for short, whole in SHORT.items() if short not in TWO_SENSES} | {
    "kpn": "kapan", "brp": "berapa", "ga": "tidak", "gak": "tidak", "nggak": "tidak",
}  # fmt: skip
#: Longer texts are compared by their beginning.
_MOST = 2_000


def _words(text: str) -> set[str]:
    plain = normalise(_AWAY.sub(" ", text[:_MOST]), Strength.FOLDED).text
    return {_DRAWN_OUT.sub(r"\1", word) for word in _WORD.findall(plain)}


def signature(text: str) -> str:
    """The same for texts of the same words; empty where there are none to compare by."""
    words = _words(text)
    if not words:
        return ""
    words = {_LONG.get(word, word) for word in words - _AROUND} or words
    return blake2b(" ".join(sorted(words)).encode(errors="replace"), digest_size=12).hexdigest()


def is_sentence(text: str) -> bool:
    """Whether it says more than a greeting."""
    return len(_words(text)) >= _FEWEST

"""How Threads counts letters. Pure functions.

developers.facebook.com/documentation/threads/posts: a text has 500 characters, "emojis are
counted as the number of UTF-8 bytes". A family of three is thus 18, a heart 6.
"""

from __future__ import annotations

import regex

from kentongan.kernel.say import gettext as _
from kentongan.networks.contract import Refused

_LETTER = regex.compile(r"\X")
_EMOJI = regex.compile(r"[\p{Extended_Pictographic}\p{Regional_Indicator}\u20e3]")
#: Signs such as © and digits are pictographic for Unicode only where told to be drawn as such.
_DRAWN = "\ufe0f"


def length(text: str) -> int:
    """The length of ``text`` as Threads counts it."""
    return sum(
        len(letter.encode()) if _is_emoji(letter) else len(letter)
        for letter in _LETTER.findall(text)
    )


def _is_emoji(letter: str) -> bool:
    if not _EMOJI.search(letter):
        return False
    return ord(letter[0]) > 0xFF or _DRAWN in letter or "\u20e3" in letter


def refuse_too_long(text: str, most: int) -> None:
    """Raise ``Refused`` for a text that is longer than ``most``; nothing is sent."""
    if (size := length(text)) > most:
        raise Refused(
            _(
                "Teks %(size)s karakter, Threads menerima paling banyak %(most)s"
                " (sebuah emoji dihitung 4 karakter atau lebih). Pendekkan teks untuk"
                " jejaring ini."
            )
            % {"size": size, "most": most}
        )

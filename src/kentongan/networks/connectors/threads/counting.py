"""How Threads counts letters, and what is said of a text that is longer. Pure functions.

developers.facebook.com/documentation/threads/posts: a text has 500 characters, "emojis are
counted as the number of UTF-8 bytes". A family of three is thus 18, a heart 6.
"""

from __future__ import annotations

from kentongan.kernel.say import gettext as _
from kentongan.language.lengths import emoji_bytes as length
from kentongan.networks.contract import Refused


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

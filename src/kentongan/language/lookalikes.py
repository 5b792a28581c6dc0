"""Characters that look like a Latin letter but are not one, and how one character folds.

Unicode's compatibility forms (NFKC) know nothing of Cyrillic and Greek twins, small capitals
or white-on-black squares; these tables do. Written for Indonesian captions: only twins that a
reader would take for the Latin letter are listed (compare Unicode TR 39, *confusables*).
"""

from __future__ import annotations

import unicodedata
from functools import lru_cache

#: Removed without a trace although their category is not "format".
INVISIBLE = frozenset("\u00ad\u034f\u115f\u1160\u17b4\u17b5\u3164\uffa0\u20e3")
#: Shown as an empty place.
BLANK = frozenset("\u2800")

_TWINS = (
    # Cyrillic, small and capital
    ("а", "a"), ("в", "b"), ("с", "c"), ("ԁ", "d"), ("е", "e"), ("ё", "e"), ("ғ", "f"),
    ("ɡ", "g"), ("һ", "h"), ("н", "h"), ("і", "i"), ("ї", "i"), ("ј", "j"), ("к", "k"),
    ("ӏ", "l"), ("м", "m"), ("п", "n"), ("о", "o"), ("р", "p"), ("ԛ", "q"), ("г", "r"),
    ("ѕ", "s"), ("т", "t"), ("ц", "u"), ("у", "y"), ("ѵ", "v"), ("ԝ", "w"), ("ш", "w"),
    ("х", "x"), ("ү", "y"), ("ҡ", "k"), ("қ", "k"), ("ә", "e"), ("ӡ", "z"), ("и", "n"),
    # Greek
    ("α", "a"), ("β", "b"), ("ϲ", "c"), ("ε", "e"), ("η", "n"), ("ι", "i"), ("κ", "k"),
    ("μ", "u"), ("µ", "u"), ("ν", "v"), ("ο", "o"), ("ρ", "p"), ("σ", "o"), ("ς", "s"), ("τ", "t"),
    ("υ", "u"), ("χ", "x"), ("γ", "y"), ("ω", "w"), ("ϳ", "j"), ("ζ", "z"), ("δ", "d"),
    # Greek and Cyrillic capitals whose small form is no twin
    ("Α", "a"), ("Β", "b"), ("Ε", "e"), ("Ζ", "z"), ("Η", "h"), ("Ι", "i"), ("Κ", "k"),
    ("Μ", "m"), ("Ν", "n"), ("Ο", "o"), ("Ρ", "p"), ("Τ", "t"), ("Υ", "y"), ("Χ", "x"),
    ("У", "y"), ("В", "b"), ("Н", "h"), ("Г", "r"), ("П", "n"), ("З", "3"), ("Ѕ", "s"),
    # Armenian
    ("օ", "o"), ("ս", "u"), ("ո", "n"), ("հ", "h"), ("ց", "g"), ("զ", "q"), ("յ", "j"),
    # Latin letters with a stroke, dotless, turned, and the phonetic alphabet
    ("ı", "i"), ("ȷ", "j"), ("ł", "l"), ("ø", "o"), ("đ", "d"), ("ħ", "h"), ("ŧ", "t"),
    ("ƀ", "b"), ("ɑ", "a"), ("ɩ", "i"), ("ƅ", "b"), ("ɓ", "b"), ("ɗ", "d"), ("ɖ", "d"),
    ("ƒ", "f"), ("ɠ", "g"), ("ɦ", "h"), ("ƙ", "k"), ("ɭ", "l"), ("ɱ", "m"), ("ɳ", "n"),
    ("ɲ", "n"), ("ŋ", "n"), ("ƥ", "p"), ("ʠ", "q"), ("ɽ", "r"), ("ʂ", "s"), ("ƭ", "t"),
    ("ʋ", "v"), ("ƴ", "y"), ("ʐ", "z"), ("ƶ", "z"), ("æ", "ae"), ("œ", "oe"), ("ß", "ss"),
    ("ꞌ", "'"),
    # small capitals
    ("ᴀ", "a"), ("ʙ", "b"), ("ᴄ", "c"), ("ᴅ", "d"), ("ᴇ", "e"), ("ꜰ", "f"), ("ɢ", "g"),
    ("ʜ", "h"), ("ɪ", "i"), ("ᴊ", "j"), ("ᴋ", "k"), ("ʟ", "l"), ("ᴌ", "l"), ("ᴍ", "m"),
    ("ɴ", "n"), ("ᴏ", "o"), ("ᴘ", "p"), ("ǫ", "q"), ("ʀ", "r"), ("ꜱ", "s"), ("ᴛ", "t"),
    ("ᴜ", "u"), ("ᴠ", "v"), ("ᴡ", "w"), ("ʏ", "y"), ("ᴢ", "z"),
    # currency and mathematics used as letters
    ("€", "e"), ("₳", "a"), ("₵", "c"), ("¢", "c"), ("₱", "p"), ("₮", "t"), ("∂", "d"), ("∩", "n"),
    ("⍺", "a"), ("⍳", "i"), ("⍴", "p"), ("⍵", "w"),
    # Canadian syllabics and Cherokee, as letter generators offer them
    ("ᗩ", "a"), ("ᗷ", "b"), ("ᑕ", "c"), ("ᗪ", "d"), ("ᖴ", "f"), ("ᘜ", "g"), ("ᕼ", "h"),
    ("ᒍ", "j"), ("ᒪ", "l"), ("ᗰ", "m"), ("ᑎ", "n"), ("ᑭ", "p"), ("ᖇ", "r"), ("ᔕ", "s"),
    ("ᑌ", "u"), ("ᐯ", "v"), ("ᗯ", "w"), ("ᘔ", "z"), ("Ꭺ", "a"), ("Ᏼ", "b"), ("Ꮯ", "c"),
    ("Ꭼ", "e"), ("Ꮋ", "h"), ("Ꭵ", "i"), ("Ꮮ", "l"), ("Ꮇ", "m"), ("Ꮲ", "p"), ("Ꮪ", "s"),
    ("Ꭲ", "t"),
)  # fmt: skip

TWIN: dict[str, str] = dict(_TWINS)
for _first in (0x1F150, 0x1F170):  # negative circled, negative squared
    TWIN.update({chr(_first + index): chr(97 + index) for index in range(26)})
for _first in (0x2776, 0x2780, 0x278A, 0x24F5):  # numbers in filled and doubled circles
    TWIN.update({chr(_first + index): str(index + 1) for index in range(9)})

#: Digits in circles that have no compatibility form.
_WHITE_ON_BLACK = {"\u24ff": "0"}
for _first in (0x2776, 0x2780, 0x278A):  # negative, sans-serif, negative sans-serif
    _WHITE_ON_BLACK.update({chr(_first + index): str(index + 1) for index in range(10)})

REGIONAL_A, REGIONAL_Z = "\U0001f1e6", "\U0001f1ff"


def is_regional(char: str) -> bool:
    """Whether it is one half of a flag."""
    return REGIONAL_A <= char <= REGIONAL_Z


def regional_letter(char: str) -> str:
    """The letter on a regional indicator."""
    return chr(ord(char) - ord(REGIONAL_A) + 97)


@lru_cache(maxsize=8192)
def light(char: str) -> str:
    """One character in its plain form, case kept; empty when it is invisible.

    Compatibility forms, digits of other scripts, format characters and variation selectors.
    """
    if char in INVISIBLE or "\ufe00" <= char <= "\ufe0f":
        return ""
    if char in BLANK:
        return " "
    category = unicodedata.category(char)
    if category == "Cf" or (category == "Cc" and char not in "\n\r\t"):
        return ""
    if category == "Nd":
        return str(unicodedata.decimal(char))
    if char in {"\u2028", "\u2029", "\x85"}:
        return "\n"
    if category == "No" and char in _WHITE_ON_BLACK:
        return _WHITE_ON_BLACK[char]
    plain = unicodedata.normalize("NFKC", char)
    # A spacing accent (´, ¨) decomposes into blank plus mark: no disguise, leave it.
    return char if plain[:1] == " " and len(plain) > 1 else plain


@lru_cache(maxsize=8192)
def folded(char: str) -> str:
    """One character as small Latin letters where it looks like some; no diacritics."""
    if char in TWIN:
        return TWIN[char]
    out = []
    for part in light(char):
        for piece in unicodedata.normalize("NFKD", part.lower()):
            if piece in TWIN:
                out.append(TWIN[piece])
            elif unicodedata.category(piece) != "Mn":
                out.append(piece)
    return "".join(out)

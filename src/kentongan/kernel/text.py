"""Text as typed by people, made safe to store: one place for every form and API field.

Refused, with a sentence for the person: NUL and other control characters, what broken UTF-8 has
left, characters that turn the direction of writing around (they can make ``moc.live`` read as
``evil.com``), a text of nothing but characters nobody can see and, in single lines, any of them.
Citizens' and authors' words are otherwise left as they are, in any script and with any emoji.
"""

from __future__ import annotations

import re
import unicodedata

from django.core.exceptions import ValidationError
from django.utils.formats import number_format
from django.utils.translation import gettext as _, ngettext

from kentongan.kernel.errors import Invalid

#: LRE RLE PDF LRO RLO and the isolates LRI RLI FSI PDI.
_TURNING = re.compile("[\u202a-\u202e\u2066-\u2069]")
_CONTROL = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x9f\ufffe\uffff]")
#: Half a character; and what a decoder puts in the place of bytes that are none.
_BROKEN = re.compile("[\ud800-\udfff\ufffd]")
_UNSEEN = re.compile(
    "[\u00ad\u034f\u061c\u115f\u1160\u17b4\u17b5\u180b-\u180f\u200b\u200c\u200e\u200f"
    "\u2028\u2029\u2060-\u2064\u206a-\u206f\u3164\ufeff\uffa0\U000e0000-\U000e007f]"
)
_JOINER = "\u200d"
_SPACES = re.compile(r"\s+")


def problem_of_text(value: str) -> str:
    """What is wrong with ``value`` as a text of several lines; empty when nothing is."""
    if _BROKEN.search(value):
        return _(
            "Ada huruf yang rusak. Ketik ulang bagian itu, jangan disalin dari berkas asalnya."
        )
    if _CONTROL.search(value):
        return _("Ada karakter kendali yang tidak terlihat. Hapus lalu ketik ulang bagian itu.")
    if _TURNING.search(value):
        return _("Ada karakter pembalik arah tulisan. Hapus karakter itu, lalu simpan lagi.")
    if value.strip() and not _UNSEEN.sub("", value).replace(_JOINER, "").strip():
        return _("Yang tertulis di sini tidak terlihat. Hapus, lalu ketik ulang.")
    return ""


def problem_of_line(value: str) -> str:
    """What is wrong with ``value`` as one line, such as a name; empty when nothing is."""
    problem = problem_of_text(value)
    if problem:
        return problem
    if "\n" in value or "\r" in value:
        return _("Tulis dalam satu baris.")
    if _UNSEEN.search(value) or _stray_joiner(value):
        return _("Ada karakter yang tidak terlihat. Hapus lalu ketik ulang bagian itu.")
    return ""


def _stray_joiner(value: str) -> bool:
    """A zero-width joiner that does not join two pictures."""
    for place, char in enumerate(value):
        if char != _JOINER:
            continue
        before = value[:place].rstrip("\ufe0f\U0001f3fb\U0001f3fc\U0001f3fd\U0001f3fe\U0001f3ff")
        after = value[place + 1 : place + 2]
        if not (before and after and _picture(before[-1]) and _picture(after)):
            return True
    return False


def _picture(char: str) -> bool:
    return unicodedata.category(char) == "So"


def validate_text(value: str) -> None:
    """A Django validator for text of several lines."""
    problem = problem_of_text(value)
    if problem:
        raise ValidationError(problem, code="characters")


def validate_line(value: str) -> None:
    """A Django validator for one line."""
    problem = problem_of_line(value)
    if problem:
        raise ValidationError(problem, code="characters")


def clean_text(value: str, *, field: str = "") -> str:
    """``value`` in NFC with ``\\n`` as line end; raises :class:`Invalid` naming ``field``.

    Spaces are kept, because the author may still be typing.
    """
    text = value.replace("\r\n", "\n").replace("\r", "\n").lstrip("\ufeff")
    problem = problem_of_text(text)
    if problem:
        raise Invalid.field(field, problem)
    return unicodedata.normalize("NFC", text)


def clean_line(value: str, *, field: str = "") -> str:
    """``value`` in NFC, trimmed, runs of spaces made one; raises :class:`Invalid`."""
    text = value.strip().lstrip("\ufeff")
    problem = problem_of_line(text)
    if problem:
        raise Invalid.field(field, problem)
    return _SPACES.sub(" ", unicodedata.normalize("NFC", text)).strip()


def within(value: str, most: int, *, field: str = "") -> str:
    """``value`` of at most so many characters; raises :class:`Invalid`: nobody's words are cut."""
    over = len(value) - most
    if over > 0:
        told = ngettext(
            "Terlalu panjang: kurangi %(over)s huruf (paling banyak %(limit)s).",
            "Terlalu panjang: kurangi %(over)s huruf (paling banyak %(limit)s).",
            over,
        )
        numbers = {"over": over, "limit": most}
        grouped = {name: number_format(n, force_grouping=True) for name, n in numbers.items()}
        raise Invalid.field(field, told % grouped)
    return value


def shorten(value: str, limit: int) -> str:
    """``value`` cut at ``limit`` characters, with an ellipsis where something was cut."""
    return value if len(value) <= limit else value[: max(limit - 1, 0)].rstrip() + "…"

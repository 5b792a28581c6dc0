"""The words of a hashtag, told apart by the capitals that were typed: ``#DuaPeriodeLagi``."""

from __future__ import annotations

import re

from kentongan.compliance.reading.text import Text

_TAG = re.compile(r"#(\w+)")
_WORD = re.compile(r"[A-Z]?[a-z]+|[A-Z]+(?![a-z])|\d+")


def told_apart(text: Text, start: int, sentence: str) -> str:
    """``sentence``, at ``start`` of ``letters.text``, with blanks between the words of its tags.

    A tag in small letters, or one whose letters were put in place of others, stays as it is.
    """
    if "#" not in sentence:
        return sentence

    def apart(match: re.Match[str]) -> str:
        first, last = text.letters.span(start + match.start(1), start + match.end(1))
        words = [word.lower() for word in _WORD.findall(text.original[first:last])]
        return f"# {' '.join(words)}" if "".join(words) == match.group(1) else match.group()

    return _TAG.sub(apart, sentence)

"""What a network counts in a text: hashtags, names of accounts, web addresses.

Counted so that no network finds more: where one is not sure what is a tag or an address, it is one.
The check while writing and the connectors count by the same functions, so that nothing is refused
that was called fine. For reading a text as language see ``tokens.py``.
"""

from __future__ import annotations

import re

from kentongan.language.tokens import Token

#: A number alone is a tag on Instagram, and so is what follows a slash.
_TAG = re.compile(r"(?<!\w)[#\uff03]\w+")
_NAME = re.compile(r"(?<![\w@.])@[\w.]*\w")
#: Bare names are left out: they may be none.
_LINK = re.compile(
    r"(?:https?://|(?<![\w@./-])www\.(?=\w))(?:(?!https?://)[^\s<>\"])*", re.IGNORECASE
)
_CLOSERS = ".,;:!?)]"


def tags(text: str) -> list[Token]:
    """Hashtags."""
    return _found(_TAG, text) if "#" in text or "\uff03" in text else []


def names(text: str) -> list[Token]:
    """Accounts that are mentioned."""
    return _found(_NAME, text) if "@" in text else []


def links(text: str) -> list[Token]:
    """Web addresses, each time one stands there, less the punctuation that closes them."""
    found = _found(_LINK, text) if "." in text or "://" in text else []
    return [Token(one.start, one.start + len(a), a) for one in found if (a := _trimmed(one.text))]


def each_once(found: list[Token]) -> list[Token]:
    """Each of them where it stands first."""
    first: dict[str, Token] = {}
    for one in found:
        first.setdefault(one.text, one)
    return list(first.values())


def _trimmed(address: str) -> str:
    return address.rstrip(_CLOSERS)


def _found(pattern: re.Pattern[str], text: str) -> list[Token]:
    return [Token(m.start(), m.end(), m.group()) for m in pattern.finditer(text)]

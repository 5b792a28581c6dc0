"""Words that must never be said: every credential this process holds, taken out of any text.

Whatever is decrypted is remembered here (in memory only), and the log asks before each line. So
a credential stays out of it by what it *is*, not by the name of the field it stood in. Free of
Django.
"""

from __future__ import annotations

import re
import threading
from collections import OrderedDict
from collections.abc import Iterable, Mapping
from typing import Any

MASK = "<rahasia>"
#: Shorter values would blot out ordinary words.
SHORTEST = 8
#: The oldest are forgotten beyond this; a province has fewer accounts in one process at a time.
MOST = 20_000
_PUBLIC = re.compile(r"https?://[^\s@]*|[\w.+-]+@[\w.-]+|\d{4}-\d\d-\d\dT[\d:.+-]+Z?")
_LOOKS_SECRET = re.compile(
    r"(?i)(\b(?:bearer|basic)\s+|"
    r"(?:[\w-]*(?:token|secret|password|sandi|api_?key|authorization|code_verifier)\"?'?\s*[:=]\s*"
    r"[\"']?(?:bearer\s+)?))"
    r"(?!<rahasia>)([^\s\"'&,;}]{6,})"
)
_LOCK = threading.Lock()
_words: OrderedDict[str, None] = OrderedDict()


def never_say(value: Any) -> None:
    """Remember every text inside ``value`` that is long enough to be a credential.

    Addresses, e-mail addresses and times are no secrets.
    """
    with _LOCK:
        for text in _texts(value):
            if len(text) >= SHORTEST and not _PUBLIC.fullmatch(text):
                _words[text] = None
                _words.move_to_end(text)
        while len(_words) > MOST:
            _words.popitem(last=False)


def hushed(text: str) -> str:
    """The text without anything that is, or looks like, a credential."""
    with _LOCK:
        known = [word for word in _words if word in text]
    for word in sorted(known, key=len, reverse=True):
        text = text.replace(word, MASK)
    return _LOOKS_SECRET.sub(lambda found: f"{found[1]}{MASK}", text)


def _texts(value: Any) -> Iterable[str]:
    if isinstance(value, str):
        yield value
    elif isinstance(value, Mapping):
        for part in value.values():
            yield from _texts(part)
    elif isinstance(value, list | tuple):
        for part in value:
            yield from _texts(part)

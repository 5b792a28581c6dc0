"""How a pemda gets access to a network: the steps beside its connector, for a page.

In Indonesian in its README, in English in ``access.en.md``: beside the connector, because its
vendor may change them any day.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import cache
from importlib.resources import files

from django.utils.html import escape
from django.utils.safestring import SafeString, mark_safe
from django.utils.translation import get_language

from kentongan.networks.registry import CONNECTORS

HEADING = "\n## Cara mendapat akses\n"
ENGLISH = "access.en.md"
_NUMBER = re.compile(r"\d+\. ")
#: Marks of the README and what they are on a page; the words between them are escaped before.
_MARKS = (
    (re.compile(r"`([^`]+)`"), r'<code class="break-all">\1</code>'),
    (re.compile(r"\[([^\]]+)\]\((https://[^\s)]+)\)"), r'<a class="taut" href="\2">\1</a>'),
    (re.compile(r"\*\*([^*]+)\*\*"), r"<b>\1</b>"),
    (re.compile(r"\*([^*]+)\*"), r"<i>\1</i>"),
)


@dataclass(frozen=True, slots=True)
class Block:
    """A numbered list, or a paragraph: then it has one line."""

    numbered: bool
    lines: tuple[SafeString, ...]


def access_steps(code: str) -> tuple[Block, ...]:
    """The steps for a network, in the reader's language; none for one without a connector, which
    is served by hand."""
    return _steps(code, english=(get_language() or "").startswith("en"))


@cache
def _steps(code: str, *, english: bool) -> tuple[Block, ...]:
    folder = files("kentongan.networks.connectors").joinpath(code)
    source = folder.joinpath(ENGLISH if english else "README.md")
    if code not in CONNECTORS or not source.is_file():
        return ()
    section = source.read_text("utf-8")
    if not english:
        section = section.partition(HEADING)[2].partition("\n## ")[0]
    return tuple(_block(part.strip()) for part in re.split(r"\n\s*\n", section) if part.strip())


def _block(text: str) -> Block:
    lines: list[str] = []
    for line in text.splitlines():
        if _NUMBER.match(line) or not lines:
            lines.append(_NUMBER.sub("", line, count=1))
        else:
            lines[-1] += f" {line.strip()}"
    return Block(_NUMBER.match(text) is not None, tuple(map(_shown, lines)))


def _shown(line: str) -> SafeString:
    text = str(escape(line))
    for mark, tag in _MARKS:
        text = mark.sub(tag, text)
    return mark_safe(text)  # noqa: S308  escaped above; a mark adds nothing but its tag

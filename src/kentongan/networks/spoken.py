"""What people wrote, as clean text: of any origin, any length, any markup. Free of Django.

The words stay as they are; only what cannot be stored, cannot be seen, or turns the page around
it upside down is taken out. A message is evidence.
"""

from __future__ import annotations

import hashlib
import re
from html.parser import HTMLParser

#: Longer than any network lets people write; what lies beyond is cut.
MOST_CHARACTERS = 100_000
MOST_NAME = 200

#: Controls (but line and tab), halves of characters, and what the standard calls no character.
_BROKEN = re.compile("[\x00-\x08\x0b-\x1f\x7f-\x9f\ud800-\udfff\ufdd0-\ufdef\ufffe\uffff]")
#: Overrides of direction, and what is invisible without a meaning in any script of our people.
#: The joiners (U+200C, U+200D) and the plain marks of direction stay: emoji and Arabic need them.
_UNSEEN = re.compile("[\u202a-\u202e\u2066-\u2069\u200b\u2060-\u2064\ufeff\u00ad]")
_MANY_LINES = re.compile(r"\n{3,}")
_SPACES = re.compile(r"[ \t\r\n\f]+")


def clean(value: object, most: int = MOST_CHARACTERS) -> str:
    """A text fit to be stored and shown; empty for anything that is no text."""
    if not isinstance(value, str):
        return ""
    # A pair of halves is one character; a half alone is nothing.
    whole = value[: most * 2].encode("utf-16-le", "surrogatepass").decode("utf-16-le", "ignore")
    lines = whole.replace("\r\n", "\n").replace("\r", "\n").replace("\u2028", "\n")
    return _UNSEEN.sub("", _BROKEN.sub("", lines.replace("\u2029", "\n")))[:most].strip()


def name(value: object) -> str:
    """A name on one line."""
    return " ".join(clean(value, MOST_NAME).split())


def of_html(value: object) -> str:
    """The words of markup, with the line breaks a reader sees; where links go is kept."""
    if not isinstance(value, str):
        return ""
    reader = _Reader()
    reader.feed(value[: MOST_CHARACTERS * 4])
    reader.close()
    lines = (line.strip(" \t") for line in "".join(reader.parts).split("\n"))
    return clean(_MANY_LINES.sub("\n\n", "\n".join(lines)))


def version(*parts: object) -> str:
    """A short mark that changes with any of ``parts``, for networks that tell no version."""
    joined = "\x1f".join(str(part) for part in parts)
    return hashlib.sha256(joined.encode("utf-8", "replace")).hexdigest()[:12]


class _Reader(HTMLParser):
    """Collects words; knows what breaks a line and what is not for reading."""

    BLOCKS = frozenset(
        {"p", "div", "blockquote", "ul", "ol", "pre", "h1", "h2", "h3", "h4", "table"}
    )
    HIDDEN = frozenset({"script", "style", "template", "noscript"})

    def __init__(self) -> None:
        super().__init__(convert_charrefs=True)
        self.parts: list[str] = []
        self._hidden = 0
        self._href = ""
        self._linked: list[str] = []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        if tag in self.HIDDEN:
            self._hidden += 1
        elif tag == "br":
            self.parts.append("\n")
        elif tag == "li":
            self.parts.append("\n- ")
        elif tag in self.BLOCKS:
            self.parts.append("\n\n")
        elif tag == "a":
            self._href, self._linked = dict(attrs).get("href") or "", []
        elif tag == "img":
            self.parts.append(dict(attrs).get("alt") or "")

    def handle_endtag(self, tag: str) -> None:
        if tag in self.HIDDEN:
            self._hidden = max(0, self._hidden - 1)
        elif tag in self.BLOCKS:
            self.parts.append("\n\n")
        elif tag == "a":
            self._close_link()

    def handle_data(self, data: str) -> None:
        if self._hidden:
            return
        words = _SPACES.sub(" ", data)
        self.parts.append(words)
        if self._href:
            self._linked.append(words)

    def _close_link(self) -> None:
        """Where a link goes, unless its words say so, or it is a name or a tag."""
        shown = "".join(self._linked).strip()
        bare = self._href.partition("://")[2].rstrip("/")
        if bare and not shown.startswith(("@", "#")) and bare not in shown:
            self.parts.append(f" ({self._href})")
        self._href = ""

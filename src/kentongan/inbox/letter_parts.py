"""The parts of a letter: words in plain text, and files with the numbers a mailbox knows them by.

Numbers are those of IMAP (RFC 3501, section 6.4.5): ``2`` is the second part, ``1.2`` the second
within the first. Free of Django.
"""

from __future__ import annotations

import html
import re
from collections.abc import Iterator
from contextlib import suppress
from email import message_from_bytes
from email.message import EmailMessage, MIMEPart
from email.policy import default as policy

import nh3

#: Files of one letter that are named.
MOST_FILES = 20
#: The number of what a letter without parts holds.
ONLY_PART = "1"
#: Tags at which a line ends, as many as follow each other. Bounded: a letter may be all ``<br``.
_BREAKS = re.compile(
    r"(?: ?<(?:br|hr|/?(?:p|div|li|tr|h[1-6]|blockquote|table|ul|ol|pre))\b[^<>]{0,500}> ?)+",
    re.IGNORECASE,
)
#: How letters whose parts are not what they say show in the standard library.
_BROKEN = (AttributeError, IndexError, LookupError, TypeError, ValueError)
_UNREAD = {"script", "style", "title"}
_QUOTE = re.compile(r"</?blockquote")
#: Stand for the two ends of a quotation while HTML becomes text; of no script.
_OPENS, _CLOSES = "\ue000", "\ue001"
_UNSAFE = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x9f\u202a-\u202e\u2066-\u2069]")


def files(found: EmailMessage) -> Iterator[tuple[str, MIMEPart]]:
    """Each file with its number; pictures that stand among the words of HTML, too. A letter may be
    nothing but its file: so scanners send, and some telephones."""
    if found.get_content_maintype() not in ("text", "multipart", "message"):
        yield ONLY_PART, found
    yield from ((str(number), part) for number, part in _beside(found) if not is_words(part))
    for number, part in enumerate(_below(found), start=1):
        if part.get_content_type() == "multipart/related":
            yield from ((f"{number}.{inner}", one) for inner, one in _beside(part))


def more_words(found: EmailMessage) -> Iterator[MIMEPart]:
    """Texts that follow the first: some programs begin a new one after each picture."""
    return (part for _number, part in _beside(found) if is_words(part))


def is_words(part: MIMEPart) -> bool:
    """Whether a part beside the first text is words of the letter, not a file."""
    plain = part.get_content_type() == "text/plain"
    return plain and not part.is_attachment() and not part.get_filename()


def parts_of(found: EmailMessage) -> int:
    """How many parts lie at the top; 0 where a letter has none."""
    return len(_below(found))


def part_of(head: bytes, body: bytes = b"") -> EmailMessage:
    """A part of its own from its headers and what they describe."""
    part = message_from_bytes(head.rstrip(b"\r\n") + b"\r\n\r\n" + body, policy=policy)
    assert isinstance(part, EmailMessage)  # what this policy makes
    return part


def written(found: EmailMessage) -> str:
    """The words in plain text; where there are none, those in HTML; of a broken one all of it."""
    try:
        bodies = [found.get_body(preferencelist=(kind,)) for kind in ("plain", "html")]
    except _BROKEN:
        return words_of(found)
    words = (words_of(body) for body in bodies if body is not None)
    return next((said for said in words if said.strip()), "")


def words_of(part: MIMEPart) -> str:
    """The words of one part, of plain text or HTML."""
    words = _decoded(part)
    return clean(_of_html(words) if part.get_content_type() == "text/html" else words)


def forwarded(found: EmailMessage) -> Iterator[EmailMessage]:
    """Letters that it encloses whole."""
    for part in [found, *(part for _number, part in _beside(found))][:MOST_FILES]:
        inner = part.get_payload() if part.get_content_type() == "message/rfc822" else None
        if isinstance(inner, list) and inner and isinstance(inner[0], EmailMessage):
            yield inner[0]


def _decoded(body: MIMEPart) -> str:
    """Its words in the character set it names, or else in those that are left unnamed most."""
    payload = body.get_payload(decode=True)
    if not isinstance(payload, bytes):
        return ""
    for charset in (body.get_content_charset(), "utf-8", "cp1252"):
        with suppress(LookupError, ValueError):
            if charset:
                return payload.decode(charset)
    return payload.decode("utf-8", "replace")


def _of_html(content: str) -> str:
    """Its words, those in a ``blockquote`` marked as in letters of plain text."""
    whole = " ".join(content.split()).replace(_OPENS, "").replace(_CLOSES, "")
    lines = _BREAKS.sub(_line_end, whole)
    plain = html.unescape(nh3.clean(lines, tags=set(), clean_content_tags=_UNREAD))
    depth, said = 0, []
    for line in plain.replace("\xa0", " ").split("\n"):
        depth = max(0, depth + line.count(_OPENS) - line.count(_CLOSES))
        words = line.replace(_OPENS, "").replace(_CLOSES, "")
        said.append(f"> {words}" if depth and words.strip() else words)
    return "\n".join(said)


def _line_end(found: re.Match[str]) -> str:
    tags = found[0].lower()
    ends = "\n\n" if "</p" in tags or tags.count("<br") > 1 else "\n"
    turns = "".join(_CLOSES if tag[1] == "/" else _OPENS for tag in _QUOTE.findall(tags))
    return f"{ends}{turns}\n" if turns else ends


def clean(text: str) -> str:
    """Text that may be stored: no control or turning characters, no broken surrogates."""
    plain = text.replace("\r\n", "\n").encode("utf-8", "replace").decode("utf-8")
    return _UNSAFE.sub("", plain)


def _beside(found: MIMEPart) -> Iterator[tuple[int, MIMEPart]]:
    try:
        chosen = [id(part) for part in found.iter_attachments()]
    except _BROKEN:
        chosen = []
    below = enumerate(_below(found), start=1)
    return ((number, part) for number, part in below if id(part) in chosen)


def _below(found: MIMEPart) -> list[MIMEPart]:
    payload = found.get_payload()
    mixed = found.get_content_maintype() == "multipart" and isinstance(payload, list)
    return [part for part in payload if isinstance(part, MIMEPart)] if mixed else []

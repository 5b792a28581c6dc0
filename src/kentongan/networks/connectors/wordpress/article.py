"""A message as an article: title, slug, blocks of the editor. Pure functions.

Everything a person typed is escaped, square brackets included: WordPress would run ``[gallery]``
in a text as a shortcode.
"""

from __future__ import annotations

import hashlib
import html
import re
import unicodedata
from collections.abc import Iterable
from dataclasses import dataclass

from kentongan.networks import wording
from kentongan.networks.contract import Outgoing

MAX_TITLE = 80
MAX_EXCERPT = 200
_PARAGRAPHS = re.compile(r"\n{2,}")
_SENTENCE = re.compile(r"[.!?…](?=\s|$)|\n")


@dataclass(frozen=True, slots=True)
class Picture:
    """An uploaded picture: its id at the site, its address, its alt text."""

    id: int
    url: str
    alt: str


def title(item: Outgoing) -> str:
    """The title given, or the first sentence, shortened at a word."""
    if item.title.strip():
        return item.title.strip()
    text = item.text.strip()
    first = _SENTENCE.split(text, maxsplit=1)[0].strip() or text
    return shorten(first, MAX_TITLE)


def shorten(text: str, limit: int) -> str:
    """At most ``limit`` characters, cut between words."""
    flat = " ".join(text.split())
    if len(flat) <= limit:
        return flat
    return flat[: limit - 1].rsplit(" ", 1)[0].rstrip(" ,;:") + "…"


def slug(key: str, item: Outgoing) -> str:
    """The slug that names this delivery: readable words and ten letters of our key."""
    plain = unicodedata.normalize("NFKD", title(item)).encode("ascii", "ignore").decode().lower()
    words = re.sub(r"[^a-z0-9]+", "-", plain).strip("-")[:60].strip("-")
    return f"{words or 'unggahan'}-{hashlib.sha256(key.encode()).hexdigest()[:10]}"


def escape(text: str) -> str:
    """Text as HTML in which WordPress finds nothing to execute."""
    return html.escape(text).replace("[", "&#91;").replace("]", "&#93;")


def linked(text: str) -> str:
    """Escaped text with its addresses made into links; single line breaks kept."""
    parts: list[str] = []
    done = 0
    for span in wording.links(text):
        parts.append(escape(text[done : span.start]))
        parts.append(f'<a href="{escape(span.value)}">{escape(span.value)}</a>')
        done = span.end
    parts.append(escape(text[done:]))
    return "".join(parts).replace("\n", "<br>")


def content(item: Outgoing, pictures: Iterable[Picture]) -> str:
    """The article as blocks: paragraphs, then figures."""
    blocks = [
        f"<!-- wp:paragraph -->\n<p>{linked(part)}</p>\n<!-- /wp:paragraph -->"
        for part in _PARAGRAPHS.split(wording.full_text(item).strip("\n"))
        if part.strip()
    ]
    blocks += [_figure(picture) for picture in pictures]
    return "\n\n".join(blocks)


def _figure(picture: Picture) -> str:
    return (
        f'<!-- wp:image {{"id":{picture.id},"sizeSlug":"full","linkDestination":"none"}} -->\n'
        f'<figure class="wp-block-image size-full"><img src="{escape(picture.url)}"'
        f' alt="{escape(picture.alt)}" class="wp-image-{picture.id}"/></figure>\n'
        "<!-- /wp:image -->"
    )


def excerpt(item: Outgoing) -> str:
    """A short plain beginning."""
    return escape(shorten(item.text, MAX_EXCERPT))

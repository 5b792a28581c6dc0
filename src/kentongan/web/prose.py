"""Our own documents as parts of a page: Markdown read by markdown-it, without any HTML in it."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from functools import cache
from typing import TYPE_CHECKING

from django.utils.safestring import SafeString, mark_safe
from django.utils.text import slugify

if TYPE_CHECKING:
    from markdown_it import MarkdownIt
    from markdown_it.token import Token

#: Where a link of a document leads on a page; nowhere: only its words are shown.
Lead = Callable[[str], str]
#: HTML of a document, comments mostly.
_HTML = ("html_block", "html_inline")


@dataclass(frozen=True, slots=True)
class Prose:
    """A document: its title, if it has one, and the rest as HTML for an element ``.prosa``."""

    title: str
    html: SafeString


def outside(address: str) -> str:
    """Links that leave the document are the ones to other sites only."""
    return address if address.startswith("https://") else ""


def drawn(text: str, *, lead: Lead = outside) -> Prose:
    """A document as people read it. Everything in it is escaped, and its own HTML left out."""
    parser = _parser()
    tokens = parser.parse(text)
    title = ""
    if tokens and tokens[0].tag == "h1":
        title, tokens = tokens[1].content, tokens[3:]
    for at, token in enumerate(tokens):
        if token.type == "heading_open":
            token.attrSet("id", slugify(tokens[at + 1].content))
        elif token.type == "th_open":
            token.attrSet("scope", "col")
        elif token.children:
            _lead(token.children, lead)
    kept = [token for token in tokens if token.type not in _HTML]
    html = parser.renderer.render(kept, parser.options, {})
    return Prose(title, mark_safe(html))  # noqa: S308  markdown-it escapes all that is no mark


@cache
def _parser() -> MarkdownIt:
    from markdown_it import MarkdownIt  # few pages need it

    return MarkdownIt("commonmark").enable("table")


def _lead(line: list[Token], lead: Lead) -> None:
    """Let each link of a line lead where it may; ``sendiri``: it is all that the line says."""
    line[:] = [token for token in line if token.type not in _HTML]
    opened: list[Token] = []
    for token in line:
        if token.type == "link_open":
            opened.append(token)
            address = lead(str(token.attrGet("href") or ""))
            if address:
                token.attrs = {"class": "taut sendiri" if _alone(line) else "taut", "href": address}
            else:
                token.tag, token.attrs = "span", {}
        elif token.type == "link_close":
            token.tag = opened.pop().tag


def _alone(line: Sequence[Token]) -> bool:
    links = sum(token.type == "link_open" for token in line)
    return links == 1 and line[0].type == "link_open" and line[-1].type == "link_close"

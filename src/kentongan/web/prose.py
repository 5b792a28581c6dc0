"""Our own Markdown for a page: as much of it as our guides and READMEs use, and nothing else.

Headings, paragraphs, numbered and other lists (one level below each), tables; in a line code,
links, bold and italics. Everything is escaped first; a mark adds nothing but its tag.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass

from django.utils.html import conditional_escape, escape, format_html
from django.utils.safestring import SafeString, mark_safe
from django.utils.text import slugify

#: Where a link of a document leads on a page; nowhere: only its words are shown.
Lead = Callable[[str], str]
_LINK = re.compile(r"\[([^\]]+)\]\(([^)\s]+)\)")
_NUMBER = re.compile(r"\d+\. ")
_BULLET = re.compile(r"[-*] ")
_HEADING = re.compile(r"(#{1,4}) (.+)")
_RULE = re.compile(r"\|[-| :]+\|")
#: Marks and what they are on a page; the words between them are escaped before.
_MARKS = (
    (re.compile(r"`([^`]+)`"), r'<code class="break-all">\1</code>'),
    (re.compile(r"\*\*([^*]+)\*\*"), r"<b>\1</b>"),
    (re.compile(r"\*([^*]+)\*"), r"<i>\1</i>"),
)


@dataclass(frozen=True, slots=True)
class Block:
    """``kind``: heading, paragraph, numbered, list or table.

    ``lines``: its words, points or cells row by row; ``below``: the points under each line, or
    nothing; ``level`` and ``anchor`` of a heading; ``width``: columns of a table, its first row
    the head.
    """

    kind: str
    lines: tuple[SafeString, ...]
    below: tuple[tuple[SafeString, ...], ...] = ()
    level: int = 0
    anchor: str = ""
    width: int = 0

    @property
    def numbered(self) -> bool:
        """Whether the order counts."""
        return self.kind == "numbered"

    @property
    def points(self) -> list[tuple[SafeString, tuple[SafeString, ...]]]:
        """Each point with those under it."""
        return list(zip(self.lines, self.below, strict=True))

    @property
    def rows(self) -> list[tuple[SafeString, ...]]:
        """The rows of a table, the head first."""
        return [self.lines[n : n + self.width] for n in range(0, len(self.lines), self.width)]


def outside(address: str) -> str:
    """Links that leave the document are the ones to other sites only."""
    return address if address.startswith("https://") else ""


def blocks(text: str, *, lead: Lead = outside) -> tuple[Block, ...]:
    """The blocks of a document, in order."""
    parts = (part.strip("\n") for part in re.split(r"\n\s*\n", text))
    return tuple(block for part in parts if part.strip() for block in _parsed(part, lead))


def _parsed(part: str, lead: Lead) -> Iterator[Block]:
    heading, _newline, rest = part.partition("\n")
    if part.startswith("<!--"):
        return
    if found := _HEADING.fullmatch(heading):
        words = inline(found[2], lead)
        yield Block("heading", (words,), level=len(found[1]), anchor=slugify(found[2]))
        if rest.strip():
            yield from _parsed(rest, lead)
    elif part.startswith("|"):
        yield _table(part.splitlines(), lead)
    elif _NUMBER.match(part) or _BULLET.match(part):
        yield _list(part.splitlines(), lead)
    else:
        yield Block("paragraph", (inline(" ".join(part.split()), lead),))


def _table(lines: list[str], lead: Lead) -> Block:
    rows = [line.strip().strip("|").split("|") for line in lines if not _RULE.fullmatch(line)]
    cells = tuple(inline(cell.strip(), lead) for row in rows for cell in row)
    return Block("table", cells, width=len(rows[0]))


def _list(lines: list[str], lead: Lead) -> Block:
    mark = _NUMBER if _NUMBER.match(lines[0]) else _BULLET
    points: list[str] = []
    under: list[list[str]] = []
    for line in lines:
        words = line.strip()
        if mark.match(line):
            points.append(mark.sub("", line, count=1))
            under.append([])
        elif _BULLET.match(words):
            under[-1].append(_BULLET.sub("", words, count=1))
        elif under[-1]:
            under[-1][-1] += f" {words}"
        else:
            points[-1] += f" {words}"
    return Block(
        "numbered" if mark is _NUMBER else "list",
        tuple(inline(point, lead) for point in points),
        tuple(tuple(inline(point, lead) for point in group) for group in under),
    )


def inline(line: str, lead: Lead = outside) -> SafeString:
    """One line with its marks as tags."""
    parts: list[str] = []
    end = 0
    for found in _LINK.finditer(line):
        parts.append(_marked(line[end : found.start()]))
        words, address = mark_safe(_marked(found[1])), lead(found[2])  # noqa: S308  escaped there
        alone = found.span() == (0, len(line))
        look = "taut inline-flex min-h-11 items-center lg:min-h-0" if alone else "taut"
        tag = '<a class="{}" href="{}">{}</a>'
        linked = format_html(tag, look, address, words) if address else conditional_escape(words)
        parts.append(linked)
        end = found.end()
    parts.append(_marked(line[end:]))
    return mark_safe("".join(parts))  # noqa: S308  every part above is escaped


def _marked(text: str) -> str:
    words = str(escape(text))
    for mark, tag in _MARKS:
        words = mark.sub(tag, words)
    return words

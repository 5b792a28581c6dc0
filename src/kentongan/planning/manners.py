"""How a post appears on a network beside its words, and what the network is given in the end.

A *manner* is what the author chose for one network: a thread, a first comment, a shape, an
audience, keywords, the place of the office. ``outward`` joins it with the words to what is frozen
and sent.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, fields, replace
from typing import Any

from kentongan.compliance.draft import TextLimits
from kentongan.language import threads
from kentongan.language.lengths import length
from kentongan.networks import wording
from kentongan.planning.marks import Marks
from kentongan.planning.models import Audience, Post, Presentation, Shape
from kentongan.planning.places import Place


@dataclass(frozen=True, slots=True)
class Manner:
    """What was chosen for one network; each field as usual where nothing was."""

    thread: bool = False
    comment: str = ""
    form: str = Shape.POST.value
    audience: str = Audience.PUBLIC.value
    tags: tuple[str, ...] = ()
    located: bool = False

    @classmethod
    def of(cls, row: Presentation) -> Manner:
        """As it is stored."""
        tags = split_tags(row.tags)
        return cls(row.thread, row.comment, row.form, row.audience, tags, row.located)

    @classmethod
    def read(cls, said: Mapping[str, Any]) -> Manner:
        """As it is frozen; the inverse of :meth:`said`."""
        return cls(**{**said, "tags": tuple(said.get("tags", ()))})

    def said(self) -> dict[str, Any]:
        """Only what is not as usual, as plain JSON."""
        found = {f.name: getattr(self, f.name) for f in fields(self)}
        found = {name: value for name, value in found.items() if value != getattr(USUAL, name)}
        return found | ({"tags": list(self.tags)} if self.tags else {})


USUAL = Manner()


def of_post(post: Post) -> dict[str, Manner]:
    """The manners of a post by network, without those that are as usual. Reads presentations."""
    found = {row.network: Manner.of(row) for row in post.presentations.all()}
    return {network: manner for network, manner in found.items() if manner != USUAL}


def split_tags(line: str) -> tuple[str, ...]:
    """Keywords as typed: parted by commas, without ``#``, none twice."""
    found: dict[str, str] = {}
    for tag in line.replace("\n", ",").split(","):
        if name := " ".join(tag.strip().lstrip("#").split()):
            found.setdefault(name.casefold(), name)
    return tuple(found.values())


@dataclass(frozen=True, slots=True)
class Outward:
    """What a network is given: the words, the link, the parts of a thread (empty: no thread).

    ``unsplit``: a thread is wanted, and this text cannot be cut into one.
    """

    text: str
    link: str
    manner: Manner
    parts: tuple[str, ...] = ()
    unsplit: bool = False

    def frozen(self, link: str) -> dict[str, Any]:
        """As part of a frozen target, without what is as usual. ``link``: that of the post."""
        said = self.manner.said()
        for name in ("thread", "located"):  # shown by what comes of them
            said.pop(name, None)
        if self.parts:
            said["parts"] = list(self.parts)
        if self.link != link:
            said["link"] = self.link
        return {"text": self.text, **said}


def outward(
    text: str, link: str, where: Place, manner: Manner = USUAL, marks: Marks | None = None
) -> Outward:
    """The words as the network gets them, links marked, in one line where it takes no breaks; none
    for a shape that shows no text.

    Below such a shape no comment can stand either.
    """
    if marks is not None:
        text, link = marks.on(text, where.code), marks.on(link, where.code)
        manner = replace(manner, comment=marks.on(manner.comment, where.code))
    if where.offers.one_line:
        text = wording.in_one_line(text)
    if manner.form in where.offers.wordless:
        return Outward("", "", replace(manner, comment=""))
    if not (manner.thread and where.offers.threads):
        return Outward(text, link, manner)
    whole = text if not link or link in text else f"{text.rstrip()}\n\n{link}"
    limits = where.limits
    try:
        parts = threads.split(
            whole, limits.max_text, limits.count, limits.link_length, limits.max_bytes
        )
    except ValueError:
        return Outward(text, link, manner, unsplit=True)
    return Outward(text, link, manner, tuple(parts) if len(parts) > 1 else ())


def limits_of(text: str, out: Outward, where: Place) -> TextLimits:
    """The limits for the words: none of length for a thread that can be cut, or where none show.

    What marks on links add is taken from the length that is left for the words.
    """
    given = where.limits_in(out.manner.form)
    if out.manner.form in where.offers.wordless:
        return replace(_uncounted(given), dead_links=False)
    if out.parts:  # each is within it; what is counted in them is counted in each
        return _unmeasured(given)
    return _less(given, text, out.text)


def _unmeasured(given: TextLimits) -> TextLimits:
    return replace(given, max_text=0, max_caption=0, max_bytes=0)


def _uncounted(given: TextLimits) -> TextLimits:
    """Where no words show."""
    return replace(_unmeasured(given), max_hashtags=0, max_mentions=0, max_links=0)


def comment_limits(comment: str, where: Place, marks: Marks | None) -> TextLimits:
    """The limits for a first comment, less what marks on its links add."""
    return _less(where.limits_below(), comment, marks.on(comment, where.code) if marks else comment)


def _less(given: TextLimits, text: str, out: str) -> TextLimits:
    """The limits for ``text`` as it is typed, where ``out`` is what goes out of it."""
    if out == text:
        return given
    counted = (given.count, given.link_length)
    more = length(out, *counted) - length(text, *counted)
    heavier = length(out, "bytes") - length(text, "bytes")
    return replace(
        given,
        max_text=max(1, given.max_text - more) if given.max_text else 0,
        max_caption=max(1, given.max_caption - more) if given.max_caption else 0,
        max_bytes=max(1, given.max_bytes - heavier) if given.max_bytes else 0,
    )


def lengths(parts: tuple[str, ...], where: Place) -> list[tuple[str, int]]:
    """Each part with its length as the network counts."""
    limits = where.limits
    return [(part, length(part, limits.count, limits.link_length)) for part in parts]

"""The limits of a network as far as a text shows them, and what it lets one choose."""

from __future__ import annotations

from dataclasses import dataclass, replace

from kentongan.kernel.say import gettext
from kentongan.networks import catalogue
from kentongan.networks.contract import Form, Limits

_FORMS = frozenset(map(str, Form))


@dataclass(frozen=True, slots=True)
class TextLimits:
    """0 means: no limit known. The fields are those of ``compliance.draft.TextLimits``."""

    label: str
    max_text: int
    max_caption: int
    count: str
    max_bytes: int
    link_length: int
    max_images: int
    max_alt: int
    max_title: int
    never: str
    max_hashtags: int
    max_mentions: int
    max_links: int
    repeats: bool
    quiet: bool
    needs_media: bool
    dead_links: bool
    takes_video: bool | None
    needs_video: bool
    min_seconds: float
    max_seconds: float
    max_video_bytes: int
    least: tuple[int, int]
    mixes: bool
    image_shapes: tuple[float, float]
    video_shapes: tuple[float, float]
    image_forms: tuple[str, ...]
    video_forms: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Offers:
    """What a network lets the publisher choose beside the words; see ``bounds.Limits``."""

    threads: bool
    max_comment: int
    wordless: tuple[str, ...]
    audiences: tuple[str, ...]
    max_tags: int
    located: bool = False
    located_but: str = ""
    one_line: bool = False
    unlocated: str = ""


def offers(code: str) -> Offers:
    """The choices on a network; one that is served by hand has none."""
    given = catalogue.get(code).limits
    return Offers(
        threads=given.threads,
        max_comment=given.max_comment,
        wordless=tuple(map(str, given.wordless)),
        audiences=tuple(map(str, given.audiences)),
        max_tags=given.max_tags,
        located=bool(given.places.pattern),
        one_line=given.one_line,
        located_but=gettext(given.places.but) if given.places.but else "",
        unlocated=gettext(given.places.why_not) if given.places.why_not else "",
    )


def takes_place(code: str, form: str, *, video: bool) -> bool:
    """Whether a post of this shape may name a place there."""
    given = catalogue.get(code).limits.places
    return bool(given.pattern) and form in (given.videos if video else given.images)


def text_limits(code: str, form: str = Form.POST, *, posts: bool = False) -> TextLimits:
    """The numbers for a network in one shape; an unknown one has none. ``posts``: of what is
    published there, where an answer may be longer.

    A shape as typed, which may be none at all, has those of the usual one.
    """
    network = catalogue.get(code)
    given = network.limits.of(Form(form)) if form in _FORMS else network.limits
    if posts and given.max_spread:
        given = replace(given, max_text=given.max_spread, max_caption=0)
    return _told(network, given)


def comment_limits(code: str) -> TextLimits:
    """The numbers for a first comment there: words alone, below a post."""
    network = catalogue.get(code)
    told = _told(network, network.limits.below())
    return replace(told, quiet=not network.limits.loud_comments)


def _told(network: catalogue.Network, given: Limits) -> TextLimits:
    video = given.video
    return TextLimits(
        label=str(network.label),
        max_text=given.max_text,
        max_caption=given.max_caption,
        count=given.count,
        max_bytes=given.max_bytes,
        link_length=given.link_length,
        max_images=given.max_images,
        max_alt=given.max_alt,
        max_title=given.max_title,
        never=given.never,
        max_hashtags=given.counts.hashtags,
        max_mentions=given.counts.mentions,
        max_links=given.counts.links,
        repeats=given.counts.repeats,
        quiet=False,
        needs_media=given.needs_media,
        dead_links=given.dead_links,
        takes_video=None if network.manual else video is not None,
        needs_video=given.needs_video,
        min_seconds=video.min_seconds if video else 0.0,
        max_seconds=video.max_seconds if video else 0.0,
        max_video_bytes=video.max_bytes if video else 0,
        least=video.least if video else (0, 0),
        mixes=network.manual or given.mixes,
        image_shapes=given.image_shapes,
        video_shapes=video.shapes if video else (0.0, 0.0),
        image_forms=tuple(map(str, given.image_forms)),
        video_forms=tuple(map(str, video.forms)) if video else (),
    )

"""What the check is given and what it gives back. Plain dataclasses; no Django, no database."""

from __future__ import annotations

import hashlib
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime
from enum import StrEnum


class Severity(StrEnum):
    """``must``: mend it; ``weigh``: mend it or give a reason; ``hint``: take it or leave it."""

    MUST = "must"
    WEIGH = "weigh"
    HINT = "hint"


#: The roles that rules name as those who may let a ``must`` pass.
PASSERS = frozenset({"pembina", "penyelia", "bagian_hukum"})


class Phase(StrEnum):
    """Phases of an election, by the time of publication."""

    NORMAL = "normal"
    PRE_NOMINATION = "pre_nomination"
    CAMPAIGN = "campaign"
    QUIET = "quiet"
    POLLING = "polling"
    AFTER = "after"


@dataclass(frozen=True, slots=True)
class MediaFact:
    """What the check knows of a picture or a video. Bytes, pixels; ``seconds`` of a video.

    ``seen_text`` is what a machine read in it, ``None`` when nothing has read it. ``credit`` and
    ``licence`` are what the unit declared about its origin; ``people`` is ``consent``,
    ``no_consent`` or ``expired`` (a consent that is over) where somebody said so; ``children``
    whether children were noted among them.
    """

    alt: str
    mime: str = "image/jpeg"
    width: int = 0
    height: int = 0
    size: int = 0
    seen_text: str | None = None
    credit: str = ""
    licence: str = ""
    people: str = ""
    seconds: float = 0.0
    children: bool = False

    @property
    def is_video(self) -> bool:
        """Whether it moves."""
        return self.mime.startswith("video/")


@dataclass(frozen=True, slots=True)
class Draft:
    """One text for one place. ``network`` empty: the master text, meant for none in particular.

    ``kind``: post, reply, release, repost, like. ``actor``: institution or civil_servant.
    ``form``: the shape in which the network is to show it: post, reel, story.
    ``at``: when it would be public. ``parts``: the parts of a thread as they go out, each a post by
    itself; none where it is one post.
    """

    text: str
    at: datetime
    network: str = ""
    kind: str = "post"
    actor: str = "institution"
    title: str = ""
    link: str = ""
    source: str = ""
    media: tuple[MediaFact, ...] = ()
    form: str = "post"
    parts: tuple[str, ...] = ()
    id: str = ""


@dataclass(frozen=True, slots=True)
class TextLimits:
    """The limits of a network that can be told from a draft; ``0`` or empty: none known.

    ``count`` names how length is counted; see ``language.lengths``.
    ``max_caption`` holds for a text with pictures, where that is less. ``link_length`` is what
    every link counts as, 0: as written. ``dead_links``: an address in the text cannot be followed
    there. ``max_title``: of the title where one is shown; ``never``: characters that may stand
    neither in it nor in the text. ``max_hashtags``, ``max_mentions`` and ``max_links``: how many it
    takes of each, of addresses the different ones, with ``repeats`` each of them. ``max_bytes``: of
    the text in UTF-8, besides its length. ``quiet``: it may not be all in capitals.
    ``takes_video``: None where nobody knows; ``min_seconds`` and ``max_seconds`` are how long one
    may be, ``max_video_bytes`` how large, ``least`` how wide and tall it must be in pixels.
    ``mixes``: pictures and a video may stand together. ``image_shapes`` and ``video_shapes``:
    width / height, from the narrowest to the widest, to which they are cut.
    ``image_forms`` and ``video_forms``: the shapes in which pictures, and a video, may be shown.
    """

    label: str = ""
    max_text: int = 0
    max_caption: int = 0
    count: str = "graphemes"
    max_bytes: int = 0
    link_length: int = 0
    max_images: int = 0
    max_alt: int = 0
    max_title: int = 0
    never: str = ""
    max_hashtags: int = 0
    max_mentions: int = 0
    max_links: int = 0
    repeats: bool = False
    quiet: bool = False
    needs_media: bool = False
    dead_links: bool = False
    takes_video: bool | None = None
    needs_video: bool = False
    min_seconds: float = 0.0
    max_seconds: float = 0.0
    max_video_bytes: int = 0
    least: tuple[int, int] = (0, 0)
    mixes: bool = True
    image_shapes: tuple[float, float] = (0.0, 0.0)
    video_shapes: tuple[float, float] = (0.0, 0.0)
    image_forms: tuple[str, ...] = ("post",)
    video_forms: tuple[str, ...] = ("post",)

    @property
    def measures_anything(self) -> bool:
        """Whether it takes only texts up to a length."""
        return bool(self.max_text or self.max_caption or self.max_bytes)

    @property
    def counts_anything(self) -> bool:
        """Whether it takes only so many hashtags, mentions or addresses."""
        return bool(self.max_hashtags or self.max_mentions or self.max_links)

    def most_text(self, *, with_media: bool) -> int:
        """How long a text may be, alone or with pictures; 0: no limit known."""
        return self.max_caption if with_media and self.max_caption else self.max_text


@dataclass(frozen=True, slots=True)
class Basis:
    """A legal or editorial basis. ``status`` carries how certain the reference is.

    See ``compliance/basis.py`` for the values of ``status`` and what people read for each.
    """

    id: str
    title: str
    status: str


@dataclass(frozen=True, slots=True)
class Watched:
    """A word or phrase that a pemda wants reported; an empty ``message``: the rule's own."""

    text: str
    severity: Severity = Severity.WEIGH
    message: str = ""


@dataclass(frozen=True, slots=True)
class Facts:
    """What is true around a draft: phase, allow-lists, names, limits, a pemda's own settings.

    ``allowed_phones`` hold digits only, mobile and landline numbers beginning with 0;
    ``allowed_emails`` small letters, ``@contoh.id`` allowing a whole domain. ``allowed_addresses``
    are offices, as ``normalise(…, Strength.FOLDED)`` gives them, with single spaces.
    ``local_names`` are candidates, parties and slogans of the elections at hand. ``office_phone``
    and ``office_email`` are offered in place of private ones. ``official_domains`` are those of the
    pemda (``contoh.go.id``). ``known_words`` are small-letter words that are no spelling mistake,
    ``watched`` words of the pemda's own that it wants reported. ``recent`` are texts published
    lately by the same unit, ``upcoming`` those of its that wait to be. ``unopened`` are web
    addresses (as ``addresses.address_of`` gives them) that did not open when they were asked
    lately. ``pictures_get_read``: pictures are read by a machine here, so that one with
    ``seen_text`` None is worth a word. ``overrides`` maps the id of a rule to ``off``, ``must``,
    ``weigh`` or ``hint``.
    """

    phase: Phase = Phase.NORMAL
    limits: TextLimits = TextLimits()
    allowed_phones: frozenset[str] = frozenset()
    allowed_emails: frozenset[str] = frozenset()
    allowed_terms: frozenset[str] = frozenset()
    allowed_addresses: frozenset[str] = frozenset()
    official_domains: frozenset[str] = frozenset()
    known_words: frozenset[str] = frozenset()
    watched: tuple[Watched, ...] = ()
    recent: tuple[str, ...] = ()
    upcoming: tuple[str, ...] = ()
    unopened: frozenset[str] = frozenset()
    local_names: tuple[str, ...] = ()
    office_phone: str = ""
    office_email: str = ""
    pictures_get_read: bool = False
    overrides: Mapping[str, str] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Suggestion:
    """A way to mend it: a sentence, and where one exists, the words to put in place."""

    label: str
    replacement: str | None = None


@dataclass(frozen=True, slots=True)
class Finding:
    """One result. ``start``/``end`` count characters of the text given; ``where`` says which
    text: ``text``, ``title``, ``media:<index>`` for an alt text, ``picture:<index>`` for words read
    in a picture. In these two the span is empty and ``text`` holds the words, else ``text`` is
    exactly what stands at the span."""

    rule: str
    family: str
    severity: Severity
    start: int
    end: int
    text: str
    title: str
    message: str
    basis: tuple[Basis, ...] = ()
    suggestion: Suggestion | None = None
    where: str = "text"

    @property
    def fingerprint(self) -> str:
        """Stable over edits elsewhere in the text; reasons for weighing hang on it."""
        named = f"{self.rule}|{self.where}|{self.text}"
        return hashlib.sha256(named.encode(errors="surrogatepass")).hexdigest()[:16]

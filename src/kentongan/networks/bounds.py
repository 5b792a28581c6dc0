"""What a network accepts, as plain values; part of the contract (``contract.py``)."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field, replace

from kentongan.networks.outgoing import Audience, Form


@dataclass(frozen=True, slots=True)
class VideoLimits:
    """What a network accepts of a video. Bytes, seconds, pixels; 0 is no limit.

    ``shapes``: allowed width / height, from narrowest to widest. ``least``: least width and
    height; what is a little smaller is enlarged. ``fetches``: the network takes it from
    ``Video.url`` instead of receiving the bytes.
    """

    max_bytes: int
    max_seconds: float
    min_seconds: float = 0.0
    max_side: int = 1920
    shapes: tuple[float, float] = (0.1, 10.0)
    least: tuple[int, int] = (0, 0)
    mimes: tuple[str, ...] = ("video/mp4",)
    forms: tuple[Form, ...] = (Form.POST,)
    fetches: bool = False
    captions: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Counts:
    """How many hashtags, mentions and addresses one text may hold; 0: no limit known.

    ``repeats``: the same address counts each time it stands there.
    """

    hashtags: int = 0
    mentions: int = 0
    links: int = 0
    repeats: bool = False


@dataclass(frozen=True, slots=True)
class Places:
    """Whether a post may name a place, such as the office, by the id the network gave it.

    ``pattern`` of the id, empty where none may be named; ``help``: where a person finds it.
    ``images``, ``videos``: shapes in which the network takes one (``images`` holds for words alone
    too); ``but``: what that means, in a sentence. ``why_not``: why none may be named.
    """

    pattern: str = ""
    help: str = ""
    images: tuple[Form, ...] = ()
    videos: tuple[Form, ...] = ()
    but: str = ""
    why_not: str = ""


@dataclass(frozen=True, slots=True)
class InForm:
    """What is otherwise in one shape than in the usual one; None: nothing is."""

    image_shapes: tuple[float, float] | None = None
    video: VideoLimits | None = None


@dataclass(frozen=True, slots=True)
class Limits:
    """What a network accepts. Sizes in bytes, sides in pixels; ``count``: see ``TextLimits``.

    ``max_bytes``: of any text in UTF-8, where that is bounded too; 0 where it is not.
    ``max_caption``: of the text beside pictures or a video, where that is less than ``max_text``; 0
    where it is the same. ``dead_links``: readers cannot follow an address in the text.
    ``per_account`` and ``per_network`` are (events, seconds) of the token buckets, and so is
    ``per_app``, for what the vendor allows the application of this installation over all accounts
    together. ``image_shapes``: allowed width / height of pictures, from narrowest to widest, 0 for
    no bound; others are cut around their focus. ``image_forms``: shapes in which pictures may be
    shown. ``fetches_images``: taken from ``Image.url``. ``video``: None where videos are not taken;
    ``needs_video`` where nothing else is. ``mixes``: pictures and a video may go out together.
    ``in_forms``: what is otherwise in a shape; see :meth:`of`. ``threads``: what is too long may go
    on in replies to itself. ``max_title``: of the title; 0 where none is shown, and what people
    call a post among themselves stays with them. ``never``: characters that it takes in no text.
    ``max_comment``: of a comment below a post of the account itself; 0 where none is taken.
    ``max_spread``: of a post that goes to each subscriber by itself, with or without media; of an
    answer there ``max_text`` holds. ``one_line``: such a post has no line breaks. ``counts``: of a
    post, ``comment_counts``: of a comment below one. ``comment_count``: how its letters are
    counted, where that is not ``count``; ``loud_comments``: it may be all in capitals.
    ``audiences``: who may be chosen to see it.
    ``max_tags``: characters of all keywords beside the text together; 0 where there is no such
    field. ``wordless``: shapes that show no text. ``places``: whether a post may name the place it
    is about.
    """

    max_text: int
    count: str = "graphemes"
    max_bytes: int = 0
    max_caption: int = 0
    link_length: int = 0
    max_images: int = 4
    max_image_bytes: int = 1_000_000
    max_image_side: int = 2000
    image_mimes: tuple[str, ...] = ("image/jpeg", "image/png")
    max_alt: int = 1500
    needs_media: bool = False
    needs_video: bool = False
    image_shapes: tuple[float, float] = (0.0, 0.0)
    image_forms: tuple[Form, ...] = (Form.POST,)
    fetches_images: bool = False
    video: VideoLimits | None = None
    mixes: bool = False
    in_forms: Mapping[Form, InForm] = field(default_factory=dict)
    dead_links: bool = False
    threads: bool = False
    max_title: int = 0
    never: str = ""
    max_comment: int = 0
    comment_count: str = ""
    loud_comments: bool = True
    max_spread: int = 0
    one_line: bool = False
    audiences: tuple[Audience, ...] = (Audience.PUBLIC,)
    max_tags: int = 0
    wordless: tuple[Form, ...] = ()
    places: Places = Places()
    counts: Counts = Counts()
    comment_counts: Counts = Counts()
    per_account: tuple[int, int] = (30, 60)
    per_network: tuple[int, int] = (300, 60)
    per_app: tuple[int, int] | None = None
    timeout: float = 20.0
    source: str = ""

    def of(self, form: Form) -> Limits:
        """The limits in one shape."""
        other = self.in_forms.get(form)
        if other is None:
            return self
        shapes = self.image_shapes if other.image_shapes is None else other.image_shapes
        return replace(self, image_shapes=shapes, video=other.video or self.video)

    def below(self) -> Limits:
        """The limits of a comment of our own below a post: words alone."""
        return replace(
            self,
            max_text=self.max_comment,
            max_caption=0,
            count=self.comment_count or self.count,
            counts=self.comment_counts,
            needs_media=False,
            needs_video=False,
            dead_links=False,
            max_title=0,
            never="",
        )

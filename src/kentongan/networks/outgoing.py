"""What goes out to a network, as plain values; part of the contract (``contract.py``)."""

from __future__ import annotations

import hashlib
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime
from enum import StrEnum
from pathlib import Path
from typing import Any


@dataclass(frozen=True, slots=True)
class Image:
    """A picture ready to send: bytes already fitted to the connector's limits.

    ``url`` serves the same bytes to a network that fetches by itself: signed, good for an hour.
    """

    data: bytes
    mime: str
    alt: str
    width: int
    height: int
    url: str = ""

    @property
    def digest(self) -> str:
        """Names a picture by what it shows and says, in the notes of a connector."""
        return hashlib.sha256(self.data + b"\0" + self.alt.encode()).hexdigest()[:32]


@dataclass(frozen=True, slots=True)
class Captions:
    """Subtitles of a video: SRT or WebVTT, UTF-8."""

    data: bytes
    mime: str
    language: str = "id"


@dataclass(frozen=True, slots=True)
class Video:
    """A video ready to send: a file, read piece by piece; never whole in memory.

    ``seconds`` is its length. ``url`` as for pictures. ``cover`` is the still that stands for it.
    """

    path: Path
    mime: str
    size: int
    width: int
    height: int
    seconds: float
    alt: str = ""
    url: str = ""
    cover: Image | None = None
    captions: tuple[Captions, ...] = ()


class Form(StrEnum):
    """The shape in which a network shows it. ``POST`` is what the network does of itself."""

    POST = "post"
    REEL = "reel"
    STORY = "story"


class Audience(StrEnum):
    """Who sees it, on networks that let the publisher choose."""

    PUBLIC = "public"
    UNLISTED = "unlisted"
    PRIVATE = "private"


@dataclass(frozen=True, slots=True)
class Reference:
    """A thing on a network: its id there, its public address, what else the connector kept."""

    external_id: str
    url: str = ""
    extra: Mapping[str, Any] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Outgoing:
    """What is to be made public. ``created_at`` is the same over all attempts.

    A thread, or a first comment, is several deliveries that answer one another (``reply_to``).
    ``tags`` are keywords beside the text, without ``#``, where a network has such a field.
    ``place`` is the network's id of the place it is about, where a post may name one.
    """

    text: str
    created_at: datetime
    title: str = ""
    link: str = ""
    language: str = "id"
    images: tuple[Image, ...] = ()
    reply_to: Reference | None = None
    video: Video | None = None
    form: Form = Form.POST
    audience: Audience = Audience.PUBLIC
    tags: tuple[str, ...] = ()
    place: str = ""

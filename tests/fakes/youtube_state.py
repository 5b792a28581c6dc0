"""What the fake YouTube keeps: channels, tokens, videos, upload sessions, comments, subtitles."""

import hashlib
import secrets
from dataclasses import dataclass, field
from datetime import UTC, datetime
from typing import Any

from tests.fakes import film as films

SCOPES = tuple(
    f"https://www.googleapis.com/auth/{name}"
    for name in ("youtube.upload", "youtube.force-ssl", "youtube.readonly")
)


def now() -> str:
    return datetime.now(UTC).isoformat(timespec="milliseconds").replace("+00:00", "Z")


@dataclass
class Channel:
    """A channel of a person who can agree."""

    id: str
    title: str
    custom_url: str
    verified: bool = True


@dataclass
class Grant:
    """What a person agreed to: channel, scopes, and the tokens given for it."""

    channel: Channel
    scopes: set[str]
    refresh_token: str
    access: set[str] = field(default_factory=set)
    revoked: bool = False


@dataclass
class Code:
    """A code that is waiting to be exchanged, once."""

    grant: Grant
    redirect_uri: str
    challenge: str


@dataclass
class Track:
    """Subtitles of a video."""

    id: str
    language: str
    name: str
    mime: str
    data: bytes


@dataclass
class Film:
    """A video. ``looks``: how often it was asked for since its upload. ``short``: a Short."""

    id: str
    channel: Channel
    snippet: dict[str, Any]
    status: dict[str, Any]
    size: int
    sha256: str
    published_at: str
    looks: int = 0
    short: bool = False
    fate: dict[str, str] = field(default_factory=dict)
    cover: tuple[str, bytes] | None = None
    tracks: list[Track] = field(default_factory=list)
    comments_off: bool = False

    @property
    def public(self) -> bool:
        gone = {"failed", "rejected", "deleted"}
        return self.status["privacyStatus"] == "public" and self.status["uploadStatus"] not in gone


@dataclass
class Sending:
    """An upload session: how much came, and what it will be. The bytes themselves are not kept."""

    id: str
    channel: Channel
    resource: dict[str, Any]
    mime: str
    size: int
    received: int = 0
    head: bytes = b""
    glance: films.Glance = field(default_factory=films.Glance)
    digest: Any = field(default_factory=hashlib.sha256)
    film: Film | None = None
    gone: bool = False

    def take(self, data: bytes) -> None:
        if len(self.head) < 12:
            self.head += data[: 12 - len(self.head)]
        self.glance.take(data)
        self.digest.update(data)
        self.received += len(data)


@dataclass
class Remark:
    """A comment; ``parent`` is the comment it answers, if it does."""

    id: str
    channel: Channel
    video: str
    text: str
    published_at: str
    parent: str = ""
    updated_at: str = ""
    hidden: bool = False

    def as_resource(self) -> dict[str, Any]:
        snippet = {
            "channelId": self.channel.id,
            "videoId": self.video,
            "textDisplay": self.text,
            "textOriginal": self.text,
            "authorDisplayName": f"@{self.channel.custom_url}",
            "authorChannelId": {"value": self.channel.id},
            "publishedAt": self.published_at,
            "updatedAt": self.updated_at or self.published_at,
        }
        if self.parent:
            snippet["parentId"] = self.parent
        return {"kind": "youtube#comment", "id": self.id, "snippet": snippet}


def new_video_id() -> str:
    return secrets.token_urlsafe(12)[:11]


def new_channel(name: str) -> Channel:
    mark = secrets.token_hex(4)
    return Channel(f"UC{secrets.token_urlsafe(20)[:22]}", f"{name} {mark}", f"{name}{mark}")

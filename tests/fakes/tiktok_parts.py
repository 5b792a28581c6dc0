"""What the fake of TikTok keeps, and the shape of its answers."""

import secrets
from dataclasses import dataclass, field
from typing import Any

from tests.fakes.server import Answer, Refusal

JSON = "application/json; charset=utf-8"
SCOPES = ("user.info.basic", "video.publish", "video.upload")


@dataclass
class Account:
    """A person on TikTok, and what they granted."""

    username: str
    open_id: str
    token: str = ""
    refresh: str = ""
    scopes: tuple[str, ...] = SCOPES
    options: tuple[str, ...] = ("PUBLIC_TO_EVERYONE", "MUTUAL_FOLLOW_FRIENDS", "SELF_ONLY")
    comments: bool = True
    max_seconds: int = 600


@dataclass
class Post:
    """What is on the network. ``draft``: only in its owner's inbox."""

    owner: Account
    text: str
    privacy: str
    media: list[bytes]
    draft: bool = False
    info: dict[str, Any] = field(default_factory=dict)
    post_id: str = field(
        default_factory=lambda: str(7_500_000_000_000_000_000 + secrets.randbits(60))
    )


@dataclass
class Container:
    """A ``publish_id`` and its bytes."""

    owner: Account
    publish_id: str
    info: dict[str, Any]
    draft: bool
    size: int = 0
    chunk: int = 0
    count: int = 0
    data: bytearray = field(default_factory=bytearray)
    post: Post | None = None
    fail: str = ""
    asked: int = 0
    open: bool = True


def error(status: int, code: str, message: str = "") -> Refusal:
    """An error in TikTok's shape."""
    body = {"data": {}, "error": {"code": code, "message": message, "log_id": "202611280001"}}
    return Refusal(status, body, {"Content-Type": JSON})


def fine(data: dict[str, Any]) -> Answer:
    """Success in TikTok's shape."""
    body = {"data": data, "error": {"code": "ok", "message": "", "log_id": "202611280001"}}
    return Answer(200, body, {"Content-Type": JSON})


def units(text: str) -> int:
    """UTF-16 units."""
    return len(text.encode("utf-16-le")) // 2

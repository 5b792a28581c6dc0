"""Recognising our own post among those of the account. Pure functions.

X keeps nothing of ours with a post but its media. Where there is media, its key proves it; a text
is compared as a whole, after undoing what X does to it: links become ``t.co`` addresses (the real
ones stand in ``entities.urls``), each medium adds one at the end, ``& < >`` are escaped, and a
reply may begin with the names it answers.
"""

from __future__ import annotations

import difflib
import html
import re
import unicodedata
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from enum import Enum
from typing import Any
from urllib.parse import unquote

#: How far the clock of the server may lag behind ours.
CLOCK_SKEW = timedelta(minutes=2)
#: From here on two texts are so alike that only a person can say whether they are one post.
ALIKE = 0.9
_SCHEME = re.compile(r"\bhttps?://", re.IGNORECASE)
_LAST_SLASH = re.compile(r"/+(?=[\s.,;:!?)\]}'\"…”’]*(?:\s|$))")
_NAMES = re.compile(r"^(?:@\w{1,15}\s+)+")


class Fit(Enum):
    """How well a post fits."""

    OURS = "ours"
    DOUBT = "doubt"
    NOT = "not"


@dataclass(frozen=True, slots=True)
class Wanted:
    """What is looked for. ``media``: how many; ``keys``: their media keys, where noted."""

    text: str
    since: datetime
    parent: str = ""
    media: int = 0
    keys: frozenset[str] = frozenset()


def fit(post: Mapping[str, Any], wanted: Wanted) -> Fit:
    """Whether this is the post; ``DOUBT`` where only a person can tell."""
    moment = made_at(post)
    if moment is not None and moment < wanted.since:
        return Fit.NOT
    media = set(_texts(post.get("attachments"), "media_keys"))
    if wanted.keys & media:
        return Fit.OURS
    if len(media) != wanted.media:
        return Fit.NOT
    answers = answered(post)
    if answers is not None and answers != wanted.parent:
        return Fit.NOT
    theirs, ours = text_of(post), wanted.text
    if wanted.parent:
        theirs, ours = _NAMES.sub("", theirs), _NAMES.sub("", ours)
    if same(theirs, ours):
        return Fit.DOUBT if answers is None or moment is None else Fit.OURS
    return Fit.DOUBT if alike(theirs, ours) else Fit.NOT


def made_at(post: Mapping[str, Any]) -> datetime | None:
    """When X says it was made."""
    try:
        moment = datetime.fromisoformat(str(post.get("created_at", "")))
    except ValueError:
        return None
    return moment if moment.tzinfo else moment.replace(tzinfo=UTC)


def text_of(post: Mapping[str, Any]) -> str:
    """The words as they were sent."""
    text = str(post.get("text") or "")
    own = f"/status/{post.get('id')}/"
    for url in _objects(post.get("entities"), "urls"):
        short, real = str(url.get("url") or ""), str(url.get("expanded_url") or "")
        if short:
            shown = "" if url.get("media_key") or own in real else real or short
            text = text.replace(short, shown)
    return html.unescape(text)


def same(text: str, ours: str) -> bool:
    """Whether a text is ours."""
    return normal(text) == normal(ours)


def alike(text: str, ours: str) -> bool:
    """Whether a text is suspiciously near to ours without being it."""
    matcher = difflib.SequenceMatcher(None, normal(text), normal(ours), autojunk=False)
    return matcher.quick_ratio() >= ALIKE and matcher.ratio() >= ALIKE


def normal(text: str) -> str:
    """A text without the differences X makes: form of letters, kind of space, how links begin."""
    spaced = " ".join(unicodedata.normalize("NFC", text).split())
    return _LAST_SLASH.sub("", unquote(_SCHEME.sub("", spaced)))


def answered(post: Mapping[str, Any]) -> str | None:
    """Which post it answers, empty for none; None where X does not tell.

    ``referenced_tweets`` is what answers in the older words of the API call it.
    """
    for name in ("referenced_posts", "referenced_tweets"):
        for other in _objects(post, name):
            if other.get("type") == "replied_to":
                return str(other.get("id"))
    conversation = post.get("conversation_id")
    return "" if conversation and str(conversation) == str(post.get("id")) else None


def _objects(holder: Any, name: str) -> Iterator[Mapping[str, Any]]:
    found = holder.get(name) if isinstance(holder, Mapping) else None
    yield from (one for one in found or () if isinstance(one, Mapping))


def _texts(holder: Any, name: str) -> Iterator[str]:
    found = holder.get(name) if isinstance(holder, Mapping) else None
    yield from (str(one) for one in found or ())

"""Recognising our own post in the lists of the account. Pure functions.

A published container tells that it was published, not as which post. So the post is looked for
by what we asked for: words, kind, what it answers, and that it is not older than the delivery.
"""

from __future__ import annotations

import unicodedata
from collections.abc import Mapping
from datetime import UTC, datetime, timedelta
from typing import Any

#: How far the clock of the network may lag behind ours.
CLOCK_SKEW = timedelta(minutes=2)
KINDS = {
    "TEXT": {"TEXT_POST"},
    "IMAGE": {"IMAGE"},
    "VIDEO": {"VIDEO"},
    "CAROUSEL": {"CAROUSEL_ALBUM"},
}


def normal(text: str) -> str:
    """A text less what the network changes: kinds of space, and the # of its topic."""
    return " ".join(unicodedata.normalize("NFC", text).replace("#", "").split())


def made_at(post: Mapping[str, Any]) -> datetime | None:
    """When the network says it was made."""
    try:
        moment = datetime.fromisoformat(str(post.get("timestamp", "")))
    except ValueError:
        return None
    return moment if moment.tzinfo else moment.replace(tzinfo=UTC)


def is_ours(post: Mapping[str, Any], wanted: Mapping[str, Any], *, since: datetime) -> bool:
    """Whether ``post`` is what the form ``wanted`` of a container asked for."""
    moment = made_at(post)
    if moment is None or moment < since - CLOCK_SKEW:
        return False
    if post.get("media_type") not in KINDS.get(str(wanted.get("media_type")), set()):
        return False
    answered = post.get("replied_to")
    above = str(answered.get("id") or "") if isinstance(answered, dict) else ""
    if above != str(wanted.get("reply_to_id") or ""):
        return False
    return normal(str(post.get("text") or "")) == normal(str(wanted.get("text") or ""))

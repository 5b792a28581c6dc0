"""Recognising our own post among those of the account. Pure functions.

No server promises to honour ``Idempotency-Key`` (Mastodon does for an hour, snac does not), and
no field of a status is ours to choose. What identifies a post is therefore taken together: its
source text, letter by letter; the number of pictures; what it answers; the application; that it
was made after the delivery became due; and that no other delivery already claimed it.
"""

from __future__ import annotations

import difflib
import html
import re
import unicodedata
from collections.abc import Mapping
from datetime import UTC, datetime, timedelta
from typing import Any

from kentongan.networks.contract import Outgoing

#: How far the clock of a server may lag behind ours.
CLOCK_SKEW = timedelta(minutes=2)
#: From here on two texts are so alike that only a person can say whether they are one post.
ALIKE = 0.9
_BREAK = re.compile(r"<br\s*/?>|</p>", re.IGNORECASE)
_TAG = re.compile(r"<[^>]+>")


def normal(text: str) -> str:
    """A text without the differences that servers make: form of letters, kind of space."""
    return " ".join(unicodedata.normalize("NFC", text).split())


def text_of_html(content: str) -> str:
    """The words of a status whose source the server does not give."""
    return html.unescape(_TAG.sub("", _BREAK.sub("\n", content)))


def same(text: str, ours: str) -> bool:
    """Whether a source text is ours."""
    return normal(text) == normal(ours)


def alike(text: str, ours: str) -> bool:
    """Whether a text is suspiciously near to ours without being it."""
    first, second = normal(text)[:2000], normal(ours)[:2000]
    matcher = difflib.SequenceMatcher(None, first, second, autojunk=False)
    return matcher.quick_ratio() >= ALIKE and matcher.ratio() >= ALIKE


def made_at(status: Mapping[str, Any]) -> datetime | None:
    """When the server says it was made."""
    try:
        moment = datetime.fromisoformat(str(status.get("created_at", "")))
    except ValueError:
        return None
    return moment if moment.tzinfo else moment.replace(tzinfo=UTC)


def since(item: Outgoing) -> datetime:
    """Nothing of ours can be older than this."""
    return item.created_at - CLOCK_SKEW


def may_be(status: Mapping[str, Any], item: Outgoing, *, application: str) -> bool:
    """Whether everything but the words fits; the words cost a request of their own."""
    moment = made_at(status)
    if moment is None or moment < since(item) or status.get("reblog"):
        return False
    if len(status.get("media_attachments") or []) != len(item.images):
        return False
    if item.reply_to and str(status.get("in_reply_to_id")) != item.reply_to.external_id:
        return False
    told = status.get("application")
    name = told.get("name") if isinstance(told, dict) else ""
    return not (application and name and name != application)

"""Recognising our own post among those of the account. Pure functions.

No server promises to honour ``Idempotency-Key`` (Mastodon does for an hour, snac does not), and
no field of a status is ours to choose. What identifies a post is therefore taken together: its
source text, letter by letter (``networks/matching.py``); the number of pictures; what it answers;
the application; that it was made after the delivery became due; and that no other delivery
already claimed it.
"""

from __future__ import annotations

import html
import re
from collections.abc import Mapping
from datetime import datetime
from typing import Any

from kentongan.networks.contract import Outgoing
from kentongan.networks.matching import (
    alike as alike,
    moment,
    same as same,
    since as since,
)

_BREAK = re.compile(r"<br\s*/?>|</p>", re.IGNORECASE)
_TAG = re.compile(r"<[^>]+>")


def text_of_html(content: str) -> str:
    """The words of a status whose source the server does not give."""
    return html.unescape(_TAG.sub("", _BREAK.sub("\n", content)))


def made_at(status: Mapping[str, Any]) -> datetime | None:
    """When the server says it was made."""
    return moment(status.get("created_at", ""))


def may_be(status: Mapping[str, Any], item: Outgoing, *, application: str) -> bool:
    """Whether everything but the words fits; the words cost a request of their own."""
    made = made_at(status)
    if made is None or made < since(item) or status.get("reblog"):
        return False
    if len(status.get("media_attachments") or []) != len(item.images) + bool(item.video):
        return False
    if item.reply_to and str(status.get("in_reply_to_id")) != item.reply_to.external_id:
        return False
    told = status.get("application")
    name = told.get("name") if isinstance(told, dict) else ""
    return not (application and name and name != application)

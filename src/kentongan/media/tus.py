"""The words of tus 1.0.0, the protocol of uploads that can be resumed. No requests, no database.

Source: the protocol's own text, sections Core, Creation, Termination, Expiration.
"""

from __future__ import annotations

import base64
import binascii
from datetime import UTC, datetime
from email.utils import format_datetime

VERSION = "1.0.0"
EXTENSIONS = "creation,termination,expiration"
PIECE = "application/offset+octet-stream"
_MOST = 4096


def number(text: str | None) -> int | None:
    """A header's non-negative number; None where it is none."""
    if text is None or not text.isascii() or not text.isdigit() or len(text) > 18:
        return None
    return int(text)


def metadata(header: str) -> dict[str, str] | None:
    """``Upload-Metadata``: keys with values in Base64; None where it cannot be read."""
    found: dict[str, str] = {}
    if len(header) > _MOST:
        return None
    for pair in filter(None, (part.strip() for part in header.split(","))):
        key, _space, value = pair.partition(" ")
        try:
            found[key] = base64.b64decode(value, validate=True).decode("utf-8")
        except (binascii.Error, ValueError):
            return None
    return found


def http_date(moment: datetime) -> str:
    """As ``Upload-Expires`` wants it."""
    return format_datetime(moment.astimezone(UTC), usegmt=True)

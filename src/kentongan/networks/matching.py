"""Recognising our own post among those of an account, where no field is ours to choose. Pure.

For connectors whose proof is ``LOOKUP``: what is taken together with the words (pictures, place,
application) differs from network to network and stays with the connector. ``digest_of`` is for
those that note what they handed over already.
"""

from __future__ import annotations

import difflib
import hashlib
import unicodedata
from datetime import UTC, datetime, timedelta
from pathlib import Path

from kentongan.kernel.say import gettext as _
from kentongan.networks.contract import Outgoing, Refused

#: How far the clock of a server may lag behind ours.
CLOCK_SKEW = timedelta(minutes=2)
#: From here on two texts are so alike that only a person can say whether they are one post.
ALIKE = 0.9


def normal(text: str) -> str:
    """A text without the differences that servers make: form of letters, kind of space."""
    return " ".join(unicodedata.normalize("NFC", text).split())


def same(text: str, ours: str) -> bool:
    """Whether a source text is ours."""
    return normal(text) == normal(ours)


def alike(text: str, ours: str) -> bool:
    """Whether a text is suspiciously near to ours without being it."""
    first, second = normal(text)[:2000], normal(ours)[:2000]
    matcher = difflib.SequenceMatcher(None, first, second, autojunk=False)
    return matcher.quick_ratio() >= ALIKE and matcher.ratio() >= ALIKE


def moment(raw: object) -> datetime | None:
    """A time as servers tell it (ISO 8601); None where it is none. Without a zone it is UTC."""
    try:
        found = datetime.fromisoformat(str(raw))
    except ValueError:
        return None
    return found if found.tzinfo else found.replace(tzinfo=UTC)


def since(item: Outgoing) -> datetime:
    """Nothing of ours can be older than this."""
    return item.created_at - CLOCK_SKEW


def digest_of(source: bytes | Path) -> str:
    """Names a picture or video by what it shows; a file is read piece by piece."""
    if isinstance(source, bytes):
        return hashlib.sha256(source).hexdigest()[:32]
    try:
        with source.open("rb") as file:
            return hashlib.file_digest(file, "sha256").hexdigest()[:32]
    except OSError as error:
        raise Refused(_("Berkas videonya tidak dapat dibaca. Pasang lagi videonya.")) from error

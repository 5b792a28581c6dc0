"""The hash of an entry: canonical JSON, then SHA-256 over it and the hash before it."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Mapping
from datetime import UTC, date, datetime
from typing import Any

from django.conf import settings

from kentongan.kernel.say import Said
from kentongan.kernel.sentences import in_language

GENESIS = "0" * 64
#: What the hash covers, besides ``previous_hash``. A change here breaks every chain there is.
COLUMNS = (
    "seq",
    "id",
    "at",
    "actor_id",
    "actor_name",
    "actor_kind",
    "unit_code",
    "action",
    "target_type",
    "target_id",
    "target_label",
    "revision",
    "data",
    "previous_hash",
)


def text(value: object, limit: int | None = None) -> str:
    """Text that both databases store and give back unchanged, cut at ``limit`` characters.

    NUL and lone surrogates become U+FFFD.
    """
    clean = str(value)
    if not clean.isascii() or "\x00" in clean:
        clean = clean.replace("\x00", "\ufffd")
        clean = clean.encode("utf-16", "surrogatepass").decode("utf-16", "replace")
    if limit is not None and len(clean) > limit:
        return clean[: limit - 1] + "…"
    return clean


def plain(value: Any) -> Any:
    """``value`` as JSON that survives any database: no floats, no NUL, keys as text.

    A sentence is recorded in the language of the product, whoever caused it.
    Floats become text, because databases render them differently.
    """
    if isinstance(value, Said):
        return text(in_language(value, settings.LANGUAGE_CODE))
    if isinstance(value, str):  # most are
        return text(value)
    if value is None or isinstance(value, bool | int):
        return value
    if isinstance(value, datetime):
        return moment(value)
    if isinstance(value, date):
        return value.isoformat()
    if isinstance(value, Mapping):
        return {text(key): plain(item) for key, item in value.items()}
    if isinstance(value, set | frozenset):
        return sorted((plain(item) for item in value), key=repr)
    if isinstance(value, list | tuple):
        return [plain(item) for item in value]
    return text(value)


def moment(at: datetime) -> str:
    """A moment as UTC with microseconds; naive times are refused."""
    if at.tzinfo is None:
        raise ValueError("the ledger needs aware datetimes")
    return at.astimezone(UTC).isoformat(timespec="microseconds")


def digest(columns: Mapping[str, Any]) -> str:
    """SHA-256 in hex over the canonical JSON of ``COLUMNS``; other keys are ignored."""
    covered = {name: plain(columns[name]) for name in COLUMNS}
    canonical = json.dumps(covered, sort_keys=True, separators=(",", ":"), ensure_ascii=False)
    return hashlib.sha256(canonical.encode()).hexdigest()

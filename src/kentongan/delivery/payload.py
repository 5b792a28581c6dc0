"""What is sent, as plain JSON: built once when planned, hashed, and rebuilt at send time.

Shape: ``{"text", "title", "link", "language", "created_at", "media"}``, the last a list of
``{"asset", "sha256", "alt"}``.
"""

from __future__ import annotations

import hashlib
import json
from collections.abc import Mapping, Sequence
from datetime import datetime
from typing import Any, TypedDict
from uuid import UUID

from kentongan.media import queries as media
from kentongan.media.models import Asset
from kentongan.networks.contract import Image, Limits, Outgoing, Reference


class MediaPart(TypedDict):
    """A picture of a payload: which asset, its content hash, its alt text."""

    asset: str
    sha256: str
    alt: str


def build(
    *,
    text: str,
    created_at: datetime,
    title: str = "",
    link: str = "",
    language: str = "id",
    media: Sequence[MediaPart] = (),
) -> dict[str, Any]:
    """The payload of a delivery. ``created_at`` becomes the time of publication shown."""
    return {
        "text": text,
        "title": title,
        "link": link,
        "language": language,
        "created_at": created_at.isoformat(),
        "media": [dict(part) for part in media],
    }


def hash_of(payload: Mapping[str, Any]) -> str:
    """SHA-256 of the canonical JSON."""
    canonical = json.dumps(payload, sort_keys=True, separators=(",", ":"), ensure_ascii=False)
    return hashlib.sha256(canonical.encode()).hexdigest()


def outgoing(
    payload: Mapping[str, Any], *, limits: Limits, reply_to: Reference | None = None
) -> Outgoing:
    """The payload with its pictures, fitted to the network's limits.

    Raises ``LookupError`` when a picture no longer exists or is not the one approved.
    """
    return Outgoing(
        text=payload["text"],
        title=payload["title"],
        link=payload["link"],
        language=payload["language"],
        created_at=datetime.fromisoformat(payload["created_at"]),
        images=tuple(_image(part, limits) for part in payload["media"]),
        reply_to=reply_to,
    )


def _image(part: MediaPart, limits: Limits) -> Image:
    asset = Asset.objects.filter(pk=UUID(part["asset"])).first()
    if asset is None or asset.sha256 != part["sha256"]:
        raise LookupError("Gambar yang disetujui tidak ditemukan lagi.")
    data, mime, width, height = media.fitted(
        asset,
        max_bytes=limits.max_image_bytes,
        max_side=limits.max_image_side,
        mimes=limits.image_mimes,
    )
    return Image(data=data, mime=mime, alt=part["alt"], width=width, height=height)

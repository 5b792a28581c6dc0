"""Reads: a picture fitted to a network, the pictures of a unit."""

from __future__ import annotations

import hashlib
import logging
from collections.abc import Sequence

from django.db.models import QuerySet

from kentongan.media import files, fitting
from kentongan.media.errors import NoRoom
from kentongan.media.images import EXTENSIONS, JPEG, PNG, WEBP, Encoded
from kentongan.media.models import Asset
from kentongan.people.models import Unit

log = logging.getLogger("kentongan.media")


def recent(unit: Unit, limit: int = 60) -> QuerySet[Asset]:
    """The latest pictures of a unit, newest first."""
    return Asset.objects.filter(unit=unit).order_by("-created_at")[:limit]


def full(asset: Asset) -> bytes:
    """The picture as kept. ``FileNotFoundError`` when the file is gone."""
    return files.read(str(asset.file))


def fitted(
    asset: Asset, *, max_bytes: int, max_side: int, mimes: Sequence[str]
) -> tuple[bytes, str, int, int]:
    """The picture within limits: (bytes, mime, width, height), the same at every call.

    Sizes in bytes and pixels, 0 for no limit. What had to be re-encoded is kept on disk for a
    while, so that a second attempt sends the very same bytes, even after an upgrade. Raises
    :class:`CannotFit` (a ``LookupError``), or ``OSError`` when the file cannot be read.
    """
    original = Encoded(full(asset), asset.mime, asset.width, asset.height)
    key = f"{max_bytes}|{max_side}|{','.join(mimes)}"
    stem = f"{asset.sha256}-{hashlib.sha256(key.encode()).hexdigest()[:12]}"
    known = _kept(stem)
    if known is None:
        known = fitting.fit(original, max_bytes=max_bytes, max_side=max_side, mimes=mimes)
        if known.data is not original.data:
            _keep(stem, known)
    return known.data, known.mime, known.width, known.height


def _name(stem: str, encoded_mime: str, size: str) -> str:
    return f"{files.RENDITIONS}/{stem[:2]}/{stem}-{size}.{EXTENSIONS[encoded_mime]}"


def _kept(stem: str) -> Encoded | None:
    """A rendition made before; its size stands in its name."""
    folder = files.root() / files.RENDITIONS / stem[:2]
    for path in folder.glob(f"{stem}-*"):
        width, _x, height = path.stem.rpartition("-")[2].partition("x")
        mime = {EXTENSIONS[m]: m for m in (PNG, JPEG, WEBP)}.get(path.suffix.lstrip("."))
        if mime and width.isdigit() and height.isdigit():
            return Encoded(path.read_bytes(), mime, int(width), int(height))
    return None


def _keep(stem: str, encoded: Encoded) -> None:
    """Store a rendition; a full disk costs speed, not the delivery."""
    try:
        files.write(_name(stem, encoded.mime, f"{encoded.width}x{encoded.height}"), encoded.data)
    except NoRoom:
        log.warning("no room to keep a rendition of %s", stem[:12])

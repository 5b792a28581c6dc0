"""The writes of this feature: accept a picture, clear away what nobody refers to."""

from __future__ import annotations

import hashlib
import unicodedata
from datetime import datetime, timedelta
from pathlib import PurePath
from typing import BinaryIO, Protocol

from django.db import transaction

from kentongan.kernel.actor import Actor
from kentongan.ledger import actions as ledger
from kentongan.media import files, images, limits
from kentongan.media.errors import BadImage, ImageTooLarge
from kentongan.media.models import Asset
from kentongan.people.models import Unit, User

#: How long a file without a row is left alone: an upload may be under way.
GRACE = timedelta(days=1)
#: Renditions for networks are made anew when needed; unused ones go after this.
RENDITION_LIFE = timedelta(days=30)
_FALLBACK_NAME = "gambar"


class Upload(Protocol):
    """What Django's ``UploadedFile`` and an open file have in common."""

    def read(self, size: int = ..., /) -> bytes:
        """At most ``size`` bytes."""
        ...


def upload(
    *, by: Actor | User, at: datetime, unit: Unit, file: Upload | BinaryIO, name: str
) -> Asset:
    """Accept a picture for ``unit``; the same picture again gives the asset there is.

    Raises :class:`BadImage` (a sentence at the field ``file``), :class:`ImageTooLarge`, or
    :class:`NoRoom` when the disk is full; in each case neither a row nor a file stays.
    """
    data = _read(file)
    accepted = images.accept(data)
    full = accepted.full
    sha256 = hashlib.sha256(full.data).hexdigest()
    extension = images.EXTENSIONS[full.mime]
    known = Asset.objects.filter(unit=unit, sha256=sha256).first()
    if known is not None and (files.root() / str(known.file)).exists():
        return known
    file_name = files.content_name(sha256, extension)
    thumbnail_name = files.content_name(sha256, "jpg", suffix="-kecil")
    files.write(file_name, full.data)
    files.write(thumbnail_name, accepted.thumbnail.data)
    actor = by if isinstance(by, Actor) else by.actor
    with transaction.atomic():
        asset, made = Asset.objects.get_or_create(
            unit=unit,
            sha256=sha256,
            defaults={
                "name": clean_name(name, extension),
                "mime": full.mime,
                "size": len(full.data),
                "width": full.width,
                "height": full.height,
                "file": file_name,
                "thumbnail": thumbnail_name,
                "uploaded_by": actor.name[:200],
                "created_at": at,
            },
        )
        if made:
            ledger.record(
                by=actor,
                at=at,
                action="media.upload",
                target=("asset", str(asset.pk), asset.name),
                unit=unit.code,
                revision=sha256,
                data={"mime": full.mime, "bytes": len(full.data), "uploaded_bytes": len(data)},
            )
    return asset


def _read(file: Upload | BinaryIO) -> bytes:
    """At most one byte more than allowed, whatever the sender announced."""
    size = getattr(file, "size", None)
    if isinstance(size, int) and size > limits.MAX_BYTES:
        raise ImageTooLarge(images.too_many_bytes(size))
    data = file.read(limits.MAX_BYTES + 1)
    if not isinstance(data, bytes):
        raise BadImage("")
    return data


def clean_name(name: str, extension: str) -> str:
    """A file name to show: last part of a path, printable, with the extension of what it is."""
    stem = PurePath(name.replace("\\", "/")).name
    stem = unicodedata.normalize("NFC", stem).rpartition(".")[0] or stem
    kept = "".join(c if unicodedata.category(c)[0] != "C" else " " for c in stem)
    tidy = " ".join(kept.split()).strip(". ")
    return f"{tidy[:180] or _FALLBACK_NAME}.{extension}"


def clear_orphans(*, at: datetime, limit: int = 500) -> int:
    """Remove files that no row refers to, and renditions nobody asked for lately.

    At most ``limit`` files a run. Returns how many went.
    """
    gone = 0
    for name in files.older_than(at - GRACE):
        if gone >= limit:
            return gone
        if not _is_used(name):
            files.remove(name)
            gone += 1
    for name in files.older_than(at - RENDITION_LIFE, files.RENDITIONS):
        if gone >= limit:
            return gone
        files.remove(name)
        gone += 1
    return gone


def _is_used(name: str) -> bool:
    return Asset.objects.filter(file=name).exists() or Asset.objects.filter(thumbnail=name).exists()

"""The writes of this feature: accept a picture, read its words, clear away the unused."""

from __future__ import annotations

import hashlib
import logging
import unicodedata
from datetime import datetime, timedelta
from pathlib import PurePath
from typing import BinaryIO, Protocol
from uuid import UUID

from django.db import transaction

from kentongan.jobs.actions import enqueue
from kentongan.kernel.actor import Actor
from kentongan.ledger import actions as ledger
from kentongan.media import files, images, limits, reading
from kentongan.media.errors import BadImage, ImageTooLarge
from kentongan.media.models import READING_TIME, Asset, Seen
from kentongan.people.models import Unit, User

log = logging.getLogger("kentongan.media")

#: How long a file without a row is left alone: an upload may be under way.
GRACE = timedelta(days=1)
#: Renditions for networks are made anew when needed; unused ones go after this.
RENDITION_LIFE = timedelta(days=30)
#: The job that reads the words of one picture; it stands back behind what people wait for.
READ = "media.read"
READ_PRIORITY = 70
#: How many unread pictures are put in line at a time.
BATCH = 20
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
        if not asset.is_read:
            _put_in_line(asset.pk, at=at)
    return asset


def _put_in_line(asset_id: UUID, *, at: datetime) -> None:
    args = {"asset": str(asset_id)}
    enqueue(READ, run_at=at, args=args, key=f"{READ}:{asset_id}", priority=READ_PRIORITY)


def read_words(*, asset_id: UUID, at: datetime) -> str:
    """Let a machine read the words in a picture, once; gives the state the picture is in then.

    Harmless to repeat. Not an act of a person: nothing goes to the ledger. No transaction is open
    while the reader runs, which takes up to half a minute.
    """
    asset = Asset.objects.filter(pk=asset_id).first()
    if asset is None or asset.is_read:
        return Seen.READ.value if asset else ""
    text: str | None = None
    try:
        text, state = reading.read(files.read(str(asset.file))), Seen.READ
    except reading.Unavailable:
        state = Seen.UNAVAILABLE
    except (reading.ReadingFailed, BadImage, OSError):
        log.warning("the words of picture %s could not be read", asset_id, exc_info=True)
        state = Seen.FAILED
    Asset.objects.filter(pk=asset_id, seen_text__isnull=True).update(
        seen_text=text, seen_state=state.value, seen_at=at
    )
    return state.value


def read_unread(*, at: datetime, limit: int = BATCH) -> int:
    """Put pictures in line that nobody has read, newest first; returns how many.

    Where no reader is installed, those that wait are marked so. What failed once is left alone.
    """
    waiting = Asset.objects.filter(seen_state__in=("", Seen.UNAVAILABLE))
    if not reading.available():
        waiting.filter(seen_state="", created_at__lt=at - READING_TIME).update(
            seen_state=Seen.UNAVAILABLE.value, seen_at=at
        )
        return 0
    found = list(waiting.order_by("-created_at").values_list("pk", flat=True)[:limit])
    for asset_id in found:
        _put_in_line(asset_id, at=at)
    return len(found)


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

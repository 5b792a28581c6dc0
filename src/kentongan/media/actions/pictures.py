"""Pictures: accept one, choose what must stay in sight, read its words."""

from __future__ import annotations

import hashlib
import logging
import math
from datetime import datetime
from typing import Any, BinaryIO, Protocol
from uuid import UUID

from django.db import transaction

from kentongan.jobs.actions import enqueue, hasten
from kentongan.kernel.actor import Actor
from kentongan.kernel.errors import Invalid
from kentongan.kernel.say import gettext as _
from kentongan.ledger import actions as ledger
from kentongan.media import files, images, limits, reading, sniff
from kentongan.media.actions.rows import locked_asset, log_asset, scan
from kentongan.media.errors import BadImage, ImageTooLarge
from kentongan.media.models import READING_TIME, Asset, Seen
from kentongan.media.naming import clean_name, clean_stem
from kentongan.people.models import Unit, User

log = logging.getLogger("kentongan.media")

#: The job that reads the words of one picture; it stands back behind what people wait for.
READ = "media.read"
READ_PRIORITY = 70
#: Of a picture that somebody writes about, who waits for it more than the shelves of a library do.
READ_SOON = 55
#: How many unread pictures are put in line at a time.
BATCH = 20


class Upload(Protocol):
    """What Django's ``UploadedFile`` and an open file have in common."""

    def read(self, size: int = ..., /) -> bytes:
        """At most ``size`` bytes."""
        ...


def upload(
    *, by: Actor | User, at: datetime, unit: Unit, file: Upload | BinaryIO, name: str
) -> Asset:
    """Accept a picture for ``unit``; the same picture again gives the asset there is.

    Raises :class:`BadImage` (a sentence at the field ``file``), :class:`ImageTooLarge`,
    :class:`Infected` or :class:`NotScanned`, or :class:`NoRoom` when the disk is full; in each
    case neither a row nor a file stays.
    """
    data = _read(file)
    scan(data, by=by, at=at, unit=unit, name=clean_stem(name, "berkas"))
    return keep_picture(data, by=by, at=at, unit=unit, name=name)


def keep_picture(data: bytes, *, by: Actor | User, at: datetime, unit: Unit, name: str) -> Asset:
    """As :func:`upload`, of bytes that were scanned."""
    accepted = images.accept(data)
    full = accepted.full
    sha256 = hashlib.sha256(full.data).hexdigest()
    extension = images.EXTENSIONS[full.mime]
    known = Asset.objects.filter(unit=unit, sha256=sha256).first()
    if known is not None and files.exists(str(known.file)):
        return out_of_bin(known, by=by, at=at)
    file_name = files.content_name(sha256, extension)
    thumbnail_name = files.content_name(sha256, "jpg", suffix="-kecil")
    files.write(file_name, full.data)
    files.write(thumbnail_name, accepted.thumbnail.data)
    values = {
        "name": clean_name(name, extension),
        "mime": full.mime,
        "size": len(full.data),
        "width": full.width,
        "height": full.height,
        "file": file_name,
        "thumbnail": thumbnail_name,
        "likeness": accepted.likeness,
    }
    return add_row(sha256, values, by=by, at=at, unit=unit, sent=len(data))


def add_row(
    sha256: str,
    values: dict[str, Any],
    *,
    by: Actor | User,
    at: datetime,
    unit: Unit,
    sent: int,
) -> Asset:
    """The row of files that are written; the same content again gives the row there is.

    ``sent`` is the number of bytes as they were uploaded, for the ledger.
    """
    actor = by if isinstance(by, Actor) else by.actor
    said = {"uploaded_by": actor.name[:200], "created_at": at}
    with transaction.atomic():
        asset, made = Asset.objects.get_or_create(unit=unit, sha256=sha256, defaults=values | said)
        if made:
            ledger.record(
                by=actor,
                at=at,
                action="media.upload",
                target=("asset", str(asset.pk), asset.name),
                unit=unit.code,
                revision=sha256,
                data={"mime": asset.mime, "bytes": asset.size, "uploaded_bytes": sent},
            )
        if not asset.is_read:
            _put_in_line(asset.pk, at=at)
    return asset if made else out_of_bin(asset, by=actor, at=at)


def out_of_bin(asset: Asset, *, by: Actor | User, at: datetime) -> Asset:
    """A file that was thrown away and is sent again is wanted again."""
    if not asset.is_binned:
        return asset
    with transaction.atomic():
        binned = Asset.objects.filter(pk=asset.pk, binned_at__isnull=False)
        if binned.update(binned_at=None, binned_by=""):
            log_asset(asset, "media.restore", by=by, at=at, data={"sent_again": True})
    asset.binned_at, asset.binned_by = None, ""
    return asset


def set_focus(*, asset_id: UUID, x: float, y: float, by: Actor | User, at: datetime) -> Asset:
    """Choose what must stay in sight where a network wants another shape: shares from 0 to 1,
    from the left and from the top. Raises ``Invalid``."""
    if not all(math.isfinite(share) and 0.0 <= share <= 1.0 for share in (x, y)):
        raise Invalid(_("Titik fokus harus di dalam gambar."))
    with transaction.atomic():
        asset = locked_asset(asset_id)
        if asset.focus == (x, y):
            return asset
        asset.focus_x, asset.focus_y = x, y
        asset.save(update_fields=["focus_x", "focus_y"])
        log_asset(asset, "media.focus", by=by, at=at, data={"x": x, "y": y})
    return asset


def _put_in_line(asset_id: UUID, *, at: datetime) -> None:
    args = {"asset": str(asset_id)}
    enqueue(READ, run_at=at, args=args, key=_key(asset_id), priority=READ_PRIORITY)


def _key(asset_id: UUID) -> str:
    return f"{READ}:{asset_id}"


def read_soon(*, asset_id: UUID) -> bool:
    """Let a picture that waits to be read be read before others. False where it does not wait."""
    return hasten(_key(asset_id), priority=READ_SOON)


def read_words(*, asset_id: UUID, at: datetime) -> str:
    """Let a machine read the words in a picture, once; gives the state the picture is in then.

    Of a video its poster is read. Harmless to repeat. Not an act of a person: nothing goes to the
    ledger. No transaction is open while the reader runs, which takes up to half a minute.
    """
    asset = Asset.objects.filter(pk=asset_id).first()
    if asset is None or asset.is_read:
        return Seen.READ.value if asset else ""
    text: str | None = None
    try:
        text, state = reading.read(files.read(asset.still)), Seen.READ
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
        # A video is not told to become a smaller picture.
        head = file.read(images.HEAD)
        if not sniff.accepted_format(head):
            raise BadImage(sniff.refusal(head))
        raise ImageTooLarge(images.too_many_bytes(size))
    data = file.read(limits.MAX_BYTES + 1)
    if not isinstance(data, bytes):
        raise BadImage("")
    return data

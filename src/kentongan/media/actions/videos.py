"""Videos: keep one that arrived, bring one within a network's limits."""

from __future__ import annotations

import hashlib
import logging
from collections.abc import Iterable
from datetime import datetime, timedelta
from pathlib import Path
from uuid import UUID

from django.db import transaction

from kentongan.jobs.actions import enqueue
from kentongan.kernel.actor import Actor
from kentongan.kernel.say import gettext as _
from kentongan.media import alike, arrivals, files, images, limits, sniff, video, video_fitting
from kentongan.media.actions.pictures import add_row
from kentongan.media.errors import (
    BadUpload,
    BadVideo,
    Busy,
    CannotFit,
    CannotProcess,
    Interrupted,
    NoRoom,
    StorageAway,
    VideoTooLarge,
)
from kentongan.media.models import Asset, Kind, Rendition
from kentongan.media.naming import clean_name
from kentongan.media.queries import kept_video, made_rendition, rendition_key
from kentongan.media.video_fitting import Bounds, VideoLimits
from kentongan.people.models import Unit, User

log = logging.getLogger("kentongan.media")

#: The job that makes one rendition; a delivery waits for it.
FIT = "media.fit"
FIT_PRIORITY = 55
#: When to look again: somebody else has the turn; the work was ended; the machine cannot do it.
AGAIN = timedelta(seconds=20)
SOON = timedelta(minutes=1)
LATER = timedelta(minutes=10)
MAX_TRIES = 3
#: How often an encoding that came out too large is made tighter.
_TIGHTER = (1.0, 0.85, 0.7)


def keep_video(
    source: Path,
    workplace: Path,
    *,
    by: Actor | User,
    at: datetime,
    unit: Unit,
    name: str,
    progress: video.Progress,
) -> Asset:
    """Encode a scanned file anew and keep it; takes minutes, ``progress`` hears per cent.

    ``workplace`` is a free path on the disk of the files. Raises :class:`BadVideo`,
    :class:`VideoTooLarge`, :class:`CannotProcess`, :class:`NoRoom`, :class:`Interrupted`, or
    :class:`Busy` while another video is worked on; nothing stays then.
    """
    with source.open("rb") as file:
        head = file.read(images.HEAD)
    kind = sniff.video_format(head)
    if not kind:
        raise BadVideo(sniff.video_refusal(head))
    shape = video.probe(source, kind)
    scaled = video.within(shape.width, shape.height, limits.VIDEO_SIDE)
    try:
        with arrivals.turn():
            made = video.encode(
                source,
                workplace,
                kind=kind,
                shape=shape,
                recipe=video.Recipe(scaled=scaled),
                progress=progress,
            )
        video.check_seconds(made.seconds)
        poster = video.still(workplace, made)
        values, sha256 = _store(workplace, made, poster)
    finally:
        workplace.unlink(missing_ok=True)
    values["name"] = clean_name(name, video.EXTENSION, "video")
    return add_row(sha256, values, by=by, at=at, unit=unit, sent=source.stat().st_size)


def _store(made: Path, shape: video.Shape, poster: images.Encoded) -> tuple[dict[str, object], str]:
    """Give video, poster and small picture their names; the values of their row."""
    with made.open("rb") as file:
        sha256 = hashlib.file_digest(file, "sha256").hexdigest()
    size = made.stat().st_size
    picture = images.read(poster.data)
    small = images.encode_jpeg(images.shrink(picture, limits.THUMBNAIL_SIDE), 80)
    names = {
        "file": files.content_name(sha256, video.EXTENSION),
        "poster": files.content_name(sha256, "jpg", suffix="-poster"),
        "thumbnail": files.content_name(sha256, "jpg", suffix="-kecil"),
    }
    files.adopt(made, names["file"])
    files.write(names["poster"], poster.data)
    files.write(names["thumbnail"], small.data)
    return names | {
        "kind": Kind.VIDEO,
        "likeness": alike.likeness(picture),
        "mime": video.MP4,
        "size": size,
        "width": shape.width,
        "height": shape.height,
        "seconds": shape.seconds,
    }, sha256


def prepare_video(*, asset_id: UUID, given: VideoLimits, at: datetime) -> int:
    """See to it that the video will be within the limits; gives per cent of what is done.

    Puts the work in line where nobody did; harmless to repeat. Not an act of a person: nothing
    goes to the ledger. Asks nothing of where files lie, for an approval must not wait for that:
    whether what was made is still there is the work's to find out. Raises :class:`CannotFit`
    where no encoding can help.
    """
    asset = Asset.objects.get(pk=asset_id)
    kept = kept_video(asset)
    video_fitting.check(kept, given)
    bounds = Bounds.of(given)
    if video_fitting.fits(kept, bounds):
        return 100
    with transaction.atomic():
        known, _made = Rendition.objects.get_or_create(
            asset=asset,
            key=rendition_key(asset, bounds),
            defaults={"limits": bounds.plain(), "created_at": at},
        )
        if known.note:
            raise CannotFit(known.note)
        _put_in_line(known.pk, at)
    return int(known.progress)


def _put_in_line(rendition: UUID, at: datetime) -> None:
    args = {"rendition": str(rendition)}
    enqueue(FIT, run_at=at, args=args, key=f"{FIT}:{rendition}", priority=FIT_PRIORITY)


def forget_failures(asset_ids: Iterable[UUID]) -> int:
    """Let renditions that failed be made anew, because somebody asks once more; how many."""
    failed = Rendition.objects.filter(asset__in=list(asset_ids)).exclude(note="")
    return failed.delete()[0]


def fit_video(*, rendition_id: UUID, at: datetime) -> str:
    """Make a rendition; gives ``made``, ``failed``, ``waits``, or nothing where it is gone.

    Harmless to repeat: what is made stays as it is. What failed says why in its ``note``.
    """
    known = Rendition.objects.select_related("asset").filter(pk=rendition_id).first()
    if known is None:
        return ""
    try:
        if made_rendition(known) is not None:
            return "made"
        if known.file:  # cleared away: made anew
            Rendition.objects.filter(pk=known.pk).update(file="", tries=0)
            known.file, known.tries = "", 0
        with arrivals.turn():
            if known.tries >= MAX_TRIES:
                raise CannotFit(
                    _(
                        "Video ini gagal disesuaikan untuk jejaring ini. Kirim lagi; bila tetap"
                        " gagal, kabari pengelola server."
                    )
                )
            begun = {"tries": known.tries + 1, "progress": 0, "waits": ""}
            Rendition.objects.filter(pk=known.pk).update(**begun)
            values = _fit(known)
    except Busy:
        Rendition.objects.filter(pk=known.pk).update(tries=known.tries)
        _put_in_line(known.pk, at + AGAIN)
        return "waits"
    except (CannotProcess, NoRoom, StorageAway) as problem:
        held = {"tries": known.tries, "progress": 0, "waits": str(problem)}
        Rendition.objects.filter(pk=known.pk).update(**held)
        _put_in_line(known.pk, at + LATER)
        return "waits"
    except Interrupted:  # counted: what ends it may be the video itself
        _put_in_line(known.pk, at + SOON)
        return "waits"
    except (CannotFit, BadUpload) as problem:
        Rendition.objects.filter(pk=known.pk).update(note=str(problem), created_at=at)
        return "failed"
    Rendition.objects.filter(pk=known.pk).update(progress=100, note="", **values)
    return "made"


def _fit(known: Rendition) -> dict[str, object]:
    """Encode within the limits, tighter where it came out too large; the values of the row."""
    asset = known.asset
    bounds = Bounds.from_plain(known.limits)
    kept = kept_video(asset)
    shape = video.Shape(asset.width, asset.height, asset.seconds, track=0)
    workplace = arrivals.workplace(known.pk)
    source = files.path(str(asset.file))

    def progress(done: int) -> None:
        Rendition.objects.filter(pk=known.pk).update(progress=done)

    try:
        for tighter in _TIGHTER:
            recipe = video_fitting.recipe(kept, bounds, tighter=tighter)
            try:
                made = video.encode(
                    source,
                    workplace,
                    kind="mov",
                    shape=shape,
                    recipe=recipe,
                    progress=progress,
                )
            except VideoTooLarge:
                continue
            size = workplace.stat().st_size
            if not bounds.max_bytes or size <= bounds.max_bytes:
                name = f"{files.RENDITIONS}/{asset.sha256[:2]}/{asset.sha256}-{known.key}.mp4"
                files.adopt(workplace, name)
                return {
                    "file": name,
                    "size": size,
                    "width": made.width,
                    "height": made.height,
                    "seconds": made.seconds,
                }
    finally:
        workplace.unlink(missing_ok=True)
    raise video_fitting.too_large(bounds)

"""Files on their way: begin, go on, give up; and the work that makes assets of them."""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import Any
from uuid import UUID

from django.db import transaction
from django.db.models import F

from kentongan.jobs.actions import enqueue
from kentongan.kernel.errors import Missing
from kentongan.kernel.say import gettext as _
from kentongan.media import arrivals, images, library, limits, scanning, sniff, video
from kentongan.media.actions.pictures import keep_picture
from kentongan.media.actions.rows import log_infected
from kentongan.media.actions.videos import AGAIN, MAX_TRIES, SOON, keep_video
from kentongan.media.errors import (
    BadUpload,
    Busy,
    CannotProcess,
    ImageTooLarge,
    Infected,
    Interrupted,
    NoRoom,
    NotScanned,
    StorageAway,
    VideoTooLarge,
    WrongOffset,
)
from kentongan.media.models import Asset, Incoming
from kentongan.media.naming import clean_stem
from kentongan.media.states import INCOMING
from kentongan.people.models import Unit, User

#: The job that makes an asset of one file.
TAKE_IN = "media.take_in"
TAKE_IN_PRIORITY = 60
#: After this nobody is at it any more, or what it waited for may be there.
STALE = timedelta(minutes=10)
BATCH = 20


def begin(*, by: User, at: datetime, unit: Unit, size: int, name: str) -> Incoming:
    """Announce a file of ``size`` bytes that will come in pieces.

    Raises :class:`BadUpload`, :class:`VideoTooLarge`, or :class:`NoRoom` where it would not fit.
    """
    if size <= 0:
        raise BadUpload(_("Berkas ini kosong. Pilih berkas lain."))
    if size > limits.MAX_VIDEO_BYTES:
        raise VideoTooLarge(_too_many_bytes(size, limits.MAX_VIDEO_BYTES))
    if Incoming.objects.filter(by=by, state="receiving").count() >= limits.MAX_OPEN:
        raise BadUpload(
            _("Masih ada %(n)s berkas yang belum selesai dikirim. Lanjutkan atau hapus dulu.")
            % {"n": limits.MAX_OPEN}
        )
    arrivals.make_room(size)
    return Incoming.objects.create(
        unit=unit,
        by=by,
        name=clean_stem(name, "berkas"),
        size=size,
        created_at=at,
        touched_at=at,
    )


def _too_many_bytes(size: int, most: int) -> str:
    return _("Berkas ini %(size)s MB; paling besar %(max)s MB.") % {
        "size": -(-size // 1_000_000),
        "max": most // 1_000_000,
    }


def go_on(
    *, incoming_id: UUID, offset: int, source: arrivals.Stream, at: datetime, length: int | None
) -> int:
    """Add a piece that begins at ``offset``; gives how many bytes are there then.

    ``length`` is how long the piece says it is. The last byte puts the file in line for the work.
    Raises :class:`WrongOffset`, :class:`Busy` (somebody else writes), :class:`VideoTooLarge` (more
    than announced), :class:`NoRoom`, or ``OSError`` when the sender went away; what arrived stays.
    """
    with arrivals.alone(incoming_id):
        held = Incoming.objects.filter(pk=incoming_id).first()
        if held is None:
            raise Missing(_("Berkas itu tidak ada."))
        there = _arrived(held)
        if offset != there or held.state != "receiving":
            raise WrongOffset(_("Sebagian berkas sudah sampai lebih dulu. Lanjutkan dari sana."))
        room = held.size - there
        if length is not None and length > room:
            raise VideoTooLarge(_("Potongan ini melebihi ukuran berkas yang disebut di awal."))
        try:
            there += arrivals.append(incoming_id, source, most=room)
        finally:
            Incoming.objects.filter(pk=incoming_id).update(touched_at=at)
    if there == held.size:
        complete(incoming_id=incoming_id, at=at)
    return there


def _arrived(held: Incoming) -> int:
    return arrivals.received(held.pk) if held.state == "receiving" else held.size


def complete(*, incoming_id: UUID, at: datetime) -> bool:
    """Put a file in line whose last byte is there; harmless to repeat."""
    held = Incoming.objects.filter(pk=incoming_id, state="receiving").first()
    if held is None or arrivals.received(held.pk) < held.size:
        return False
    with transaction.atomic():
        if not _move(held, "complete", at):
            return False
        _put_in_line(held.pk, at)
    return True


def receive(*, by: User, at: datetime, unit: Unit, file: Any, name: str) -> Incoming:
    """Take a whole file as an ordinary form brings it, read piece by piece.

    Raises as :func:`begin`, and :class:`VideoTooLarge` above what forms may bring.
    """
    size = int(file.size or 0)
    if size > limits.FORM_BYTES:
        raise VideoTooLarge(
            _too_many_bytes(size, limits.FORM_BYTES)
            + " "
            + _("Nyalakan JavaScript untuk mengirim berkas besar sepotong demi sepotong.")
        )
    held = begin(by=by, at=at, unit=unit, size=size, name=name)
    try:
        go_on(incoming_id=held.pk, offset=0, source=file, at=at, length=size)
    except BaseException:
        cancel(incoming_id=held.pk)
        raise
    held.refresh_from_db()
    return held


def cancel(*, incoming_id: UUID) -> None:
    """Give up an upload and forget what arrived. Raises :class:`Busy` while it is worked on.

    An asset that was made of it stays with the unit.
    """
    with arrivals.alone(incoming_id):
        Incoming.objects.filter(pk=incoming_id).delete()
        arrivals.discard(incoming_id)


# ------------------------------------------------------------------------------------ the work


def take_in(*, incoming_id: UUID, at: datetime) -> str:
    """Make an asset of a file that arrived; gives the state it is in then, empty when gone.

    Harmless to repeat, also while it runs elsewhere. Takes minutes for a video; no transaction is
    open meanwhile. What stands in the way for now is in ``note``, and it is tried again.
    """
    held = Incoming.objects.select_related("unit", "by").filter(pk=incoming_id).first()
    if held is None or not INCOMING.allows(held.state, "start"):
        return held.state if held else ""
    try:
        with arrivals.alone(held.pk):
            _work(held, at)
    except Busy:
        _put_in_line(held.pk, at + AGAIN)
    return str(Incoming.objects.filter(pk=held.pk).values_list("state", flat=True).first() or "")


def _work(held: Incoming, at: datetime) -> None:
    if not _move(held, "start", at, tries=F("tries") + 1, progress=0):
        return
    try:
        if held.tries >= MAX_TRIES:
            raise BadUpload(
                _("Berkas ini gagal diolah. Simpan ulang sebagai MP4, lalu unggah lagi.")
            )
        asset = _accept(held, at)
    except Busy:
        _move(held, "hold", at, tries=held.tries)
        raise
    except (CannotProcess, NotScanned, NoRoom, StorageAway) as problem:
        _move(held, "hold", at, tries=held.tries, note=str(problem))
    except Interrupted as problem:  # counted: what ends it may be the file itself
        _move(held, "hold", at, note=str(problem))
        _put_in_line(held.pk, at + SOON)
    except BadUpload as problem:
        _refuse(held, problem, at)
    else:
        _move(held, "accept", at, asset=asset, progress=100, note=_known(held, asset))
        arrivals.discard(held.pk)


def _known(held: Incoming, asset: Asset) -> str:
    """What the library had already: the very same file, or one that looks like it."""
    if asset.created_at < held.created_at:
        return _("Berkas yang sama sudah ada di pustaka; yang itu yang dipakai.")
    for other in library.look_alike(asset)[:1]:
        return _("Mirip dengan “%(name)s” yang sudah ada di pustaka.") % {"name": other}
    return ""


def _accept(held: Incoming, at: datetime) -> Asset:
    source = arrivals.path(held.pk)
    with source.open("rb") as file:
        head = file.read(images.HEAD)
    is_picture = bool(sniff.accepted_format(head))
    if is_picture and held.size > limits.MAX_BYTES:
        raise ImageTooLarge(images.too_many_bytes(held.size))
    if not is_picture and not sniff.video_format(head):
        raise BadUpload(sniff.video_refusal(head))
    if not is_picture:
        video.require()
    scanning.check(source, kept=True)
    if is_picture:
        data = source.read_bytes()
        return keep_picture(data, by=held.by, at=at, unit=held.unit, name=held.name)

    def progress(done: int) -> None:
        Incoming.objects.filter(pk=held.pk, state="working").update(progress=done)

    return keep_video(
        source,
        arrivals.workplace(held.pk),
        by=held.by,
        at=at,
        unit=held.unit,
        name=f"{held.name}.{video.EXTENSION}",
        progress=progress,
    )


def _refuse(held: Incoming, problem: BadUpload, at: datetime) -> None:
    with transaction.atomic():
        moved = _move(held, "refuse", at, note=str(problem))
        if moved and isinstance(problem, Infected):
            target = ("incoming", str(held.pk), held.name)
            log_infected(problem, target, by=held.by, at=at, unit=held.unit, size=held.size)
    arrivals.discard(held.pk)


def take_in_waiting(*, at: datetime, limit: int = BATCH) -> int:
    """Put files in line again that waited, or whose worker died; returns how many."""
    waiting = Incoming.objects.filter(
        state__in=INCOMING.sources("start"), touched_at__lt=at - STALE
    ).order_by("touched_at")
    found = list(waiting.values_list("pk", flat=True)[:limit])
    for pk in found:
        _put_in_line(pk, at)
    return len(found)


def _put_in_line(pk: UUID, at: datetime) -> None:
    args = {"incoming": str(pk)}
    enqueue(TAKE_IN, run_at=at, args=args, key=f"{TAKE_IN}:{pk}", priority=TAKE_IN_PRIORITY)


def _move(held: Incoming, event: str, at: datetime, **values: Any) -> bool:
    """Change the state by the table; whether it was possible."""
    sources = INCOMING.sources(event)
    target = INCOMING.next(sources[0], event)
    rows = Incoming.objects.filter(pk=held.pk, state__in=sources)
    return bool(rows.update(state=target, touched_at=at, **values))

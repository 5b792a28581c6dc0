"""Reads: pictures and videos fitted to a network."""

from __future__ import annotations

import hashlib
import logging
from collections.abc import Sequence
from datetime import datetime, timedelta

from django.conf import settings
from django.urls import reverse

from kentongan.kernel.say import gettext as _
from kentongan.media import cropping, files, fitting, links, subtitles, video, video_fitting
from kentongan.media.errors import CannotFit, NoRoom, NotYet
from kentongan.media.images import EXTENSIONS, JPEG, PNG, WEBP, Encoded
from kentongan.media.models import Asset, Rendition, Subtitles
from kentongan.media.rendering import Ready
from kentongan.media.video_fitting import Bounds, Kept, VideoLimits

log = logging.getLogger("kentongan.media")


def full(asset: Asset) -> bytes:
    """The picture as kept. ``FileNotFoundError`` when the file is gone."""
    return files.read(str(asset.file))


def fitted(
    asset: Asset,
    *,
    max_bytes: int,
    max_side: int,
    mimes: Sequence[str],
    shapes: tuple[float, float] = (0.0, 0.0),
) -> tuple[bytes, str, int, int]:
    """The picture within limits: (bytes, mime, width, height), the same at every call.

    Sizes in bytes and pixels, 0 for no limit; ``shapes`` are the narrowest and widest width /
    height, cut around the focus of the picture. What had to be re-encoded is kept on disk for a
    while, so that a second attempt sends the very same bytes, even after an upgrade. Raises
    :class:`CannotFit` (a ``LookupError``), or ``OSError`` when the file cannot be read.
    """
    if asset.is_video:
        raise CannotFit(_("Ini video, bukan gambar."))
    known, _file = _fitted(asset, max_bytes, max_side, mimes, shapes)
    return known.data, known.mime, known.width, known.height


def fitted_file(
    asset: Asset,
    *,
    max_bytes: int,
    max_side: int,
    mimes: Sequence[str],
    shapes: tuple[float, float] = (0.0, 0.0),
) -> Ready:
    """As :func:`fitted`, as a file; of a video the poster. :class:`NoRoom` on a full disk."""
    known, name = _fitted(asset, max_bytes, max_side, mimes, shapes)
    if not name:
        raise NoRoom(files.full_sentence())
    return Ready(name, known.mime, len(known.data), known.width, known.height)


def _fitted(
    asset: Asset,
    max_bytes: int,
    max_side: int,
    mimes: Sequence[str],
    shapes: tuple[float, float],
) -> tuple[Encoded, str]:
    """The fitted picture and the name of its file, empty where there was no room for one."""
    mime = JPEG if asset.is_video else asset.mime
    original = Encoded(files.read(asset.still), mime, asset.width, asset.height)
    parts = [str(max_bytes), str(max_side), ",".join(mimes)]
    if cropping.box(asset.width, asset.height, shapes, asset.focus):
        parts += [f"{shapes}", f"{asset.focus}"]
    stem = f"{asset.sha256}-{_short('|'.join(parts))}"
    kept = _kept(stem)
    if kept is not None:
        return kept
    made = fitting.fit(
        original,
        max_bytes=max_bytes,
        max_side=max_side,
        mimes=mimes,
        shapes=shapes,
        focus=asset.focus,
    )
    return made, (asset.still if made.data is original.data else _keep(stem, made))


def _short(text: str) -> str:
    return hashlib.sha256(text.encode()).hexdigest()[:12]


def _name(stem: str, encoded_mime: str, size: str) -> str:
    return f"{files.RENDITIONS}/{stem[:2]}/{stem}-{size}.{EXTENSIONS[encoded_mime]}"


def _kept(stem: str) -> tuple[Encoded, str] | None:
    """A rendition made before, and its name; its size stands in its name."""
    for name in files.starting(f"{files.RENDITIONS}/{stem[:2]}", f"{stem}-"):
        plain, _dot, extension = name.rpartition(".")
        width, _x, height = plain.rpartition("-")[2].partition("x")
        mime = {EXTENSIONS[m]: m for m in (PNG, JPEG, WEBP)}.get(extension)
        if mime and width.isdigit() and height.isdigit():
            return Encoded(files.read(name), mime, int(width), int(height)), name
    return None


def _keep(stem: str, encoded: Encoded) -> str:
    """Store a rendition; a full disk costs speed, not the delivery."""
    name = _name(stem, encoded.mime, f"{encoded.width}x{encoded.height}")
    try:
        files.write(name, encoded.data)
    except NoRoom:
        log.warning("no room to keep a rendition of %s", stem[:12])
        return ""
    return name


# ------------------------------------------------------------------------------------- videos


def video_file(asset: Asset) -> Ready:
    """The video as kept."""
    sides = (asset.width, asset.height)
    return Ready(str(asset.file), asset.mime, asset.size, *sides, asset.seconds)


def fitted_video(asset: Asset, given: VideoLimits) -> Ready:
    """The video within a network's limits, the same bytes at every call while it is kept.

    Raises :class:`CannotFit` (a ``LookupError``) where no encoding can help, and :class:`NotYet`
    while it is being made or where nobody has asked for it (``actions.prepare_video``).
    """
    kept = kept_video(asset)
    video_fitting.check(kept, given)
    bounds = Bounds.of(given)
    if video_fitting.fits(kept, bounds):
        return video_file(asset)
    known = Rendition.objects.filter(asset=asset, key=rendition_key(asset, bounds)).first()
    if known is not None and (made := made_rendition(known)) is not None:
        return made
    if known is not None and known.note:
        raise CannotFit(known.note)
    raise NotYet(
        _how_far(known),
        progress=known.progress if known else 0,
        asked=known is not None and not known.file,
    )


def _how_far(known: Rendition | None) -> str:
    """How it stands with a rendition that is not there yet."""
    if known is not None and known.waits:
        return _("Video belum dapat disesuaikan untuk jejaring ini. %(why)s") % {"why": known.waits}
    if known is not None and 0 < known.progress < 100:
        said = _("Video sedang disesuaikan untuk jejaring ini, sudah %(done)s persen.")
        return said % {"done": known.progress}
    return _("Video sedang disesuaikan untuk jejaring ini.")


def kept_video(asset: Asset) -> Kept:
    """The numbers of a video; :class:`CannotFit` where the asset is none."""
    if not asset.is_video:
        raise CannotFit(_("Ini gambar, bukan video."))
    return Kept(asset.size, asset.width, asset.height, asset.seconds, asset.focus)


def rendition_key(asset: Asset, bounds: Bounds) -> str:
    """What tells renditions of one asset apart: the limits, and where it is cut."""
    cut = video_fitting.part(kept_video(asset), bounds)
    return _short(f"{bounds.plain()}|{asset.focus if cut else ''}")


def made_rendition(known: Rendition) -> Ready | None:
    """A rendition whose file is there."""
    name = str(known.file)
    if not files.exists(name):
        return None
    return Ready(name, video.MP4, known.size, known.width, known.height, known.seconds)


def captions(asset: Asset, mimes: Sequence[str]) -> list[tuple[bytes, str, str]]:
    """The subtitles of a video as (bytes, mime, language), in the first of ``mimes`` that we
    write; empty where we write none of them."""
    mime = next((m for m in mimes if m in subtitles.EXTENSIONS), "")
    rows = Subtitles.objects.filter(asset=asset) if mime else ()
    return [(subtitles_as(row, mime), mime, row.language) for row in rows]


def subtitles_as(row: Subtitles, mime: str) -> bytes:
    """The subtitles of one language as SRT or WebVTT."""
    if mime == subtitles.VTT:
        return row.text.encode()
    return subtitles.to_srt(subtitles.parse(row.text.encode())).encode()


# ----------------------------------------------------------------- for networks that fetch


def public_url(
    asset: Asset, rendition: Ready, *, at: datetime, life: timedelta | None = None
) -> str:
    """An address at which a network fetches these very bytes, without signing in, for a while.

    ``life``: how long; of itself an hour, and longer the larger the file (``links.life``).

    Whoever has it can read the file until then, nobody can guess
    it, and none can be listed. Where files lie in a bucket it is the bucket's own signed address.
    """
    life = links.life(rendition.size) if life is None else life
    if direct := files.link(rendition.name, rendition.mime, life):
        return direct
    token = links.token(asset.pk, rendition, until=at + life)
    path = reverse("media:public", args=[token, links.file_name(rendition.mime)])
    return f"{settings.SITE_URL}{path}"

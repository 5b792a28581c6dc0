"""Pixels in, pixels out: decoding what is hostile, encoding what is clean. No database.

Decoded pictures are upright, in sRGB, and carry no metadata: neither place nor camera, comment
or colour profile. Encoding is a pure function of pixels and numbers, so the same picture always
becomes the same bytes.
"""

from __future__ import annotations

import io
import struct
import threading
import zlib
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass

from PIL import Image, ImageCms, ImageOps, UnidentifiedImageError

from kentongan.kernel.say import gettext as _
from kentongan.media import alike, limits
from kentongan.media.errors import BadImage, ImageTooLarge
from kentongan.media.sniff import accepted_format, refusal

PNG, JPEG, WEBP = "image/png", "image/jpeg", "image/webp"
EXTENSIONS = {PNG: "png", JPEG: "jpg", WEBP: "webp"}
HEAD = 4096

#: A decoded picture takes up to 160 MB; this bounds what a burst of uploads may take at once.
_DECODERS = threading.BoundedSemaphore(2)
#: What Pillow raises on files that are cut, forged or broken.
_BROKEN = (
    OSError, ValueError, SyntaxError, EOFError, IndexError, KeyError, TypeError,
    OverflowError, struct.error, zlib.error, UnidentifiedImageError,
)  # fmt: skip


@dataclass(frozen=True, slots=True)
class Encoded:
    """A picture as a file. Sizes in pixels."""

    data: bytes
    mime: str
    width: int
    height: int


@dataclass(frozen=True, slots=True)
class Accepted:
    """An upload after the pipeline: as kept, its small rendition, and what it looks like."""

    full: Encoded
    thumbnail: Encoded
    likeness: str


@contextmanager
def _decoding() -> Iterator[None]:
    """Turn everything a broken file can cause into one sentence."""
    try:
        with _DECODERS:
            yield
    except (Image.DecompressionBombError, Image.DecompressionBombWarning):
        raise ImageTooLarge(_too_many_pixels()) from None
    except BadImage:
        raise
    except _BROKEN as error:
        raise BadImage(
            _("Gambar ini rusak atau terpotong. Buka berkasnya, simpan ulang, lalu unggah lagi.")
        ) from error


def _too_many_pixels() -> str:
    return _("Gambar ini lebih dari %(n)s megapiksel. Perkecil ukurannya, lalu unggah lagi.") % {
        "n": limits.MAX_PIXELS // 1_000_000
    }


def accept(data: bytes) -> Accepted:
    """Decode an upload and encode it anew.

    Raises :class:`BadImage` with a sentence for anything that is no single, whole, accepted
    picture, :class:`ImageTooLarge` for too many bytes or pixels.
    """
    if not data:
        raise BadImage(_("Berkas ini kosong. Pilih berkas lain."))
    if len(data) > limits.MAX_BYTES:
        raise ImageTooLarge(too_many_bytes(len(data)))
    kind = accepted_format(data[:HEAD])
    if not kind:
        raise BadImage(refusal(data[:HEAD]))
    with _decoding(), Image.open(io.BytesIO(data), formats=[kind]) as opened:
        _check_size(opened)
        # A JPEG of several pictures is a phone's photo with its depth map: the first counts.
        if kind != "JPEG" and getattr(opened, "is_animated", False):
            raise BadImage(
                _("Gambar bergerak belum didukung. Simpan satu gambarnya sebagai PNG atau JPEG.")
            )
        drawn = kind in {"PNG", "GIF"}
        picture = clean(opened)
        full = encode_kept(shrink(picture, limits.KEPT_SIDE), drawn=drawn)
        small = shrink(picture, limits.THUMBNAIL_SIDE)
        thumbnail = encode_jpeg(small, 80)
    return Accepted(full=full, thumbnail=thumbnail, likeness=alike.likeness(flattened(small)))


def too_many_bytes(size: int) -> str:
    """The sentence for an upload of ``size`` bytes."""
    return _(
        "Berkas ini %(size)s MB; paling besar %(max)s MB. Perkecil gambarnya, lalu unggah lagi."
    ) % {"size": -(-size // 1_000_000), "max": limits.MAX_BYTES // 1_000_000}


def _check_size(opened: Image.Image) -> None:
    """Refuse by the declared size, before a single pixel is decoded."""
    width, height = opened.size
    if width * height > limits.MAX_PIXELS or max(width, height) > limits.MAX_SIDE:
        raise ImageTooLarge(_too_many_pixels())


def clean(opened: Image.Image) -> Image.Image:
    """The picture as plain RGB or RGBA in sRGB, upright, with nothing attached to it."""
    opened.load()
    picture = ImageOps.exif_transpose(opened)
    profile = picture.info.get("icc_profile")
    picture = _to_srgb(_plain_mode(picture), profile)
    if picture.mode == "RGBA" and picture.getchannel("A").getextrema() == (255, 255):
        picture = picture.convert("RGB")
    picture.info.clear()
    return picture


def _plain_mode(picture: Image.Image) -> Image.Image:
    """RGB, RGBA or CMYK (the last only until its profile is applied)."""
    if picture.mode in {"RGB", "RGBA", "CMYK"}:
        return picture
    if picture.mode.startswith("I") or picture.mode == "F":  # 16 bits a pixel: keep the upper 8
        return picture.point(lambda v: v * (1 / 256)).convert("L").convert("RGB")
    transparent = picture.mode in {"LA", "PA", "La", "RGBa"} or "transparency" in picture.info
    return picture.convert("RGBA" if transparent else "RGB")


def _to_srgb(picture: Image.Image, profile: object) -> Image.Image:
    """Apply an embedded colour profile; a broken one is dropped, the picture stays."""
    target = "RGB" if picture.mode == "CMYK" else picture.mode
    if isinstance(profile, bytes) and profile:
        try:
            converted = ImageCms.profileToProfile(
                picture, io.BytesIO(profile), ImageCms.createProfile("sRGB"), outputMode=target
            )
        except (ImageCms.PyCMSError, OSError, ValueError, TypeError):
            converted = None
        if converted is not None:
            return converted
    return picture.convert(target)


def shrink(picture: Image.Image, side: int) -> Image.Image:
    """The picture with its longest side at most ``side``; never enlarged."""
    width, height = picture.size
    longest = max(width, height)
    if longest <= side:
        return picture
    size = (max(1, round(width * side / longest)), max(1, round(height * side / longest)))
    return picture.resize(size, Image.Resampling.LANCZOS, reducing_gap=3.0)


def encode_kept(picture: Image.Image, *, drawn: bool) -> Encoded:
    """As it is kept: PNG where there is transparency or few colours, else JPEG."""
    if picture.mode == "RGBA" or (drawn and picture.getcolors(limits.FLAT_COLOURS) is not None):
        return encode_png(picture)
    return encode_jpeg(picture, limits.JPEG_QUALITY, fine=drawn)


def encode_png(picture: Image.Image) -> Encoded:
    """Lossless."""
    out = io.BytesIO()
    picture.save(out, "PNG", compress_level=6)
    return Encoded(out.getvalue(), PNG, *picture.size)


def encode_jpeg(picture: Image.Image, quality: int, *, fine: bool = False) -> Encoded:
    """On white where it was transparent. ``fine`` keeps coloured edges of drawings sharp."""
    out = io.BytesIO()
    flattened(picture).save(
        out, "JPEG", quality=quality, optimize=True, progressive=True,
        subsampling=0 if fine else 2,
    )  # fmt: skip
    return Encoded(out.getvalue(), JPEG, *picture.size)


def encode_webp(picture: Image.Image, quality: int) -> Encoded:
    """For networks that take nothing else."""
    out = io.BytesIO()
    picture.save(out, "WEBP", quality=quality, method=4)
    return Encoded(out.getvalue(), WEBP, *picture.size)


def flattened(picture: Image.Image) -> Image.Image:
    """Without transparency: on white, as on paper."""
    if picture.mode != "RGBA":
        return picture
    paper = Image.new("RGB", picture.size, "white")
    paper.paste(picture, mask=picture.getchannel("A"))
    return paper


def read(data: bytes) -> Image.Image:
    """A picture of our own making, decoded."""
    with _decoding(), Image.open(io.BytesIO(data), formats=["PNG", "JPEG"]) as opened:
        return clean(opened)

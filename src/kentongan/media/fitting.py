"""Bringing a picture within a network's limits: the least loss first, always the same bytes."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from PIL import Image

from kentongan.kernel.say import gettext as _
from kentongan.media import cropping, images, limits
from kentongan.media.errors import CannotFit
from kentongan.media.images import JPEG, PNG, WEBP, Encoded

_QUALITIES = (85, 78, 70, 62)
_SMALLER = 0.8


def fit(
    full: Encoded,
    *,
    max_bytes: int,
    max_side: int,
    mimes: Sequence[str],
    shapes: tuple[float, float] = (0.0, 0.0),
    focus: tuple[float, float] = (0.5, 0.5),
) -> Encoded:
    """``full`` as it is where it fits, else the best rendition that does.

    Limits of 0 are no limits; an empty ``mimes`` allows every type. ``shapes`` and ``focus`` as in
    ``cropping``. Raises :class:`CannotFit` when even a small rendition is over ``max_bytes``, or
    when none of the types can be written.
    """
    allowed = tuple(mimes) or (JPEG, PNG)
    part = cropping.box(full.width, full.height, shapes, focus)
    longest = max(part[:2] if part else (full.width, full.height))
    side = min(max_side or limits.KEPT_SIDE, longest)
    ceiling = max_bytes or limits.MAX_BYTES * 4
    untouched = part is None and side == longest
    if untouched and full.mime in allowed and len(full.data) <= ceiling:
        return full
    picture = images.read(full.data)
    if part is not None:
        wide, tall, left, top = part
        picture = picture.crop((left, top, left + wide, top + tall))
    for candidate in _candidates(picture, full.mime, side, allowed):
        if len(candidate.data) <= ceiling:
            return candidate
    raise CannotFit(
        _("Gambar tidak dapat diperkecil hingga memenuhi batas jejaring ini (%(kb)s kB).")
        % {"kb": ceiling // 1000}
    )


def _candidates(
    picture: Image.Image, mime: str, side: int, allowed: Sequence[str]
) -> Iterator[Encoded]:
    """Ever smaller renditions, lazily: encoding is the expensive part."""
    if not {JPEG, PNG, WEBP} & set(allowed):
        raise CannotFit(_("Jejaring ini tidak menerima jenis gambar yang dapat kami buat."))
    fine = mime == PNG
    first = True
    while True:
        small = images.shrink(picture, side)
        if (
            PNG in allowed
            and (mime == PNG or JPEG not in allowed)
            and (first or JPEG not in allowed)
        ):
            yield images.encode_png(small)
        for quality in _QUALITIES:
            if JPEG in allowed:
                yield images.encode_jpeg(small, quality, fine=fine)
            elif WEBP in allowed:
                yield images.encode_webp(small, quality)
        if side <= limits.SMALLEST_SIDE:
            return
        first = False
        side = max(limits.SMALLEST_SIDE, int(side * _SMALLER))

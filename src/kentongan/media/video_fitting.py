"""How a video is brought within a network's limits; what cannot be is said. Pure numbers.

Pictures are made smaller and cut to shape; time is never cut, because what was approved is what
is published.
"""

from __future__ import annotations

import math
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any, Protocol

from kentongan.kernel.say import gettext as _
from kentongan.media import cropping, limits, video
from kentongan.media.errors import CannotFit

#: With fewer bits than this for each pixel of 30 pictures a second, smaller sides look better.
_BITS_PER_PIXEL = 0.04
_POOR = 500_000
#: More than any video of ours needs; ffmpeg takes no number beyond 31 bits, and calls the file bad.
_MOST_RATE = 100_000_000


class VideoLimits(Protocol):
    """What a network accepts of a video: ``networks.contract.VideoLimits`` fits."""

    @property
    def max_bytes(self) -> int: ...  # noqa: D102

    @property
    def max_seconds(self) -> float: ...  # noqa: D102

    @property
    def min_seconds(self) -> float: ...  # noqa: D102

    @property
    def max_side(self) -> int: ...  # noqa: D102

    @property
    def shapes(self) -> tuple[float, float]: ...  # noqa: D102

    @property
    def least(self) -> tuple[int, int]: ...  # noqa: D102

    @property
    def mimes(self) -> tuple[str, ...]: ...  # noqa: D102


@dataclass(frozen=True, slots=True)
class Bounds:
    """The part of the limits on which the bytes depend; what a job is given."""

    max_bytes: int
    max_side: int
    shapes: tuple[float, float]
    least: tuple[int, int] = (0, 0)

    @classmethod
    def of(cls, given: VideoLimits) -> Bounds:
        """From a network's limits."""
        narrow, wide = given.shapes
        return cls(given.max_bytes, given.max_side, (narrow, wide), given.least)

    @classmethod
    def from_plain(cls, plain: Mapping[str, Any]) -> Bounds:
        """From what :meth:`plain` gave."""
        narrow, wide = plain["shapes"]
        width, height = plain.get("least", (0, 0))
        return cls(
            int(plain["max_bytes"]),
            int(plain["max_side"]),
            (float(narrow), float(wide)),
            (int(width), int(height)),
        )

    def plain(self) -> dict[str, Any]:
        """As JSON; only what bounds, so that what was made before stays known."""
        return {
            "max_bytes": self.max_bytes,
            "max_side": self.max_side,
            "shapes": list(self.shapes),
            **({"least": list(self.least)} if any(self.least) else {}),
        }


@dataclass(frozen=True, slots=True)
class Kept:
    """A video as kept: bytes, sides, seconds, and what must stay in sight."""

    size: int
    width: int
    height: int
    seconds: float
    focus: tuple[float, float]


def check(kept: Kept, given: VideoLimits) -> None:
    """Raises :class:`CannotFit`, saying what a person can do, for what no encoding mends."""
    if given.mimes and video.MP4 not in given.mimes:
        raise CannotFit(_("Jejaring ini tidak menerima video MP4."))
    values = {"now": _number(kept.seconds)}
    if given.max_seconds and kept.seconds > given.max_seconds:
        raise CannotFit(
            _("Video ini %(now)s detik; jejaring ini paling lama %(max)s detik. Potong videonya.")
            % (values | {"max": _number(given.max_seconds)})
        )
    if kept.seconds < given.min_seconds:
        raise CannotFit(
            _("Video ini %(now)s detik; jejaring ini paling singkat %(min)s detik.")
            % (values | {"min": _number(given.min_seconds)})
        )
    bounds = Bounds.of(given)
    if enlarged(kept, bounds) > cropping.MOST_ENLARGED:
        shown = part(kept, bounds)
        wide, tall = shown[:2] if shown else (kept.width, kept.height)
        raise CannotFit(
            _(
                "Gambar video ini terlalu kecil: yang tampak %(wide)s × %(tall)s piksel, jejaring"
                " ini perlu paling sedikit %(x)s × %(y)s. Pakai rekaman aslinya, bukan kiriman"
                " ulang lewat WhatsApp."
            )
            % {"wide": wide, "tall": tall, "x": given.least[0], "y": given.least[1]}
        )


def enlarged(kept: Kept, bounds: Bounds) -> float:
    """How many times it must grow to be as large as the network wants; 1 or less: it is."""
    return cropping.enlarged(kept.width, kept.height, bounds.shapes, bounds.least)


def _number(seconds: float) -> str:
    return f"{seconds:.1f}".removesuffix(".0").replace(".", ",")


def fits(kept: Kept, bounds: Bounds) -> bool:
    """Whether it can be sent as it is."""
    return (
        (not bounds.max_bytes or kept.size <= bounds.max_bytes)
        and (not bounds.max_side or max(kept.width, kept.height) <= bounds.max_side)
        and part(kept, bounds) is None
        and enlarged(kept, bounds) <= 1
    )


def part(kept: Kept, bounds: Bounds) -> cropping.Box | None:
    """What of it is shown; None for all."""
    return cropping.box(kept.width, kept.height, bounds.shapes, kept.focus)


def recipe(kept: Kept, bounds: Bounds, *, tighter: float = 1.0) -> video.Recipe:
    """How to encode it for the limits; ``tighter`` (below 1) after a try that was too large.

    Raises :class:`CannotFit` where so few bytes cannot hold so many seconds.
    """
    rate, sound = _rates(kept, bounds, tighter)
    shown = part(kept, bounds)
    wide, tall = shown[:2] if shown else (kept.width, kept.height)
    side = min(bounds.max_side or limits.VIDEO_SIDE, max(wide, tall))
    if rate:
        pixels = rate / (30 * _BITS_PER_PIXEL)
        longest = max(wide, tall) * min(1.0, (pixels / (wide * tall)) ** 0.5)
        side = min(side, max(limits.SMALLEST_SIDE, int(longest)))
    least = enlarged(kept, bounds)
    side = max(side, math.ceil(least * max(wide, tall)) + 1)
    factor = max(min(1.0, side / max(wide, tall)), least)
    while True:
        scaled = (video.even(kept.width * factor), video.even(kept.height * factor))
        cut = cropping.box(*scaled, bounds.shapes, kept.focus, step=2)
        if max(cut[:2] if cut else scaled) <= max(side, 2):
            break
        factor *= 0.995
    most = bounds.max_bytes * 2 if bounds.max_bytes else limits.MAX_VIDEO_BYTES
    return video.Recipe(scaled=scaled, cut=cut, rate=rate, sound=sound, most=most)


def _rates(kept: Kept, bounds: Bounds, tighter: float) -> tuple[int, int]:
    """Bits a second for pictures (0: no bound) and for sound."""
    if not bounds.max_bytes:
        return 0, 128_000
    total = bounds.max_bytes * 8 * limits.VIDEO_SHARE * tighter / max(kept.seconds, 0.5)
    sound = 128_000 if total > _POOR else limits.SOUND_RATE
    rate = min(int(total - sound), _MOST_RATE)
    if rate < limits.VIDEO_RATE:
        raise too_large(bounds)
    return rate, sound


def too_large(bounds: Bounds) -> CannotFit:
    """The error where a network takes fewer bytes than the video needs."""
    return CannotFit(
        _("Video ini tidak dapat diperkecil hingga %(mb)s MB, batas jejaring ini. Potong videonya.")
        % {"mb": _number(bounds.max_bytes / 1_000_000)}
    )

"""Where to cut a picture or video that a network wants in another shape."""

from __future__ import annotations

import math

Box = tuple[int, int, int, int]
#: Enlarged more than this many times a video is a blur.
MOST_ENLARGED = 2.0


def box(
    width: int,
    height: int,
    shapes: tuple[float, float],
    focus: tuple[float, float],
    *,
    step: int = 1,
) -> Box | None:
    """The largest part (width, height, left, top) within ``shapes``; None where all of it is.

    ``shapes`` are the narrowest and the widest width / height, 0 for no bound. ``focus`` (shares
    of width and height) is in the middle of the part, as far as the edges allow. Sides and places
    are multiples of ``step`` pixels.
    """
    low, high = shapes
    # One shape only can hardly ever be met in whole pixels; a pixel or two beside it is met.
    loose = 2 * step if low and high and (high - low) * min(width, height) < 2 * step else 0
    wide, tall = width, height
    if high and width > height * high + loose:
        wide = _down(height * high, step)
    elif low and width < height * low - loose:
        tall = _down(width / low, step)
    else:
        return None
    left = _place(focus[0] * width - wide / 2, width - wide, step)
    top = _place(focus[1] * height - tall / 2, height - tall, step)
    return wide, tall, left, top


def enlarged(width: int, height: int, shapes: tuple[float, float], least: tuple[int, int]) -> float:
    """How many times the part within ``shapes`` must grow to be at least ``least`` pixels wide
    and tall; 1 or less where it is."""
    part = box(width, height, shapes, (0.5, 0.5))
    wide, tall = part[:2] if part else (width, height)
    return max(least[0] / wide, least[1] / tall)


def _down(value: float, step: int) -> int:
    # 1e-6: 1080 * (9 / 16) must not become 606 because of the last bit.
    return max(step, math.floor((value + 1e-6) / step) * step)


def _place(wanted: float, most: int, step: int) -> int:
    return math.floor(max(0.0, min(float(most), wanted)) / step) * step

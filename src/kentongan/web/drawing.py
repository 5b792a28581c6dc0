"""Small drawings as SVG or markup without style attributes: rhythm, slit, spark line."""

from collections.abc import Sequence

from django.utils.html import format_html, format_html_join
from django.utils.safestring import SafeString, mark_safe

STEPS = 20
_BEATS = {".": "kosong", "t": "telat ketuk-1", "n": "nanti ketuk-1"}


def step(share: float) -> int:
    """A share of 0 to 1 as one of the steps that CSS knows; never empty when not zero."""
    bounded = min(1.0, max(0.0, share))
    return max(1, round(bounded * STEPS)) if bounded else 0


def rhythm(pattern: str, label: str = "", *, large: bool = False) -> SafeString:
    """One beat a day: ``1`` to ``4`` posts on time, ``t`` late, ``.`` none, ``n`` scheduled."""
    beats = format_html_join(
        "",
        '<b class="{}"></b>',
        ((_BEATS.get(c) or f"ketuk-{c}",) for c in pattern if c in ".tn1234"),
    )
    size = " irama-lg" if large else ""
    return format_html('<span class="irama{}" {}>{}</span>', size, _spoken(label), beats)


def slit(share: float, label: str = "", *, css: str = "") -> SafeString:
    """An upright slit, filled by ``share`` (0 to 1)."""
    return format_html(
        '<span class="celah {}" {}><i class="isi-{}"></i></span>', css, _spoken(label), step(share)
    )


def spark(
    values: Sequence[float], label: str = "", *, width: int = 96, height: int = 28, css: str = ""
) -> SafeString:
    """A line of the values from left to right with its last point marked."""
    points = _points(values, width, height)
    if not points:
        return SafeString("")
    line = "M" + "L".join(f"{x} {y}" for x, y in points)
    (first_x, _), (last_x, last_y) = points[0], points[-1]
    area = f"{line}L{last_x} {height}L{first_x} {height}Z"
    return format_html(
        '<svg class="spark {}" width="{}" height="{}" viewBox="0 0 {} {}" {}>'
        '<path d="{}" fill="currentColor" opacity=".13"/>'
        '<path d="{}" fill="none" stroke="currentColor" stroke-width="1.75"'
        ' stroke-linejoin="round" stroke-linecap="round"/>'
        '<circle cx="{}" cy="{}" r="2.6" fill="currentColor"/></svg>',
        css, width, height, width, height, _spoken(label), area, line, last_x, last_y,
    )  # fmt: skip


def _points(values: Sequence[float], width: int, height: int) -> list[tuple[str, str]]:
    if len(values) < 2:
        return []
    pad, low, high = 3, min(values), max(values)
    reach = (high - low) or 1
    return [
        (
            _short(pad + (width - 2 * pad) * index / (len(values) - 1)),
            _short(height - pad - (height - 2 * pad) * (value - low) / reach),
        )
        for index, value in enumerate(values)
    ]


def _short(value: float) -> str:
    return f"{value:.1f}".rstrip("0").rstrip(".")


def _spoken(label: str) -> SafeString:
    """Attributes for a picture with a text, or hidden when the words stand beside it."""
    if label:
        return format_html('role="img" aria-label="{}"', label)
    return mark_safe('aria-hidden="true"')

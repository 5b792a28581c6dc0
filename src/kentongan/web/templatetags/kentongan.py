"""Tags and filters for every template: icons, badges, small drawings, Indonesian formats.

Loaded as builtins. Nothing here knows a network or a feature: icons and words come from the
caller.
"""

from collections.abc import Iterable
from datetime import date, datetime
from decimal import Decimal
from functools import cache, lru_cache
from typing import Any

from django import template
from django.forms import BoundField
from django.forms.boundfield import BoundWidget
from django.templatetags.static import static
from django.utils.html import format_html, format_html_join
from django.utils.safestring import SafeString, mark_safe

from kentongan.web import drawing, drawn, formats
from kentongan.web.forms import counts_letters, render_choice, render_control, shape
from kentongan.web.http import nonce_of

register = template.Library()
register.tag("drawn", drawn.compile_drawn)

TONES = {
    "netral": "kd-netral",
    "info": "kd-info",
    "sukses": "kd-sukses",
    "awas": "kd-awas",
    "galat": "kd-galat",
    "merek": "kd-merek",
}
EDGES = {"": "", "garis": " kd-garis", "putus": " kd-putus"}
CLOCK_TONES = ("aman", "dekat", "lewat", "jawab")


@cache
def _sprite(name: str) -> str:
    """The address of a sprite; a long page asks a hundred times, and it never changes."""
    return static(f"web/{name}.svg")


@register.simple_tag
def icon(name: str, css: str = "", label: str = "", sprite: str = "ikon") -> SafeString:
    """``{% icon "check" %}``; with ``label`` it speaks, without it is decoration.

    ``sprite``: ``ikon-warga`` on pages for citizens, a tenth of the weight.
    """
    return _drawn(name, css, str(label), sprite)


# A page has a hundred of them out of a few. Typed: what is safe already is escaped no more.
@lru_cache(maxsize=1024, typed=True)
def _drawn(name: str, css: str, label: str, sprite: str) -> SafeString:
    spoken = format_html('role="img" aria-label="{}"', label) if label else "aria-hidden=true"
    return format_html(
        '<svg class="ik{}" {}><use href="{}#i-{}"></use></svg>',
        f" {css}" if css else "", spoken, _sprite(sprite), name,
    )  # fmt: skip


@register.simple_tag
def logo(css: str = "") -> SafeString:
    """The brand mark; ``logo-gelap`` for the dark body."""
    return format_html(
        '<svg class="logo {}" viewBox="0 0 24 24" aria-hidden="true">'
        '<rect x="8" y="1.5" width="8" height="21" rx="4"/>'
        '<rect class="logo-celah" x="11.1" y="6" width="1.8" height="12" rx=".9"/>'
        '<rect x="2.6" y="10.5" width="2.2" height="8" rx="1.1" opacity=".72"/>'
        '<rect x="19.2" y="5.5" width="2.2" height="8" rx="1.1" opacity=".72"/></svg>',
        css,
    )


@register.simple_tag
def kd(tone: str, icon_name: str, label: str, edge: str = "") -> SafeString:
    """A state as icon and word: ``{% kd "awas" "arrow-back-up" "Revisi" %}``.

    ``tone``: netral, info, sukses, awas, galat, merek; ``edge``: garis (outline) or putus
    (dashed: we are not sure, or it is no longer live).
    """
    return format_html(
        '<span class="kd {}{}">{}{}</span>', TONES[tone], EDGES[edge], icon(icon_name), label
    )


@register.simple_tag
def sla(label: str, tone: str = "aman", share: float = 1) -> SafeString:
    """Time left as a capsule with a draining slit; ``share`` is what is left, 0 to 1."""
    if tone not in CLOCK_TONES:
        raise template.TemplateSyntaxError(f"sla: tone is one of {', '.join(CLOCK_TONES)}")
    return _capsule(label, tone, drawing.step(share))


# A list has one in every row, out of a few.
@lru_cache(maxsize=256, typed=True)
def _capsule(label: str, tone: str, step: int) -> SafeString:
    return format_html(
        '<span class="sla sla-{}"><i class="isi-{}"></i>{}</span>', tone, step, label
    )


@register.simple_tag
def irama(pattern: str, label: str = "", large: bool = False) -> SafeString:
    """The publishing rhythm; codes in :func:`kentongan.web.drawing.rhythm`."""
    return drawing.rhythm(pattern, label, large=large)


@register.simple_tag
def celah(share: float, label: str = "", css: str = "") -> SafeString:
    """An upright slit filled by ``share``."""
    return drawing.slit(float(share), label, css=css)


@register.simple_tag
def spark(
    values: Iterable[float], label: str = "", width: int = 96, height: int = 28, css: str = ""
) -> SafeString:
    """A spark line."""
    return drawing.spark(list(values), label, width=width, height=height, css=css)


@register.simple_tag
def jej(icon_name: str, label: str = "", large: bool = False) -> SafeString:
    """A network as a neutral badge; without ``label`` its name must stand beside it."""
    return _badge(icon_name, str(label), large)


@lru_cache(maxsize=256, typed=True)
def _badge(icon_name: str, label: str, large: bool) -> SafeString:
    title = format_html(' title="{}"', label) if label else ""
    size = " jej-lg" if large else ""
    return format_html('<span class="jej{}"{}>{}</span>', size, title, icon(icon_name, label=label))


@register.simple_tag
def jej_baris(networks: Iterable[Any]) -> SafeString:
    """Several network badges; each item has ``icon`` and ``label``."""
    badges = format_html_join("", "{}", ((jej(n.icon, str(n.label)),) for n in networks))
    return format_html('<span class="jej-baris">{}</span>', badges)


@register.simple_tag
def pilar(code: str, label: str = "") -> SafeString:
    """The shape of a content pillar; ``label`` only where its name does not stand beside it."""
    spoken = format_html('role="img" aria-label="{}"', label) if label else "aria-hidden=true"
    return format_html('<span class="pilar pilar-{}" {}></span>', code, spoken)


@register.simple_tag
def ava(name: str, css: str = "") -> SafeString:
    """Initials in a circle (person) or, with ``ava-unit``, in a square (unit)."""
    return format_html('<span class="ava {}" aria-hidden="true">{}</span>', css, initials(name))


@register.filter
def initials(name: str) -> str:
    """Two letters: first letters of two names, or the first two of one."""
    words = [w for w in "".join(c if c.isalnum() else " " for c in str(name)).split() if w]
    proper = [w for w in words if w[0].isupper()] or words
    if not proper:
        return "?"
    return (proper[0][0] + (proper[1][0] if len(proper) > 1 else proper[0][1:2])).upper()


@register.simple_tag(takes_context=True)
def hx(context: template.Context, attrs: Any = None) -> SafeString:
    """Must stand on every element with ``hx-`` attributes: htmx ignores those without it.

    Components pass their ``attrs``, so that elements without htmx stay short.
    """
    if attrs is not None and not any(str(name).startswith("hx-") for name in attrs.attrs_dict()):
        return mark_safe("")
    request = context.get("request")
    nonce = nonce_of(request) if request else ""
    return _allowed(nonce) if nonce else mark_safe("")


# A page has one, and asks for it in every row.
@lru_cache(maxsize=64, typed=True)
def _allowed(nonce: str) -> SafeString:
    return format_html('hx-nonce="{}"', nonce)


@register.simple_tag
def control(
    field: BoundField, css: str = "", rows: int = 0, bare: bool = False, **attrs: Any
) -> SafeString:
    """The widget of a form field with our classes, its error and help tied to it.

    ``bare`` leaves our class off, inside a frame that has it.
    """
    return render_control(field, css=css, rows=int(rows or 0), bare=bare, extra=attrs)


@register.simple_tag
def choice_control(choice: BoundWidget, field: BoundField) -> SafeString:
    """One radio button or check box of a list, without its label."""
    return render_choice(choice, field)


@register.filter
def field_shape(field: BoundField) -> str:
    """hidden, check, choices, file or line."""
    return shape(field)


@register.filter
def letter_limit(field: BoundField) -> int:
    """Letters allowed in a text area, 0 where nothing is counted."""
    return counts_letters(field)


@register.filter
def tanggal(value: date | datetime | None) -> str:
    """``Kamis, 13 Agustus 2026``."""
    return formats.long_date(value) if value else ""


@register.filter
def tanggal_singkat(value: date | datetime | None) -> str:
    """``Rab 12 Agu``."""
    return formats.short_date(value) if value else ""


@register.filter
def rentang(first: date | datetime | None, last: date | datetime | None) -> str:
    """``23–29 Nov 2026``."""
    return formats.date_span(first, last) if first and last else ""


@register.filter
def jam(value: datetime | None) -> str:
    """``08.00``."""
    return formats.clock_time(value) if value else ""


@register.filter
def pukul(value: datetime | None) -> str:
    """``pukul 08.00 WIB``."""
    return formats.at_clock(value) if value else ""


@register.filter
def dekat(value: datetime | None) -> str:
    """``besok 08.00``, ``Rab 12 Agu, 19.00``."""
    return formats.near_time(value) if value else ""


@register.filter
def angka(value: float | int | Decimal | None, places: int | None = None) -> str:
    """``2.500``."""
    return formats.number(value, places) if value is not None else ""


@register.filter
def iso(value: datetime | None) -> str:
    """For ``<time datetime="…">``: as ``date:"c"``, which takes ten times as long."""
    return formats.local(value).isoformat() if value else ""


@register.filter
def ukuran(value: int | None) -> str:
    """``312 kB``."""
    return formats.size(value) if value is not None else ""


@register.filter
def relatif(value: datetime | None) -> str:
    """``6 menit lalu``."""
    return formats.relative(value) if value else ""


@register.filter
def isi(share: float) -> str:
    """The class ``isi-n`` for a share of 0 to 1."""
    return f"isi-{drawing.step(float(share))}"

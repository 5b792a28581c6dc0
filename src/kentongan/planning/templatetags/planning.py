"""Tags for posts: ``{% load planning %}``."""

import json
from datetime import date

from django import template
from django.forms import BoundField
from django.utils.formats import date_format
from django.utils.html import format_html
from django.utils.safestring import SafeString, mark_safe

from kentongan.compliance.basis import status_label
from kentongan.kernel.say import gettext
from kentongan.planning import looks
from kentongan.planning.models import Pillar, Post, Waiver
from kentongan.planning.places import Place, places
from kentongan.web.templatetags.kentongan import kd, pilar

register = template.Library()


@register.simple_tag
def post_state(state: str) -> SafeString:
    """The state of a post as icon and word: ``{% post_state post.state %}``."""
    look = looks.look(state)
    return kd(look.tone, look.icon, looks.label(state), look.edge)


@register.simple_tag
def waiver_state(waiver: Waiver, moot: bool = False) -> SafeString:
    """What became of a request for leave; ``moot``: the words in question are gone."""
    if waiver.is_granted:
        return kd("sukses", "signature", gettext("Diizinkan"))
    if waiver.is_refused:
        return kd("galat", "x", gettext("Ditolak"))
    if moot:
        return kd("netral", "ban", gettext("Gugur"), "putus")
    return kd("awas", "hourglass", gettext("Menunggu"))


@register.filter
def state_label(state: str) -> str:
    """The word for a state."""
    return looks.label(state)


@register.filter
def state_icon(state: str) -> str:
    """The icon of a state."""
    return looks.look(state).icon


@register.filter
def calendar_class(state: str) -> str:
    """The class of a calendar item in that state."""
    return f"acara-{looks.look(state).css}"


@register.filter
def pillar_label(code: str) -> str:
    """The name of a pillar."""
    return str(Pillar(code).label)


@register.simple_tag
def post_pillar(code: str) -> SafeString:
    """Shape and name of a pillar."""
    return format_html(
        '<span class="inline-flex items-center gap-1.5">{}{}</span>',
        pilar(code),
        Pillar(code).label,
    )


@register.filter
def post_places(post: Post) -> list[Place]:
    """The networks a post is meant for; ``targets__account`` should be prefetched."""
    return places(target.account.network for target in post.targets.all())


@register.simple_tag
def limit_data(place: Place, most: int) -> SafeString:
    """The limit of a network, and how it counts, as data for the counting in the browser."""
    limits = place.limits
    if not most:
        return mark_safe("")
    return format_html(
        'data-maks="{}" data-cara="{}" data-tautan="{}"{}',
        most, limits.count, limits.link_length,
        mark_safe(" data-sebaris") if place.offers.one_line else "",
    )  # fmt: skip


@register.filter
def as_json(value: object) -> str:
    """A value for a data attribute; escaped there like any text."""
    return json.dumps(value, ensure_ascii=False)


@register.filter
def any_errors(fields: list[BoundField]) -> bool:
    """Whether one of the fields has something to mend."""
    return any(field.errors for field in fields)


@register.filter
def emoji_list(signs: str) -> list[str]:
    """Signs written one after the other, with blanks between them."""
    return signs.split()


@register.filter
def pictures(count: int) -> int:
    """How many pictures a preview shows, at most four."""
    return min(4, count)


@register.filter
def weekday_tail(day: date) -> str:
    """What follows the short name of a weekday in its full name: ``in`` of ``Senin``."""
    full, short = date_format(day, "l"), date_format(day, "D")
    return full.removeprefix(short)


@register.filter
def basis_certainty(status: str) -> str:
    """How sure a legal reference is, in words."""
    return gettext(status_label(status))

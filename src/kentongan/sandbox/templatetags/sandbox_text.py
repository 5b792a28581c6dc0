"""Shows the text of a post: escaped, with links, tags and mentions made clickable."""

from django import template
from django.urls import reverse
from django.utils.html import escape, format_html
from django.utils.safestring import SafeString, mark_safe

from kentongan.sandbox.rules import Entity, entities

register = template.Library()


@register.filter
def as_post(text: str) -> SafeString:
    """The text as safe HTML; line breaks are kept by the style sheet's ``pre-line``."""
    parts: list[str] = []
    done = 0
    for entity in entities(text):
        parts += [escape(text[done : entity.start]), _drawn(entity, text)]
        done = entity.end
    parts.append(escape(text[done:]))
    return mark_safe("".join(parts))  # noqa: S308  every part above is escaped


def _drawn(entity: Entity, text: str) -> str:
    words = text[entity.start : entity.end]
    if entity.kind == "link":
        return format_html(
            '<a class="underline underline-offset-2" href="{}"'
            ' rel="nofollow noopener noreferrer">{}</a>',
            entity.value,
            words,
        )
    if entity.kind == "mention":
        url = reverse("sandbox:account", args=[entity.value])
        return format_html('<a class="underline underline-offset-2" href="{}">{}</a>', url, words)
    return format_html("<b>{}</b>", words)

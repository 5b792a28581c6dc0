"""The words that go out: with their link, with their links and tags found. Free of Django."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

import regex

from kentongan.kernel.say import gettext as _
from kentongan.language import lengths
from kentongan.networks.contract import Limits, Outgoing, Refused

_LINK = regex.compile(r"https?://[^\s<>\"'\p{Cc}]+", regex.IGNORECASE)
_TAG = regex.compile(r"(?<![\w#/&])[#＃](?=\S*[^\d\s\p{P}])[\w\p{M}]{1,64}")
_MENTION = regex.compile(r"(?<![\w@/])@((?:[a-zA-Z0-9-]+\.)+[a-zA-Z]{2,})\b")
#: After these the next line needs no sign of its own.
_ENDS = ".!?:;,…·"
_CLOSING = {")": "(", "]": "[", "}": "{"}


@dataclass(frozen=True, slots=True)
class Span:
    """A part of a text with a meaning: ``link``, ``tag`` or ``mention``; offsets in characters."""

    kind: str
    start: int
    end: int
    value: str


def full_text(item: Outgoing) -> str:
    """The text followed by its link, where the text does not hold that link already."""
    if not item.link or item.link in item.text:
        return item.text
    return f"{item.text.rstrip()}\n\n{item.link}" if item.text.strip() else item.link


def in_one_line(text: str) -> str:
    """The text where a network takes no line breaks: lines are parted by a dot in the middle.

    After what ends a sentence a blank is enough. Harmless to repeat. The composer shows it as it
    is written: ``composer.js`` does the same.
    """
    joined = ""
    for line in (" ".join(part.split()) for part in text.splitlines()):
        if line:
            between = "" if not joined else " " if joined[-1] in _ENDS else " · "
            joined += between + line
    return joined


def links(text: str) -> Iterator[Span]:
    """Web addresses; closing punctuation belongs to the sentence, not to the address."""
    for match in _LINK.finditer(text):
        value = match.group()
        while value and (value[-1] in ".,;:!?…\"'»”’" or _unopened(value)):
            value = value[:-1]
        if len(value) > len("https://"):
            yield Span("link", match.start(), match.start() + len(value), value)


def _unopened(value: str) -> bool:
    last = value[-1]
    opening = _CLOSING.get(last)
    return opening is not None and value.count(last) > value.count(opening)


def spans(text: str) -> list[Span]:
    """Links, tags and mentions of domain-like handles, in order, never overlapping."""
    found = list(links(text))
    for kind, pattern in (("tag", _TAG), ("mention", _MENTION)):
        for match in pattern.finditer(text):
            if not any(s.start < match.end() and match.start() < s.end for s in found):
                found.append(Span(kind, match.start(), match.end(), match.group()[1:]))
    return sorted(found, key=lambda span: span.start)


def length(text: str, limits: Limits) -> int:
    """The length of ``text`` as this network counts it, and as the check does."""
    return lengths.length(text, limits.count, limits.link_length)


def refuse_too_long(text: str, limits: Limits, label: str, *, caption: bool = False) -> None:
    """Raise ``Refused`` for a text that the network does not take; nothing is sent.

    ``caption``: the text stands beside pictures or a video.
    """
    if caption and limits.max_caption and (size := length(text, limits)) > limits.max_caption:
        raise Refused(
            _(
                "Teks %(size)s karakter; beserta gambar atau video, %(label)s"
                " menerima paling banyak %(max_caption)s. Pendekkan teksnya, atau"
                " terbitkan tanpa gambar."
            )
            % {"size": size, "label": label, "max_caption": limits.max_caption}
        )
    if limits.max_text and (size := length(text, limits)) > limits.max_text:
        raise Refused(
            _(
                "Teks %(size)s karakter, %(label)s menerima paling banyak"
                " %(max_text)s. Pendekkan teks untuk jejaring ini."
            )
            % {"size": size, "label": label, "max_text": limits.max_text}
        )
    if limits.max_bytes and (size := lengths.length(text, "bytes")) > limits.max_bytes:
        raise Refused(
            _(
                "Teks memuat terlalu banyak emoji atau huruf khusus untuk %(label)s:"
                " %(size)s bita, paling banyak %(max_bytes)s. Kurangi dulu."
            )
            % {"label": label, "size": size, "max_bytes": limits.max_bytes}
        )


def refuse_bad_images(item: Outgoing, limits: Limits, label: str) -> None:
    """Raise ``Refused`` for too many pictures or too long alt texts; nothing is sent.

    Where a network has no alternative texts (``max_alt`` 0) they are left out, not refused.
    """
    if len(item.images) > limits.max_images:
        raise Refused(
            _(
                "%(count)s gambar, %(label)s menerima paling banyak %(max_images)s."
                " Kurangi gambar untuk jejaring ini."
            )
            % {"count": len(item.images), "label": label, "max_images": limits.max_images}
        )
    for number, image in enumerate(item.images, start=1):
        if limits.max_alt and len(image.alt) > limits.max_alt:
            raise Refused(
                _(
                    "Teks alternatif gambar %(number)s terlalu panjang; %(label)s"
                    " menerima paling banyak %(max_alt)s karakter."
                )
                % {"number": number, "label": label, "max_alt": limits.max_alt}
            )
        if len(image.data) > limits.max_image_bytes:
            raise Refused(
                _("Gambar %(number)s terlalu besar untuk %(label)s.")
                % {"number": number, "label": label}
            )

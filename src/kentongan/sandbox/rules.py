"""What the network accepts: its limits and how it reads a text. Free of Django."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

import regex

from kentongan.sandbox.errors import SandboxError

MAX_GRAPHEMES = 500
MAX_IMAGES = 4
MAX_ALT = 1500
MAX_IMAGE_BYTES = 2_000_000
MAX_IMAGE_PIXELS = 40_000_000
MAX_KEY = 120
MIMES = {"JPEG": "image/jpeg", "PNG": "image/png", "WEBP": "image/webp"}
HANDLE = re.compile(r"[a-z0-9](?:[a-z0-9._-]{0,62}[a-z0-9])?\Z")

_FORBIDDEN = regex.compile(r"[\p{Cc}\p{Cs}--\n\t]", regex.V1)
_ENTITY = regex.compile(
    r"(?P<link>https?://[^\s<>\"']+)"
    r"|(?<![\w/])\#(?P<tag>\w{1,64})"
    r"|(?<![\w/])@(?P<mention>[a-z0-9](?:[a-z0-9._-]{0,62}[a-z0-9])?)"
)
_TRAILING = ".,;:!?)]}…"


@dataclass(frozen=True, slots=True)
class Entity:
    """A link, tag or mention in a text; offsets in characters."""

    kind: str
    start: int
    end: int
    value: str


def graphemes(text: str) -> int:
    """How many characters a reader sees."""
    return len(regex.findall(r"\X", text))


def entities(text: str) -> Iterator[Entity]:
    """Links, tags and mentions in the order of the text."""
    for match in _ENTITY.finditer(text):
        kind = match.lastgroup or "link"
        value = match.group(kind)
        start, end = match.span()
        if kind == "link":
            shorter = value.rstrip(_TRAILING)
            end -= len(value) - len(shorter)
            value = shorter
        yield Entity(kind, start, end, value)


def clean(value: Any, name: str, *, limit: int, required: bool = False) -> str:
    """A text of a request, unchanged, or :class:`SandboxError` saying what is wrong with it."""
    if value is None:
        value = ""
    if not isinstance(value, str):
        raise SandboxError(422, "bad_type", f"{name} harus berupa teks.")
    if _FORBIDDEN.search(value):
        raise SandboxError(422, "bad_characters", f"{name} memuat karakter yang tidak sah.")
    if required and not value.strip():
        raise SandboxError(422, "empty", f"{name} tidak boleh kosong.")
    length = graphemes(value) if len(value) > limit else 0
    if length > limit or len(value) > limit * 20:
        raise SandboxError(422, "too_long", f"{name} {length} karakter; paling banyak {limit}.")
    return value

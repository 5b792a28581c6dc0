"""What X does to a text: how it weighs it, and what it makes of its links.

Written a second time on purpose, straight from docs.x.com/fundamentals/counting-characters, so that
a mistake in the product's own count shows.
"""

import html
import re
import unicodedata
from collections.abc import Mapping
from typing import Any

import regex

MOST = 280
_ADDRESS = re.compile(
    r"https?://[^\s<>\"“”]*[^\s<>\"“”.,;:!?()]|(?<![\w@./])(?:[a-z0-9-]+\.)+(?:id|com|org)\b"
)
_EMOJI = regex.compile(
    r"\p{Emoji_Presentation}|\p{Extended_Pictographic}[\ufe0f\u200d]|[0-9#*]\ufe0f?\u20e3"
)


def addresses(text: str) -> list[str]:
    """The links X sees, in order."""
    return [match.group() for match in _ADDRESS.finditer(text)]


def weight(text: str) -> int:
    """23 for a link, 2 for an emoji, 1 for light scripts, 2 for all others."""
    links = addresses(text)
    rest = unicodedata.normalize("NFC", _ADDRESS.sub("", text))
    clusters = regex.findall(r"\X", rest)
    emoji = [c for c in clusters if _EMOJI.search(c)]
    letters = [letter for c in clusters if c not in emoji for letter in c]
    return 23 * len(links) + 2 * len(emoji) + sum(1 if _light(ord(c)) else 2 for c in letters)


def _light(point: int) -> bool:
    return (
        point <= 0x10FF or 8192 <= point <= 8205 or 8208 <= point <= 8223 or 8242 <= point <= 8247
    )


def shown(text: str, media: Mapping[str, str]) -> tuple[str, list[dict[str, Any]]]:
    """The text as the API gives it, and its ``entities.urls``. ``media``: key and page of each."""
    urls: list[dict[str, Any]] = []
    out, at = "", 0
    for number, match in enumerate(_ADDRESS.finditer(text)):
        address = match.group()
        full = address if "://" in address else f"http://{address}"
        out += text[at : match.start()] + _short(number, full, urls)
        at = match.end()
    out += text[at:]
    for number, (key, page) in enumerate(media.items(), start=len(urls)):
        out += " " * (number == len(urls) and bool(out)) + _short(number, page, urls, media_key=key)
    escaped = html.escape(out, quote=False)
    for url in urls:
        url["start"] = escaped.index(url["url"])
        url["end"] = url["start"] + len(url["url"])
    return escaped, urls


def _short(number: int, full: str, urls: list[dict[str, Any]], **more: str) -> str:
    short = f"https://t.co/{abs(hash((number, full))) % 10**10:010d}"
    plain = full.partition("://")[2]
    urls.append({"url": short, "expanded_url": full, "display_url": plain[:26], **more})
    return short

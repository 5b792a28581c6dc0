"""How long a text is in the eyes of a network, and where it becomes too long.

``graphemes``    what a reader counts as one character (Unicode UAX 29);
``characters``   code points;
``bytes``        of UTF-8, as YouTube measures a description;
``utf16``        units of UTF-16, as LinkedIn and TikTok measure: an emoji is two or more;
``emoji_bytes``  code points, but of an emoji its bytes, as Threads measures: a heart is 6;
``weighted280``  X: NFC, most scripts 1, others and emoji 2 (twitter-text configuration v3).

Sources: unicode.org/reports/tr29; developer.x.com/en/docs/counting-characters;
developers.facebook.com/documentation/threads/posts.
"""

from __future__ import annotations

import re
import unicodedata

import regex

from kentongan.language.tokens import Token, links

X_LINK_LENGTH = 23
_CLUSTER = regex.compile(r"\X")
_ODD = re.compile(r"[^\x00-\x0c\x0e-\x7f]+")
#: Of what is not ASCII, what combines with nothing.
_SINGLE = re.compile(r"[\xa0-\xa8\xaa-\xac\xaf-\u02ff\u2010-\u2027]+")
#: What is one character each to a reader, but for the last of them.
_FLAT = re.compile(r"[\x00-\x0c\x0e-\x7f\xa0-\xa8\xaa-\xac\xaf-\u02ff\u2010-\u2027]+")
_X_LIGHT = ((0, 4351), (8192, 8205), (8208, 8223), (8242, 8247))
#: One emoji as X sees it, whatever it is made of: a flag, a keycap, a sign shown as a picture, or
#: up to four pictures (with colour of skin) joined to one; nobody draws more than four as one.
_X_PICTURE = (
    r"(?:\p{Emoji_Modifier_Base}\p{Emoji_Modifier}|(?![©®])\p{Extended_Pictographic}\ufe0f?)"
)
_X_EMOJI = regex.compile(
    r"\p{Regional_Indicator}{2}|[0-9#*]\ufe0f?\u20e3|[©®]\ufe0f"
    rf"|{_X_PICTURE}(?:[\U000e0020-\U000e007f]+|(?:\u200d{_X_PICTURE}){{0,3}})"
)
_PICTURE = regex.compile(r"[\p{Extended_Pictographic}\p{Regional_Indicator}\u20e3]")
COUNTS = ("graphemes", "characters", "bytes", "weighted280", "utf16", "emoji_bytes")
#: How much a code point counts at most, where that is more than two.
_HEAVIEST = {"bytes": 4, "emoji_bytes": 4}


def graphemes(text: str) -> int:
    """Characters as a reader counts them; ``👨‍👩‍👧`` is one."""
    if text.isascii() and "\r" not in text:
        return len(text)
    # Only what may combine is cut into clusters, with the one plain neighbour on each side.
    total = len(text)
    for run in _ODD.finditer(text):
        if _SINGLE.fullmatch(run.group()):
            continue
        first, last = max(0, run.start() - 1), min(len(text), run.end() + 1)
        clusters = sum(1 for _ in _CLUSTER.finditer(text, first, last))
        neighbours = (last - first) - (run.end() - run.start())
        total += clusters - neighbours - (run.end() - run.start())
    return total


def weighted(text: str) -> int:
    """X's weight of a text without links."""
    if text.isascii():
        return len(text)
    plain, pictures = _X_EMOJI.subn("", unicodedata.normalize("NFC", text))
    heavy = sum(1 for c in plain if not any(a <= ord(c) <= b for a, b in _X_LIGHT))
    return 2 * pictures + len(plain) + heavy


def emoji_bytes(text: str) -> int:
    """Code points; what is drawn as a picture counts its bytes."""
    if text.isascii():
        return len(text)
    clusters = _CLUSTER.findall(text)
    return sum(
        len(c.encode("utf-8", "surrogatepass")) if _is_drawn(c) else len(c) for c in clusters
    )


def _is_drawn(cluster: str) -> bool:
    """Signs such as © and digits are pictures only where told to be drawn as such."""
    if not _PICTURE.search(cluster):
        return False
    return ord(cluster[0]) > 0xFF or "\ufe0f" in cluster or "\u20e3" in cluster


def surely_fits(text: str, limit: int, count: str) -> bool:
    """Whether the number of code points alone tells that ``text`` fits; links aside."""
    return _HEAVIEST.get(count, 2) * len(text) <= limit


def length(text: str, count: str = "graphemes", link_length: int = 0) -> int:
    """The length of ``text``; every link counts ``link_length``, 0: as written.

    Bare names (``contoh.go.id``) are links for X only. An unknown ``count`` is a bug:
    ``ValueError``.
    """
    if count not in COUNTS:
        raise ValueError(f"unknown way of counting: {count!r}")
    per_link = link_length or (X_LINK_LENGTH if count == "weighted280" else 0)
    if not per_link:
        return _plain(text, count)
    total = at = 0
    for link in links(text):
        if not _is_link(link, count):
            continue
        total += _plain(text[at : link.start], count) + per_link
        at = link.end
    return total + _plain(text[at:], count)


def _is_link(link: Token, count: str) -> bool:
    """Whether the network shortens it: others than X only what says that it is a link."""
    return bool(link.text) and (count == "weighted280" or "://" in link.text[:8])


def _plain(text: str, count: str) -> int:
    if count == "characters":
        return len(text)
    if count == "bytes":
        return len(text.encode("utf-8", "surrogatepass"))
    if count == "utf16":
        return len(text.encode("utf-16-le", "surrogatepass")) // 2
    if count == "emoji_bytes":
        return emoji_bytes(text)
    return weighted(text) if count == "weighted280" else graphemes(text)


def fits_until(text: str, limit: int, count: str = "graphemes", link_length: int = 0) -> int:
    """The offset up to which ``text`` fits into ``limit``; ``len(text)`` when all of it does.

    Never inside a grapheme or a link. Linear in the length of the text.
    """
    if count not in COUNTS:
        raise ValueError(f"unknown way of counting: {count!r}")
    per_link = link_length or (X_LINK_LENGTH if count == "weighted280" else 0)
    total = at = 0
    for link in [*links(text), Token(len(text), len(text), "")]:
        start, end = link.start, link.end
        between = _plain(text[at:start], count)
        if total + between > limit:
            return _cut(text, at, start, count, limit - total)
        total += between
        total += per_link if per_link and _is_link(link, count) else _plain(link.text, count)
        if total > limit:
            return start
        at = end
    return len(text)


def _cut(text: str, start: int, end: int, count: str, room: int) -> int:
    """The offset in a stretch without links from which it is over ``room``."""
    while start < end:
        if count == "graphemes" and (flat := _FLAT.match(text, start, end)):
            # All but the last, which may be joined to what follows.
            sure = flat.end() - start - 1
            if sure > room:
                return start + room
            start, room = start + sure, room - sure
        cluster = _CLUSTER.match(text, start, end)
        if cluster is None:
            break
        room -= 1 if count == "graphemes" else _plain(cluster.group(), count)
        if room < 0:
            return start
        start = cluster.end()
    return end

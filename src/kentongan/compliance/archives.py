"""What a person wrote, shared and liked, out of the export of a personal account.

Reads the files that X, Instagram and Facebook hand out (as ZIP, or one of their files alone), in
memory and without Django. Nothing is kept; what is not understood is left out.

Formats: the exports as their owners got them in 2024 to 2026. No network publishes a schema, so
unknown shapes are passed over rather than guessed at.
"""

from __future__ import annotations

import io
import json
import re
import zipfile
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import UTC, datetime
from html import unescape
from pathlib import PurePosixPath
from typing import Any

from kentongan.kernel.say import gettext

MAX_FILE = 40_000_000
MAX_ITEMS = 20_000
_SCRIPT = re.compile(r"^\s*window\.YTD\.\w+\.part\d+\s*=\s*")
_HALF = re.compile("[\ud800-\udfff]")
_X_TIME = "%a %b %d %H:%M:%S %z %Y"


class NotAnArchive(ValueError):
    """The file is none that we can read; the sentence says what to do."""


@dataclass(frozen=True, slots=True)
class Item:
    """One act of the account. ``kind`` as in :class:`Draft`; ``at`` is None where not told."""

    network: str
    kind: str
    text: str
    at: datetime | None = None
    link: str = ""


def read(name: str, data: bytes) -> list[Item]:
    """Everything found in an export, newest first, at most :data:`MAX_ITEMS`.

    Raises :class:`NotAnArchive`.
    """
    found: list[Item] = []
    for path, content in _members(name, data):
        found.extend(item for item in _items(path, content) if item.text.strip())
    if not found:
        raise NotAnArchive(
            gettext(
                "Tidak ada unggahan, komentar, atau tanda suka yang terbaca di berkas ini. Pilih "
                "ekspor X, Instagram, atau Facebook dalam bentuk JSON."
            )
        )
    found.sort(key=lambda item: item.at or datetime.min.replace(tzinfo=UTC), reverse=True)
    return found[:MAX_ITEMS]


def _members(name: str, data: bytes) -> Iterator[tuple[str, bytes]]:
    """The files of interest, with their paths in the archive."""
    if not data.startswith(b"PK"):
        yield name, data
        return
    try:
        with zipfile.ZipFile(io.BytesIO(data)) as archive:
            left = MAX_FILE
            for member in archive.infolist():
                if _reader(member.filename) is None:
                    continue
                # The size a ZIP announces may be a lie: read no more than is left.
                with archive.open(member) as file:
                    content = file.read(left + 1)
                left -= len(content)
                if left < 0:
                    raise NotAnArchive(
                        gettext("Arsip ini terlalu besar. Unggah berkas JSON-nya satu per satu.")
                    )
                yield member.filename, content
    except (zipfile.BadZipFile, NotImplementedError, RuntimeError, EOFError) as error:
        raise NotAnArchive(
            gettext("Arsip ZIP ini rusak atau bersandi. Unduh ulang, lalu coba lagi.")
        ) from error


def _items(path: str, content: bytes) -> Iterator[Item]:
    reader = _reader(path)
    if reader is None:
        return
    try:
        text = content.decode("utf-8-sig")
        value = json.loads(_SCRIPT.sub("", text, count=1))
    except (UnicodeDecodeError, ValueError, RecursionError):
        return
    yield from reader(value)


Reader = Callable[[Any], Iterator[Item]]


def _reader(path: str) -> Reader | None:
    """Who understands a file, by its name."""
    name = PurePosixPath(path.replace("\\", "/")).name.lower()
    for pattern, reader in _READERS:
        if pattern.fullmatch(name):
            return reader
    return None


# ------------------------------------------------------------------------------------------- X


def _tweets(value: Any) -> Iterator[Item]:
    for row in _rows(value):
        tweet = _dict(row.get("tweet", row))
        text = unescape(_text(tweet.get("full_text") or tweet.get("text")))
        kind = "post"
        if text.startswith("RT @"):
            kind = "repost"
        elif tweet.get("in_reply_to_status_id"):
            kind = "reply"
        number = _text(tweet.get("id_str"))
        link = f"https://x.com/i/status/{number}" if number.isdigit() else ""
        yield Item("x", kind, text, _x_time(tweet.get("created_at")), link)


def _x_notes(value: Any) -> Iterator[Item]:
    """Posts beyond 280 characters: ``tweets.js`` holds only how they begin."""
    for row in _rows(value):
        note = _dict(row.get("noteTweet"))
        words = unescape(_text(_dict(note.get("core")).get("text")))
        yield Item("x", "post", words, _iso_time(note.get("createdAt")))


def _x_likes(value: Any) -> Iterator[Item]:
    for row in _rows(value):
        like = _dict(row.get("like", row))
        words = unescape(_text(like.get("fullText")))
        yield Item("x", "like", words, None, _link(like.get("expandedUrl")))


def _x_time(value: Any) -> datetime | None:
    try:
        return datetime.strptime(_text(value), _X_TIME)  # noqa: DTZ007 the format has %z
    except ValueError:
        return None


def _iso_time(value: Any) -> datetime | None:
    try:
        when = datetime.fromisoformat(_text(value))
    except ValueError:
        return None
    return when if when.tzinfo else when.replace(tzinfo=UTC)


# ---------------------------------------------------------------------------- Instagram, Facebook


def _ig_posts(value: Any) -> Iterator[Item]:
    """Posts are a bare list; reels, stories and what was archived lie in an object."""
    for row in _rows(_first_list(value)):
        media = [_dict(item) for item in _rows(row.get("media"))] or [row]
        title = _meta(row.get("title")) or _meta(media[0].get("title"))
        stamp = row.get("creation_timestamp") or media[0].get("creation_timestamp")
        yield Item("instagram", "post", title, _stamp(stamp))


def _ig_comments(value: Any) -> Iterator[Item]:
    for row in _rows(_first_list(value)):
        # The names are in the language of the account; what was written comes first.
        told = [_dict(part) for part in _dict(row.get("string_map_data")).values()]
        words = next((_meta(part["value"]) for part in told if "value" in part), "")
        when = next((part["timestamp"] for part in told if part.get("timestamp")), None)
        yield Item("instagram", "reply", words, _stamp(when))


def _ig_likes(value: Any) -> Iterator[Item]:
    """Likes often carry no text: whose it was, and where, is all there is."""
    for row in _rows(_first_list(value)):
        if "label_values" in row:
            yield _labelled("instagram", row)
            continue
        first = _dict(next(iter(_rows(row.get("string_list_data"))), {}))
        owner = _meta(row.get("title"))
        yield Item(
            "instagram", "like", owner and f"@{owner}", _stamp(first.get("timestamp")),
            _link(first.get("href")),
        )  # fmt: skip


def _fb_posts(value: Any) -> Iterator[Item]:
    for row in _rows(_first_list(value)):
        words = [_meta(_dict(part).get("post")) for part in _rows(row.get("data"))]
        text = "\n".join(filter(None, words))
        shared = "membagikan" in _meta(row.get("title")) or "shared" in _meta(row.get("title"))
        yield Item("facebook", "repost" if shared else "post", text, _stamp(row.get("timestamp")))


def _fb_comments(value: Any) -> Iterator[Item]:
    for row in _rows(_first_list(value)):
        for part in _rows(row.get("data")):
            words = _meta(_dict(_dict(part).get("comment")).get("comment"))
            yield Item("facebook", "reply", words, _stamp(row.get("timestamp")))


def _fb_likes(value: Any) -> Iterator[Item]:
    for row in _rows(_first_list(value)):
        if "label_values" in row:
            yield _labelled("facebook", row)
        else:
            yield Item("facebook", "like", _meta(row.get("title")), _stamp(row.get("timestamp")))


def _labelled(network: str, row: dict[str, Any]) -> Item:
    """A like as exports have told it since 2025: captions, names and addresses, each labelled in
    the language of the account."""
    said = list(_labels(row.get("label_values")))
    links = [text for _label, text in said if _link(text) and len(text.split()) == 1]
    link = links[0] if links else ""
    words = [text for label, text in said if label not in _REACTIONS and text not in links]
    return Item(network, "like", "\n".join(words), _stamp(row.get("timestamp")), link)


def _labels(value: Any, depth: int = 3) -> Iterator[tuple[str, str]]:
    """Every label with its value; some hold further ones."""
    for part in _rows(value):
        if text := _meta(part.get("value")):
            yield _meta(part.get("label")), text
        if depth:
            yield from _labels(part.get("dict"), depth - 1)


#: How a like is called there, which says nothing of what was liked.
_REACTIONS = frozenset({"Reaction", "Reaksi"})
_READERS: tuple[tuple[re.Pattern[str], Reader], ...] = (
    (re.compile(r"tweets?(?:-part\d+)?\.js(?:on)?"), _tweets),
    (re.compile(r"note-tweets?(?:-part\d+)?\.js"), _x_notes),
    (re.compile(r"likes?(?:-part\d+)?\.js"), _x_likes),
    (re.compile(r"posts_\d+\.json"), _ig_posts),
    (re.compile(r"(?:reels|stories|archived_posts)(?:_\d+)?\.json"), _ig_posts),
    (re.compile(r"(?:post|reels)_comments(?:_\d+)?\.json"), _ig_comments),
    (re.compile(r"liked_(?:posts|comments)\.json"), _ig_likes),
    (re.compile(r"your_posts.*\.json"), _fb_posts),
    (re.compile(r"group_posts_and_comments(?:_\d+)?\.json"), _fb_posts),
    (re.compile(r"(?:your_comments_in_groups|comments(?:_v2)?)(?:_\d+)?\.json"), _fb_comments),
    (re.compile(r"likes_and_reactions(?:_\d+)?\.json"), _fb_likes),
)

# ------------------------------------------------------------------------------- careful reading


def _rows(value: Any) -> list[Any]:
    """The objects of a list; anything else has none."""
    return [row for row in value if isinstance(row, dict)] if isinstance(value, list) else []


def _first_list(value: Any) -> Any:
    """Exports wrap their list in an object with one telling name."""
    if isinstance(value, list):
        return value
    return next((part for part in _dict(value).values() if isinstance(part, list)), [])


def _dict(value: Any) -> dict[str, Any]:
    return value if isinstance(value, dict) else {}


def _text(value: Any) -> str:
    """Whole characters: networks cut long texts within an emoji, and no page can show half one."""
    return _HALF.sub("\ufffd", value[:20_000]) if isinstance(value, str) else ""


def _meta(value: Any) -> str:
    """A text of Instagram or Facebook: they write each byte of UTF-8 as a character."""
    text = _text(value)
    try:
        return text.encode("latin-1").decode("utf-8")
    except UnicodeError:
        return text


def _link(value: Any) -> str:
    text = _text(value)
    return text if text.startswith("https://") and len(text) <= 500 else ""


def _stamp(value: Any) -> datetime | None:
    if not isinstance(value, int | float) or isinstance(value, bool):
        return None
    try:
        return datetime.fromtimestamp(value, UTC)
    except (OverflowError, OSError, ValueError):
        return None

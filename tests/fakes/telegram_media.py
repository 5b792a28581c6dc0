"""Files sent to the fake of Telegram: the bytes behind a part, checked as Telegram checks them.

core.telegram.org/bots/api#sendvideo: clients support MPEG-4 videos, others may be sent as a
document; so what is none is not refused, it stands in the channel as a file. Words about sizes are
those of the vendor's own library (tdlib/td, ``FileLoaderUtils.cpp``), on which its server stands.

Not refused, because no page tells: a codec, a length, a size in pixels of a video.
"""

import io
from collections.abc import Mapping
from typing import Any

from PIL import Image as Picture, UnidentifiedImageError

from tests.fakes import botapi, film
from tests.fakes.server import Refusal

#: core.telegram.org/bots/api#sendphoto and #sending-files.
PHOTO_BYTES, VIDEO_BYTES = 10_000_000, 50_000_000
PHOTO_PIXELS, PHOTO_SHAPE = 10_000, 20


def refusal(code: int, words: str, **parameters: int) -> Refusal:
    """An error in Telegram's shape."""
    body: dict[str, Any] = {"ok": False, "error_code": code, "description": words}
    return Refusal(code, body | ({"parameters": parameters} if parameters else {}))


def attached(value: Any) -> list[str]:
    """The names of the files that values point to."""
    if isinstance(value, str):
        return [value.removeprefix("attach://")] if value.startswith("attach://") else []
    inside = value.values() if isinstance(value, Mapping) else value
    return (
        [name for one in inside for name in attached(one)] if isinstance(value, dict | list) else []
    )


def piece_of(media: Mapping[str, Any], files: Mapping[str, botapi.File]) -> dict[str, Any]:
    """The bytes of an ``InputMedia``, checked as Telegram checks them."""
    if media["type"] not in {"photo", "video"}:
        raise refusal(400, "Bad Request: this fake keeps photos and videos")
    file = _file(media["media"], files)
    kind, cover = media["type"], b""
    if not file.data:
        raise refusal(400, "Bad Request: file must be non-empty")
    if kind == "photo":
        _check_photo(file)
    else:
        if len(file.data) > VIDEO_BYTES:
            raise refusal(413, "Request Entity Too Large")
        if "cover" in media:  # a photo like any other
            pictured = _file(media["cover"], files)
            _check_photo(pictured)
            cover = pictured.data
        kind = "video" if _plays(file) else "document"
    streams = bool(media.get("supports_streaming"))
    return {"kind": kind, "media": file.data, "cover": cover, "supports_streaming": streams}


def _plays(file: botapi.File) -> bool:
    """Whether it is an MPEG-4 video, by what it says and by what it is."""
    found = film.read(file.data)
    return found is not None and found.brand != "qt  " and file.mime == "video/mp4"


def _file(named: str, files: Mapping[str, botapi.File]) -> botapi.File:
    name = named.removeprefix("attach://")
    if name == named or name not in files:
        raise refusal(400, "Bad Request: wrong file identifier/HTTP URL specified")
    return files[name]


def _check_photo(file: botapi.File) -> None:
    if (size := len(file.data)) > PHOTO_BYTES:
        words = f"file of size {size} bytes is too big for a photo; the maximum size is"
        raise refusal(400, f"Bad Request: {words} {PHOTO_BYTES} bytes")
    try:
        with Picture.open(io.BytesIO(file.data)) as found:
            (width, height), mime = found.size, Picture.MIME[found.format or ""]
    except (UnidentifiedImageError, KeyError):
        raise refusal(400, "Bad Request: IMAGE_PROCESS_FAILED") from None
    if mime != file.mime:
        raise refusal(400, f"Bad Request: the part is said to be {file.mime}, it is {mime}")
    if width + height > PHOTO_PIXELS or max(width, height) > PHOTO_SHAPE * min(width, height):
        raise refusal(400, "Bad Request: PHOTO_INVALID_DIMENSIONS")

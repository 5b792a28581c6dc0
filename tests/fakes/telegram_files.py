"""Files that people send to a bot of the fake: asked for by ``getFile``, given at a path.

core.telegram.org/bots/api#getfile: up to 20 MB, at ``/file/bot<token>/<file_path>``.
"""

import itertools
from collections.abc import Mapping
from typing import Any

from tests.fakes.server import Answer, Handler, Request
from tests.fakes.telegram_media import refusal

MOST = 20_000_000
#: How each kind of message names its file beside what all files have.
_MORE: dict[str, dict[str, Any]] = {
    "document": {"file_name": "surat.pdf", "mime_type": "application/pdf"},
    "animation": {"width": 320, "height": 200, "duration": 2},
    "video": {"width": 320, "height": 200, "duration": 2, "mime_type": "video/mp4"},
    "voice": {"duration": 2, "mime_type": "audio/ogg"},
}


class Files:
    """The part of the fake that keeps files. ``files``: bytes and path by ``file_id``."""

    bots: dict[str, Any]
    files: dict[str, tuple[str, bytes]]
    _places = itertools.count(1)

    def file_routes(self) -> list[tuple[str, str, Handler]]:
        return [("GET", r"/file/bot(?P<token>[^/]*)/(?P<path>.+)", self._give)]

    def keep(self, kind: str, data: bytes) -> dict[str, Any]:
        """What a message says of a file that was sent; of a photo in two sizes."""
        sizes = [(90, data[:50]), (1280, data)] if kind == "photo" else [(0, data)]
        rows = []
        for side, content in sizes:
            number = next(self._places)
            identifier = f"AgACAgUAAxkBAAI{number:06d}"
            self.files[identifier] = (f"{kind}s/file_{number}.jpg", content)
            row = {
                "file_id": identifier,
                "file_unique_id": f"AQAD{number}",
                "file_size": len(content),
            }
            row |= {"width": side, "height": side * 3 // 4} if side else _MORE[kind]
            rows.append(row)
        if kind == "photo":
            return {"photo": rows}
        return {kind: rows[0], **({"document": rows[0]} if kind == "animation" else {})}

    def _file(self, bot: object, values: Mapping[str, Any], files: object) -> dict[str, Any]:
        """``getFile``."""
        identifier = values["file_id"]
        if identifier not in self.files:
            raise refusal(400, "Bad Request: invalid file_id")
        path, data = self.files[identifier]
        if len(data) > MOST:
            raise refusal(400, "Bad Request: file is too big")
        size = {"file_size": len(data)}
        return {"file_id": identifier, "file_unique_id": "AQAD", "file_path": path, **size}

    def _give(self, request: Request) -> Answer:
        if request.params["token"] not in self.bots or request.query:
            raise refusal(401, "Unauthorized")
        for path, data in self.files.values():
            if path == request.params["path"]:
                return Answer(200, data, {"Content-Type": "application/octet-stream"})
        raise refusal(404, "Not Found")

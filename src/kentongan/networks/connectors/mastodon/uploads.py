"""Bringing pictures and a video to the server before a status names them.

docs.joinmastodon.org/methods/media: 202 and 206 mean that the server is still working on it. A
status cannot show it before that; nothing of this is public.
"""

from __future__ import annotations

import time
from datetime import timedelta
from typing import Any

from kentongan.kernel.say import gettext as _
from kentongan.networks import answers
from kentongan.networks.connectors.mastodon.api import LABEL, Api
from kentongan.networks.contract import Image, Session, TryLater, Video, harmless

#: Waits between looks at a picture that the server is still working on, in seconds.
UPLOAD_WAITS = (0.5, 1, 1, 2, 3, 4)
#: Until a video is asked for again, and how long sending one may stand still.
AGAIN = timedelta(seconds=10)
VIDEO_TIMEOUT = 120.0


def name_of(video: Video) -> str:
    """Names a video in the notes: two files of one length to the millisecond are the same."""
    return f"video/{video.size}/{video.seconds}"


class Uploads:
    """What one delivery brings along."""

    def __init__(self, session: Session, api: Api) -> None:
        self._session = session
        self._api = api

    def image(self, image: Image) -> str:
        """The id of the picture at the server, once it may be shown."""
        extension = image.mime.rpartition("/")[2].replace("jpeg", "jpg")
        # A name of its own for each picture: snac makes the id of the name.
        name = f"{image.digest}.{extension}"
        with harmless(_("Mengunggah gambar")):
            media, done = self._put((name, image.data, image.mime), image.alt)
            if not done:
                self._await(media)
            return media

    def video(self, video: Video) -> tuple[str, bool]:
        """The id of the video at the server, and whether it may be shown by now.

        What an earlier attempt uploaded is used again as long as the server knows it.
        """
        noted = dict(self._session.remembered.get("video") or {})
        if noted.get("file") == name_of(video) and (done := self.ready(noted["id"])) is not None:
            return str(noted["id"]), done
        with harmless(_("Mengunggah video")), video.path.open("rb") as file:
            name = f"{self._session.now:%Y%m%d%H%M%S}-{video.size}.mp4"
            media, done = self._put((name, file, video.mime), video.alt, timeout=VIDEO_TIMEOUT)
        self._session.remember({"video": {"id": media, "file": name_of(video)}})
        return media, done

    def ready(self, media: str) -> bool | None:
        """Whether the server is done with it; None where it knows nothing of it."""
        with harmless(_("Menanyakan video")):
            response = self._api.call("GET", f"v1/media/{media}")
            if response.status_code == 404:
                return None
            self._api.succeed(response)
            return response.status_code == 200

    def _put(self, file: tuple[str, Any, str], alt: str, **more: Any) -> tuple[str, bool]:
        """Its id, and whether the server is done with it."""
        options: dict[str, Any] = {"files": {"file": file}, "data": {"description": alt}, **more}
        response = self._api.call("POST", "v2/media", **options)
        if response.status_code == 404:
            if not isinstance(file[1], bytes):
                file[1].seek(0)
            response = self._api.call("POST", "v1/media", **options)
        self._api.succeed(response)
        return answers.text_at(answers.json_object(response), "id"), response.status_code != 202

    def _await(self, media: str) -> None:
        for wait in UPLOAD_WAITS:
            time.sleep(wait)
            response = self._api.call("GET", f"v1/media/{media}")
            self._api.succeed(response)
            if response.status_code == 200:
                return
        raise TryLater(_("Server %(label)s masih mengolah gambar.") % {"label": LABEL})

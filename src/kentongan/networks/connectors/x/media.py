"""Uploading pictures and videos. Nothing of this is public.

docs.x.com/x-api/media/quickstart/media-upload-chunked: initialise, append piece by piece,
finalise, then ask until X has worked on it. Pieces may be sent again and an upload may go on later,
so what was reached is noted after every step.
"""

from __future__ import annotations

import hashlib
from collections.abc import Mapping
from datetime import datetime, timedelta
from typing import Any

from kentongan.kernel.say import gettext as _
from kentongan.networks import answers
from kentongan.networks.connectors.x.api import Api, Notes
from kentongan.networks.connectors.x.problems import LABEL
from kentongan.networks.contract import Image, Refused, Session, Video, harmless

#: Bytes of one piece; X takes 5 MB at most.
PIECE = 4_000_000
#: An upload that dies sooner than this is not begun with.
MARGIN = timedelta(minutes=5)
#: How long X keeps an upload where it does not say.
USUAL_LIFE = timedelta(hours=24)
#: Between two questions where X names no time.
USUAL_WAIT = timedelta(seconds=5)
LONGEST_WAIT = timedelta(minutes=5)


class Uploads:
    """The media of one delivery; what an earlier attempt uploaded is used again."""

    def __init__(self, api: Api, notes: Notes, session: Session) -> None:
        self._api = api
        self._notes = notes
        self._now = session.now

    def image(self, image: Image) -> str:
        """The id of the picture at X, with its alt text."""
        name = digest(image)
        known: dict[str, Any] = dict(self._notes.get("images") or {})
        if self._alive(known.get(name)):
            return str(known[name]["id"])
        extension = image.mime.rpartition("/")[2].replace("jpeg", "jpg")
        with harmless(_("Mengunggah gambar")):
            found = self._api.ask(
                "POST",
                "media/upload",
                data={"media_category": "tweet_image"},
                files={"media": (f"{name}.{extension}", image.data, image.mime)},
            )
            media = answers.text_at(found, "id")
            if image.alt:
                metadata = {"alt_text": {"text": image.alt}}
                self._api.ask("POST", "media/metadata", json={"id": media, "metadata": metadata})
        known[name] = self._kept(found)
        self._notes.put(images=known)
        return media

    def video(self, video: Video) -> timedelta | None:
        """Upload, or go on uploading; None when X is done, else when to ask again."""
        known = self._notes.get("video")
        if self._alive(known) and known.get("size") == video.size:
            try:
                found = self._go_on(video)
            except Refused:  # X has forgotten that upload: begin anew
                found = self._begin(video)
        else:
            found = self._begin(video)
        return self._judge(found)

    def state(self) -> timedelta | None:
        """What became of the video: None when X is done, else when to ask again."""
        with harmless(_("Menanyakan video")):
            return self._judge(self._status())

    def video_id(self) -> str:
        """The id of the noted video; empty for none."""
        return str((self._notes.get("video") or {}).get("id") or "")

    def keys(self) -> frozenset[str]:
        """The media keys of all that was noted: a post that shows one of them is ours."""
        noted = [*(self._notes.get("images") or {}).values(), self._notes.get("video") or {}]
        return frozenset(str(one["key"]) for one in noted if one.get("key"))

    # ------------------------------------------------------------------------------ videos

    def _begin(self, video: Video) -> dict[str, Any]:
        body = {
            "media_category": "tweet_video",
            "media_type": video.mime,
            "total_bytes": video.size,
        }
        with harmless(_("Menyiapkan unggahan video")):
            found = self._api.ask("POST", "media/upload/initialize", json=body)
            self._note_video(**self._kept(found), size=video.size, sent=0, closing=False)
        return self._go_on(video)

    def _go_on(self, video: Video) -> dict[str, Any]:
        """Send what is missing, then finalise; gives what X says of the video."""
        known = self._notes.get("video")
        if known.get("closing"):  # its answer was lost, or we died on the way
            with harmless(_("Menanyakan video")):
                response = self._api.call("GET", "media/upload", params=self._question())
                found = answers.json_object(response).get("data")
                if response.status_code == 200 and isinstance(found, dict):
                    return found
        else:
            self._send_pieces(video, known["sent"])
            self._note_video(closing=True)
        with harmless(_("Menyelesaikan unggahan video")):
            return self._api.ask("POST", f"media/upload/{self.video_id()}/finalize")

    def _send_pieces(self, video: Video, sent: int) -> None:
        with video.path.open("rb") as file:
            file.seek(sent * PIECE)
            while piece := file.read(PIECE):
                with harmless(_("Mengunggah video")):
                    response = self._api.call(
                        "POST",
                        f"media/upload/{self.video_id()}/append",
                        data={"segment_index": str(sent)},
                        files={"media": (f"{sent}", piece, "application/octet-stream")},
                        timeout=60.0,
                    )
                    self._api.succeed(response)
                sent += 1
                self._note_video(sent=sent)

    def _status(self) -> dict[str, Any]:
        return self._api.ask("GET", "media/upload", params=self._question())

    def _question(self) -> dict[str, str]:
        return {"command": "STATUS", "media_id": self.video_id()}

    def _judge(self, found: Mapping[str, Any]) -> timedelta | None:
        info = found.get("processing_info")
        if not isinstance(info, Mapping) or info.get("state") == "succeeded":
            return None
        if info.get("state") == "failed":
            self._notes.put(video=None)
            error = info.get("error")
            words = str(error.get("message") or "") if isinstance(error, Mapping) else ""
            raise Refused(
                _(
                    "%(label)s tidak dapat mengolah video ini%(said)s. Kirim lagi; bila tetap"
                    " ditolak, ganti videonya."
                )
                % {"label": LABEL, "said": f" ({words[:150]})" if words else ""}
            )
        return _seconds(info.get("check_after_secs"), USUAL_WAIT)

    # ------------------------------------------------------------------------------ notes

    def _note_video(self, **values: Any) -> None:
        self._notes.put(video={**(self._notes.get("video") or {}), **values})

    def _kept(self, found: Mapping[str, Any]) -> dict[str, Any]:
        seconds = found.get("expires_after_secs")
        life = timedelta(seconds=seconds) if type(seconds) is int else USUAL_LIFE
        return {
            "id": answers.text_at(dict(found), "id"),
            "key": str(found.get("media_key") or ""),
            "until": (self._now + life).isoformat(),
        }

    def _alive(self, note: Any) -> bool:
        return bool(note) and datetime.fromisoformat(note["until"]) > self._now + MARGIN


def digest(image: Image) -> str:
    """Names a picture by what it shows and says."""
    return hashlib.sha256(image.data + b"\0" + image.alt.encode()).hexdigest()[:32]


def _seconds(value: Any, otherwise: timedelta) -> timedelta:
    if type(value) is not int or value <= 0:
        return otherwise
    return min(timedelta(seconds=value), LONGEST_WAIT)

"""The resumable upload: a session, pieces of the file, and the session's word for the proof.

developers.google.com/youtube/v3/guides/using_resumable_upload_protocol. The address of the session
is noted before the first byte. One session can make one video: whoever goes on with it, however
often, never makes a second. The piece that ends the file is the decisive request.
"""

from __future__ import annotations

import hashlib
import os
import re
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import httpx2

from kentongan.kernel.http import AnswerLost, NotSent
from kentongan.kernel.say import gettext as _
from kentongan.networks import answers
from kentongan.networks.connectors.youtube import limits
from kentongan.networks.connectors.youtube.api import Api
from kentongan.networks.contract import (
    OutcomeUnknown,
    Refused,
    Session,
    TryLater,
    Unauthorised,
    Video,
    decisive,
    harmless,
)

PIECE = 64 * 1024
_SAMPLE = 256 * 1024
_RANGE = re.compile(r"bytes=0-(\d+)")


@dataclass(frozen=True, slots=True)
class State:
    """What a session says of itself: ``video`` once it is finished, else how much it has."""

    received: int = 0
    video: str = ""
    gone: bool = False


class Upload:
    """The session of one delivery, as far as it was noted."""

    def __init__(self, session: Session, api: Api) -> None:
        self._session = session
        self._api = api
        self._address = str(session.remembered.get("session") or "")
        self._size = int(session.remembered.get("size") or 0)
        self._file = str(session.remembered.get("file") or "")
        self._furthest = 0
        #: Whether the piece that ends the file may be at YouTube without our knowing.
        self.doubtful = bool(session.remembered.get("finishing"))

    @property
    def begun(self) -> bool:
        """Whether a session was noted."""
        return bool(self._address)

    def is_of(self, video: Video) -> bool:
        """Whether the noted session was begun for this very file."""
        return self._size == video.size and self._file == fingerprint(video)

    def ask(self) -> State:
        """What the session has. A lost answer is harmless: nothing is sent."""
        headers = {"Content-Range": f"bytes */{self._size}", "Content-Length": "0"}
        with harmless(_("Menanyakan unggahan")):
            response = self._api.session(self._address, headers=headers)
            if response.status_code in {404, 410}:
                return State(gone=True)
            if response.status_code == 308:
                return State(received=_received(response))
            self._api.succeed(response)
            return State(video=_video(response))

    def begin(self, video: Video, body: dict[str, Any]) -> None:
        """Open a session and note it."""
        headers = {
            "X-Upload-Content-Length": str(video.size),
            "X-Upload-Content-Type": video.mime,
        }
        params = {"uploadType": "resumable", "part": ",".join(body)}
        file = fingerprint(video)
        with harmless(_("Memulai pengunggahan")):
            response = self._api.upload("POST", "videos", params=params, json=body, headers=headers)
            self._api.succeed(response)
            address = response.headers.get("Location", "")
            if not address:
                raise AnswerLost(_("Jawaban YouTube tidak memuat alamat unggahan."))
        self._session.remember(
            {
                "session": address,
                "size": video.size,
                "file": file,
                "finishing": False,
                "lost": False,
            }
        )
        self._address, self._size, self._file, self.doubtful = address, video.size, file, False

    def send(self, video: Video, start: int) -> str:
        """Send what the session does not have yet; returns the id of the video."""
        at = self._furthest = start
        while True:
            try:
                state = self._piece(video, at)
            except Refused:
                # What came over a broken line may have arrived after we asked how much had.
                state = self.ask()
                if not (state.video or state.gone) and state.received <= at:
                    raise
            if state.video:
                return state.video
            if state.gone:
                self._doubt(False)
                raise TryLater(_("YouTube sudah menutup unggahan ini; dimulai lagi dari awal."))
            at = state.received

    def _piece(self, video: Video, at: int) -> State:
        """One piece. The last is the decisive request: it makes the video."""
        end = min(at + limits.CHUNK, video.size)
        if end < video.size:
            try:
                return self._put(video, at, end)
            except (AnswerLost, NotSent) as error:
                return self._after_break(error)
        self._doubt(True)
        try:
            with decisive():
                return self._put(video, at, end, last=True)
        except (TryLater, Refused, Unauthorised):
            self._doubt(False)
            raise

    def _after_break(self, error: Exception) -> State:
        """Go on from where the session is, if it has got on since the break before.

        On a bad line a big file would otherwise spend all attempts of its delivery.
        """
        state = self.ask()
        if state.received <= self._furthest:
            raise TryLater(_("Mengunggah video: %(error)s") % {"error": error}) from error
        self._furthest = state.received
        return state

    def _put(self, video: Video, at: int, end: int, *, last: bool = False) -> State:
        headers = {
            "Content-Length": str(end - at),
            "Content-Type": video.mime,
            "Content-Range": f"bytes {at}-{end - 1}/{video.size}",
        }
        content = pieces(video.path, at, end)
        response = self._api.session(self._address, headers=headers, content=content)
        if response.status_code == 308:
            state = State(received=_received(response))
            if state.received <= at:
                raise TryLater(_("YouTube belum menyimpan bagian video yang dikirim."))
            return state
        if response.status_code in {404, 410}:
            return State(gone=True)
        self._api.succeed(response, decisive=last)
        return State(video=_video(response))

    def _doubt(self, doubtful: bool) -> None:
        """Note it before the decisive request, and take it back once its refusal is certain."""
        self._session.remember({"finishing": doubtful})
        self.doubtful = doubtful


def settled(upload: Upload) -> State:
    """The state of a session whose last piece may have arrived, for who would go on with it.

    Raises ``OutcomeUnknown`` where it cannot be asked: then nobody may say it is not there.
    """
    try:
        return upload.ask()
    except TryLater as error:
        if upload.doubtful:
            raise OutcomeUnknown(str(error)) from error
        raise


def pieces(path: Path, start: int, end: int) -> Iterator[bytes]:
    """The bytes of the file from ``start`` to ``end``, a little at a time."""
    with path.open("rb") as file:
        file.seek(start)
        while start < end and (piece := file.read(min(PIECE, end - start))):
            start += len(piece)
            yield piece


def fingerprint(video: Video) -> str:
    """Names a file by its length, beginning and end, without reading a film from end to end.

    Two encodings of one film differ there: the tables of an MP4 stand at one end or the other.
    Raises ``Refused`` for a file that cannot be read or is not as long as it should be.
    """
    digest = hashlib.sha256(str(video.size).encode())
    try:
        if video.path.stat().st_size != video.size:
            raise Refused(_("Berkas videonya berubah sejak disetujui. Unggah lagi videonya."))
        with video.path.open("rb") as file:
            digest.update(file.read(_SAMPLE))
            file.seek(max(video.size - _SAMPLE, 0), os.SEEK_SET)
            digest.update(file.read(_SAMPLE))
    except OSError:
        raise Refused(_("Berkas videonya tidak dapat dibaca. Unggah lagi videonya.")) from None
    return digest.hexdigest()[:32]


def _received(response: httpx2.Response) -> int:
    """How many bytes a session has; without ``Range`` it has none."""
    match = _RANGE.fullmatch(response.headers.get("Range", "").strip())
    return int(match[1]) + 1 if match else 0


def _video(response: httpx2.Response) -> str:
    return answers.text_at(answers.json_object(response), "id")

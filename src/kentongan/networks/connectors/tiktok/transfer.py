"""Bringing the bytes of a video into a container that was opened for them."""

from __future__ import annotations

import httpx2

from kentongan.kernel.http import AnswerLost
from kentongan.kernel.say import gettext as _
from kentongan.networks.connectors.tiktok import problems
from kentongan.networks.connectors.tiktok.api import Notes, State
from kentongan.networks.connectors.tiktok.problems import LABEL
from kentongan.networks.connectors.tiktok.states import UPLOADING
from kentongan.networks.connectors.tiktok.upload import Plan, address, pieces
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

#: Statuses of the upload host: all is there, this piece is there, gone or expired, out of order.
WHOLE, PIECE, OUT_OF_ORDER = 201, 206, 416
GONE = frozenset({403, 404})


class Transfer:
    """The way to one container. The last piece is what makes the post."""

    def __init__(self, session: Session, notes: Notes) -> None:
        self._session = session
        self._notes = notes
        self._tried = notes.flag("closing")

    @property
    def size(self) -> int:
        """How many bytes the container was opened for."""
        return self._notes.number("size")

    def lacks_bytes(self, state: State) -> bool:
        """Whether this is certainly no post, and cannot become one by itself.

        Certain while the last piece was never begun; afterwards only where TikTok counts.
        """
        if self._notes.flag("photos") or state.status not in {"", UPLOADING}:
            return False
        if not self._notes.flag("closing"):
            return True
        return state.sent is not None and state.sent < self.size

    def send(self, video: Video, sent: int) -> None:
        """Send what is missing after the first ``sent`` bytes."""
        for first, last in Plan.of(video.size).from_byte(sent):
            if last + 1 < video.size:
                with harmless(_("Mengunggah video")):
                    self._judge(self._put(video, first, last), PIECE)
                continue
            self._notes.put(closing=True)
            try:
                with decisive():
                    self._judge(self._put(video, first, last), WHOLE)
            except (TryLater, Unauthorised, Refused):
                # Certainly not taken, so the next attempt is the first; unless one was lost before.
                self._notes.put(closing=self._tried)
                raise

    def _put(self, video: Video, first: int, last: int) -> httpx2.Response:
        headers = {
            "Content-Type": video.mime,
            "Content-Length": str(last - first + 1),
            "Content-Range": f"bytes {first}-{last}/{video.size}",
        }
        return self._session.http.request(
            "PUT",
            address(self._session.server, self._notes.text("upload")),
            headers=headers,
            content=pieces(video.path, first, last),
        )

    def _judge(self, response: httpx2.Response, wanted: int) -> None:
        """Return where the piece is taken; otherwise raise what the answer proves."""
        status, closing = response.status_code, wanted == WHOLE
        if status == wanted:
            return
        if status in GONE and not problems.error_code(response):
            self._gone()
        if status == OUT_OF_ORDER:
            text = _("%(label)s sudah punya bagian video ini. Keadaannya ditanyakan dulu.") % {
                "label": LABEL
            }
            raise OutcomeUnknown(text) if closing else TryLater(text)
        problems.succeed(response, now=self._session.now, decisive=closing)
        raise AnswerLost(
            _("Jawaban %(label)s atas unggahan video tidak seperti yang dijanjikan.")
            % {"label": LABEL}
        )

    def _gone(self) -> None:
        """The way is closed. Unless its last piece was on it before, the container is no post."""
        if self._tried:
            self._notes.put(dead=True)
            raise OutcomeUnknown(_("Alamat unggahan %(label)s sudah ditutup.") % {"label": LABEL})
        self._notes.put(publish_id="", upload="", closing=False)
        raise TryLater(
            _("Alamat unggahan %(label)s sudah kedaluwarsa. Video diunggah dari awal.")
            % {"label": LABEL}
        )

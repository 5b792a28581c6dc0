"""Videos and reels: sent in pieces, then finished; the finishing request makes them public.

The id that the vendor gives at the start is noted before the first byte leaves. Whatever is lost
later, the next attempt asks that very video how far it is; finishing it twice gives one video.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import timedelta
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

from kentongan.kernel.http import AnswerLost
from kentongan.kernel.say import gettext as _
from kentongan.networks import answers, wording
from kentongan.networks.connectors.facebook.posts import SITE
from kentongan.networks.contract import (
    Form,
    OutcomeUnknown,
    Outgoing,
    Pending,
    Published,
    Reference,
    Refused,
    Session,
    TryLater,
    Video,
    decisive,
    harmless,
)
from kentongan.networks.meta.graph import Graph, fault_of

KIND = "video"
ROLE = "graph-video"
AGAIN = timedelta(seconds=15)
#: The vendor says how large the next piece shall be; more than this is never held in memory.
LARGEST_PIECE = 16 * 1024 * 1024
READ = 256 * 1024
UPLOAD_TIMEOUT = 300.0
#: The vendor already has another part of the file than it was offered.
OTHER_OFFSET = 1363037
#: Nobody answers this often in a row that another piece is wanted than was told before.
MOST_CORRECTIONS = 5


@dataclass(frozen=True, slots=True)
class State:
    """What the vendor says of a video: gone, and how far each phase is."""

    there: bool
    uploaded: str = ""
    received: int = 0
    processed: str = ""
    shown: str = ""
    said: str = ""

    @property
    def public(self) -> bool:
        """Whether people can see it."""
        return self.shown == "complete"

    @property
    def failed(self) -> bool:
        """Whether it never will be."""
        return "error" in {self.uploaded, self.processed, self.shown}

    @property
    def working(self) -> bool:
        """Whether the vendor is on its way to showing it, so that asking again is worth while."""
        return not self.public and "in_progress" in {self.processed, self.shown}


class Videos:
    """Publishes, finds and edits them."""

    def __init__(self, session: Session, graph: Graph, page: str) -> None:
        self._session = session
        self._graph = graph
        self._page = page

    def publish(self, item: Outgoing, video: Video) -> Published | Pending:
        """Send what is still to be sent, finish, and ask later; goes on where it stopped."""
        note = self._noted()
        state = self._state(note["id"]) if note else State(there=False)
        if state.public:
            return published(note["id"], item)
        if not state.there or state.failed:
            note = self._start(item, video)
            state = State(there=True)
        if state.uploaded != "complete":
            self._send(note, state, video)
        for captions in video.captions:
            name = f"takarir.{_locale(captions.language)}.srt"
            with harmless(_("Mengunggah subtitel")):
                self._graph.succeed(
                    self._graph.post(
                        f"{note['id']}/captions",
                        {"default_locale": _locale(captions.language)},
                        files={"captions_file": (name, captions.data, captions.mime)},
                    )
                )
        self._finish(note, item, video)
        return Pending(handle(note["id"], item), AGAIN)

    def resume(self, pending: Pending) -> Published | Pending:
        """Whether a finished video is public by now. Reads only."""
        form, identifier, size = pending.handle.split(":")
        state = self._state(identifier)
        if state.public:
            return Published(identifier, _url(identifier, form), _extra(int(size)))
        if state.failed or not state.there:
            raise Refused(
                _(
                    "Facebook tidak dapat mengolah video ini%(said)s. Periksa berkasnya,"
                    " lalu kirim lagi."
                )
                % {"said": state.said}
            )
        return Pending(pending.handle, AGAIN)

    def find(self, item: Outgoing) -> Published | None:
        """The noted video, where people can see it; None where it was never finished."""
        note = self._noted()
        if not note:
            return None
        state = self._state(note["id"])
        if state.public:
            return published(note["id"], item)
        if state.working:
            raise OutcomeUnknown(_("Facebook masih mengolah video ini."))
        return None

    def edit(self, target: Reference, item: Outgoing) -> Published:
        """New words for a video. The video itself stays."""
        if target.extra.get("size") != _size(item):
            raise Refused(
                _(
                    "Facebook tidak mengganti video yang sudah tayang. Ubah"
                    " keterangannya saja, atau tarik lalu terbitkan lagi."
                )
            )
        body = {"description": wording.full_text(item)}
        with harmless(_("Mengubah keterangan video")):
            self._graph.read(self._graph.post(target.external_id, body))
        return Published(target.external_id, target.url, target.extra)

    # ------------------------------------------------------------------------------ the steps

    def _noted(self) -> dict[str, str]:
        note = self._session.remembered.get("video")
        return {str(k): str(v) for k, v in note.items()} if isinstance(note, dict) else {}

    def _start(self, item: Outgoing, video: Video) -> dict[str, str]:
        reel = item.form == Form.REEL
        body: dict[str, Any] = {"upload_phase": "start"} | (
            {} if reel else {"file_size": video.size}
        )
        with harmless(_("Memulai unggahan video")):
            found = self._graph.read(
                self._graph.post(self._edge(reel=reel), body, role=_role(reel))
            )
            note = {"id": answers.text_at(found, "video_id")}
            if reel:
                note["path"] = urlsplit(answers.text_at(found, "upload_url")).path
            else:
                note["session"] = answers.text_at(found, "upload_session_id")
                note["end"] = str(_offsets(found)[1])
        self._session.remember({"video": note})
        return note

    def _send(self, note: Mapping[str, str], state: State, video: Video) -> None:
        if "path" in note:
            self._send_rest(note["path"], state.received, video)
        else:
            self._send_pieces(note["session"], int(note["end"]), video)

    def _send_rest(self, path: str, start: int, video: Video) -> None:
        """A reel: one request with all that is still missing."""
        headers = {
            "offset": str(start),
            "file_size": str(video.size),
            "Content-Length": str(video.size - start),
            "Content-Type": "application/octet-stream",
        }
        with harmless(_("Mengunggah video")):
            response = self._graph.upload(
                path, pieces(video.path, start), headers, timeout=UPLOAD_TIMEOUT
            )
            if self._graph.read(response).get("success") is not True:
                raise AnswerLost(_("Jawaban server tidak memuat success."))

    def _send_pieces(self, session: str, end: int, video: Video) -> None:
        """A video: piece after piece, each as large as the vendor asks for.

        A later attempt begins with the first piece again and is told which one is wanted.
        """
        start = corrections = 0
        while start < video.size:
            if corrections > MOST_CORRECTIONS:
                raise TryLater(_("Facebook terus meminta bagian video yang sama."))
            body = {
                "upload_phase": "transfer",
                "upload_session_id": session,
                "start_offset": start,
            }
            piece = _read(video.path, start, end)
            with harmless(_("Mengunggah video")):
                response = self._graph.post(
                    self._edge(reel=False),
                    body,
                    files={"video_file_chunk": ("video.mp4", piece, "application/octet-stream")},
                    role=ROLE,
                    timeout=UPLOAD_TIMEOUT,
                )
                fault = fault_of(response)
                wrong = fault is not None and fault.subcode == OTHER_OFFSET
                told = fault.data if fault is not None and wrong else self._graph.read(response)
            before = start
            start, end = _offsets(told)
            corrections = corrections + 1 if wrong or start <= before else 0

    def _finish(self, note: Mapping[str, str], item: Outgoing, video: Video) -> None:
        """The request that makes it public."""
        reel = "path" in note
        body: dict[str, Any] = {
            "upload_phase": "finish",
            "description": wording.full_text(item),
        }
        files = None
        if reel:
            body |= {"video_id": note["id"], "video_state": "PUBLISHED"}
            if item.place:
                body["place"] = item.place
        else:
            body |= {"upload_session_id": note["session"], "published": True}
            if video.cover is not None:
                files = {"thumb": ("sampul.jpg", video.cover.data, video.cover.mime)}
        with decisive():
            response = self._graph.post(self._edge(reel=reel), body, files=files, role=_role(reel))
            found = self._graph.read(response, decisive=True)
            if found.get("success") is not True:
                raise AnswerLost(_("Jawaban server tidak memuat success."))

    def _state(self, identifier: str) -> State:
        with harmless(_("Menanyakan keadaan video")):
            response = self._graph.get(identifier, fields="status")
            fault = fault_of(response)
            if fault is not None and fault.missing:
                return State(there=False)
            status = self._graph.read(response).get("status")
            if not isinstance(status, dict):
                raise AnswerLost(_("Jawaban server tidak memuat status."))
        return _state_of(status)

    def _edge(self, *, reel: bool) -> str:
        return f"{self._page}/{'video_reels' if reel else 'videos'}"


def pieces(path: Path, start: int) -> Iterator[bytes]:
    """The file from ``start`` on, in small parts."""
    with path.open("rb") as file:
        file.seek(start)
        while part := file.read(READ):
            yield part


def published(identifier: str, item: Outgoing) -> Published:
    """A video of the Page."""
    return Published(identifier, _url(identifier, item.form), _extra(_size(item)))


def _extra(size: int) -> dict[str, Any]:
    """What an edit must know: the size tells one file from another."""
    return {"kind": KIND, "size": size}


def _size(item: Outgoing) -> int:
    return item.video.size if item.video else 0


def handle(identifier: str, item: Outgoing) -> str:
    """What a waiting delivery keeps; the form decides the address."""
    return f"{item.form.value}:{identifier}:{_size(item)}"


def _url(identifier: str, form: str) -> str:
    return f"{SITE}/reel/{identifier}" if form == Form.REEL else f"{SITE}/watch/?v={identifier}"


def _role(reel: bool) -> str:
    return "graph" if reel else ROLE


def _locale(language: str) -> str:
    return {"id": "id_ID", "en": "en_US", "jv": "jv_ID"}.get(language, "id_ID")


def _read(path: Path, start: int, end: int) -> bytes:
    with path.open("rb") as file:
        file.seek(start)
        return file.read(min(end - start, LARGEST_PIECE))


def _offsets(answer: Mapping[str, Any]) -> tuple[int, int]:
    """Which piece the vendor wants next; both the same: it has all."""
    try:
        start, end = int(str(answer["start_offset"])), int(str(answer["end_offset"]))
    except (KeyError, ValueError) as error:
        raise AnswerLost(_("Jawaban server tidak memuat start_offset.")) from error
    if start < 0 or end < start:
        raise AnswerLost(_("Jawaban server memuat start_offset yang mustahil."))
    return start, end


def _state_of(status: Mapping[str, Any]) -> State:
    phases = {
        name: phase if isinstance(phase := status.get(f"{name}_phase"), dict) else {}
        for name in ("uploading", "processing", "publishing")
    }
    errors = [e for phase in phases.values() for e in phase.get("errors") or []]
    said = str(errors[0].get("message") or "") if errors and isinstance(errors[0], dict) else ""
    received = phases["uploading"].get("bytes_transferred")
    uploaded = str(phases["uploading"].get("status") or "")
    if status.get("video_status") in {"error", "expired", "upload_failed"}:
        uploaded = "error"
    return State(
        there=True,
        uploaded=uploaded,
        received=received if isinstance(received, int) and received > 0 else 0,
        processed=str(phases["processing"].get("status") or ""),
        shown=str(phases["publishing"].get("status") or ""),
        said=f" ({' '.join(said.split())[:200]})" if said else "",
    )

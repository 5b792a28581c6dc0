"""Videos and reels of the fake Facebook Page.

Transcribed from the vendor's pages, not verified against the vendor: the upload of reels and its
phases (video-api/guides/reels-publishing), the transfer of videos in pieces.
"""

import re
from dataclasses import dataclass, field
from typing import Any

from tests.fakes import film
from tests.fakes.graph import VERSION, GraphFake, Page, bad, error, missing, now, written
from tests.fakes.server import Answer, Handler, Part, Request

MAX_MESSAGE = 63206


@dataclass
class Thing:
    """A post, a comment or a video that is public; ``page``: whose it is, ``by``: their name."""

    id: str
    kind: str
    page: str
    text: str
    made: str
    link: str = ""
    photos: list[str] = field(default_factory=list)
    parent: str = ""
    by: str = ""
    hidden: bool = False


@dataclass
class Upload:
    """A video on its way. ``questions``: how often it is still said to be at work."""

    id: str
    page: str
    reel: bool
    size: int = 0
    data: bytearray = field(default_factory=bytearray)
    complete: bool = False
    finished: bool = False
    questions: int = 0
    thumb: bytes = b""
    captions: list[str] = field(default_factory=list)
    error: str = ""


class FacebookVideos(GraphFake):
    """What is public, oldest first, and the videos on their way there."""

    def __init__(self) -> None:
        super().__init__()
        self.public: dict[str, Thing] = {}
        self.uploads: dict[str, Upload] = {}
        self.sessions: dict[str, str] = {}
        #: Bytes the vendor asks for at a time; questions until a video is ready.
        self.piece = 4096
        self.questions = 1
        #: Pages with an address, and at which of them each thing was placed.
        self.addresses = {"106377336067638"}
        self.places: dict[str, str] = {}

    def video_routes(self) -> list[tuple[str, str, Handler]]:
        """Routes of both kinds of upload."""
        base, one = f"/{VERSION}", r"(?P<id>[\d_]+)"
        return [
            ("POST", f"{base}/{one}/videos", self._video),
            ("POST", f"{base}/{one}/video_reels", self._reel),
            ("POST", f"/video-upload/{VERSION}/{one}", self._bytes),
            ("POST", f"{base}/{one}/captions", self._captions),
        ]

    def own(self, request: Request, permission: str) -> Page:
        page = self.page_of(request)
        self.need(permission)
        if request.params["id"] != page.id:
            raise error("(#200) The user hasn't authorized the application to do this", 200)
        return page

    def text(self, value: str | Part, most: int = MAX_MESSAGE) -> str:
        text = value if isinstance(value, str) else ""
        if len(text) > most:
            raise bad("message is too long")
        return text

    def _video(self, request: Request) -> Answer:
        page = self.own(request, "pages_manage_posts")
        given = self.given(request, "Page", "/videos")
        phase = given.pop("upload_phase", "")
        if phase == "start":
            exactly(given, {"file_size"})
            if given["file_size"] == "0":
                raise bad("file_size must be at least 1")
            upload = Upload(self.new_id(), page.id, reel=False, size=int(str(given["file_size"])))
            session = self.new_id()
            self.uploads[upload.id] = upload
            self.sessions[session] = upload.id
            return Answer(
                200,
                {"upload_session_id": session, "video_id": upload.id, **self._wanted(upload)},
            )
        upload = self._session_of(given.pop("upload_session_id", ""))
        if phase == "transfer":
            return self._transfer(upload, given)
        if phase == "finish":
            if not upload.complete:
                raise bad("The video was not uploaded in full", subcode=1363033)
            thumb = given.pop("thumb", None)
            upload.thumb = thumb.data if isinstance(thumb, Part) else upload.thumb
            _among(given, {"title", "description", "published"})
            return self._finish(upload, given)
        raise bad("upload_phase is wrong here")

    def _session_of(self, session: str | Part) -> Upload:
        if str(session) not in self.sessions:
            raise bad("The upload session is not known", subcode=1363036)
        return self.uploads[self.sessions[str(session)]]

    def _wanted(self, upload: Upload) -> dict[str, str]:
        start = len(upload.data)
        return {
            "start_offset": str(start),
            "end_offset": str(min(start + self.piece, upload.size)),
        }

    def _transfer(self, upload: Upload, given: dict[str, Any]) -> Answer:
        exactly(given, {"start_offset", "video_file_chunk"})
        wanted, chunk = self._wanted(upload), given["video_file_chunk"].data
        size = int(wanted["end_offset"]) - int(wanted["start_offset"])
        if given["start_offset"] != wanted["start_offset"] or len(chunk) != size:
            raise error("Your video chunk is out of sync", 6000, subcode=1363037, error_data=wanted)
        upload.data += chunk
        upload.complete = len(upload.data) == upload.size
        return Answer(200, self._wanted(upload))

    def _reel(self, request: Request) -> Answer:
        page = self.own(request, "pages_manage_posts")
        given = self.given(request, "Page", "/video_reels")
        phase = given.pop("upload_phase", "")
        if phase == "start":
            exactly(given, set())
            upload = Upload(self.new_id(), page.id, reel=True)
            self.uploads[upload.id] = upload
            url = f"https://rupload.facebook.com/video-upload/{VERSION}/{upload.id}"
            return Answer(200, {"video_id": upload.id, "upload_url": url})
        upload_id = str(given.pop("video_id", ""))
        if phase != "finish" or upload_id not in self.uploads:
            raise bad("upload_phase or video_id is wrong here")
        if given.pop("video_state", "") != "PUBLISHED":
            raise bad("video_state must be PUBLISHED here")
        upload = self.uploads[upload_id]
        if not upload.complete:
            raise bad("The video was not uploaded in full", subcode=1363130)
        self.located(str(given.get("place", "")))
        _among(given, {"title", "description", "place"})
        return self._finish(upload, given)

    def located(self, place: str) -> None:
        """Refuse a place that is no Page with an address."""
        if place and place not in self.addresses:
            raise bad(f"(#100) Param place must be a valid place: {place}")

    def _bytes(self, request: Request) -> Answer:
        """The host for uploads: raw bytes, its own form of the Authorization header."""
        kind, _, token = request.headers.get("authorization", "").partition(" ")
        if kind != "OAuth" or token not in {p.token for p in self.pages.values()}:
            raise error("Invalid OAuth access token.", 190)
        upload = self.uploads.get(request.params["id"])
        if upload is None or not upload.reel:
            raise missing(request.params["id"])
        if "content-length" not in request.headers or request.query:
            raise bad("Content-Length must be told, and nothing in the address")
        if request.headers.get("offset") != str(len(upload.data)):
            raise error("offset does not fit what is here", 6000, subcode=1363037)
        told = request.headers.get("file_size", "")
        if not told.isdigit():
            raise bad("file_size must be told")
        upload.size = int(told)
        upload.data += request.body
        if len(upload.data) > upload.size:
            raise bad("more bytes than file_size")
        upload.complete = len(upload.data) == upload.size
        return Answer(200, {"success": True})

    def _captions(self, request: Request) -> Answer:
        page = self.page_of(request)
        self.need("pages_manage_posts")
        upload = self.uploads.get(request.params["id"])
        if upload is None or upload.page != page.id:
            raise missing(request.params["id"])
        given = self.given(request, "AdVideo", "/captions")
        file = given.get("captions_file")
        if not isinstance(file, Part) or not re.fullmatch(r"\w+\.\w\w_\w\w\.srt", file.filename):
            raise bad("captions_file must be named file.ll_CC.srt")
        if b" --> " not in file.data:
            raise bad("captions_file is no SRT")
        upload.captions.append(file.filename)
        return Answer(200, {"success": True})

    def _finish(self, upload: Upload, given: dict[str, Any]) -> Answer:
        if not upload.finished:
            upload.finished, upload.questions = True, self.questions
            upload.error = _wrong(upload)
            upload_text = self.text(given.get("description", ""))
            thing = Thing(upload.id, "video", upload.page, upload_text, written(now()))
            if not upload.error:
                self.public[upload.id] = thing
                self.places[thing.id] = str(given.get("place", ""))
        return Answer(200, {"success": True})

    def status(self, upload: Upload) -> dict[str, Any]:
        """Where a video stands; each question brings it nearer to its end."""
        working = upload.finished and upload.questions > 0
        upload.questions -= working
        done = "complete" if upload.finished and not working else ""
        end = "error" if upload.error and done else done
        processing = {"status": end or ("in_progress" if working else "not_started")}
        if end == "error":
            processing |= {"errors": [{"code": 1363026, "message": upload.error}]}  # type: ignore[dict-item]
        return {
            "video_status": {"complete": "ready", "error": "error"}.get(end, "processing"),
            "uploading_phase": {
                "status": "complete" if upload.complete else "in_progress",
                "bytes_transferred": len(upload.data),
            },
            "processing_phase": processing,
            "publishing_phase": {"status": "complete" if end == "complete" else "not_started"},
        }


def _wrong(upload: Upload) -> str:
    """What is wrong with a video once it was looked at, in the vendor's words or near them."""
    found = film.read(bytes(upload.data))
    if found is None:
        return "The video file you selected is in a format that we don't support."
    if upload.reel and not 3 <= found.seconds <= 90:
        return "The length of a reel must be 3 to 90 seconds."
    if upload.reel and not (abs(found.shape - 9 / 16) < 0.01 and found.width >= 540):
        return "A reel must be 9:16 and at least 540 x 960 pixels."
    return ""


def exactly(given: dict[str, Any], names: set[str]) -> None:
    if set(given) != names:
        raise bad(f"needs {sorted(names)}, got {sorted(given)}")


def _among(given: dict[str, Any], names: set[str]) -> None:
    if strange := set(given) - names:
        raise bad(f"not in this phase: {sorted(strange)}")

"""A strict fake of a Facebook Page: feed, pictures, videos, reels and comments.

Edges, parameters and enums come from the vendor's package. Transcribed from the vendor's pages,
not verified against the vendor: the upload of reels (video-api/guides/reels-publishing), the
transfer of videos in pieces, sizes, and the attachments of a post.
"""

import io
import json
import re
from dataclasses import dataclass, field
from typing import Any

from PIL import Image as Picture, UnidentifiedImageError

from tests.fakes import graph_contract
from tests.fakes.graph import VERSION, GraphFake, Page, bad, error, missing, now, written
from tests.fakes.server import Answer, Handler, Part, Request

MAX_MESSAGE = 63206
MAX_PICTURE = 4_000_000
POST_FIELDS = graph_contract.fields("PagePost") | {"attachments"}
LINK = re.compile(r"https?://[^\s)<>\"]+[^\s)<>\".,;:!?]")


@dataclass
class Thing:
    """A post, a comment or a video that is public."""

    id: str
    kind: str
    page: str
    text: str
    made: str
    link: str = ""
    photos: list[str] = field(default_factory=list)
    parent: str = ""
    title: str = ""


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


class Facebook(GraphFake):
    """The network. ``public`` is what people can see, oldest first."""

    def __init__(self) -> None:
        super().__init__()
        self.public: dict[str, Thing] = {}
        self.photos: dict[str, tuple[str, str]] = {}
        self.uploads: dict[str, Upload] = {}
        self.sessions: dict[str, str] = {}
        #: Bytes the vendor asks for at a time; questions until a video is ready.
        self.piece = 4096
        self.questions = 1
        self.refuses_twice = False

    def routes(self) -> list[tuple[str, str, Handler]]:
        base, one = f"/{VERSION}", r"(?P<id>[\d_]+)"
        return [
            *self.graph_routes(),
            ("GET", f"{base}/me", self._me),
            ("POST", f"{base}/{one}/feed", self._feed),
            ("POST", f"{base}/{one}/photos", self._photo),
            ("GET", f"{base}/{one}/published_posts", self._posts),
            ("POST", f"{base}/{one}/videos", self._video),
            ("POST", f"{base}/{one}/video_reels", self._reel),
            ("POST", f"/video-upload/{VERSION}/{one}", self._bytes),
            ("POST", f"{base}/{one}/captions", self._captions),
            ("GET", f"{base}/{one}/comments", self._comments),
            ("POST", f"{base}/{one}/comments", self._comment),
            ("GET", f"{base}/{one}", self._get),
            ("POST", f"{base}/{one}", self._change),
            ("DELETE", f"{base}/{one}", self._delete),
        ]

    def links(self, thing: Thing) -> list[str]:
        """Addresses people can follow."""
        return [*LINK.findall(thing.text), *([thing.link] if thing.link else [])]

    # ------------------------------------------------------------------------------ posts

    def _me(self, request: Request) -> Answer:
        if self.token_of(request) in self.people:
            given = self.given(request, "User")
            return Answer(200, self.shown({"id": "1", "name": "Camat"}, given, _of("User")))
        page = self.page_of(request)
        row = {
            "id": page.id,
            "name": page.name,
            "username": page.username,
            "link": f"https://www.facebook.com/{page.username}",
            "category": "Government Organization",
        }
        return Answer(200, self.shown(row, self.given(request, "Page"), _of("Page")))

    def _own(self, request: Request, permission: str) -> Page:
        page = self.page_of(request)
        self.need(permission)
        if request.params["id"] != page.id:
            raise error("(#200) The user hasn't authorized the application to do this", 200)
        return page

    def _feed(self, request: Request) -> Answer:
        page = self._own(request, "pages_manage_posts")
        given = self.given(request, "Page", "/feed")
        text = self._text(given.get("message", ""))
        photos = [self._attached(entry, page) for entry in _list(given.get("attached_media"))]
        link = str(given.get("link", ""))
        if not (text or photos or link):
            raise bad("Requires one of the params: message, link, attached_media")
        if photos and link:
            raise bad("link and attached_media cannot be used together")
        if link and not link.startswith(("http://", "https://")):
            raise bad("link is not a URL")
        same = [t for t in self.public.values() if t.text == text and t.page == page.id]
        if same and self.refuses_twice:
            raise error("(#506) Duplicate status message", 506)
        thing = Thing(
            f"{page.id}_{self.new_id()}", "post", page.id, text, written(now()), link, photos
        )
        self.public[thing.id] = thing
        return Answer(200, {"id": thing.id})

    def _attached(self, entry: Any, page: Page) -> str:
        if not isinstance(entry, dict) or set(entry) != {"media_fbid"}:
            raise bad("attached_media holds media_fbid alone")
        owner, _alt = self.photos.get(str(entry["media_fbid"]), ("", ""))
        if owner != page.id:
            raise bad("(#10) media_fbid does not exist")
        return str(entry["media_fbid"])

    def _text(self, value: str | Part) -> str:
        text = value if isinstance(value, str) else ""
        if len(text) > MAX_MESSAGE:
            raise bad("message is too long")
        return text

    def _photo(self, request: Request) -> Answer:
        page = self._own(request, "pages_manage_posts")
        given = self.given(request, "Page", "/photos")
        source = given.get("source")
        if not isinstance(source, Part) or given.get("published") != "false":
            raise bad("this fake takes pictures as unpublished files alone")
        try:
            with Picture.open(io.BytesIO(source.data)) as picture:
                mime = Picture.MIME.get(picture.format or "", "")
        except UnidentifiedImageError:
            raise error("(#324) Missing or invalid image file", 324) from None
        if mime not in {"image/jpeg", "image/png"} or mime != source.mime:
            raise error("(#324) Missing or invalid image file", 324)
        if len(source.data) > MAX_PICTURE:
            raise error("(#1366046) Your photos couldn't be uploaded: too large", 100)
        identifier = self.new_id()
        self.photos[identifier] = (page.id, str(given.get("alt_text_custom", "")))
        return Answer(200, {"id": identifier})

    def _posts(self, request: Request) -> Answer:
        page = self._own(request, "pages_read_engagement")
        given = self.given(request, "Page", "/published_posts")
        posts = [t for t in self.public.values() if (t.kind, t.page) == ("post", page.id)]
        return self.listed([_post(t) for t in reversed(posts)], given, POST_FIELDS)

    # ------------------------------------------------------------------------------ one thing

    def _get(self, request: Request) -> Answer:
        self.page_of(request)
        identifier = request.params["id"]
        if identifier in self.uploads:
            given = self.given(request, "AdVideo")
            row = {"id": identifier, "status": self._status(self.uploads[identifier])}
            return Answer(200, self.shown(row, given, _of("AdVideo")))
        thing = self._thing(identifier)
        return Answer(
            200, self.shown({"id": thing.id}, self.given(request, "PagePost"), _of("PagePost"))
        )

    def _thing(self, identifier: str) -> Thing:
        if identifier not in self.public:
            raise missing(identifier)
        return self.public[identifier]

    def _change(self, request: Request) -> Answer:
        page = self.page_of(request)
        thing = self._thing(request.params["id"])
        if thing.page != page.id:
            raise error("(#10) This object belongs to another", 10)
        if thing.kind == "video":
            self.need("pages_manage_posts")
            given = self.given(request, "AdVideo")
            thing.text = self._text(given.get("description", thing.text))
            thing.title = str(given.get("name", thing.title))
        else:
            comment = thing.kind == "comment"
            self.need("pages_manage_engagement" if comment else "pages_manage_posts")
            given = self.given(request, "Comment" if comment else "PagePost")
            thing.text = self._text(given.get("message", ""))
        return Answer(200, {"success": True})

    def _delete(self, request: Request) -> Answer:
        self.page_of(request)
        self.need("pages_manage_posts")
        thing = self._thing(request.params["id"])
        self.given(request, {"post": "PagePost", "video": "AdVideo"}.get(thing.kind, "Comment"))
        gone = {thing.id} | {t.id for t in self.public.values() if t.parent == thing.id}
        self.public = {k: t for k, t in self.public.items() if k not in gone}
        self.uploads.pop(thing.id, None)
        return Answer(200, {"success": True})

    # ------------------------------------------------------------------------------ comments

    def _comment(self, request: Request) -> Answer:
        page = self.page_of(request)
        self.need("pages_manage_engagement")
        parent = self._thing(request.params["id"])
        if parent.kind == "comment" and self._thing(parent.parent).kind == "comment":
            raise bad("There are two levels of comments")
        kind = {"post": "PagePost", "video": "AdVideo"}.get(parent.kind, "Comment")
        given = self.given(request, kind, "/comments")
        text = self._text(given.get("message", ""))
        photo = str(given.get("attachment_id", ""))
        if photo and photo not in self.photos:
            raise bad("attachment_id does not exist")
        if not text and not photo:
            raise bad("Comments must have a message or an attachment")
        identifier = f"{parent.id.rpartition('_')[2]}_{self.new_id()}"
        self.public[identifier] = Thing(
            identifier, "comment", page.id, text, written(now()),
            photos=[photo] if photo else [], parent=parent.id,
        )  # fmt: skip
        return Answer(200, {"id": identifier})

    def _comments(self, request: Request) -> Answer:
        self.page_of(request)
        self.need("pages_read_engagement")
        parent = self._thing(request.params["id"])
        given = self.given(request, "PagePost", "/comments")
        rows = [
            {
                "id": t.id,
                "message": t.text,
                "created_time": t.made,
                "from": {"id": t.page},
            }
            for t in self.public.values()
            if t.parent == parent.id
        ]
        if given.get("order") == "reverse_chronological":
            rows.reverse()
        return self.listed(rows, given, _of("Comment"))

    # ------------------------------------------------------------------------------ videos

    def _video(self, request: Request) -> Answer:
        page = self._own(request, "pages_manage_posts")
        given = self.given(request, "Page", "/videos")
        phase = given.pop("upload_phase", "")
        if phase == "start":
            _exactly(given, {"file_size"})
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
        _exactly(given, {"start_offset", "video_file_chunk"})
        wanted, chunk = self._wanted(upload), given["video_file_chunk"].data
        size = int(wanted["end_offset"]) - int(wanted["start_offset"])
        if given["start_offset"] != wanted["start_offset"] or len(chunk) != size:
            raise error("Your video chunk is out of sync", 6000, subcode=1363037, error_data=wanted)
        upload.data += chunk
        upload.complete = len(upload.data) == upload.size
        return Answer(200, self._wanted(upload))

    def _reel(self, request: Request) -> Answer:
        page = self._own(request, "pages_manage_posts")
        given = self.given(request, "Page", "/video_reels")
        phase = given.pop("upload_phase", "")
        if phase == "start":
            _exactly(given, set())
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
        _among(given, {"title", "description"})
        return self._finish(upload, given)

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
        upload.size = int(request.headers.get("file_size", "0"))
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
            if upload.data[4:8] != b"ftyp":
                upload.error = "The video file you selected is in a format that we don't support."
            upload_text = self._text(given.get("description", ""))
            thing = Thing(
                upload.id, "video", upload.page, upload_text, written(now()),
                title=str(given.get("title", "")),
            )  # fmt: skip
            if not upload.error:
                self.public[upload.id] = thing
        return Answer(200, {"success": True})

    def _status(self, upload: Upload) -> dict[str, Any]:
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


def _of(kind: str) -> frozenset[str]:
    return graph_contract.fields(kind)


def _list(value: str | Part | None) -> list[Any]:
    return list(json.loads(str(value))) if value else []


def _exactly(given: dict[str, Any], names: set[str]) -> None:
    if set(given) != names:
        raise bad(f"needs {sorted(names)}, got {sorted(given)}")


def _among(given: dict[str, Any], names: set[str]) -> None:
    if strange := set(given) - names:
        raise bad(f"not in this phase: {sorted(strange)}")


def _post(thing: Thing) -> dict[str, Any]:
    row: dict[str, Any] = {"id": thing.id, "created_time": thing.made}
    if thing.text:
        row["message"] = thing.text
    pieces = [{"media_type": "photo", "target": {"id": photo}} for photo in thing.photos]
    if len(pieces) == 1:
        row["attachments"] = {"data": pieces}
    elif pieces:
        row["attachments"] = {
            "data": [{"media_type": "album", "target": {}, "subattachments": {"data": pieces}}]
        }
    elif thing.link:
        row["attachments"] = {"data": [{"media_type": "link", "target": {"id": ""}}]}
    return row

"""X's shelf of uploads: pictures in one request, videos and their subtitles piece by piece."""

import io
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from itertools import count
from typing import Any

from PIL import Image as Picture, UnidentifiedImageError

from tests.fakes import film
from tests.fakes.server import Answer, Part, Refusal, Request
from tests.fakes.x_contract import faults
from tests.fakes.x_oauth import Token

PROBLEMS = "https://api.x.com/2/problems/"
MOST_IMAGE = 5_000_000
MOST_PIECE = 5_000_000
MOST_VIDEO = 8_000_000_000
LIFE = 86_400
TRACK = {"id", "language_code", "display_name"}
FORMATS = {"image/jpeg": "JPEG", "image/png": "PNG", "image/webp": "WEBP"}


@dataclass(kw_only=True)
class Media:
    id: str
    owner: str
    category: str
    mime: str
    total: int = 0
    pieces: dict[int, bytes] = field(default_factory=dict)
    #: uploading, pending, in_progress, succeeded, failed
    state: str = "uploading"
    alt: str = ""
    #: Tracks of a video: language code → (name shown, the words).
    subtitles: dict[str, tuple[str, bytes]] = field(default_factory=dict)
    used: bool = False
    #: What X will find wrong with a video when it works on it.
    spoilt: bool = False
    dies: datetime = field(default_factory=lambda: datetime.now(UTC) + timedelta(seconds=LIFE))

    @property
    def key(self) -> str:
        return f"{'13' if self.category == 'tweet_video' else '3'}_{self.id}"


def refuse(detail: str, status: int = 400, kind: str = "invalid-request") -> Refusal:
    body = {"title": "Invalid Request", "detail": detail, "type": f"{PROBLEMS}{kind}"}
    return Refusal(status, {**body, "status": status})


class Shelf:
    """What was uploaded. ``looks``: how many questions a video takes until it is ready."""

    def __init__(self) -> None:
        self.all: dict[str, Media] = {}
        self.looks = 0
        self.spoils = False
        self.languages_refused: set[str] = set()
        self._left: dict[str, int] = {}
        self._numbers = count(1_880_000_000_000_000_000)

    # ------------------------------------------------------------------------------ pictures

    def upload(self, token: Token, request: Request) -> Answer:
        fields, file = _multipart(request, "MediaUploadRequest")
        if fields["media_category"] != "tweet_image":
            raise refuse("media_category: only pictures are taken in one request")
        if len(file.data) > MOST_IMAGE:
            raise refuse("media: File size exceeds 5 MB.", 413)
        try:
            found = Picture.open(io.BytesIO(file.data)).format
        except UnidentifiedImageError:
            found = None
        if found is None or FORMATS.get(file.mime) != found:
            raise refuse(f"media: unrecognised media type {file.mime}")
        media = self._new(token, "tweet_image", file.mime, len(file.data))
        media.state = "succeeded"
        return Answer(200, {"data": {**_told(media), "size": len(file.data)}})

    def describe(self, token: Token, request: Request) -> Answer:
        body = request.json()
        media = self._mine(body["id"], token.user)
        alt = (body.get("metadata") or {}).get("alt_text")
        if alt is None or not 1 <= len(alt["text"]) <= 1000:
            raise refuse("metadata.alt_text.text: must be 1 to 1000 characters")
        if media.category != "tweet_image" or media.used:
            raise refuse("metadata: only for pictures that are not attached yet")
        media.alt = alt["text"]
        return Answer(200, {"data": {"id": media.id}})

    # ------------------------------------------------------------------------------ videos

    def initialise(self, token: Token, request: Request) -> Answer:
        body = request.json()
        if body.get("media_category") == "subtitles":
            return self._initialise_subtitles(token, body)
        if body.get("media_category") != "tweet_video" or "media_type" not in body:
            raise refuse("media_category and media_type must be those of a video")
        if body["media_type"] not in {"video/mp4", "video/quicktime"}:
            raise refuse(f"media_type: {body['media_type']} is no video of a Post")
        if not 0 < body.get("total_bytes", 0) <= MOST_VIDEO:
            raise refuse("total_bytes: must be 1 to 8 GB")
        media = self._new(token, "tweet_video", body["media_type"], body["total_bytes"])
        return Answer(200, {"data": _told(media)})

    def _initialise_subtitles(self, token: Token, body: Mapping[str, Any]) -> Answer:
        if body.get("media_type") not in {"text/srt", "text/vtt"}:
            raise refuse(f"media_type: {body.get('media_type')} are no subtitles")
        if not 0 < body.get("total_bytes", 0) <= MOST_PIECE:
            raise refuse("total_bytes: must be 1 byte to 5 MB")
        media = self._new(token, "subtitles", body["media_type"], body["total_bytes"])
        return Answer(200, {"data": _told(media)})

    def append(self, token: Token, request: Request) -> Answer:
        media = self._mine(request.params["id"], token.user)
        fields, file = _multipart(request, "AppendMediaUploadRequest", numbers={"segment_index"})
        number = fields["segment_index"]
        if media.state != "uploading":
            raise refuse("media: the upload is finalised")
        if not 0 < len(file.data) <= MOST_PIECE:
            raise refuse("media: a segment must be 1 byte to 5 MB", 413)
        if number > len(media.pieces):
            raise refuse(f"segment_index: {len(media.pieces)} is missing")
        media.pieces[number] = file.data
        return Answer(200, {"data": {"expires_at": int(media.dies.timestamp())}})

    def finalise(self, token: Token, request: Request) -> Answer:
        media = self._mine(request.params["id"], token.user)
        if media.state != "uploading":
            raise refuse("media: the upload is finalised already")
        whole = b"".join(media.pieces[number] for number in sorted(media.pieces))
        if len(whole) != media.total:
            raise refuse(f"Segments do not add up: {len(whole)} of {media.total} bytes.")
        if media.category == "subtitles":
            if b" --> " not in whole:
                raise refuse("media: these are no subtitles")
            media.state = "succeeded"
            return Answer(200, {"data": {**_told(media), "size": media.total}})
        if whole[4:8] != b"ftyp":
            raise refuse("media: this is no MP4")
        media.spoilt = _spoilt(whole)
        self._left[media.id] = self.looks
        media.state = "pending" if self.looks else self._end(media)
        return Answer(200, {"data": {**_told(media), "size": media.total, **_progress(media)}})

    def status(self, token: Token, request: Request) -> Answer:
        query = dict(request.query)
        if query.keys() != {"command", "media_id"} or query["command"] != "STATUS":
            raise refuse("command and media_id are required")
        media = self._mine(query["media_id"], token.user)
        if media.state == "uploading":
            raise refuse("media: the upload is not finalised")
        self._left[media.id] = left = self._left.get(media.id, 0) - 1
        if media.state in {"pending", "in_progress"}:
            media.state = "in_progress" if left > 0 else self._end(media)
        return Answer(200, {"data": {**_told(media), **_progress(media)}})

    def subtitle(self, token: Token, request: Request) -> Answer:
        """Join a finalised track with a video that is not attached yet."""
        body = request.json()
        given = body.get("subtitles") or {}
        if body.get("media_category") != "TweetVideo" or given.keys() != TRACK:
            raise refuse("media_category, and subtitles with id, language_code, display_name")
        video = self._mine(str(body.get("id")), token.user)
        track = self._mine(given["id"], token.user)
        if video.category != "tweet_video" or video.state == "uploading" or video.used:
            raise refuse("id: this is no finalised video that waits for its post")
        if track.category != "subtitles" or track.state != "succeeded":
            raise refuse("subtitles.id: these are no finalised subtitles")
        if given["language_code"] in self.languages_refused:
            raise refuse(f"subtitles.language_code: {given['language_code']} is not supported")
        video.subtitles[given["language_code"]] = (given["display_name"], track.pieces[0])
        told = {"id": video.id, "media_category": "TweetVideo", "associated_subtitles": given}
        return Answer(200, {"data": told})

    # ------------------------------------------------------------------------------ use

    def ready(self, number: str, *, owner: str) -> Media:
        """The medium for a post. Raises what X says of one that cannot be used."""
        media = self.all.get(number)
        gone = media is None or media.owner != owner or media.dies <= datetime.now(UTC)
        if media is None or gone or media.state != "succeeded" or media.used:
            raise refuse("Your media IDs are invalid.")
        return media

    def _mine(self, number: str, owner: str) -> Media:
        media = self.all.get(number)
        if media is None or media.owner != owner or media.dies <= datetime.now(UTC):
            raise refuse(f"Could not find media with id: [{number}].", 404, "resource-not-found")
        return media

    def _new(self, token: Token, category: str, mime: str, total: int) -> Media:
        number = str(next(self._numbers))
        media = Media(id=number, owner=token.user, category=category, mime=mime, total=total)
        self.all[number] = media
        return media

    def _end(self, media: Media) -> str:
        return "failed" if self.spoils or media.spoilt else "succeeded"


def _spoilt(data: bytes) -> bool:
    """docs.x.com/x-api/media/quickstart/best-practices: 0.5 s to 20 min, 1:3 to 3:1."""
    found = film.read(data)
    return found is None or not (0.5 <= found.seconds <= 1200 and 1 / 3 <= found.shape <= 3)


def _told(media: Media) -> dict[str, Any]:
    return {"id": media.id, "media_key": media.key, "expires_after_secs": LIFE}


def _progress(media: Media) -> dict[str, Any]:
    info: dict[str, Any] = {"state": media.state}
    if media.state in {"pending", "in_progress"}:
        info |= {"check_after_secs": 7, "progress_percent": 40}
    return {"processing_info": info}


def _multipart(
    request: Request,
    model: str,
    *,
    numbers: set[str] = frozenset(),  # type: ignore[assignment]
) -> tuple[dict[str, Any], Part]:
    """The fields of a body and its file, held against the contract."""
    if request.mime != "multipart/form-data":
        raise refuse("Content-Type must be multipart/form-data")
    parts = request.parts()
    fields: dict[str, Any] = {part.name: part.data.decode("latin-1") for part in parts}
    if len(fields) != len(parts):
        raise refuse("a field was given twice")
    for name in numbers & fields.keys():
        fields[name] = int(fields[name]) if fields[name].isdigit() else fields[name]
    files = [part for part in parts if part.filename]
    if wrong := faults(model, fields):
        raise refuse("; ".join(wrong))
    if [part.name for part in files] != ["media"]:
        raise refuse("media: must be the one file")
    return fields, files[0]

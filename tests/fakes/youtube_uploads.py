"""Uploads to the fake YouTube: resumable sessions, covers and subtitles.

developers.google.com/youtube/v3/guides/using_resumable_upload_protocol; docs/thumbnails/set;
docs/captions/insert.
"""

import io
import json
import re
import secrets
from dataclasses import replace
from typing import Any

from PIL import Image as Picture, UnidentifiedImageError

from tests.fakes import youtube_films
from tests.fakes.server import Answer, Part, Request
from tests.fakes.youtube_contract import Method, bad, error, parts
from tests.fakes.youtube_rules import check_new_video, is_language
from tests.fakes.youtube_state import Channel, Film, Sending, Track, new_video_id, now

GRAIN = 256 * 1024
MAX_COVER = 2 * 1024 * 1024
_PIECE = re.compile(r"bytes (\d+)-(\d+)/(\d+)")
_QUESTION = re.compile(r"bytes \*/(\d+)")


class Uploads:
    """The part of the fake that takes files."""

    def __init__(self) -> None:
        self.films: dict[str, Film] = {}
        self.sendings: dict[str, Sending] = {}
        #: Whether the application passed YouTube's audit; without it every video stays private.
        self.audited = True

    def channel_of(self, request: Request, method: Method) -> Channel:
        """Whose token it is; refuses one that is not good for the method."""
        raise NotImplementedError

    @property
    def base_url(self) -> str:
        raise NotImplementedError

    # ------------------------------------------------------------------------- videos.insert

    def begin(self, request: Request) -> Answer:
        """``POST /upload/youtube/v3/videos``: the session."""
        method = Method("videos.insert")
        channel = self.channel_of(request, method)
        method.check(request, media="resumable")
        resource = method.resource(request.json(), parts(request))
        check_new_video(resource)
        mime = request.headers.get("x-upload-content-type", "")
        size = request.headers.get("x-upload-content-length", "")
        if not size.isdigit() or int(size) == 0:
            raise bad("mediaBodyRequired", "The request does not include the video content.")
        method.check_media(mime, int(size))
        sending = Sending(secrets.token_hex(16), channel, resource, mime, int(size))
        self.sendings[sending.id] = sending
        query = f"uploadType=resumable&part={','.join(sorted(parts(request)))}"
        place = f"{self.base_url}/upload/youtube/v3/videos?{query}&upload_id={sending.id}"
        return Answer(200, None, {"Location": place})

    def put(self, request: Request) -> Answer:
        """``PUT`` to a session: a piece of the file, or the question how much has come."""
        channel = self.channel_of(request, Method("videos.insert"))
        sending = self.sendings.get(dict(request.query).get("upload_id", ""))
        if sending is None or sending.gone or sending.channel is not channel:
            raise error(404, "notFound", "Not Found", domain="global")
        told = request.headers.get("content-range", "")
        if question := _QUESTION.fullmatch(told):
            if int(question[1]) != sending.size or request.body:
                raise bad("badRequest", "Failed to parse Content-Range header.")
            return self._state(sending)
        if sending.film is None:
            self._take(sending, request, told)
        return self._state(sending)

    @staticmethod
    def _take(sending: Sending, request: Request, told: str) -> None:
        piece = _PIECE.fullmatch(told)
        if piece is None or int(piece[3]) != sending.size:
            raise bad("badRequest", "Failed to parse Content-Range header.")
        start, end = int(piece[1]), int(piece[2]) + 1
        if request.mime != sending.mime:
            raise bad("badContent", f"The session was begun for {sending.mime}.")
        if start != sending.received or not start < end <= sending.size:
            raise bad("badRequest", f"Invalid range: the session has {sending.received} bytes.")
        if end < sending.size and (end - start) % GRAIN:
            raise bad("badRequest", "A piece that is not the last is a multiple of 256 KiB.")
        whole = len(request.body) == end - start
        # A line that broke on the way leaves whole grains behind.
        sending.take(request.body if whole else request.body[: len(request.body) // GRAIN * GRAIN])

    def _state(self, sending: Sending) -> Answer:
        if sending.film is None and sending.received == sending.size:
            sending.film = self._made(sending)
        if sending.film is not None:
            sending.film.looks += 1
            return Answer(201, self.resource(sending.film, set(sending.resource)))
        headers = {"Range": f"bytes=0-{sending.received - 1}"} if sending.received else {}
        return Answer(308, None, headers)

    def _made(self, sending: Sending) -> Film:
        wanted = sending.resource["status"]
        status = {
            **wanted,
            "uploadStatus": "uploaded",
            "privacyStatus": wanted["privacyStatus"] if self.audited else "private",
            "embeddable": True,
            "license": "youtube",
            "publicStatsViewable": True,
        }
        snippet = {k: v for k, v in sending.resource["snippet"].items() if v != []}
        film = Film(
            new_video_id(),
            sending.channel,
            snippet,
            status,
            sending.size,
            sending.digest.hexdigest(),
            now(),
        )
        found = sending.glance.film
        film.fate = youtube_films.fate(sending.head, found, verified=sending.channel.verified)
        film.short = youtube_films.short(found)
        self.films[film.id] = film
        return film

    def resource(self, film: Film, wanted: set[str]) -> dict[str, Any]:
        """The video resource as YouTube shows it."""
        raise NotImplementedError

    # ------------------------------------------------------------------------- covers, subtitles

    def film_of(self, channel: Channel, video_id: str) -> Film:
        film = self.films.get(video_id)
        if film is None:
            raise error(404, "videoNotFound", "The video cannot be found.", domain="youtube.video")
        if film.channel is not channel:
            raise error(403, "forbidden", "Not your video.", domain="youtube.video")
        return film

    def set_cover(self, request: Request) -> Answer:
        """``POST /upload/youtube/v3/thumbnails/set``."""
        method = Method("thumbnails.set")
        channel = self.channel_of(request, method)
        method.check(request, media="media")
        method.check_media(request.mime, len(request.body))
        film = self.film_of(channel, dict(request.query)["videoId"])
        if not channel.verified:
            raise error(
                403,
                "forbidden",
                "The authenticated user doesn't have permissions to upload and set custom video"
                " thumbnails.",
                domain="youtube.thumbnail",
            )
        if not request.body:
            words = "The request does not include the image content."
            raise error(400, "mediaBodyRequired", words, domain="youtube.thumbnail")
        if _kind_of(request.body) != request.mime:
            words = "The provided image content is invalid."
            raise error(400, "invalidImage", words, domain="youtube.thumbnail")
        if len(request.body) > MAX_COVER:
            raise error(413, "uploadTooLarge", "Media too large", domain="youtube.thumbnail")
        film.cover = (request.mime, request.body)
        return Answer(200, {"kind": "youtube#thumbnailSetResponse", "items": [{}]})

    def add_captions(self, request: Request) -> Answer:
        """``POST /upload/youtube/v3/captions``."""
        method = Method("captions.insert")
        channel = self.channel_of(request, method)
        about, media = self._related(request, method)
        snippet = about.get("snippet", {})
        for name in ("videoId", "language", "name"):  # the document's own “required”
            if not snippet.get(name):
                raise bad("invalidMetadata", f"snippet.{name} is required")
        if not is_language(snippet["language"]):
            raise bad("invalidMetadata", f"{snippet['language']} is no language of BCP 47.")
        film = self.film_of(channel, snippet["videoId"])
        if len(snippet["name"]) > 150:
            raise bad("nameTooLong", "The name must not be longer than 150 characters.")
        if any((t.language, t.name) == (snippet["language"], snippet["name"]) for t in film.tracks):
            raise error(
                409, "captionExists", "The caption exists already.", domain="youtube.caption"
            )
        track = Track(
            secrets.token_hex(12), snippet["language"], snippet["name"], media.mime, media.data
        )
        film.tracks.append(track)
        return Answer(200, {"kind": "youtube#caption", "id": track.id, "snippet": snippet})

    def change_captions(self, request: Request) -> Answer:
        """``PUT /upload/youtube/v3/captions``."""
        method = Method("captions.update")
        channel = self.channel_of(request, method)
        about, media = self._related(request, method)
        for film in self.films.values():
            for track in film.tracks:
                if track.id == about.get("id") and film.channel is channel:
                    track.mime, track.data = media.mime, media.data
                    return Answer(200, {"kind": "youtube#caption", "id": track.id})
        raise error(404, "captionNotFound", "No such caption.", domain="youtube.caption")

    def list_captions(self, request: Request) -> Answer:
        """``GET /youtube/v3/captions``."""
        method = Method("captions.list")
        channel = self.channel_of(request, method)
        method.check(request)
        film = self.film_of(channel, dict(request.query)["videoId"])
        items = [
            {"id": t.id, "snippet": {"videoId": film.id, "language": t.language, "name": t.name}}
            for t in film.tracks
        ]
        return Answer(200, {"kind": "youtube#captionListResponse", "items": items})

    @staticmethod
    def _related(request: Request, method: Method) -> tuple[dict[str, Any], Part]:
        method.check(request, media="multipart")
        if request.mime != "multipart/related":
            raise bad("badContent", f"uploadType=multipart with {request.mime}")
        found = replace(request).parts()
        if [part.mime for part in found[:1]] != ["application/json"] or len(found) != 2:
            raise bad("badContent", "Two parts are expected: the resource and the media.")
        try:
            about = json.loads(found[0].data)
            text = found[1].data.decode()
        except ValueError:
            raise bad("parseError", "Parse Error") from None
        if "-->" not in text or (found[1].mime == "text/vtt") != text.startswith("WEBVTT"):
            raise error(400, "contentRequired", "No subtitles.", domain="youtube.caption")
        method.check_media(found[1].mime, len(found[1].data))
        return method.resource(about, parts(request)), found[1]


def _kind_of(data: bytes) -> str:
    """What a picture is; empty where it is none."""
    try:
        with Picture.open(io.BytesIO(data)) as found:
            found.load()
            return Picture.MIME.get(found.format or "", "")
    except (UnidentifiedImageError, OSError, SyntaxError):
        return ""

"""A strict YouTube Data API v3 on loopback, with Google's OAuth before it.

Requests are held against Google's discovery document (``youtube_contract.py``), words against the
vendor's pages (``youtube_rules.py``), and a token against the scopes that were agreed to. A video
is worked on until it was asked for ``patience`` times; ``fate`` says what then becomes of it.
"""

import secrets
from dataclasses import replace
from pathlib import Path
from typing import Any

from tests.fakes.server import Answer, Fake, Handler, Request
from tests.fakes.youtube_comments import Talk, page_of
from tests.fakes.youtube_contract import Method, bad, error, parts
from tests.fakes.youtube_oauth import Agreements
from tests.fakes.youtube_rules import check_changed_video
from tests.fakes.youtube_state import SCOPES, Channel, Film, Grant, new_channel, now
from tests.fakes.youtube_uploads import Uploads

SMALL_FILM = Path(__file__).parent / "files" / "kecil.mp4"
REMEMBERED = 4096
API, UPLOAD = "/youtube/v3", "/upload/youtube/v3"


class FakeYouTube(Fake, Uploads, Talk):
    """The server; what is public can be read from ``films`` and ``remarks``."""

    def __init__(self) -> None:
        Fake.__init__(self)
        Uploads.__init__(self)
        Talk.__init__(self)
        self.agreements = Agreements()
        self.patience = 2
        self.channels: list[Channel] = []

    def create_channel(self, name: str = "kectitirwangi") -> Channel:
        channel = new_channel(name)
        self.channels.append(channel)
        return channel

    def agree(self, channel: Channel, scopes: tuple[str, ...] = SCOPES) -> Grant:
        """A grant without the dance of OAuth."""
        return self.agreements.grant(channel, scopes)

    def routes(self) -> list[tuple[str, str, Handler]]:
        return [
            ("POST", "/token", self.agreements.token),
            ("POST", f"{UPLOAD}/videos", self.begin),
            ("PUT", f"{UPLOAD}/videos", self.put),
            ("POST", f"{UPLOAD}/thumbnails/set", self.set_cover),
            ("POST", f"{UPLOAD}/captions", self.add_captions),
            ("PUT", f"{UPLOAD}/captions", self.change_captions),
            ("GET", f"{API}/captions", self.list_captions),
            ("GET", f"{API}/channels", self.list_channels),
            ("GET", f"{API}/playlistItems", self.list_uploads),
            ("GET", f"{API}/videos", self.list_videos),
            ("PUT", f"{API}/videos", self.change_video),
            ("DELETE", f"{API}/videos", self.delete_video),
            ("POST", f"{API}/commentThreads", self.start_thread),
            ("GET", f"{API}/commentThreads", self.list_threads),
            ("POST", f"{API}/comments", self.answer),
            ("GET", f"{API}/comments", self.list_answers),
            ("PUT", f"{API}/comments", self.reword),
            ("DELETE", f"{API}/comments", self.unsay),
            ("POST", f"{API}/comments/setModerationStatus", self.moderate),
        ]

    def garbled(self, words: str) -> Answer:
        return bad("parseError", words).answer

    def unknown(self, request: Request) -> Answer:
        return error(404, "notFound", f"No such path: {request.path}", domain="global").answer

    def _answer(self, request: Request) -> Answer:
        """As always; the bytes of films are not kept for those who read ``seen`` later."""
        answer = super()._answer(request)
        with self.lock:
            for index in range(max(len(self.seen) - 4, 0), len(self.seen)):
                if len(self.seen[index].body) > REMEMBERED:
                    self.seen[index] = replace(self.seen[index], body=b"")
        return answer

    def channel_of(self, request: Request, method: Method) -> Channel:
        if any(name in {"access_token", "oauth_token", "key"} for name, _ in request.query):
            raise error(400, "badRequest", "Tokens belong into the header.", domain="global")
        grant = self.agreements.holder(request.bearer)
        if grant is None:
            raise error(
                401,
                "authError",
                "Request had invalid authentication credentials.",
                domain="global",
                kind="UNAUTHENTICATED",
            )
        method.check_scopes(grant.scopes)
        return grant.channel

    # ------------------------------------------------------------------------- lists

    def list_channels(self, request: Request) -> Answer:
        """``GET /youtube/v3/channels``: the one the person picked when agreeing."""
        method = Method("channels.list")
        channel = self.channel_of(request, method)
        method.check(request)
        if "mine" not in dict(request.query):
            raise error(400, "badRequest", "this fake knows the channel one has agreed for")
        known: dict[str, Any] = {
            "snippet": {"title": channel.title, "customUrl": f"@{channel.custom_url}"},
            "contentDetails": {"relatedPlaylists": {"uploads": f"UU{channel.id[2:]}"}},
        }
        shown = {part: known[part] for part in parts(request) if part in known}
        items = [{"kind": "youtube#channel", "id": channel.id, **shown}]
        listed = items if channel in self.channels else []
        # YouTube leaves “items” out where there are none.
        return Answer(200, {"pageInfo": {}, **({"items": listed} if listed else {})})

    def list_uploads(self, request: Request) -> Answer:
        """``GET /youtube/v3/playlistItems`` of the uploads, newest first."""
        method = Method("playlistItems.list")
        channel = self.channel_of(request, method)
        method.check(request)
        query = dict(request.query)
        if query.get("playlistId") != f"UU{channel.id[2:]}":
            raise error(404, "playlistNotFound", "No such playlist.", domain="youtube.playlistItem")
        own = [f for f in self.films.values() if f.channel is channel]
        items = [
            {
                "id": secrets.token_hex(8),
                "snippet": {
                    "publishedAt": film.published_at,
                    "title": film.snippet["title"],
                    "description": film.snippet["description"],
                    "resourceId": {"kind": "youtube#video", "videoId": film.id},
                },
            }
            for film in reversed(own)
        ]
        return page_of(items, query, most=50)

    def list_videos(self, request: Request) -> Answer:
        """``GET /youtube/v3/videos``; asking brings the work on a video forward."""
        method = Method("videos.list")
        channel = self.channel_of(request, method)
        method.check(request)
        items = []
        for name in dict(request.query).get("id", "").split(","):
            film = self.films.get(name)
            if film is not None and (film.public or film.channel is channel):
                items.append(self.resource(film, parts(request)))
                film.looks += 1
        return Answer(200, {"kind": "youtube#videoListResponse", "items": items})

    # ------------------------------------------------------------------------- one video

    def resource(self, film: Film, wanted: set[str]) -> dict[str, Any]:
        if film.looks >= self.patience and film.status["uploadStatus"] == "uploaded":
            film.status |= film.fate or {"uploadStatus": "processed"}
        working = film.status["uploadStatus"] == "uploaded"
        ended = "failed" if film.status["uploadStatus"] == "failed" else "succeeded"
        work: dict[str, Any] = {"processingStatus": "processing" if working else ended}
        if working:
            work["processingProgress"] = {"timeLeftMs": "20000"}
        known = {
            "snippet": {
                "publishedAt": film.published_at,
                "channelId": film.channel.id,
                "channelTitle": film.channel.title,
                "liveBroadcastContent": "none",
                **film.snippet,
            },
            "status": film.status,
            "processingDetails": work,
        }
        return {
            "kind": "youtube#video",
            "id": film.id,
            **{part: known[part] for part in wanted if part in known},
        }

    def change_video(self, request: Request) -> Answer:
        """``PUT /youtube/v3/videos``: what a named part leaves out is deleted."""
        method = Method("videos.update")
        channel = self.channel_of(request, method)
        method.check(request)
        wanted = parts(request)
        body = method.resource(request.json(), wanted)
        check_changed_video(body)
        film = self.film_of(channel, body.get("id", ""))
        if "snippet" in wanted:
            film.snippet = {"description": "", **body.get("snippet", {})}
        if "status" in wanted:
            kept = {"uploadStatus": film.status["uploadStatus"], "license": "youtube"}
            film.status = {**kept, "privacyStatus": "public", **body.get("status", {})}
        return Answer(200, self.resource(film, wanted))

    def delete_video(self, request: Request) -> Answer:
        """``DELETE /youtube/v3/videos``, and what was said below it."""
        method = Method("videos.delete")
        channel = self.channel_of(request, method)
        method.check(request)
        film = self.film_of(channel, dict(request.query)["id"])
        del self.films[film.id]
        for name in [r.id for r in self.remarks.values() if r.video == film.id]:
            del self.remarks[name]
        return Answer(204)

    def upload_by_hand(self, channel: Channel, title: str, description: str) -> Film:
        """A person uploads in YouTube Studio."""
        snippet = {"title": title, "description": description, "categoryId": "22"}
        status = {"privacyStatus": "public", "uploadStatus": "processed"}
        film = Film(secrets.token_urlsafe(12)[:11], channel, snippet, status, 1, "", now())
        self.films[film.id] = film
        return film

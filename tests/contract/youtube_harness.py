"""YouTube in the suite: the strict fake, since nobody can run a YouTube at home."""

import re
from collections.abc import Mapping
from dataclasses import replace
from functools import cached_property
from typing import Any

from kentongan.networks.contract import Outgoing, Published, Video
from tests.contract.harness import Can, Harness, Login, Said, Seen
from tests.fakes.youtube import SMALL_FILM, FakeYouTube
from tests.fakes.youtube_oauth import APP
from tests.fakes.youtube_state import Channel

ADDRESS = re.compile(r"https?://[^\s()<>]+")


def film(**more: Any) -> Video:
    """A real film of two seconds, 64 × 36 pixels, made by us."""
    size = SMALL_FILM.stat().st_size
    made = Video(path=SMALL_FILM, mime="video/mp4", size=size, width=64, height=36, seconds=2.0)
    return replace(made, **more)


class YouTubeHarness(Harness):
    code = "youtube"
    can = Can(
        text_only=False,
        alt=False,
        angles=False,
        pictures=False,
        refresh=True,
        exact_comments=False,
        why_not={
            "exact_comments": "Komentar dihitung dalam bita seperti deskripsi, jadi lebih ketat.",
            "text_only": "YouTube hanya menerima video.",
            "alt": "YouTube tidak menampilkan gambar, jadi juga tidak teks alternatifnya.",
            "angles": "snippet.title dan snippet.description tidak boleh memuat < dan >.",
            "pictures": "YouTube hanya menerima video.",
        },
    )
    #: The piece that ends the file. The test film is one piece.
    decisive = "PUT /upload/youtube/v3/videos"
    #: The session, before any byte.
    upload = "POST /upload/youtube/v3/videos"
    listening = "GET /youtube/v3/commentThreads"
    page_size = ("kentongan.networks.connectors.youtube.listening", "PAGE")
    app = APP

    def __init__(self, server: FakeYouTube) -> None:
        self.server = server

    @property
    def base_url(self) -> str:
        return self.server.base_url

    def login(self) -> Login:
        channel = self.server.create_channel()
        grant = self.server.agree(channel)
        secret = {"access_token": next(iter(grant.access)), "refresh_token": grant.refresh_token}
        return Login(
            handle=channel.custom_url, secret=secret, external_id=channel.id, native=channel
        )

    def wrong(self, login: Login) -> Mapping[str, Any]:
        return {"access_token": "ya29.salah", "refresh_token": "1//salah"}

    def complete(self, item: Outgoing) -> Outgoing:
        return item if item.reply_to or item.video else replace(item, video=film())

    def seen(self, login: Login) -> list[Seen]:
        own = [f for f in self.server.films.values() if f.channel is login.native and f.public]
        videos = [
            Seen(
                text=video.snippet["description"],
                links=tuple(a.rstrip(".,") for a in ADDRESS.findall(video.snippet["description"])),
            )
            for video in own
        ]
        remarks = [
            Seen(text=remark.text, reply_to=remark.parent or remark.video)
            for remark in self.server.remarks.values()
            if remark.channel is login.native
        ]
        return videos + remarks

    @cached_property
    def citizen(self) -> Channel:
        return self.server.create_channel("warga")

    def say(self, login: Login, text: str, under: str, *, parent: str = "") -> Said:
        remark = self.server.say(self.citizen, under, text, parent=parent)
        return Said(external_id=remark.id, author=self.citizen.id)

    def change(self, login: Login, said: Said, text: str) -> None:
        remark = self.server.remarks[said.external_id]
        remark.text, remark.updated_at = text, "2126-08-12T02:00:00Z"

    def take_back(self, login: Login, said: Said) -> None:
        del self.server.remarks[said.external_id]

    def answered(self, login: Login, found: Published) -> str:
        return self.server.remarks[found.external_id].parent

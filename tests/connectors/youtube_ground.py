"""What the tests of YouTube stand on: an account on the fake, its notes, and ways to be killed."""

from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, field, replace
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

import httpx2

from kentongan.kernel.http import HttpClient
from kentongan.networks.connectors.youtube.connector import YouTubeConnector
from kentongan.networks.contract import (
    Captions,
    OutcomeUnknown,
    Outgoing,
    Pending,
    Published,
    Session,
    TryLater,
    Video,
)
from tests.contract.harness import picture
from tests.contract.youtube_harness import film
from tests.fakes.youtube import SMALL_FILM, FakeYouTube
from tests.fakes.youtube_oauth import APP
from tests.fakes.youtube_state import Channel, Film, Grant

SRT = b"1\n00:00:00,000 --> 00:00:02,000\nSelamat pagi.\n"
VTT = b"WEBVTT\n\n00:00.000 --> 00:02.000\nGood morning.\n"


class Killed(BaseException):
    """The process is gone; nothing after it runs."""


class Cut(HttpClient):
    """Dies at the ``at``-th request: before it leaves, or after its answer came."""

    def __init__(self, *, at: int = 0, after: bool = False, **options: Any) -> None:
        super().__init__(**options)
        self.count = 0
        self._at = at
        self._after = after

    def request(self, method: str, url: str, **options: Any) -> httpx2.Response:
        self.count += 1
        if self.count == self._at and not self._after:
            raise Killed
        answer = super().request(method, url, **options)
        if self.count == self._at:
            raise Killed
        return answer


@dataclass
class Desk:
    """One delivery of one account: what is noted outlives every connector."""

    server: FakeYouTube
    channel: Channel
    grant: Grant
    secret: Mapping[str, Any]
    notes: dict[str, Any] = field(default_factory=dict)
    via: str = ""
    timeout: float = 10.0
    taken: frozenset[str] = frozenset()
    die_at_note: int = 0
    noted: int = 0

    def remember(self, note: Mapping[str, Any]) -> None:
        self.noted += 1
        self.notes |= note
        if self.noted == self.die_at_note:
            raise Killed

    @contextmanager
    def open(self, **cut: Any) -> Iterator[YouTubeConnector]:
        """A new connector with the notes so far."""
        server = self.via or self.server.base_url
        hosts = [urlsplit(server).netloc]
        with Cut(inner_hosts=hosts, timeout=self.timeout, **cut) as http:
            yield YouTubeConnector(
                Session(
                    server=server,
                    handle=self.channel.custom_url,
                    external_id=self.channel.id,
                    secret=self.secret,
                    http=http,
                    now=datetime.now(UTC),
                    taken=self.taken,
                    app=APP,
                    remembered=dict(self.notes),
                    remember=self.remember,
                )
            )

    def publish(self, item: Outgoing, **cut: Any) -> Published:
        """Publish and ask until YouTube is done, a connector for each act."""
        with self.open(**cut) as connector:
            result = connector.publish(item, "kunci")
        while isinstance(result, Pending):
            with self.open() as connector:
                result = connector.resume(result)
        return result

    def find(self, item: Outgoing) -> Published | None:
        with self.open() as connector:
            return connector.find("kunci", item)

    def recover(self, item: Outgoing) -> Published:
        """What the engine does with a killed or lost try: look, and go on where nothing is."""
        for _ in range(60):
            try:
                return self.find(item) or self.publish(item)
            except (TryLater, OutcomeUnknown):
                continue
        raise AssertionError("it never came to an end")

    @property
    def films(self) -> list[Film]:
        return [f for f in self.server.films.values() if f.channel is self.channel]


def desk_on(server: FakeYouTube) -> Desk:
    channel = server.create_channel()
    grant = server.agree(channel)
    secret = {"access_token": next(iter(grant.access)), "refresh_token": grant.refresh_token}
    return Desk(server, channel, grant, secret)


def post(text: str = "Info layanan.", **more: Any) -> Outgoing:
    made = Outgoing(
        text=text,
        title="Jadwal posyandu",
        created_at=datetime.now(UTC) - timedelta(seconds=1),
        video=film(),
    )
    return replace(made, **more)


def dressed(**more: Any) -> Video:
    """A film with a cover and subtitles in two languages."""
    tracks = (Captions(SRT, "application/x-subrip"), Captions(VTT, "text/vtt", "en"))
    return film(cover=picture("teal", ""), captions=tracks, **more)


def long_film(folder: Path, size: int) -> Video:
    """A sparse file that begins like a film."""
    path = folder / "panjang.mp4"
    path.write_bytes(SMALL_FILM.read_bytes())
    with path.open("r+b") as file:
        file.truncate(size)
    return dressed(path=path, size=size)

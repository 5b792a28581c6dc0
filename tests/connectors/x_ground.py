"""What the tests of X stand on: acting as the engine does, and dying at a chosen request."""

from collections.abc import Mapping
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

import httpx2

from kentongan.kernel.http import HttpClient
from kentongan.networks.connectors.x.connector import XConnector
from kentongan.networks.contract import (
    NetworkError,
    OutcomeUnknown,
    Outgoing,
    Published,
    Reference,
    Session,
    Video,
)
from tests.contract.harness import Login
from tests.contract.x_harness import XHarness
from tests.fakes.film import made

MP4 = made(width=720, height=1280)


class Killed(BaseException):
    """The process ended here."""


class Mortal(HttpClient):
    """Dies at the first request whose line contains ``at``: before it left, or after it."""

    def __init__(self, server: str, at: str = "", *, after: bool = False) -> None:
        super().__init__(inner_hosts=[urlsplit(server).netloc], timeout=5)
        self._at = at
        self._after = after

    def request(self, method: str, url: str, **more: Any) -> httpx2.Response:
        mine = bool(self._at) and self._at in f"{method} {urlsplit(url).path}"
        if mine and not self._after:
            raise Killed
        answer = super().request(method, url, **more)
        if mine:
            raise Killed
        return answer


class Engine:
    """Drives one delivery over its attempts: notes outlive connectors, doubts are looked up."""

    def __init__(self, harness: XHarness, login: Login, *, via: str = "") -> None:
        self.harness = harness
        self.login = login
        self.server = via or harness.base_url
        self.notes: dict[str, Any] = {}

    def connector(self, at: str = "", *, after: bool = False, **more: Any) -> XConnector:
        session = Session(
            server=self.server,
            handle=self.login.handle,
            external_id=self.login.external_id,
            secret=self.login.secret,
            http=Mortal(self.server, at, after=after),
            now=datetime.now(UTC),
            app=self.harness.app,
            remembered=dict(self.notes),
            remember=self.notes.update,
        )
        return XConnector(replace(session, **more))

    def publish(self, item: Outgoing, at: str = "", *, after: bool = False) -> Published:
        """Publish and ask until it is done, dying on the way where told."""
        result = self.connector(at, after=after).publish(item, "kunci")
        for _ in range(20):
            if isinstance(result, Published):
                return result
            result = self.connector(at, after=after).resume(result)
        raise AssertionError("never done")

    def settle(self, item: Outgoing) -> Published:
        """After a doubt: look; what is proven absent is published again."""
        found = self.connector().find("kunci", item)
        return found if found is not None else self.publish(item)

    def deliver(self, item: Outgoing) -> Published:
        """The whole life of a delivery."""
        try:
            return self.publish(item)
        except OutcomeUnknown:
            return self.settle(item)

    def complaint(self, item: Outgoing) -> NetworkError:
        """What goes wrong when it is published."""
        try:
            self.publish(item)
        except NetworkError as error:
            return error
        raise AssertionError("nothing went wrong")


def post(text: str = "Info layanan kecamatan.", **more: Any) -> Outgoing:
    item = Outgoing(text=text, created_at=datetime.now(UTC) - timedelta(seconds=1))
    return replace(item, **more)


def reference(found: Published) -> Reference:
    return Reference(found.external_id, found.url, found.extra)


def film(folder: Path, *, size: int = 2500, **more: Any) -> Video:
    """A video that X's stand-in takes; what follows its head means nothing."""
    file = folder / "video.mp4"
    file.write_bytes(MP4 + bytes(range(256)) * (size // 256 + 1))
    with file.open("r+b") as opened:
        opened.truncate(size)
    video = Video(path=file, mime="video/mp4", size=size, width=720, height=1280, seconds=12.0)
    return replace(video, **more)


def tweet(number: int, text: str, *, minutes: float = 0, **more: Any) -> Mapping[str, Any]:
    """A post as a timeline shows it."""
    moment = datetime.now(UTC) - timedelta(minutes=minutes)
    return {
        "id": str(number),
        "text": text,
        "edit_history_post_ids": [str(number)],
        "conversation_id": str(number),
        "created_at": moment.strftime("%Y-%m-%dT%H:%M:%S.000Z"),
        **more,
    }

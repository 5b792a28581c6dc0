"""Tools for the tests of Facebook and Instagram: a client that dies, a connector for each act."""

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from typing import Any
from urllib.parse import urlsplit

import httpx2

from kentongan.kernel.http import HttpClient
from kentongan.networks.contract import OutcomeUnknown, Outgoing, Pending, Published, Session
from tests.contract.harness import Harness, Login
from tests.fakes import film

MP4 = film.made(seconds=12.5, size=10_264)


class Killed(Exception):
    """The process came to its end here."""


class Mortal(HttpClient):
    """Dies at the request of a number: before it leaves, or when its answer arrives."""

    def __init__(self, *, dies_at: int, after: bool, **options: Any) -> None:
        super().__init__(**options)
        self.made = 0
        self._dies_at = dies_at
        self._after = after

    def request(self, method: str, url: str, **options: Any) -> httpx2.Response:
        self.made += 1
        if self.made == self._dies_at and not self._after:
            raise Killed
        response = super().request(method, url, **options)
        if self.made == self._dies_at:
            raise Killed
        return response


def item(text: str = "Info layanan hari ini.", **more: Any) -> Outgoing:
    """A post of a moment ago."""
    made = Outgoing(text=text, created_at=datetime.now(UTC) - timedelta(seconds=1))
    return replace(made, **more)


class Notebook:
    """One delivery: its notes outlive every connector that is opened for it."""

    def __init__(self, harness: Harness, kind: type[Any], login: Login) -> None:
        self.notes: dict[str, Any] = {}
        self._harness = harness
        self._kind = kind
        self._login = login

    @contextmanager
    def open(
        self, *, dies_at: int = 0, after: bool = False, via: str = "", **more: Any
    ) -> Iterator[tuple[Any, Mortal]]:
        """A connector with what was noted so far, and the client it speaks through."""
        server = via or self._harness.base_url
        places = [urlsplit(server).netloc]
        with Mortal(dies_at=dies_at, after=after, inner_hosts=places, timeout=5) as http:
            session = Session(
                server=server,
                handle=self._login.handle,
                external_id=self._login.external_id,
                secret=self._login.secret,
                http=http,
                now=datetime.now(UTC),
                app=self._harness.app,
                remembered=dict(self.notes),
                remember=self.notes.update,
            )
            yield self._kind(replace(session, **more)), http

    def publish(self, post: Outgoing) -> tuple[Published, int]:
        """Publish to the end; with the number of requests that took."""
        with self.open() as (connector, http):
            result, made = connector.publish(post, "kunci"), http.made
        found, more = self._to_the_end(result)
        return found, made + more

    def recover(self, post: Outgoing, **more: Any) -> Published:
        """What the engine does after a stop: look until there is certainty, else publish."""
        for _ in range(10):
            with self.open(**more) as (connector, _http):
                try:
                    found = connector.find("kunci", post)
                except OutcomeUnknown:
                    continue
                return found or self._to_the_end(connector.publish(post, "kunci"))[0]
        raise AssertionError("it never became certain")

    def _to_the_end(self, result: Published | Pending) -> tuple[Published, int]:
        """Ask until it is public, each time anew; whoever asks once more gets the same."""
        made = 0
        for _ in range(10):
            if isinstance(result, Published):
                return result, made
            with self.open() as (connector, http):
                again = connector.resume(result)
                made += http.made
            if isinstance(again, Published):
                with self.open() as (connector, _http):
                    assert connector.resume(result) == again
            result = again
        raise AssertionError("the network never came to an end")

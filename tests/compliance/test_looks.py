"""Asking web addresses: once, by the guarded client, and never held against them by our trouble."""

from __future__ import annotations

import socket
from collections.abc import Iterator
from datetime import timedelta
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from threading import Thread
from typing import Any

import pytest

from kentongan.compliance.actions import forget_looks, look_at
from kentongan.compliance.addresses import address_of, addresses
from kentongan.compliance.models import LinkLook
from kentongan.compliance.queries.looks import unopened
from tests.cast import NOW

pytestmark = pytest.mark.django_db
DAY = timedelta(days=1, seconds=1)


class Site(ThreadingHTTPServer):
    """Answers each path with the status it names; ``/get-404`` refuses HEAD only."""

    daemon_threads = True

    def __init__(self) -> None:
        super().__init__(("127.0.0.1", 0), Page)
        self.asked: list[str] = []

    @property
    def place(self) -> str:
        return f"127.0.0.1:{self.server_port}"

    def url(self, path: str) -> str:
        return f"http://{self.place}/{path}"


class Page(BaseHTTPRequestHandler):
    """One request."""

    server: Site

    def do_HEAD(self) -> None:
        self._answer(405 if self.path == "/hanya-get" else None)

    def do_GET(self) -> None:
        self._answer(200 if self.path == "/hanya-get" else None)

    def _answer(self, status: int | None) -> None:
        self.server.asked.append(f"{self.command} {self.path}")
        if self.path == "/putus":
            self.connection.shutdown(socket.SHUT_RDWR)
            return
        self.send_response(status or int(self.path.strip("/")))
        self.send_header("Content-Length", "0")
        self.end_headers()

    def log_message(self, *_args: Any) -> None:
        """Say nothing."""


@pytest.fixture
def site(settings: Any) -> Iterator[Site]:
    """A site that may be asked."""
    server = Site()
    thread = Thread(target=server.serve_forever, args=(0.01,), daemon=True)
    thread.start()
    settings.LINK_CHECK = True
    settings.INNER_HOSTS = (server.place,)
    yield server
    server.shutdown()
    server.server_close()
    thread.join(5)


def test_what_is_answered_as_gone_is_known_not_to_open(site: Site) -> None:
    dead, alive = [site.url(p) for p in ("404", "410", "500")], site.url("200")
    moved, closed, once = site.url("301"), site.url("403"), site.url("hanya-get")
    assert look_at([*dead, alive, moved, closed, once], at=NOW) == 7
    text = " ".join([*dead, alive, moved, closed, once])
    assert unopened([text], NOW) == frozenset(dead)
    assert "GET /hanya-get" in site.asked
    assert "GET /200" not in site.asked


def test_an_address_is_asked_once_a_day(site: Site) -> None:
    assert look_at([site.url("404")] * 2, at=NOW) == 1
    assert look_at([site.url("404")], at=NOW + timedelta(hours=23)) == 0
    assert unopened([site.url("404")], NOW + DAY) == frozenset()
    assert look_at([site.url("404")], at=NOW + DAY) == 1
    assert forget_looks(at=NOW + DAY + DAY) == 1
    assert not LinkLook.objects.exists()


def test_trouble_that_may_be_ours_is_held_against_nobody(site: Site, settings: Any) -> None:
    with socket.socket() as unused:
        unused.bind(("127.0.0.1", 0))
        closed = f"127.0.0.1:{unused.getsockname()[1]}"
    settings.INNER_HOSTS = (site.place, closed)
    look_at([site.url("putus"), f"http://{closed}/a"], at=NOW)
    assert not LinkLook.objects.exists()


def test_inner_addresses_are_never_asked(site: Site, settings: Any) -> None:
    settings.INNER_HOSTS = ()
    look_at([site.url("404"), f"https://{site.place}/404"], at=NOW)
    assert (site.asked, LinkLook.objects.count()) == ([], 0)


@pytest.mark.parametrize(("errno", "known"), [(socket.EAI_NONAME, True), (socket.EAI_AGAIN, False)])
def test_a_name_that_does_not_exist_differs_from_a_name_server_that_is_away(
    errno: int, known: bool, settings: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    settings.LINK_CHECK = True

    def fails(*_args: Any, **_kwargs: Any) -> Any:
        raise socket.gaierror(errno, "nama")

    monkeypatch.setattr(socket, "getaddrinfo", fails)
    look_at(["https://salah-ketik.contoh.go.id/a"], at=NOW)
    assert bool(unopened(["Lihat salah-ketik.contoh.go.id/a."], NOW)) is known


def test_nothing_is_asked_where_it_is_switched_off(site: Site, settings: Any) -> None:
    settings.LINK_CHECK = False
    assert look_at([site.url("404")], at=NOW) == 0
    assert site.asked == []


def test_an_address_has_one_form() -> None:
    assert address_of("Contoh.GO.id/Jadwal#atas") == "https://contoh.go.id/Jadwal"
    assert address_of("ftp://contoh.go.id") == address_of("https://a@b.id") == ""
    assert address_of("https://[rusak") == address_of("https://x.id:abc/") == ""
    text = "Lihat contoh.go.id/a, https://contoh.go.id/a dan surat@contoh.go.id."
    assert addresses([text]) == ("https://contoh.go.id/a",)

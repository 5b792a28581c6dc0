"""The HTTP client of connectors: sure about what was not sent, honest about what was lost."""

import gzip
import socket
import threading
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager

import pytest

from kentongan.kernel.http import AnswerLost, HttpClient, NotSent, is_public
from tests.contract.interposer import Canned, Interposer

pytestmark = pytest.mark.no_database


@contextmanager
def raw_server(answer: Callable[[socket.socket], None]) -> Iterator[str]:
    """A server of one connection that does what ``answer`` does after reading the request."""
    listener = socket.create_server(("127.0.0.1", 0))

    def serve() -> None:
        connection, _ = listener.accept()
        with connection:
            connection.recv(65536)
            answer(connection)

    thread = threading.Thread(target=serve, daemon=True)
    thread.start()
    try:
        yield f"127.0.0.1:{listener.getsockname()[1]}"
    finally:
        listener.close()
        thread.join(5)


@pytest.mark.parametrize(
    ("address", "public"),
    [
        ("8.8.8.8", True),
        ("2001:4860:4860::8888", True),
        ("127.0.0.1", False),
        ("10.1.2.3", False),
        ("192.168.0.1", False),
        ("169.254.169.254", False),
        ("100.64.0.1", False),
        ("0.0.0.0", False),
        ("::1", False),
        ("fd00::1", False),
        ("::ffff:10.0.0.1", False),
        ("224.0.0.1", False),
    ],
)
def test_only_addresses_of_the_open_internet_are_public(address: str, public: bool) -> None:
    assert is_public(address) is public


@pytest.mark.parametrize(
    "url",
    [
        "https://dalam.contoh.go.id/",
        "https://campur.contoh.go.id/",
        "http://luar.contoh.go.id/",
        "ftp://luar.contoh.go.id/",
        "https:///",
        "https://[",
        "https://a:999999/",
        "https://user:sandi@dalam.contoh.go.id/",
        "file:///etc/passwd",
        "",
    ],
)
def test_addresses_that_must_not_be_reached_are_never_sent_to(url: str) -> None:
    known = {
        "dalam.contoh.go.id": ["10.0.0.1"],
        "campur.contoh.go.id": ["8.8.8.8", "127.0.0.1"],
        "luar.contoh.go.id": ["8.8.8.8"],
    }
    with HttpClient(resolver=lambda host, _port: known[host]) as http, pytest.raises(NotSent):
        http.request("GET", url)


def test_an_inner_host_counts_with_its_port_only() -> None:
    with Interposer("http://127.0.0.1:1") as front:
        front.answer("GET /x", Canned(status=200, body={"ya": True}))
        host = front.base_url.removeprefix("http://")
        with HttpClient(inner_hosts=[host]) as http:
            assert http.request("GET", f"http://{host}/x").json() == {"ya": True}
            with pytest.raises(NotSent):
                http.request("GET", "http://127.0.0.1:1/x")
        with HttpClient() as http, pytest.raises(NotSent):
            http.request("GET", f"http://{host}/x")


def test_an_address_that_cannot_be_is_named_without_what_may_be_a_token() -> None:
    with HttpClient() as http, pytest.raises(NotSent) as caught:
        http.request("GET", "https://contoh.go.id:99999/bot123:rahasia/getMe")
    assert str(caught.value) == "Alamat https://contoh.go.id:99999 tidak sah."


def test_redirects_are_not_followed() -> None:
    with Interposer("http://127.0.0.1:1") as front:
        moved = Canned(status=302, headers={"Location": "http://169.254.169.254/"}, body={})
        front.answer("GET /x", moved)
        host = front.base_url.removeprefix("http://")
        with HttpClient(inner_hosts=[host]) as http:
            assert http.request("GET", f"http://{host}/x").status_code == 302


def _nothing(connection: socket.socket) -> None:
    """Closes without an answer."""


def _half_a_head(connection: socket.socket) -> None:
    connection.sendall(b"HTTP/1.1 200 OK\r\nContent-Le")


def _half_a_body(connection: socket.socket) -> None:
    connection.sendall(b"HTTP/1.1 200 OK\r\nContent-Length: 100\r\n\r\nhalf")


def _no_http(connection: socket.socket) -> None:
    connection.sendall(b"SSH-2.0-OpenSSH_9.2\r\n")


def _bad_encoding(connection: socket.socket) -> None:
    head = b"HTTP/1.1 200 OK\r\nContent-Encoding: gzip\r\nContent-Length: 4\r\n\r\n"
    connection.sendall(head + b"half")


def _silence(connection: socket.socket) -> None:
    time.sleep(1)


def _flood(connection: socket.socket) -> None:
    connection.sendall(b"HTTP/1.1 200 OK\r\nContent-Length: 900000000\r\n\r\n")
    for _ in range(120):
        connection.sendall(b"x" * 100_000)


def _drip(connection: socket.socket) -> None:
    connection.sendall(b"HTTP/1.1 200 OK\r\nContent-Length: 100\r\n\r\n")
    for _ in range(100):
        connection.sendall(b"x")
        time.sleep(0.05)


@pytest.mark.parametrize(
    "answer",
    [_nothing, _half_a_head, _half_a_body, _no_http, _bad_encoding, _silence, _flood, _drip],
)
def test_an_answer_that_does_not_come_whole_is_lost(
    answer: Callable[[socket.socket], None],
) -> None:
    def quietly(connection: socket.socket) -> None:
        try:
            answer(connection)
        except OSError:
            return

    with raw_server(quietly) as host, HttpClient(inner_hosts=[host], timeout=0.3) as http:
        started = time.monotonic()
        with pytest.raises(AnswerLost):
            http.request("POST", f"http://{host}/", json={})
        assert time.monotonic() - started < 4.5


def test_requests_of_one_piece_of_work_share_a_connection_and_no_cookies() -> None:
    asked: list[str] = []
    packed = gzip.compress(b'{"packed": true}')
    head = f"Set-Cookie: a=b\r\nContent-Encoding: gzip\r\nContent-Length: {len(packed)}\r\n\r\n"

    def serve() -> None:
        connection, _ = listener.accept()
        with connection:
            while request := connection.recv(65536):
                asked.append(request.decode().lower())
                connection.sendall(f"HTTP/1.1 200 OK\r\n{head}".encode() + packed)

    with socket.create_server(("127.0.0.1", 0)) as listener:
        thread = threading.Thread(target=serve, daemon=True)
        thread.start()
        host = f"127.0.0.1:{listener.getsockname()[1]}"
        with HttpClient(inner_hosts=[host]) as http:
            first = http.request("GET", f"http://{host}/a", params={"q": "1"}, auth=("u", "p"))
            again = http.request("GET", f"http://{host}/b", headers={"accept": "text/plain"})
        thread.join(5)
    assert first.json() == again.json() == {"packed": True}
    assert [request.split(" http/")[0] for request in asked] == ["get /a?q=1", "get /b"]
    assert "authorization: basic dtpw\r\n" in asked[0]
    assert f"host: {host}\r\n" in asked[0]
    assert "accept: */*\r\naccept-encoding: gzip, deflate\r\n" in asked[0]
    assert asked[1].count("accept:") == asked[1].count("accept: text/plain\r\n") == 1
    assert "cookie" not in asked[1]
    assert "authorization" not in asked[1]


def test_a_connection_that_the_server_closed_is_not_used_again() -> None:
    came: list[int] = []
    closed = threading.Event()

    def serve() -> None:
        for number in range(2):
            connection, _ = listener.accept()
            with connection:
                connection.recv(65536)
                came.append(number)
                connection.sendall(b"HTTP/1.1 200 OK\r\nContent-Length: 2\r\n\r\n{}")
            closed.set()

    with socket.create_server(("127.0.0.1", 0)) as listener:
        thread = threading.Thread(target=serve, daemon=True)
        thread.start()
        host = f"127.0.0.1:{listener.getsockname()[1]}"
        with HttpClient(inner_hosts=[host]) as http:
            assert http.request("POST", f"http://{host}/", json={}).json() == {}
            assert closed.wait(5)
            assert http.request("POST", f"http://{host}/", json={}).json() == {}
        thread.join(5)
    assert came == [0, 1]


def test_a_name_is_asked_for_once_and_its_address_is_what_is_connected_to() -> None:
    asked: list[str] = []

    def here(host: str, _port: int) -> list[str]:
        asked.append(host)
        return ["127.0.0.1"]

    with Interposer("http://127.0.0.1:1") as front:
        front.answer("GET /x", Canned(status=200, body={"ya": True}))
        port = front.base_url.rpartition(":")[2]
        name = f"jejaring.invalid:{port}"
        with HttpClient(inner_hosts=[name], resolver=here) as http:
            assert http.request("GET", f"http://{name}/x").json() == {"ya": True}
    assert asked == ["jejaring.invalid"]


def test_nobody_listening_is_not_sent() -> None:
    with HttpClient(inner_hosts=["127.0.0.1:1"]) as http, pytest.raises(NotSent):
        http.request("POST", "http://127.0.0.1:1/", json={})


def test_a_name_nobody_has_is_not_sent() -> None:
    def unknown(host: str, _port: int) -> list[str]:
        raise NotSent(f"Alamat {host} tidak ditemukan.")

    with HttpClient(resolver=unknown) as http, pytest.raises(NotSent, match="tidak ditemukan"):
        http.request("GET", "https://tak.ada/")

"""Each way of breaking, proven against a server that counts what reached it."""

import json
import subprocess
import sys
import threading
import time
from collections.abc import Iterator
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any

import httpx2
import pytest

from tests.servers.chaos import Chaos, Fault
from tests.servers.host import ROOT

pytestmark = pytest.mark.no_database

ANSWER = b"x" * 4000


class Counting(ThreadingHTTPServer):
    """Remembers the bodies it received; answers with 4,000 bytes, slowly when asked to."""

    def __init__(self) -> None:
        super().__init__(("127.0.0.1", 0), Handler)
        self.received: list[bytes] = []
        self.think_seconds = 0.0


class Handler(BaseHTTPRequestHandler):
    protocol_version = "HTTP/1.1"
    server: Counting

    def do_POST(self) -> None:
        body = self.rfile.read(int(self.headers["Content-Length"]))
        time.sleep(self.server.think_seconds)
        self.server.received.append(body)
        self.send_response(200)
        self.send_header("Content-Length", str(len(ANSWER)))
        self.end_headers()
        self.wfile.write(ANSWER)

    def log_message(self, *args: Any, **named: Any) -> None:
        """Quiet."""


@pytest.fixture
def server() -> Iterator[Counting]:
    with Counting() as counting:
        thread = threading.Thread(target=counting.serve_forever, args=(0.02,), daemon=True)
        thread.start()
        yield counting
        counting.shutdown()
        thread.join()


@pytest.fixture
def proxy(server: Counting) -> Iterator[Chaos]:
    with Chaos(server.server_port) as chaos:
        yield chaos


@pytest.fixture
def client(proxy: Chaos) -> Iterator[httpx2.Client]:
    """A client that keeps its connection open between requests, as connectors do."""
    with httpx2.Client(base_url=proxy.base_url, timeout=3) as pooled:
        yield pooled


def test_without_a_fault_everything_passes(
    server: Counting, proxy: Chaos, client: httpx2.Client
) -> None:
    big = b"b" * 3_000_000
    assert client.post("/a", content=b"1").content == ANSWER
    assert client.post("/b", content=big).content == ANSWER
    assert server.received == [b"1", big]
    assert proxy.seen == ["POST /a", "POST /b"]
    assert proxy.hit == []


def test_refuse_refuses_until_cleared_on_the_same_port(
    server: Counting, proxy: Chaos, client: httpx2.Client
) -> None:
    client.post("/a", content=b"1")
    port = proxy.port
    proxy.set(mode="refuse")
    for _ in range(2):
        with pytest.raises(httpx2.ConnectError):
            client.post("/a", content=b"2")
    proxy.clear()
    assert proxy.port == port
    assert client.post("/a", content=b"3").status_code == 200
    assert server.received == [b"1", b"3"]


def test_reset_breaks_before_the_server_hears_of_it(
    server: Counting, proxy: Chaos, client: httpx2.Client
) -> None:
    client.post("/a", content=b"1")
    proxy.set(mode="reset", times=1)
    with pytest.raises(httpx2.TransportError):
        client.post("/a", content=b"2")
    assert client.post("/a", content=b"3").status_code == 200
    assert server.received == [b"1", b"3"]


def test_half_reaches_the_server_and_loses_the_answer(
    server: Counting, proxy: Chaos, client: httpx2.Client
) -> None:
    client.post("/a", content=b"1")
    server.think_seconds = 0.3
    big = b"b" * 500_000
    proxy.set(mode="half", times=1)
    with pytest.raises(httpx2.TransportError) as broken:
        client.post("/a", content=big)
    assert not isinstance(broken.value, httpx2.TimeoutException)
    assert server.received == [b"1", big]
    assert proxy.hit == ["POST /a"]
    assert client.post("/a", content=b"3").status_code == 200


def test_mute_reaches_the_server_and_the_client_runs_into_its_time_out(
    server: Counting, proxy: Chaos, client: httpx2.Client
) -> None:
    server.think_seconds = 0.6
    proxy.set(mode="mute", times=1)
    with pytest.raises(httpx2.ReadTimeout):
        client.post("/a", content=b"1", timeout=0.2)
    proxy.settle()
    assert server.received == [b"1"]


def test_blackhole_times_out_and_nothing_reaches_the_server(
    server: Counting, proxy: Chaos, client: httpx2.Client
) -> None:
    proxy.set(mode="blackhole", times=1)
    with pytest.raises(httpx2.ReadTimeout):
        client.post("/a", content=b"1", timeout=0.3)
    assert client.post("/a", content=b"2").status_code == 200
    assert server.received == [b"2"]


def test_truncate_cuts_the_answer_off(
    server: Counting, proxy: Chaos, client: httpx2.Client
) -> None:
    proxy.set(mode="truncate", amount=1000, times=1)
    with pytest.raises(httpx2.TransportError):
        client.post("/a", content=b"1")
    assert server.received == [b"1"]


def test_latency_delays_and_slow_drips(proxy: Chaos, client: httpx2.Client) -> None:
    began = time.monotonic()
    proxy.set(mode="latency", amount=300, times=1)
    assert client.post("/a", content=b"1").content == ANSWER
    assert 0.3 <= time.monotonic() - began < 20
    began = time.monotonic()
    proxy.set(mode="slow", amount=8000, times=1)
    assert client.post("/a", content=b"2").content == ANSWER
    assert 0.4 <= time.monotonic() - began < 20


def test_a_fault_can_wait_for_one_path_and_let_some_pass(
    server: Counting, proxy: Chaos, client: httpx2.Client
) -> None:
    proxy.set(mode="reset", path="createRecord", skip=1, times=1)
    client.post("/uploadBlob", content=b"1")
    client.post("/createRecord", content=b"2")
    with pytest.raises(httpx2.TransportError):
        client.post("/createRecord", content=b"3")
    client.post("/createRecord", content=b"4")
    assert server.received == [b"1", b"2", b"4"]
    assert proxy.fault == Fault()


def test_many_connections_at_once_each_count_once(server: Counting, proxy: Chaos) -> None:
    proxy.set(mode="half", times=5)
    failed: list[Exception] = []

    def post(number: int) -> None:
        try:
            httpx2.post(f"{proxy.base_url}/{number}", content=b"%d" % number, timeout=10)
        except httpx2.TransportError as problem:
            failed.append(problem)

    threads = [threading.Thread(target=post, args=(number,)) for number in range(12)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert len(failed) == len(proxy.hit) == 5
    assert len(server.received) == 12


def test_a_server_that_is_not_there_looks_like_a_broken_connection() -> None:
    with Counting() as gone:
        port = gone.server_port
    with Chaos(port) as proxy, pytest.raises(httpx2.TransportError):
        httpx2.post(proxy.base_url, content=b"1", timeout=3)


@pytest.mark.parametrize(
    "fault",
    [
        {"mode": "kaputt"},
        {"mode": "slow"},
        {"mode": "refuse", "times": 1},
        {"mode": "half", "times": 0},
    ],
)
def test_a_fault_that_makes_no_sense_is_rejected(proxy: Chaos, fault: dict[str, object]) -> None:
    with pytest.raises(ValueError, match=r"mode|refuse|times"):
        proxy.set(**fault)  # type: ignore[arg-type]


def test_it_runs_on_its_own_and_takes_commands(server: Counting) -> None:
    argv = [sys.executable, "-m", "tests.servers.chaos", str(server.server_port)]
    with subprocess.Popen(argv, cwd=ROOT, stdout=subprocess.PIPE, text=True) as process:
        try:
            assert process.stdout is not None
            proxy = process.stdout.readline().split()[1]
            control = process.stdout.readline().split()[-1]
            told = httpx2.put(control, json={"mode": "half", "times": 1}).json()
            assert told["mode"] == "half"
            with pytest.raises(httpx2.TransportError):
                httpx2.post(f"{proxy}/a", content=b"1", timeout=3)
            assert httpx2.get(control).json()["hit"] == ["POST /a"]
            wrong = httpx2.put(control, content=json.dumps({"modus": "half"}))
            assert wrong.status_code == 400
        finally:
            process.terminate()
    assert server.received == [b"1"]

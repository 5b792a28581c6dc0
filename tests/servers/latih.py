"""A network that counts, and answers when it is told to.

As much of Jejaring Latih as publishing a text needs. What is accepted counts at once, whoever
asked may be gone by the time of the answer; and nothing is taken as known: a key that comes twice
is accepted twice.
"""

from __future__ import annotations

import contextlib
import json
import threading
import time
from collections import Counter
from collections.abc import Iterator
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any
from urllib.parse import parse_qs, urlsplit


class Network(ThreadingHTTPServer):
    """``accepted``: how often each key was; ``may_answer``: unset, none is answered."""

    daemon_threads = True
    request_queue_size = 64

    def __init__(self, seconds: float) -> None:
        super().__init__(("127.0.0.1", 0), Exchange)
        self.seconds = seconds
        self.accepted: Counter[str] = Counter()
        self.may_answer = threading.Event()
        self.may_answer.set()

    @property
    def netloc(self) -> str:
        """Host and port."""
        return f"127.0.0.1:{self.server_port}"


class Exchange(BaseHTTPRequestHandler):
    server: Network

    def do_POST(self) -> None:
        said = json.loads(self.rfile.read(int(self.headers["Content-Length"])))
        self.server.accepted[said["client_key"]] += 1
        time.sleep(self.server.seconds)
        self.server.may_answer.wait(60)
        with contextlib.suppress(ConnectionError):  # whoever asked was killed
            self._answer(201, post(said["client_key"]))

    def do_GET(self) -> None:
        key = parse_qs(urlsplit(self.path).query).get("client_key", [""])[0]
        self._answer(200, {"posts": [post(key)] if self.server.accepted[key] else []})

    def _answer(self, status: int, said: dict[str, Any]) -> None:
        body = json.dumps(said).encode()
        self.send_response(status)
        self.send_header("Content-Type", "application/json")
        self.send_header("Content-Length", str(len(body)))
        self.end_headers()
        self.wfile.write(body)

    def log_message(self, *args: Any) -> None:
        """Quiet."""


def post(key: str) -> dict[str, str]:
    """A publication as the network shows it."""
    return {"id": key, "url": f"https://latih.example/p/{key}/"}


@contextlib.contextmanager
def running(*, seconds: float = 0.0) -> Iterator[Network]:
    """The network on a free port; it takes so long to answer a publication."""
    with Network(seconds) as server:
        thread = threading.Thread(target=server.serve_forever, args=(0.02,), daemon=True)
        thread.start()
        try:
            yield server
        finally:
            server.may_answer.set()
            server.shutdown()
            thread.join()

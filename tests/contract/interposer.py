"""Stands before a real server and gives some requests an answer of its own.

What servers under test cannot be made to say (429, an expired token) is said in the words of the
vendor, taken from the connector's fixtures folder::

    with Interposer(server.base_url) as front:
        front.answer("POST /xrpc/com.atproto.repo", load("bluesky", "rate_limited"), times=1)
"""

import json
import threading
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from importlib.resources import files
from types import TracebackType
from typing import Any, Self
from urllib.parse import urlsplit

import httpx2

SKIPPED = {
    "connection",
    "content-encoding",
    "content-length",
    "date",
    "server",
    "transfer-encoding",
}


@dataclass(frozen=True, kw_only=True)
class Canned:
    """An answer. ``body`` is sent as JSON, ``text`` as is; ``source``: where it comes from."""

    status: int
    headers: dict[str, str] = field(default_factory=dict)
    body: Any = None
    text: str = ""
    source: str = ""

    def encoded(self) -> bytes:
        return self.text.encode() if self.text else json.dumps(self.body).encode()


def load(code: str, name: str) -> Canned:
    """The answer ``fixtures/<name>.json`` of a connector."""
    folder = files(f"kentongan.networks.connectors.{code}") / "fixtures"
    return Canned(**json.loads((folder / f"{name}.json").read_text()))


class Interposer:
    """The proxy; ``base_url`` keeps the path of the server it stands before."""

    def __init__(self, upstream: str) -> None:
        self._upstream = upstream
        self._planned: list[tuple[str, Canned]] = []
        self._rewritten: dict[bytes, bytes] = {}
        self._repeated: dict[str, Any] = {}
        self._lock = threading.Lock()
        self.seen: list[str] = []
        self.bodies: list[bytes] = []
        self.headers: list[dict[str, str]] = []
        self._server = ThreadingHTTPServer(("127.0.0.1", 0), self._handler())
        self._server.daemon_threads = True
        self._thread = threading.Thread(
            target=self._server.serve_forever, args=(0.02,), daemon=True
        )

    @property
    def base_url(self) -> str:
        return f"http://127.0.0.1:{self._server.server_port}{urlsplit(self._upstream).path}"

    def answer(self, line: str, canned: Canned, *, times: int = 1) -> None:
        """The next ``times`` requests whose line contains ``line`` get this answer, unforwarded."""
        with self._lock:
            self._planned += [(line, canned)] * times

    def rewrite(self, old: bytes, new: bytes) -> None:
        """From now on ``old`` in the body of an answer is ``new``."""
        with self._lock:
            self._rewritten[old] = new

    def repeat(self, line: str) -> None:
        """From now on the first answer to a request with ``line`` is given to all such requests."""
        with self._lock:
            self._repeated[line] = None

    def __enter__(self) -> Self:
        self._thread.start()
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        self._server.shutdown()
        self._server.server_close()
        self._thread.join(5)

    def _take(self, line: str) -> Canned | None:
        with self._lock:
            self.seen.append(line)
            for index, (part, canned) in enumerate(self._planned):
                if part in line:
                    del self._planned[index]
                    return canned
        return None

    def _forward(self, method: str, path: str, headers: dict[str, str], body: bytes) -> Any:
        parts = urlsplit(self._upstream)
        kept = {k: v for k, v in headers.items() if k.lower() not in {"host", "connection"}}
        kept["Host"] = parts.netloc
        kept["Accept-Encoding"] = "identity"
        url = f"{parts.scheme}://{parts.netloc}{path}"
        line = next((part for part in self._repeated if part in f"{method} {path}"), "")
        if line and self._repeated[line] is not None:
            return self._repeated[line]
        answer = httpx2.request(method, url, headers=kept, content=body, timeout=20)
        if line:
            self._repeated[line] = answer
        return answer

    def _body(self, answer: Any) -> bytes:
        body: bytes = answer.content
        for old, new in self._rewritten.items():
            body = body.replace(old, new)
        return body

    def _handler(self) -> type[BaseHTTPRequestHandler]:
        interposer = self

        class Handler(BaseHTTPRequestHandler):
            protocol_version = "HTTP/1.1"
            #: Head and body are two writes: held back, the second costs each request 40 ms.
            disable_nagle_algorithm = True

            def _any(self) -> None:
                body = self.rfile.read(int(self.headers.get("Content-Length", "0")))
                interposer.bodies.append(body)
                interposer.headers.append(dict(self.headers))
                canned = interposer._take(f"{self.command} {self.path}")
                if canned is not None:
                    self._send(canned.status, canned.headers, canned.encoded())
                    return
                answer = interposer._forward(self.command, self.path, dict(self.headers), body)
                headers = {k: v for k, v in answer.headers.items() if k.lower() not in SKIPPED}
                self._send(answer.status_code, headers, interposer._body(answer))

            do_GET = do_POST = do_PUT = do_DELETE = do_PATCH = _any  # noqa: N815

            def _send(self, status: int, headers: dict[str, str], body: bytes) -> None:
                self.send_response(status)
                for name, value in {"Content-Type": "application/json", **headers}.items():
                    self.send_header(name, value)
                if status != 204:
                    self.send_header("Content-Length", str(len(body)))
                self.end_headers()
                if status != 204:
                    self.wfile.write(body)

            def log_message(self, *args: Any) -> None:
                """Says nothing."""

        return Handler

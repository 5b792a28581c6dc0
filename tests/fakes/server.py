"""The ground of every strict fake: a server on loopback that refuses what it does not know.

A fake says which requests there are (``routes``), checks each against the vendor's contract, keeps
what is public, and refuses in the vendor's own shape of an error. A request that no route takes
is a defect of the connector: it gets 404 and is remembered in ``strays``.
"""

import json
import re
import threading
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from email.parser import BytesParser
from email.policy import HTTP
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from types import TracebackType
from typing import Any, Self
from urllib.parse import parse_qsl, urlsplit


@dataclass(frozen=True, kw_only=True)
class Part:
    """One part of a multipart body."""

    name: str
    data: bytes
    filename: str = ""
    mime: str = ""

    @property
    def text(self) -> str:
        """A field of a form; raises ``Garbled`` where it is no text."""
        return _text(self.data)


@dataclass(frozen=True, kw_only=True)
class Request:
    """A request as it came. ``params``: named groups of its route; ``query`` with repeats."""

    method: str
    path: str
    query: tuple[tuple[str, str], ...]
    headers: Mapping[str, str]
    body: bytes
    params: Mapping[str, str] = field(default_factory=dict)

    @property
    def bearer(self) -> str:
        """The token of the Authorization header."""
        kind, _, token = self.headers.get("authorization", "").partition(" ")
        return token if kind.lower() == "bearer" else ""

    @property
    def mime(self) -> str:
        """The type of the body, without parameters."""
        return self.headers.get("content-type", "").partition(";")[0].strip().lower()

    def json(self) -> Any:
        """The body as JSON; raises ``Garbled`` where it is none."""
        try:
            return json.loads(self.body)
        except ValueError:
            raise Garbled("the body is no JSON") from None

    def form(self) -> dict[str, str]:
        """The body as an urlencoded form; raises ``Garbled``, also for a name given twice."""
        text = _text(self.body)
        try:
            pairs = parse_qsl(text, keep_blank_values=True, strict_parsing=bool(text))
        except ValueError:
            raise Garbled("the body is no form") from None
        found = dict(pairs)
        if len(found) != len(pairs):
            raise Garbled("a field was given twice")
        return found

    def parts(self) -> list[Part]:
        """The body as multipart/form-data."""
        head = f"Content-Type: {self.headers.get('content-type', '')}\r\n\r\n".encode()
        message = BytesParser(policy=HTTP).parsebytes(head + self.body)
        return [
            Part(
                name=str(part.get_param("name", "", "content-disposition")),
                filename=part.get_filename() or "",
                mime=part.get_content_type() if part.get("content-type") else "",
                data=part.get_payload(decode=True) or b"",
            )
            for part in message.iter_parts()  # type: ignore[attr-defined]
        ]


@dataclass(frozen=True)
class Answer:
    """What is answered; ``body`` as JSON, or as it is when it is bytes."""

    status: int
    body: Any = None
    headers: Mapping[str, str] = field(default_factory=dict)


class Refusal(Exception):
    """Ends a request with an error of the vendor's shape."""

    def __init__(self, status: int, body: Any, headers: Mapping[str, str] | None = None) -> None:
        super().__init__(f"{status} {body}")
        self.answer = Answer(status, body, headers or {})


class Garbled(Exception):
    """A body that cannot be read; each vendor has its own shape for saying so."""


def _text(data: bytes) -> str:
    try:
        return data.decode()
    except UnicodeDecodeError:
        raise Garbled("the body is no UTF-8") from None


Handler = Callable[[Request], Answer]


class Fake:
    """A fake network. ``routes``: method, pattern of the whole path, handler."""

    def __init__(self) -> None:
        self.lock = threading.RLock()
        self.seen: list[Request] = []
        self.strays: list[str] = []
        self.refusals: list[str] = []
        self._server = ThreadingHTTPServer(("127.0.0.1", 0), self._handler())
        self._server.daemon_threads = True
        self._thread = threading.Thread(
            target=self._server.serve_forever, args=(0.02,), daemon=True
        )

    def routes(self) -> list[tuple[str, str, Handler]]:
        """Which requests there are; named groups of the pattern become ``Request.params``."""
        raise NotImplementedError

    def unknown(self, request: Request) -> Answer:
        """What the vendor says to a path that does not exist."""
        return Answer(404, {"error": f"no such path: {request.method} {request.path}"})

    def garbled(self, words: str) -> Answer:
        """What the vendor says to a body that cannot be read."""
        return Answer(400, {"error": words})

    @property
    def base_url(self) -> str:
        """Where it listens."""
        return f"http://127.0.0.1:{self._server.server_port}"

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

    def _answer(self, request: Request) -> Answer:
        for method, pattern, handler in self.routes():
            match = re.fullmatch(pattern, request.path)
            if match and method == request.method:
                named = Request(**{**request.__dict__, "params": match.groupdict()})
                with self.lock:
                    self.seen.append(named)
                    try:
                        return handler(named)
                    except Refusal as refusal:
                        self.refusals.append(str(refusal))
                        return refusal.answer
                    except Garbled as garbled:
                        self.refusals.append(str(garbled))
                        return self.garbled(str(garbled))
        self.strays.append(f"{request.method} {request.path}")
        return self.unknown(request)

    def _handler(self) -> type[BaseHTTPRequestHandler]:
        fake = self

        class Handler(BaseHTTPRequestHandler):
            protocol_version = "HTTP/1.1"
            #: Head and body are two writes: held back, the second costs each request 40 ms.
            disable_nagle_algorithm = True

            def _any(self) -> None:
                parts = urlsplit(self.path)
                request = Request(
                    method=self.command,
                    path=parts.path,
                    query=tuple(parse_qsl(parts.query, keep_blank_values=True)),
                    headers={name.lower(): value for name, value in self.headers.items()},
                    body=_body(self),
                )
                _send(self, fake._answer(request))

            do_GET = do_POST = do_PUT = do_DELETE = do_PATCH = _any  # noqa: N815

            def log_message(self, *args: Any) -> None:
                """Says nothing."""

        return Handler


def _body(handler: BaseHTTPRequestHandler) -> bytes:
    """The whole body, whether its length was told or it came in chunks."""
    if handler.headers.get("Transfer-Encoding", "").lower() != "chunked":
        return handler.rfile.read(int(handler.headers.get("Content-Length", "0")))
    body = bytearray()
    while size := int(handler.rfile.readline().partition(b";")[0], 16):
        body += handler.rfile.read(size)
        handler.rfile.readline()
    handler.rfile.readline()
    return bytes(body)


def _send(handler: BaseHTTPRequestHandler, answer: Answer) -> None:
    raw = answer.body if isinstance(answer.body, bytes) else b""
    if not raw and answer.body is not None:
        raw = json.dumps(answer.body).encode()
    handler.send_response(answer.status)
    for name, value in {"Content-Type": "application/json", **answer.headers}.items():
        handler.send_header(name, value)
    if answer.status != 204:
        handler.send_header("Content-Length", str(len(raw)))
    handler.end_headers()
    if answer.status != 204:
        handler.wfile.write(raw)

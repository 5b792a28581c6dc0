"""A proxy that breaks the way between a connector and a server, one HTTP exchange at a time.

    with Chaos(pds.base_url) as proxy:
        proxy.set(mode="half", times=1, path="createRecord")
        ...                                   # the connector talks to proxy.base_url

The fault is chosen when a request arrives, so it also hits connections that a client keeps open.
`half` and `mute` are the double-publish tests: the server has done what was asked, and nobody heard
of it.
Plain HTTP/1.1 without pipelining; anything else counts as one exchange per connection.
"""

import argparse
import asyncio
import contextlib
import json
import re
import socket
import struct
import threading
from collections.abc import Coroutine
from dataclasses import asdict, dataclass, replace
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from types import TracebackType
from typing import Any, Literal, Self, TypeVar, get_args
from urllib.parse import urlsplit

Mode = Literal[
    "ok",  # forward
    "refuse",  # nobody listens: the connection is refused, open ones are reset
    "reset",  # the request is read, not forwarded; the connection is reset
    "blackhole",  # the request is read, not forwarded; no answer until the client gives up
    "latency",  # forward after `amount` milliseconds
    "slow",  # the answer drips at `amount` bytes a second
    "truncate",  # the answer is cut off by a reset after `amount` bytes
    "half",  # the request reaches the server; when it has answered, the connection is reset
    "mute",  # the request reaches the server; its answer is swallowed until the client gives up
]
MODES: tuple[Mode, ...] = get_args(Mode)
NEEDS_AMOUNT = ("latency", "slow", "truncate")
REQUEST_LINE = re.compile(rb"^([A-Z]{3,10} [^ \r\n]+) HTTP/1\.[01]\r\n")
CHUNK = 65_536
QUIET_SECONDS = 0.2  # an answer is taken as complete when nothing more came for this long
ANSWER_SECONDS = 60.0  # how long a server is given to finish a request whose client has left
T = TypeVar("T")


@dataclass(frozen=True, kw_only=True)
class Fault:
    """What happens to the next exchanges: the first `skip` that match pass, then `times` suffer."""

    mode: Mode = "ok"
    amount: int = 0
    times: int | None = None
    skip: int = 0
    path: str = ""

    def __post_init__(self) -> None:
        if self.mode not in MODES:
            raise ValueError(f"unknown mode {self.mode!r}; known: {', '.join(MODES)}")
        if self.mode in NEEDS_AMOUNT and self.amount <= 0:
            raise ValueError(f"mode {self.mode} needs an amount greater than 0")
        if self.mode == "refuse" and (self.times is not None or self.skip or self.path):
            raise ValueError("refuse holds until it is set otherwise: no times, skip or path")
        if (self.times is not None and self.times < 1) or self.skip < 0:
            raise ValueError("times starts at 1, skip at 0")


PASS = Fault()


@dataclass(eq=False)
class _Link:
    """One connection of a client with its connection to the server."""

    reader: asyncio.StreamReader
    writer: asyncio.StreamWriter
    up_reader: asyncio.StreamReader
    up_writer: asyncio.StreamWriter
    fault: Fault = PASS
    relayed: int = 0  # bytes of the current answer that the client got
    fresh: bool = True  # no request on this connection yet
    waiting: bool = False  # a request went up, its answer has not begun

    def reset(self) -> None:
        """Ends the connection of the client with RST, as a failing network does."""
        connection = self.writer.get_extra_info("socket")
        if connection is not None and not self.writer.is_closing():
            linger = struct.pack("ii", 1, 0)
            connection.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, linger)
        self.writer.transport.abort()


class Chaos:
    """The proxy as an object; listens on a free port of 127.0.0.1 while its `with` block runs."""

    def __init__(self, upstream: int | str, *, port: int = 0) -> None:
        """`upstream` is a port of this machine or an address such as http://localhost:8080."""
        found = upstream if isinstance(upstream, int) else urlsplit(upstream).port
        if found is None:
            raise ValueError(f"no port in {upstream!r}")
        self.upstream_port = found
        self.port = port
        self.seen: list[str] = []  # "POST /path" of every exchange that arrived
        self.hit: list[str] = []  # those that suffered the fault
        self._fault = PASS
        self._lock = threading.Lock()
        self._loop = asyncio.new_event_loop()
        self._thread = threading.Thread(target=self._loop.run_forever, name="chaos", daemon=True)
        self._listener: asyncio.Server | None = None
        self._placeholder: socket.socket | None = None
        self._links: set[_Link] = set()
        self._tasks: set[asyncio.Task[None]] = set()

    @property
    def base_url(self) -> str:
        return f"http://127.0.0.1:{self.port}"

    def set(
        self,
        *,
        mode: Mode,
        times: int | None = None,
        amount: int = 0,
        path: str = "",
        skip: int = 0,
    ) -> None:
        """From now on: `mode` for the next `times` exchanges (None: until set otherwise) whose
        request line contains `path`, after letting `skip` of them pass. `amount`: see Mode."""
        fault = Fault(mode=mode, times=times, amount=amount, path=path, skip=skip)
        self._call(self._apply(fault))

    def clear(self) -> None:
        """Forwards everything again."""
        self._call(self._apply(PASS))

    @property
    def fault(self) -> Fault:
        """What the next exchange would meet; counts down."""
        with self._lock:
            return self._fault

    def settle(self, *, seconds: float = 10) -> None:
        """Waits until the server has answered all requests that reached it, also those whose client
        has given up. TimeoutError when it takes longer."""
        self._call(asyncio.wait_for(self._settled(), seconds))

    def __enter__(self) -> Self:
        self._thread.start()
        self._call(self._listen())
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        self._call(self._close())
        self._loop.call_soon_threadsafe(self._loop.stop)
        self._thread.join(10)
        self._loop.close()

    # ------------------------------------------------------------------- inside the event loop

    def _call(self, work: Coroutine[Any, Any, T]) -> T:
        return asyncio.run_coroutine_threadsafe(work, self._loop).result(30)

    async def _apply(self, fault: Fault) -> None:
        with self._lock:
            self._fault = fault
        if fault.mode == "refuse":
            await self._unlisten()
            for link in list(self._links):
                link.reset()
        elif self._listener is None:
            await self._listen()

    async def _listen(self) -> None:
        holder = self._placeholder or self._bound()
        self._placeholder = None
        self.port = int(holder.getsockname()[1])
        self._listener = await asyncio.start_server(self._accepted, sock=holder)

    async def _unlisten(self) -> None:
        """Stops listening, but keeps the port, so that nobody else gets it meanwhile."""
        if self._listener is not None:
            self._listener.close()
            self._listener = None
            await asyncio.sleep(0)
            self._placeholder = self._bound()

    def _bound(self) -> socket.socket:
        holder = socket.socket()
        holder.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        holder.bind(("127.0.0.1", self.port))
        return holder

    async def _close(self) -> None:
        if self._listener is not None:
            self._listener.close()
        if self._placeholder is not None:
            self._placeholder.close()
        for link in list(self._links):
            link.writer.transport.abort()
            link.up_writer.transport.abort()
        for task in list(self._tasks):
            task.cancel()
        await asyncio.gather(*self._tasks, return_exceptions=True)

    async def _settled(self) -> None:
        while any(link.waiting for link in self._links):
            await asyncio.sleep(0.02)

    def _accepted(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        task = self._loop.create_task(self._serve(reader, writer))
        self._tasks.add(task)
        task.add_done_callback(self._tasks.discard)

    async def _serve(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        try:
            up_reader, up_writer = await asyncio.open_connection("127.0.0.1", self.upstream_port)
        except OSError:
            writer.transport.abort()
            return
        link = _Link(reader, writer, up_reader, up_writer)
        self._links.add(link)
        answers = asyncio.create_task(self._answers(link))
        try:
            await self._requests(link)
            if link.waiting and link.fault.mode in ("half", "mute"):
                await asyncio.wait([answers], timeout=ANSWER_SECONDS)
        finally:
            answers.cancel()
            with contextlib.suppress(asyncio.CancelledError, OSError):
                await answers
            self._links.discard(link)
            up_writer.close()
            writer.close()

    def _choose(self, line: str) -> Fault:
        """The fault for an exchange that arrives now; counts it."""
        with self._lock:
            self.seen.append(line)
            fault = self._fault
            if fault.mode == "ok" or fault.path not in line:
                return PASS
            if fault.skip:
                self._fault = replace(fault, skip=fault.skip - 1)
                return PASS
            if fault.times is not None:
                self._fault = replace(fault, times=fault.times - 1) if fault.times > 1 else PASS
            self.hit.append(line)
            return fault

    async def _requests(self, link: _Link) -> None:
        """From the client to the server, until the client leaves."""
        with contextlib.suppress(OSError):
            while chunk := await link.reader.read(CHUNK):
                line = REQUEST_LINE.match(chunk)
                if link.fresh or (line and not link.waiting):
                    link.fresh = False
                    link.relayed = 0
                    link.fault = self._choose(line[1].decode("latin-1") if line else "")
                    if link.fault.mode == "latency":
                        await asyncio.sleep(link.fault.amount / 1000)
                if link.fault.mode == "reset":
                    link.reset()
                    return
                if link.fault.mode == "blackhole":
                    continue
                link.waiting = True
                link.up_writer.write(chunk)
                await link.up_writer.drain()

    async def _answers(self, link: _Link) -> None:
        """From the server to the client, until the server ends the connection or the fault does."""
        while chunk := await link.up_reader.read(CHUNK):
            match link.fault.mode:
                case "half" | "mute":
                    await self._swallow(link)
                    return
                case "truncate" if link.relayed + len(chunk) >= link.fault.amount:
                    link.writer.write(chunk[: link.fault.amount - link.relayed])
                    await link.writer.drain()
                    link.waiting = False
                    await asyncio.sleep(QUIET_SECONDS)  # a reset overtakes what was written
                    link.reset()
                    return
                case "slow":
                    await self._drip(link, chunk)
                case _:
                    link.writer.write(chunk)
                    await link.writer.drain()
            link.relayed += len(chunk)
            link.waiting = False
        if link.fault.mode in ("half", "mute"):
            await self._swallow(link)
        elif link.fault.mode != "blackhole":
            link.waiting = False
            link.writer.close()

    async def _swallow(self, link: _Link) -> None:
        """Takes the rest of an answer that the client never gets."""
        with contextlib.suppress(TimeoutError):
            while await asyncio.wait_for(link.up_reader.read(CHUNK), QUIET_SECONDS):
                pass
        link.waiting = False
        if link.fault.mode == "half":
            link.reset()

    async def _drip(self, link: _Link, chunk: bytes) -> None:
        piece = max(1, link.fault.amount // 10)
        for start in range(0, len(chunk), piece):
            link.writer.write(chunk[start : start + piece])
            await link.writer.drain()
            await asyncio.sleep(piece / link.fault.amount)


def _control(proxy: Chaos, port: int) -> ThreadingHTTPServer:
    """GET tells the state, PUT {"mode": ..., "times": ...} sets the fault; words as in set()."""

    class Control(BaseHTTPRequestHandler):
        def do_GET(self) -> None:
            self._answer(200, {**asdict(proxy.fault), "seen": proxy.seen, "hit": proxy.hit})

        def do_PUT(self) -> None:
            body = self.rfile.read(int(self.headers.get("Content-Length", "0")))
            try:
                proxy.set(**json.loads(body))
            except (ValueError, TypeError) as wrong:
                self._answer(400, {"error": str(wrong)})
            else:
                self.do_GET()

        def _answer(self, status: int, content: dict[str, Any]) -> None:
            body = json.dumps(content).encode()
            self.send_response(status)
            self.send_header("Content-Type", "application/json")
            self.send_header("Content-Length", str(len(body)))
            self.end_headers()
            self.wfile.write(body)

        def log_message(self, *args: Any, **named: Any) -> None:
            """Says nothing: the terminal belongs to the person."""

    return ThreadingHTTPServer(("127.0.0.1", port), Control)


def main() -> None:
    """Runs a proxy in the foreground; a second port takes commands over HTTP."""
    parser = argparse.ArgumentParser(description=(__doc__ or "").splitlines()[0])
    parser.add_argument("upstream", help="port or address of the server on this machine")
    parser.add_argument("--port", type=int, default=0, help="where to listen (default: a free one)")
    parser.add_argument("--control", type=int, default=0, help="where to take commands")
    given = parser.parse_args()
    upstream = int(given.upstream) if given.upstream.isdigit() else given.upstream
    with Chaos(upstream, port=given.port) as proxy, _control(proxy, given.control) as control:
        print(f"proxy    {proxy.base_url} -> 127.0.0.1:{proxy.upstream_port}")
        print(
            f'control  curl -X PUT -d \'{{"mode": "half", "times": 1}}\' '
            f"http://127.0.0.1:{control.server_port}/",
            flush=True,
        )
        with contextlib.suppress(KeyboardInterrupt):
            control.serve_forever()


if __name__ == "__main__":
    main()

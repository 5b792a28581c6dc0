"""One set of servers for a whole test session, however many processes take part in it.

The first process that asks for a server starts the host (`python -m tests.servers.host`), a process
of its own that starts servers when they are wanted and keeps them. Everybody gets the same facts
over a Unix socket. The host watches the process that owns the session through a pidfd and stops
everything when that one ends, in whatever way; so no count of users is kept, and none can be wrong.
"""

import argparse
import contextlib
import fcntl
import json
import os
import secrets
import selectors
import shutil
import signal
import socket
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager, ExitStack
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import Any, TypeVar

from tests.servers import atproto, clamd, postgres, product, redis, snac, wordpress
from tests.servers.process import ServerError, ServerFailed

ROOT = Path(__file__).resolve().parents[2]
START_SECONDS = 420.0
ATTEMPTS = 2  # a port that was free a moment ago may be taken when the server binds it
STARTERS: dict[str, Callable[[], AbstractContextManager[Any]]] = {
    "atproto": atproto.running,
    "bluesky": atproto.network,
    "mastodon": snac.running,
    "wordpress": wordpress.running,
    "postgres": postgres.running,
    "redis": redis.running,
    "clamd": clamd.running,
    "product": product.running,
}
S = TypeVar("S")
_hosts: dict[Path, subprocess.Popen[bytes]] = {}  # started by this process, collected in stop()


@contextlib.contextmanager
def started(name: str) -> Iterator[Any]:
    """Starts a server by its name, a second time when the first attempt fails."""
    with ExitStack() as stack:
        for attempt in range(1, ATTEMPTS + 1):
            try:
                server = stack.enter_context(STARTERS[name]())
                break
            except ServerFailed:
                if attempt == ATTEMPTS:
                    raise
        yield server


# ------------------------------------------------------------------------------ asking for servers


@dataclass(frozen=True, kw_only=True)
class Session:
    """What the processes of a test session share: a directory (made by the first that needs it) and
    the id of the process that owns the session."""

    directory: Path
    owner: int

    @classmethod
    def new(cls) -> "Session":
        name = f"kentongan-servers-{secrets.token_hex(8)}"
        return cls(directory=Path(tempfile.gettempdir()) / name, owner=os.getpid())

    @property
    def socket(self) -> Path:
        return self.directory / "host"

    def get(self, name: str, kind: type[S]) -> S:
        """The server of this name, started if need be; ServerError with the reason otherwise."""
        with self._locked():
            if not self._listening():
                self._start_host()
        answer = self._ask({"want": name})
        if "error" in answer:
            raise ServerError(str(answer["error"]))
        return kind(**answer["facts"])

    def stop(self, *, seconds: float = 30) -> None:
        """Ends the host with all its servers; does nothing where none was started."""
        if not self._listening():
            return
        with contextlib.suppress(OSError, ValueError):
            self._ask({"stop": True})
        deadline = time.monotonic() + seconds
        while self.directory.exists() and time.monotonic() < deadline:
            time.sleep(0.05)
        if host := _hosts.pop(self.directory, None):
            with contextlib.suppress(subprocess.TimeoutExpired):
                host.wait(10)

    @contextlib.contextmanager
    def _locked(self) -> Iterator[None]:
        self.directory.mkdir(mode=0o700, exist_ok=True)
        with (self.directory / "lock").open("w") as lock:
            fcntl.flock(lock, fcntl.LOCK_EX)
            yield

    def _listening(self) -> bool:
        with contextlib.suppress(OSError), socket.socket(socket.AF_UNIX) as line:
            line.connect(str(self.socket))
            return True
        return False

    def _start_host(self) -> None:
        log = self.directory / "log"
        argv = [sys.executable, "-m", "tests.servers.host", str(self.directory), str(self.owner)]
        with log.open("ab") as output:
            host = subprocess.Popen(
                argv,
                cwd=ROOT,
                stdin=subprocess.DEVNULL,
                stdout=output,
                stderr=output,
                start_new_session=True,
            )
        deadline = time.monotonic() + 30
        while not self._listening():
            if host.poll() is not None or time.monotonic() > deadline:
                raise ServerError(f"the host of the test servers did not start:\n{log.read_text()}")
            time.sleep(0.05)
        _hosts[self.directory] = host

    def _ask(self, request: dict[str, Any]) -> dict[str, Any]:
        with socket.socket(socket.AF_UNIX) as line:
            line.settimeout(START_SECONDS)
            line.connect(str(self.socket))
            line.sendall(json.dumps(request).encode() + b"\n")
            with line.makefile("rb") as answers:
                answer: dict[str, Any] = json.loads(answers.readline())
        return answer


# ------------------------------------------------------------------------------------- the host


class Host:
    """Keeps the servers of one session. Starts one at a time, in the main thread, because the
    parent-death signal of a child is bound to the thread that made it."""

    def __init__(self, session: Session) -> None:
        self._session = session
        self._answers: dict[str, dict[str, Any]] = {}
        self._servers = ExitStack()

    def serve(self) -> None:
        """Answers until told to stop or until the owner of the session is gone."""
        with (
            self._servers,
            socket.socket(socket.AF_UNIX) as listener,
            selectors.DefaultSelector() as selector,
        ):
            listener.bind(str(self._session.socket))
            listener.listen()
            selector.register(listener, selectors.EVENT_READ)
            owner = os.pidfd_open(self._session.owner)
            selector.register(owner, selectors.EVENT_READ)
            while True:
                ready = [key.fileobj for key, _ in selector.select()]
                if owner in ready:
                    return
                line, _ = listener.accept()
                with line, contextlib.suppress(OSError, ValueError):
                    if not self._converse(line):
                        return

    def _converse(self, line: socket.socket) -> bool:
        """Answers one question; False when it was to stop."""
        line.settimeout(10)
        with line.makefile("rwb") as both:
            question = both.readline()
            if not question:
                return True
            request = json.loads(question)
            stop = bool(request.get("stop"))
            answer = {} if stop else self._provide(str(request["want"]))
            both.write(json.dumps(answer).encode() + b"\n")
            both.flush()
        return not stop

    def _provide(self, name: str) -> dict[str, Any]:
        """The facts of a server; a failure is remembered too, so that a session fails fast."""
        if name not in self._answers:
            try:
                server = self._servers.enter_context(started(name))
                self._answers[name] = {"facts": asdict(server)}
            except (ServerError, OSError) as problem:
                self._answers[name] = {"error": f"test server {name}: {problem}"}
        return self._answers[name]


def _leave(*_: object) -> None:
    raise SystemExit(0)


def main() -> None:
    parser = argparse.ArgumentParser(description="Keeps the test servers of one test session.")
    parser.add_argument("directory", type=Path)
    parser.add_argument("owner", type=int)
    given = parser.parse_args()
    for number in (signal.SIGTERM, signal.SIGINT, signal.SIGHUP):
        signal.signal(number, _leave)
    try:
        Host(Session(directory=given.directory, owner=given.owner)).serve()
    except ProcessLookupError:
        pass  # the owner ended before we could watch it
    finally:
        shutil.rmtree(given.directory, ignore_errors=True)


if __name__ == "__main__":
    main()

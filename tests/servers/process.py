"""Starts a server as a child process, knows when it is ready, and ends it for sure.

Rules every server here keeps: free loopback ports only, files only below its own scratch directory,
own process group, ended with the process that started it (even when that one is killed), never run
as root where the server refuses that.
"""

import contextlib
import ctypes
import os
import pwd
import shutil
import signal
import socket
import subprocess
import tempfile
import time
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path

INSTALLER = "tools/install-test-servers.sh"
EXTRA_PATH = ("/usr/local/sbin", "/usr/sbin", "/sbin")
PR_SET_PDEATHSIG = 1
# A shell that waits for the program, and kills the whole process group when it is told to end.
KEEPER = ("/bin/sh", "-c", 'trap "kill -KILL 0" TERM; trap : INT; "$@" & wait; wait', "keeper")
_libc = ctypes.CDLL(None, use_errno=True)


class ServerError(Exception):
    """A test server cannot be had; the text says why and what to do."""


class ServerMissing(ServerError):
    """A program or package that the server consists of is not installed."""

    def __init__(self, what: str) -> None:
        super().__init__(f"{what} is not installed. Run {INSTALLER} and try again.")


class ServerFailed(ServerError):
    """The server is installed, but did not start or did not become ready."""


def find_program(*names: str, also: Sequence[str] = ()) -> str:
    """The absolute path of the first of the names that is installed, or ServerMissing."""
    path = os.pathsep.join((os.environ.get("PATH", os.defpath), *EXTRA_PATH, *also))
    for name in names:
        if found := shutil.which(name, path=path):
            return found
    raise ServerMissing(" or ".join(names))


def free_ports(count: int) -> list[int]:
    """Distinct TCP ports that are free on 127.0.0.1 right now."""
    with contextlib.ExitStack() as stack:
        sockets = [stack.enter_context(socket.socket()) for _ in range(count)]
        for one in sockets:
            one.bind(("127.0.0.1", 0))
        return [int(one.getsockname()[1]) for one in sockets]


def port_answers(port: int) -> bool:
    """Whether something accepts connections on this port of 127.0.0.1."""
    with contextlib.suppress(OSError), socket.create_connection(("127.0.0.1", port), timeout=1):
        return True
    return False


def drop_to(user: str) -> str | None:
    """The account to run a server as: the given one for root, otherwise ourselves (None)."""
    return user if os.geteuid() == 0 else None


@contextlib.contextmanager
def scratch_directory(name: str) -> Iterator[Path]:
    """A fresh directory that servers running as other users may enter; removed at the end."""
    path = Path(tempfile.mkdtemp(prefix=f"kentongan-{name}-"))
    path.chmod(0o755)
    try:
        yield path
    finally:
        shutil.rmtree(path, ignore_errors=True)


def make_directory(path: Path, *, owner: str | None) -> Path:
    """Creates a directory that belongs to the account of the server."""
    path.mkdir(mode=0o750)
    if owner is not None:
        account = pwd.getpwnam(owner)
        os.chown(path, account.pw_uid, account.pw_gid)
    return path


def _identity(user: str | None) -> dict[str, object]:
    if user is None:
        return {}
    account = pwd.getpwnam(user)
    return {"user": account.pw_uid, "group": account.pw_gid, "extra_groups": []}


def _environment(home: Path, extra: Mapping[str, str] | None) -> dict[str, str]:
    """A small environment: no proxies, no tokens, no settings of the person who runs the tests."""
    return {
        "PATH": os.pathsep.join((os.environ.get("PATH", os.defpath), *EXTRA_PATH)),
        "HOME": str(home),
        "LANG": "C.UTF-8",
        "TZ": "UTC",
        **(extra or {}),
    }


def run(
    argv: Sequence[str],
    *,
    home: Path,
    user: str | None = None,
    stdin: str = "",
    env: Mapping[str, str] | None = None,
    seconds: float = 60,
) -> str:
    """Runs a command to its end, returns what it printed; ServerFailed with its words otherwise."""
    try:
        done = subprocess.run(  # type: ignore[call-overload]
            list(argv),
            input=stdin,
            cwd=home,
            env=_environment(home, env),
            capture_output=True,
            text=True,
            timeout=seconds,
            check=False,
            start_new_session=True,
            **_identity(user),
        )
    except subprocess.TimeoutExpired as late:
        raise ServerFailed(f"{argv[0]} took longer than {seconds} s") from late
    if done.returncode != 0:
        words = f"{done.stdout}\n{done.stderr}".strip()
        raise ServerFailed(f"{argv[0]} ended with {done.returncode}:\n{words[-2000:]}")
    return str(done.stdout)


@dataclass(kw_only=True)
class Process:
    """One server process with its own process group and log file."""

    argv: Sequence[str]
    home: Path
    log: Path
    user: str | None = None
    env: Mapping[str, str] = field(default_factory=dict)
    stop_signal: signal.Signals = signal.SIGTERM  # to the process group, in stop()
    death_signal: signal.Signals = signal.SIGTERM  # to this process alone, when we are killed
    kept: bool = False  # put a keeper before it: needed where it leaves its children behind
    _child: subprocess.Popen[bytes] | None = None

    def start(self) -> None:
        parent = os.getpid()
        death_signal = int(self.death_signal)

        def end_with_parent() -> None:
            _libc.prctl(PR_SET_PDEATHSIG, death_signal)
            if os.getppid() != parent:
                os._exit(1)

        with self.log.open("ab") as log:
            self._child = subprocess.Popen(  # type: ignore[call-overload]
                [*KEEPER, *self.argv] if self.kept else list(self.argv),
                cwd=self.home,
                env=_environment(self.home, self.env),
                stdin=subprocess.DEVNULL,
                stdout=log,
                stderr=subprocess.STDOUT,
                start_new_session=True,
                preexec_fn=end_with_parent,  # safe: servers start before any thread does
                **_identity(self.user),
            )

    @property
    def pid(self) -> int:
        assert self._child is not None, "the process was not started"
        return self._child.pid

    def alive(self) -> bool:
        return self._child is not None and self._child.poll() is None

    def log_tail(self, characters: int = 2000) -> str:
        return self.log.read_text(errors="replace")[-characters:] if self.log.exists() else ""

    def wait_until(self, ready: Callable[[], bool], *, seconds: float = 60) -> None:
        """Returns once `ready()` is true; ServerFailed when the process dies or the time is up."""
        deadline = time.monotonic() + seconds
        while not ready():
            if not self.alive():
                raise ServerFailed(f"{self.argv[0]} ended while starting:\n{self.log_tail()}")
            if time.monotonic() > deadline:
                raise ServerFailed(
                    f"{self.argv[0]} was not ready after {seconds} s:\n{self.log_tail()}"
                )
            time.sleep(0.05)

    def stop(self, *, grace: float = 10) -> None:
        """Asks the process group to end, then kills whatever is left of its process group."""
        if self._child is None:
            return
        if self.alive():
            with contextlib.suppress(ProcessLookupError):
                os.killpg(self._child.pid, self.stop_signal)
            with contextlib.suppress(subprocess.TimeoutExpired):
                self._child.wait(grace)
        with contextlib.suppress(ProcessLookupError):
            os.killpg(self._child.pid, signal.SIGKILL)
        self._child.wait()

    @contextlib.contextmanager
    def running(self) -> Iterator["Process"]:
        self.start()
        try:
            yield self
        finally:
            self.stop()

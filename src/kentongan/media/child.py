"""Programs of the system that read files of strangers.

Each runs as a child of its own: gently, for a bounded time, with bounded words, without the
secrets of our environment; whatever it started ends with it, and it ends when its worker is killed.
"""

from __future__ import annotations

import contextlib
import math
import os
import selectors
import shutil
import signal
import subprocess
import tempfile
import time
from collections.abc import Callable, Sequence
from functools import lru_cache
from typing import IO

_GENTLE = ("nice", "-n", "15")
_CHUNK = 65_536
_ENVIRONMENT = ("PATH", "TESSDATA_PREFIX", "TMPDIR")
_LAST_WORDS = 600
LINE = 65_536


class ChildFailed(Exception):
    """The program took too long, or gave up; ``said`` is the end of its complaint.

    ``killed``: somebody else ended it, so that nothing is known of the file. The kernel does that
    where memory runs out, and whoever stops the machine.
    """

    def __init__(self, what: str, said: str = "", *, killed: bool = False) -> None:
        super().__init__(f"{what}: {said}" if said else what)
        self.said = said
        self.killed = killed


def gently(command: Sequence[str], *, computing: float = 0) -> list[str]:
    """The command at a low priority, where the machine can do that, and never left alone.

    With ``computing`` the kernel ends it after so many seconds of processor time, however long the
    clock ran: whoever is gentle waits long on a machine that has much to do.
    """
    before: list[str] = []
    if computing and (bound := shutil.which("prlimit")):
        before += [bound, f"--cpu={math.ceil(computing)}"]
    if leash := shutil.which("setpriv"):
        before += _leash(leash)
    if shutil.which(_GENTLE[0]):
        before += _GENTLE
    return [*before, *command]


@lru_cache(maxsize=2)
def _leash(program: str) -> tuple[str, ...]:
    """What makes the kernel end the child with its parent; small systems cannot do it."""
    leash = (program, "--pdeathsig", "KILL")
    try:
        subprocess.run([*leash, "true"], check=True, capture_output=True, timeout=5)
    except (OSError, subprocess.SubprocessError):
        return ()
    return leash


def run(
    command: Sequence[str],
    *,
    seconds: float,
    given: bytes = b"",
    limit: int = LINE,
    on_line: Callable[[str], None] | None = None,
) -> bytes:
    """What ``command`` says on its standard output; raises :class:`ChildFailed`.

    It is ended after ``seconds``. After ``limit`` bytes it is ended too, and what was said until
    then counts. With ``on_line`` each line is handed over as it comes and none is kept; an error
    raised there ends the program.
    """
    environment = {name: os.environ[name] for name in _ENVIRONMENT if name in os.environ}
    environment |= {"LC_ALL": "C.UTF-8", "OMP_THREAD_LIMIT": "1"}
    with tempfile.TemporaryFile() as source, tempfile.TemporaryFile() as complaint:
        source.write(given)
        source.seek(0)
        try:
            process = subprocess.Popen(
                list(command),
                stdin=source,
                stdout=subprocess.PIPE,
                stderr=complaint,
                env=environment,
                start_new_session=True,
            )
        except OSError as error:
            raise ChildFailed(repr(error)) from error
        assert process.stdout is not None
        try:
            until = time.monotonic() + seconds
            said, ended = _collect(process.stdout, until, limit, on_line)
            if ended and process.wait(timeout=5) != 0:
                code = process.returncode
                killed = code in (-signal.SIGKILL, -signal.SIGTERM)
                raise ChildFailed(f"exit {code}", _last_words(complaint), killed=killed)
        except subprocess.TimeoutExpired as error:
            raise ChildFailed("still running") from error
        finally:
            _end(process)
    return said


def _last_words(complaint: IO[bytes]) -> str:
    end = complaint.seek(0, os.SEEK_END)
    complaint.seek(max(0, end - _LAST_WORDS))
    return complaint.read(_LAST_WORDS).decode("utf-8", "replace").strip()


def _collect(
    stream: IO[bytes], until: float, limit: int, on_line: Callable[[str], None] | None
) -> tuple[bytes, bool]:
    """What was written until the end or the bound, and whether it ended by itself."""
    said = b""
    with selectors.DefaultSelector() as selector:
        selector.register(stream, selectors.EVENT_READ)
        while len(said) < limit:
            left = until - time.monotonic()
            if left <= 0 or not selector.select(left):
                raise ChildFailed("too slow")
            chunk = os.read(stream.fileno(), _CHUNK)
            if not chunk:
                return said, True
            said += chunk
            if on_line is not None:
                *lines, said = said.split(b"\n")
                for line in lines:
                    on_line(line.decode("utf-8", "replace"))
    return said, False


def _end(process: subprocess.Popen[bytes]) -> None:
    """End the program and whatever it started; until it is waited for, its number is its own."""
    if process.returncode is None:
        with contextlib.suppress(ProcessLookupError):
            os.killpg(process.pid, signal.SIGKILL)
        process.wait()
    if process.stdout is not None:
        process.stdout.close()

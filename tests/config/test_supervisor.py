"""The supervisor keeps its children running, and takes them along when it ends."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

pytestmark = [pytest.mark.no_database, pytest.mark.slow]

SUPERVISE = """\
import sys
from pathlib import Path
from kentongan.config.supervisor import Supervisor
room = Path(sys.argv[1])
children = {{name: [sys.executable, "-c", code] for name, code in {children!r}.items()}}
supervisor = Supervisor(
    children,
    ready=lambda: all((room / name).exists() for name in children),
    on_ready=lambda: print("READY", flush=True),
    grace={grace},
    first_wait=0.02,
)
sys.exit(supervisor.run())
"""
#: Writes its process id where the test looks, then works until told to stop.
WORK = """\
import os, pathlib, signal, sys, time
def leave(*_):
    print("leaving\\n", end="", flush=True)
    sys.exit(0)
signal.signal(signal.SIGTERM, leave)
pathlib.Path({file!r}).write_text(str(os.getpid()))
print("working\\n", end="", flush=True)
while True:
    time.sleep(0.05)
"""
STUBBORN = """\
import os, pathlib, signal, time
signal.signal(signal.SIGTERM, signal.SIG_IGN)
pathlib.Path({file!r}).write_text(str(os.getpid()))
while True:
    time.sleep(0.05)
"""
BROKEN = "raise SystemExit('cannot start')"


class Running:
    """A supervisor in a process of its own."""

    def __init__(self, room: Path, *, grace: float = 30, **children: str) -> None:
        self.room = room
        codes = {name: code.format(file=str(room / name)) for name, code in children.items()}
        self.process = subprocess.Popen(
            [sys.executable, "-c", SUPERVISE.format(children=codes, grace=grace), str(room)],
            stdout=subprocess.PIPE,
            stderr=subprocess.PIPE,
            text=True,
        )

    def pid(self, name: str) -> int:
        """The process id that the child wrote down."""
        file = self.room / name
        until(lambda: file.exists() and file.read_text() != "")
        return int(file.read_text())

    def wait_ready(self) -> None:
        """Until the supervisor found its children ready."""
        assert self.process.stdout is not None
        assert self.process.stdout.readline() == "READY\n"

    def end(self) -> tuple[int, str]:
        """Exit code and standard error."""
        _, errors = self.process.communicate(timeout=60)
        return self.process.returncode, errors


def until(true: Callable[[], bool], seconds: float = 60) -> None:
    """Wait for something to become true."""
    deadline = time.monotonic() + seconds
    while not true():
        assert time.monotonic() < deadline, "it never became true"
        time.sleep(0.02)


def alive(pid: int) -> bool:
    """Whether the process runs; one that only waits to be collected does not."""
    try:
        state = Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split()[0]
    except (FileNotFoundError, ProcessLookupError):
        return False
    return state != "Z"


@pytest.fixture
def run(tmp_path: Path) -> Iterator[Callable[..., Running]]:
    started: list[Running] = []

    def start(*, grace: float = 30, **children: str) -> Running:
        started.append(Running(tmp_path, grace=grace, **children))
        return started[-1]

    yield start
    for running in started:
        if running.process.poll() is None:
            running.process.kill()
            running.process.communicate()


@pytest.mark.parametrize("number", [signal.SIGINT, signal.SIGTERM, signal.SIGHUP])
def test_a_signal_stops_all_children_in_peace(
    run: Callable[..., Running], number: signal.Signals
) -> None:
    running = run(web=WORK, worker=WORK)
    running.wait_ready()
    children = [running.pid("web"), running.pid("worker")]
    running.process.send_signal(number)
    code, errors = running.end()
    assert code == 0
    assert not any(alive(pid) for pid in children)
    assert "web    | working" in errors
    assert "worker | leaving" in errors


def test_a_child_that_dies_is_started_again(run: Callable[..., Running]) -> None:
    running = run(web=WORK, worker=WORK)
    running.wait_ready()
    first, bystander = running.pid("worker"), running.pid("web")
    os.kill(first, signal.SIGKILL)
    until(lambda: running.pid("worker") != first)
    assert running.pid("web") == bystander
    running.process.terminate()
    code, errors = running.end()
    assert code == 0
    assert "worker berhenti (-9); dijalankan lagi." in errors


def test_a_child_that_keeps_dying_at_once_ends_the_whole_with_a_reason(
    run: Callable[..., Running],
) -> None:
    running = run(web=WORK, worker=BROKEN)
    code, errors = running.end()
    assert code == 1
    assert errors.count("worker | cannot start") == 5
    assert "worker berhenti 5 kali berturut-turut" in errors
    assert not alive(running.pid("web"))


def test_no_orphans_when_the_supervisor_is_killed(run: Callable[..., Running]) -> None:
    running = run(web=WORK, worker=WORK)
    running.wait_ready()
    children = [running.pid("web"), running.pid("worker")]
    running.process.kill()
    running.end()
    until(lambda: not any(alive(pid) for pid in children), seconds=30)


def test_a_child_that_does_not_listen_is_ended_after_the_grace(
    run: Callable[..., Running],
) -> None:
    running = run(grace=1, web=STUBBORN)
    running.wait_ready()
    begun = time.monotonic()
    running.process.terminate()
    code, _ = running.end()
    assert code == 0
    assert 0.9 < time.monotonic() - begun < 30
    assert not alive(running.pid("web"))


def test_a_second_ctrl_c_does_not_wait_for_the_grace(run: Callable[..., Running]) -> None:
    running = run(web=STUBBORN)
    running.wait_ready()
    begun = time.monotonic()
    running.process.send_signal(signal.SIGINT)
    time.sleep(0.1)
    running.process.send_signal(signal.SIGINT)
    running.end()
    assert time.monotonic() - begun < 20

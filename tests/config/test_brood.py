"""A brood is kept complete, ends with its parent, and gives up on what fails by itself."""

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

KEEP = """\
import os, signal, sys, time
from pathlib import Path
from kentongan.config import brood
brood.FIRST_WAIT = 0.01
room = Path(sys.argv[1])
def work():
    {work}
    told = []
    signal.signal(signal.SIGTERM, lambda *_: told.append(1))
    (room / str(os.getpid())).touch()
    while not told:
        time.sleep(0.02)
    (room / f"{{os.getpid()}}.left").touch()
    return 0
sys.exit(brood.keep(2, work))
"""


def until(true: Callable[[], object]) -> None:
    deadline = time.monotonic() + 60
    while not true():
        assert time.monotonic() < deadline
        time.sleep(0.01)


class Running:
    """A parent of two in a process of its own; each child that works leaves a file."""

    def __init__(self, room: Path, work: str = "pass") -> None:
        self.room = room
        code = KEEP.format(work=work)
        self.parent = subprocess.Popen(
            [sys.executable, "-c", code, str(room)], stderr=subprocess.PIPE, text=True
        )

    def born(self) -> set[int]:
        return {int(file.name) for file in self.room.iterdir() if file.name.isdigit()}

    def left(self) -> set[int]:
        return {int(file.stem) for file in self.room.glob("*.left")}


@pytest.fixture
def running(tmp_path: Path) -> Iterator[Running]:
    made = Running(tmp_path)
    until(lambda: len(made.born()) == 2)
    yield made
    made.parent.kill()
    made.parent.communicate()
    until(lambda: not any(_lives(pid) for pid in made.born()))


def _lives(pid: int) -> bool:
    try:
        return "State:\tZ" not in Path(f"/proc/{pid}/status").read_text()
    except OSError:
        return False


def test_a_child_that_is_killed_is_replaced_and_the_others_work_on(running: Running) -> None:
    first, second = sorted(running.born())
    os.kill(first, signal.SIGKILL)
    until(lambda: len(running.born()) == 3)
    assert _lives(second)
    assert not _lives(first)
    assert running.left() == set()


def test_a_brood_that_is_told_to_stop_lets_all_of_it_finish(running: Running) -> None:
    running.parent.terminate()
    assert running.parent.wait(60) == 0
    assert running.left() == running.born()


def test_a_brood_ends_with_a_parent_that_is_killed(running: Running) -> None:
    running.parent.kill()
    until(lambda: running.left() == running.born())


def test_a_brood_that_fails_by_itself_is_given_up(tmp_path: Path) -> None:
    made = Running(tmp_path, work="raise LookupError('tidak jadi')")
    _output, said = made.parent.communicate(timeout=60)
    assert made.parent.returncode == 1
    assert "tidak jadi" in said
    assert made.born() == set()


LOADED = """\
import sys
from kentongan.config.boot import start_django
start_django()
from kentongan.config.commands import worker
worker.load()
before = set(sys.modules)
from django.urls import reverse
from kentongan.kernel.http import HttpClient, NotSent
reverse("publishing:post", args=["00000000-0000-0000-0000-000000000000"])
try:
    HttpClient(inner_hosts=["127.0.0.1:9"]).request("GET", "http://127.0.0.1:9/")
except NotSent:
    pass
names = {name.partition(".")[0] for name in set(sys.modules) - before}
print(sorted(names & {"kentongan", "django", "httpx2", "httpcore2", "h11", "truststore"}))
"""


def test_what_a_child_needs_first_is_loaded_before_it_is_born(tmp_path: Path) -> None:
    environment = {**os.environ, "KENTONGAN_DATA": str(tmp_path)}
    environment.pop("DJANGO_SETTINGS_MODULE", None)
    told = subprocess.run(
        [sys.executable, "-c", LOADED], env=environment, capture_output=True, text=True, check=True
    )
    assert told.stdout.strip() == "[]"

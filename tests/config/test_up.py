"""The whole product, started as people start it."""

from __future__ import annotations

import json
import os
import signal
import socket
import subprocess
import sys
import urllib.error
import urllib.request
from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.config.test_supervisor import alive, until
from tests.servers import Product

pytestmark = [pytest.mark.slow, pytest.mark.no_database]


class Kentongan:
    """``kentongan up`` on a free port, with a data folder that outlives a start."""

    def __init__(self, data: Path) -> None:
        self.data = data
        with socket.socket() as probe:
            probe.bind(("127.0.0.1", 0))
            self.port = probe.getsockname()[1]
        self.process: subprocess.Popen[str] | None = None

    def start(self, *arguments: str) -> subprocess.Popen[str]:
        """Start it; at most one at a time."""
        kept = {k: v for k, v in os.environ.items() if not k.startswith(("KENTONGAN_", "DJANGO_"))}
        command = ["up", "--port", str(self.port), "--data", str(self.data), *arguments]
        self.process = subprocess.Popen(
            [sys.executable, "-m", "kentongan", *command],
            env=kept,
            stdout=subprocess.PIPE,
            stderr=subprocess.STDOUT,
            text=True,
        )
        return self.process

    def get(self, path: str) -> int:
        """The status of an address; 0 while nobody listens."""
        try:
            with urllib.request.urlopen(f"http://127.0.0.1:{self.port}{path}") as answer:
                return int(answer.status)
        except urllib.error.HTTPError as error:
            return error.code
        except OSError:
            return 0

    def children(self) -> list[int]:
        """Process ids of web and worker."""
        assert self.process is not None
        path = Path(f"/proc/{self.process.pid}/task/{self.process.pid}/children")
        return [int(pid) for pid in path.read_text().split()]


@pytest.fixture
def kentongan(tmp_path: Path) -> Iterator[Kentongan]:
    running = Kentongan(tmp_path / "data")
    yield running
    if running.process is not None and running.process.poll() is None:
        running.process.kill()
        running.process.communicate()


def test_the_first_start_sets_up_the_example_and_says_who_may_sign_in(product: Product) -> None:
    said = Path(product.log).read_text("utf-8")
    assert "Basis data … selesai" in said
    assert f"Kentongan siap di {product.url}/" in said
    assert f"Sandi: {product.password}" in said
    assert "Berhenti: Ctrl-C" in said
    kept = Path(product.data) / "demo.json"
    assert all(login["user"] in said for login in json.loads(kept.read_text())["logins"])
    assert kept.stat().st_mode & 0o777 == 0o600


def test_an_empty_start_guides_and_the_second_only_starts(kentongan: Kentongan) -> None:
    first = kentongan.start("--no-demo")
    until(lambda: kentongan.get("/healthz") == 200, seconds=300)
    assert kentongan.get("/mulai/") == 200
    first.send_signal(signal.SIGINT)
    said, _ = first.communicate(timeout=120)
    assert first.returncode == 0
    assert "Basis data … selesai" in said
    assert "Kentongan berhenti." in said
    assert not (kentongan.data / "demo.json").exists()

    second = kentongan.start()
    until(lambda: kentongan.get("/healthz") == 200, seconds=120)
    other = subprocess.run(
        [sys.executable, "-m", "kentongan", "up", "--data", str(kentongan.data), "--port", "1"],
        capture_output=True,
        text=True,
        check=False,
    )
    assert "sudah berjalan dengan folder data" in other.stderr
    children = kentongan.children()
    assert len(children) == 2
    second.kill()  # the worst end: nobody is asked
    said, _ = second.communicate()
    assert "Basis data …" not in said
    # A worker lets what it reads be read, and pictures are read when nobody else computes.
    until(lambda: not any(alive(pid) for pid in children), seconds=120)

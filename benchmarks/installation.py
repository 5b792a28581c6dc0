"""A throw-away installation for measurements: data folder, database, processes, posts to send."""

from __future__ import annotations

import os
import shutil
import signal
import socket
import subprocess
import sys
import tempfile
import time
import urllib.request
from collections.abc import Iterator, Mapping
from contextlib import contextmanager, suppress
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent


def free_port() -> int:
    """A port of loopback that nobody listens on."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


class Installation:
    """Environment and processes. Everything ends with the ``with`` block, but for a ``folder``
    of one's own, which is left for the next measurement."""

    def __init__(
        self, *, database: str = "", threads: int = 32, inner: str = "", folder: str = ""
    ) -> None:
        self.kept = bool(folder)
        self.data = Path(folder or tempfile.mkdtemp(prefix="kentongan-ukur-"))
        self.port = free_port()
        self.url = f"http://127.0.0.1:{self.port}"
        self.environment: dict[str, str] = {
            **{k: v for k, v in os.environ.items() if not k.startswith("KENTONGAN_")},
            "PYTHONPATH": f"{ROOT / 'src'}{os.pathsep}{ROOT}",
            "DJANGO_SETTINGS_MODULE": "kentongan.config.settings",
            "KENTONGAN_DATA": str(self.data),
            "KENTONGAN_PORT": str(self.port),
            "KENTONGAN_DATABASE_URL": database,
            "KENTONGAN_WORKER_THREADS": str(threads),
            "KENTONGAN_LOG_LEVEL": "error",
            "KENTONGAN_INNER_HOSTS": inner,
        }
        self.processes: list[subprocess.Popen[bytes]] = []

    def allow(self, host: str) -> None:
        """Let outgoing requests reach ``host:port`` on this machine."""
        known = self.environment["KENTONGAN_INNER_HOSTS"]
        self.environment["KENTONGAN_INNER_HOSTS"] = ",".join(filter(None, [known, host]))

    def command(self, *words: str) -> list[str]:
        """The command line of the product."""
        return [sys.executable, "-m", "kentongan", *words]

    def run(self, *words: str) -> None:
        """One command to its end."""
        subprocess.run(self.command(*words), env=self.environment, check=True, cwd=self.data)

    def start(self, *words: str) -> subprocess.Popen[bytes]:
        """A process that is ended with the installation."""
        process = subprocess.Popen(
            self.command(*words), env=self.environment, cwd=self.data, start_new_session=True
        )
        self.processes.append(process)
        return process

    def wait_answer(self, seconds: float = 30) -> None:
        """Wait until the web process answers anything at all."""
        deadline = time.monotonic() + seconds
        while time.monotonic() < deadline:
            try:
                with socket.create_connection(("127.0.0.1", self.port), timeout=2):
                    return
            except OSError:
                time.sleep(0.05)
        raise TimeoutError("the web process does not listen")

    def wait_ready(self, path: str = "/healthz", seconds: float = 30) -> float:
        """Seconds until ``path`` answers 200."""
        began = time.monotonic()
        while time.monotonic() - began < seconds:
            try:
                with urllib.request.urlopen(self.url + path, timeout=2) as answer:
                    if answer.status == 200:
                        return time.monotonic() - began
            except OSError:
                time.sleep(0.05)
        raise TimeoutError(f"{path} does not answer")

    def stop(self, process: subprocess.Popen[bytes], number: int = signal.SIGTERM) -> None:
        """End one process by its id."""
        if process.poll() is None:
            os.kill(process.pid, number)
        process.wait(timeout=30)

    def close(self) -> None:
        """End everything and remove the data."""
        for process in self.processes:
            if process.poll() is None:
                self.stop(process)
        if not self.kept:
            shutil.rmtree(self.data, ignore_errors=True)


@contextmanager
def installation(**options: str | int) -> Iterator[Installation]:
    """An installation with an empty, migrated and seeded database."""
    made = Installation(**options)  # type: ignore[arg-type]
    try:
        yield made
    finally:
        made.close()


def enter(environment: Mapping[str, str]) -> None:
    """Make this process a part of the installation: its settings, its database, its start."""
    for name in [n for n in os.environ if n.startswith("KENTONGAN_")]:
        del os.environ[name]
    os.environ.update(environment)
    from kentongan.config.boot import start_django

    start_django()


def resident_kilobytes(pid: int) -> int:
    """Resident memory of a process, from the kernel."""
    for line in Path(f"/proc/{pid}/status").read_text().splitlines():
        if line.startswith("VmRSS:"):
            return int(line.split()[1])
    return 0


def children(pid: int) -> list[int]:
    """A process and everything below it."""
    found = [pid]
    for task in Path(f"/proc/{pid}/task").glob("*/children"):
        with suppress(OSError):  # the thread has just ended
            for child in task.read_text().split():
                found += children(int(child))
    return found

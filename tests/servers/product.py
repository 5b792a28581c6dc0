"""The product itself with the example pemda: web and worker as processes, SQLite, loopback.

One for a whole session of browser tests: set-up and a warm web process cost more than most tests.
"""

import contextlib
import sys
import urllib.request
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from tests.servers.process import Process, free_ports, run, scratch_directory

ROOT = Path(__file__).resolve().parents[2]
PASSWORD = "peragaan kentongan 2026"
THREADS = 4


@dataclass(frozen=True, kw_only=True)
class Product:
    """Where it listens, and the password of all its logins."""

    url: str
    password: str


@contextlib.contextmanager
def running() -> Iterator[Product]:
    """Set up in a fresh folder, started, and ready for people."""
    with scratch_directory("product") as home:
        (port,) = free_ports(1)
        url = f"http://127.0.0.1:{port}"
        environment = {
            "PYTHONPATH": f"{ROOT / 'src'}:{ROOT}",
            "DJANGO_SETTINGS_MODULE": "kentongan.config.settings",
            "KENTONGAN_DATA": str(home / "data"),
            "KENTONGAN_PORT": str(port),
            "KENTONGAN_DEMO_PASSWORD": PASSWORD,
            "KENTONGAN_WORKER_THREADS": str(THREADS),
        }
        command = [sys.executable, "-m", "kentongan"]
        run([*command, "setup"], home=home, env=environment, seconds=300)

        def ready() -> bool:
            with contextlib.suppress(OSError):
                with urllib.request.urlopen(url + "/healthz", timeout=2) as answer:
                    return bool(answer.status == 200)
            return False

        with contextlib.ExitStack() as stack:
            parts = [
                Process(argv=[*command, part], home=home, log=home / f"{part}.log", env=environment)
                for part in ("web", "worker")
            ]
            for process in parts:
                stack.enter_context(process.running())
            parts[0].wait_until(ready, seconds=120)
            yield Product(url=url, password=PASSWORD)

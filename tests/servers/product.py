"""The product itself with the example pemda, as people run it: ``kentongan up``, SQLite, loopback.

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
#: Who is given a token of the API, for this unit and what is below it.
WRITERS, UNIT = ("admin.kecamatan", "sekcam"), "kec-titirwangi"


@dataclass(frozen=True, kw_only=True)
class Product:
    """Where it listens, the password of all its logins, its data, and what it said.

    ``tokens``: of the API, by login.
    """

    url: str
    password: str
    data: str
    log: str
    tokens: dict[str, str]


@contextlib.contextmanager
def running() -> Iterator[Product]:
    """Its first start in a fresh folder: set up, started, and ready for people."""
    with scratch_directory("product") as home:
        (port,) = free_ports(1)
        url, data, log = f"http://127.0.0.1:{port}", home / "data", home / "up.log"
        command = [sys.executable, "-m", "kentongan"]
        environment = {
            "PYTHONPATH": f"{ROOT / 'src'}:{ROOT}",
            "DJANGO_SETTINGS_MODULE": "kentongan.config.settings",
            "KENTONGAN_DATA": str(data),
            "KENTONGAN_DEMO_PASSWORD": PASSWORD,
            "KENTONGAN_WORKER_THREADS": str(THREADS),
        }
        up = Process(
            argv=[*command, "up", "--port", str(port)], home=home, log=log, env=environment
        )

        def token(user: str) -> str:
            wanted = ["token", "create", "--user", user, "--unit", UNIT]
            said = run([*command, *wanted], home=home, env=environment)
            return said.split()[-1]

        def ready() -> bool:
            with contextlib.suppress(OSError):
                with urllib.request.urlopen(url + "/healthz", timeout=2) as answer:
                    return bool(answer.status == 200)
            return False

        with up.running():
            up.wait_until(ready, seconds=420)
            tokens = {user: token(user) for user in WRITERS}
            yield Product(url=url, password=PASSWORD, data=str(data), log=str(log), tokens=tokens)

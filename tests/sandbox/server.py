"""The sandbox network as a server of its own: waitress and SQLite in a child process.

with running() as sandbox:
    account = sandbox.create_account()
"""

import contextlib
import json
import os
import re
import sys
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import httpx2

from tests.servers.process import Process, free_ports, port_answers, scratch_directory

ROOT = Path(__file__).parents[2]
ACCOUNTS = 200


@dataclass(frozen=True, kw_only=True)
class SandboxUser:
    """A fresh account of the network."""

    handle: str
    token: str


@dataclass(kw_only=True)
class Sandbox:
    """A running server; ``base_url`` includes ``/sandbox``."""

    base_url: str
    _fresh: list[SandboxUser] = field(default_factory=list)

    def create_account(self) -> SandboxUser:
        """An account nobody used before."""
        return self._fresh.pop()

    def call(self, method: str, path: str, user: SandboxUser, **options: Any) -> httpx2.Response:
        """A request of the API as this account."""
        headers = {"Authorization": f"Bearer {user.token}"}
        url = f"{self.base_url}/api/{path}"
        return httpx2.request(method, url, headers=headers, timeout=10, **options)

    def posts(self, user: SandboxUser) -> list[dict[str, Any]]:
        """What is public of this account, newest first."""
        found: list[dict[str, Any]] = self.call("GET", "posts", user).json()["posts"]
        return found

    def fault(self, user: SandboxUser, mode: str, **more: Any) -> None:
        """Switch a fault on for this account."""
        answer = self.call("POST", "faults", user, json={"mode": mode, **more})
        assert answer.status_code == 201, answer.text


@contextlib.contextmanager
def running(*, threads: int = 8) -> Iterator[Sandbox]:
    """Starts the server; about 2 s."""
    with scratch_directory("sandbox") as home:
        (port,) = free_ports(1)
        process = Process(
            argv=[sys.executable, "-m", "tests.sandbox.server", str(port), str(threads)],
            home=ROOT,
            log=home / "log.txt",
            env={
                "PYTHONPATH": os.pathsep.join((str(ROOT / "src"), str(ROOT))),
                "PYTHONDONTWRITEBYTECODE": "1",
                "KENTONGAN_DATA": str(home / "data"),
                "KENTONGAN_PORT": str(port),
                "DJANGO_SETTINGS_MODULE": "tests.sandbox.settings",
            },
        )
        with process.running():
            process.wait_until(lambda: port_answers(port))
            listed = re.search(r"^ACCOUNTS (.+)$", process.log_tail(200_000), re.MULTILINE)
            assert listed is not None, process.log_tail()
            users = [SandboxUser(handle=h, token=t) for h, t in json.loads(listed[1])]
            yield Sandbox(base_url=f"http://127.0.0.1:{port}/sandbox", _fresh=users)


def main() -> None:
    """Migrates, makes accounts, says so, serves. The parent runs it."""
    import django
    from django.core.management import call_command
    from django.core.wsgi import get_wsgi_application

    Path(os.environ["KENTONGAN_DATA"]).mkdir(parents=True)
    django.setup()
    call_command("migrate", verbosity=0)
    import waitress

    from kentongan.sandbox.actions import create_account

    made = [(f"akun{i}", create_account(f"akun{i}", f"Akun {i}")) for i in range(ACCOUNTS)]
    print("ACCOUNTS", json.dumps(made), flush=True)
    application = get_wsgi_application()
    port, threads = int(sys.argv[1]), int(sys.argv[2])
    waitress.serve(application, host="127.0.0.1", port=port, threads=threads)


if __name__ == "__main__":
    main()

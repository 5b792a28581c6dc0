"""A host with a worker and a dispatcher, on the database of the tests.

    python -m tests.servers.machine DATABASE BROKER NOTES INNER_HOST …

Both are the product's own commands, in one process group that can be killed as a power cut would.
Leases and leads are short, since a test that kills a host waits for them to end. The one periodic
job that is known comes every two seconds and leaves a line in NOTES.
"""

from __future__ import annotations

import argparse
import os
import signal
import sys
from collections.abc import Sequence
from datetime import datetime, timedelta
from pathlib import Path
from subprocess import Popen

from tests.servers.worker import LEASE, ROOT, answer_for_ours

THREADS = 4
EVERY = 2
TICK = "uji.detak"


class Machine:
    """A running host; ``close`` ends it if it still runs."""

    def __init__(self, database: str, broker: str, notes: Path, inner_host: str) -> None:
        environment = {
            **os.environ,
            "PYTHONPATH": f"{ROOT / 'src'}{os.pathsep}{ROOT}",
            "DJANGO_SETTINGS_MODULE": "tests.settings",
            "PYTEST_XDIST_WORKER": os.environ.get("PYTEST_XDIST_WORKER") or ".",
        }
        words = [sys.executable, "-m", "tests.servers.machine", database, broker, str(notes)]
        self._process = Popen(
            [*words, inner_host], env=environment, cwd=ROOT, start_new_session=True
        )

    def owns(self, pid: int) -> bool:
        """Whether this process runs here."""
        return os.getpgid(pid) == self._process.pid

    def close(self) -> None:
        """SIGKILL for all of it at once."""
        if self._process.poll() is None:
            os.killpg(self._process.pid, signal.SIGKILL)
        self._process.wait(20)


def main(database: str, broker: str, notes: str, inner_hosts: Sequence[str]) -> int:
    """Work until ended."""
    from django.conf import settings

    settings.DATABASES["default"]["NAME"] = database
    settings.BROKER_URL = broker
    settings.INNER_HOSTS = list(inner_hosts)
    import django

    django.setup()
    from kentongan.config.commands import dispatcher, worker
    from kentongan.delivery import doubt, source
    from kentongan.jobs import actions, registry, worker as loop

    source.LEASE = actions.LEASE = LEASE
    doubt.IN_FLIGHT = LEASE
    actions.LEAD = actions.SILENCE = timedelta(seconds=4)
    loop.HOUSEKEEPING = 1.0
    answer_for_ours()
    registry.KINDS.clear()

    @registry.job(TICK, every=f"*/{EVERY} * * * * *")
    def tick(*, at: datetime) -> None:
        with Path(notes).open("a") as book:
            book.write(f"{at.isoformat()}\n")

    # Forked before there is any thread or connection: half of the cost of two starts.
    command = worker if os.fork() else dispatcher
    return command.run(argparse.Namespace(threads=THREADS, processes=None))


if __name__ == "__main__":
    raise SystemExit(main(*sys.argv[1:4], sys.argv[4:]))

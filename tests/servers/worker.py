"""A worker process on the database of the tests, so that it can be killed like any other.

    python -m tests.servers.worker DATABASE INNER_HOST …

Leases are short, since a test that kills a worker waits for one to run out.
"""

from __future__ import annotations

import contextlib
import os
import sys
from collections.abc import Iterator, Sequence
from datetime import timedelta
from pathlib import Path
from subprocess import Popen

ROOT = Path(__file__).resolve().parents[2]
LEASE = timedelta(seconds=6)


@contextlib.contextmanager
def running(database: str, inner_hosts: Sequence[str]) -> Iterator[Popen[bytes]]:
    """The process; ends with the block, by SIGKILL if it still runs then."""
    environment = {
        **os.environ,
        "PYTHONPATH": f"{ROOT / 'src'}{os.pathsep}{ROOT}",
        "DJANGO_SETTINGS_MODULE": "tests.settings",
        # The same folder as the process of the tests: pictures lie there.
        "PYTEST_XDIST_WORKER": os.environ.get("PYTEST_XDIST_WORKER") or ".",
    }
    process = Popen([sys.executable, "-m", "tests.servers.worker", database, *inner_hosts],
                    env=environment, cwd=ROOT)  # fmt: skip
    try:
        yield process
    finally:
        process.kill()
        process.wait(20)


def main(database: str, inner_hosts: Sequence[str]) -> None:
    """Work until killed."""
    from django.conf import settings

    settings.DATABASES["default"]["NAME"] = database
    settings.INNER_HOSTS = list(inner_hosts)
    import django

    django.setup()
    from kentongan.delivery import source
    from kentongan.jobs.worker import build
    from kentongan.kernel.clock import SystemClock

    source.LEASE = LEASE
    build(clock=SystemClock(), threads=4).run()


if __name__ == "__main__":
    main(sys.argv[1], sys.argv[2:])

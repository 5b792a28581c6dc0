"""A worker process on the database of the tests, so that it can be stopped and killed.

    python -m tests.servers.worker DATABASE INNER_HOST … [--threads 4] [--lease 6] …

It is the product's own command. Leases are short, since a test that kills a worker waits for one
to run out; and for deliveries of the tests' own there is somebody who answers (``PURPOSE``).
"""

from __future__ import annotations

import argparse
import contextlib
import os
import sys
from collections.abc import Iterator, Sequence
from datetime import timedelta
from pathlib import Path
from subprocess import Popen

ROOT = Path(__file__).resolve().parents[2]
LEASE = timedelta(seconds=6)
PURPOSE = "uji"


@contextlib.contextmanager
def running(
    database: str, inner_hosts: Sequence[str], **options: float | str
) -> Iterator[Popen[bytes]]:
    """The process; ends with the block, by SIGKILL if it still runs then.

    ``options``: those of the command line, such as ``threads=8``; ``site``: where networks that
    fetch by themselves find us.
    """
    environment = {
        **os.environ,
        "PYTHONPATH": f"{ROOT / 'src'}{os.pathsep}{ROOT}",
        "DJANGO_SETTINGS_MODULE": "tests.settings",
        # The same folder as the process of the tests: pictures lie there.
        "PYTEST_XDIST_WORKER": os.environ.get("PYTEST_XDIST_WORKER") or ".",
    }
    words = [f"--{name.replace('_', '-')}={value}" for name, value in options.items()]
    process = Popen([sys.executable, "-m", "tests.servers.worker", database, *inner_hosts, *words],
                    env=environment, cwd=ROOT)  # fmt: skip
    try:
        yield process
    finally:
        process.kill()
        process.wait(20)


def answer_for_ours() -> None:
    """Nobody objects to deliveries of the tests, and nobody wants to know what becomes of them."""
    from kentongan.delivery import guards

    guards.register(
        PURPOSE,
        guard=guards.each(lambda _delivery, _at: None),
        listener=guards.tell_each(lambda *_told: None),
    )


def main() -> int:
    """Work until told to stop."""
    parser = argparse.ArgumentParser(description="A worker on the database of the tests.")
    parser.add_argument("database")
    parser.add_argument("inner_hosts", nargs="*")
    parser.add_argument("--threads", type=int, default=4)
    seconds = {"--lease": LEASE.total_seconds(), "--in-flight": 60.0, "--silent": 2.0}
    for name, usual in seconds.items():
        parser.add_argument(name, type=float, default=usual, help="seconds")
    parser.add_argument("--site", default="", help="our address for networks that fetch")
    given = parser.parse_args()
    from django.conf import settings

    settings.DATABASES["default"]["NAME"] = given.database
    settings.INNER_HOSTS = given.inner_hosts
    settings.SITE_URL = given.site or settings.SITE_URL
    import django

    django.setup()
    from kentongan.config.commands import worker
    from kentongan.delivery import doubt, source
    from kentongan.jobs import lanes

    source.LEASE = timedelta(seconds=given.lease)
    doubt.IN_FLIGHT = timedelta(seconds=given.in_flight)
    lanes.SILENT = given.silent
    answer_for_ours()
    return worker.run(argparse.Namespace(threads=given.threads, processes=None))


if __name__ == "__main__":
    raise SystemExit(main())

"""``worker``: a worker process alone."""

from __future__ import annotations

import argparse
import signal
from collections.abc import Callable, Sequence
from importlib import import_module

from kentongan.config import arguments as wording, brood
from kentongan.config.boot import start_on_data
from kentongan.kernel.memory import loading, settle

HELP = "jalankan satu proses pekerja saja (kiriman dan pekerjaan terjadwal)"


def arguments(parser: argparse.ArgumentParser) -> None:
    """Options."""
    parser.add_argument("--threads", type=int, metavar="N", help="jumlah utas (bawaan: 16)")
    parser.add_argument(
        "--processes",
        type=int,
        metavar="N",
        help="jumlah proses yang berbagi isi yang dimuat (bawaan: 1)",
    )
    wording.add_data(parser)


def run(options: argparse.Namespace) -> int:
    """Works until SIGTERM; then takes nothing new and finishes what runs."""
    start_on_data(serving=True)
    from django.conf import settings

    count = options.processes or settings.WORKER_PROCESSES
    if count <= 1:
        return _work(options.threads)
    load()
    return brood.keep(count, lambda: _work(options.threads))


def load() -> None:
    """Load what a worker loads at its first check, notice and call, so that it is shared.

    Addresses of pages bring all pages with them, rules their patterns: half a second of processor
    time each in every child.
    """
    from django.urls import get_resolver

    from kentongan.compliance.rules import all_rules
    from kentongan.kernel import http

    with loading():
        import_module("kentongan.jobs.worker")
        all_rules()
        # Its first use fills it, and nothing else does.
        get_resolver().reverse_dict  # noqa: B018
        http.load()


def _work(threads: int | None) -> int:
    from django.conf import settings

    from kentongan.jobs.worker import build
    from kentongan.kernel.clock import SystemClock

    loop = build(clock=SystemClock(), threads=threads or settings.WORKER_THREADS)
    settle()
    if not settings.BROKER_URL:
        _when_told([loop.stop])
        loop.run()
        return 0
    # Celery is installed only where a broker is named.
    from kentongan.jobs.broker import listen

    listener = listen(settings.BROKER_URL, loop)
    _when_told([listener.stop, loop.stop])
    listener.start()
    loop.run()
    listener.join()
    return 0


def _when_told(stops: Sequence[Callable[[], None]]) -> None:
    """Call these, in their order, when somebody asks the process to end."""

    def end(*_: object) -> None:
        for stop in stops:
            stop()

    for number in (signal.SIGTERM, signal.SIGINT):
        signal.signal(number, end)

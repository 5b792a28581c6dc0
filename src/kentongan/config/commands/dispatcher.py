"""``dispatcher``: hands what is due to the workers of many hosts, through the broker."""

from __future__ import annotations

import argparse
import signal

from kentongan.config import arguments as wording
from kentongan.config.boot import start_on_data
from kentongan.config.console import Trouble

HELP = "bagikan yang jatuh waktu ke pekerja di banyak mesin (perlu KENTONGAN_BROKER_URL)"


def arguments(parser: argparse.ArgumentParser) -> None:
    """Options."""
    wording.add_data(parser)


def run(_options: argparse.Namespace) -> int:
    """Sends until SIGTERM. Several may run; one of them leads."""
    start_on_data(serving=True)
    from django.conf import settings

    if not settings.BROKER_URL:
        raise Trouble(
            "KENTONGAN_BROKER_URL belum diisi: tanpa itu tiap pekerja mengambil sendiri, dan"
            " pembagi tidak diperlukan."
        )
    # Celery is installed only where a broker is named.
    from kentongan.jobs.broker import Broker
    from kentongan.jobs.dispatcher import Dispatcher
    from kentongan.jobs.worker import all_sources
    from kentongan.kernel.clock import SystemClock

    broker = Broker(settings.BROKER_URL)
    clock = SystemClock()
    dispatcher = Dispatcher(clock=clock, sources=all_sources(clock), sender=broker)
    for number in (signal.SIGTERM, signal.SIGINT):
        signal.signal(number, lambda *_: dispatcher.stop())
    dispatcher.run()
    broker.close()
    return 0

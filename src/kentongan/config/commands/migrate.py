"""``migrate``: bring the tables up to date."""

from __future__ import annotations

import argparse

from kentongan.config import arguments as wording
from kentongan.config.boot import start_django

HELP = "perbarui tabel basis data (sudah termasuk dalam setup dan up)"


def arguments(parser: argparse.ArgumentParser) -> None:
    """Options."""
    wording.add_data(parser)


def run(_options: argparse.Namespace) -> int:
    """Shows each migration as it is applied."""
    start_django()
    from django.core.management import call_command

    call_command("migrate", interactive=False)
    return 0

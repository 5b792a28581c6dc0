"""``setup``: database, data, texts, static files, demo; then stop."""

from __future__ import annotations

import argparse

from kentongan.config import arguments as wording
from kentongan.config.boot import FULL, start_django
from kentongan.config.console import Trouble
from kentongan.kernel import disk

HELP = "siapkan basis data, data awal, terjemahan, berkas tampilan, dan pemda contoh"


def arguments(parser: argparse.ArgumentParser) -> None:
    """Options."""
    wording.add_data(parser)
    parser.add_argument("--no-demo", action="store_true", help="tanpa pemda contoh")
    parser.add_argument("--force", action="store_true", help="kerjakan semua, juga yang sudah siap")


def run(options: argparse.Namespace) -> int:
    """Does what is due."""
    start_django()
    from kentongan.config import setup

    try:
        setup.run(demo=not options.no_demo, force=options.force)
    except Exception as error:
        if not disk.is_full(error):
            raise
        raise Trouble(FULL) from error
    return 0

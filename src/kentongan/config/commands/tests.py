"""``test``: all tests, or the fast ones."""

from __future__ import annotations

import argparse
import subprocess
import sys

from kentongan.config.repository import tool

HELP = "pasang kebutuhan uji, lalu jalankan semua uji; `test fast` untuk yang cepat saja"


def arguments(parser: argparse.ArgumentParser) -> None:
    """Options."""
    parser.add_argument(
        "arguments",
        nargs="*",
        metavar="PILIHAN",
        help="fast: tanpa server dan peramban, halaman dan konektor hanya dari yang sedang diubah;"
        " sesudah -- pilihan untuk pytest,"
        " misalnya: test fast -- tests/people -k cuti",
    )


def run(options: argparse.Namespace) -> int:
    """Runs ``tools/tests.py``."""
    return subprocess.call([sys.executable, tool("tests.py"), *options.arguments])

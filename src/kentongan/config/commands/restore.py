"""``restore``: put a backup back."""

from __future__ import annotations

import argparse
from pathlib import Path

from kentongan.config import arguments as wording
from kentongan.config.boot import writable_data_dir
from kentongan.config.commands.up import alone
from kentongan.config.console import say, step
from kentongan.config.environment import Environment

HELP = "kembalikan berkas cadangan (saat Kentongan berhenti)"


def arguments(parser: argparse.ArgumentParser) -> None:
    """Options."""
    parser.add_argument("file", metavar="BERKAS", type=Path, help="berkas dari perintah backup")
    parser.add_argument(
        "--force", action="store_true", help="timpa data yang ada; yang lama tidak disimpan"
    )
    wording.add_data(parser)


def run(options: argparse.Namespace) -> int:
    """Checks the file first; then replaces database, files and keys."""
    from kentongan.config import archive  # what `up` can do without

    with alone(writable_data_dir()), step("Mengembalikan"):
        archive.read(Environment(), options.file.expanduser(), force=options.force)
    say("Selesai. Jalankan ./kentongan up; tabel diperbarui bila perlu.")
    return 0

"""``check-code``: formatter, linter, types, import contracts, templates, migrations, documents."""

from __future__ import annotations

import argparse
import subprocess
import sys

from kentongan.config.repository import tool

HELP = "periksa kode: format, aturan, tipe, arah impor, templat, migrasi, dokumen"


def arguments(parser: argparse.ArgumentParser) -> None:
    """No options."""


def run(_options: argparse.Namespace) -> int:
    """Runs ``tools/checks.py``; its exit code."""
    return subprocess.call([sys.executable, tool("checks.py")])

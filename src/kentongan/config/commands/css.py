"""``css``: compile the style sheet, for developers (Node is needed)."""

from __future__ import annotations

import argparse
import shutil
import subprocess

from kentongan.config.console import Trouble
from kentongan.config.repository import tool

HELP = "susun ulang CSS, JavaScript, dan ikon (perlu Node; hanya untuk pengembang)"


def arguments(parser: argparse.ArgumentParser) -> None:
    """Options."""
    parser.add_argument(
        "--check", action="store_true", help="jangan tulis; gagal bila berkas tersimpan berbeda"
    )


def run(options: argparse.Namespace) -> int:
    """Runs ``tools/css.sh``."""
    if shutil.which("node") is None or shutil.which("npm") is None:
        raise Trouble("Perlu Node dan npm. Di Debian: sudo apt-get install nodejs npm")
    return subprocess.call([tool("css.sh"), *(["--check"] * options.check)])

"""``version``: which Kentongan, which Python."""

from __future__ import annotations

import argparse
import platform

from kentongan import __version__
from kentongan.config.console import say

HELP = "cetak versi"


def arguments(parser: argparse.ArgumentParser) -> None:
    """No options."""


def run(_options: argparse.Namespace) -> int:
    """One line."""
    say(f"Kentongan {__version__} (Python {platform.python_version()})")
    return 0

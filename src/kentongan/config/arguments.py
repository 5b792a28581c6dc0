"""Options that several commands share."""

from __future__ import annotations

import argparse


def add_data(parser: argparse.ArgumentParser) -> None:
    """The option that all commands which touch data share."""
    parser.add_argument(
        "--data", metavar="FOLDER", help="folder data (bawaan: KENTONGAN_DATA, atau var/)"
    )

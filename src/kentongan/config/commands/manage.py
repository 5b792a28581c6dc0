"""``manage``: Django's own commands."""

from __future__ import annotations

import argparse
from collections.abc import Sequence

from kentongan.config.boot import start_django

HELP = "perintah Django, misalnya: manage shell, manage makemigrations"


def arguments(parser: argparse.ArgumentParser) -> None:
    """Everything is handed on; see ``hand_on``."""
    parser.add_argument("arguments", nargs="*", metavar="…", help="perintah Django dan pilihannya")


def run(options: argparse.Namespace) -> int:
    """Unused by people: the command line hands everything on before it parses."""
    return hand_on(options.arguments)


def hand_on(arguments: Sequence[str]) -> int:
    """Runs ``django-admin`` with our settings."""
    start_django()
    from django.core.management import execute_from_command_line

    execute_from_command_line(["./kentongan manage", *arguments])
    return 0

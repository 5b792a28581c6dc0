"""``triage``: what citizens' messages are. Its own options; see its ``--help``."""

from __future__ import annotations

import argparse
from collections.abc import Sequence

HELP = "baca jenis, penanda, nada, bahasa, dan tempat dari pesan warga, tanpa basis data"


def arguments(parser: argparse.ArgumentParser) -> None:
    """Everything is handed on; see ``hand_on``."""
    parser.add_argument("arguments", nargs="*", metavar="BERKAS", help="berkas yang dibaca")


def run(options: argparse.Namespace) -> int:
    """Unused by people: the command line hands everything on before it parses."""
    return hand_on(options.arguments)


def hand_on(arguments: Sequence[str]) -> int:
    """Runs the feature's own command line, which needs no Django."""
    from kentongan.language.triage import command

    return int(command.main(list(arguments)))

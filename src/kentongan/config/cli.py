"""The command line. Django is loaded only by the commands that need it, so help is instant.

One module per command in ``commands/``, each with ``HELP``, ``arguments(parser)`` and
``run(options) -> exit code``; they are listed here and nowhere else.
"""

from __future__ import annotations

import argparse
import os
import sys
from collections.abc import Sequence
from pathlib import Path
from typing import Protocol

from kentongan import __version__
from kentongan.config.boot import refusal
from kentongan.config.commands import (
    backup,
    check,
    checks,
    css,
    dispatcher,
    keys,
    ledger,
    manage,
    migrate,
    restore,
    setup,
    tests,
    token,
    triage,
    up,
    user,
    version,
    web,
    worker,
)
from kentongan.config.console import Trouble, fail
from kentongan.kernel.arguments import Parser

PROGRAM = "./kentongan"


class Command(Protocol):
    """What a module in ``commands/`` offers."""

    HELP: str

    def arguments(self, parser: argparse.ArgumentParser) -> None:
        """Declare the options."""

    def run(self, options: argparse.Namespace) -> int:
        """Do it; the exit code."""


GROUPS: dict[str, dict[str, Command]] = {
    "Menjalankan": {
        "up": up,
        "setup": setup,
        "web": web,
        "worker": worker,
        "dispatcher": dispatcher,
        "migrate": migrate,
    },
    "Mengelola": {
        "user": user,
        "token": token,
        "keys": keys,
        "backup": backup,
        "restore": restore,
        "verify-ledger": ledger,
        "check": check,
        "triage": triage,
    },
    "Mengembangkan": {
        "test": tests,
        "check-code": checks,
        "css": css,
        "manage": manage,
        "version": version,
    },
}
COMMANDS: dict[str, Command] = {name: c for group in GROUPS.values() for name, c in group.items()}

#: Commands that hand every argument on, ``--help`` included.
PASSING = {"check": check.hand_on, "manage": manage.hand_on, "triage": triage.hand_on}

INTRODUCTION = """\
Kentongan: meja kerja media sosial resmi pemerintah daerah.

Mulai dari sini:  ./kentongan up
"""


def build_parser() -> argparse.ArgumentParser:
    """The parser with all commands; also the source of ``docs/perintah.md``."""
    parser = Parser(
        prog=PROGRAM,
        usage=f"{PROGRAM} PERINTAH [pilihan]",
        description=INTRODUCTION,
        epilog=_overview(),
        raw_description=True,
    )
    parser.add_argument(
        "--version", action="version", version=f"Kentongan {__version__}", help="cetak versi"
    )
    parser.set_defaults(run=None)
    commands = parser.add_subparsers(
        title="perintah",
        metavar="PERINTAH",
        prog=PROGRAM,
        help=argparse.SUPPRESS,
        parser_class=Parser,
    )
    for name, command in COMMANDS.items():
        sub = commands.add_parser(name, description=command.HELP, help=command.HELP)
        command.arguments(sub)
        sub.set_defaults(run=sub.get_default("run") or command.run)
    return parser


def _overview() -> str:
    lines = []
    for title, group in GROUPS.items():
        lines.append(f"{title}:")
        lines += [f"  {name:<15}{command.HELP}" for name, command in group.items()]
        lines.append("")
    lines.append(f"Keterangan tiap perintah: {PROGRAM} PERINTAH --help")
    return "\n".join(lines)


def main(arguments: Sequence[str] | None = None) -> int:
    """Run one command; returns its exit code (2 for a wrong command line, 1 for trouble)."""
    given = list(sys.argv[1:] if arguments is None else arguments)
    if given[:1] == ["help"]:
        given = [*given[1:2], "--help"]
    try:
        if given and given[0] in PASSING:
            return PASSING[given[0]](given[1:])
        parser = build_parser()
        options = parser.parse_args(given or ["--help"])
        if options.run is None:
            parser.error("sebutkan perintahnya")
        if folder := getattr(options, "data", None):
            os.environ["KENTONGAN_DATA"] = str(Path(folder).expanduser().resolve())
        return int(options.run(options))
    except Trouble as trouble:
        return fail(str(trouble))
    except Exception as error:
        if words := refusal(error):
            return fail(words)
        raise
    except KeyboardInterrupt:
        return 130
    except BrokenPipeError:
        # The reader of our output left (``| head``): silence, as other tools do.
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        return 1

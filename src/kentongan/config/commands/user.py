"""``user password``: a new password for somebody who is locked out."""

from __future__ import annotations

import argparse
import getpass
import secrets
import sys

from kentongan.config import arguments as wording
from kentongan.config.boot import start_on_data
from kentongan.config.console import Trouble, say
from kentongan.kernel.arguments import Parser

HELP = "kelola pengguna dari server: sandi baru"


def arguments(parser: argparse.ArgumentParser) -> None:
    """Sub-commands."""
    actions = parser.add_subparsers(
        title="perintah", metavar="PERINTAH", required=True, parser_class=Parser
    )
    password = actions.add_parser(
        "password", help="beri sandi baru; orangnya keluar dari semua perangkat"
    )
    password.add_argument("name", metavar="NAMA", help="nama pengguna")
    password.add_argument("--random", action="store_true", help="buat sandi acak dan cetak")
    wording.add_data(password)
    parser.set_defaults(run=run)


def run(options: argparse.Namespace) -> int:
    """Asks for the password (or reads one line from a pipe) and sets it."""
    start_on_data()
    from kentongan.kernel.actor import Actor
    from kentongan.kernel.clock import now
    from kentongan.kernel.errors import KentonganError
    from kentongan.people.actions import set_password
    from kentongan.people.models import User

    user = User.objects.filter(username__iexact=options.name).first()
    if user is None:
        raise Trouble(f"Pengguna {options.name!r} tidak ada.")
    password = secrets.token_urlsafe(12) if options.random else _ask()
    try:
        set_password(user, password=password, by=Actor.system("cli"), at=now())
    except KentonganError as error:
        raise Trouble(str(error)) from error
    say(f"Sandi {user.username} diganti." + (f" Sandi baru: {password}" if options.random else ""))
    return 0


def _ask() -> str:
    if not sys.stdin.isatty():
        return sys.stdin.readline().rstrip("\n")
    first = getpass.getpass("Sandi baru: ")
    if first != getpass.getpass("Sekali lagi: "):
        raise Trouble("Kedua sandi berbeda. Ulangi.")
    return first

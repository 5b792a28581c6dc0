"""``token create``: an API token for a person, scoped to a unit and all below it."""

from __future__ import annotations

import argparse
from datetime import timedelta

from kentongan.config import arguments as wording
from kentongan.config.boot import start_on_data
from kentongan.config.console import Trouble, say
from kentongan.kernel.arguments import Parser

HELP = "buat token API"


def arguments(parser: argparse.ArgumentParser) -> None:
    """Sub-commands."""
    actions = parser.add_subparsers(
        title="perintah", metavar="PERINTAH", required=True, parser_class=Parser
    )
    create = actions.add_parser("create", help="buat dan cetak token; hanya tampak sekali ini")
    create.add_argument("--user", required=True, metavar="NAMA", help="nama pengguna pemilik token")
    create.add_argument(
        "--unit", required=True, metavar="KODE", help="unit teratas yang boleh dicapai"
    )
    create.add_argument(
        "--name", default="baris perintah", metavar="TEKS", help="untuk apa token ini"
    )
    create.add_argument(
        "--expires-days", type=int, metavar="HARI", help="masa berlaku (bawaan: tanpa batas)"
    )
    wording.add_data(create)
    parser.set_defaults(run=run)


def run(options: argparse.Namespace) -> int:
    """Prints the token on standard output, everything else on standard error."""
    start_on_data()
    from kentongan.kernel.actor import Actor
    from kentongan.kernel.clock import now
    from kentongan.kernel.errors import KentonganError
    from kentongan.people.actions import create_token
    from kentongan.people.models import Unit, User

    user = User.objects.filter(username__iexact=options.user, is_active=True).first()
    if user is None:
        raise Trouble(f"Pengguna {options.user!r} tidak ada atau tidak aktif.")
    unit = Unit.objects.filter(code=options.unit).first()
    if unit is None:
        raise Trouble(f"Unit {options.unit!r} tidak ada. Kode unit tampak di halaman Unit.")
    if options.expires_days is not None and options.expires_days < 1:
        raise Trouble("--expires-days harus 1 atau lebih.")
    at = now()
    ends = at + timedelta(days=options.expires_days) if options.expires_days else None
    try:
        _, secret = create_token(
            by=Actor.system("cli"), at=at, user=user, unit=unit, name=options.name, expires_at=ends
        )
    except KentonganError as error:
        raise Trouble(str(error)) from error
    say(secret)
    return 0

"""``keys rotate``: a new encryption key, and every credential encrypted anew with it."""

from __future__ import annotations

import argparse
import json

from kentongan.config import arguments as wording
from kentongan.config.boot import start_on_data, writable_data_dir
from kentongan.config.commands.up import alone
from kentongan.config.console import say
from kentongan.config.environment import Environment, new_key, write_private
from kentongan.kernel.arguments import Parser

HELP = "ganti kunci enkripsi kredensial"


def arguments(parser: argparse.ArgumentParser) -> None:
    """Sub-commands."""
    actions = parser.add_subparsers(
        title="perintah", metavar="PERINTAH", required=True, parser_class=Parser
    )
    rotate = actions.add_parser(
        "rotate", help="enkripsi ulang semua kredensial dengan kunci baru (saat Kentongan berhenti)"
    )
    wording.add_data(rotate)
    parser.set_defaults(run=run)


def run(_options: argparse.Namespace) -> int:
    """Safe to interrupt: the old keys stay in the ring until every row carries the new one.

    Keys given by ``KENTONGAN_ENCRYPTION_KEYS`` are not changed here: put the new one in front
    there first; then this encrypts everything with it.
    """
    with alone(writable_data_dir()):
        environment = Environment()
        own = not environment.encryption_keys
        if own:
            _, ring = environment.keys()
            _keep(environment, [new_key(), *ring])
        start_on_data()
        count = _encrypt_anew()
        if own:
            _keep(environment, environment.keys()[1][:1])
    say(f"{count} kredensial dienkripsi ulang dengan kunci baru.")
    if own:
        say(f"Kunci lama dibuang dari {environment.keys_file}.")
        say("Cadangan yang lebih lama memuat kuncinya sendiri.")
    else:
        say("Kunci lama kini boleh dihapus dari KENTONGAN_ENCRYPTION_KEYS.")
    return 0


def _keep(environment: Environment, ring: list[str]) -> None:
    kept = json.loads(environment.keys_file.read_text())
    write_private(environment.keys_file, json.dumps({**kept, "encryption": ring}))


def _encrypt_anew() -> int:
    """Every value of every encrypted field, in one transaction; returns how many."""
    from django.apps import apps
    from django.db import transaction

    from kentongan.kernel.actor import Actor
    from kentongan.kernel.clock import now
    from kentongan.kernel.secrets import EncryptedJSONField
    from kentongan.ledger.actions import record

    count = 0
    with transaction.atomic():
        for model in apps.get_models():
            for field in model._meta.get_fields():
                if not isinstance(field, EncryptedJSONField):
                    continue
                for row in model._base_manager.only("pk", field.name).iterator(chunk_size=500):
                    # Any key of the ring decrypted it; the first one encrypts.
                    row.save(update_fields=[field.name])
                    count += 1
        record(
            by=Actor.system("cli"),
            at=now(),
            action="keys.rotate",
            target=("installation", "1", "Kunci enkripsi"),
            data={"values": count},
        )
    return count

"""Set-up: tables, data that ships with the product, texts, static files, the demo pemda.

Every part carries a stamp of what went into it (``setup.json`` in the data folder), so that a
second start does nothing. The stamps are compared without Django; see ``stamps.py``.
"""

from __future__ import annotations

import json
import secrets
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager, nullcontext
from pathlib import Path
from typing import Any

import polib
from django.apps import apps
from django.conf import settings
from django.core.management import call_command
from django.db import connection
from django.db.migrations.loader import MigrationLoader

from kentongan.approval.seed import seed as approval_seed
from kentongan.compliance.seed import seed as compliance_seed
from kentongan.config import fresh
from kentongan.config.console import Trouble, say, step
from kentongan.config.environment import Environment, write_private
from kentongan.config.stamps import PACKAGE, Stamps
from kentongan.inbox.seed import seed as inbox_seed
from kentongan.kernel.clock import now
from kentongan.people.models import Installation, User
from kentongan.people.seed import seed as people_seed
from kentongan.planning.seed import seed as planning_seed

#: Data that ships with the product, in the order of the layers; each is harmless to repeat.
SEEDS = (people_seed, compliance_seed, planning_seed, approval_seed, inbox_seed)


def run(*, demo: bool, force: bool = False) -> None:
    """Do what is due; each part prints one line.

    Whether this data folder holds the demo is decided on its first run and kept.
    """
    environment = Environment()
    stamps = Stamps.read(environment)
    due = stamps.all_parts() if force else stamps.due(environment)
    if "database" in due:
        _database()
        stamps.done(environment, "database")
    if "texts" in due:
        with step("Terjemahan"):
            compile_texts(PACKAGE, settings.LOCALE_PATHS[0])
        stamps.done(environment, "texts")
    with _static_files() if "static" in due else nullcontext():
        if stamps.parts.get("demo", "yes" if demo else "no") == "no":
            stamps.keep(environment, "demo", "no")
        else:
            demo_pemda(environment)
            stamps.keep(environment, "demo", "yes")
    if "static" in due:
        stamps.done(environment, "static")


@contextmanager
def _static_files() -> Iterator[None]:
    """Gather and compress the static files in a process beside what goes on in the body.

    Both take seconds of one core on the first start, and neither needs anything of the other.
    """
    command = [sys.executable, "-P", "-m", "kentongan", "manage"]
    beside = subprocess.Popen(
        [*command, "collectstatic", "--no-input", "--verbosity", "0"],
        stdout=subprocess.DEVNULL,
        stderr=subprocess.PIPE,
        text=True,
    )
    try:
        yield
        with step("Berkas tampilan"):
            _out, said = beside.communicate()
            if beside.returncode:
                raise Trouble(f"Berkas tampilan gagal disiapkan: {said.strip()[-300:]}")
    finally:
        if beside.poll() is None:
            beside.terminate()
            beside.communicate()


def _database() -> None:
    with step("Basis data"):
        if fresh.is_empty(connection):
            fresh.build(connection)
        else:
            _no_newer()
            call_command("migrate", interactive=False, verbosity=0)
    with step("Data awal"):
        for seed in SEEDS:
            seed(at=now())


def _no_newer() -> None:
    """Raises Trouble where a later version has changed the tables: this one would write wrongly."""
    loader = MigrationLoader(connection)
    ours = {app.label for app in apps.get_app_configs() if app.name.startswith("kentongan.")}
    latest: dict[str, str] = {}
    for app, name in loader.disk_migrations:
        latest[app] = max(name, latest.get(app, ""))
    if any(name > latest.get(app, "") for app, name in loader.applied_migrations if app in ours):
        raise Trouble(
            "Data ini sudah dipakai Kentongan yang lebih baru. Jalankan versi itu, atau kembalikan"
            " cadangan dari versi ini ke folder lain: ./kentongan restore BERKAS --data FOLDER"
        )


def compile_texts(package: Path, target: Path) -> None:
    """Merge all ``.po`` files of a language into one ``django.mo`` below ``target``."""
    languages: dict[str, list[Path]] = {}
    for source in sorted(package.rglob("locale/*/LC_MESSAGES/django.po")):
        languages.setdefault(source.parts[-3], []).append(source)
    for language, sources in languages.items():
        merged = polib.POFile()
        merged.metadata = polib.pofile(str(sources[0])).metadata
        for source in sources:
            merged.extend(polib.pofile(str(source)).translated_entries())
        folder = target / language / "LC_MESSAGES"
        folder.mkdir(parents=True, exist_ok=True)
        merged.save_as_mofile(str(folder / "django.mo"))


def demo_pemda(environment: Environment) -> None:
    """The fictional pemda, once, on an empty database; logins go to ``demo.json`` (mode 600)."""
    path = environment.data_dir / "demo.json"
    wanted = environment.demo_password
    if not path.exists():
        if Installation.objects.exists():
            return
        # Loaded on the very first start only: no other one should pay for it.
        from kentongan.demo.seed import seed

        password = wanted or secrets.token_urlsafe(9)
        with step("Pemda contoh"):
            logins = seed(password=password, at=now())
        rows = [{"role": str(p.role), "user": p.user, "name": p.name} for p in logins]
        _keep(path, {"password": password, "logins": rows})
        return
    kept = json.loads(path.read_text())
    if wanted and wanted != kept["password"]:
        for user in User.objects.filter(username__in=[row["user"] for row in kept["logins"]]):
            user.set_password(wanted)
            user.save(update_fields=["password"])
        _keep(path, {**kept, "password": wanted})
        say("Sandi akun contoh mengikuti KENTONGAN_DEMO_PASSWORD.")


def _keep(path: Path, demo: dict[str, Any]) -> None:
    write_private(path, json.dumps(demo, ensure_ascii=False))

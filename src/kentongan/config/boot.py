"""Getting ready: the data folder, then Django."""

from __future__ import annotations

import os
from pathlib import Path

from kentongan.config.console import Trouble
from kentongan.config.environment import Environment
from kentongan.kernel.memory import loading


def writable_data_dir() -> Path:
    """The data folder, made if need be; raises Trouble where nothing can be written."""
    folder = Environment().data_dir
    probe = folder / f".tulis-{os.getpid()}"
    try:
        folder.mkdir(parents=True, exist_ok=True)
        probe.touch()
        probe.unlink()
    except OSError as error:
        raise Trouble(
            f"Folder data {folder} tidak bisa ditulisi ({error.strerror})."
            " Beri izin menulis, atau pilih folder lain dengan --data FOLDER."
        ) from error
    return folder


def start_django() -> None:
    """Load settings and apps; about a second, so only commands that need the database call it."""
    writable_data_dir()
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "kentongan.config.settings")
    with loading():
        import django

        django.setup()


def start_on_data() -> None:
    """Load Django over a database that is set up; raises Trouble where it is not, or is away."""
    start_django()
    from django.db import OperationalError, connection

    try:
        ready = "people_user" in connection.introspection.table_names()
    except OperationalError as error:
        why = " ".join(str(error).split())
        raise Trouble(f"Basis data tidak bisa dibuka: {why}") from error
    if not ready:
        raise Trouble(
            f"Di folder data {Environment().data_dir} belum ada isi. Siapkan dulu dengan"
            " ./kentongan setup, atau tunjuk folder lain dengan --data FOLDER."
        )

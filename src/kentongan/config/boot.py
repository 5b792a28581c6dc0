"""Getting ready: the data folder, then Django."""

from __future__ import annotations

import errno
import os
import sys
from pathlib import Path
from typing import Any

from kentongan.config.console import Trouble
from kentongan.config.environment import Environment
from kentongan.kernel import disk
from kentongan.kernel.memory import loading

FULL = "Penyimpanan penuh. Kosongkan beberapa ratus MB, lalu jalankan lagi."


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
            f"Folder data {folder} {_unwritable(error)}, atau pilih folder lain dengan"
            " --data FOLDER."
        ) from error
    return folder


def _unwritable(error: OSError) -> str:
    """Why nothing can be written, and what to do about it."""
    if error.errno in (errno.EEXIST, errno.ENOTDIR):
        return "tidak bisa ditulisi: di jalur itu ada berkas, bukan folder. Pindahkan berkasnya"
    if disk.is_full(error):
        return "tidak bisa ditulisi: penyimpanan penuh. Kosongkan beberapa ratus MB"
    if error.errno in (errno.EACCES, errno.EPERM, errno.EROFS):
        return "tidak boleh ditulisi. Beri izin menulis"
    return f"tidak bisa ditulisi ({error.strerror}). Beri izin menulis"


def start_django() -> None:
    """Load settings and apps; about a second, so only commands that need the database call it."""
    writable_data_dir()
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "kentongan.config.settings")
    with loading():
        import django

        django.setup()


def start_on_data(*, serving: bool = False) -> None:
    """Load Django over a database that is set up; raises Trouble where it is not, or is away.

    ``serving``: a process that stays. A database server that is away for a moment does not keep
    it from starting: it asks again by itself, now as later.
    """
    start_django()
    from django.db import Error as DatabaseError, connection

    try:
        due = _due(connection)
    except DatabaseError as error:
        if serving and Environment().database:
            return
        raise Trouble(refusal(error)) from error
    if due:
        raise Trouble(due)
    if serving:
        connection.close()  # threads and forks open their own


def _due(connection: Any) -> str:
    """What has to be done to the tables before anything can work on them; empty: nothing."""
    from django.apps import apps
    from django.db.migrations.recorder import MigrationRecorder

    environment = Environment()
    place = "basis data" if environment.database else f"folder data {environment.data_dir}"
    command = "./kentongan setup" + (
        f" --data {environment.data_dir}" if os.environ.get("KENTONGAN_DATA") else ""
    )
    if "people_user" not in connection.introspection.table_names():
        return (
            f"Di {place} belum ada isi. Siapkan dulu dengan {command},"
            " atau tunjuk folder lain dengan --data FOLDER."
        )
    applied = MigrationRecorder(connection).applied_migrations()
    # The names alone: loading every migration would take longer than all else at a start.
    ours = (app for app in apps.get_app_configs() if app.name.startswith("kentongan."))
    for app in ours:
        for file in Path(app.path, "migrations").glob("[0-9]*.py"):
            if (app.label, file.stem) not in applied:
                return (
                    f"Tabel di {place} lebih tua daripada versi ini."
                    f" Cadangkan, lalu perbarui dengan {command}."
                )
    return ""


def refusal(error: BaseException) -> str:
    """What a database said, with what to do, in one line; empty for an error of anything else,
    and for values that it did not take: those are a mistake of ours."""
    modules = [
        sys.modules[name]
        for name in ("sqlite3", "django.db.utils", "psycopg")
        if name in sys.modules
    ]
    if not isinstance(error, tuple(module.Error for module in modules)):
        return ""
    if isinstance(error, tuple(kind for m in modules for kind in (m.IntegrityError, m.DataError))):
        return ""
    if disk.is_full(error):
        return FULL
    why = " ".join(str(error).split())
    return (
        f"Basis data tidak bisa dipakai: {why}. Periksa folder data dan KENTONGAN_DATABASE_URL;"
        " bila berkasnya rusak, kembalikan cadangan dengan ./kentongan restore BERKAS --force."
    )

"""The file of ``backup`` and ``restore``: a tar with database, uploaded files and keys."""

from __future__ import annotations

import json
import os
import shutil
import sqlite3
import subprocess
import tarfile
import tempfile
import zlib
from contextlib import closing
from datetime import UTC, datetime
from pathlib import Path, PurePosixPath
from urllib.parse import unquote, urlsplit

from kentongan import __version__
from kentongan.config.console import Trouble
from kentongan.config.environment import Environment

MANIFEST = "manifest.json"
SQLITE = "kentongan.sqlite3"
POSTGRES = "kentongan.pgdump"
#: Files and folders of the data folder that are kept as they are.
KEPT = ("keys.json", "demo.json", "files")


def write(environment: Environment, target: Path) -> None:
    """Write the archive. The database is copied at one moment, also while it is written to."""
    with tempfile.TemporaryDirectory(dir=target.parent, prefix=".kentongan-") as scratch:
        dump = _dump(environment, Path(scratch))
        manifest = Path(scratch) / MANIFEST
        facts = {
            "version": __version__,
            "made_at": datetime.now(UTC).isoformat(),
            "database": dump.name,
        }
        manifest.write_text(json.dumps(facts, indent=1))
        handle = os.open(target, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
        with os.fdopen(handle, "wb") as out, tarfile.open(fileobj=out, mode="w:gz") as tar:
            tar.add(manifest, MANIFEST)
            tar.add(dump, dump.name)
            for name in KEPT:
                if (environment.data_dir / name).exists():
                    tar.add(environment.data_dir / name, name)


def read(environment: Environment, source: Path, *, force: bool) -> None:
    """Put an archive back; Trouble (and nothing changed) when it does not fit this place."""
    if not force and _holds_data(environment):
        raise Trouble(
            "Di sini sudah ada data. Pilih --data FOLDER yang kosong, atau timpa dengan --force."
        )
    with tempfile.TemporaryDirectory(dir=environment.data_dir, prefix=".kembali-") as scratch:
        room = Path(scratch)
        _extract(source, room)
        wanted = POSTGRES if environment.database else SQLITE
        kept = json.loads((room / MANIFEST).read_text())["database"]
        if kept != wanted:
            raise Trouble(
                f"Cadangan ini berisi {kept}, sedangkan di sini perlu {wanted}."
                " Samakan KENTONGAN_DATABASE_URL dengan saat mencadangkan."
            )
        _load(environment, room / kept)
        for name in KEPT:
            _replace(room / name, environment.data_dir / name)
    (environment.data_dir / "setup.json").unlink(missing_ok=True)


def _dump(environment: Environment, room: Path) -> Path:
    if environment.database:
        dump = room / POSTGRES
        _postgres(environment, "pg_dump", "--format=custom", f"--file={dump}")
        return dump
    source = environment.data_dir / SQLITE
    if not source.exists():
        raise Trouble(
            f"Belum ada basis data di {environment.data_dir}."
            " Tunjuk folder data yang berisi dengan --data FOLDER."
        )
    dump = room / SQLITE
    with closing(sqlite3.connect(source)) as live, closing(sqlite3.connect(dump)) as copy:
        live.backup(copy, pages=2000)
        copy.execute("PRAGMA journal_mode=DELETE")
    return dump


def _load(environment: Environment, dump: Path) -> None:
    if environment.database:
        _postgres(
            environment,
            "pg_restore",
            "--clean",
            "--if-exists",
            "--no-owner",
            "--single-transaction",
            str(dump),
        )
        return
    with closing(sqlite3.connect(dump)) as copy:
        if copy.execute("PRAGMA quick_check").fetchone() != ("ok",):
            raise Trouble("Basis data di dalam cadangan rusak. Pakai cadangan lain.")
    for suffix in ("-wal", "-shm"):
        (environment.data_dir / f"{SQLITE}{suffix}").unlink(missing_ok=True)
    os.replace(dump, environment.data_dir / SQLITE)


def _holds_data(environment: Environment) -> bool:
    if environment.database:
        return bool(_postgres_tables(environment))
    return (environment.data_dir / SQLITE).exists()


def _postgres_tables(environment: Environment) -> int:
    import psycopg

    try:
        with psycopg.connect(environment.database, connect_timeout=10) as server:
            row = server.execute(
                "SELECT count(*) FROM pg_tables WHERE schemaname = 'public'"
            ).fetchone()
    except psycopg.Error as error:
        raise Trouble(f"PostgreSQL tidak bisa dihubungi: {error}".strip()) from error
    return int(row[0]) if row else 0


def _postgres(environment: Environment, program: str, *arguments: str) -> None:
    """Run a client program of PostgreSQL; the password goes by the environment, not the command."""
    if shutil.which(program) is None:
        raise Trouble(
            f"Program {program} tidak ada. Di Debian: sudo apt-get install postgresql-client"
        )
    parts = urlsplit(environment.database)
    given = {
        "PGHOST": parts.hostname,
        "PGPORT": parts.port,
        "PGUSER": parts.username and unquote(parts.username),
        "PGPASSWORD": parts.password and unquote(parts.password),
    }
    variables = {**os.environ, **{name: str(value) for name, value in given.items() if value}}
    database = unquote(parts.path.lstrip("/"))
    done = subprocess.run(
        [program, f"--dbname={database}", *arguments],
        env=variables,
        capture_output=True,
        text=True,
        check=False,
    )
    if done.returncode:
        raise Trouble(f"{program} gagal: {done.stderr.strip()[-500:]}")


def _extract(source: Path, room: Path) -> None:
    """Unpack plain files and folders with expected names; anything else is refused."""
    try:
        with tarfile.open(source, "r:gz") as tar:
            for member in tar:
                parts = PurePosixPath(member.name).parts
                expected = parts and parts[0] in {MANIFEST, SQLITE, POSTGRES, *KEPT}
                if not expected or ".." in parts or not (member.isfile() or member.isdir()):
                    raise Trouble(f"{source} bukan cadangan Kentongan (berisi {member.name!r}).")
                target = room.joinpath(*parts)
                if member.isdir():
                    target.mkdir(parents=True, exist_ok=True)
                    continue
                target.parent.mkdir(parents=True, exist_ok=True)
                content = tar.extractfile(member)
                assert content is not None
                with content, target.open("wb") as out:
                    shutil.copyfileobj(content, out)
                target.chmod(0o600)
    except (OSError, EOFError, zlib.error, tarfile.TarError) as error:
        why = getattr(error, "strerror", None) or "rusak, terpotong, atau bukan cadangan"
        if isinstance(error, FileNotFoundError):
            why = "berkasnya tidak ada"
        raise Trouble(f"{source} tidak bisa dibaca: {why}.") from error
    if not (room / MANIFEST).exists():
        raise Trouble(f"{source} bukan cadangan Kentongan (tanpa {MANIFEST}).")


def _replace(new: Path, old: Path) -> None:
    if old.is_dir():
        shutil.rmtree(old)
    else:
        old.unlink(missing_ok=True)
    if new.exists():
        os.replace(new, old)

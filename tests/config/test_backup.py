"""A backup holds everything, is taken while people work, and comes back whole."""

from __future__ import annotations

import io
import json
import os
import sqlite3
import tarfile
from contextlib import closing
from pathlib import Path
from typing import Any

import psycopg
import pytest

from kentongan.config.cli import main
from kentongan.config.environment import Environment

pytestmark = pytest.mark.no_database


@pytest.fixture
def data(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A data folder with a database, a file and keys."""
    folder = tmp_path / "data"
    (folder / "files" / "media").mkdir(parents=True)
    (folder / "files" / "media" / "foto.jpg").write_bytes(b"\xff\xd8 foto")
    monkeypatch.setenv("KENTONGAN_DATA", str(folder))
    monkeypatch.delenv("KENTONGAN_DATABASE_URL", raising=False)
    monkeypatch.delenv("KENTONGAN_SECRET_KEY")
    monkeypatch.delenv("KENTONGAN_ENCRYPTION_KEYS")
    Environment().keys()
    with closing(sqlite3.connect(folder / "kentongan.sqlite3")) as database:
        database.execute("PRAGMA journal_mode=WAL")
        database.execute("CREATE TABLE kabar (isi TEXT)")
        database.execute("INSERT INTO kabar VALUES ('pertama')")
        database.commit()
    return folder


def news(folder: Path) -> list[str]:
    with closing(sqlite3.connect(folder / "kentongan.sqlite3")) as database:
        return [row[0] for row in database.execute("SELECT isi FROM kabar")]


def test_database_files_and_keys_come_back(data: Path, tmp_path: Path) -> None:
    file = tmp_path / "cadangan.tar.gz"
    with closing(sqlite3.connect(data / "kentongan.sqlite3")) as busy:
        busy.execute("INSERT INTO kabar VALUES ('belum selesai')")  # an open transaction
        assert main(["backup", str(file)]) == 0
        busy.rollback()
    assert file.stat().st_mode & 0o777 == 0o600

    target = tmp_path / "lain"
    assert main(["restore", str(file), "--data", str(target)]) == 0
    assert news(target) == ["pertama"]
    assert (target / "files/media/foto.jpg").read_bytes() == b"\xff\xd8 foto"
    assert (target / "keys.json").read_text() == (data / "keys.json").read_text()
    assert (target / "keys.json").stat().st_mode & 0o777 == 0o600
    assert not (target / "setup.json").exists()  # tables are brought up to date at the next start
    assert sorted(p.name for p in target.iterdir() if p.name.startswith(".")) == []


def test_data_that_is_there_is_not_overwritten_unasked(
    data: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    file = tmp_path / "cadangan.tar.gz"
    main(["backup", str(file)])
    with closing(sqlite3.connect(data / "kentongan.sqlite3")) as database:
        database.execute("INSERT INTO kabar VALUES ('kedua')")
        database.commit()
    assert main(["restore", str(file)]) == 1
    assert "--force" in capsys.readouterr().err
    assert news(data) == ["pertama", "kedua"]
    assert main(["restore", str(file), "--force"]) == 0
    assert news(data) == ["pertama"]


def test_a_backup_never_overwrites_an_older_one(
    data: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    (tmp_path / "ada.tar.gz").write_text("jangan")
    assert main(["backup", str(tmp_path / "ada.tar.gz")]) == 1
    assert "sudah ada" in capsys.readouterr().err
    assert (tmp_path / "ada.tar.gz").read_text() == "jangan"


def test_a_place_that_cannot_be_written_is_said(
    data: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert main(["backup", str(tmp_path / "tidak-ada" / "x.tar.gz")]) == 1
    assert "tidak bisa ditulis" in capsys.readouterr().err


def hostile(path: Path, name: str, kind: bytes = tarfile.REGTYPE) -> Path:
    with tarfile.open(path, "w:gz") as tar:
        member = tarfile.TarInfo(name)
        member.type = kind
        member.linkname = "/etc/passwd"
        member.size = 3 if kind == tarfile.REGTYPE else 0
        tar.addfile(member, io.BytesIO(b"abc"))
    return path


@pytest.mark.parametrize(
    ("name", "kind"),
    [
        ("../jahat", tarfile.REGTYPE),
        ("files/../../jahat", tarfile.REGTYPE),
        ("/etc/jahat", tarfile.REGTYPE),
        ("files/tautan", tarfile.SYMTYPE),
        ("lain.txt", tarfile.REGTYPE),
    ],
)
def test_an_archive_with_anything_else_in_it_is_refused(
    data: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str], name: str, kind: bytes
) -> None:
    file = hostile(tmp_path / "jahat.tar.gz", name, kind)
    assert main(["restore", str(file), "--data", str(tmp_path / "kosong")]) == 1
    assert "bukan cadangan Kentongan" in capsys.readouterr().err
    assert not list(tmp_path.rglob("jahat"))
    assert news(data) == ["pertama"]


@pytest.mark.parametrize("content", [b"", b"bukan tar", b"\x1f\x8b\x08\x00rusak"])
def test_a_file_that_is_no_archive_is_refused(
    data: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str], content: bytes
) -> None:
    file = tmp_path / "rusak.tar.gz"
    file.write_bytes(content)
    assert main(["restore", str(file), "--force"]) == 1
    assert capsys.readouterr().err.count("\n") == 1
    assert news(data) == ["pertama"]


def test_nothing_is_restored_under_a_running_kentongan(
    data: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    from kentongan.config.commands.up import alone

    file = tmp_path / "cadangan.tar.gz"
    main(["backup", str(file)])
    with alone(data):
        assert main(["restore", str(file), "--force"]) == 1
    assert str(os.getpid()) in capsys.readouterr().err


@pytest.mark.servers
def test_postgresql_goes_through_its_own_tools(
    data: Path,
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
    postgres_server: Any,
    capsys: pytest.CaptureFixture[str],
) -> None:
    address = postgres_server.create_database()
    monkeypatch.setenv("KENTONGAN_DATABASE_URL", address)
    with psycopg.connect(address) as server:
        server.execute("CREATE TABLE kabar AS SELECT 'pertama' AS isi")
    file = tmp_path / "cadangan.tar.gz"
    assert main(["backup", str(file)]) == 0
    with psycopg.connect(address) as server:
        server.execute("INSERT INTO kabar VALUES ('kedua')")
    assert main(["restore", str(file)]) == 1
    assert main(["restore", str(file), "--force"]) == 0
    with psycopg.connect(address) as server:
        assert server.execute("SELECT isi FROM kabar").fetchall() == [("pertama",)]

    monkeypatch.delenv("KENTONGAN_DATABASE_URL")
    assert main(["restore", str(file), "--force"]) == 1
    assert "KENTONGAN_DATABASE_URL" in capsys.readouterr().err
    with tarfile.open(file) as tar:
        manifest = tar.extractfile("manifest.json")
        assert manifest is not None
        assert json.load(manifest)["database"] == "kentongan.pgdump"

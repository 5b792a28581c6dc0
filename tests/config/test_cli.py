"""The command line: help a person can learn from, and one line when something is wrong."""

from __future__ import annotations

import errno
import os
import subprocess
import sys
from pathlib import Path

import pytest
from django.db import DatabaseError, IntegrityError, OperationalError, connection
from django.db.migrations.recorder import MigrationRecorder

from kentongan.config.boot import refusal
from kentongan.config.cli import COMMANDS, PASSING, build_parser, main
from kentongan.ledger.models import Entry
from kentongan.people.models import ApiToken
from tests.cast import Cast


@pytest.mark.parametrize("name", sorted(set(COMMANDS) - set(PASSING)))
def test_every_command_explains_itself(name: str, capsys: pytest.CaptureFixture[str]) -> None:
    with pytest.raises(SystemExit) as end:
        main([name, "--help"])
    assert end.value.code == 0
    shown = capsys.readouterr().out
    assert "Cara pakai: ./kentongan" in shown
    assert "show this help" not in shown


def test_the_overview_lists_every_command() -> None:
    text = build_parser().format_help()
    assert all(f"  {name} " in text for name in COMMANDS)


@pytest.mark.no_database
def test_help_loads_no_django() -> None:
    code = (
        "import sys; from kentongan.config.cli import build_parser; build_parser().format_help();"
        "sys.exit('django' in sys.modules or 'cryptography' in sys.modules)"
    )
    assert subprocess.run([sys.executable, "-c", code], check=False).returncode == 0


@pytest.mark.parametrize(
    ("arguments", "words"),
    [
        (["up", "--prot", "1"], "tidak dikenal: --prot 1"),
        (["up", "--port", "delapan"], "--port harus angka"),
        (["token", "create"], "belum diisi: --user, --unit"),
        (["terbang"], "'terbang' tidak ada; pilih"),
        (["backup"], "belum diisi: BERKAS"),
    ],
)
def test_a_wrong_command_line_is_explained_in_indonesian(
    arguments: list[str], words: str, capsys: pytest.CaptureFixture[str]
) -> None:
    with pytest.raises(SystemExit) as end:
        main(arguments)
    assert end.value.code == 2
    assert words in capsys.readouterr().err


def test_a_data_folder_that_cannot_be_written_is_named(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    (tmp_path / "berkas").touch()
    monkeypatch.setenv("KENTONGAN_DATA", "")  # put back afterwards
    assert main(["up", "--data", str(tmp_path / "berkas" / "data")]) == 1
    error = capsys.readouterr().err
    assert "tidak bisa ditulisi" in error
    assert "--data" in error


@pytest.mark.no_database
def test_a_folder_without_data_is_named_and_how_to_fill_it(tmp_path: Path) -> None:
    command = ["-m", "kentongan", "verify-ledger", "--data", str(tmp_path)]
    done = subprocess.run(
        [sys.executable, *command], capture_output=True, text=True, check=False,
        env={k: v for k, v in os.environ.items() if k != "KENTONGAN_DATABASE_URL"},
    )  # fmt: skip
    assert done.returncode == 1
    [line] = done.stderr.splitlines()
    assert "./kentongan setup" in line


#: Every command that works on what is there already, with what it needs to be called.
ON_DATA = [
    ["web", "--port", "0"], ["worker"], ["worker", "--processes", "2"], ["dispatcher"],
    ["user", "password", "admin", "--random"], ["token", "create", "--user", "a", "--unit", "b"],
    ["verify-ledger"],
]  # fmt: skip


@pytest.mark.django_db
@pytest.mark.parametrize("command", ON_DATA, ids=" ".join)
@pytest.mark.parametrize("state", ["empty", "older", "broken"])
def test_without_tables_that_fit_nothing_starts_and_one_line_says_what_to_do(
    command: list[str], state: str, monkeypatch: pytest.MonkeyPatch,
    capsys: pytest.CaptureFixture[str],
) -> None:  # fmt: skip
    monkeypatch.setenv("KENTONGAN_BROKER_URL", "redis://127.0.0.1:1/0")
    monkeypatch.setattr("kentongan.config.ports.trouble", lambda *_: "")
    monkeypatch.delenv("KENTONGAN_DATABASE_URL", raising=False)
    for start in ("waitress.create_server", "kentongan.config.commands.worker._work"):
        monkeypatch.setattr(start, lambda *_, **__: pytest.fail("started"))

    def broken(*_: object) -> list[str]:
        raise DatabaseError("file is not a database")

    if state == "older":
        MigrationRecorder(connection).record_unapplied("people", "0001_initial")
    else:
        monkeypatch.setattr(
            connection.introspection, "table_names", broken if state == "broken" else list
        )
    assert main(command) == 1
    [line] = capsys.readouterr().err.splitlines()
    assert "restore BERKAS" in line if state == "broken" else "./kentongan setup" in line


def _refuse(*_: object) -> None:
    raise PermissionError(errno.EACCES, "")


@pytest.mark.no_database
@pytest.mark.parametrize(
    ("make", "words"),
    [(Path.touch, "ada berkas, bukan folder"), (lambda path: path.mkdir(0o500), "Beri izin")],
    ids=["a file", "read-only"],
)
def test_a_data_folder_that_is_none_says_why(
    tmp_path: Path, make, words: str, monkeypatch: pytest.MonkeyPatch,
    capsys: pytest.CaptureFixture[str],
) -> None:  # fmt: skip
    monkeypatch.setenv("KENTONGAN_DATA", "")
    make(folder := tmp_path / "data")
    if folder.is_dir():  # root may write everywhere
        monkeypatch.setattr(Path, "touch", _refuse)
    assert main(["worker", "--data", str(folder)]) == 1
    [line] = capsys.readouterr().err.splitlines()
    assert words in line


@pytest.mark.no_database
def test_a_backup_of_a_broken_database_is_one_line(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setenv("KENTONGAN_DATA", "")
    monkeypatch.delenv("KENTONGAN_DATABASE_URL", raising=False)
    (tmp_path / "kentongan.sqlite3").write_bytes(b"bukan basis data" * 400)
    assert main(["backup", str(tmp_path / "c.tar.gz"), "--data", str(tmp_path)]) == 1
    assert "file is not a database" in capsys.readouterr().err
    assert not (tmp_path / "c.tar.gz").exists()


@pytest.mark.no_database
@pytest.mark.parametrize(
    ("error", "words"),
    [
        (OperationalError("database or disk is full"), "Penyimpanan penuh"),
        (OperationalError("file is not a database"), "restore BERKAS"),
        (IntegrityError("UNIQUE constraint failed"), ""),  # a mistake of ours, nobody's data
        (ValueError("lain"), ""),
    ],
)
def test_what_a_database_refused_is_told_with_what_helps(error: Exception, words: str) -> None:
    told = refusal(error)
    assert words in told
    assert bool(told) is bool(words)
    assert "restore" not in told or "restore" in words


@pytest.mark.django_db
def test_data_of_a_later_version_are_left_alone(capsys: pytest.CaptureFixture[str]) -> None:
    MigrationRecorder(connection).record_applied("people", "0999_later")
    assert main(["setup", "--force"]) == 1
    assert "Kentongan yang lebih baru" in capsys.readouterr().err


@pytest.mark.parametrize(
    "error",
    [OSError(errno.ENOSPC, "penuh"), RuntimeError("database or disk is full")],
)
def test_a_full_disk_is_one_line_that_says_what_to_do(
    error: Exception, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    def fill(**_: object) -> None:
        raise error

    monkeypatch.setattr("kentongan.config.setup.run", fill)
    assert main(["setup"]) == 1
    assert "Penyimpanan penuh. Kosongkan" in capsys.readouterr().err


@pytest.mark.django_db
def test_a_token_is_printed_once_and_works(
    cast: Cast, capsys: pytest.CaptureFixture[str], client
) -> None:
    unit = cast.camat.unit.code
    assert main(["token", "create", "--user", cast.camat.username.upper(), "--unit", unit]) == 0
    secret = capsys.readouterr().out.strip()
    answer = client.get("/api/v1/me", headers={"Authorization": f"Bearer {secret}"})
    assert answer.status_code == 200
    assert ApiToken.objects.get().expires_at is None
    assert Entry.objects.filter(action="token.create").exists()


@pytest.mark.django_db
@pytest.mark.parametrize(
    ("user", "unit", "days", "words"),
    [
        ("tidak-ada", "", "1", "Pengguna 'tidak-ada' tidak ada"),
        ("", "tidak-ada", "1", "Unit 'tidak-ada' tidak ada"),
        ("", "", "0", "--expires-days"),
    ],
)
def test_a_token_for_nobody_or_nowhere_is_refused(
    cast: Cast, capsys: pytest.CaptureFixture[str], user: str, unit: str, days: str, words: str
) -> None:
    given = ["--user", user or cast.camat.username, "--unit", unit or cast.camat.unit.code]
    assert main(["token", "create", *given, "--expires-days", days]) == 1
    assert words in capsys.readouterr().err
    assert not ApiToken.objects.exists()


@pytest.mark.django_db
def test_a_person_who_is_locked_out_gets_a_new_password(
    cast: Cast, capsys: pytest.CaptureFixture[str]
) -> None:
    assert main(["user", "password", cast.camat.username, "--random"]) == 0
    password = capsys.readouterr().out.rpartition(": ")[2].strip()
    cast.camat.refresh_from_db()
    assert cast.camat.check_password(password)
    assert main(["user", "password", "tidak-ada", "--random"]) == 1


@pytest.mark.django_db
def test_verify_ledger_tells_whole_from_broken(
    cast: Cast, capsys: pytest.CaptureFixture[str]
) -> None:
    main(["user", "password", cast.camat.username, "--random"])
    assert main(["verify-ledger"]) == 0
    assert "Jejak utuh: 1 entri" in capsys.readouterr().out


@pytest.mark.no_database
def test_check_code_and_test_are_for_checkouts_only(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setattr("kentongan.config.repository.ROOT", tmp_path)
    assert main(["check-code"]) == 1
    assert "salinan git" in capsys.readouterr().err


def test_the_version_is_one_line(capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["version"]) == 0
    assert capsys.readouterr().out.startswith("Kentongan ")

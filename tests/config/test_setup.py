"""Set-up does what is due, once; stamps notice what changed."""

from __future__ import annotations

import gettext
import os
import sqlite3
import stat
from contextlib import closing
from pathlib import Path

import pytest

from kentongan.config import stamps
from kentongan.config.environment import Environment, new_key, write_private
from kentongan.config.setup import compile_texts
from kentongan.config.stamps import Stamps

pytestmark = pytest.mark.no_database


@pytest.fixture
def environment(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Environment:
    package = tmp_path / "package"
    (package / "people" / "migrations").mkdir(parents=True)
    (package / "people" / "migrations" / "0001_initial.py").write_text("first")
    (package / "web" / "static").mkdir(parents=True)
    (package / "web" / "static" / "a.css").write_text("a{}")
    monkeypatch.setattr(stamps, "PACKAGE", package)
    monkeypatch.setenv("KENTONGAN_DATA", str(tmp_path / "data"))
    monkeypatch.delenv("KENTONGAN_DATABASE_URL", raising=False)
    (tmp_path / "data").mkdir()
    migrated(tmp_path / "data", 1)
    return Environment()


def migrated(folder: Path, count: int) -> None:
    with closing(sqlite3.connect(folder / "kentongan.sqlite3")) as database:
        database.execute("CREATE TABLE IF NOT EXISTS django_migrations (applied TEXT)")
        database.execute("DELETE FROM django_migrations")
        database.executemany(
            "INSERT INTO django_migrations VALUES (?)", [(str(n),) for n in range(count)]
        )
        database.commit()


def finish(environment: Environment) -> None:
    kept = Stamps.read(environment)
    for part in kept.due(environment):
        kept.done(environment, part)


def test_everything_is_due_at_first_and_nothing_afterwards(environment: Environment) -> None:
    assert Stamps.read(environment).due(environment) == ["database", "texts", "static"]
    finish(environment)
    assert Stamps.read(environment).due(environment) == []


@pytest.mark.parametrize(
    ("file", "part"),
    [("people/migrations/0002_more.py", "database"), ("web/static/b.css", "static")],
)
def test_a_new_file_makes_its_part_due(environment: Environment, file: str, part: str) -> None:
    finish(environment)
    (stamps.PACKAGE / file).write_text("new")
    assert Stamps.read(environment).due(environment) == [part]


def test_an_older_or_emptied_database_put_in_place_is_noticed(environment: Environment) -> None:
    finish(environment)
    migrated(environment.data_dir, 0)
    assert Stamps.read(environment).due(environment) == ["database"]
    (environment.data_dir / "kentongan.sqlite3").unlink()
    assert Stamps.read(environment).due(environment) == ["database"]


def test_stamps_that_cannot_be_read_mean_everything_is_due(environment: Environment) -> None:
    (environment.data_dir / "setup.json").write_text("{rusak")
    assert len(Stamps.read(environment).due(environment)) == 3


def test_texts_of_all_features_become_one_file_per_language(tmp_path: Path) -> None:
    for feature, text in (("people", "Orang"), ("media", "Gambar")):
        folder = tmp_path / feature / "locale" / "en" / "LC_MESSAGES"
        folder.mkdir(parents=True)
        (folder / "django.po").write_text(
            'msgid ""\nmsgstr "Content-Type: text/plain; charset=UTF-8\\n"\n\n'
            f'msgid "{text}"\nmsgstr "{text} (en)"\n\nmsgid "Kosong"\nmsgstr ""\n'
        )
    compile_texts(tmp_path, tmp_path / "out")
    english = gettext.translation("django", str(tmp_path / "out"), ["en"])
    assert [english.gettext(t) for t in ("Orang", "Gambar", "Kosong")] == [
        "Orang (en)",
        "Gambar (en)",
        "Kosong",
    ]


def test_keys_are_made_once_and_read_by_their_owner_only(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("KENTONGAN_DATA", str(tmp_path))
    monkeypatch.delenv("KENTONGAN_SECRET_KEY")
    monkeypatch.delenv("KENTONGAN_ENCRYPTION_KEYS")
    first = Environment().keys()
    assert Environment().keys() == first
    assert stat.S_IMODE((tmp_path / "keys.json").stat().st_mode) == 0o600
    assert [p.name for p in tmp_path.iterdir()] == ["keys.json"]


def test_a_private_file_made_at_the_same_moment_by_another_stays(tmp_path: Path) -> None:
    path = tmp_path / "a.json"
    write_private(path, "first", replace=False)
    write_private(path, "second", replace=False)
    assert path.read_text() == "first"
    write_private(path, "third")
    assert path.read_text() == "third"
    assert os.listdir(tmp_path) == ["a.json"]


def test_new_keys_are_fernet_keys() -> None:
    from cryptography.fernet import Fernet

    box = Fernet(new_key())
    assert box.decrypt(box.encrypt(b"x")) == b"x"


@pytest.mark.parametrize(
    ("url", "proxy", "trusted"),
    [
        ("", "", None),
        ("https://medsos.contoh.go.id", "", "127.0.0.1"),
        ("https://medsos.contoh.go.id", "10.0.0.2", "10.0.0.2"),
    ],
)
def test_forwarded_headers_count_only_from_the_trusted_proxy(
    monkeypatch: pytest.MonkeyPatch, url: str, proxy: str, trusted: str | None
) -> None:
    from kentongan.config.commands.web import server_options

    monkeypatch.setenv("KENTONGAN_URL", url)
    monkeypatch.setenv("KENTONGAN_TRUSTED_PROXY", proxy)
    options = server_options(Environment())
    assert options.get("trusted_proxy") == trusted
    assert options["clear_untrusted_proxy_headers"] is True
    assert (options["threads"], options["connection_limit"]) == (8, 1000)

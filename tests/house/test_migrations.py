"""Migrations, a new installation and the tests all have the very same database."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from functools import cache
from pathlib import Path
from typing import Any

import pytest
import sqlparse
from django.core.management import call_command
from django.db import connection, connections
from django.db.migrations.executor import MigrationExecutor

from kentongan.config import fresh

SCRATCH = "migrated"
TRIGGERS = {
    "sqlite": "SELECT name FROM sqlite_master WHERE type = 'trigger'",
    "postgresql": "SELECT tgname FROM pg_trigger WHERE NOT tgisinternal",
}


def shape(database: Any) -> dict[str, Any]:
    """Tables with their columns, constraints and indexes, and the triggers, in no order."""
    told = database.introspection
    with database.cursor() as cursor:
        cursor.execute(TRIGGERS[database.vendor])
        found: dict[str, Any] = {"triggers": {name for (name,) in cursor.fetchall()}}
        for table in told.table_names(cursor):
            columns = told.get_table_description(cursor, table)
            found[table] = (
                {(c.name, str(c.type_code), c.display_size, c.null_ok) for c in columns},
                {repr(sorted(it.items())) for it in told.get_constraints(cursor, table).values()},
            )
    # Django's own tables are Django's to test.
    return {name: it for name, it in found.items() if not name.startswith(("auth_", "django_"))}


@contextmanager
def empty_database(folder: Path) -> Iterator[Any]:
    """A second database of the same kind under an alias of its own."""
    given = connection.settings_dict
    if connection.vendor == "sqlite":
        folder.mkdir()
        name = str(folder / "migrated.sqlite3")
    else:
        name = f"{given['NAME']}_migrated"
        with connection._nodb_cursor() as cursor:
            cursor.execute(f'CREATE DATABASE "{name}"')
    connections.databases[SCRATCH] = {**given, "NAME": name}
    try:
        yield connections[SCRATCH]
    finally:
        connections[SCRATCH].close()
        del connections[SCRATCH], connections.databases[SCRATCH]
        if connection.vendor != "sqlite":
            with connection._nodb_cursor() as cursor:
                cursor.execute(f'DROP DATABASE "{name}"')


def by_migrations(_database: Any) -> None:
    call_command("migrate", database=SCRATCH, verbosity=0)


def waiting(database: Any) -> bool:
    """Whether some migration still believes that it is to be carried out."""
    executor = MigrationExecutor(database)
    return bool(executor.migration_plan(executor.loader.graph.leaf_nodes()))


@pytest.mark.slow
@pytest.mark.django_db
def test_the_migrations_build_what_the_models_say(
    tmp_path: Path, django_db_blocker: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    # Of SQLite Django reads the same sentences again and again.
    monkeypatch.setattr(sqlparse, "parse", cache(sqlparse.parse))
    with django_db_blocker.unblock():
        here = shape(connection)
        for way in (by_migrations, fresh.build):
            with empty_database(tmp_path / way.__name__) as made:
                way(made)
                there = shape(made)
                assert way is by_migrations or not waiting(made)
            assert there.keys() == here.keys()
            assert {name: there[name] for name in there if there[name] != here[name]} == {}

"""A new database, straight from the models.

By way of the migrations the same takes twenty times as long; ``tests/house/test_migrations.py``
shows on SQLite and PostgreSQL that it is the same. Databases with anything in them are migrated.
"""

from __future__ import annotations

from typing import Any

from django.apps import apps
from django.core.management.sql import emit_post_migrate_signal
from django.db.migrations.loader import MigrationLoader
from django.db.migrations.recorder import MigrationRecorder

from kentongan.inbox import search_tables
from kentongan.ledger import guards


def is_empty(connection: Any) -> bool:
    """Whether there is not a single table."""
    return not connection.introspection.table_names()


def build(connection: Any) -> None:
    """Every table, and all else that the migrations would have left."""
    with connection.schema_editor() as editor:
        for model in apps.get_models():
            if model._meta.can_migrate(connection):
                editor.create_model(model)
        complete(connection)
    emit_post_migrate_signal(verbosity=0, interactive=False, db=connection.alias)


def complete(connection: Any) -> None:
    """What migrations make beside the models' tables, and the note that none of them waits."""
    guards.install(connection)
    search_tables.create_tables(connection.alias)
    search_tables.index_cases(connection.alias)
    recorder = MigrationRecorder(connection)
    recorder.ensure_schema()
    for app, name in MigrationLoader(None, ignore_no_migrations=True).disk_migrations:
        recorder.record_applied(app, name)

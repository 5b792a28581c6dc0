"""The database itself refuses to change or delete an entry: triggers for both vendors.

Whoever owns the database can remove them; the hash chain then still tells. ``lifted`` exists
for emptying a test database and for restoring a backup, nothing else.
"""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

_MESSAGE = "ledger entries are append-only"
_SQLITE_ON = tuple(
    f"CREATE TRIGGER IF NOT EXISTS ledger_entry_no_{verb.lower()} BEFORE {verb} ON ledger_entry"
    f" BEGIN SELECT RAISE(ABORT, '{_MESSAGE}'); END"
    for verb in ("UPDATE", "DELETE")
)
_SQLITE_OFF = tuple(
    f"DROP TRIGGER IF EXISTS ledger_entry_no_{verb}" for verb in ("update", "delete")
)
_POSTGRES_ON = (
    f"""CREATE OR REPLACE FUNCTION ledger_entry_refuse() RETURNS trigger LANGUAGE plpgsql AS
    $$ BEGIN
      RAISE EXCEPTION '{_MESSAGE}' USING ERRCODE = 'integrity_constraint_violation';
    END $$""",
    "DROP TRIGGER IF EXISTS ledger_entry_append_only ON ledger_entry",
    """CREATE TRIGGER ledger_entry_append_only BEFORE UPDATE OR DELETE ON ledger_entry
    FOR EACH ROW EXECUTE FUNCTION ledger_entry_refuse()""",
)
_POSTGRES_OFF = ("DROP TRIGGER IF EXISTS ledger_entry_append_only ON ledger_entry",)
_ON = {"sqlite": _SQLITE_ON, "postgresql": _POSTGRES_ON}
_OFF = {"sqlite": _SQLITE_OFF, "postgresql": _POSTGRES_OFF}


def install(connection: Any) -> None:
    """Create the triggers on this connection; harmless when they exist."""
    _run(connection, _ON[connection.vendor])


def remove(connection: Any) -> None:
    """Drop the triggers on this connection."""
    _run(connection, _OFF[connection.vendor])


@contextmanager
def lifted(connection: Any) -> Iterator[None]:
    """Without the triggers for the length of the block."""
    remove(connection)
    try:
        yield
    finally:
        install(connection)


def _run(connection: Any, statements: tuple[str, ...]) -> None:
    with connection.cursor() as cursor:
        for statement in statements:
            cursor.execute(statement)

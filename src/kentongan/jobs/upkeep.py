"""What is done at night: finished work is forgotten, and SQLite learns how its tables look.

PostgreSQL keeps its own. ``PRAGMA optimize`` is no help before SQLite 3.46: it looks only at tables
that its own connection asked before, and ours live for one request. So each table is analysed, a
bounded part of each index, as https://www.sqlite.org/lang_analyze.html advises.
"""

from __future__ import annotations

from datetime import datetime

from django.db import connection

from kentongan.jobs import actions
from kentongan.jobs.registry import job

#: Rows of an index that are looked at: some milliseconds a table, however large it is.
MOST_ROWS = 1_000
_TABLES = """
    SELECT name FROM sqlite_master
    WHERE type = 'table' AND name NOT LIKE 'sqlite\\_%' ESCAPE '\\'
        AND sql NOT LIKE 'CREATE VIRTUAL%' ORDER BY name
"""


@job("jobs.statistics", every="10 19 * * *")
def statistics(*, at: datetime) -> None:  # noqa: ARG001
    """Once a night: tell the planner of SQLite how its tables look by now.

    A transaction for each table, so that nobody who writes waits longer than for any other act.
    Connections that are opened later know it; requests open their own.
    """
    if connection.vendor != "sqlite":
        return
    with connection.cursor() as cursor:
        cursor.execute(f"PRAGMA analysis_limit = {MOST_ROWS}")
        tables = [name for (name,) in cursor.execute(_TABLES).fetchall()]
        for name in tables:
            cursor.execute(f"ANALYZE {connection.ops.quote_name(name)}")


@job("jobs.tidy", every="25 19 * * *")
def tidy(*, at: datetime) -> None:
    """Once a night: what ended a week ago is forgotten."""
    actions.tidy(at=at)

"""The tables of the search, which Django's models do not know.

Made by the migrations 0002 and 0016; 0019 and 0026 added the cases. On SQLite these stand in a
table of their own: of a text that was found FTS5 tells its number at once, and all else dearly.
"""

from __future__ import annotations

from django.db import connections

_CREATE = {
    "sqlite": (
        """CREATE VIRTUAL TABLE IF NOT EXISTS inbox_search
        USING fts5(words, message_id UNINDEXED, tokenize='unicode61')""",
        """CREATE TABLE IF NOT EXISTS inbox_search_places
        (doc INTEGER PRIMARY KEY, message_id char(32) NOT NULL, case_id char(32))""",
        """CREATE INDEX IF NOT EXISTS inbox_search_places_message
        ON inbox_search_places (message_id)""",
        """CREATE INDEX IF NOT EXISTS inbox_search_places_case ON inbox_search_places (case_id)""",
        """CREATE VIRTUAL TABLE IF NOT EXISTS inbox_search_ours
        USING fts5(words, source_id UNINDEXED, what UNINDEXED, tokenize='unicode61')""",
    ),
    "postgresql": (
        """CREATE TABLE IF NOT EXISTS inbox_search
        (message_id uuid PRIMARY KEY, case_id uuid, words tsvector NOT NULL)""",
        "CREATE INDEX IF NOT EXISTS inbox_search_words ON inbox_search USING gin(words)",
        """CREATE TABLE IF NOT EXISTS inbox_search_ours
        (source_id uuid PRIMARY KEY, case_id uuid, what text NOT NULL, words tsvector NOT NULL)""",
        "CREATE INDEX IF NOT EXISTS inbox_search_ours_words ON inbox_search_ours USING gin(words)",
    ),
}


def create_tables(alias: str) -> None:
    """Make the tables of the search on a database, those that are not there; for migrations."""
    chosen = connections[alias]
    with chosen.cursor() as cursor:
        for statement in _CREATE[chosen.vendor]:
            cursor.execute(statement)


def drop_tables(alias: str, *names: str) -> None:
    """The inverse of :func:`create_tables`."""
    with connections[alias].cursor() as cursor:
        for name in names:
            cursor.execute(f"DROP TABLE IF EXISTS {name}")


def index_cases(alias: str) -> None:
    """Let the texts of a case be found; apart, since the tables once knew no cases."""
    chosen = connections[alias]
    if chosen.vendor == "sqlite":
        return
    with chosen.cursor() as cursor:
        for table in ("inbox_search", "inbox_search_ours"):
            cursor.execute(f"CREATE INDEX IF NOT EXISTS {table}_case ON {table} (case_id)")

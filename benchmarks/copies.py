"""A large inbox out of a small one: everything once more, as rows and not as acts, in SQL.

A copy is the same matters at other units, earlier by :data:`HOURS` than the copy before it; one in
ten of them still waits, the rest is past. Ids keep the order of time, as real ones have it.
"""

from __future__ import annotations

from uuid import UUID

from django.db import connection, models, transaction

#: By so much a copy is older than the one before it.
HOURS = 7
_MILLISECONDS = HOURS * 3_600_000
#: For PostgreSQL: an id, moved back in time so many times; SQLite is given :func:`_earlier`.
_EARLIER = f"""
    CREATE FUNCTION pg_temp.earlier(uuid, integer) RETURNS uuid LANGUAGE sql IMMUTABLE AS $$
        SELECT (
            lpad(to_hex(('x0000' || left(replace($1::text, '-', ''), 12))::bit(64)::bigint
                - {_MILLISECONDS} * $2::bigint), 12, '0')
            || right(replace($1::text, '-', ''), 20)
        )::uuid
    $$
"""
_PREPARE = """
    CREATE TEMPORARY TABLE placed AS
        SELECT id, row_number() OVER (ORDER BY id) AS place FROM inbox_case;
    CREATE UNIQUE INDEX placed_id ON placed (id);
    CREATE TEMPORARY TABLE hall AS
        SELECT id, row_number() OVER (ORDER BY id) - 1 AS place FROM people_unit;
    CREATE UNIQUE INDEX hall_place ON hall (place);
    CREATE TEMPORARY TABLE said AS SELECT * FROM inbox_search;
    CREATE TEMPORARY TABLE answered AS SELECT * FROM inbox_search_ours
"""
_UNIT = """(
    SELECT id FROM hall
    WHERE hall.place = (placed.place * 7 + {copy}) % (SELECT count(*) FROM hall)
)"""


def multiply(times: int) -> None:
    """So many further copies of all cases, conversations, messages, answers, and what search
    knows."""
    from kentongan.inbox.models import Case, Conversation, Message, Reply

    lite = connection.vendor == "sqlite"
    with transaction.atomic(), connection.cursor() as cursor:
        if lite:
            connection.connection.create_function("earlier", 2, _earlier, deterministic=True)
        else:
            cursor.execute(_EARLIER)
        for statement in _PREPARE.split(";"):
            cursor.execute(statement)
        for copy in range(1, times + 1):
            cursor.execute(_again(Case, copy, lite=lite, own="id"))
            cursor.execute(_again(Conversation, copy, lite=lite, own="case_id"))
            cursor.execute(_again(Message, copy, lite=lite, own="case_id"))
            cursor.execute(_again(Reply, copy, lite=lite, own="case_id"))
            cursor.execute(_found_again("inbox_search", "said", "words", copy, lite=lite))
            cursor.execute(
                _found_again("inbox_search_ours", "answered", "what, words", copy, lite=lite)
            )


def _again(model: type[models.Model], copy: int, *, lite: bool, own: str) -> str:
    """The statement that copies the rows of a model whose case is one of the first.

    ``own``: the column with the case.
    """
    waits = f"(placed.place + {copy}) % 10 = 0"
    instead = {
        "number": f"'ZZ-' || ({copy} * 100000 + placed.place)",
        "thread": f"row.thread || '-{copy}'",
        "external_id": f"row.external_id || '-{copy}'",
        "state": f"CASE WHEN {waits} THEN 'new' ELSE 'closed' END",
        "closed_at": f"CASE WHEN {waits} THEN NULL ELSE {_before('last_at', copy, lite=lite)} END",
        "unit_id": _UNIT.format(copy=copy),
    }
    for name in ("id", "case_id", "conversation_id", "message_id"):
        instead[name] = _moved(f"row.{name}", copy, lite=lite)
    columns = [str(field.column) for field in model._meta.concrete_fields]
    for field in model._meta.concrete_fields:
        if isinstance(field, models.DateTimeField):
            instead.setdefault(str(field.column), _before(str(field.column), copy, lite=lite))
    given = ", ".join(instead.get(column, f'row."{column}"') for column in columns)
    named = ", ".join(f'"{column}"' for column in columns)
    table = model._meta.db_table
    return (
        f"INSERT INTO {table} ({named}) SELECT {given} FROM {table} AS row"
        f" JOIN placed ON placed.id = row.{own}"
    )


def _found_again(table: str, rows: str, kept: str, copy: int, *, lite: bool) -> str:
    """The statement that copies what the search knows; only PostgreSQL knows the case of it."""
    key = "message_id" if table == "inbox_search" else "source_id"
    ids = [key] if lite else [key, "case_id"]
    moved = ", ".join(_moved(name, copy, lite=lite) for name in ids)
    return f"INSERT INTO {table} ({', '.join(ids)}, {kept}) SELECT {moved}, {kept} FROM {rows}"


def _moved(column: str, copy: int, *, lite: bool) -> str:
    return f"{'' if lite else 'pg_temp.'}earlier({column}, {copy})"


def _before(column: str, copy: int, *, lite: bool) -> str:
    """A time of the copy. What is due never (the year 9999) stays so."""
    if lite:
        moved = f"strftime('%Y-%m-%d %H:%M:%f', row.{column}, '-{HOURS * copy} hours')"
    else:
        moved = f"row.{column} - interval '{HOURS * copy} hours'"
    return f"CASE WHEN row.{column} < '9000-01-01' THEN {moved} ELSE row.{column} END"


def _earlier(key: str, copy: int) -> str:
    return UUID(int=UUID(key).int - (_MILLISECONDS * copy << 80)).hex

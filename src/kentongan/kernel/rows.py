"""Many rows, each with its own values, in one statement.

Django's ``bulk_update`` builds a ``CASE`` for each column and each row, which takes a millisecond
a row; and it cannot say which rows were still as they had been read. PostgreSQL is handed the
rows as one JSON document: a thousand parameters, each quoted by itself, take six times as long.
"""

from __future__ import annotations

import json
from collections import Counter, defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from itertools import chain
from typing import Any

from django.db import connections, models, router
from django.db.backends.base.base import BaseDatabaseWrapper

#: A field, and its value in each row.
_Column = tuple["models.Field[Any, Any]", list[Any]]


@dataclass(frozen=True, slots=True)
class RowChange:
    """The row is to get ``values`` if its columns are still as in ``seen``, which names its key.

    Both by the names of fields (``pk``, ``state``, ``account_id``); None is compared as a value.
    """

    seen: Mapping[str, Any]
    values: Mapping[str, Any]


def insert_all(rows: Sequence[models.Model]) -> None:
    """INSERT of ``rows``, which are of one model and have their keys; as ``bulk_create``."""
    if not rows:
        return
    model = type(rows[0])
    alias = router.db_for_write(model)
    connection = connections[alias]
    if connection.vendor != "postgresql":
        model._base_manager.using(alias).bulk_create(rows)
        return
    fields = model._meta.concrete_fields
    quote = connection.ops.quote_name
    names = ", ".join(quote(str(field.column)) for field in fields)
    given = [[getattr(row, field.attname) for row in rows] for field in fields]
    document, columns = _document(list(zip(fields, given, strict=True)), connection)
    picked = ", ".join(f"given.column{number}" for number, _f in enumerate(fields, start=1))
    statement = (
        f"INSERT INTO {quote(model._meta.db_table)} ({names}) "  # noqa: S608 - our names
        f"SELECT {picked} FROM json_to_recordset(%s) AS given ({columns})"
    )
    with connection.cursor() as cursor:
        cursor.execute(statement, [document])
    for row in rows:
        row._state.adding, row._state.db = False, alias


def update_each(model: type[models.Model], changes: Sequence[RowChange]) -> list[bool]:
    """Conditional UPDATE for each of ``changes``; whether its row was as seen, in their order.

    Those that name the same columns take one statement together. Where a row is named twice, the
    second change meets what the first left.
    """
    times: Counter[Any] = Counter()
    alike: dict[tuple[int, frozenset[str], frozenset[str]], list[int]] = defaultdict(list)
    for place, change in enumerate(changes):
        pk = change.seen["pk"]
        alike[times[pk], frozenset(change.seen), frozenset(change.values)].append(place)
        times[pk] += 1
    done = [False] * len(changes)
    for _time, places in sorted(((key[0], rows) for key, rows in alike.items())):
        met = _together(model, [changes[place] for place in places])
        for place in places:
            done[place] = changes[place].seen["pk"] in met
    return done


def _together(model: type[models.Model], changes: Sequence[RowChange]) -> set[Any]:
    """The keys of the rows that were as seen; all changes name the same columns.

    What is the same for all of them is told once: most is (the state, the lease that ends).
    """
    connection = connections[router.db_for_write(model)]
    quote = connection.ops.quote_name
    table = quote(model._meta.db_table)
    # The columns of what is given are called column1, column2 … by SQLite, and therefore by us.
    # There a CAST to "datetime" would make a number of it; PostgreSQL must be told the types.
    typed = connection.vendor == "postgresql"
    given: list[_Column] = []
    parameters: list[Any] = []

    def told(field: models.Field[Any, Any], values: list[Any]) -> str:
        """What stands for the new or seen value of a column."""
        # Not of JSON, where 1 and true are equal to Python and not to whoever reads it.
        apart = field.primary_key or isinstance(field, models.JSONField)
        if not apart and all(value == values[0] for value in values):
            parameters.append(field.get_db_prep_save(values[0], connection))
            return _placeholder(field, connection, typed=typed)
        given.append((field, values))
        return f"given.column{len(given)}"

    def columns(part: Sequence[Mapping[str, Any]]) -> list[tuple[str, str]]:
        """The columns of one part of the changes, each with what stands for its value."""
        fields = [(_field(model, name), name) for name in part[0]]
        return [(quote(str(f.column)), told(f, [row[name] for row in part])) for f, name in fields]

    sets = [f"{column} = {value}" for column, value in columns([c.values for c in changes])]
    same = "IS NOT DISTINCT FROM" if typed else "IS"
    key, where = quote(str(_field(model, "pk").column)), []
    for column, value in columns([c.seen for c in changes]):
        where.append(f"{table}.{column} {'=' if column == key else same} {value}")
    if typed:
        document, names = _document(given, connection)
        source, cells = f"json_to_recordset(%s) AS given ({names})", [document]
    else:
        row = f"({', '.join(['%s'] * len(given))})"
        source = f"(VALUES {', '.join([row] * len(changes))}) AS given"
        saved = ([f.get_db_prep_save(v, connection) for v in values] for f, values in given)
        cells = list(chain.from_iterable(zip(*saved, strict=True)))
    statement = (
        f"UPDATE {table} SET {', '.join(sets)} "  # noqa: S608 - our names
        f"FROM {source} WHERE {' AND '.join(where)} RETURNING {table}.{key}"
    )
    # In the order in which they stand: what is set, the rows, what was seen.
    head, tail = parameters[: _count(sets)], parameters[_count(sets) :]
    with connection.cursor() as cursor:
        cursor.execute(statement, [*head, *cells, *tail])
        to_python = _field(model, "pk").to_python
        return {to_python(row[0]) for row in cursor.fetchall()}


def _document(given: Sequence[_Column], connection: BaseDatabaseWrapper) -> tuple[str, str]:
    """The rows as JSON for PostgreSQL, and the names and types of their columns."""
    columns, types = [], []
    for number, (field, values) in enumerate(given, start=1):
        plain = isinstance(field, models.JSONField)
        columns.append(values if plain else [field.get_db_prep_save(v, connection) for v in values])
        types.append(f"column{number} {field.cast_db_type(connection)}")
    names = [f"column{number}" for number in range(1, len(given) + 1)]
    rows = [dict(zip(names, row, strict=True)) for row in zip(*columns, strict=True)]
    return json.dumps(rows, default=str, ensure_ascii=False), ", ".join(types)


def _placeholder(
    field: models.Field[Any, Any], connection: BaseDatabaseWrapper, *, typed: bool
) -> str:
    return f"CAST(%s AS {field.cast_db_type(connection)})" if typed else "%s"


def _count(parts: Sequence[str]) -> int:
    """How many parameters stand in the text."""
    return sum(part.count("%s") for part in parts)


def _field(model: type[models.Model], name: str) -> models.Field[Any, Any]:
    if name == "pk":
        assert model._meta.pk is not None
        return model._meta.pk
    field = model._meta.get_field(name)
    assert isinstance(field, models.Field)
    return field

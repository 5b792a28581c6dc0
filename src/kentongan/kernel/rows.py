"""Many rows, each with its own new values, in one statement.

Django's ``bulk_update`` builds a ``CASE`` for each column and each row, which takes a millisecond
a row; and it cannot say which rows were still as they had been read.
"""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from itertools import chain
from typing import Any

from django.db import connections, models, router
from django.db.backends.base.base import BaseDatabaseWrapper


@dataclass(frozen=True, slots=True)
class RowChange:
    """The row is to get ``values`` if its columns are still as in ``seen``, which names its key.

    Both by the names of fields (``pk``, ``state``, ``account_id``); None is compared as a value.
    """

    seen: Mapping[str, Any]
    values: Mapping[str, Any]


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
    # Its columns are called column1, column2 … by both databases. PostgreSQL learns their types
    # from the first row; in SQLite a CAST to "datetime" would make a number of it.
    typed = connection.vendor == "postgresql"
    given: list[tuple[models.Field[Any, Any], list[Any]]] = []
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
    first = [_placeholder(field, connection, typed=typed) for field, _values in given]
    rows = [f"({', '.join(first)})", *[f"({', '.join(['%s'] * len(given))})"] * (len(changes) - 1)]
    statement = (
        f"UPDATE {table} SET {', '.join(sets)} "  # noqa: S608 - our names
        f"FROM (VALUES {', '.join(rows)}) AS given "
        f"WHERE {' AND '.join(where)} RETURNING {table}.{key}"
    )
    cells = zip(*([f.get_db_prep_save(v, connection) for v in vs] for f, vs in given), strict=True)
    # In the order in which they stand: what is set, the rows, what was seen.
    head, tail = parameters[: _count(sets)], parameters[_count(sets) :]
    with connection.cursor() as cursor:
        cursor.execute(statement, [*head, *chain.from_iterable(cells), *tail])
        to_python = _field(model, "pk").to_python
        return {to_python(row[0]) for row in cursor.fetchall()}


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

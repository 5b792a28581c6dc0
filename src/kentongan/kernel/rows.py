"""Many rows, each with its own new values, in one statement.

Django's ``bulk_update`` builds a ``CASE`` for each column and each row, which takes a millisecond
a row; and it cannot say which rows were still as they had been read.
"""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from django.db import connections, models, router


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
    """The keys of the rows that were as seen; all changes name the same columns."""
    connection = connections[router.db_for_write(model)]
    quote = connection.ops.quote_name
    table, key = quote(model._meta.db_table), _field(model, "pk")
    seen, new = list(changes[0].seen), list(changes[0].values)
    fields = [_field(model, name) for name in [*seen, *new]]
    columns = [quote(str(field.column)) for field in fields]
    same = "IS" if connection.vendor == "sqlite" else "IS NOT DISTINCT FROM"
    where = [
        f"{table}.{columns[n]} {'=' if name == 'pk' else same} given.column{n + 1}"
        for n, name in enumerate(seen)
    ]
    sets = [f"{columns[n]} = given.column{n + 1}" for n in range(len(seen), len(fields))]
    # Its columns are called column1, column2 … by both databases. PostgreSQL learns their types
    # from the first row; in SQLite a CAST to "datetime" would make a number of it.
    typed = connection.vendor == "postgresql"
    casts = (f"CAST(%s AS {field.cast_db_type(connection)})" for field in fields)
    others = ", (" + ", ".join(["%s"] * len(fields)) + ")"
    first = ", ".join(casts if typed else ["%s"] * len(fields))
    statement = (
        f"UPDATE {table} SET {', '.join(sets)} "  # noqa: S608 - our names
        f"FROM (VALUES ({first}){others * (len(changes) - 1)}) AS given "
        f"WHERE {' AND '.join(where)} "
        f"RETURNING {table}.{columns[seen.index('pk')]}"
    )
    with connection.cursor() as cursor:
        cursor.execute(
            statement,
            [
                field.get_db_prep_save(value, connection)
                for change in changes
                for field, value in zip(fields, _values(change, seen, new), strict=True)
            ],
        )
        return {key.to_python(row[0]) for row in cursor.fetchall()}


def _values(change: RowChange, seen: Sequence[str], new: Sequence[str]) -> list[Any]:
    return [*map(change.seen.__getitem__, seen), *map(change.values.__getitem__, new)]


def _field(model: type[models.Model], name: str) -> models.Field[Any, Any]:
    if name == "pk":
        assert model._meta.pk is not None
        return model._meta.pk
    field = model._meta.get_field(name)
    assert isinstance(field, models.Field)
    return field

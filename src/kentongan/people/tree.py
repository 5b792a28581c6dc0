"""Two questions about the tree, each one SQL statement: what is below, what is above.

``django-tree-queries`` draws the tree (depth, order); access needs less, and needs it inside
other queries, so these two walk only the branch they are asked about.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from contextlib import contextmanager
from contextvars import ContextVar
from itertools import islice
from typing import Any
from uuid import UUID

from django.db import connections, models
from django.db.models.expressions import Expression

from kentongan.people.models import Unit

_MEMORY = "_kentongan_line"
_DOWN = """WITH RECURSIVE branch(id) AS (
  SELECT id FROM people_unit WHERE id IN ({roots})
  UNION
  SELECT below.id FROM people_unit below JOIN branch ON below.parent_id = branch.id
) SELECT id FROM branch"""

_PART = """{walk}
WHERE EXISTS (SELECT 1 FROM people_unit WHERE parent_id IS NULL AND id NOT IN ({roots}))
LIMIT %s"""

_ABOVE = """WITH RECURSIVE line(id, parent_id) AS (
  SELECT id, parent_id FROM people_unit WHERE id IN ({roots})
  UNION
  SELECT above.id, above.parent_id FROM people_unit above JOIN line ON above.id = line.parent_id
) SELECT id FROM line"""

_UP = """WITH RECURSIVE line(start, id, parent_id, distance) AS (
  SELECT id, id, parent_id, 0 FROM people_unit WHERE id IN ({roots})
  UNION ALL
  SELECT line.start, above.id, above.parent_id, line.distance + 1
  FROM people_unit above JOIN line ON above.id = line.parent_id
  WHERE line.distance < 64
) SELECT start, id FROM line ORDER BY start, distance"""

_ALL = "SELECT id, parent_id, timezone FROM people_unit"

#: Unit → what is above it and its zone, as the database gives them; empty until it is asked.
_Tree = dict[Any, tuple[Any, str]]
_tree: ContextVar[_Tree | None] = ContextVar("tree", default=None)


@contextmanager
def read_once() -> Iterator[None]:
    """While a page is only read: the first question of what is above a unit reads all of the tree,
    some hundred short rows, and no other costs a statement."""
    token = _tree.set({})
    try:
        yield
    finally:
        _tree.reset(token)


class Branch(Expression):
    """The ids of ``roots`` and of everything below them, as a subquery for ``pk__in``."""

    walk = _DOWN
    output_field: models.Field[Any, Any] = models.UUIDField()

    def __init__(self, roots: Iterable[UUID]) -> None:
        super().__init__(output_field=models.UUIDField())
        self.roots = tuple(sorted(set(roots)))

    def as_sql(self, compiler: Any, connection: Any) -> tuple[str, Any]:  # noqa: ARG002
        """The recursive statement in brackets; an empty list of roots is an empty branch."""
        params = _prepared(self.roots, connection)
        roots = ", ".join(["%s"] * len(params)) or "NULL"
        return f"({self.walk.format(roots=roots)})", params


class Lines(Branch):
    """The ids of ``roots`` and of everything above them, as a subquery for ``pk__in``."""

    walk = _ABOVE


def branch(roots: Iterable[UUID]) -> models.QuerySet[Unit]:
    """Units at and below ``roots``; may be used inside another query."""
    wanted = tuple(roots)
    if not wanted:
        return Unit.objects.none()
    return Unit.objects.filter(pk__in=Branch(wanted))


def lines(roots: Iterable[UUID]) -> models.QuerySet[Unit]:
    """Units at and above ``roots``; may be used inside another query."""
    wanted = tuple(roots)
    if not wanted:
        return Unit.objects.none()
    return Unit.objects.filter(pk__in=Lines(wanted))


def part_of(roots: Iterable[UUID], *, most: int) -> tuple[UUID, ...]:
    """The ids of ``roots`` and of everything below them, ``most`` of them; none where that is every
    unit there is. One statement."""
    connection = connections[Unit.objects.db]
    params = _prepared(roots, connection)
    if (tree := _whole()) is not None:
        tops = {key for key, (above, _zone) in tree.items() if above is None}
        if tops <= set(params):
            return ()
        below = (key for key in tree if not set(params).isdisjoint(_climb(tree, key)))
        return tuple(_uuid(key) for key in islice(below, most))
    ids = ", ".join(["%s"] * len(params))
    with connection.cursor() as cursor:
        cursor.execute(
            _PART.format(walk=_DOWN.format(roots=ids), roots=ids), [*params, *params, most]
        )
        return tuple(_uuid(pk) for (pk,) in cursor.fetchall())


def line_of(unit_id: UUID) -> tuple[UUID, ...]:
    """The ids from the unit itself up to the root, nearest first. One statement."""
    return lines_of([unit_id]).get(unit_id, ())


def line_for(unit: Unit) -> tuple[UUID, ...]:
    """:func:`line_of` for a unit that was read; remembered on it, which lives for a request."""
    known = unit.__dict__.get(_MEMORY)
    if known is None or known[0] != unit.parent_id:
        known = unit.__dict__[_MEMORY] = (unit.parent_id, line_of(unit.pk))
    line: tuple[UUID, ...] = known[1]
    return line


def lines_of(unit_ids: Iterable[UUID]) -> dict[UUID, tuple[UUID, ...]]:
    """The same for several units, by their ids. One statement, see :func:`read_once`."""
    wanted = sorted(set(unit_ids))
    if not wanted:
        return {}
    connection = connections[Unit.objects.db]
    params = _prepared(wanted, connection)
    if (tree := _whole()) is not None:
        return {
            pk: tuple(_uuid(key) for key in _climb(tree, raw))
            for pk, raw in zip(wanted, params, strict=True)
            if raw in tree
        }
    lines: dict[UUID, tuple[UUID, ...]] = {}
    with connection.cursor() as cursor:
        cursor.execute(_UP.format(roots=", ".join(["%s"] * len(params))), params)
        for start, above in cursor.fetchall():
            lines[_uuid(start)] = (*lines.get(_uuid(start), ()), _uuid(above))
    return lines


def zones_above(unit_ids: Iterable[UUID]) -> list[Unit]:
    """The units at and above these, light: id, parent and zone only. One statement, see
    :func:`read_once`."""
    wanted = sorted(set(unit_ids))
    if not wanted or (tree := _whole()) is None:
        return list(lines(wanted).only("pk", "parent_id", "timezone").order_by())
    params = _prepared(wanted, connections[Unit.objects.db])
    keys = {key for raw in params if raw in tree for key in _climb(tree, raw)}
    return [
        Unit(pk=_uuid(key), parent_id=above and _uuid(above), timezone=zone)
        for key, (above, zone) in ((key, tree[key]) for key in keys)
    ]


def _whole() -> _Tree | None:
    """All of the tree inside :func:`read_once`, None elsewhere."""
    tree = _tree.get()
    if tree is not None and not tree:
        with connections[Unit.objects.db].cursor() as cursor:
            cursor.execute(_ALL)
            tree.update({key: (above, zone) for key, above, zone in cursor.fetchall()})
    return tree


def _climb(tree: _Tree, key: Any) -> Sequence[Any]:
    """The unit itself and what is above it, nearest first; a circle ends where it closes."""
    found = []
    while key is not None and key not in found:
        found.append(key)
        key = tree[key][0]
    return found


def _prepared(ids: Iterable[UUID], connection: Any) -> list[Any]:
    """As SQLite (text) and PostgreSQL (a type of its own) take them."""
    field = models.UUIDField()
    return [field.get_db_prep_value(pk, connection) for pk in ids]


def _uuid(value: UUID | str) -> UUID:
    """As SQLite (text) and PostgreSQL (a type of its own) give it."""
    return value if isinstance(value, UUID) else UUID(value)

"""Two questions about the tree, each one SQL statement: what is below, what is above.

``django-tree-queries`` draws the tree (depth, order); access needs less, and needs it inside
other queries, so these two walk only the branch they are asked about.
"""

from __future__ import annotations

from collections.abc import Iterable
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
    """The same for several units, by their ids. One statement."""
    wanted = sorted(set(unit_ids))
    if not wanted:
        return {}
    connection = connections[Unit.objects.db]
    params = _prepared(wanted, connection)
    lines: dict[UUID, tuple[UUID, ...]] = {}
    with connection.cursor() as cursor:
        cursor.execute(_UP.format(roots=", ".join(["%s"] * len(params))), params)
        for start, above in cursor.fetchall():
            lines[_uuid(start)] = (*lines.get(_uuid(start), ()), _uuid(above))
    return lines


def _prepared(ids: Iterable[UUID], connection: Any) -> list[Any]:
    """As SQLite (text) and PostgreSQL (a type of its own) take them."""
    field = models.UUIDField()
    return [field.get_db_prep_value(pk, connection) for pk in ids]


def _uuid(value: UUID | str) -> UUID:
    """As SQLite (text) and PostgreSQL (a type of its own) give it."""
    return value if isinstance(value, UUID) else UUID(value)

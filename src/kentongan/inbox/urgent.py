"""Two questions about the first of many cases which Django's own queries ask at far more cost:
which ones they are among several lists, and how many they are of each kind."""

from __future__ import annotations

from datetime import datetime
from typing import Any, NamedTuple

from django.core.exceptions import EmptyResultSet
from django.db import connection, models
from django.db.models import BooleanField, ExpressionWrapper, Q, QuerySet
from django.db.models.expressions import Func

from kentongan.inbox.models import Case
from kentongan.people.models import User


class AmongFirst(Func):
    """Whether a case is one of the first of any of these querysets: of each so many, by deadline.

    Each list ends at its own scan of an index alone, and only cases that are shown are read; from
    the two conditions joined by OR a database would go to every case.
    """

    output_field: models.Field[Any, Any] = BooleanField()

    def __init__(self, *lists: tuple[QuerySet[Case], int]) -> None:
        super().__init__("pk")
        self.lists = [rows.order_by("due_at", "pk").values("pk")[:most] for rows, most in lists]

    def as_sql(self, compiler: Any, connection: Any) -> tuple[str, Any]:  # type: ignore[override]
        """In brackets of its own each, for SQLite knows no LIMIT before UNION."""
        case, params = compiler.compile(self.source_expressions[0])
        asked: list[str] = []
        given = [*params]
        for rows in self.lists:
            try:
                sql, values = rows.query.get_compiler(connection=connection).as_sql()
            except EmptyResultSet:
                continue
            asked.append(_FIRST.format(rows=sql, place=len(asked)))
            given += values
        if not asked:
            raise EmptyResultSet
        return f"{case} IN ({' UNION ALL '.join(asked)})", given


class OfKind(NamedTuple):
    """How many cases of a kind there are, how many of them are late, one's own, nobody's; when the
    last message came in (seconds), and how many acts there were (``version``)."""

    kind: str
    n: int
    late: int
    mine: int
    free: int
    last: float
    acts: int


_FIRST = "SELECT * FROM ({rows}) AS first_{place}"
_COUNTED = """
    SELECT kind, count(*), count(*) FILTER (WHERE late), count(*) FILTER (WHERE mine),
        count(*) FILTER (WHERE free), max(last_at), sum(version)
    FROM ({rows}) AS urgent GROUP BY kind"""


def by_kind(rows: QuerySet[Case], user: User, at: datetime) -> list[OfKind]:
    """Those of ``rows``, which may end at a limit, by kind. One statement."""
    each = {"late": Q(due_at__lt=at), "mine": Q(holder=user), "free": Q(holder=None)}
    shown = rows.annotate(
        **{name: ExpressionWrapper(which, BooleanField()) for name, which in each.items()}
    ).values("kind", "last_at", "version", *each)
    try:
        sql, params = shown.query.get_compiler(connection=connection).as_sql()
    except EmptyResultSet:
        return []
    with connection.cursor() as cursor:
        cursor.execute(_COUNTED.format(rows=sql), params)
        found = cursor.fetchall()
    return [
        OfKind(kind, n, late, mine, free, datetime.fromisoformat(str(last)).timestamp(), acts)
        for kind, n, late, mine, free, last, acts in found
    ]

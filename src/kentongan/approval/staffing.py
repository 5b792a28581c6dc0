"""At how many units nobody could answer a step: one statement for all units and roles."""

from __future__ import annotations

from collections.abc import Collection, Iterable
from dataclasses import dataclass
from datetime import datetime

from django.db import connections
from django.db.models import Q
from django.utils import timezone

from kentongan.approval.eligible import FALLBACK
from kentongan.people.models import RoleGrant, Unit

#: Roles go down the tree; each active unit then has a number made of those that reach it.
_SETS = """WITH RECURSIVE held(unit, role) AS (
  {grants}
  UNION
  SELECT below.id, held.role FROM people_unit below JOIN held ON below.parent_id = held.unit
), reached(unit, roles) AS (
  SELECT people_unit.id, SUM(CASE held.role {bits} ELSE 0 END)
  FROM people_unit LEFT JOIN held ON held.unit = people_unit.id
  WHERE people_unit.active GROUP BY people_unit.id
) SELECT roles, COUNT(*) FROM reached GROUP BY roles"""


@dataclass(frozen=True, slots=True)
class Staffing:
    """How many active units have which roles at hand, held there or above."""

    sets: dict[frozenset[str], int]

    @property
    def units(self) -> int:
        """All active units."""
        return sum(self.sets.values())

    def without(self, roles: Iterable[str]) -> int:
        """Units where nobody holds any of ``roles``."""
        wanted = set(roles)
        return sum(count for held, count in self.sets.items() if held.isdisjoint(wanted))

    def with_nobody(self, roles: Iterable[str]) -> int:
        """Units where the supervisors, who step in, are missing as well."""
        return self.without({*roles, *FALLBACK})


def staffing(roles: Collection[str], *, at: datetime) -> Staffing:
    """Read it for ``roles``. A role that begins or ends is there by the reader's own day."""
    codes = sorted({*roles, *FALLBACK})
    day = timezone.localdate(at)
    grants = RoleGrant.objects.filter(
        Q(valid_from=None) | Q(valid_from__lte=day),
        Q(valid_until=None) | Q(valid_until__gte=day),
        role__in=codes,
        user__is_active=True,
    )
    database = Unit.objects.db
    asked = grants.order_by().values_list("unit_id", "role").query
    given, values = asked.get_compiler(database).as_sql()
    bits = " ".join(f"WHEN %s THEN {1 << place}" for place in range(len(codes)))
    with connections[database].cursor() as cursor:
        cursor.execute(_SETS.format(grants=given, bits=bits), [*values, *codes])
        rows = cursor.fetchall()
    return Staffing(
        {
            frozenset(code for place, code in enumerate(codes) if int(number) >> place & 1): count
            for number, count in rows
        }
    )

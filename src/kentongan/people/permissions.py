"""Who may do what, where. A role granted at a unit holds for everything below it.

Cost: one statement for a person's grants and one for the line of each unit asked about, both
remembered on the user object, which lives as long as a request.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any, cast
from uuid import UUID
from zoneinfo import ZoneInfo

from django.contrib.auth.models import AnonymousUser
from django.db.models import F, Q
from tree_queries.query import TreeQuerySet

from kentongan.kernel import clock
from kentongan.kernel.errors import NotAllowed
from kentongan.kernel.say import gettext as _
from kentongan.people.models import RoleGrant, Unit, User
from kentongan.people.roles import BY_CODE, PERMISSIONS
from kentongan.people.tree import branch, line_for, line_of, part_of

Person = User | AnonymousUser
_MEMORY = "_kentongan_access"
#: So many units are named one by one where a large table is asked; more are a subquery.
FEW_UNITS = 500


@dataclass(frozen=True, slots=True)
class Grant:
    """A grant as far as access needs it; the dates are inclusive and local to its unit.

    ``code``, ``name``, ``kind``: of the unit, where one may be offered to work for; empty if not.
    """

    unit_id: UUID
    role: str
    valid_from: date | None
    valid_until: date | None
    zone: str
    code: str = ""
    name: str = ""
    kind: str = ""
    in_use: bool = True

    def active(self, at: datetime) -> bool:
        """Whether the grant holds at that moment."""
        if self.valid_from is None and self.valid_until is None:
            return True
        day = at.astimezone(ZoneInfo(self.zone)).date()
        return (self.valid_from or day) <= day <= (self.valid_until or day)


class _Memory:
    """What has been read about one person during one request."""

    __slots__ = ("few", "grants", "lines")

    def __init__(self) -> None:
        self.few: dict[frozenset[UUID], tuple[UUID, ...] | None] = {}
        self.grants: tuple[Grant, ...] | None = None
        self.lines: dict[tuple[UUID, UUID | None], tuple[UUID, ...]] = {}


def _memory(user: User) -> _Memory:
    memory = cast("_Memory | None", user.__dict__.get(_MEMORY))
    if memory is None:
        memory = user.__dict__[_MEMORY] = _Memory()
    return memory


def forget(user: User) -> None:
    """Drop what is remembered about ``user``; after grants or the tree changed."""
    user.__dict__.pop(_MEMORY, None)


def grants_of(user: Person) -> tuple[Grant, ...]:
    """All grants of the person, whatever their dates; nobody has none."""
    if not isinstance(user, User) or not user.is_active:
        return ()
    memory = _memory(user)
    if memory.grants is None:
        rows = RoleGrant.objects.filter(user=user).values_list(
            "unit_id", "role", "valid_from", "valid_until", "unit__timezone",
            "unit__code", "unit__name", "unit__type__label", "unit__active",
        )  # fmt: skip
        memory.grants = tuple(Grant(*row) for row in rows)
    return memory.grants


def roots_for(user: Person, permission: str, at: datetime | None = None) -> frozenset[UUID]:
    """Units at which the person holds ``permission`` by a grant of their own."""
    if permission not in PERMISSIONS:
        raise ValueError(f"no role holds the permission {permission!r}")
    moment = at or clock.now()
    return frozenset(
        grant.unit_id
        for grant in grants_of(user)
        if grant.role in BY_CODE
        and permission in BY_CODE[grant.role].permissions
        and grant.active(moment)
    )


def can(user: Person, permission: str, unit: Unit, at: datetime | None = None) -> bool:
    """Whether the person holds ``permission`` at ``unit`` or at a unit above it."""
    roots = roots_for(user, permission, at)
    if not roots:
        return False
    if unit.pk in roots:
        return True
    memory = _memory(cast(User, user))
    key = (unit.pk, unit.parent_id)
    if key not in memory.lines:
        memory.lines[key] = line_of(unit.pk)
    return not roots.isdisjoint(memory.lines[key])


def can_somewhere(user: Person, permission: str, at: datetime | None = None) -> bool:
    """Whether the person holds ``permission`` at any unit at all; for menus."""
    return bool(roots_for(user, permission, at))


def require(user: Person, permission: str, unit: Unit, at: datetime | None = None) -> None:
    """Raise :class:`NotAllowed` unless the person holds ``permission`` at ``unit``."""
    if not can(user, permission, unit, at):
        raise NotAllowed(_("Anda tidak berwenang melakukan ini di %(unit)s.") % {"unit": unit.name})


def units_for(user: Person, permission: str, at: datetime | None = None) -> TreeQuerySet[Unit]:
    """Units at which the person holds ``permission``, inherited ones included.

    Usable as a subquery: ``Post.objects.filter(unit__in=units_for(user, "post.view"))``.
    """
    return cast("TreeQuerySet[Unit]", branch(roots_for(user, permission, at)))


def within(user: User, permission: str, at: datetime | None = None, *, field: str = "unit") -> Q:
    """Rows of a large table whose ``field`` is one of :func:`units_for`. One statement, remembered.

    Says more to the database than that subquery does, by which it cannot tell one unit from all of
    them and reads everything: nothing where it is all units, the ids where they are few enough.
    """
    roots = roots_for(user, permission, at)
    known = _memory(user).few
    if roots and roots not in known:
        some = part_of(roots, most=FEW_UNITS + 1)
        known[roots] = some if len(some) <= FEW_UNITS else None
    few = known.get(roots)
    if few is not None:
        return Q(**{f"{field}__in": few}) if few else Q()
    return Q(**{f"{field}__in": units_for(user, permission, at)})


def holders(role_codes: Sequence[str], unit: Unit, at: datetime) -> list[User]:
    """Active people who hold one of the roles at ``unit`` or above it.

    Nearest unit first, then in the order of ``role_codes``, then by name; each person once.
    Two statements.
    """
    line = line_for(unit)
    distance = {unit_id: step for step, unit_id in enumerate(line)}
    wanted = {code: place for place, code in enumerate(role_codes)}
    rows = (
        RoleGrant.objects.filter(unit__in=line, role__in=list(wanted), user__is_active=True)
        .select_related("user")
        .annotate(zone=F("unit__timezone"))
    )
    ranked = sorted(
        (distance[row.unit_id], wanted[row.role], row.user.name, str(row.user_id), row)
        for row in rows
        if Grant(row.unit_id, row.role, row.valid_from, row.valid_until, _zone(row)).active(at)
    )
    return list({row.user_id: row.user for *_rank, row in reversed(ranked)}.values())[::-1]


def _zone(row: Any) -> str:
    return str(row.zone)


def acting_as(user: User, day: date) -> list[User]:
    """People in whose place ``user`` decides on that day, because they are away."""
    away = Q(absences__from_date__lte=day, absences__until_date__gte=day, absences__deputy=user)
    return list(User.objects.filter(away, is_active=True).distinct())

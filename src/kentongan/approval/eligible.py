"""Who decides a step. Nobody decides on their own work, and nobody decides twice.

Answered from a :class:`Directory` read once (two statements), so that a list of requests costs
no more than one.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from itertools import product
from typing import Any, Protocol
from uuid import UUID

from django.db.models import F, QuerySet

from kentongan.approval.models import ApprovalRequest
from kentongan.people.models import RoleGrant, Unit, User
from kentongan.people.permissions import Grant
from kentongan.people.queries import unit_timezone
from kentongan.people.tree import zones_above
from kentongan.planning.models import Post

#: Who steps in when nobody holding the step's roles may decide.
FALLBACK = ("penyelia", "pembina")


@dataclass(frozen=True, slots=True)
class Decider:
    """A person who may decide, and in whose place (None: their own)."""

    user: User
    instead_of: User | None = None


@dataclass(frozen=True, slots=True)
class Deputy:
    """Who stands in, from when to when; dates inclusive, local to the unit."""

    user: User
    away_from: date
    away_until: date


class Directory:
    """Active grants with today's deputies, and the tree, as of one moment. Two statements.

    ``units``: answers for posts of these units only, and reads no more than their lines upwards;
    None: for those of all.
    """

    def __init__(
        self, roles: Iterable[str], *, at: datetime, units: Iterable[UUID] | None = None
    ) -> None:
        self.at = at
        self.about: frozenset[UUID] = frozenset()
        tree = _all_units() if units is None else zones_above(units)
        self.units = {unit.pk: unit for unit in tree}
        self._holders: dict[tuple[str, UUID], dict[UUID, User]] = defaultdict(dict)
        self._deputies: dict[UUID, list[Deputy]] = defaultdict(list)
        grants = _grants({*roles, *FALLBACK})
        for row in grants if units is None else grants.filter(unit__in=self.units):
            zone = self.units[row.unit_id].timezone
            if not Grant(row.unit_id, row.role, row.valid_from, row.valid_until, zone).active(at):
                continue
            self._holders[row.role, row.unit_id][row.user_id] = row.user
            if row.deputy_active:
                user = User(pk=row.deputy_id, name=row.deputy_name)
                self._deputies[row.user_id].append(Deputy(user, row.away_from, row.away_until))

    def line(self, unit_id: UUID) -> list[UUID]:
        """The unit and everything above it, nearest first."""
        found: list[UUID] = []
        following: UUID | None = unit_id
        while following is not None and following not in found:
            found.append(following)
            following = self.units[following].parent_id
        return found

    def holders(self, role: str, place: UUID) -> list[User]:
        """People who hold ``role`` at this very unit."""
        return list(self._holders.get((role, place), {}).values())

    def deputies(self, user: User, unit_id: UUID) -> list[User]:
        """Who decides in the place of ``user`` today, in the zone of the unit.

        Light objects: id and name only.
        """
        day = self.at.astimezone(unit_timezone(self.units[unit_id])).date()
        found = {
            d.user.pk: d.user for d in self._deputies[user.pk] if d.away_from <= day <= d.away_until
        }
        return list(found.values())

    def deciders(self, request: ApprovalRequest, step: int | None = None) -> list[Decider]:
        """People who may decide the present step of ``request``, or ``step`` as things stand.

        The unit's own people first, and among them the first choice of roles: a village that has
        a head but no examiner is not examined by its kecamatan. Somebody on leave is joined by
        the deputy they named. Where nobody is free to decide, the supervising roles step in.
        """
        number = request.step if step is None else step
        roles = request.steps[number]["roles"]
        return self.who(roles, request.post.unit_id, excluded(request))

    def who(self, roles: Sequence[str], unit_id: UUID, barred: set[UUID]) -> list[Decider]:
        """Who of ``roles`` decides at a unit, whatever is put forward, but for ``barred``."""
        for asked in (roles, FALLBACK):
            if found := self._free(asked, unit_id, barred):
                return found
        return []

    def place_of(self, request: ApprovalRequest, user: User) -> Decider | None:
        """How ``user`` may decide the present step, or None."""
        found = (decider for decider in self.deciders(request) if decider.user.pk == user.pk)
        return next(found, None)

    def _free(self, roles: Sequence[str], unit_id: UUID, barred: set[UUID]) -> list[Decider]:
        for place, role in product(self.line(unit_id), roles):
            found: dict[UUID, Decider] = {}
            for holder in self.holders(role, place):
                if holder.pk not in barred:
                    found.setdefault(holder.pk, Decider(holder))
                for deputy in self.deputies(holder, unit_id):
                    if deputy.pk not in barred:
                        found.setdefault(deputy.pk, Decider(deputy, holder))
            if found:
                return list(found.values())
        return []


def writers(post: Post, by: User) -> list[str]:
    """Ids of everybody whose work it is: author, contributors, and who puts it forward."""
    people = {post.author_id, by.pk}
    if getattr(post, "has_helpers", True):
        people.update(post.contributors.values_list("pk", flat=True))
    return sorted(str(key) for key in people)


def excluded(request: ApprovalRequest) -> set[UUID]:
    """People who may not decide: whoever wrote it, put it forward, or decided a step before."""
    return {UUID(key) for key in request.involved}


def _all_units() -> Iterable[Unit]:
    return Unit.objects.only("pk", "parent_id", "timezone").order_by()


def _grants(roles: set[str]) -> QuerySet[RoleGrant, Any]:
    """Grants of ``roles`` with their people, one row per absence of each."""
    absence = "user__absences__"
    return (
        RoleGrant.objects.filter(role__in=roles, user__is_active=True)
        .select_related("user")
        .annotate(
            deputy_id=F(f"{absence}deputy"),
            deputy_name=F(f"{absence}deputy__name"),
            deputy_active=F(f"{absence}deputy__is_active"),
            away_from=F(f"{absence}from_date"),
            away_until=F(f"{absence}until_date"),
        )
        .order_by("user__name", "pk")
    )


class Other(Protocol):
    """What else is asked of a directory: these roles at these units."""

    @property
    def keys(self) -> Iterable[UUID]:
        """What is decided there, by id."""

    @property
    def roles(self) -> Iterable[str]:
        """Whom its steps ask."""

    @property
    def units(self) -> Iterable[UUID]:
        """Where."""


def directory_for(
    requests: Iterable[ApprovalRequest], *, at: datetime, others: Iterable[Other] = ()
) -> Directory:
    """A directory that can answer for all of ``requests``, in their present step and later ones,
    and for ``others``."""
    asked, beside = list(requests), list(others)
    roles = {role for r in asked for step in r.steps[r.step :] for role in step["roles"]}
    units = {r.post.unit_id for r in asked}
    directory = Directory(
        roles.union(*(one.roles for one in beside)),
        at=at,
        units=units.union(*(one.units for one in beside)),
    )
    directory.about = frozenset(request.pk for request in asked).union(
        *(one.keys for one in beside)
    )
    return directory

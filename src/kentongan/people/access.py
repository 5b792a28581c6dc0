"""Access is a fetch: units and people that this person may see, or ``Missing``."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime
from uuid import UUID

from django.db.models import Q, QuerySet
from tree_queries.query import TreeQuerySet

from kentongan.kernel.errors import Missing
from kentongan.kernel.say import gettext as _
from kentongan.ledger.models import Entry
from kentongan.people.models import Absence, ApiToken, ImportBatch, RoleGrant, Unit, User
from kentongan.people.permissions import Person, can, require, roots_for, units_for
from kentongan.people.tree import line_of

_KEPT: list[Callable[[User], Q]] = []
_KEPT_FROM: list[Callable[[User], bool]] = []


def visible_units(user: Person, at: datetime | None = None) -> TreeQuerySet[Unit]:
    """Units this person may see."""
    return units_for(user, "unit.view", at)


def unit_for(user: Person, code: str, permission: str = "unit.view") -> Unit:
    """The unit with that code.

    Raises ``Missing`` when the person may not even see it, ``NotAllowed`` when they may see it
    but lack ``permission``.
    """
    try:
        unit: Unit = Unit.objects.select_related("type", "parent").get(code=code)
    except Unit.DoesNotExist:
        raise Missing(_("Unit itu tidak ada.")) from None
    if permission != "unit.view" and can(user, permission, unit):
        return unit
    if not can(user, "unit.view", unit):
        raise Missing(_("Unit itu tidak ada."))
    if permission != "unit.view":
        require(user, permission, unit)
    return unit


def managed_unit(user: Person, code: str) -> Unit:
    """A unit this person may change."""
    return unit_for(user, code, "unit.manage")


def visible_people(user: Person) -> QuerySet[User]:
    """People this person may see: themselves, and whoever belongs to or serves a unit they
    may look into."""
    roots = roots_for(user, "people.view") | roots_for(user, "people.manage")
    if not roots:
        return User.objects.filter(pk=user.pk) if user.pk else User.objects.none()
    units = units_for(user, "people.manage") | units_for(user, "people.view")
    return User.objects.filter(Q(unit__in=units) | Q(pk=user.pk))


def person_for(user: Person, pk: UUID, permission: str = "people.view") -> User:
    """A person by id; ``Missing`` when out of sight, ``NotAllowed`` when only to be looked at."""
    try:
        person = visible_people(user).select_related("unit").get(pk=pk)
    except User.DoesNotExist:
        raise Missing(_("Orang itu tidak ada.")) from None
    if permission == "people.manage":
        require(user, "people.manage", person.unit)
    return person


def managed_person(user: Person, pk: UUID) -> User:
    """A person whose data and roles this person may change."""
    return person_for(user, pk, "people.manage")


def top_unit(user: Person, permission: str) -> Unit:
    """The top of the tree, for what concerns the whole pemda; ``NotAllowed`` otherwise."""
    unit: Unit | None = Unit.objects.filter(parent=None).select_related("type").first()
    if unit is None:
        raise Missing(_("Unit itu tidak ada."))
    require(user, permission, unit)
    return unit


def grant_of(user: Person, person: User, pk: UUID) -> RoleGrant:
    """A role of ``person`` that this person may take away."""
    row = RoleGrant.objects.select_related("unit", "user").filter(pk=pk, user=person).first()
    if row is None:
        raise Missing(_("Peran itu sudah tidak ada."))
    require(user, "people.manage", row.unit)
    return row


def absence_of(user: User, pk: UUID) -> Absence:
    """One's own absence."""
    row = Absence.objects.select_related("user", "user__unit").filter(pk=pk, user=user).first()
    if row is None:
        raise Missing(_("Cuti itu tidak ada."))
    return row


def possible_deputies(user: User) -> QuerySet[User]:
    """People who serve the user's unit or one above it and may stand in."""
    line = line_of(user.unit_id)
    serving = Q(unit=user.unit_id) | Q(grants__unit__in=line)
    return User.objects.filter(serving, is_active=True).exclude(pk=user.pk).distinct()


def manageable_tokens(user: Person) -> QuerySet[ApiToken]:
    """Tokens of units for which the person manages tokens."""
    return ApiToken.objects.filter(unit__in=units_for(user, "token.manage"))


def managed_token(user: Person, pk: UUID) -> ApiToken:
    """A token that this person may revoke."""
    token = (
        manageable_tokens(user).select_related("user", "user__unit", "unit").filter(pk=pk).first()
    )
    if token is None:
        raise Missing(_("Token itu tidak ada."))
    return token


def batch_for(user: User, pk: UUID) -> ImportBatch:
    """An import that this person prepared; nobody else sees it."""
    batch = ImportBatch.objects.filter(pk=pk, created_by=user).first()
    if batch is None:
        raise Missing(_("Impor itu sudah tidak ada."))
    return batch


def visible_entries(user: User) -> QuerySet[Entry]:
    """Entries of the ledger about units whose ledger this person may read.

    Acts without a unit belong to the whole pemda. What a package above keeps from the person, as
    told with :func:`keep_entries`, is left out.
    """
    entries = Entry.objects.all()
    for kept in _KEPT:
        entries = entries.filter(~kept(user))
    if _whole_pemda(user):
        return entries
    codes = units_for(user, "ledger.view").values("code")
    return entries.filter(unit_code__in=codes)


def sees_whole_ledger(user: User) -> bool:
    """Whether nothing of the ledger can ever be kept from this person.

    Only they are shown where in the chain an entry stands: to all others a number that is missing
    would tell that something happened. A question of rights alone, so the answer is the same
    before there is anything to keep.
    """
    return _whole_pemda(user) and not any(kept_from(user) for kept_from in _KEPT_FROM)


def _whole_pemda(user: User) -> bool:
    roots = roots_for(user, "ledger.view")
    return Unit.objects.filter(pk__in=roots, parent=None).exists()


def keep_entries(kept: Callable[[User], Q], kept_from: Callable[[User], bool]) -> None:
    """Leave what ``kept`` names of a person out of the ledger that they read.

    ``kept_from``: whether it can ever name anything of that person. For ``apps.py``.
    """
    _KEPT.append(kept)
    _KEPT_FROM.append(kept_from)

"""Who may change whom. The machine itself (command line, set-up) passes; people are checked."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime
from uuid import UUID

from kentongan.kernel.actor import Actor
from kentongan.kernel.errors import Conflict, NotAllowed
from kentongan.kernel.say import gettext as _
from kentongan.people.models import RoleGrant, Unit, User
from kentongan.people.permissions import Grant, can, require
from kentongan.people.roles import roles_with

By = Actor | User


def need(by: By, permission: str, unit: Unit, at: datetime) -> None:
    """Raise ``NotAllowed`` unless ``by`` is the machine or holds the permission there."""
    if isinstance(by, User):
        require(by, permission, unit, at)


def need_over(by: By, person: User, at: datetime) -> None:
    """May ``by`` change this person's data, password and state?

    They must manage people at the person's unit and wherever the person holds a role; and only
    who manages the system there may touch an administrator. Otherwise resetting a password would
    be a way up.
    """
    if not isinstance(by, User):
        return
    need(by, "people.manage", person.unit, at)
    strong = set(roles_with("system.manage"))
    for grant in RoleGrant.objects.filter(user=person).select_related("unit"):
        need(by, "people.manage", grant.unit, at)
        if grant.role in strong:
            need(by, "system.manage", grant.unit, at)


def need_to_grant(by: By, role: str, unit: Unit, at: datetime) -> None:
    """May ``by`` give or take ``role`` at ``unit``? Roles over the system need such a role."""
    if not isinstance(by, User):
        return
    need(by, "people.manage", unit, at)
    if role in roles_with("system.manage") and not can(by, "system.manage", unit, at):
        raise NotAllowed(_("Peran ini hanya dapat diberikan atau dicabut oleh administrator."))


def keep_an_administrator(at: datetime, *, without: Iterable[UUID]) -> None:
    """Raise ``Conflict`` when, without these grants, nobody could manage the whole pemda."""
    grants = RoleGrant.objects.filter(
        role__in=roles_with("system.manage"), unit__parent=None, user__is_active=True
    ).exclude(pk__in=list(without))
    rows = grants.values_list("unit_id", "role", "valid_from", "valid_until", "unit__timezone")
    if not any(Grant(*row).active(at) for row in rows):
        raise Conflict(
            _("Ini administrator terakhir. Tunjuk administrator lain lebih dulu, baru lanjutkan.")
        )

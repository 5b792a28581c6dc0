"""Giving and taking roles."""

from __future__ import annotations

from datetime import date, datetime

from django.db import transaction

from kentongan.kernel.errors import Invalid
from kentongan.kernel.say import gettext as _
from kentongan.ledger.actions import record
from kentongan.people.actions.authority import By, keep_an_administrator, need_to_grant
from kentongan.people.models import RoleGrant, Unit, User
from kentongan.people.permissions import forget
from kentongan.people.roles import BY_CODE, roles_with


def grant_role(
    person: User,
    *,
    role: str,
    unit: Unit,
    valid_from: date | None = None,
    valid_until: date | None = None,
    by: By,
    at: datetime,
) -> RoleGrant:
    """Give ``role`` at ``unit`` and below; granting it again changes its dates.

    Dates are inclusive and local to the unit; None is open.
    """
    if role not in BY_CODE:
        raise Invalid.field("role", _("Pilih peran yang ada."))
    if valid_from and valid_until and valid_until < valid_from:
        raise Invalid.field("valid_until", _("Tanggal akhir tidak boleh sebelum tanggal mulai."))
    need_to_grant(by, role, unit, at)
    if not person.is_active:
        raise Invalid.field("role", _("Orang ini sudah tidak aktif."))
    if not unit.active:
        raise Invalid.field("unit", _("Unit ini sudah tidak aktif."))
    with transaction.atomic():
        row, new = RoleGrant.objects.select_for_update().get_or_create(
            user=person,
            unit=unit,
            role=role,
            defaults={
                "valid_from": valid_from,
                "valid_until": valid_until,
                "granted_by": _name(by),
                "created_at": at,
            },
        )
        if not new:
            row.valid_from, row.valid_until, row.granted_by = valid_from, valid_until, _name(by)
            row.save(update_fields=["valid_from", "valid_until", "granted_by"])
            if role in roles_with("system.manage") and unit.parent_id is None:
                keep_an_administrator(at, without=())
        forget(person)
        record(
            by=by,
            at=at,
            action="role.grant",
            target=("person", str(person.pk), person.name),
            unit=unit.code,
            data={"peran": role, "mulai": valid_from, "sampai": valid_until},
        )
    return row


def revoke_role(row: RoleGrant, *, by: By, at: datetime) -> None:
    """Take a role away at once; the last administrator of the pemda keeps theirs."""
    need_to_grant(by, row.role, row.unit, at)
    with transaction.atomic():
        list(RoleGrant.objects.select_for_update().filter(role=row.role, unit=row.unit))
        if row.role in roles_with("system.manage") and row.unit.parent_id is None:
            keep_an_administrator(at, without=[row.pk])
        deleted, _per_model = RoleGrant.objects.filter(pk=row.pk).delete()
        forget(row.user)
        if deleted:
            record(
                by=by,
                at=at,
                action="role.revoke",
                target=("person", str(row.user.pk), row.user.name),
                unit=row.unit.code,
                data={"peran": row.role},
            )


def _name(by: By) -> str:
    return by.name[:200]

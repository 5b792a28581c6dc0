"""Writes to the tree of units, their hours and their days off."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date, datetime
from typing import Any

from django.db import IntegrityError, transaction

from kentongan.kernel.errors import Conflict, Invalid
from kentongan.kernel.say import gettext as _, ngettext
from kentongan.kernel.worktime import OfficeHours
from kentongan.ledger.actions import record
from kentongan.people import wording
from kentongan.people.actions.authority import By, need
from kentongan.people.models import DayOff, Unit, UnitType
from kentongan.people.stale import still
from kentongan.people.tree import line_for, line_of

EDITABLE = (
    "name", "type_id", "timezone", "address", "contact_phones", "contact_emails",
)  # fmt: skip
MAX_DEPTH = 12


def create_unit(
    *,
    by: By,
    at: datetime,
    name: str,
    code: str,
    type: str,  # noqa: A002 - the word of the model
    parent: Unit | None,
    timezone: str = "",
    address: str = "",
    contact_phones: Iterable[str] = (),
    contact_emails: Iterable[str] = (),
) -> Unit:
    """A new unit below ``parent`` (None only for the very first); the zone is the parent's."""
    if parent is not None:
        need(by, "unit.manage", parent, at)
        if not parent.active:
            raise Invalid.field("parent", _("Induk ini sudah tidak aktif."))
    values = _clean(
        name=name,
        type=type,
        timezone=timezone or (parent.timezone if parent else "Asia/Jakarta"),
        address=address,
        contact_phones=contact_phones,
        contact_emails=contact_emails,
    )
    clean_code = wording.code("code", code)
    with transaction.atomic():
        if parent is None:
            if Unit.objects.filter(parent=None).exists():
                raise Invalid.field("parent", _("Pilih induknya; unit paling atas sudah ada."))
        elif len(line_for(parent)) >= MAX_DEPTH:
            raise Invalid.field("parent", _("Pohon unit sudah terlalu dalam di sini."))
        try:
            with transaction.atomic():
                unit = Unit.objects.create(code=clean_code, parent=parent, created_at=at, **values)
        except IntegrityError:
            raise Invalid.field("code", _("Kode ini sudah dipakai unit lain.")) from None
        _write(by, at, "unit.create", unit, {"induk": parent.code if parent else ""})
    return unit


def edit_unit(unit: Unit, *, by: By, at: datetime, seen: str = "", **fields: Any) -> Unit:
    """Change any of name, type, timezone, address, contact_phones, contact_emails.

    ``seen`` is the fingerprint of what the form showed; raises ``Conflict`` when it is stale.
    """
    with transaction.atomic():
        unit = Unit.objects.select_for_update().get(pk=unit.pk)
        need(by, "unit.manage", unit, at)
        still(unit, EDITABLE, seen)
        values = _clean(**fields)
        before = {name: getattr(unit, name) for name in values}
        changed = {name: value for name, value in values.items() if before[name] != value}
        if changed:
            for name, value in changed.items():
                setattr(unit, name, value)
            unit.save(update_fields=list(changed))
            detail = {name: {"dari": before[name], "ke": changed[name]} for name in changed}
            _write(by, at, "unit.edit", unit, detail)
    return unit


def move_unit(unit: Unit, *, parent: Unit, by: By, at: datetime) -> Unit:
    """Hang ``unit`` with all below it under ``parent``; never under itself.

    Moves wait for one another on the root's row, so that two of them cannot close a circle.
    """
    with transaction.atomic():
        list(Unit.objects.select_for_update().filter(parent=None).values_list("pk"))
        unit = Unit.objects.select_for_update(of=("self",)).select_related("parent").get(pk=unit.pk)
        parent = Unit.objects.get(pk=parent.pk)
        need(by, "unit.manage", unit, at)
        need(by, "unit.manage", parent, at)
        if unit.parent is None:
            raise Invalid.field("parent", _("Unit paling atas tidak bisa dipindah."))
        need(by, "unit.manage", unit.parent, at)
        line = line_of(parent.pk)
        if unit.pk in line:
            raise Invalid.field(
                "parent", _("Tidak bisa dipindah ke dirinya sendiri atau ke unit di bawahnya.")
            )
        if not parent.active:
            raise Invalid.field("parent", _("Induk ini sudah tidak aktif."))
        if len(line) >= MAX_DEPTH:
            raise Invalid.field("parent", _("Pohon unit sudah terlalu dalam di sini."))
        before = unit.parent.code
        if before != parent.code:
            unit.parent = parent
            unit.save(update_fields=["parent"])
            _write(by, at, "unit.move", unit, {"dari": before, "ke": parent.code})
    return unit


def deactivate_unit(unit: Unit, *, by: By, at: datetime) -> Unit:
    """Put a unit to rest; what it published stays. Active units or people in it forbid that."""
    with transaction.atomic():
        unit = Unit.objects.select_for_update().get(pk=unit.pk)
        need(by, "unit.manage", unit, at)
        if unit.parent_id is None:
            raise Conflict(_("Unit paling atas tidak bisa dinonaktifkan."))
        below = Unit.objects.filter(parent=unit, active=True).count()
        if below:
            raise Conflict(
                ngettext(
                    "Masih ada %(n)s unit aktif di bawahnya. Nonaktifkan atau pindahkan dulu.",
                    "Masih ada %(n)s unit aktif di bawahnya. Nonaktifkan atau pindahkan dulu.",
                    below,
                )
                % {"n": below}
            )
        people = unit.people.filter(is_active=True).count()
        if people:
            raise Conflict(
                ngettext(
                    "Masih ada %(n)s orang aktif di unit ini. Pindahkan dulu ke unit lain.",
                    "Masih ada %(n)s orang aktif di unit ini. Pindahkan dulu ke unit lain.",
                    people,
                )
                % {"n": people}
            )
        if unit.active:
            unit.active = False
            unit.save(update_fields=["active"])
            _write(by, at, "unit.deactivate", unit, {})
    return unit


def activate_unit(unit: Unit, *, by: By, at: datetime) -> Unit:
    """Wake a unit again; the unit above it must be awake."""
    with transaction.atomic():
        unit = Unit.objects.select_for_update(of=("self",)).select_related("parent").get(pk=unit.pk)
        need(by, "unit.manage", unit, at)
        if unit.parent and not unit.parent.active:
            raise Conflict(_("Aktifkan dulu unit induknya."))
        if not unit.active:
            unit.active = True
            unit.save(update_fields=["active"])
            _write(by, at, "unit.activate", unit, {})
    return unit


def set_office_hours(unit: Unit, *, hours: OfficeHours | None, by: By, at: datetime) -> Unit:
    """Give the unit hours of its own, or (None) those of the nearest unit above."""
    with transaction.atomic():
        unit = Unit.objects.select_for_update().get(pk=unit.pk)
        need(by, "unit.manage", unit, at)
        stored = hours.as_json() if hours else {}
        if stored != unit.office_hours:
            before, unit.office_hours = unit.office_hours, stored
            unit.save(update_fields=["office_hours"])
            _write(by, at, "unit.hours", unit, {"dari": before, "ke": stored})
    return unit


def add_day_off(
    unit: Unit, *, day: date, name: str, works: bool = False, by: By, at: datetime
) -> DayOff:
    """A day off of the unit and all below it; ``works``: a national day off on which it works."""
    need(by, "unit.manage", unit, at)
    clean = wording.line("name", name, 120)
    with transaction.atomic():
        row, _new = DayOff.objects.update_or_create(
            unit=unit, day=day, defaults={"name": clean, "works": works}
        )
        detail = {"tanggal": day, "keterangan": clean, "bekerja": works}
        _write(by, at, "unit.day_off", unit, detail)
    return row


def remove_day_off(row: DayOff, *, by: By, at: datetime) -> None:
    """Forget a day off."""
    need(by, "unit.manage", row.unit, at)
    with transaction.atomic():
        deleted, _per_model = DayOff.objects.filter(pk=row.pk).delete()
        if deleted:
            _write(by, at, "unit.day_off_removed", row.unit, {"tanggal": row.day})


def _clean(**fields: Any) -> dict[str, Any]:
    """The given fields as columns; all problems are named at once."""
    errors: dict[str, list[str]] = {}
    values: dict[str, Any] = {}
    for name, given in fields.items():
        try:
            values |= _column(name, given)
        except Invalid as problem:
            errors |= problem.fields
    if errors:
        raise Invalid(fields=errors)
    return values


def _column(name: str, given: Any) -> dict[str, Any]:
    if name == "name":
        return {"name": wording.line(name, given, 200)}
    if name == "address":
        return {"address": wording.line(name, given, 300, required=False)}
    if name == "timezone":
        return {"timezone": wording.timezone(name, given)}
    if name == "contact_phones":
        return {name: wording.contacts(name, given, "phone")}
    if name == "contact_emails":
        return {name: wording.contacts(name, given, "email")}
    if name == "type":
        if not UnitType.objects.filter(code=given).exists():
            raise Invalid.field("type", _("Pilih jenis unit yang ada."))
        return {"type_id": given}
    raise TypeError(f"a unit has no field {name!r}")


def _write(by: By, at: datetime, action: str, unit: Unit, data: dict[str, Any]) -> None:
    record(
        by=by,
        at=at,
        action=action,
        target=("unit", str(unit.pk), unit.name),
        unit=unit.code,
        data=data,
    )

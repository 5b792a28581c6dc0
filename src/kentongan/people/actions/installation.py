"""The first run, and the few things that concern the whole pemda."""

from __future__ import annotations

import re
from datetime import datetime

from django.db import transaction

from kentongan.kernel.actor import Actor
from kentongan.kernel.errors import Conflict, Invalid
from kentongan.kernel.say import gettext as _
from kentongan.ledger.actions import record
from kentongan.people import wording
from kentongan.people.actions.authority import By, need
from kentongan.people.actions.persons import create_person
from kentongan.people.actions.roles import grant_role
from kentongan.people.actions.units import create_unit
from kentongan.people.models import Installation, Unit, UnitType, User

REGION = re.compile(r"[0-9]{2}(?:\.[0-9]{2}){0,2}(?:\.[0-9]{4})?")


def begin(
    *,
    at: datetime,
    name: str,
    region_code: str,
    unit_name: str,
    unit_code: str,
    unit_type: str,
    timezone: str,
    admin_name: str,
    username: str,
    email: str,
    password: str,
) -> User:
    """The first run: the pemda, its top unit and its first administrator, all or nothing.

    Raises ``Conflict`` when it has been done already; ``Invalid`` fields carry the names of the
    arguments.
    """
    by = Actor.system("mulai")
    clean_name = wording.line("name", name, 200)
    region = region_of(region_code)
    with transaction.atomic():
        _row, new = Installation.objects.select_for_update().get_or_create(
            pk=1, defaults={"name": clean_name, "region_code": region, "created_at": at}
        )
        if not new:
            raise Conflict(_("Pemasangan ini sudah dimulai. Masuk dengan akun Anda."))
        try:
            unit = create_unit(
                by=by, at=at, name=unit_name, code=unit_code, type=unit_type, parent=None,
                timezone=timezone,
            )  # fmt: skip
        except Invalid as problem:
            raise Invalid(fields=_renamed(problem, _UNIT_FIELDS)) from None
        try:
            person, _none = create_person(
                by=by, at=at, username=username, name=admin_name, unit=unit, email=email,
                password=password,
            )  # fmt: skip
        except Invalid as problem:
            raise Invalid(fields=_renamed(problem, {"name": "admin_name"})) from None
        grant_role(person, role="administrator", unit=unit, by=by, at=at)
        record(
            by=person,
            at=at,
            action="installation.begin",
            target=("installation", "1", clean_name),
            unit=unit.code,
        )
    return person


_UNIT_FIELDS = {"name": "unit_name", "code": "unit_code", "type": "unit_type"}


def _renamed(problem: Invalid, names: dict[str, str]) -> dict[str, list[str]]:
    return {names.get(field, field): texts for field, texts in problem.fields.items()}


def region_of(value: str) -> str:
    """The code of the region as the Ministry writes it (32.10), or nothing."""
    text = wording.line("region_code", value, 16, required=False)
    if text and not REGION.fullmatch(text):
        raise Invalid.field("region_code", _("Tulis kode wilayah Kemendagri; misalnya 32.10."))
    return text


def rename_installation(*, name: str, region_code: str, by: By, at: datetime) -> Installation:
    """Change the name or region code of the pemda."""
    root = Unit.objects.get(parent=None)
    need(by, "system.manage", root, at)
    clean, region = wording.line("name", name, 200), region_of(region_code)
    with transaction.atomic():
        row = Installation.objects.select_for_update().get(pk=1)
        before = {"nama": row.name, "kode": row.region_code}
        row.name, row.region_code = clean, region
        row.save(update_fields=["name", "region_code"])
        record(
            by=by,
            at=at,
            action="installation.rename",
            target=("installation", "1", clean),
            unit=root.code,
            data={"dari": before, "ke": {"nama": clean, "kode": region}},
        )
    return row


def save_unit_type(
    *,
    code: str,
    label: str,
    short_label: str = "",
    order: int = 0,
    autonomous: bool = False,
    by: By,
    at: datetime,
) -> UnitType:
    """Add a kind of unit or change its labels (Kapanewon, Nagari, Distrik …)."""
    root = Unit.objects.get(parent=None)
    need(by, "system.manage", root, at)
    clean_code = wording.code("code", code)
    if len(clean_code) > 32:
        raise Invalid.field("code", _("Paling panjang 32 karakter."))
    values = {
        "label": wording.line("label", label, 80),
        "short_label": wording.line("short_label", short_label, 24, required=False),
        "order": order,
        "autonomous": autonomous,
    }
    with transaction.atomic():
        row, _new = UnitType.objects.update_or_create(code=clean_code, defaults=values)
        record(
            by=by,
            at=at,
            action="unit_type.save",
            target=("unit_type", clean_code, row.label),
            unit=root.code,
            data=values,
        )
    return row

"""Writes to people and their absences."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date, datetime
from typing import Any

from django.conf import settings
from django.contrib.auth.hashers import make_password
from django.db import IntegrityError, transaction
from django.db.models import F

from kentongan.kernel.errors import Conflict, Invalid, NotAllowed
from kentongan.kernel.say import gettext as _
from kentongan.ledger.actions import record
from kentongan.people import wording
from kentongan.people.actions.authority import (
    By,
    keep_an_administrator,
    need,
    need_over,
)
from kentongan.people.actions.entry import send_invitation
from kentongan.people.actions.passwords import (
    check_password_rules,
    hashed_one_time,
    one_time_password,
)
from kentongan.people.models import Absence, RoleGrant, Unit, User
from kentongan.people.permissions import can
from kentongan.people.roles import roles_with
from kentongan.people.stale import still

EDITABLE = ("username", "name", "email", "phone", "job_title", "unit_id")
MAX_ABSENCE_DAYS = 400


def create_person(
    *,
    by: By,
    at: datetime,
    username: str,
    name: str,
    unit: Unit,
    email: str = "",
    phone: str = "",
    job_title: str = "",
    password: str | None = None,
    by_mail: bool = False,
) -> tuple[User, str]:
    """A new person and their one-time password.

    It is empty when ``password`` was given, and with ``by_mail`` where a mail reaches them: then
    nobody knows a password until they set one with the link of their invitation.
    """
    need(by, "people.manage", unit, at)
    if not unit.active:
        raise Invalid.field("unit", _("Unit ini sudah tidak aktif."))
    values = _clean(username=username, name=name, email=email, phone=phone, job_title=job_title)
    if password is not None:
        check_password_rules(password, User(**values))
    invited = by_mail and password is None and settings.MAIL_ON and bool(values["email"])
    shown = "" if password is not None or invited else one_time_password()
    values |= {
        "unit": unit,
        "password": hashed_one_time(shown) if shown else make_password(password),
        "must_change_password": password is None,
        "created_at": at,
    }
    with transaction.atomic():
        try:
            with transaction.atomic():
                person = User.objects.create(**values)
        except IntegrityError:
            raise _taken() from None
        _write(by, at, "person.create", person, {"nama_pengguna": person.username})
        if invited:
            send_invitation(person, by=by, at=at)
    return person, shown


def edit_person(person: User, *, by: By, at: datetime, seen: str = "", **fields: Any) -> User:
    """Change any of username, name, email, phone, job_title, unit; ``seen`` as in units."""
    with transaction.atomic():
        person = User.objects.select_for_update(of=("self",)).select_related("unit").get(
            pk=person.pk
        )  # fmt: skip
        need_over(by, person, at)
        still(person, EDITABLE, seen)
        unit = fields.pop("unit", None)
        values = _clean(**fields)
        if unit is not None and unit.pk != person.unit_id:
            need(by, "people.manage", unit, at)
            if not unit.active:
                raise Invalid.field("unit", _("Unit ini sudah tidak aktif."))
            values["unit"] = unit
        before = {name: getattr(person, name) for name in values}
        changed = {name: value for name, value in values.items() if before[name] != value}
        if changed:
            for name, value in changed.items():
                setattr(person, name, value)
            try:
                with transaction.atomic():
                    person.save(update_fields=list(changed))
            except IntegrityError:
                raise _taken() from None
            detail = {n: {"dari": str(before[n]), "ke": str(changed[n])} for n in changed}
            _write(by, at, "person.edit", person, detail)
    return person


def deactivate_person(person: User, *, by: By, at: datetime) -> User:
    """Take away access at once; the name stays on what the person did."""
    with transaction.atomic():
        person = User.objects.select_for_update(of=("self",)).select_related("unit").get(
            pk=person.pk
        )  # fmt: skip
        need_over(by, person, at)
        if by == person:
            raise NotAllowed(_("Anda tidak bisa menonaktifkan akun sendiri."))
        if person.is_active:
            strong = RoleGrant.objects.filter(
                user=person, role__in=roles_with("system.manage"), unit__parent=None
            ).values_list("pk", flat=True)
            if strong:
                keep_an_administrator(at, without=list(strong))
            person.is_active = False
            User.objects.filter(pk=person.pk).update(
                is_active=False, session_epoch=F("session_epoch") + 1
            )
            person.tokens.filter(revoked_at=None).update(revoked_at=at)
            _write(by, at, "person.deactivate", person, {})
    return person


def activate_person(person: User, *, by: By, at: datetime) -> User:
    """Give access back, with the old password and roles; tokens stay revoked."""
    with transaction.atomic():
        person = User.objects.select_for_update(of=("self",)).select_related("unit").get(
            pk=person.pk
        )  # fmt: skip
        need_over(by, person, at)
        if not person.unit.active:
            raise Conflict(_("Pindahkan dulu orang ini ke unit yang aktif."))
        if not person.is_active:
            person.is_active = True
            person.save(update_fields=["is_active"])
            _write(by, at, "person.activate", person, {})
    return person


def add_absence(
    person: User,
    *,
    deputy: User,
    from_date: date,
    until_date: date,
    reason: str = "",
    by: By,
    at: datetime,
) -> Absence:
    """The person is away from one date to another, inclusive; ``deputy`` decides meanwhile.

    The deputy must be able to see the person's unit; absences of one person never overlap.
    """
    if by != person:
        need_over(by, person, at)
    clean = wording.line("reason", reason, 200, required=False)
    if until_date < from_date:
        raise Invalid.field("until_date", _("Tanggal akhir tidak boleh sebelum tanggal mulai."))
    if (until_date - from_date).days > MAX_ABSENCE_DAYS:
        raise Invalid.field("until_date", _("Terlalu lama; paling lama 400 hari."))
    if deputy.pk == person.pk:
        raise Invalid.field("deputy", _("Pilih orang lain sebagai pengganti."))
    if not deputy.is_active or not can(deputy, "unit.view", person.unit, at):
        raise Invalid.field("deputy", _("Orang ini tidak aktif atau tidak bertugas di unit ini."))
    with transaction.atomic():
        list(User.objects.select_for_update().filter(pk=person.pk).values_list("pk"))
        if Absence.objects.filter(
            user=person, from_date__lte=until_date, until_date__gte=from_date
        ).exists():
            raise Invalid.field("from_date", _("Sudah ada cuti pada tanggal itu."))
        row = Absence.objects.create(
            user=person, deputy=deputy, from_date=from_date, until_date=until_date, reason=clean
        )
        detail = {"mulai": from_date, "sampai": until_date, "pengganti": deputy.name}
        _write(by, at, "person.absence", person, detail)
    return row


def end_absence(row: Absence, *, by: By, at: datetime) -> None:
    """Cancel an absence."""
    if by != row.user:
        need_over(by, row.user, at)
    with transaction.atomic():
        deleted, _per_model = Absence.objects.filter(pk=row.pk).delete()
        if deleted:
            _write(by, at, "person.absence_ended", row.user, {"mulai": row.from_date})


def _taken() -> Invalid:
    return Invalid.field("username", _("Nama pengguna ini sudah dipakai."))


def _clean(**fields: str) -> dict[str, Any]:
    errors: dict[str, list[str]] = {}
    values: dict[str, Any] = {}
    for name, given in fields.items():
        try:
            values[name] = _column(name, given)
        except Invalid as problem:
            errors |= problem.fields
    if errors:
        raise Invalid(fields=errors)
    return values


def _column(name: str, given: str) -> str:
    if name == "username":
        return wording.username(name, given)
    if name == "name":
        return wording.line(name, given, 200)
    if name == "email":
        return wording.email(name, given)
    if name == "phone":
        return wording.phone(name, given)
    if name == "job_title":
        return wording.line(name, given, 120, required=False)
    raise TypeError(f"a person has no field {name!r}")


def _write(by: By, at: datetime, action: str, person: User, data: Mapping[str, Any]) -> None:
    record(
        by=by,
        at=at,
        action=action,
        target=("person", str(person.pk), person.name),
        unit=person.unit.code,
        data=data,
    )

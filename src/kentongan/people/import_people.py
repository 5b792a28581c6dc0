"""Import of people and their roles. New people get one-time passwords, shown once, or a mail."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from datetime import datetime
from functools import partial
from typing import Any
from zoneinfo import ZoneInfo

from django.db.models import Prefetch, Q

from kentongan.kernel import clock
from kentongan.kernel.errors import NotAllowed
from kentongan.kernel.say import gettext as _
from kentongan.people import wording
from kentongan.people.actions.authority import need_over, need_to_grant
from kentongan.people.actions.persons import create_person, edit_person
from kentongan.people.actions.roles import grant_role
from kentongan.people.imports import Checked, Outcome, Raw, refusals
from kentongan.people.models import RoleGrant, Unit, User
from kentongan.people.permissions import units_for
from kentongan.people.roles import BY_CODE, ROLES

#: A mobile number that a spreadsheet took for a number.
_LOST_ZERO = re.compile("8[0-9]{8,11}")
OF_THE_PERSON = ("nama", "unit", "jabatan", "surel", "hp")
COLUMNS = ("nama_pengguna", "nama", "unit", "jabatan", "surel", "hp", "peran", "peran_di")


def _roles(value: str) -> list[str]:
    labels = {str(role.label).casefold(): role.code for role in ROLES}
    parts = [p.strip() for p in value.replace(";", ",").split(",") if p.strip()]
    return [labels.get(part.casefold(), part.casefold().replace(" ", "_")) for part in parts]


def _not_over(at: datetime) -> Q:
    """Grants that have not ended, by the calendar of their unit: one that has is given anew."""
    running = Q(valid_until=None)
    for zone in wording.TIMEZONES:
        today = at.astimezone(ZoneInfo(zone)).date()
        running |= Q(unit__timezone=zone, valid_until__gte=today)
    return running


class _Check:
    """Rows against one another and against what is there."""

    def __init__(self, rows: Raw, by: User, at: datetime) -> None:
        self.by, self.at = by, at
        self.units = {u.code: u for u in Unit.objects.all()}
        self.managed = set(units_for(by, "people.manage", at).values_list("code", flat=True))
        names = {values["nama_pengguna"].lower() for _line, values in rows}
        self.first: dict[str, tuple[int, dict[str, str]]] = {}
        self.people = {
            p.username.lower(): p
            for p in User.objects.filter(username__in=names).select_related("unit")
        }
        self.grants = set(
            RoleGrant.objects.filter(_not_over(at), user__in=self.people.values()).values_list(
                "user_id", "role", "unit__code"
            )
        )
        self.refused: dict[tuple[str, str], str] = {}

    def row(self, line: int, values: dict[str, str]) -> Checked:
        """One row."""
        name = values["nama_pengguna"].lower()
        if _LOST_ZERO.fullmatch(values["hp"]):
            values = {**values, "hp": f"0{values['hp']}"}
        known = self.people.get(name)
        errors = refusals(
            lambda: wording.username("nama_pengguna", name),
            lambda: wording.line("nama", values["nama"], 200),
            lambda: wording.line("jabatan", values["jabatan"], 120, required=False),
            lambda: wording.email("surel", values["surel"]),
            lambda: wording.phone("hp", values["hp"]),
        )
        first, like = self.first.setdefault(name, (line, values))
        if first != line:
            errors += self._unlike(first, like, values)
        errors += self._unit("unit", values["unit"].lower())
        if known is not None:
            errors += refusals(lambda: need_over(self.by, known, self.at))
        place = (values["peran_di"] or values["unit"]).lower()
        roles = _roles(values["peran"])
        if roles and values["peran_di"]:
            errors += self._unit("peran_di", place)
        for role in roles:
            if role not in BY_CODE:
                errors.append(_("peran: “%(role)s” tidak dikenal.") % {"role": role})
            elif place in self.units and not errors and (text := self._refused(role, place)):
                errors.append(text)
        if known is None and first == line:
            return Checked(line, values, tuple(errors))
        if known is None:  # by then the row before has made them
            return Checked(line, values, tuple(errors), "update" if roles else "same")
        was = self._changes(known, values, roles, place)
        return Checked(line, values, tuple(errors), "update" if was else "same", was)

    def _unlike(self, first: int, like: dict[str, str], values: dict[str, str]) -> list[str]:
        """A second row adds roles elsewhere; of the person it says what the first one says."""
        return [
            _("%(name)s: lain dari baris %(line)s tentang orang yang sama.")
            % {"name": name, "line": first}
            for name in OF_THE_PERSON
            if values[name] and values[name].casefold() != like[name].casefold()
        ]

    def _unit(self, column: str, code: str) -> list[str]:
        if code not in self.units or code not in self.managed:
            return [f"{column}: " + _("tidak ada unit dengan kode itu dalam wewenang Anda.")]
        if not self.units[code].active:
            return [f"{column}: " + _("unit itu sudah tidak aktif.")]
        return []

    def _refused(self, role: str, place: str) -> str:
        if (role, place) not in self.refused:
            try:
                need_to_grant(self.by, role, self.units[place], self.at)
                self.refused[role, place] = ""
            except NotAllowed as problem:
                self.refused[role, place] = f"peran: {problem}"
        return self.refused[role, place]

    def _changes(
        self, person: User, values: dict[str, str], roles: list[str], place: str
    ) -> dict[str, str]:
        """What stands now in the columns that the row would change."""
        here = {
            "nama": person.name,
            "unit": person.unit.code,
            "jabatan": person.job_title,
            "surel": person.email,
            "hp": person.phone,
        }
        given = {**values, "unit": values["unit"].lower(), "surel": values["surel"].lower()}
        was = {name: here[name] for name in here if given[name] not in {"", here[name]}}
        held = {role for pk, role, unit in self.grants if (pk, unit) == (person.pk, place)}
        if not held.issuperset(roles):
            was["peran"] = ", ".join(sorted(held))
        return was


def validate(rows: Raw, *, by: User, at: datetime) -> list[Checked]:
    """See ``imports.Validate``."""
    check = _Check(rows, by, at)
    return [check.row(line, values) for line, values in rows]


def apply(rows: Sequence[Checked], *, by: User, at: datetime, by_mail: bool = False) -> Outcome:
    """Write the rows. Empty cells leave what is there; roles are added, never taken.

    With ``by_mail`` new people whom a mail reaches are invited.
    """
    outcome = Outcome()
    units = {u.code: u for u in Unit.objects.all()}
    for row in rows:
        values = row.values
        outcome.count(row.act)
        if row.act == "same":
            continue
        fields: dict[str, Any] = {"name": values["nama"], "unit": units[values["unit"].lower()]}
        for column, name in (("jabatan", "job_title"), ("surel", "email"), ("hp", "phone")):
            if values[column]:
                fields[name] = values[column]
        if row.act == "create":
            person, secret = create_person(
                by=by, at=at, username=values["nama_pengguna"], by_mail=by_mail, **fields
            )
            if secret:
                outcome.secrets.append((person.name, person.username, secret))
            else:
                outcome.invited += 1
        else:
            person = User.objects.get(username__iexact=values["nama_pengguna"])
            person = edit_person(person, by=by, at=at, **fields)
        place = units[(values["peran_di"] or values["unit"]).lower()]
        for role in _roles(values["peran"]):
            held = RoleGrant.objects.filter(_not_over(at), user=person, role=role, unit=place)
            if not held.exists():
                grant_role(person, role=role, unit=place, by=by, at=at)
    return outcome


apply_by_mail = partial(apply, by_mail=True)


def export(by: User) -> Iterable[Sequence[str]]:
    """People the person manages, one row for each unit at which they hold roles."""
    people = User.objects.filter(unit__in=units_for(by, "people.manage"), is_active=True)
    running = RoleGrant.objects.filter(_not_over(clock.now())).select_related("unit")
    rows = []
    for person in people.select_related("unit").prefetch_related(Prefetch("grants", running)):
        held: dict[str, list[str]] = {}
        for grant in sorted(person.grants.all(), key=lambda g: g.unit_id != person.unit_id):
            held.setdefault(grant.unit.code, []).append(grant.role)
        rows += [
            (person.username, person.name, person.unit.code, person.job_title, person.email,
             person.phone, ", ".join(roles), place)
            for place, roles in (held or {"": []}).items()
        ]  # fmt: skip
    return rows

"""The fictional pemda itself: installation, units, people, roles."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import datetime, timedelta
from zoneinfo import ZoneInfo

from django.contrib.auth.hashers import make_password

from kentongan.demo.days import Days
from kentongan.demo.loading import rows, table
from kentongan.kernel.actor import Actor
from kentongan.kernel.worktime import OfficeHours
from kentongan.ledger.actions import Line, record_all
from kentongan.people import actions as people
from kentongan.people.models import Installation, RoleGrant, Unit, User
from kentongan.people.queries import holidays

#: How long the example pemda has been using Kentongan.
AGE = timedelta(days=63)
ADMINISTRATOR = "administrator"


@dataclass(slots=True)
class World:
    """What is there to play with: units by code, people by user name, the calendar."""

    at: datetime
    units: dict[str, Unit]
    people: dict[str, User]
    days: Days
    by_id: dict[object, User] = field(default_factory=dict)

    @property
    def root(self) -> Unit:
        """The pemda."""
        return self.units[table("pemda")["code"]]

    @property
    def administrator(self) -> User:
        """Who set everything up."""
        return self.people[ADMINISTRATOR]

    def writer(self, code: str) -> User:
        """Who writes for a unit: its own staff, else the central staff."""
        for row in rows("people"):
            roles = row["roles"].split()
            if row["unit"] == code and "admin_unit" in roles:
                return self.people[row["username"]]
        return self.people["admin.pusat"]


def found(*, at: datetime, password: str) -> World:
    """Write installation, units and people; everybody in ``logins`` gets ``password``."""
    began = at - AGE
    people_by_name: dict[str, User] = {}
    units = _units(began)
    root = units[table("pemda")["code"]]
    hours = OfficeHours.from_json(root.office_hours)
    day = at.date()
    off = holidays(root, day - timedelta(days=150), day + timedelta(days=90))
    people_by_name = _people(units, at=began + timedelta(minutes=90), password=password)
    days = Days(at, ZoneInfo(root.timezone), hours, off)
    by_id: dict[object, User] = {user.pk: user for user in people_by_name.values()}
    return World(at, units, people_by_name, days, by_id)


def phone_of(number: int) -> str:
    """A number that nobody has: the block 0000 is not given out."""
    return f"0812-0000-{number:04d}"


def email_of(code: str) -> str:
    """An address in a domain that can never exist."""
    return f"{code}@{table('pemda')['domain']}"


def _units(at: datetime) -> dict[str, Unit]:
    given, machine = table("pemda"), Actor.system("contoh")
    Installation.objects.create(
        name=given["name"], region_code=given["region_code"], is_demo=True, created_at=at
    )
    units: dict[str, Unit] = {}
    for number, row in enumerate(rows("units"), start=101):
        unit = units[row["code"]] = people.create_unit(
            by=machine,
            at=at,
            name=row["name"],
            code=row["code"],
            type=row["type"],
            parent=units.get(row["parent"]),
            timezone=given["timezone"],
            address=row["address"],
            contact_phones=[phone_of(number)],
            contact_emails=[email_of(row["code"])],
        )
        if row["hours"]:
            own = OfficeHours.from_json(given["hours"][row["hours"]])
            units[row["code"]] = people.set_office_hours(unit, hours=own, by=machine, at=at)
    return units


def _people(units: dict[str, Unit], *, at: datetime, password: str) -> dict[str, User]:
    """Everybody with their roles. In bulk: a password is hashed once, not once per person."""
    logins = {login["username"] for login in table("pemda")["logins"]}
    hashed = make_password(password)
    made = {
        row["username"]: User(
            username=row["username"],
            name=row["name"],
            job_title=row["job"],
            email=email_of(row["username"]),
            phone=phone_of(number),
            unit=units[row["unit"]],
            password=hashed if row["username"] in logins else make_password(None),
            created_at=at,
        )
        for number, row in enumerate(rows("people"), start=5001)
    }
    User.objects.bulk_create(made.values())
    administrator = made[ADMINISTRATOR]
    grants, told = [], []
    for row in rows("people"):
        user = made[row["username"]]
        said: dict[str, str | None] = {"nama_pengguna": user.username}
        told.append(_line("person.create", user, user.unit, said, administrator, at))
        for given in row["roles"].split():
            role, _at, place = given.partition("@")
            unit = units[place] if place else user.unit
            grants.append(
                RoleGrant(
                    user=user,
                    unit=unit,
                    role=role,
                    granted_by=administrator.name,
                    created_at=at,
                )
            )
            said = {"peran": role, "mulai": None, "sampai": None}
            told.append(_line("role.grant", user, unit, said, administrator, at))
    RoleGrant.objects.bulk_create(grants)
    record_all(told)
    return made


def _line(
    action: str, user: User, unit: Unit, data: dict[str, str | None], by: User, at: datetime
) -> Line:
    """The line that the action for one person would have written."""
    return Line(
        by=by, at=at, action=action, target=("person", str(user.pk), user.name), unit=unit.code,
        data=data,
    )  # fmt: skip

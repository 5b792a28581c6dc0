"""The cast: one small fictional pemda, Kabupaten Rawa Jati, used by every test.

Ask for the fixture ``cast``; names are parts in the play, so a test reads as a sentence::

    def test_the_camat_approves(cast, client):
        sign_in(client, cast.camat)

Nobody here exists, nor does the kabupaten.
"""

from __future__ import annotations

from dataclasses import dataclass, fields
from datetime import UTC, datetime
from functools import cache

import pytest
from django.conf import settings
from django.contrib.auth import BACKEND_SESSION_KEY, HASH_SESSION_KEY, SESSION_KEY
from django.contrib.auth.hashers import make_password
from django.contrib.sessions.backends.db import SessionStore
from django.test import Client
from django.utils.text import slugify

from kentongan.people.models import Installation, RoleGrant, Unit, User
from kentongan.people.permissions import forget
from kentongan.people.seed import seed

#: Rabu, 12 Agustus 2026, pukul 09.00 WIB: an ordinary working morning.
NOW = datetime(2026, 8, 12, 2, 0, tzinfo=UTC)
PASSWORD = "sandi uji rawa jati"


@cache
def _hashed() -> str:
    return make_password(PASSWORD)


def make_unit(
    name: str,
    parent: Unit | None = None,
    type_code: str = "dinas",
    code: str = "",
    *,
    timezone: str = "Asia/Jakarta",
    active: bool = True,
) -> Unit:
    """A unit below ``parent``; the code follows from the name unless given."""
    unit = _unit(name, parent, type_code, code, timezone=timezone, active=active)
    unit.save(force_insert=True)
    return unit


def _unit(
    name: str,
    parent: Unit | None,
    type_code: str,
    code: str = "",
    *,
    timezone: str = "Asia/Jakarta",
    active: bool = True,
) -> Unit:
    return Unit(
        code=code or slugify(name),
        name=name,
        parent=parent,
        type_id=type_code,
        timezone=timezone,
        active=active,
        created_at=NOW,
    )


def make_user(name: str, unit: Unit, *roles: str, username: str = "", active: bool = True) -> User:
    """A person of ``unit`` holding ``roles`` there; the password is :data:`PASSWORD`."""
    user = _user(name, unit, username=username, active=active)
    user.save(force_insert=True)
    for role in roles:
        grant(user, role, unit)
    return user


def _user(name: str, unit: Unit, *, username: str = "", active: bool = True) -> User:
    return User(
        username=username or slugify(name).split("-")[0],
        name=name,
        unit=unit,
        password=_hashed(),
        is_active=active,
        created_at=NOW,
    )


def grant(user: User, role: str, unit: Unit | None = None) -> RoleGrant:
    """A role without end, at ``unit`` or the person's own."""
    forget(user)
    granted = _grant(user, role, unit or user.unit)
    granted.save(force_insert=True)
    return granted


def _grant(user: User, role: str, unit: Unit) -> RoleGrant:
    return RoleGrant(user=user, unit=unit, role=role, granted_by="uji", created_at=NOW)


def sign_in(client: Client, user: User, unit: Unit | None = None) -> Client:
    """A client signed in as ``user``, working for ``unit`` when given."""
    # Not by way of Django's ``login``: it asks and writes more, in thousands of tests.
    session = SessionStore()
    session[SESSION_KEY] = str(user.pk)
    session[BACKEND_SESSION_KEY] = "kentongan.people.backends.PasswordBackend"
    session[HASH_SESSION_KEY] = user.get_session_auth_hash()
    if unit is not None:
        session["unit"] = unit.code
    session.create()
    client.cookies[settings.SESSION_COOKIE_NAME] = session.session_key
    return client


@dataclass(frozen=True)
class Cast:
    """Units and people. ``*_lain`` belong to the neighbouring kecamatan, out of sight."""

    pemda: Unit
    diskominfo: Unit
    inspektorat: Unit
    kecamatan: Unit
    kelurahan: Unit
    desa: Unit
    kecamatan_lain: Unit
    administrator: User
    pembina: User
    penyelia: User
    admin_pusat: User
    auditor: User
    camat: User
    sekcam: User
    admin: User
    lurah: User
    camat_lain: User
    admin_lain: User

    @property
    def people(self) -> list[User]:
        """Everybody."""
        return [v for f in fields(self) if isinstance(v := getattr(self, f.name), User)]


def make_cast() -> Cast:
    """Write the cast into an empty database: all rows of a kind at once, as most tests begin so."""
    seed(at=NOW)
    Installation.objects.create(
        name="Kabupaten Rawa Jati", region_code="99.01", is_demo=True, created_at=NOW
    )
    pemda = _unit("Pemerintah Kabupaten Rawa Jati", None, "pemda", "rawa-jati")
    diskominfo = _unit("Dinas Komunikasi dan Informatika", pemda, "dinas", "diskominfo")
    inspektorat = _unit("Inspektorat Daerah", pemda, "inspektorat", "inspektorat")
    kecamatan = _unit("Kecamatan Sumberjati", pemda, "kecamatan", "kec-sumberjati")
    kelurahan = _unit("Kelurahan Tegalwangi", kecamatan, "kelurahan", "kel-tegalwangi")
    desa = _unit("Desa Karangsari", kecamatan, "desa", "desa-karangsari")
    kecamatan_lain = _unit("Kecamatan Ciranji", pemda, "kecamatan", "kec-ciranji")
    Unit.objects.bulk_create(
        [pemda, diskominfo, inspektorat, kecamatan, kelurahan, desa, kecamatan_lain]
    )
    grants: list[RoleGrant] = []

    def person(name: str, unit: Unit, role: str, *, at: Unit | None = None) -> User:
        user = _user(name, unit)
        grants.append(_grant(user, role, at or unit))
        return user

    cast = Cast(
        pemda=pemda,
        diskominfo=diskominfo,
        inspektorat=inspektorat,
        kecamatan=kecamatan,
        kelurahan=kelurahan,
        desa=desa,
        kecamatan_lain=kecamatan_lain,
        administrator=person("Wulan Prameswari", diskominfo, "administrator", at=pemda),
        pembina=person("Hendra Gunadi", diskominfo, "pembina", at=pemda),
        penyelia=person("Ratna Kusumah", diskominfo, "penyelia", at=pemda),
        admin_pusat=person("Bagas Wirayuda", diskominfo, "admin_pusat", at=pemda),
        auditor=person("Sri Lestariningsih", inspektorat, "inspektorat", at=pemda),
        camat=person("Dedi Supriatman", kecamatan, "pimpinan_unit"),
        sekcam=person("Yayah Rokayah", kecamatan, "pemeriksa_unit"),
        admin=person("Asep Nurjaman", kecamatan, "admin_unit"),
        lurah=person("Neneng Komalasari", kelurahan, "pimpinan_unit"),
        camat_lain=person("Ujang Permana", kecamatan_lain, "pimpinan_unit"),
        admin_lain=person("Lia Marlina", kecamatan_lain, "admin_unit"),
    )
    User.objects.bulk_create(cast.people)
    RoleGrant.objects.bulk_create(grants)
    return cast


@pytest.fixture
def cast(db: None) -> Cast:
    """The cast in the test's own database."""
    return make_cast()

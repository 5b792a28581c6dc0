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
from django.contrib.auth.hashers import make_password
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
    return Unit.objects.create(
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
    user = User.objects.create(
        username=username or slugify(name).split("-")[0],
        name=name,
        unit=unit,
        password=_hashed(),
        is_active=active,
        created_at=NOW,
    )
    for role in roles:
        grant(user, role, unit)
    return user


def grant(user: User, role: str, unit: Unit | None = None) -> RoleGrant:
    """A role without end, at ``unit`` or the person's own."""
    forget(user)
    return RoleGrant.objects.create(
        user=user, unit=unit or user.unit, role=role, granted_by="uji", created_at=NOW
    )


def sign_in(client: Client, user: User, unit: Unit | None = None) -> Client:
    """A client signed in as ``user``, working for ``unit`` when given."""
    client.force_login(user, backend="kentongan.people.backends.PasswordBackend")
    if unit is not None:
        session = client.session
        session["unit"] = unit.code
        session.save()
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
    """Write the cast into an empty database."""
    seed(at=NOW)
    Installation.objects.create(
        name="Kabupaten Rawa Jati", region_code="99.01", is_demo=True, created_at=NOW
    )
    pemda = make_unit("Pemerintah Kabupaten Rawa Jati", None, "pemda", "rawa-jati")
    diskominfo = make_unit("Dinas Komunikasi dan Informatika", pemda, "dinas", "diskominfo")
    inspektorat = make_unit("Inspektorat Daerah", pemda, "inspektorat", "inspektorat")
    kecamatan = make_unit("Kecamatan Sumberjati", pemda, "kecamatan", "kec-sumberjati")
    kelurahan = make_unit("Kelurahan Tegalwangi", kecamatan, "kelurahan", "kel-tegalwangi")
    desa = make_unit("Desa Karangsari", kecamatan, "desa", "desa-karangsari")
    kecamatan_lain = make_unit("Kecamatan Ciranji", pemda, "kecamatan", "kec-ciranji")

    def at_top(name: str, unit: Unit, role: str) -> User:
        user = make_user(name, unit)
        grant(user, role, pemda)
        return user

    return Cast(
        pemda=pemda,
        diskominfo=diskominfo,
        inspektorat=inspektorat,
        kecamatan=kecamatan,
        kelurahan=kelurahan,
        desa=desa,
        kecamatan_lain=kecamatan_lain,
        administrator=at_top("Wulan Prameswari", diskominfo, "administrator"),
        pembina=at_top("Hendra Gunadi", diskominfo, "pembina"),
        penyelia=at_top("Ratna Kusumah", diskominfo, "penyelia"),
        admin_pusat=at_top("Bagas Wirayuda", diskominfo, "admin_pusat"),
        auditor=at_top("Sri Lestariningsih", inspektorat, "inspektorat"),
        camat=make_user("Dedi Supriatman", kecamatan, "pimpinan_unit"),
        sekcam=make_user("Yayah Rokayah", kecamatan, "pemeriksa_unit"),
        admin=make_user("Asep Nurjaman", kecamatan, "admin_unit"),
        lurah=make_user("Neneng Komalasari", kelurahan, "pimpinan_unit"),
        camat_lain=make_user("Ujang Permana", kecamatan_lain, "pimpinan_unit"),
        admin_lain=make_user("Lia Marlina", kecamatan_lain, "admin_unit"),
    )


@pytest.fixture
def cast(db: None) -> Cast:
    """The cast in the test's own database."""
    return make_cast()

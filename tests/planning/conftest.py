"""What the tests of planning share: kinds of content, accounts, a post, a picture."""

from __future__ import annotations

import io
from datetime import datetime
from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from PIL import Image

from kentongan.networks.models import Account
from kentongan.people.models import Unit, User
from kentongan.planning import actions
from kentongan.planning.models import Post
from kentongan.planning.seed import seed
from tests.cast import NOW, Cast, grant, make_user

TEXT = "Posyandu buka Kamis pukul 08.00. Bawa buku KIA. Gratis."


def make_account(unit: Unit, network: str, handle: str, **values: Any) -> Account:
    """An account in the register."""
    return Account.objects.create(
        unit=unit, network=network, handle=handle, created_at=NOW, health="healthy", **values
    )


def picture(width: int = 640, height: int = 480, colour: str = "teal") -> SimpleUploadedFile:
    """A small picture as a browser sends it."""
    data = io.BytesIO()
    Image.new("RGB", (width, height), colour).save(data, "PNG")
    return SimpleUploadedFile("poster.png", data.getvalue(), content_type="image/png")


def make_post(
    unit: Unit, by: User, *, title: str = "Jadwal posyandu", text: str = TEXT, **values: Any
) -> Post:
    """A draft."""
    at: datetime = values.pop("at", NOW)
    values.setdefault("kind", "layanan-rutin")
    return actions.create_post(unit=unit, by=by, at=at, title=title, text=text, **values)


@pytest.fixture
def kinds(db: None) -> None:
    """The kinds of content."""
    seed(at=NOW)


@pytest.fixture
def lawyer(cast: Cast) -> User:
    """Holds the role that the rule of the NIK names, for the whole pemda."""
    user = make_user("Teti Rohaeti", cast.pemda, username="hukum")
    grant(user, "bagian_hukum", cast.pemda)
    return user


@pytest.fixture
def accounts(cast: Cast) -> dict[str, Account]:
    """Accounts of the kecamatan, of a desa below it, and of the neighbours."""
    return {
        "x": make_account(cast.kecamatan, "x", "kec_sumberjati"),
        "facebook": make_account(cast.kecamatan, "facebook", "Kecamatan Sumberjati"),
        "desa": make_account(cast.desa, "facebook", "Desa Karangsari"),
        "lain": make_account(cast.kecamatan_lain, "x", "kec_ciranji"),
    }


@pytest.fixture
def post(cast: Cast, kinds: None, accounts: dict[str, Account]) -> Post:
    """A draft of the kecamatan for its two accounts."""
    return make_post(cast.kecamatan, cast.admin)

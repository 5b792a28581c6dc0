"""The fake network in the registry, and accounts on it."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest

from kentongan.networks import actions
from kentongan.networks.models import Account
from kentongan.networks.registry import CONNECTORS
from tests.cast import NOW
from tests.networks.fakes import PASSWORD, FakeConnector

SERVER = "https://uji.test"
MakeAccount = Callable[..., Account]


@pytest.fixture
def network(monkeypatch: pytest.MonkeyPatch) -> type[FakeConnector]:
    """The fake network, listed in the registry for this test."""
    monkeypatch.setitem(CONNECTORS, FakeConnector.code, FakeConnector)
    monkeypatch.setattr(FakeConnector, "opened", [])
    monkeypatch.setattr(FakeConnector, "trouble", None)
    monkeypatch.setattr(FakeConnector, "who", None)
    monkeypatch.setattr(FakeConnector, "good", {PASSWORD})
    return FakeConnector


@pytest.fixture
def make_account(cast: Any, network: type[FakeConnector]) -> MakeAccount:
    """``make_account("kec.sumberjati", connected=True)``: an account of the kecamatan."""

    def make(
        handle: str = "kec.sumberjati", *, network: str = FakeConnector.code, unit: Any = None,
        connected: bool = False, **more: Any,
    ) -> Account:  # fmt: skip
        server = SERVER if network == FakeConnector.code else ""
        account = actions.register(
            by=cast.sekcam, at=NOW, unit=unit or cast.kecamatan, network=network, handle=handle,
            **{"server": server, **more},
        )  # fmt: skip
        if connected:
            connect(account, cast.admin)
        return account

    return make


def connect(account: Account, by: Any) -> None:
    """Connect with the good password."""
    actions.connect(by=by, at=NOW, account=account, secret=good())


def good() -> dict[str, str]:
    """A credential the fake network accepts."""
    return {"user": "admin-kecamatan", "app_password": PASSWORD}

"""A worker that falls asleep while it renews a token, for longer than its turn, and goes on."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import timedelta
from typing import Any, ClassVar

import pytest

from kentongan.jobs.models import Job
from kentongan.kernel.clock import FrozenClock
from kentongan.kernel.http import NotSent
from kentongan.networks import actions, jobs
from kentongan.networks.actions import connection
from kentongan.networks.actions.renewal import save_secret
from kentongan.networks.contract import TryLater, Unauthorised
from kentongan.networks.models import Account, Credential, Health
from kentongan.networks.registry import CONNECTORS
from tests.cast import NOW
from tests.networks.fakes import FakeConnector
from tests.networks.test_applications import PagesConnector, connected, pages

__all__ = ["connected", "pages"]
FIRST, SECOND = NOW + timedelta(minutes=51), NOW + timedelta(minutes=53)


class VendorConnector(PagesConnector):
    """As a vendor that takes every refresh token once. ``asleep``: what happens before a request
    leaves; ``meanwhile``: before its answer is read."""

    valid: ClassVar[str] = "awal"
    spent: ClassVar[list[str]] = []
    asleep: ClassVar[Any] = None

    def refresh(self) -> Mapping[str, Any]:
        kind = type(self)
        token = str(self.session.secret["refresh"])
        if (sleeping := kind.asleep) is not None:
            kind.asleep = None
            sleeping()
        try:
            self.session.http.may_send()
        except NotSent as error:
            raise TryLater(str(error)) from error
        if token != kind.valid:
            kind.spent.append(token)
            raise Unauthorised("sudah dipakai")
        kind.valid = f"{token}+"
        later = self.session.now + timedelta(hours=1)
        fresh = {**self.session.secret, "refresh": kind.valid, "renew_at": later.isoformat()}
        if (happens := kind.meanwhile) is not None:
            kind.meanwhile = None
            happens()
        return fresh


@pytest.fixture
def vendor(
    monkeypatch: pytest.MonkeyPatch, connected: Account, pages: type[PagesConnector]
) -> type[VendorConnector]:
    monkeypatch.setitem(CONNECTORS, FakeConnector.code, VendorConnector)
    for name, value in {"valid": "awal", "spent": [], "asleep": None}.items():
        monkeypatch.setattr(VendorConnector, name, value)
    return VendorConnector


def test_who_slept_before_asking_asks_no_more_once_another_has_renewed(
    vendor: type[VendorConnector],
) -> None:
    """Some vendors take all tokens of an account back when an old one comes again."""
    vendor.asleep = lambda: actions.renew(Account.objects.get(), at=SECOND)
    account = Account.objects.get()
    with pytest.raises(TryLater):
        actions.renew(account, at=FIRST)
    assert vendor.spent == []
    assert Credential.objects.get().secret["refresh"] == vendor.valid == "awal+"
    assert Account.objects.get().health == Health.HEALTHY


def test_who_sleeps_on_with_the_answer_in_hand_brings_the_account_back(
    vendor: type[VendorConnector],
) -> None:
    vendor.meanwhile = lambda: actions.renew_ahead(Account.objects.get(), at=SECOND)
    actions.renew(Account.objects.get(), at=FIRST)
    assert vendor.spent == ["awal"]  # all that the second could try
    assert Credential.objects.get().secret["refresh"] == vendor.valid == "awal+"
    # The second took the account for lost; what the first got shows at once that it is not.
    for job in Job.objects.filter(kind="networks.check", state="due"):
        assert job.run_at <= SECOND
        jobs.check(at=SECOND, **job.args)
    assert Account.objects.get().health == Health.HEALTHY
    assert actions.renew_ahead(Account.objects.get(), at=SECOND)
    assert Credential.objects.get().secret["refresh"] == vendor.valid == "awal++"


def test_a_turn_lasts_from_the_request_on_so_that_nobody_else_asks_at_the_same_time(
    vendor: type[VendorConnector],
) -> None:
    """Who slept for a minute still has as long as a request may last."""
    clock = FrozenClock(FIRST)

    def others() -> None:
        with pytest.raises(TryLater):
            actions.renew(Account.objects.get(), at=FIRST + timedelta(seconds=120))

    vendor.asleep = lambda: clock.advance(seconds=60)
    vendor.meanwhile = others
    actions.renew(Account.objects.get(), at=FIRST, clock=clock)
    assert vendor.spent == []
    assert Credential.objects.get().secret["refresh"] == vendor.valid == "awal+"
    assert Credential.objects.get().renewing_until is None


def test_what_is_stored_while_the_account_is_just_taken_for_lost_brings_it_back_at_once(
    vendor: type[VendorConnector], monkeypatch: pytest.MonkeyPatch
) -> None:
    """The second has seen that the credential is the old one, and has not written that it fails."""
    first, second = (Account.objects.select_related("credential").get() for _ in range(2))
    fresh = {**first.credential.secret, "refresh": "awal+"}
    stores = [lambda: save_secret(first, fresh, at=SECOND)]
    replaced = connection._replaced

    def slow(account: Account) -> bool:
        answer = replaced(account)
        if stores:
            stores.pop()()
        return answer

    monkeypatch.setattr(connection, "_replaced", slow)
    assert actions.mark_broken(second, note="sudah dipakai", at=SECOND)
    for job in Job.objects.filter(kind="networks.check", state="due"):
        assert job.run_at <= SECOND
        jobs.check(at=SECOND, **job.args)
    assert Account.objects.get().health == Health.HEALTHY

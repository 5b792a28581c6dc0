"""Connecting to Threads: agreement, tokens of sixty days, renewal."""

from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from datetime import UTC, datetime, timedelta
from typing import Any
from urllib.parse import parse_qs, urlsplit

import pytest

from kentongan.kernel.http import HttpClient
from kentongan.networks.connectors.threads import oauth
from kentongan.networks.connectors.threads.connector import ThreadsConnector
from kentongan.networks.contract import (
    Agreement,
    Refused,
    Unauthorised,
)
from tests.connectors.threads_worker import harness
from tests.contract.ground import item
from tests.contract.harness import Login
from tests.contract.threads_harness import ThreadsHarness
from tests.fakes.threads import SCOPES

__all__ = ["harness"]

pytestmark = pytest.mark.no_database
BACK = "https://kentongan.contoh.go.id/akun/kembali"


# ------------------------------------------------------------------------------ OAuth


@contextmanager
def agreement(harness: ThreadsHarness, **more: Any) -> Iterator[Agreement]:
    given = {"server": harness.base_url, "redirect_uri": BACK, "app": harness.app, **more}
    now = datetime(2026, 8, 1, tzinfo=UTC)
    with HttpClient(inner_hosts=[urlsplit(harness.base_url).netloc]) as http:
        yield Agreement(state="rahasia-kami", http=http, now=now, **given)


def exchange(harness: ThreadsHarness, code: str, **more: Any) -> Mapping[str, Any]:
    with agreement(harness, **more) as ours:
        return ThreadsConnector.exchange(ours, code)


def agreed(harness: ThreadsHarness, login: Login, server: str = "") -> tuple[str, str]:
    """The person agrees; the page's address and the code they come back with."""
    with agreement(harness, server=server or harness.base_url) as ours:
        url, memory = ThreadsConnector.authorise_url(ours)
    assert memory == {}
    query = parse_qs(urlsplit(harness.server.approve(url, login.native)).query)
    assert query["state"] == ["rahasia-kami"]
    return url, query["code"][0]


def test_a_person_connects_for_sixty_days(harness: ThreadsHarness, login: Login) -> None:
    url, code = agreed(harness, login)
    assert parse_qs(urlsplit(url).query)["scope"] == [",".join(SCOPES)]
    secret = exchange(harness, f"{code}#_")
    assert secret["renew_at"].startswith("2026-08-30")
    assert secret["expires_at"].startswith("2026-09-29")
    assert set(secret) == {"access_token", "renew_at", "expires_at"}
    with harness.open(login, secret=secret) as connector:
        assert connector.identify().external_id == login.external_id
        connector.publish(item(), "kunci")
    assert harness.count(login) == 1


def test_the_page_of_agreement_lies_beside_the_api(harness: ThreadsHarness, login: Login) -> None:
    url, _code = agreed(harness, login, ThreadsConnector.default_server)
    assert url.startswith("https://threads.net/oauth/authorize?")


def test_a_code_is_good_once(harness: ThreadsHarness, login: Login) -> None:
    _url, code = agreed(harness, login)
    exchange(harness, code)
    with pytest.raises(Refused, match="Ulangi penyambungan"):
        exchange(harness, code)


def test_a_code_for_another_address_is_refused(harness: ThreadsHarness, login: Login) -> None:
    _url, code = agreed(harness, login)
    with pytest.raises(Refused, match="Ulangi penyambungan"):
        exchange(harness, code, redirect_uri="https://lain.go.id/")


def test_without_the_keys_of_the_application_nothing_is_sent(harness: ThreadsHarness) -> None:
    with pytest.raises(Refused, match="Kunci aplikasi"):
        exchange(harness, "kode", app={})
    with agreement(harness, app={}) as ours, pytest.raises(Refused, match="Kunci aplikasi"):
        ThreadsConnector.authorise_url(ours)


def test_renewing_keeps_what_the_network_left_out(harness: ThreadsHarness, login: Login) -> None:
    secret = {**login.secret, "lain": "tetap"}
    with harness.open(login, secret=secret) as connector:
        fresh = connector.refresh()
    assert fresh["lain"] == "tetap"
    assert fresh["access_token"] != secret["access_token"]
    left = datetime.fromisoformat(fresh["expires_at"]) - datetime.now(UTC)
    assert timedelta(days=59) < left <= timedelta(days=60)
    with harness.open(login, secret=fresh) as connector:
        connector.publish(item(), "kunci")


def test_a_dead_token_is_not_renewed(harness: ThreadsHarness, login: Login) -> None:
    dead = harness.server.token(login.native, age=timedelta(days=61))
    with harness.open(login, secret={"access_token": dead}) as connector:
        with pytest.raises(Unauthorised):
            connector.refresh()


def test_a_renewal_without_a_life_is_taken_for_sixty_days() -> None:
    now = datetime(2026, 8, 1, tzinfo=UTC)
    for seconds in (None, 0, "x", True):
        found = oauth.secret_of({"access_token": "a", "expires_in": seconds}, now=now)
        assert found["renew_at"].startswith("2026-08-31")


def test_permissions_are_explained() -> None:
    assert tuple(scope.code for scope in ThreadsConnector.scopes) == SCOPES
    assert all(scope.label for scope in ThreadsConnector.scopes)

"""Connecting to LinkedIn: agreement, choice of the page, renewal."""

from collections.abc import Iterator, Mapping
from datetime import UTC, datetime, timedelta
from typing import Any
from urllib.parse import parse_qs, urlsplit

import pytest

from kentongan.kernel.http import HttpClient
from kentongan.networks.connectors.linkedin import oauth
from kentongan.networks.connectors.linkedin.connector import LinkedInConnector
from kentongan.networks.contract import Agreement, Chooses, Refused, Unauthorised
from tests.connectors.linkedin_worker import harness
from tests.contract.ground import item
from tests.contract.harness import Login
from tests.contract.linkedin_harness import LinkedInHarness
from tests.fakes.linkedin_accounts import SCOPES, Person

__all__ = ["harness"]

pytestmark = pytest.mark.no_database
BACK = "https://kentongan.contoh.go.id/akun/kembali"
NOW = datetime(2026, 8, 1, tzinfo=UTC)


@pytest.fixture
def http(harness: LinkedInHarness) -> Iterator[HttpClient]:
    with HttpClient(inner_hosts=[urlsplit(harness.base_url).netloc]) as http:
        yield http


def agreement(harness: LinkedInHarness, http: HttpClient, **more: Any) -> Agreement:
    given = {"server": harness.base_url, "redirect_uri": BACK, "app": harness.app, **more}
    return Agreement(state="rahasia-kami", http=http, now=NOW, **given)


def agreed(harness: LinkedInHarness, person: Person, server: str = "") -> tuple[str, str]:
    """The person agrees; the page's address and the code they come back with."""
    with HttpClient() as http:
        ours = agreement(harness, http, server=server or harness.base_url)
        url, memory = LinkedInConnector.authorise_url(ours)
    assert memory == {}
    query = parse_qs(urlsplit(harness.server.approve(url, person)).query)
    assert query["state"] == ["rahasia-kami"]
    return url, query["code"][0]


def exchange(
    harness: LinkedInHarness, http: HttpClient, code: str, **more: Any
) -> Mapping[str, Any]:
    return LinkedInConnector.exchange(agreement(harness, http, **more), code)


def test_one_agreement_reaches_the_pages_a_person_may_post_for(
    harness: LinkedInHarness, http: HttpClient
) -> None:
    assert issubclass(LinkedInConnector, Chooses)
    pages = [harness.server.organisation(name) for name in ("satu", "dua", "tiga", "empat")]
    roles = ("ADMINISTRATOR", "CONTENT_ADMINISTRATOR", "ANALYST", "ADMINISTRATOR")
    states = ("APPROVED", "APPROVED", "APPROVED", "REQUESTED")
    person = Person({p.number: (r, s) for p, r, s in zip(pages, roles, states, strict=True)})
    url, code = agreed(harness, person)
    assert parse_qs(urlsplit(url).query)["scope"] == [" ".join(SCOPES)]
    secret = exchange(harness, http, code)
    found = LinkedInConnector.choices(agreement(harness, http), secret)
    assert [choice.identity.handle for choice in found] == ["satu", "dua"]
    assert [choice.note for choice in found] == ["Anda admin utama", "Anda admin konten"]
    second = found[1]
    assert second.secret["organization"] == second.identity.external_id == pages[1].urn
    login = Login(handle="dua", secret=second.secret, native=pages[1])
    with harness.open(login) as connector:
        assert connector.identify() == second.identity
        connector.publish(item(), "kunci")
    assert harness.count(login) == 1


def test_who_administers_nothing_has_no_choice(harness: LinkedInHarness, http: HttpClient) -> None:
    secret = {"access_token": harness.server.token(Person())[0]}
    found = LinkedInConnector.choices(agreement(harness, http), secret)
    assert list(found) == []


def test_without_a_choice_nothing_is_done(harness: LinkedInHarness, login: Login) -> None:
    for chosen in ("", "urn:li:person:x", "12/../x"):
        secret = {**login.secret, "organization": chosen}
        with harness.open(login, secret=secret) as connector:
            with pytest.raises(Unauthorised, match="belum dipilih"):
                connector.identify()


def test_the_number_of_a_page_will_do(harness: LinkedInHarness, login: Login) -> None:
    secret = {**login.secret, "organization": login.native.number}
    with harness.open(login, secret=secret) as connector:
        assert connector.identify().external_id == login.external_id


def test_the_page_of_agreement_lies_beside_the_api(harness: LinkedInHarness) -> None:
    url, _code = agreed(harness, Person(), LinkedInConnector.default_server)
    assert url.startswith("https://www.linkedin.com/oauth/v2/authorization?")


@pytest.mark.parametrize("other", [{}, {"redirect_uri": "https://lain.go.id/"}])
def test_a_code_is_good_once_and_for_its_address(
    harness: LinkedInHarness, http: HttpClient, other: dict[str, str]
) -> None:
    _url, code = agreed(harness, Person())
    if not other:
        exchange(harness, http, code)
    with pytest.raises(Refused, match="Ulangi penyambungan"):
        exchange(harness, http, code, **other)


def test_without_the_keys_of_the_application_nothing_is_sent(
    harness: LinkedInHarness, http: HttpClient
) -> None:
    with pytest.raises(Refused, match="Kunci aplikasi"):
        exchange(harness, http, "kode", app={})
    assert not harness.server.seen


def test_a_granted_renewal_is_due_at_half_of_the_life(
    harness: LinkedInHarness, http: HttpClient
) -> None:
    secret = exchange(harness, http, agreed(harness, Person())[1])
    assert secret["renew_at"].startswith("2026-08-31")
    assert secret["expires_at"].startswith("2027-08-01")


def test_without_a_granted_renewal_a_person_is_asked_in_time(
    harness: LinkedInHarness, http: HttpClient
) -> None:
    harness.server.renews = False
    secret = exchange(harness, http, agreed(harness, Person())[1])
    assert "renew_at" not in secret
    assert secret["expires_at"].startswith("2026-09-30")
    login = Login(handle="x", secret=secret)
    with harness.open(login) as connector, pytest.raises(Unauthorised, match="Sambungkan lagi"):
        connector.refresh()


def test_renewing_keeps_the_page_and_the_refresh_token(
    harness: LinkedInHarness, login: Login
) -> None:
    with harness.open(login) as connector:
        fresh = connector.refresh()
    assert fresh["access_token"] != login.secret["access_token"]
    assert fresh["refresh_token"] == login.secret["refresh_token"]
    assert fresh["organization"] == login.external_id
    left = datetime.fromisoformat(fresh["expires_at"]) - datetime.now(UTC)
    assert timedelta(days=364) < left <= timedelta(days=365)
    with harness.open(login, secret=fresh) as connector:
        connector.publish(item(), "kunci")


def test_a_dead_refresh_token_needs_a_person(harness: LinkedInHarness, login: Login) -> None:
    secret = {**login.secret, "refresh_token": "AQRmati"}
    with harness.open(login, secret=secret) as connector:
        with pytest.raises(Unauthorised, match="tidak lagi memperbarui"):
            connector.refresh()


def test_a_rotated_refresh_token_is_kept_and_an_omitted_one_not_lost() -> None:
    old = {"access_token": "a", "refresh_token": "lama", "expires_at": "2027-01-01T00:00:00+00:00"}
    rotated = oauth.secret_of({"access_token": "b", "refresh_token": "baru"}, old, now=NOW)
    assert rotated["refresh_token"] == "baru"
    kept = oauth.secret_of({"access_token": "b", "expires_in": 60}, old, now=NOW)
    assert kept["refresh_token"] == "lama"
    assert kept["expires_at"] == old["expires_at"]
    assert kept["renew_at"] == (NOW + timedelta(seconds=30)).isoformat()


def test_permissions_are_explained() -> None:
    assert tuple(scope.code for scope in LinkedInConnector.scopes) == SCOPES
    assert all(scope.label for scope in LinkedInConnector.scopes)

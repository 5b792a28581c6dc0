"""Connecting through Facebook Login: agreement, code, long-lived token, choice of the Page."""

from collections.abc import Iterator
from contextlib import contextmanager
from datetime import UTC, datetime
from typing import Any
from urllib.parse import parse_qs, urlsplit

import httpx2
import pytest

from kentongan.kernel.http import HttpClient
from kentongan.networks.connectors.facebook.connector import FacebookConnector
from kentongan.networks.contract import (
    Agreement,
    Authorises,
    Choice,
    Chooses,
    Refused,
    Session,
    TryLater,
    Unauthorised,
)
from kentongan.networks.meta.graph import BASE, host
from tests.contract.interposer import Canned, Interposer
from tests.fakes.facebook import Facebook
from tests.fakes.graph import APP, Page

pytestmark = pytest.mark.no_database
BACK = "https://kentongan.contoh.go.id/akun/kembali"


@pytest.fixture
def fake() -> Iterator[Facebook]:
    with Facebook() as fake:
        yield fake
    assert not fake.strays


@contextmanager
def client(server: str) -> Iterator[HttpClient]:
    with HttpClient(inner_hosts=[urlsplit(server).netloc]) as http:
        yield http


@contextmanager
def agreement(server: str, **more: Any) -> Iterator[Agreement]:
    given = {"redirect_uri": BACK, "app": APP, **more}
    with client(server) as http:
        yield Agreement(
            server=server, state="keadaan-kami", http=http, now=datetime.now(UTC), **given
        )


def agree(fake: Facebook, *pages: Page) -> str:
    """The person agrees; the code the vendor sends back, with our state."""
    with agreement(fake.server) as ours:
        url, memory = FacebookConnector.authorise_url(ours)
    assert not memory
    back = urlsplit(fake.approve(url, pages))
    query = parse_qs(back.query)
    assert query["state"] == ["keadaan-kami"]
    return query["code"][0]


def exchange(fake: Facebook, code: str, *, server: str = "", back: str = BACK) -> dict[str, str]:
    with agreement(server or fake.server, redirect_uri=back) as ours:
        return dict(FacebookConnector.exchange(ours, code))


def choices(fake: Facebook, secret: dict[str, str]) -> list[Choice]:
    with agreement(fake.server) as ours:
        return list(FacebookConnector.choices(ours, secret))


def test_a_person_agrees_and_chooses_a_page(fake: Facebook) -> None:
    assert issubclass(FacebookConnector, Authorises)
    assert issubclass(FacebookConnector, Chooses)
    mine, other = fake.create_page(), fake.create_page("Kelurahan Tegal")
    other.tasks = ["ANALYZE"]
    secret = exchange(fake, agree(fake, mine, other))
    first, second = choices(fake, secret)
    assert first.identity.external_id == mine.id
    assert first.identity.display_name == "Kecamatan Titirwangi"
    assert first.secret == {"access_token": mine.token, "app_id": APP["client_id"]}
    assert not first.barred
    assert "izin membuat konten" in second.barred
    with client(fake.server) as http:
        session = Session(
            server=fake.server, handle="", external_id="", secret=first.secret, http=http,
            now=datetime.now(UTC), app=APP,
        )  # fmt: skip
        assert FacebookConnector(session).identify() == first.identity


def test_many_pages_are_read_to_the_end(fake: Facebook) -> None:
    pages = [fake.create_page(f"Desa {number}") for number in range(60)]
    found = choices(fake, exchange(fake, agree(fake, *pages)))
    assert [c.identity.external_id for c in found] == [page.id for page in pages]


def test_who_agreed_to_no_page_has_no_choice(fake: Facebook) -> None:
    assert choices(fake, exchange(fake, agree(fake))) == []


def test_a_wrong_a_used_and_a_foreign_code_are_refused(fake: Facebook) -> None:
    code = agree(fake, fake.create_page())
    with pytest.raises(Refused):
        exchange(fake, "salah")
    exchange(fake, code)
    with pytest.raises(Refused):
        exchange(fake, code)
    with pytest.raises(Refused):
        exchange(fake, agree(fake), back="https://lain.contoh.go.id/")


def test_keys_and_codes_stay_out_of_addresses(fake: Facebook) -> None:
    code = agree(fake, fake.create_page())
    secret = exchange(fake, code)
    choices(fake, secret)
    for request in fake.seen:
        told = str(request.query) + request.path
        assert not any(s in told for s in (code, APP["client_secret"], secret["access_token"]))


def test_trouble_while_exchanging_is_later(fake: Facebook) -> None:
    code = agree(fake, fake.create_page())
    with Interposer(fake.server) as front:
        front.answer("/oauth/access_token", Canned(status=200, text="<html>"))
        with pytest.raises(TryLater):
            exchange(fake, code, server=front.base_url)


def test_an_installation_without_an_application_says_so(fake: Facebook) -> None:
    with agreement(fake.server, app={}) as ours:
        with pytest.raises(Refused, match="belum didaftarkan"):
            FacebookConnector.authorise_url(ours)


def test_wrong_keys_of_the_application_are_said_to_be_so(fake: Facebook) -> None:
    code = agree(fake, fake.create_page())
    wrong = {**APP, "client_secret": "salah"}
    with agreement(fake.server, app=wrong) as ours:
        with pytest.raises(Refused, match="kunci rahasia aplikasi Meta salah"):
            FacebookConnector.exchange(ours, code)


def test_the_token_of_a_person_is_not_one_of_a_page(fake: Facebook) -> None:
    secret = exchange(fake, agree(fake, fake.create_page()))
    with client(fake.server) as http:
        session = Session(
            server=fake.server, handle="", external_id="", secret=secret, http=http,
            now=datetime.now(UTC), app=APP,
        )  # fmt: skip
        with pytest.raises(Unauthorised, match="milik orang"):
            FacebookConnector(session).identify()


@pytest.mark.parametrize("known_as", ["Kecamatan Titirwangi", "@kec.titirwangi"])
def test_a_page_is_known_by_its_name_or_its_user_name(fake: Facebook, known_as: str) -> None:
    page = fake.create_page()
    page.username = "kec.titirwangi"
    with client(fake.server) as http:
        session = Session(
            server=fake.server, handle=known_as, external_id="",
            secret={"access_token": page.token}, http=http, now=datetime.now(UTC),
        )  # fmt: skip
        assert FacebookConnector(session).identify().handle == known_as.lstrip("@")


def test_addresses_of_the_vendors_other_hosts_follow_from_its_base() -> None:
    assert host(BASE, "www") == "https://www.facebook.com/v26.0"
    assert host(BASE, "graph-video") == "https://graph-video.facebook.com/v26.0"
    assert host("http://127.0.0.1:80/v26.0/", "www") == "http://127.0.0.1:80/v26.0"


def test_a_verifier_is_not_taken_so_no_challenge_is_sent(fake: Facebook) -> None:
    with agreement(fake.server) as ours:
        url, _memory = FacebookConnector.authorise_url(ours)
    assert "code_challenge" not in parse_qs(urlsplit(url).query)
    form = {**APP, "redirect_uri": BACK, "code": agree(fake, fake.create_page())}
    verified = {**form, "code_verifier": "x" * 43}
    answer = httpx2.post(f"{fake.server}/oauth/access_token", data=verified)
    assert answer.status_code == 400
    assert "code_verifier" in answer.json()["error"]["message"]

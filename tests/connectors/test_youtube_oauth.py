"""Connecting YouTube: Google's OAuth with state and PKCE, channels, renewing."""

from collections.abc import Iterator, Mapping
from datetime import UTC, datetime, timedelta
from typing import Any
from urllib.parse import parse_qs, urlsplit

import pytest

from kentongan.kernel.http import HttpClient
from kentongan.networks.connectors.youtube.connector import YouTubeConnector
from kentongan.networks.contract import (
    Agreement,
    Authorises,
    Chooses,
    Refreshes,
    Refused,
    TryLater,
    Unauthorised,
)
from tests.connectors.youtube_ground import Desk, desk_on, post
from tests.contract.interposer import Canned, Interposer
from tests.fakes.youtube import FakeYouTube
from tests.fakes.youtube_oauth import APP
from tests.fakes.youtube_state import SCOPES

pytestmark = pytest.mark.no_database
BACK = "https://kentongan.contoh.go.id/akun/kembali"
NOW = datetime(2026, 11, 1, 8, 0, tzinfo=UTC)


@pytest.fixture
def server() -> Iterator[FakeYouTube]:
    with FakeYouTube() as running:
        yield running
        assert not running.strays


@pytest.fixture
def desk(server: FakeYouTube) -> Desk:
    return desk_on(server)


def agreement(server: str, http: HttpClient, **more: Any) -> Agreement:
    given = {"app": APP, **more}
    return Agreement(
        server=server, redirect_uri=BACK, state="rahasia-kami", http=http, now=NOW, **given
    )


def address(server: str, http: HttpClient, **more: Any) -> tuple[str, Mapping[str, Any]]:
    return YouTubeConnector.authorise_url(agreement(server, http, **more))


def exchange(server: str, http: HttpClient, back: str, **more: Any) -> Mapping[str, Any]:
    code = parse_qs(urlsplit(back).query)["code"][0]
    return YouTubeConnector.exchange(agreement(server, http, **more), code)


def client(server: FakeYouTube) -> HttpClient:
    return HttpClient(inner_hosts=[urlsplit(server.base_url).netloc])


def test_a_person_connects_picks_a_channel_and_publishes(desk: Desk) -> None:
    server = desk.server
    assert issubclass(YouTubeConnector, Authorises)
    assert issubclass(YouTubeConnector, Chooses)
    with client(server) as http:
        url, memory = address(server.base_url, http)
        back = server.agreements.approve(url, desk.channel)
        assert parse_qs(urlsplit(back).query)["state"] == ["rahasia-kami"]
        secret = exchange(server.base_url, http, back, memory=memory)
        assert secret["renew_at"] == (NOW + timedelta(seconds=3599 - 600)).isoformat()
        assert "expires_at" not in secret
        (choice,) = YouTubeConnector.choices(agreement(server.base_url, http), secret)
    assert choice.identity.external_id == desk.channel.id
    assert choice.identity.handle == desk.channel.custom_url
    assert choice.identity.url == f"https://www.youtube.com/@{desk.channel.custom_url}"
    desk.secret = choice.secret
    desk.publish(post())
    assert len(desk.films) == 1


def test_google_itself_is_asked_at_its_own_addresses() -> None:
    with HttpClient() as http:
        url, _memory = address(YouTubeConnector.default_server, http)
    assert url.startswith("https://accounts.google.com/o/oauth2/v2/auth?")
    assert {s.code for s in YouTubeConnector.scopes} == set(SCOPES)
    assert all(s.label for s in YouTubeConnector.scopes)


def test_every_connection_has_a_verifier_of_its_own(server: FakeYouTube) -> None:
    with client(server) as http:
        one, other = (address(server.base_url, http) for _ in range(2))
    assert one[1]["verifier"] != other[1]["verifier"]
    assert len(one[1]["verifier"]) >= 43
    assert one[1]["verifier"] not in one[0]


def test_a_code_of_another_browser_is_refused(desk: Desk) -> None:
    server = desk.server
    with client(server) as http:
        url, memory = address(server.base_url, http)
        back = server.agreements.approve(url, desk.channel)
        with pytest.raises(Refused, match="Ulangi penyambungan"):
            exchange(server.base_url, http, back, memory={"verifier": "x" * 43})
        with pytest.raises(Refused, match="Ulangi penyambungan"):  # a code is good once
            exchange(server.base_url, http, back, memory=memory)


def test_a_permission_that_was_not_ticked_is_named(desk: Desk) -> None:
    server = desk.server
    with client(server) as http:
        url, memory = address(server.base_url, http)
        back = server.agreements.approve(url, desk.channel, scopes=SCOPES[:2])
        with pytest.raises(Refused, match="Membaca nama channel"):
            exchange(server.base_url, http, back, memory=memory)


def test_without_a_refresh_token_nobody_is_connected(desk: Desk) -> None:
    server = desk.server
    server.agreements.besides = {"refresh_token": None}
    with client(server) as http:
        url, memory = address(server.base_url, http)
        back = server.agreements.approve(url, desk.channel)
        with pytest.raises(Refused, match=r"myaccount\.google\.com/permissions"):
            exchange(server.base_url, http, back, memory=memory)


def test_keys_of_the_application_are_needed_and_must_be_right(desk: Desk) -> None:
    server = desk.server
    with client(server) as http:
        with pytest.raises(Refused, match="belum didaftarkan"):
            address(server.base_url, http, app={})
        url, memory = address(server.base_url, http)
        back = server.agreements.approve(url, desk.channel)
        wrong = {**APP, "client_secret": "GOCSPX-salah"}
        with pytest.raises(Refused, match="tidak mengenali kunci"):
            exchange(server.base_url, http, back, memory=memory, app=wrong)


def test_an_agreement_that_ends_says_when(desk: Desk) -> None:
    server = desk.server
    server.agreements.besides = {"refresh_token_expires_in": 604_799}
    with client(server) as http:
        url, memory = address(server.base_url, http)
        back = server.agreements.approve(url, desk.channel)
        secret = exchange(server.base_url, http, back, memory=memory)
    assert secret["expires_at"] == (NOW + timedelta(seconds=604_799)).isoformat()


def test_an_account_without_a_channel_has_nothing_to_choose(desk: Desk) -> None:
    server = desk.server
    server.channels.remove(desk.channel)
    with client(server) as http:
        found = YouTubeConnector.choices(agreement(server.base_url, http), desk.secret)
    assert found == []
    with desk.open() as connector, pytest.raises(Refused, match="belum punya channel"):
        connector.identify()


def test_a_refresh_token_that_is_left_out_is_kept(desk: Desk) -> None:
    with desk.open() as connector:
        assert isinstance(connector, Refreshes)
        fresh = connector.refresh()
    assert fresh["refresh_token"] == desk.secret["refresh_token"]
    assert fresh["access_token"] != desk.secret["access_token"]
    assert datetime.fromisoformat(fresh["renew_at"]) > datetime.now(UTC)
    desk.secret = fresh
    with desk.open() as connector:
        assert connector.identify().external_id == desk.channel.id


def test_a_refresh_token_that_is_replaced_is_stored(desk: Desk) -> None:
    desk.server.agreements.besides = {"refresh_token": "1//baru"}
    with desk.open() as connector:
        assert connector.refresh()["refresh_token"] == "1//baru"


def test_an_agreement_taken_back_is_unauthorised(desk: Desk) -> None:
    desk.grant.revoked = True
    with desk.open() as connector:
        with pytest.raises(Unauthorised):
            connector.identify()
        with pytest.raises(Unauthorised, match="Sambungkan lagi"):
            connector.refresh()
    desk.secret = {"access_token": "ya29.x"}
    with desk.open() as connector, pytest.raises(Unauthorised, match="disambungkan lagi"):
        connector.refresh()


def test_a_token_of_too_few_permissions_says_so(desk: Desk) -> None:
    narrow = desk.server.agree(desk.channel, (SCOPES[2],))
    desk.secret = {"access_token": next(iter(narrow.access))}
    with desk.open() as connector:
        connector.identify()
        with pytest.raises(Unauthorised, match="centang semua izin"):
            connector.publish(post(), "kunci")
    assert desk.films == []


@pytest.mark.parametrize("status", [500, 503])
def test_google_falling_over_is_later(desk: Desk, status: int) -> None:
    with Interposer(desk.server.base_url) as front:
        desk.via = front.base_url
        front.answer("POST /token", Canned(status=status, text="<html>"))
        with desk.open() as connector, pytest.raises(TryLater):
            connector.refresh()
        front.answer("POST /token", Canned(status=200, body={"ok": True}))
        with desk.open() as connector, pytest.raises(TryLater):
            connector.refresh()

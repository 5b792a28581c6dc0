"""Connecting to TikTok and staying connected."""

from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from typing import Any
from urllib.parse import parse_qs, urlsplit

import pytest

from kentongan.kernel.http import HttpClient
from kentongan.networks.connectors.tiktok.connector import TikTokConnector
from kentongan.networks.contract import (
    Agreement,
    Authorises,
    Refreshes,
    Refused,
    Session,
    TryLater,
    Unauthorised,
)
from tests.contract.interposer import Canned, Interposer
from tests.contract.tiktok_harness import APP, secret_of
from tests.fakes.tiktok import TikTok
from tests.fakes.tiktok_parts import SCOPES, Account

pytestmark = pytest.mark.no_database
NOW = datetime(2026, 11, 28, 9, tzinfo=UTC)
BACK = "https://kentongan.contoh.go.id/akun/kembali"


@pytest.fixture
def server() -> Iterator[TikTok]:
    with TikTok() as server:
        yield server


@pytest.fixture
def account(server: TikTok) -> Account:
    return server.create_account()


@pytest.fixture
def http(server: TikTok) -> Iterator[HttpClient]:
    with HttpClient(inner_hosts=[urlsplit(server.base_url).netloc], timeout=5) as http:
        yield http


@pytest.fixture
def front(server: TikTok) -> Iterator[Interposer]:
    with Interposer(server.base_url) as front:
        yield front


def agreement(fake: TikTok, http: HttpClient, **more: Any) -> Agreement:
    given = {"server": fake.base_url, "redirect_uri": BACK, "app": APP, **more}
    return Agreement(state="rahasia-kami", http=http, now=NOW, **given)


def start(fake: TikTok, http: HttpClient, **more: Any) -> tuple[str, Any]:
    return TikTokConnector.authorise_url(agreement(fake, http, **more))


def end(fake: TikTok, http: HttpClient, code: str, memory: Any, **more: Any) -> dict[str, Any]:
    return dict(TikTokConnector.exchange(agreement(fake, http, memory=memory, **more), code))


def opened(base: str, secret: Any, **more: Any) -> Any:
    http = HttpClient(inner_hosts=[urlsplit(base).netloc], timeout=5)
    options: dict[str, Any] = {
        "server": base,
        "handle": "kec.x",
        "external_id": "",
        "secret": secret,
        "http": http,
        "now": NOW,
        "app": APP,
    }
    return TikTokConnector(Session(**options | more))


def test_a_person_connects(server: TikTok, account: Account, http: HttpClient) -> None:
    assert issubclass(TikTokConnector, Authorises)
    url, memory = start(server, http)
    query = parse_qs(urlsplit(url).query)
    assert query["state"] == ["rahasia-kami"]
    assert query["scope"] == [",".join(SCOPES)]
    assert {scope.code for scope in TikTokConnector.scopes} == set(SCOPES)
    secret = end(server, http, server.agree(url, account), memory)
    assert secret["open_id"] == account.open_id
    assert secret["renew_at"] == (NOW + timedelta(hours=12)).isoformat()
    assert secret["expires_at"] == (NOW + timedelta(days=365)).isoformat()
    found = opened(server.base_url, secret).identify()
    assert (found.external_id, found.handle) == (account.open_id, account.username)
    assert found.url == f"https://www.tiktok.com/@{account.username}"


def test_the_page_of_consent_is_tiktoks_own(server: TikTok, http: HttpClient) -> None:
    url, memory = start(server, http, server=TikTokConnector.default_server)
    assert url.startswith("https://www.tiktok.com/v2/auth/authorize/?")
    assert memory["code_verifier"] not in url
    assert start(server, http)[1] != memory


def test_a_wrong_code_verifier_or_way_back_is_refused(
    server: TikTok, account: Account, http: HttpClient
) -> None:
    url, memory = start(server, http)
    with pytest.raises(Refused, match="Ulangi"):
        end(server, http, "kode-karangan", memory)
    with pytest.raises(Refused):
        end(server, http, server.agree(url, account), {"code_verifier": "x" * 43})
    with pytest.raises(Refused):
        end(server, http, server.agree(url, account), memory, redirect_uri=f"{BACK}/lain")
    code = server.agree(url, account)
    end(server, http, code, memory)
    with pytest.raises(Refused, match="Ulangi"):
        end(server, http, code, memory)


def test_without_keys_of_the_application_it_is_explained(
    server: TikTok, account: Account, http: HttpClient
) -> None:
    with pytest.raises(Refused, match="admin"):
        start(server, http, app={})
    url, memory = start(server, http)
    code = server.agree(url, account)
    with pytest.raises(Refused, match="kunci aplikasi"):
        end(server, http, code, memory, app={**APP, "client_secret": "salah"})


def test_too_few_permissions_are_refused_at_once(
    server: TikTok, account: Account, http: HttpClient
) -> None:
    url, memory = start(server, http)
    code = server.agree(url, account, scopes=("user.info.basic",))
    with pytest.raises(Refused, match="setujui semua izin"):
        end(server, http, code, memory)


def test_only_drafts_may_be_granted(server: TikTok, account: Account, http: HttpClient) -> None:
    url, memory = start(server, http)
    granted = ("user.info.basic", "video.upload")
    secret = end(server, http, server.agree(url, account, scopes=granted), memory)
    assert secret["scope"] == "user.info.basic,video.upload"
    assert opened(server.base_url, secret).identify().external_id == account.open_id


def test_a_rotated_refresh_token_is_kept(server: TikTok, account: Account) -> None:
    assert issubclass(TikTokConnector, Refreshes)
    old = secret_of(account) | {"mode": "langsung"}
    new = opened(server.base_url, old).refresh()
    assert new["refresh_token"] == account.refresh != old["refresh_token"]
    assert new["access_token"] == account.token != old["access_token"]
    assert new["mode"] == "langsung"
    again = opened(server.base_url, new).refresh()
    assert again["refresh_token"] == account.refresh
    with pytest.raises(Unauthorised, match="Sambungkan lagi"):
        opened(server.base_url, old).refresh()


def test_what_an_answer_leaves_out_is_kept(account: Account, front: Interposer) -> None:
    front.answer("oauth/token", Canned(status=200, body={"access_token": "act.baru"}))
    old = secret_of(account) | {"expires_at": "2027-01-01T00:00:00+00:00"}
    new = opened(front.base_url, old).refresh()
    assert new == {
        **old,
        "access_token": "act.baru",
        "renew_at": (NOW + timedelta(hours=12)).isoformat(),
    }


def test_a_shorter_life_is_renewed_earlier(account: Account, front: Interposer) -> None:
    body = {"access_token": "act.baru", "expires_in": 7200, "refresh_expires_in": 86_400}
    front.answer("oauth/token", Canned(status=200, body=body))
    new = opened(front.base_url, secret_of(account)).refresh()
    assert new["renew_at"] == (NOW + timedelta(hours=1)).isoformat()
    assert new["expires_at"] == (NOW + timedelta(days=1)).isoformat()


@pytest.mark.parametrize(
    ("answer", "kind"),
    [
        (Canned(status=400, body={"error": "invalid_grant"}), Unauthorised),
        (Canned(status=200, body={"error": "invalid_grant"}), Unauthorised),
        (Canned(status=400, body={"error": "invalid_client"}), Refused),
        (Canned(status=200, body={"error": "invalid_scope"}), Refused),
        (Canned(status=503, text="mogok"), TryLater),
        (Canned(status=400, body={"error": "server_error"}), TryLater),
        (Canned(status=200, text="<html>"), TryLater),
        (Canned(status=200, body={"data": {}}), TryLater),
        (Canned(status=200, body=["aneh"]), TryLater),
    ],
)
def test_renewing_fails_honestly(
    account: Account, front: Interposer, answer: Canned, kind: type[Exception]
) -> None:
    front.answer("oauth/token", answer)
    with pytest.raises(kind):
        opened(front.base_url, secret_of(account)).refresh()


def test_without_a_refresh_token_a_person_connects_again(server: TikTok) -> None:
    with pytest.raises(Unauthorised):
        opened(server.base_url, {"access_token": "act.x"}).refresh()
    assert server.seen == []

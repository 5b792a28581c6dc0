"""Connecting to X: PKCE, scopes, tokens that last two hours and refresh tokens used only once."""

import base64
import hashlib
from collections.abc import Callable, Iterator, Mapping
from datetime import UTC, datetime, timedelta
from typing import Any
from urllib.parse import parse_qs, urlsplit

import pytest

from kentongan.kernel.http import HttpClient
from kentongan.networks.connectors.x.connector import XConnector
from kentongan.networks.contract import (
    Agreement,
    Authorises,
    Refreshes,
    Refused,
    TryLater,
    Unauthorised,
)
from tests.connectors.x_ground import Engine, post
from tests.contract.harness import Login
from tests.contract.interposer import Canned, Interposer
from tests.contract.x_harness import XHarness
from tests.fakes.x import User, X
from tests.servers import Chaos

pytestmark = [pytest.mark.servers, pytest.mark.no_database]
NOW = datetime(2026, 8, 13, 1, 0, tzinfo=UTC)


@pytest.fixture(scope="module")
def server() -> Iterator[X]:
    with X() as server:
        yield server
        assert not server.strays


@pytest.fixture
def user(server: X) -> User:
    return server.create_user()


@pytest.fixture
def http(server: X) -> Iterator[HttpClient]:
    with HttpClient(inner_hosts=[urlsplit(server.base_url).netloc]) as http:
        yield http


def agreement(fake: X, http: HttpClient, **more: Any) -> Agreement:
    back = fake.oauth.redirect_uri
    given = {"server": fake.base_url, "redirect_uri": back, "app": fake.oauth.app, **more}
    return Agreement(state="rahasia-kami", http=http, now=NOW, **given)


def ask(fake: X, http: HttpClient, **more: Any) -> tuple[str, Mapping[str, Any]]:
    """The address to agree at, and what is remembered until then."""
    return XConnector.authorise_url(agreement(fake, http, **more))


def trade(
    fake: X, http: HttpClient, code: str, memory: Mapping[str, Any], **more: Any
) -> Mapping[str, Any]:
    return XConnector.exchange(agreement(fake, http, memory=memory, **more), code)


def test_a_person_connects(server: X, http: HttpClient, user: User) -> None:
    assert issubclass(XConnector, Authorises)
    assert issubclass(XConnector, Refreshes)
    address, memory = ask(server, http)
    back = parse_qs(urlsplit(server.oauth.approve(address, user=user.id)).query)
    assert back["state"] == ["rahasia-kami"]
    secret = trade(server, http, back["code"][0], memory)
    assert secret.keys() == {"access_token", "refresh_token", "renew_at", "scope"}
    assert datetime.fromisoformat(secret["renew_at"]) == NOW + timedelta(hours=1)
    engine = Engine(XHarness(server), Login(handle="", secret=secret))
    found = engine.connector().identify()
    assert (found.external_id, found.handle) == (user.id, user.username)
    assert found.url == f"https://x.com/{user.username}"


def test_the_page_of_x_itself_is_where_people_agree(server: X, http: HttpClient) -> None:
    address, memory = ask(server, http, server="https://api.x.com")
    parts = urlsplit(address)
    assert (parts.scheme, parts.netloc, parts.path) == ("https", "x.com", "/i/oauth2/authorize")
    query = {name: value for name, (value,) in parse_qs(parts.query).items()}
    digest = hashlib.sha256(memory["verifier"].encode()).digest()
    assert query["code_challenge"] == base64.urlsafe_b64encode(digest).decode().rstrip("=")
    assert query["code_challenge_method"] == "S256"
    assert query["scope"].split() == [scope.code for scope in XConnector.scopes]
    assert {"tweet.write", "tweet.moderate.write", "dm.read", "dm.write"} < set(
        query["scope"].split()
    )
    assert memory["verifier"] not in address
    assert server.oauth.client_secret not in address
    assert memory != ask(server, http)[1]


def test_every_scope_is_told_in_words() -> None:
    assert len({scope.label for scope in XConnector.scopes}) == len(XConnector.scopes) == 8
    assert [field.name for field in XConnector.app_fields] == ["client_id", "client_secret"]


def test_a_wrong_code_or_verifier_is_refused(server: X, http: HttpClient, user: User) -> None:
    address, memory = ask(server, http)
    with pytest.raises(Refused, match="Ulangi penyambungan"):
        trade(server, http, "salah", memory)
    back = parse_qs(urlsplit(server.oauth.approve(address, user=user.id)).query)
    with pytest.raises(Refused, match="verifier was invalid"):
        trade(server, http, back["code"][0], {"verifier": "lain" * 20})
    with pytest.raises(Refused):  # a code works once
        trade(server, http, back["code"][0], memory)


@pytest.mark.parametrize("without", ["media.write", "offline.access"])
def test_too_few_permissions_are_told(
    server: X, http: HttpClient, user: User, without: str
) -> None:
    address, memory = ask(server, http)
    back = server.oauth.approve(address, user=user.id, without=without)
    code = parse_qs(urlsplit(back).query)["code"][0]
    with pytest.raises(Refused, match=r"Mengunggah gambar|Tetap tersambung"):
        trade(server, http, code, memory)


def test_without_the_keys_of_the_application_nothing_begins(server: X, http: HttpClient) -> None:
    with pytest.raises(Refused, match=r"console\.x\.com"):
        ask(server, http, app={"client_id": "ada"})
    wrong = {"client_id": "ada", "client_secret": "salah"}
    with pytest.raises(Refused, match=r"console\.x\.com"):
        trade(server, http, "kode", {"verifier": "v" * 50}, app=wrong)


# ------------------------------------------------------------------------------ renewing


@pytest.fixture
def harness(server: X) -> Iterator[XHarness]:
    yield XHarness(server)
    server.oauth.rotates = True


def stale(harness: XHarness) -> Engine:
    """An account whose access token has died."""
    login = harness.login()
    secret = {**harness.stale(login), "catatan": "tetap"}
    return Engine(
        harness,
        Login(
            handle=login.handle, secret=secret, external_id=login.external_id, native=login.native
        ),
    )


def renewed(engine: Engine) -> Engine:
    """The account with what renewing gave, stored as the engine does."""
    old = engine.login
    return Engine(
        engine.harness,
        Login(
            handle=old.handle,
            secret=engine.connector().refresh(),
            external_id=old.external_id,
            native=old.native,
        ),
    )


def test_a_dead_token_is_renewed_and_the_new_refresh_token_kept(harness: XHarness) -> None:
    engine = stale(harness)
    assert isinstance(engine.complaint(post()), Unauthorised)
    fresh = renewed(engine)
    assert fresh.login.secret["refresh_token"] != engine.login.secret["refresh_token"]
    assert fresh.login.secret["catatan"] == "tetap"
    assert fresh.publish(post()).external_id
    again = renewed(fresh)
    assert again.login.secret["refresh_token"] != fresh.login.secret["refresh_token"]
    with pytest.raises(Unauthorised, match="Sambungkan lagi"):
        engine.connector().refresh()  # the first one was used up


def test_an_answer_without_a_refresh_token_keeps_the_old_one(harness: XHarness) -> None:
    harness.server.oauth.rotates = False
    engine = stale(harness)
    fresh = renewed(engine)
    assert fresh.login.secret["refresh_token"] == engine.login.secret["refresh_token"]
    assert fresh.login.secret["access_token"] != engine.login.secret["access_token"]


def test_a_lost_answer_while_renewing_is_later(
    harness: XHarness, chaos: Callable[[str], Chaos]
) -> None:
    proxy = chaos(harness.base_url)
    proxy.set(mode="reset", times=1, path="POST /2/oauth2/token")
    engine = stale(harness)
    engine.server = proxy.base_url
    with pytest.raises(TryLater):
        engine.connector().refresh()
    assert engine.connector().refresh()["access_token"]


@pytest.mark.parametrize(
    ("secret", "app", "kind"),
    [
        ({"refresh_token": ""}, None, Unauthorised),
        ({"refresh_token": "salah\nsalin"}, None, Unauthorised),
        ({}, {"client_id": "a", "client_secret": "salah"}, Refused),
        ({}, {}, Refused),
    ],
)
def test_what_cannot_be_renewed_says_who_must_act(
    harness: XHarness, secret: dict[str, str], app: dict[str, str] | None, kind: type[Exception]
) -> None:
    engine = stale(harness)
    given = {**engine.login.secret, **secret}
    with pytest.raises(kind) as error:
        engine.connector(secret=given, app=harness.app if app is None else app).refresh()
    assert "Sambungkan lagi" in str(error.value) or "console.x.com" in str(error.value)
    assert str(engine.login.secret["refresh_token"]) not in str(error.value)


def test_an_answer_that_cannot_be_read_renews_nothing(harness: XHarness) -> None:
    with Interposer(harness.base_url) as front:
        engine = stale(harness)
        engine.server = front.base_url
        for body in ({}, {"expires_in": 7200}, {"access_token": "a", "expires_in": "lama"}):
            front.answer("/2/oauth2/token", Canned(status=200, body=body))
            with pytest.raises(TryLater):
                engine.connector().refresh()


def test_a_permission_that_is_missing_asks_to_connect_again(harness: XHarness) -> None:
    login = harness.login()
    few = harness.server.token_for(login.native, scopes=frozenset({"tweet.read", "users.read"}))
    engine = Engine(harness, Login(handle=login.handle, secret={"access_token": few.access}))
    assert "sambungkan lagi akun ini" in str(engine.complaint(post()))

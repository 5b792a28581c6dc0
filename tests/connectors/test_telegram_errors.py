"""When Telegram says no: what it means, and that the token of the bot shows nowhere."""

import logging
import traceback
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta

import pytest

from kentongan.kernel.http import HttpClient
from kentongan.networks.connectors.telegram.connector import TelegramConnector
from kentongan.networks.contract import (
    NetworkError,
    OutcomeUnknown,
    Refused,
    Session,
    TryLater,
    Unauthorised,
)
from tests.contract.ground import item
from tests.contract.harness import Login, picture
from tests.contract.interposer import Canned, Interposer
from tests.contract.telegram_harness import TelegramHarness
from tests.fakes.telegram import Telegram

pytestmark = pytest.mark.no_database
RED, GREEN = picture("red", ""), picture("green", "")


@pytest.fixture
def harness() -> Iterator[TelegramHarness]:
    with Telegram() as server:
        yield TelegramHarness(server)
        assert server.strays == []


# ------------------------------------------------------------------------------ the hidden token


def all_that_is_told(error: BaseException) -> str:
    """Everything an error page or a log could show of an error: its chain, frames, locals."""
    shown = traceback.TracebackException.from_exception(error, capture_locals=True)
    chain: BaseException | None = error
    told: list[str] = []
    while chain is not None:
        told += [repr(chain), str(chain), repr(vars(chain))]
        told += [repr(vars(v)) for v in vars(chain).values() if hasattr(v, "__dict__")]
        chain = chain.__cause__ or chain.__context__
    return "".join(shown.format()) + "".join(told)


def fail(harness: TelegramHarness, login: Login, via: str) -> BaseException:
    """An error as the engine would see it, without the frames of this test."""
    with harness.open(login, via=via) as connector:
        try:
            connector.publish(item(), "kunci")
        except NetworkError as error:
            return error.with_traceback(None)
    raise AssertionError("nothing failed")


@pytest.mark.parametrize(
    "server",
    [
        "http://127.0.0.1:1",
        "https://tidak-ada.invalid",
        "gopher://api.contoh.go.id",
        "http://api.contoh.go.id",
        "https://[rusak",
        "gopher://" + "kantor." * 8 + "contoh.go.id",  # cut in the middle of the token
    ],
)
def test_the_token_is_in_no_error_of_the_way(
    harness: TelegramHarness, login: Login, server: str
) -> None:
    token = login.secret["token"]

    def unknown(host: str, _port: int) -> list[str]:
        return [] if host.endswith(".invalid") else ["127.0.0.1"]

    with HttpClient(inner_hosts=["127.0.0.1:1"], timeout=2, resolver=unknown) as http:
        session = Session(
            server=server, handle="", external_id="", secret=login.secret, http=http,
            now=datetime.now(UTC),
        )  # fmt: skip
        with pytest.raises(TryLater) as failed:
            TelegramConnector(session).publish(item(), "kunci")
    told = all_that_is_told(failed.value.with_traceback(None))
    assert token not in told
    assert token[:14] not in told
    assert token.partition(":")[2] not in told


@pytest.mark.parametrize("status", [301, 400, 401, 403, 404, 413, 429, 500])
def test_the_token_is_in_no_answer_that_echoes_the_address(
    harness: TelegramHarness, login: Login, front: Interposer, status: int
) -> None:
    token = login.secret["token"]
    told = {"ok": False, "description": f"no such path: /bot{token}/sendMessage"}
    front.answer("/send", Canned(status=status, body=told))
    error = fail(harness, login, front.base_url)
    assert token.partition(":")[2] not in all_that_is_told(error)


def test_the_token_is_in_no_log(
    harness: TelegramHarness, login: Login, caplog: pytest.LogCaptureFixture
) -> None:
    """The HTTP client would log addresses; the settings keep it quiet whatever the level."""
    caplog.set_level(logging.DEBUG)
    with harness.open(login) as connector:
        connector.publish(item(), "kunci")
    assert login.secret["token"] not in caplog.text


# ------------------------------------------------------------------------------ errors


def test_the_pause_telegram_asks_for_is_kept(
    harness: TelegramHarness, login: Login, front: Interposer
) -> None:
    told = {"ok": False, "error_code": 429, "parameters": {"retry_after": 35}}
    front.answer("/send", Canned(status=429, body=told))
    front.answer("/send", Canned(status=429, text="terlalu sering"))
    with harness.open(login, via=front.base_url) as connector:
        for expected in (timedelta(seconds=35), None):
            with pytest.raises(TryLater) as later:
                connector.publish(item(), "kunci")
            assert later.value.after == expected


@pytest.mark.parametrize(
    ("status", "words", "kind", "advice"),
    [
        (400, "Bad Request: message is too long", Refused, "Pendekkan"),
        (400, "Bad Request: IMAGE_PROCESS_FAILED", Refused, "JPEG"),
        (400, "Bad Request: something new", Refused, "something new"),
        (400, "Bad Request: chat not found", Unauthorised, "Jadikan bot itu admin"),
        (400, "Bad Request: CHAT_WRITE_FORBIDDEN", Unauthorised, "Jadikan bot itu admin"),
        (401, "Unauthorized", Unauthorised, "@BotFather"),
        (403, "Forbidden: bot was kicked from the channel chat", Unauthorised, "sambungkan lagi"),
        (404, "Not Found", Unauthorised, "@BotFather"),
        (404, "", Refused, "404"),
        (413, "Request Entity Too Large", Refused, "terlalu besar"),
        (500, "Internal Server Error", OutcomeUnknown, "500"),
        (502, "Bad Gateway", OutcomeUnknown, "502"),
    ],
)
def test_what_telegram_says_is_judged(
    harness: TelegramHarness, login: Login, front: Interposer,
    status: int, words: str, kind: type[NetworkError], advice: str,
) -> None:  # fmt: skip
    told = {"ok": False, "error_code": status, "description": words}
    front.answer("/send", Canned(status=status, body=told))
    error = fail(harness, login, front.base_url)
    assert isinstance(error, kind)
    assert advice in str(error)


def test_an_answer_that_lacks_messages_of_the_album_proves_nothing(
    harness: TelegramHarness, login: Login, front: Interposer
) -> None:
    one = {"message_id": 1, "chat": {"id": -1, "type": "channel"}}
    for result in ([one], [one, {}], [one, 7], True):
        front.answer("/send", Canned(status=200, body={"ok": True, "result": result}))
        with harness.open(login, via=front.base_url) as connector:
            with pytest.raises(OutcomeUnknown):
                connector.publish(item(images=(RED, GREEN)), "kunci")


def test_looking_leaves_it_to_a_person(harness: TelegramHarness, login: Login) -> None:
    with harness.open(login) as connector:
        with pytest.raises(OutcomeUnknown, match="Buka saluran itu"):
            connector.find("kunci", item())
    login.native.rights.clear()
    harness.server.channels.clear()
    with harness.open(login) as connector, pytest.raises(Unauthorised):
        connector.find("kunci", item())

"""Calls of bots: each proven with the secret of its own account, stored with its cursor."""

from __future__ import annotations

import hashlib
import hmac
import json
from typing import Any

import pytest
from django.test import Client

from kentongan.inbox.models import Hearing, Message
from kentongan.networks import actions
from kentongan.networks.connectors.telegram.connector import TelegramConnector
from kentongan.networks.contract import Way
from kentongan.networks.models import Account, Credential
from kentongan.networks.secret import Secret
from tests.cast import NOW, Cast

pytestmark = pytest.mark.django_db
TOKEN = "7000000001:AAEuji00000000000000000000000000001"


@pytest.fixture
def bot(cast: Cast) -> tuple[Account, str]:
    """A connected channel, and the word in the header of the calls for it."""
    account = actions.register(
        by=cast.sekcam, at=NOW, unit=cast.kecamatan, network="telegram", handle="kecsumberjati"
    )
    Account.objects.filter(pk=account.pk).update(external_id="-1002000000001", health="healthy")
    Credential.objects.create(
        account=account, kind="form", secret=Secret({"token": TOKEN}), updated_at=NOW
    )
    digest = hmac.new(TOKEN.encode(), b"kentongan: hook", hashlib.sha256).hexdigest()
    return account, f"-1002000000001_{digest}"


def tell(client: Client, word: str, text: str = "Halo", number: int = 1) -> Any:
    person = {"id": 500, "type": "private", "first_name": "Siti"}
    message = {"message_id": number, "date": 1786500000, "chat": person, "from": person,
               "text": text}  # fmt: skip
    return client.post(
        "/hook/telegram/",
        json.dumps({"update_id": 1000 + number, "message": message}),
        content_type="application/json",
        headers={"X-Telegram-Bot-Api-Secret-Token": word},
    )


def test_a_call_of_a_bot_is_stored_with_its_cursor_and_once(
    client: Client, bot: tuple[Account, str]
) -> None:
    account, word = bot
    for _ in range(2):
        assert tell(client, word).status_code == 200
    message = Message.objects.get()
    assert (message.account, message.text, message.way) == (account, "Halo", Way.DIRECT)
    assert Hearing.objects.get().cursor["offset"] == 1002


@pytest.mark.parametrize("word", ["", "-1002000000001_salah", "-1002000000009_salah", "x" * 300])
def test_a_call_without_the_word_of_the_bot_is_refused(
    client: Client, bot: tuple[Account, str], word: str
) -> None:
    assert tell(client, word).status_code == 403
    assert client.get("/hook/telegram/").status_code == 403
    assert not Message.objects.exists()


def test_signed_nonsense_of_a_bot_is_refused(client: Client, bot: tuple[Account, str]) -> None:
    headers = {"X-Telegram-Bot-Api-Secret-Token": bot[1]}
    for body in (b"[", b"[]", b'{"update_id": "1"}', b'{"update_id": 1, "message": {"chat": {}}}'):
        answer = client.post(
            "/hook/telegram/", body, content_type="application/json", headers=headers
        )
        assert answer.status_code in {200, 400}
    assert not Message.objects.exists()


@pytest.mark.parametrize(
    ("site", "called"), [("https://desa.example", 1), ("http://kantor:8000", 0)]
)
def test_a_healthy_bot_is_asked_to_call_an_address_with_a_certificate(
    bot: tuple[Account, str], settings: Any, monkeypatch: pytest.MonkeyPatch, site: str, called: int
) -> None:
    asked: list[str] = []
    settings.SITE_URL = site
    monkeypatch.setattr(TelegramConnector, "call_at", lambda _self, address: asked.append(address))
    assert actions.be_called(bot[0], at=NOW) is bool(called)
    assert asked == ["https://desa.example/hook/telegram/"][:called]

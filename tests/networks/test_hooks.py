"""Calls of networks: only signed ones, stored before they are called received, harmless twice."""

from __future__ import annotations

import hashlib
import hmac
import json
from collections.abc import Sequence
from datetime import datetime
from typing import Any

import pytest
from django.db import transaction
from django.test import Client

from kentongan.networks import actions, events
from kentongan.networks.contract import Halted, Incoming, OptedOut, Refused, Way
from kentongan.networks.meta import hooks
from kentongan.networks.models import Account
from tests.cast import NOW, Cast, sign_in
from tests.fakes.whatsapp_statuses import failed_status

pytestmark = pytest.mark.django_db
SECRET = "kunci-rahasia-aplikasi"
PAGE, NUMBER = "178400001", "106540352240001"
KEYS = {"client_id": "730073", "client_secret": SECRET}


class Ear:
    """Stands for the inbox."""

    def __init__(self) -> None:
        self.heard: list[tuple[Account, Incoming]] = []
        self.trouble: Exception | None = None

    def __call__(self, account: Account, items: Sequence[Incoming], at: datetime) -> None:
        if self.trouble is not None:
            raise self.trouble
        self.heard += [(account, item) for item in items]


@pytest.fixture
def ear(monkeypatch: pytest.MonkeyPatch) -> Ear:
    found = Ear()
    monkeypatch.setattr(events, "_listeners", [])
    assert events.on_heard(found) is found
    assert events.on_heard(found) is found
    return found


@pytest.fixture
def accounts(cast: Cast) -> dict[str, Account]:
    """A Page, an Instagram account and a WhatsApp number, with the applications behind them."""
    made = {}
    for network, handle, identifier in (
        ("facebook", "Kecamatan Sumberjati", PAGE),
        ("instagram", "kec.sumberjati", "178400002"),
        ("whatsapp_cloud", "6281234567890", NUMBER),
    ):
        actions.save_application(network, KEYS, by=cast.administrator, at=NOW)
        account = actions.register(
            by=cast.sekcam, at=NOW, unit=cast.kecamatan, network=network, handle=handle
        )
        Account.objects.filter(pk=account.pk).update(external_id=identifier)
        made[network] = Account.objects.get(pk=account.pk)
    return made


def comment(text: str = "Kapan jalan diperbaiki?", **more: Any) -> dict[str, Any]:
    """What Meta tells of a comment on a post of the Page."""
    value = {
        "item": "comment",
        "verb": "add",
        "comment_id": "55_66",
        "post_id": f"{PAGE}_55",
        "parent_id": f"{PAGE}_55",
        "from": {"id": "900", "name": "Siti Warga"},
        "message": text,
        "created_time": 1786500000,
        **more,
    }
    change = {"field": "feed", "value": value}
    return {"object": "page", "entry": [{"id": PAGE, "time": 1, "changes": [change]}]}


def letter(**more: Any) -> dict[str, Any]:
    """What Meta tells of a message to the number."""
    message = {
        "from": "6285711112222",
        "id": "wamid.HBgNMASUK1",
        "timestamp": "1786500000",
        "type": "text",
        "text": {"body": "Assalamualaikum, KTP saya sudah jadi?"},
        **more,
    }
    value = {
        "messaging_product": "whatsapp",
        "metadata": {"display_phone_number": "6281234567890", "phone_number_id": NUMBER},
        "contacts": [{"wa_id": "6285711112222", "profile": {"name": "Siti"}}],
        "messages": [message],
    }
    change = {"field": "messages", "value": value}
    return {"object": "whatsapp_business_account", "entry": [{"id": "1", "changes": [change]}]}


def call(client: Client, network: str, told: Any, *, secret: str = SECRET, **headers: str) -> Any:
    body = told if isinstance(told, bytes) else json.dumps(told).encode()
    signature = hmac.new(secret.encode(), body, hashlib.sha256).hexdigest()
    given = {"X-Hub-Signature-256": f"sha256={signature}", **headers}
    return client.post(f"/hook/{network}/", body, content_type="application/json", headers=given)


# ------------------------------------------------------------------------------ what arrives


def test_a_signed_comment_reaches_the_account_it_is_meant_for(
    client: Client, accounts: dict[str, Account], ear: Ear
) -> None:
    assert call(client, "facebook", comment()).status_code == 200
    ((account, item),) = ear.heard
    assert account == accounts["facebook"]
    assert (item.external_id, item.text) == ("55_66", "Kapan jalan diperbaiki?")
    assert (item.post, item.parent, item.thread) == (f"{PAGE}_55", "", "55_66")
    assert item.author.name == "Siti Warga"
    assert not item.author.ours


def test_a_comment_of_the_page_itself_is_ours(
    client: Client, accounts: dict[str, Account], ear: Ear
) -> None:
    told = comment(**{"from": {"id": PAGE, "name": "Kecamatan"}, "parent_id": "55_44"})
    call(client, "facebook", told)
    ((_, item),) = ear.heard
    assert item.author.ours
    assert (item.parent, item.thread) == ("55_44", "55_44")
    assert item.reference == {"kind": "comment", "under": "55_44"}


def test_a_removed_comment_is_gone(client: Client, accounts: dict[str, Account], ear: Ear) -> None:
    call(client, "facebook", comment(verb="remove"))
    ((_, item),) = ear.heard
    assert (item.external_id, item.gone, item.text) == ("55_66", True, "")


@pytest.mark.parametrize("verb", ["hide", "unhide"])
def test_a_hidden_comment_is_not_taken_back_by_its_author(
    client: Client, accounts: dict[str, Account], ear: Ear, verb: str
) -> None:
    assert call(client, "facebook", comment(verb=verb)).status_code == 200
    assert ear.heard == []


def test_an_edit_has_another_version(
    client: Client, accounts: dict[str, Account], ear: Ear
) -> None:
    call(client, "facebook", comment())
    call(client, "facebook", comment("Kapan jalan Cikuray diperbaiki?", verb="edited"))
    first, second = (item for _, item in ear.heard)
    assert first.external_id == second.external_id
    assert first.version != second.version
    assert not first.version, "told again it is known to be older than any edit"


def test_other_news_of_a_page_are_none_of_ours(
    client: Client, accounts: dict[str, Account], ear: Ear
) -> None:
    assert call(client, "facebook", comment(item="reaction")).status_code == 200
    assert ear.heard == []


def test_a_comment_on_instagram_is_heard(
    client: Client, accounts: dict[str, Account], ear: Ear
) -> None:
    value = {
        "id": "1799",
        "text": "Min, kapan vaksin?",
        "from": {"id": "901", "username": "siti.warga"},
        "media": {"id": "1788", "media_product_type": "FEED"},
        "parent_id": "1798",
    }
    entry = {"id": "178400002", "time": 1, "changes": [{"field": "comments", "value": value}]}
    assert call(client, "instagram", {"object": "instagram", "entry": [entry]}).status_code == 200
    ((account, item),) = ear.heard
    assert account == accounts["instagram"]
    assert (item.external_id, item.post, item.thread) == ("1799", "1788", "1798")
    assert item.author.handle == "siti.warga"


def test_a_whatsapp_message_can_be_answered_with_what_it_brought(
    client: Client, accounts: dict[str, Account], ear: Ear
) -> None:
    assert call(client, "whatsapp_cloud", letter()).status_code == 200
    ((account, item),) = ear.heard
    assert account == accounts["whatsapp_cloud"]
    assert (item.way, item.thread, item.post) == (Way.DIRECT, "6285711112222", "")
    assert item.author.name == "Siti"
    assert item.text.startswith("Assalamualaikum")
    assert item.reference["wa_id"] == "6285711112222"
    assert datetime.fromisoformat(item.reference["written_at"]) == item.created_at


@pytest.mark.parametrize(
    ("more", "text"),
    [
        ({"type": "image", "image": {"id": "1", "caption": "Lubang"}}, "[image] Lubang"),
        ({"type": "document", "document": {"filename": "surat.pdf"}}, "[document] surat.pdf"),
        ({"type": "audio", "audio": {"id": "1"}}, "[audio]"),
        (
            {"type": "location", "location": {"latitude": -6.7, "longitude": 108.2}},
            "[lokasi: -6.7, 108.2]",
        ),
        ({"type": "interactive", "interactive": {"button_reply": {"title": "Ya"}}}, "Ya"),
        ({"type": "bentuk-baru", "bentuk-baru": {}}, "[bentuk-baru]"),
    ],
)  # fmt: skip
def test_what_is_no_text_is_said_in_words(
    client: Client, accounts: dict[str, Account], ear: Ear, more: dict[str, Any], text: str
) -> None:
    call(client, "whatsapp_cloud", letter(**more))
    ((_, item),) = ear.heard
    assert item.text == text


def test_a_reaction_says_nothing(client: Client, accounts: dict[str, Account], ear: Ear) -> None:
    told = letter(type="reaction", reaction={"message_id": "x", "emoji": "👍"})
    assert call(client, "whatsapp_cloud", told).status_code == 200
    assert ear.heard == []


# ------------------------------------------------------------------------------ bad luck


def test_the_same_call_twice_brings_the_same_message(
    client: Client, accounts: dict[str, Account], ear: Ear
) -> None:
    for _ in range(2):
        assert call(client, "facebook", comment()).status_code == 200
    first, second = (item for _, item in ear.heard)
    assert first == second


@pytest.mark.parametrize("network", ["facebook", "instagram", "whatsapp_cloud"])
def test_a_forged_call_is_refused(
    client: Client, accounts: dict[str, Account], ear: Ear, network: str
) -> None:
    told = comment()
    assert call(client, network, told, secret="salah").status_code == 403
    body = json.dumps(told).encode()
    for signature in ("", "sha256=", "sha256=é", f"sha1={'0' * 40}"):
        headers = {"X-Hub-Signature-256": signature.encode().decode("latin-1")}
        answer = client.post(
            f"/hook/{network}/", body, content_type="application/json", headers=headers
        )
        assert answer.status_code == 403
    assert ear.heard == []


def test_without_keys_no_signature_is_good(client: Client, cast: Cast, ear: Ear) -> None:
    assert call(client, "facebook", comment(), secret="").status_code == 403
    assert client.get("/hook/facebook/", {"hub.mode": "subscribe"}).status_code == 403


def test_a_call_that_is_too_long_is_not_read(
    client: Client, accounts: dict[str, Account], ear: Ear
) -> None:
    assert call(client, "facebook", b"x" * 1_000_001).status_code == 413
    assert ear.heard == []


@pytest.mark.parametrize(
    "body", [b"", b"nonsens", b"[]", b"\xff\xfe", b'{"object": "user"}', b"[" * 100_000]
)
def test_signed_nonsense_is_refused(
    client: Client, accounts: dict[str, Account], ear: Ear, body: bytes
) -> None:
    assert call(client, "facebook", body).status_code == 400


@pytest.mark.parametrize(
    "told", [letter(timestamp="besok"), letter(id=None), letter(**{"from": ""})]
)
def test_a_message_that_cannot_be_read_is_no_server_error(
    client: Client, accounts: dict[str, Account], ear: Ear, told: Any
) -> None:
    assert call(client, "whatsapp_cloud", told).status_code == 400
    assert ear.heard == []


def test_a_message_that_cannot_be_read_takes_no_other_with_it(
    client: Client, accounts: dict[str, Account], ear: Ear
) -> None:
    told = letter()
    told["entry"][0]["changes"][0]["value"]["messages"].insert(0, {"type": "text", "id": "wamid.X"})
    assert call(client, "whatsapp_cloud", told).status_code == 400, "so that it comes again"
    [(_account, item)] = ear.heard
    assert item.external_id == "wamid.HBgNMASUK1"


def test_what_is_said_to_others_is_taken_and_forgotten(
    client: Client, accounts: dict[str, Account], ear: Ear
) -> None:
    Account.objects.filter(network="facebook").update(external_id="")
    assert call(client, "facebook", comment()).status_code == 200
    assert ear.heard == []


def test_where_storing_fails_nothing_is_called_received(
    client: Client, accounts: dict[str, Account], ear: Ear
) -> None:
    ear.trouble = RuntimeError("penuh")
    client.raise_request_exception = False
    with transaction.atomic():
        assert call(client, "facebook", comment()).status_code == 500


def test_where_nobody_listens_the_network_is_asked_to_come_again(
    client: Client, accounts: dict[str, Account], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(events, "_listeners", [])
    assert call(client, "facebook", comment()).status_code == 503


@pytest.mark.parametrize("network", ["bluesky", "youtube", "tidak-ada"])
def test_networks_that_do_not_call_have_no_address(client: Client, network: str) -> None:
    assert client.get(f"/hook/{network}/").status_code == 404


# ------------------------------------------------------------------------------ greeting


def test_the_vendors_question_is_answered_where_it_knows_our_word(
    client: Client, accounts: dict[str, Account]
) -> None:
    query = {
        "hub.mode": "subscribe",
        "hub.challenge": "1158201444",
        "hub.verify_token": hooks.verify_token(KEYS),
    }
    answer = client.get("/hook/facebook/", query)
    assert (answer.status_code, answer.content) == (200, b"1158201444")
    assert answer.headers["Content-Type"].startswith("text/plain")
    for wrong in ({"hub.verify_token": "salah"}, {"hub.mode": "unsubscribe"}):
        assert client.get("/hook/facebook/", {**query, **wrong}).status_code == 403
    long = {**query, "hub.challenge": "x" * 3000}
    assert client.get("/hook/facebook/", long).status_code == 414


def test_the_page_of_the_application_tells_address_and_word(
    client: Client, accounts: dict[str, Account], cast: Cast
) -> None:
    sign_in(client, cast.administrator)
    page = client.get("/akun/aplikasi/facebook/").content.decode()
    assert "/hook/facebook/" in page
    assert hooks.verify_token(KEYS) in page
    assert SECRET not in page
    assert "/hook/" not in client.get("/akun/aplikasi/youtube/").content.decode()


def test_whatsapp_tells_what_became_of_ours_and_tells_it_again_where_it_is_not_stored(
    client: Client, accounts: dict[str, Account], ear: Ear, monkeypatch: pytest.MonkeyPatch
) -> None:
    said: list[Any] = []
    monkeypatch.setattr(
        events, "_readers", [lambda account, told, _at: said.append((account, told)) or stored[0]]
    )
    stored = [True]
    told = letter()
    value = told["entry"][0]["changes"][0]["value"]
    del value["messages"]
    value["statuses"] = [
        {"id": "wamid.HBgNKIRIM1", "status": "delivered", "biz_opaque_callback_data": "kunci-1"},
        failed_status("wamid.HBgNKIRIM2", "kunci-2", 131050),
        failed_status("wamid.HBgNKIRIM4", "kunci-4", 131042),
        {"id": "wamid.HBgNKIRIM5", "status": "failed", "biz_opaque_callback_data": "kunci-5"},
        {"id": "wamid.HBgNKIRIM6", "status": "deleted", "biz_opaque_callback_data": "kunci-6"},
        {"id": "wamid.HBgNKIRIM3", "status": "read"},
        {"id": 7, "status": "sent", "biz_opaque_callback_data": ["?"]},
    ]
    assert call(client, "whatsapp_cloud", told).status_code == 200
    ((account, heard),) = said
    assert account == accounts["whatsapp_cloud"]
    assert [(one.key, one.external_id, one.status, type(one.trouble)) for one in heard] == [
        ("kunci-1", "wamid.HBgNKIRIM1", "delivered", type(None)),
        ("kunci-2", "wamid.HBgNKIRIM2", "failed", OptedOut),
        ("kunci-4", "wamid.HBgNKIRIM4", "failed", Halted),
        ("kunci-5", "wamid.HBgNKIRIM5", "failed", Refused),
    ]
    assert ear.heard == []
    stored[0] = False
    assert call(client, "whatsapp_cloud", told).status_code == 503

"""The fake of the Cloud API refuses what Meta would refuse, in Meta's shape of an error."""

import io
from collections.abc import Iterator
from typing import Any

import httpx2
import pytest
from PIL import Image as Picture

from tests.fakes import whatsapp_cloud
from tests.fakes.whatsapp_cloud import Number, Template, WhatsAppCloud, schemas

pytestmark = pytest.mark.no_database
PERSON = "6285711112222"
MP4 = b"\x00\x00\x00\x18ftypmp42" + b"\x00" * 64
TEXT = {"type": "text", "text": {"body": "Halo."}}


def png() -> bytes:
    file = io.BytesIO()
    Picture.new("RGB", (40, 30), "teal").save(file, "PNG")
    return file.getvalue()


class Caller:
    """Speaks to the fake without the connector."""

    def __init__(self, server: WhatsAppCloud) -> None:
        self.server = server
        self.number: Number = server.create_number()
        self.opened = server.write(self.number, PERSON)

    def ask(self, method: str, path: str = "", *, token: str = "", **options: Any) -> Any:
        url = f"{self.server.base_url}/{self.server.version}/{self.number.id}{path}"
        headers = {"Authorization": f"Bearer {token or self.number.token}"}
        return httpx2.request(method, url, headers=headers, timeout=10, **options)

    def send(self, **fields: Any) -> Any:
        body = {"messaging_product": "whatsapp", "to": PERSON, **fields}
        return self.ask("POST", "/messages", json={k: v for k, v in body.items() if v is not None})

    def upload(self, data: bytes, mime: str = "image/png", **fields: str) -> Any:
        told = {"messaging_product": "whatsapp", "type": mime, **fields}
        return self.ask("POST", "/media", data=told, files={"file": ("a", data, mime)})


@pytest.fixture
def caller() -> Iterator[Caller]:
    with WhatsAppCloud() as server:
        yield Caller(server)


def refused(answer: httpx2.Response, status: int, code: int, words: str = "") -> None:
    assert answer.status_code == status
    error = answer.json()["error"]
    assert error["code"] == code
    assert error["type"] == "OAuthException"
    assert words in str(error)


def test_the_schemas_say_where_they_come_from() -> None:
    assert schemas()["note"] == "transcribed, not verified against the vendor"
    assert all(page.startswith("https://developers.facebook.com/") for page in schemas()["pages"])


@pytest.mark.parametrize(
    ("fields", "words"),
    [
        ({}, "type"),
        ({**TEXT, "messaging_product": None}, "messaging_product"),
        ({**TEXT, "messaging_product": "telegram"}, "messaging_product"),
        ({**TEXT, "to": None}, "to"),
        ({**TEXT, "to": "0812"}, "to"),
        ({**TEXT, "to": ["6285711112222", "6285711113333"]}, "to"),
        ({**TEXT, "recipient_type": "group"}, "recipient_type"),
        ({**TEXT, "broadcast": True}, "broadcast"),
        ({**TEXT, "type": "poll"}, "type"),
        ({**TEXT, "type": "image"}, "is not valid under"),
        ({**TEXT, "image": {"id": "1"}}, "is not valid under"),
        ({"type": "text", "text": {}}, "text"),
        ({"type": "text", "text": {"body": ""}}, "text/body"),
        ({"type": "text", "text": {"body": "a" * 4097}}, "text/body"),
        ({"type": "text", "text": {"body": "a", "preview_url": "ya"}}, "preview_url"),
        ({"type": "text", "text": {"body": "a", "bold": True}}, "bold"),
        ({"type": "image", "image": {"id": "1", "caption": "a" * 1025}}, "image/caption"),
        ({"type": "image", "image": {"link": "https://contoh.go.id/a.png"}}, "link"),
        ({**TEXT, "context": {"message_id": "7"}}, "context/message_id"),
        ({**TEXT, "context": {"message_id": "wamid.TIDAKADA"}}, "unknown message"),
        ({**TEXT, "biz_opaque_callback_data": "a" * 513}, "biz_opaque_callback_data"),
    ],
)
def test_a_wrong_message_is_refused(caller: Caller, fields: dict[str, Any], words: str) -> None:
    refused(caller.send(**fields), 400, 131009, words)
    assert not caller.number.sent


def test_a_template_has_each_part_once_and_of_its_kind(caller: Caller) -> None:
    caller.number.templates += [Template(name="kabar"), Template(name="foto", header="image")]
    body = {"type": "body", "parameters": [{"type": "text", "text": "a"}]}
    other = {"type": "header", "parameters": [{"type": "image", "video": {"id": "1"}}]}
    for name, parts, code in (("kabar", [body, body], 131009), ("foto", [other, body], 132012)):
        said = {"name": name, "language": {"code": "id"}, "components": parts}
        refused(caller.send(type="template", template=said), 400, code)
    assert not caller.number.sent


def test_a_message_of_another_type_of_body_is_refused(caller: Caller) -> None:
    body = {"messaging_product": "whatsapp", "to": PERSON, "type": "text"}
    refused(caller.ask("POST", "/messages", data=body), 400, 100, "application/json")
    refused(caller.ask("POST", "/messages?access_token=x", json=body), 400, 100, "Authorization")


def test_a_wrong_token_is_refused(caller: Caller) -> None:
    refused(caller.ask("GET", token="EAAGlain"), 401, 190)
    other = caller.server.create_number()
    refused(caller.ask("GET", token=other.token), 400, 100, "missing permissions")


def test_unknown_paths_and_fields_are_refused(caller: Caller) -> None:
    refused(caller.ask("GET", "/messages"), 400, 2500)
    refused(caller.ask("DELETE"), 400, 2500)
    refused(caller.ask("GET", params={"fields": "id,phone"}), 400, 100, "nonexisting field")
    refused(caller.ask("GET", params={"field": "id"}), 400, 100, "unknown parameters")
    assert caller.server.strays


def test_only_who_wrote_within_a_day_can_be_answered(caller: Caller) -> None:
    refused(caller.send(**TEXT, to="6285799990000"), 400, 131047)
    caller.server.write(caller.number, PERSON, hours_ago=24.1)
    refused(caller.send(**TEXT), 400, 131047, "24 hours")
    caller.server.write(caller.number, PERSON, hours_ago=23.9)
    assert caller.send(**TEXT).status_code == 200


def test_nobody_writes_to_himself(caller: Caller) -> None:
    caller.server.write(caller.number, caller.number.digits)
    refused(caller.send(**TEXT, to=caller.number.digits), 400, 131021)


def test_a_wrong_upload_is_refused(caller: Caller, monkeypatch: pytest.MonkeyPatch) -> None:
    refused(caller.upload(png(), messaging_product="x"), 400, 100, "messaging_product")
    refused(caller.upload(png(), "image/gif"), 400, 100, "type")
    refused(caller.upload(png(), alt="Peta"), 400, 100, "alt")
    refused(caller.upload(png(), type="image/jpeg"), 400, 100, "type says")
    refused(caller.upload(b"bukan gambar"), 400, 131053, "invalid")
    refused(caller.upload(png(), "image/jpeg"), 400, 131053, "said to be")
    refused(caller.upload(png(), "video/mp4"), 400, 131053, "no MP4")
    refused(caller.ask("POST", "/media", json={}), 400, 100, "multipart")
    told = {"messaging_product": "whatsapp", "type": "image/png"}
    other = {"gambar": ("a", png(), "image/png")}
    refused(caller.ask("POST", "/media", data=told, files=other), 400, 100, "file is required")
    monkeypatch.setattr(whatsapp_cloud, "IMAGE_BYTES", 10)
    monkeypatch.setattr(whatsapp_cloud, "VIDEO_BYTES", 10)
    refused(caller.upload(png()), 400, 131053, "too big")
    refused(caller.upload(MP4, "video/mp4"), 400, 131053, "too big")
    assert not caller.number.media


def test_media_must_be_there_and_of_their_kind(caller: Caller) -> None:
    refused(caller.send(type="image", image={"id": "99"}), 400, 100, "media attachment ID")
    found = caller.upload(MP4, "video/mp4").json()["id"]
    refused(caller.send(type="image", image={"id": found}), 400, 100, "media attachment ID")
    assert caller.send(type="video", video={"id": found, "caption": "Rekaman."}).status_code == 200
    (sent,) = caller.number.sent
    assert (sent.kind, sent.media, sent.text) == ("video", MP4, "Rekaman.")


def test_a_good_message_is_told_as_meta_does(caller: Caller) -> None:
    told = caller.send(**TEXT, context={"message_id": caller.opened}).json()
    assert told["contacts"] == [{"input": PERSON, "wa_id": PERSON}]
    assert told["messages"] == [{"id": caller.number.sent[0].id}]
    number = caller.ask("GET", params={"fields": "id,display_phone_number"}).json()
    assert set(number) == {"id", "display_phone_number"}

"""The fake of the Cloud API refuses what Meta would refuse, in Meta's shape of an error."""

import io
from collections.abc import Iterator
from typing import Any

import httpx2
import pytest
from PIL import Image as Picture

from tests.fakes import film, whatsapp_media, whatsapp_statuses
from tests.fakes.whatsapp_cloud import Number, Template, WhatsAppCloud, schemas

pytestmark = pytest.mark.no_database
PERSON = "6285711112222"
MP4 = film.made()
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
    refused(caller.upload(png(), "image/gif"), 400, 100, "Received file of type 'image/gif'")
    refused(caller.upload(MP4, "video/webm"), 400, 100, "one of the following types")
    refused(caller.upload(png(), alt="Peta"), 400, 100, "alt")
    refused(caller.upload(png(), type="image/jpeg"), 400, 100, "type says")
    refused(caller.ask("POST", "/media", json={}), 400, 100, "multipart")
    told = {"messaging_product": "whatsapp", "type": "image/png"}
    other = {"gambar": ("a", png(), "image/png")}
    refused(caller.ask("POST", "/media", data=told, files=other), 400, 100, "file is required")
    monkeypatch.setattr(whatsapp_media, "IMAGE_BYTES", 10)
    monkeypatch.setattr(whatsapp_media, "VIDEO_BYTES", 10)
    refused(caller.upload(png()), 400, 100, "File Too Large")
    refused(caller.upload(MP4, "video/mp4"), 400, 100, "File Too Large")
    assert not caller.number.media


def drawn(mode: str, kind: str = "PNG") -> bytes:
    file = io.BytesIO()
    Picture.new(mode, (40, 30)).save(file, kind)
    return file.getvalue()


@pytest.mark.parametrize(
    ("data", "mime", "words"),
    [
        (b"bukan gambar", "image/png", "Image file uploaded with mimetype as image/png"),
        (png()[:60], "image/png", "application/octet-stream"),
        (png(), "image/jpeg", "of type image/png"),
        (drawn("CMYK", "JPEG"), "image/jpeg", "CMYK"),
        (drawn("I;16"), "image/png", "I;16"),
        (drawn("L"), "image/png", "with L"),
        (b"bukan video", "video/mp4", "of type application/octet-stream"),
        (png(), "video/mp4", "Video file uploaded with mimetype as video/mp4"),
        (film.made(codec=""), "video/mp4", "application/octet-stream"),
        (film.made(codec="hvc1"), "video/mp4", "videoCodec=hevc, audioCodec=aac"),
        (film.made(sounds=("Opus",)), "video/mp4", "videoCodec=h264, audioCodec=unknown"),
        (film.made(sounds=("mp4a", "mp4a")), "video/mp4", "audioCodec=aac,aac"),
    ],
)
def test_a_file_that_is_something_else_is_taken_and_its_message_fails_later(
    caller: Caller, data: bytes, mime: str, words: str
) -> None:
    kind = mime.partition("/")[0]
    found = caller.upload(data, mime).json()["id"]
    assert caller.send(type=kind, **{kind: {"id": found}}).status_code == 200
    caller.number.templates.append(Template(name="kabar", header=kind))
    header = {"type": "header", "parameters": [{"type": kind, kind: {"id": found}}]}
    body = {"type": "body", "parameters": [{"type": "text", "text": "a"}]}
    said = {"name": "kabar", "language": {"code": "id"}, "components": [header, body]}
    assert caller.send(type="template", template=said).status_code == 200
    (change,) = whatsapp_statuses.told(caller.number)["entry"][0]["changes"]
    for status in change["value"]["statuses"]:
        assert status["status"] == "failed"
        assert status["errors"][0]["code"] == 131053
        assert words in status["errors"][0]["error_data"]["details"]


@pytest.mark.parametrize(
    ("data", "mime"),
    [
        (png(), "image/png"),
        (drawn("RGBA"), "image/png"),
        (drawn("RGB", "JPEG"), "image/jpeg"),
        (MP4, "video/mp4"),
        (film.made(sounds=()), "video/mp4"),
        (film.made(brand="3gp4"), "video/3gpp"),
    ],
)
def test_a_file_that_is_what_it_is_said_to_be_arrives(
    caller: Caller, data: bytes, mime: str
) -> None:
    kind = mime.partition("/")[0]
    caller.send(type=kind, **{kind: {"id": caller.upload(data, mime).json()["id"]}})
    (change,) = whatsapp_statuses.told(caller.number)["entry"][0]["changes"]
    assert [one["status"] for one in change["value"]["statuses"]] == ["delivered"]


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

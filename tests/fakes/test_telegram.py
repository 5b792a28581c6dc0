"""The fake of Telegram refuses what Telegram would refuse, and says it in Telegram's words."""

import io
import json
from collections.abc import Iterator
from typing import Any

import httpx2
import pytest
from PIL import Image as Picture

from tests.fakes import botapi, film, telegram_media
from tests.fakes.telegram import Bot, Channel, Telegram

pytestmark = pytest.mark.no_database
MP4 = film.made()


def png(width: int = 40, height: int = 30, colour: str = "teal") -> bytes:
    file = io.BytesIO()
    Picture.new("RGB", (width, height), colour).save(file, "PNG")
    return file.getvalue()


class Caller:
    """Speaks to the fake without the connector."""

    def __init__(self, server: Telegram) -> None:
        self.server = server
        self.bot: Bot = server.create_bot()
        self.channel: Channel = server.create_channel(self.bot)

    def post(self, method: str, *, token: str = "", **options: Any) -> httpx2.Response:
        url = f"{self.server.base_url}/bot{token or self.bot.token}/{method}"
        return httpx2.post(url, timeout=10, **options)

    def json(self, method: str, **fields: Any) -> dict[str, Any]:
        fields.setdefault("chat_id", self.channel.id)
        return dict(self.post(method, json=fields).json())

    def form(self, method: str, files: dict[str, tuple[str, bytes, str]], **fields: str) -> Any:
        data = {"chat_id": str(self.channel.id), **fields}
        return self.post(method, data=data, files=files).json()

    def photo(self, data: bytes, mime: str = "image/png", **fields: str) -> Any:
        named = {"photo": "attach://a", **fields}
        return self.form("sendPhoto", {"a": ("a.png", data, mime)}, **named)


@pytest.fixture
def caller() -> Iterator[Caller]:
    with Telegram() as server:
        yield Caller(server)


def refused(answer: dict[str, Any], code: int, words: str) -> None:
    assert answer["ok"] is False
    assert answer["error_code"] == code
    assert words in answer["description"]
    assert "result" not in answer


# ------------------------------------------------------------------------------ the contract


def test_the_contract_is_that_of_the_vendor() -> None:
    send = botapi.method("sendMessage")
    album = botapi.method("sendMediaGroup")
    photo = botapi.method("sendPhoto")
    assert send is not None
    assert album is not None
    assert photo is not None
    assert send["text"].bounds == (1, 4096)
    assert photo["caption"].bounds == (0, 1024)
    assert album["media"].bounds == (2, 10)
    assert {name for name, known in send.items() if known.required} == {"chat_id", "text"}
    assert botapi.method("sendPigeon") is None


@pytest.mark.parametrize(
    ("method", "fields", "words"),
    [
        ("sendMessage", {}, "sendMessage.text is missing"),
        ("sendMessage", {"text": "a", "teks": "b"}, "sendMessage.teks is unknown"),
        ("sendMessage", {"text": 7}, "sendMessage.text is not str"),
        ("sendMessage", {"text": " \n"}, "message text is empty"),
        ("sendMessage", {"text": "a" * 4097}, "message is too long"),
        ("sendMessage", {"text": "a", "disable_notification": "ya"}, "is not bool"),
        ("sendMessage", {"text": "a", "reply_to_message_id": 1}, "is deprecated"),
        ("sendMessage", {"text": "a", "reply_parameters": 1}, "is no object"),
        ("sendMessage", {"text": "a", "reply_parameters": {"message": 1}}, "message is unknown"),
        ("sendMessage", {"text": "a", "reply_parameters": {"message_id": "1"}}, "is not int"),
        ("sendMessage", {"text": "a", "reply_parameters": {"message_id": 9}}, "replied not found"),
        ("sendMessage", {"text": "a", "parse_mode": "HTML"}, "as it was written"),
        ("sendMediaGroup", {"media": {}}, "is no list"),
        ("sendMediaGroup", {"media": [{"type": "photo", "media": "x"}]}, "has 1, allowed are 2"),
        ("sendMediaGroup", {"media": [{"type": "photo", "media": "x"}] * 11}, "has 11, allowed"),
        ("sendMediaGroup", {"media": [{"type": "foto", "media": "x"}] * 2}, "type is not"),
        ("sendMediaGroup", {"media": [{"media": "x"}] * 2}, "is missing"),
        ("sendMediaGroup", {"media": [{"type": "photo"}] * 2}, "media is missing"),
        ("sendMediaGroup", {"media": [{"type": "photo", "media": "x", "alt": "b"}] * 2},
         "alt is unknown"),
        ("sendMediaGroup", {"media": [{"type": "photo", "media": "attach://x"}] * 2},
         "wrong file identifier"),
        ("sendPhoto", {"photo": "https://contoh.go.id/a.png"}, "wrong file identifier"),
        ("editMessageText", {"message_id": 9, "text": "a"}, "message to edit not found"),
        ("deleteMessage", {"message_id": 9}, "message to delete not found"),
        ("deleteMessage", {}, "message_id is missing"),
        ("editMessageText", {"chat_id": None, "text": "a"}, "chat not found"),
        ("sendMediaGroup", {"media": [{"type": "document", "media": "attach://x"}] * 2},
         "photos and videos"),
    ],
)  # fmt: skip
def test_a_wrong_request_is_refused(
    caller: Caller, method: str, fields: dict[str, Any], words: str
) -> None:
    refused(caller.json(method, **fields), 400, words)
    assert not caller.channel.messages


def test_a_caption_too_long_is_refused(caller: Caller) -> None:
    refused(caller.photo(png(), caption="a" * 1025), 400, "caption is too long")
    assert caller.photo(png(), caption="a" * 1024)["ok"]


# ------------------------------------------------------------------------------ who, where


def test_a_wrong_token_is_refused(caller: Caller) -> None:
    for token, code in (("7000000999:AAEujiTidakAda", 401), ("bukan-token", 404)):
        answer = caller.post("getMe", token=token, json={})
        assert answer.status_code == code
        refused(answer.json(), code, "")


def test_unknown_methods_and_places_are_refused(caller: Caller) -> None:
    refused(caller.json("sendPigeon", text="a"), 404, "Not Found")
    refused(caller.json("sendMessage", chat_id="@tidakada", text="a"), 400, "chat not found")
    refused(caller.post("getMe?token=1", json={}).json(), 404, "Not Found")
    assert httpx2.get(f"{caller.server.base_url}/bot{caller.bot.token}/getMe").status_code == 404
    assert caller.server.strays


def test_only_an_administrator_with_the_right_writes(caller: Caller) -> None:
    mute = caller.server.create_channel(caller.bot, rights="")
    refused(caller.json("sendMessage", chat_id=mute.id, text="a"), 400, "administrator rights")
    strange = caller.server.create_channel(caller.server.create_bot())
    refused(caller.json("sendMessage", chat_id=strange.id, text="a"), 403, "not a member")
    member = caller.json("getChatMember", chat_id=mute.id, user_id=caller.bot.id)["result"]
    assert (member["status"], member["can_post_messages"]) == ("administrator", False)
    left = caller.json("getChatMember", chat_id=strange.id, user_id=caller.bot.id)["result"]
    assert left["status"] == "left"


def test_a_group_that_moved_tells_its_new_number(caller: Caller) -> None:
    group = caller.server.create_channel(caller.bot, public=False, kind="group")
    moved = caller.server.move(group)
    answer = caller.json("sendMessage", chat_id=group.id, text="a")
    refused(answer, 400, "upgraded")
    assert answer["parameters"] == {"migrate_to_chat_id": moved.id}


def test_a_bot_is_called_or_asks_but_not_both(caller: Caller) -> None:
    caller.server.talk(caller.bot.id, caller.channel)

    def ask(method: str, **fields: Any) -> dict[str, Any]:
        return dict(caller.post(method, json=fields).json())

    refused(ask("setWebhook"), 400, "url is missing")
    refused(ask("setWebhook", url="http://contoh.go.id/"), 400, "HTTPS URL must be provided")
    hook = {"url": "https://contoh.go.id/", "secret_token": "a b"}
    refused(ask("setWebhook", **hook), 400, "unallowed characters")
    assert ask("getUpdates")["result"] == []
    assert ask("setWebhook", **hook | {"secret_token": "ab"})["ok"]
    refused(ask("getUpdates"), 409, "while webhook is active")
    assert ask("deleteWebhook")["ok"]
    assert ask("getUpdates")["ok"]


# ------------------------------------------------------------------------------ bodies and files


def test_a_body_of_another_type_is_refused(caller: Caller) -> None:
    refused(caller.post("getMe", content=b"hai").json(), 400, "content type")
    headers = {"Content-Type": "application/json"}
    refused(caller.post("getMe", content=b"{", headers=headers).json(), 400, "can't parse")


def test_files_must_be_asked_for(caller: Caller) -> None:
    files = {"a": ("a.png", png(), "image/png"), "b": ("b.png", png(), "image/png")}
    refused(caller.form("sendPhoto", files, photo="attach://a"), 400, "nobody asked for")


def test_a_bad_picture_is_refused(caller: Caller, monkeypatch: pytest.MonkeyPatch) -> None:
    refused(caller.photo(b"bukan gambar"), 400, "IMAGE_PROCESS_FAILED")
    refused(caller.photo(png(), "image/jpeg"), 400, "is said to be")
    refused(caller.photo(png(2100, 100)), 400, "PHOTO_INVALID_DIMENSIONS")
    refused(caller.photo(png(5001, 5000)), 400, "PHOTO_INVALID_DIMENSIONS")
    refused(caller.photo(b""), 400, "non-empty")
    refused(caller.photo(MP4), 400, "IMAGE_PROCESS_FAILED")
    monkeypatch.setattr(telegram_media, "PHOTO_BYTES", 1000)
    words = "file of size 1002 bytes is too big for a photo; the maximum size is 1000 bytes"
    refused(caller.photo(png().ljust(1002, b"\0")), 400, words)
    assert not caller.channel.messages


def send_video(caller: Caller, data: bytes, mime: str = "video/mp4", cover: bytes = b"") -> Any:
    files = {"v": ("v.mp4", data, mime)}
    if cover:
        files["c"] = ("c.png", cover, "image/png")
    named = {"video": "attach://v", **({"cover": "attach://c"} if cover else {})}
    return caller.form("sendVideo", files, **named)


def test_a_bad_video_is_refused(caller: Caller, monkeypatch: pytest.MonkeyPatch) -> None:
    refused(send_video(caller, b""), 400, "non-empty")
    refused(send_video(caller, MP4, cover=b"bukan gambar"), 400, "IMAGE_PROCESS_FAILED")
    refused(send_video(caller, MP4, cover=png(2100, 100)), 400, "PHOTO_INVALID_DIMENSIONS")
    monkeypatch.setattr(telegram_media, "VIDEO_BYTES", 1000)
    refused(send_video(caller, film.made(size=1001)), 413, "Too Large")
    assert not caller.channel.messages
    assert send_video(caller, film.made(size=1000), cover=png())["result"]["video"]


@pytest.mark.parametrize(
    ("data", "mime"),
    [
        (png(), "video/mp4"),
        (b"\x1aE\xdf\xa3" + bytes(64), "video/webm"),
        (film.made(brand="qt  "), "video/mp4"),
        (film.made(codec=""), "video/mp4"),
        (MP4, "video/quicktime"),
    ],
)
def test_what_is_no_mpeg_4_stands_there_as_a_file(caller: Caller, data: bytes, mime: str) -> None:
    told = send_video(caller, data, mime)["result"]
    assert "document" in told
    assert "video" not in told
    assert caller.channel.messages[told["message_id"]].kind == "document"


# ------------------------------------------------------------------------------ what it keeps


def test_it_tells_of_a_message_as_telegram_does(caller: Caller) -> None:
    told = caller.json("sendMessage", text=" Ünï 🙏 https://contoh.go.id/a. ")["result"]
    assert told["text"] == "Ünï 🙏 https://contoh.go.id/a."
    assert told["entities"] == [{"type": "url", "offset": 7, "length": 22}]
    assert told["chat"]["username"] == caller.channel.username
    assert caller.channel.messages[told["message_id"]].links == ("https://contoh.go.id/a",)


def test_an_album_is_one_group_of_messages(caller: Caller) -> None:
    files = {name: (f"{name}.png", png(), "image/png") for name in "ab"}
    media = [{"type": "photo", "media": f"attach://{name}"} for name in "ab"]
    told = caller.form("sendMediaGroup", files, media=json.dumps(media))["result"]
    assert len({one["media_group_id"] for one in told}) == 1
    assert len(caller.channel.messages) == 2


def test_what_is_the_same_already_is_not_modified(caller: Caller) -> None:
    number = caller.json("sendMessage", text="a")["result"]["message_id"]
    refused(caller.json("editMessageText", message_id=number, text="a"), 400, "not modified")
    refused(caller.json("editMessageCaption", message_id=number, caption="b"), 400, "no caption")
    photo = caller.photo(png())["result"]["message_id"]
    refused(caller.json("editMessageText", message_id=photo, text="a"), 400, "no text")


def test_an_old_message_is_deleted_only_with_that_right(caller: Caller) -> None:
    number = caller.json("sendMessage", text="a")["result"]["message_id"]
    caller.channel.messages[number].deletable = False
    refused(caller.json("deleteMessage", message_id=number), 400, "can't be deleted")
    caller.channel.rights[caller.bot.id].add("delete")
    assert caller.json("deleteMessage", message_id=number)["result"] is True

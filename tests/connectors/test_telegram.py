"""What is particular to Telegram: kinds of posts, hidden tokens, rights, moved groups."""

import logging
import traceback
from collections.abc import Iterator
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import pytest

from kentongan.kernel.http import HttpClient
from kentongan.networks.connectors.telegram.connector import TelegramConnector
from kentongan.networks.connectors.telegram.limits import LIMITS
from kentongan.networks.contract import (
    Audience,
    Form,
    NetworkError,
    OutcomeUnknown,
    Outgoing,
    Reference,
    Refused,
    Session,
    TryLater,
    Unauthorised,
    Video,
)
from tests.contract.ground import item, reference
from tests.contract.harness import Login, picture
from tests.contract.interposer import Canned, Interposer
from tests.contract.telegram_harness import TelegramHarness
from tests.fakes.telegram import PHOTO_BYTES, PHOTO_PIXELS, VIDEO_BYTES, Channel, Telegram

pytestmark = pytest.mark.no_database
MP4 = b"\x00\x00\x00\x18ftypmp42" + b"\x00" * 200_000
RED, GREEN, BLUE = (picture(colour, colour) for colour in ("red", "green", "blue"))


@pytest.fixture
def harness() -> Iterator[TelegramHarness]:
    with Telegram() as server:
        yield TelegramHarness(server)
        assert server.strays == []


@pytest.fixture
def login(harness: TelegramHarness) -> Login:
    return harness.login()


@pytest.fixture
def front(harness: TelegramHarness) -> Iterator[Interposer]:
    with Interposer(harness.base_url) as front:
        yield front


@pytest.fixture
def clip(tmp_path: Path) -> Video:
    path = tmp_path / "rekaman.mp4"
    path.write_bytes(MP4)
    return Video(
        path=path, mime="video/mp4", size=len(MP4), width=1280, height=720, seconds=12.4, cover=BLUE
    )


def only(login: Login) -> Any:
    (message,) = login.native.messages.values()
    return message


def methods(harness: TelegramHarness) -> list[str]:
    return [request.params["method"] for request in harness.server.seen]


def publish(harness: TelegramHarness, login: Login, post: Outgoing) -> Any:
    with harness.open(login) as connector:
        return connector.publish(post, "kunci")


# ------------------------------------------------------------------------------ kinds of posts


def test_a_text_is_plain_whatever_is_in_it(harness: TelegramHarness, login: Login) -> None:
    text = "*bukan tebal* _bukan miring_ <b>bukan</b> [bukan](https://contoh.go.id)"
    publish(harness, login, item(text))
    assert only(login).text == text
    assert b"parse_mode" not in harness.server.seen[-1].body


def test_one_picture_goes_with_its_words_in_one_message(
    harness: TelegramHarness, login: Login
) -> None:
    found = publish(harness, login, item("Peta.", images=(RED,)))
    assert (only(login).kind, only(login).text, only(login).media) == ("photo", "Peta.", RED.data)
    assert found.url == f"https://t.me/{login.handle}/{only(login).id}"
    assert methods(harness) == ["sendPhoto"]


def test_several_pictures_are_one_album(harness: TelegramHarness, login: Login) -> None:
    found = publish(harness, login, item("Album.", images=(RED, GREEN, BLUE)))
    sent = list(login.native.messages.values())
    assert [one.media for one in sent] == [RED.data, GREEN.data, BLUE.data]
    assert [one.text for one in sent] == ["Album.", "", ""]
    assert len({one.group for one in sent}) == 1
    assert found.external_id == str(sent[0].id)
    assert found.extra["messages"] == [one.id for one in sent]


def test_a_picture_without_words_is_sent(harness: TelegramHarness, login: Login) -> None:
    publish(harness, login, item("", images=(RED,)))
    assert only(login).text == ""


def test_a_video_is_read_from_its_file(harness: TelegramHarness, login: Login, clip: Video) -> None:
    publish(harness, login, item("Rekaman.", video=clip))
    sent = only(login)
    assert (sent.kind, sent.text, sent.media) == ("video", "Rekaman.", MP4)
    assert sent.cover == BLUE.data
    assert sent.supports_streaming
    assert b'name="duration"\r\n\r\n12\r\n' in harness.server.seen[-1].body


def test_a_video_is_never_whole_in_memory(
    harness: TelegramHarness, login: Login, clip: Video, monkeypatch: pytest.MonkeyPatch
) -> None:
    def whole(_self: Path) -> bytes:
        raise AssertionError("the video was read in one go")

    monkeypatch.setattr(Path, "read_bytes", whole)
    publish(harness, login, item(video=replace(clip, cover=None)))
    assert only(login).media == MP4


def test_a_video_and_pictures_make_an_album(
    harness: TelegramHarness, login: Login, clip: Video
) -> None:
    publish(harness, login, item("Campur.", video=clip, images=(RED,)))
    assert [one.kind for one in login.native.messages.values()] == ["video", "photo"]


def test_a_reply_to_an_album_stands_under_its_first_message(
    harness: TelegramHarness, login: Login
) -> None:
    first = publish(harness, login, item(images=(RED, GREEN)))
    publish(harness, login, item("Lanjutan.", reply_to=reference(first)))
    last = list(login.native.messages.values())[-1]
    assert last.reply_to == first.extra["messages"][0]


def test_a_reply_to_what_is_gone_is_refused(harness: TelegramHarness, login: Login) -> None:
    with pytest.raises(Refused, match="sudah tidak ada"):
        publish(harness, login, item(reply_to=Reference("77")))
    assert not login.native.messages


# ------------------------------------------------------------------------------ refused before


def test_our_limits_are_those_the_vendor_tells() -> None:
    assert LIMITS.video is not None
    assert (LIMITS.max_image_bytes, LIMITS.video.max_bytes) == (PHOTO_BYTES, VIDEO_BYTES)
    assert 2 * LIMITS.max_image_side <= PHOTO_PIXELS


def test_a_text_too_long_for_a_picture_says_what_to_do(
    harness: TelegramHarness, login: Login, clip: Video
) -> None:
    for more in ({"images": (RED,)}, {"video": clip}):
        with pytest.raises(Refused, match=r"paling banyak 1024.*atau terbitkan tanpa gambar"):
            publish(harness, login, item("x" * 1025, **more))
    publish(harness, login, item("x" * 1024, images=(RED,)))
    publish(harness, login, item("x" * 1025))
    assert methods(harness) == ["sendPhoto", "sendMessage"]


@pytest.mark.parametrize(
    ("more", "words"),
    [
        ({"text": " \n"}, "Belum ada yang dapat dikirim"),
        ({"form": Form.STORY}, "Story"),
        ({"form": Form.REEL}, "Reel"),
        ({"audience": Audience.PRIVATE}, "Pilih umum"),
        ({"images": (replace(RED, width=4000, height=100),)}, "terlalu panjang atau terlalu lebar"),
        ({"images": (replace(RED, data=b"x" * 10_000_001),)}, "terlalu besar"),
        ({"images": (RED,) * 11}, "11 gambar"),
    ],
)
def test_what_telegram_cannot_do_is_refused_before_anything_is_sent(
    harness: TelegramHarness, login: Login, more: dict[str, Any], words: str
) -> None:
    with pytest.raises(Refused, match=words):
        publish(harness, login, item(**more))
    assert harness.server.seen == []


@pytest.mark.parametrize(
    ("wrong", "words"),
    [({"size": 50_000_001}, "50 MB"), ({"mime": "video/webm"}, "MP4"), ({}, "gambar dan video")],
)
def test_a_bad_video_is_refused_before_anything_is_sent(
    harness: TelegramHarness, login: Login, clip: Video, wrong: dict[str, Any], words: str
) -> None:
    with pytest.raises(Refused, match=words):
        publish(harness, login, item(video=replace(clip, **wrong), images=(RED,) * 10))
    assert harness.server.seen == []


# ------------------------------------------------------------------------------ who, where


def test_the_channel_is_named_by_link_or_number_too(harness: TelegramHarness, login: Login) -> None:
    for typed in (login.handle, f"https://t.me/{login.handle}", login.external_id):
        with harness.open(login, secret={**login.secret, "channel": typed}) as connector:
            found = connector.identify()
        assert found.external_id == login.external_id
        assert found.handle == login.handle
        assert found.display_name == login.native.title
        assert found.url == f"https://t.me/{login.handle}"


def test_a_channel_without_a_name_goes_by_its_number(harness: TelegramHarness) -> None:
    bot = harness.server.create_bot()
    channel = harness.server.create_channel(bot, public=False)
    secret = {"token": bot.token, "channel": str(channel.id)}
    login = Login(handle=str(channel.id), secret=secret, native=channel)
    with harness.open(login) as connector:
        found = connector.identify()
        assert (found.external_id, found.handle, found.url) == (
            str(channel.id), str(channel.id), "",
        )  # fmt: skip
        sent = connector.publish(item(), "kunci")
    assert sent.url == f"https://t.me/c/{str(channel.id)[4:]}/{sent.external_id}"


def test_it_writes_to_the_channel_that_was_seen_not_to_the_name(
    harness: TelegramHarness, login: Login
) -> None:
    """The name was given up, and somebody else took it, with our bot as administrator."""
    other = harness.server.create_channel(next(iter(harness.server.bots.values())))
    other.username, login.native.username = login.native.username, "kecjatiwangi_baru"
    publish(harness, login, item())
    assert len(login.native.messages) == 1
    assert not other.messages


@pytest.mark.parametrize("rights", ["", "delete"])
def test_a_bot_that_may_not_post_is_told_how(harness: TelegramHarness, rights: str) -> None:
    bot = harness.server.create_bot()
    channel = harness.server.create_channel(bot, rights=rights)
    secret = {"token": bot.token, "channel": channel.username}
    login = Login(handle=channel.username, secret=secret, native=channel)
    with harness.open(login) as connector:
        with pytest.raises(Unauthorised, match=f"@{bot.username} belum boleh menulis"):
            connector.identify()
        with pytest.raises(Unauthorised, match="Jadikan bot itu admin"):
            connector.publish(item(), "kunci")


def test_a_bot_that_was_removed_is_unauthorised(harness: TelegramHarness, login: Login) -> None:
    login.native.rights.clear()
    with harness.open(login) as connector:
        for act in (connector.identify, lambda: connector.publish(item(), "kunci")):
            with pytest.raises(Unauthorised):
                act()


def test_a_private_chat_is_no_channel(harness: TelegramHarness, login: Login) -> None:
    login.native.kind = "private"
    with harness.open(login) as connector:
        with pytest.raises(Refused, match="percakapan pribadi"):
            connector.identify()


def test_a_channel_that_is_not_there_is_unauthorised(
    harness: TelegramHarness, login: Login
) -> None:
    for typed, words in (("@tidakada", "chat not found"), ("!!", "salah tulis"), ("", "belum")):
        with harness.open(login, secret={**login.secret, "channel": typed}) as connector:
            with pytest.raises(Unauthorised, match=words):
                connector.identify()


def test_a_group_that_became_a_supergroup_is_followed(harness: TelegramHarness) -> None:
    bot = harness.server.create_bot()
    group = harness.server.create_channel(bot, public=False, kind="group")
    moved = harness.server.move(group)
    secret = {"token": bot.token, "channel": str(group.id)}
    login = Login(handle=str(group.id), secret=secret, external_id=str(group.id), native=moved)
    with harness.open(login) as connector:
        assert connector.identify().external_id == str(moved.id)
        connector.publish(item(images=(RED,)), "kunci")
    assert len(moved.messages) == 1
    assert not group.messages


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
    publish(harness, login, item())
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


# ------------------------------------------------------------------------------ editing


def edited(harness: TelegramHarness, login: Login, target: Reference, post: Outgoing) -> Any:
    harness.server.seen.clear()
    with harness.open(login) as connector:
        return connector.edit(target, post)


def test_only_what_changed_is_sent_again(harness: TelegramHarness, login: Login) -> None:
    first = reference(publish(harness, login, item("Lama.", images=(RED, GREEN))))
    edited(harness, login, first, item("Baru.", images=(RED, GREEN)))
    assert methods(harness) == ["editMessageCaption"]
    found = edited(harness, login, first, item("Baru.", images=(RED, BLUE)))
    assert methods(harness) == ["editMessageCaption", "editMessageMedia"]
    sent = list(login.native.messages.values())
    assert [(one.text, one.media) for one in sent] == [("Baru.", RED.data), ("", BLUE.data)]
    edited(harness, login, reference(found), item("Baru.", images=(RED, BLUE)))
    assert methods(harness) == ["editMessageCaption"]
    assert found.external_id == first.external_id


def test_a_text_may_become_a_picture_but_not_the_other_way(
    harness: TelegramHarness, login: Login, clip: Video
) -> None:
    first = reference(publish(harness, login, item("Teks.")))
    found = edited(harness, login, first, item("Gambar.", images=(RED,)))
    assert (only(login).kind, only(login).text) == ("photo", "Gambar.")
    found = edited(harness, login, reference(found), item("Video.", video=clip))
    assert (only(login).kind, only(login).media) == ("video", MP4)
    for wrong in (item("Teks."), item("Dua.", images=(RED, GREEN))):
        with pytest.raises(Refused, match="Tarik unggahan ini, lalu terbitkan lagi"):
            edited(harness, login, reference(found), wrong)
        assert methods(harness) == []


def test_what_a_person_settled_by_its_link_can_be_changed_and_withdrawn(
    harness: TelegramHarness, login: Login
) -> None:
    publish(harness, login, item("Lama."))
    settled = Reference("", f"https://t.me/{login.handle}/{only(login).id}")
    edited(harness, login, settled, item("Baru."))
    assert only(login).text == "Baru."
    with harness.open(login) as connector:
        connector.withdraw(settled)
        assert not login.native.messages
        with pytest.raises(Refused, match="langsung di aplikasi"):
            connector.withdraw(Reference("", "https://contoh.go.id/1"))


def test_an_album_settled_by_its_link_is_not_guessed_at(
    harness: TelegramHarness, login: Login
) -> None:
    publish(harness, login, item(images=(RED, GREEN)))
    number = min(login.native.messages)
    with pytest.raises(Refused, match="jumlah gambar"):
        edited(harness, login, Reference(str(number)), item(images=(RED, GREEN)))


def test_changing_what_is_gone_is_refused(harness: TelegramHarness, login: Login) -> None:
    first = reference(publish(harness, login, item()))
    login.native.messages.clear()
    with pytest.raises(Refused, match="sudah tidak ada"):
        edited(harness, login, first, item("Baru."))


def test_an_album_is_withdrawn_whole(harness: TelegramHarness, login: Login) -> None:
    first = reference(publish(harness, login, item(images=(RED, GREEN, BLUE))))
    channel: Channel = login.native
    del channel.messages[first.extra["messages"][1]]  # one of them a person deleted
    with harness.open(login) as connector:
        connector.withdraw(first)
    assert not channel.messages


def test_an_old_message_needs_the_right_to_delete(harness: TelegramHarness, login: Login) -> None:
    first = reference(publish(harness, login, item()))
    only(login).deletable = False
    with harness.open(login) as connector, pytest.raises(Refused, match="izin “Hapus pesan”"):
        connector.withdraw(first)
    assert login.native.messages

"""What is particular to Telegram: kinds of posts, hidden tokens, rights, moved groups."""

from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest

from kentongan.networks.connectors.telegram.limits import LIMITS
from kentongan.networks.contract import (
    Audience,
    Form,
    Reference,
    Refused,
    Unauthorised,
    Video,
)
from tests.connectors.telegram_desk import BLUE, GREEN, RED, methods, only, publish
from tests.contract.ground import item, reference
from tests.contract.harness import Login
from tests.contract.telegram_harness import TelegramHarness
from tests.fakes import film
from tests.fakes.telegram import Telegram
from tests.fakes.telegram_media import PHOTO_BYTES, PHOTO_PIXELS, VIDEO_BYTES

pytestmark = pytest.mark.no_database
MP4 = film.made(size=200_000)


@pytest.fixture
def harness() -> Iterator[TelegramHarness]:
    with Telegram() as server:
        yield TelegramHarness(server)
        assert server.strays == []


@pytest.fixture
def clip(tmp_path: Path) -> Video:
    path = tmp_path / "rekaman.mp4"
    path.write_bytes(MP4)
    return Video(
        path=path, mime="video/mp4", size=len(MP4), width=1280, height=720, seconds=12.4, cover=BLUE
    )


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


def test_a_video_whose_file_is_gone_is_refused_not_unknown(
    harness: TelegramHarness, login: Login, clip: Video
) -> None:
    clip.path.unlink()
    with pytest.raises(Refused, match="Pasang lagi videonya"):
        publish(harness, login, item(video=clip))
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
    other.username, login.native.username = login.native.username, "kectitirwangi_baru"
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

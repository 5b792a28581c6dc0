"""Changing and taking down what stands in a Telegram channel."""

from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from kentongan.networks.contract import Outgoing, Reference, Refused, Video
from tests.connectors.telegram_desk import BLUE, GREEN, RED, methods, only, publish
from tests.contract.ground import item, reference
from tests.contract.harness import Login
from tests.contract.telegram_harness import TelegramHarness
from tests.fakes import film
from tests.fakes.telegram import Channel, Telegram

pytestmark = pytest.mark.no_database
MP4 = film.made(size=2_000)


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


def test_a_text_a_person_settled_by_its_link_can_be_changed(
    harness: TelegramHarness, login: Login
) -> None:
    publish(harness, login, item("Lama."))
    settled = Reference("", f"https://t.me/{login.handle}/{only(login).id}")
    found = edited(harness, login, settled, item("Baru."))
    assert only(login).text == "Baru."
    assert found.extra["messages"] == [only(login).id]
    with harness.open(login) as connector:
        connector.withdraw(reference(found))  # that it was a text is proven now
    assert not login.native.messages
    with pytest.raises(Refused, match="tidak tercatat"):
        edited(harness, login, Reference("", "https://contoh.go.id/1"), item("Baru."))


def test_an_album_settled_by_its_link_is_not_guessed_at(
    harness: TelegramHarness, login: Login
) -> None:
    publish(harness, login, item(images=(RED, GREEN)))
    settled = Reference("", f"https://t.me/{login.handle}/{min(login.native.messages)}")
    for post, words in (
        (item(images=(RED, GREEN)), "gambar mana"),
        (item(images=(BLUE,)), "gambar mana"),
        (item("Teks."), "Pesan itu gambar"),
    ):
        with pytest.raises(Refused, match=words):
            edited(harness, login, settled, post)
    with harness.open(login) as connector, pytest.raises(Refused, match="langsung di aplikasi"):
        connector.withdraw(settled)
    assert len(login.native.messages) == 2


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

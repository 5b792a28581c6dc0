"""Answers in the group of a channel: found again where they stand, and nowhere else."""

import json
import time
from collections.abc import Iterator
from uuid import uuid4

import pytest

from kentongan.networks.connectors.telegram.calls import HEADER
from kentongan.networks.connectors.telegram.connector import TelegramConnector
from kentongan.networks.contract import Reference, Refused, Unauthorised
from tests.contract.ground import item, reference
from tests.contract.hearing import Ear
from tests.contract.telegram_harness import TelegramHarness
from tests.fakes.telegram import Telegram

pytestmark = pytest.mark.no_database


@pytest.fixture
def harness() -> Iterator[TelegramHarness]:
    with Telegram() as fake:
        yield TelegramHarness(fake)


def test_an_answer_in_the_group_is_changed_and_withdrawn_there(harness: TelegramHarness) -> None:
    login = harness.login()
    with harness.open(login) as connector:
        post = connector.publish(item("Pengumuman."), uuid4().hex)
        said = harness.say(login, "Kapan?", post.external_id)
        ear = Ear(harness, login, [reference(post)])
        ear.until(said)
        one = ear.of(said)
        to = Reference(one.external_id, one.url, one.reference)
        ours = connector.publish(item("Besok.", reply_to=to), uuid4().hex)
        group = harness.server.channels[harness.talk.group]
        connector.edit(reference(ours), item("Besok pagi.", reply_to=to))
        assert [m.text for m in group.messages.values()] == ["Besok pagi."]
        connector.withdraw(reference(ours))
        assert not group.messages
    assert [s.text for s in harness.seen(login)] == ["Pengumuman."]


def test_talk_of_the_group_among_itself_is_not_heard(harness: TelegramHarness) -> None:
    login = harness.login()
    with harness.open(login) as connector:
        post = connector.publish(item("Pengumuman."), uuid4().hex)
    harness.talk.say(harness.talk.chat, "Siapa ikut arisan?")
    ear = Ear(harness, login, [reference(post)])
    assert ear.round() == []
    assert ear.cursor["offset"]


def test_nothing_is_confirmed_before_its_cursor_comes_back(harness: TelegramHarness) -> None:
    login = harness.login()
    said = harness.write_to(login, "Halo")
    for _ in range(2):  # whoever loses the cursor hears it again
        ear = Ear(harness, login, [])
        assert ear.round() == [said.external_id]
    ear.round()
    assert Ear(harness, login, []).round() == []


def test_a_bot_whose_updates_go_elsewhere_brings_nothing(harness: TelegramHarness) -> None:
    login = harness.login()
    harness.write_to(login, "Halo")
    harness.talk.webhook = {"url": "https://lain.example/bot"}
    assert Ear(harness, login, []).round() == []


ADDRESS = "https://kentongan.example/hook/telegram/"


def test_a_bot_calls_us_with_a_word_that_only_its_token_makes(harness: TelegramHarness) -> None:
    login, other = harness.login(), harness.login()
    with harness.open(other) as connector:
        connector.native.call_at(ADDRESS)
    hook = harness.talk.webhook
    assert (hook["url"], hook["max_connections"]) == (ADDRESS, 1)
    word = {HEADER: hook["secret_token"]}
    assert TelegramConnector.called(headers=word) == other.external_id
    assert TelegramConnector.called(headers={}) == ""
    assert other.secret["token"] not in hook["secret_token"]
    said = harness.write_to(other, "Halo")
    (row,) = harness.talk.updates
    body = json.dumps(row).encode()
    with harness.open(other) as connector:
        heard = connector.native.told({}, headers=word, body=body)
        assert [one.external_id for one in heard.items] == [said.external_id]
        assert heard.cursor["offset"] == row["update_id"] + 1
        with pytest.raises(Refused):
            connector.native.told({}, headers=word, body=b"[")
        for wrong in ({}, {HEADER: f"{other.external_id}_salah"}):
            with pytest.raises(Unauthorised):
                connector.native.told({}, headers=wrong, body=body)
    with harness.open(login) as connector, pytest.raises(Unauthorised):
        connector.native.told({}, headers=word, body=body)


def test_calls_that_come_one_by_one_keep_a_conversation_together(harness: TelegramHarness) -> None:
    login = harness.login()
    with harness.open(login) as connector:
        post = connector.publish(item("Pengumuman."), uuid4().hex)
        first = harness.say(login, "Kapan?", post.external_id)
        below = harness.say(
            login, "Saya juga mau tahu.", post.external_id, parent=first.external_id
        )
        connector.native.call_at(ADDRESS)
        word = {HEADER: harness.talk.webhook["secret_token"]}
        cursor, heard = {}, {}
        for row in harness.talk.updates:
            said = connector.native.told(cursor, headers=word, body=json.dumps(row).encode())
            cursor = said.cursor
            heard |= {one.external_id: one for one in said.items}
    assert heard[below.external_id].thread == first.external_id
    assert heard[below.external_id].parent == first.external_id


def test_while_telegram_calls_us_nothing_is_asked_until_calls_fail(
    harness: TelegramHarness,
) -> None:
    login = harness.login()
    with harness.open(login) as connector:
        connector.native.call_at(ADDRESS)
    said = harness.write_to(login, "Halo")
    ear = Ear(harness, login, [])
    assert ear.round() == []
    harness.talk.failed_at = int(time.time()) - 60
    assert ear.round() == [said.external_id]
    assert not harness.talk.webhook
    with harness.open(login) as connector:
        connector.native.call_at(ADDRESS)
    assert harness.talk.webhook


def test_each_kind_of_file_is_named_once_and_the_largest_photo_is_meant(
    harness: TelegramHarness,
) -> None:
    login = harness.login()
    for kind in ("photo", "animation", "voice", "document"):
        harness.talk.whisper("", **harness.server.keep(kind, kind.encode() * 30))
    ear = Ear(harness, login, [])
    ear.round()
    found = [one.enclosures for one in ear.heard.values()]
    assert [len(one) for one in found] == [1, 1, 1, 1]
    assert [one[0].alt for one in found] == ["image", "video", "audio", "file"]
    with harness.open(login) as connector:
        assert connector.open_file(found[0][0], most=1000) == b"photo" * 30

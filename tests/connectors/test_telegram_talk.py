"""Answers in the group of a channel: found again where they stand, and nowhere else."""

from collections.abc import Iterator
from uuid import uuid4

import pytest

from kentongan.networks.contract import Reference
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
    harness.talk.webhook = True
    assert Ear(harness, login, []).round() == []

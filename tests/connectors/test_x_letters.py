"""Private messages on X: read where a person agreed, beside the mentions, answered once."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from typing import Any

import pytest

from kentongan.networks.connectors.x.connector import XConnector
from kentongan.networks.contract import OutcomeUnknown, Reference, Refused, Way
from tests.connectors.meta import Killed, Notebook, item
from tests.contract.harness import Login
from tests.contract.hearing import Ear
from tests.contract.interposer import Interposer, load
from tests.contract.x_harness import XHarness
from tests.fakes.x import X

pytestmark = pytest.mark.no_database
TEXT = "Silakan datang ke loket 3, Bu."


@pytest.fixture
def server() -> Iterator[X]:
    with X() as found:
        yield found
        assert not found.strays


@pytest.fixture
def harness(server: X) -> XHarness:
    return XHarness(server)


@pytest.fixture
def login(harness: XHarness) -> Login:
    made = harness.login()
    return replace(made, secret={**made.secret, "scope": "tweet.read dm.read dm.write"})


@pytest.fixture
def delivery(harness: XHarness, login: Login) -> Notebook:
    return Notebook(harness, XConnector, login)


@pytest.fixture
def ear(harness: XHarness, login: Login) -> Ear:
    return Ear(harness, login, [])


def reply_to(letter: Any) -> Reference:
    return Reference(letter.id, "", {"kind": "message", "conversation": letter.talk})


def test_messages_and_mentions_are_heard_side_by_side_and_once(
    server: X, harness: XHarness, login: Login, ear: Ear
) -> None:
    first = server.write_to(login.native, "Apakah loket buka Sabtu?")
    mention = harness.mention(login, "jalan rusak")
    assert set(ear.round()) == {first.id, mention.external_id}
    assert ear.round() == []
    one = ear.heard[first.id]
    assert (one.way, one.thread, one.post) == (Way.DIRECT, first.talk, "")
    assert (one.text, one.author.external_id) == ("Apakah loket buka Sabtu?", first.sender)
    later = server.write_to(login.native, "Halo?")
    assert ear.round() == [later.id]


def test_many_messages_between_two_looks_all_arrive(
    server: X, login: Login, ear: Ear, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("kentongan.networks.connectors.x.letters.PAGE", 2)
    server.write_to(login.native, "Pertama")
    ear.round()
    said = [server.write_to(login.native, f"Nomor {n}").id for n in range(5)]
    assert set(ear.round()) == set(said)


def test_talk_in_groups_is_not_heard(server: X, login: Login, ear: Ear) -> None:
    server.write_to(login.native, "Halo semua", group=True)
    assert ear.round() == []


def test_without_agreement_no_message_is_read(server: X, harness: XHarness, login: Login) -> None:
    server.write_to(login.native, "Rahasia")
    plain = harness.login()
    assert Ear(harness, replace(plain, native=login.native), []).round() == []
    assert not [one for one in server.seen if "dm_" in one.path]


def test_trouble_with_messages_keeps_no_mention_waiting(
    server: X, harness: XHarness, login: Login
) -> None:
    with Interposer(server.base_url) as front:
        front.answer("/2/dm_events", load("x", "rate_limited"), times=2)
        ear = Ear(harness, login, [], via=front.base_url)
        letter = server.write_to(login.native, "Halo")
        assert ear.round() == []
        mention = harness.mention(login, "jalan rusak")
        assert ear.round() == [mention.external_id]
        assert ear.round() == [letter.id]


def test_an_answer_stays_in_the_conversation_and_is_ours_when_heard(
    server: X, harness: XHarness, login: Login, ear: Ear, delivery: Notebook
) -> None:
    letter = server.write_to(login.native, "KTP hilang")
    ear.round()
    found, _made = delivery.publish(item(TEXT, reply_to=reply_to(letter)))
    assert (server.letters[-1].talk, server.letters[-1].text) == (letter.talk, TEXT)
    assert harness.seen(login) == []
    assert ear.round() == [found.external_id]
    assert ear.heard[found.external_id].author.ours


def test_a_lost_answer_is_found_and_not_sent_again(
    server: X, login: Login, delivery: Notebook
) -> None:
    answer = item(TEXT, reply_to=reply_to(server.write_to(login.native, "Halo")))
    with delivery.open(dies_at=1, after=True) as (connector, _http), pytest.raises(Killed):
        connector.publish(answer, "kunci")
    found = delivery.recover(answer)
    assert [one.text for one in server.letters].count(TEXT) == 1
    assert found.external_id == server.letters[-1].id
    near = replace(answer, text=f"{TEXT}!")
    with delivery.open() as (connector, _http), pytest.raises(OutcomeUnknown):
        connector.find("kunci", near)


def test_what_cannot_be_a_message_is_refused_before_it_is_sent(
    server: X, login: Login, delivery: Notebook
) -> None:
    letter = server.write_to(login.native, "Halo")
    for answer in (
        item("a" * 10_001, reply_to=reply_to(letter)),
        item(TEXT, reply_to=Reference(letter.id, "", {"kind": "message"})),
    ):
        with pytest.raises(Refused):
            delivery.publish(answer)
    with delivery.open() as (connector, _http), pytest.raises(Refused):
        connector.withdraw(reply_to(letter))
    assert len(server.letters) == 1


def film(rate: int) -> dict[str, Any]:
    address = f"https://video.twimg.com/dm_video/1/vid/{rate}.mp4"
    return {"bit_rate": rate, "content_type": "video/mp4", "url": address}


def test_of_a_video_the_best_is_meant_that_is_small_enough_to_be_kept(
    server: X, login: Login, ear: Ear
) -> None:
    playlist = {"content_type": "application/x-mpegURL", "url": "https://video.twimg.com/a.m3u8"}
    sizes = [playlist, *(film(rate) for rate in (632_000, 2_176_000, 950_000))]
    short, long = (server.send_film(login.native, sizes, seconds) for seconds in (20, 100))
    ear.round()
    (first,), (second,) = (ear.heard[one.id].enclosures for one in (short, long))
    assert (first.url, first.alt, first.handle) == (film(2_176_000)["url"], "video", "")
    assert second.url == film(950_000)["url"]

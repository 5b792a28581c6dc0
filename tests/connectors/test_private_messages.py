"""Private messages on Facebook and Instagram: heard, answered within their time, sent once."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import ExitStack
from dataclasses import dataclass
from datetime import timedelta
from typing import Any

import pytest

from kentongan.networks.connectors.facebook.connector import FacebookConnector
from kentongan.networks.connectors.instagram.connector import InstagramConnector
from kentongan.networks.contract import Audience, OutcomeUnknown, Reference, Refused, Way
from tests.connectors.meta import Killed, Notebook, item
from tests.contract.facebook_harness import FacebookHarness
from tests.contract.ground import item as post_of_pictures, reference
from tests.contract.harness import Harness, Login
from tests.contract.hearing import Ear
from tests.contract.instagram_harness import InstagramHarness
from tests.contract.interposer import Canned, Interposer
from tests.fakes.facebook import Facebook
from tests.fakes.graph_letters import Letters
from tests.fakes.instagram import Instagram
from tests.fakes.media_host import MediaHost

pytestmark = pytest.mark.no_database
TEXT = "Terima kasih, laporan Anda kami teruskan."


@dataclass
class Desk:
    """A network, an account on it, and one delivery."""

    harness: Harness
    server: Letters
    login: Login
    delivery: Notebook

    def hear(self) -> Ear:
        """A round of listening, without any post of ours."""
        ear = Ear(self.harness, self.login, [])
        ear.round()
        return ear

    def ours(self) -> list[str]:
        """What people got from us, in private."""
        return [one.text for one in self.server.letters if one.ours]


@pytest.fixture(params=["facebook", "instagram"])
def desk(request: pytest.FixtureRequest) -> Iterator[Desk]:
    with ExitStack() as stack:
        harness: Any
        kind: Any
        if request.param == "facebook":
            harness, kind = FacebookHarness(stack.enter_context(Facebook())), FacebookConnector
        else:
            media = stack.enter_context(MediaHost())
            server = stack.enter_context(Instagram())
            harness, kind = InstagramHarness(server, media), InstagramConnector
        login = harness.login()
        yield Desk(harness, harness.server, login, Notebook(harness, kind, login))
        assert not harness.server.strays


def to(heard: Any) -> Reference:
    return Reference(heard.external_id, heard.url, heard.reference)


def test_what_a_person_writes_is_heard_once_and_answered_in_private(desk: Desk) -> None:
    letter = desk.server.write_to(desk.login.native, "KTP saya hilang, harus ke mana?")
    ear = desk.hear()
    one = ear.heard[letter.id]
    assert (one.way, one.post, one.thread) == (Way.DIRECT, "", letter.person)
    assert (one.text, one.author.name) == ("KTP saya hilang, harus ke mana?", "Siti Warga")
    assert ear.round() == []
    found, _made = desk.delivery.publish(item(TEXT, reply_to=to(one)))
    assert desk.ours() == [TEXT]
    assert (found.url, found.extra["thread"]) == ("", letter.person)
    assert desk.harness.seen(desk.login) == []
    assert ear.round() == [found.external_id]
    assert ear.heard[found.external_id].author.ours
    assert ear.heard[found.external_id].thread == letter.person


def test_what_was_enclosed_is_named(desk: Desk) -> None:
    picture = "https://cdn.example/foto.jpg"
    letter = desk.server.write_to(desk.login.native, "", picture=picture)
    (file,) = desk.hear().heard[letter.id].enclosures
    assert (file.url, file.alt) == (picture, "image")


def test_an_account_without_the_permission_still_hears_comments(desk: Desk) -> None:
    with desk.harness.open(desk.login) as connector:
        post = reference(connector.publish(post_of_pictures(), "kunci"))
    desk.server.granted -= {"pages_messaging", "instagram_manage_messages"}
    said = desk.harness.say(desk.login, "Kapan buka?", post.external_id)
    ear = Ear(desk.harness, desk.login, [post])
    ear.until(said)
    with pytest.raises(Refused, match="pesan pribadi"):
        desk.hear()


def test_a_lost_answer_is_found_and_not_sent_again(desk: Desk) -> None:
    letter = desk.server.write_to(desk.login.native, "Bagaimana mengurus KK?")
    answer = item(TEXT, reply_to=Reference(letter.id, "", {"kind": "message",
                                                           "person": letter.person}))  # fmt: skip
    with desk.delivery.open(dies_at=1, after=True) as (connector, _http):
        with pytest.raises(Killed):
            connector.publish(answer, "kunci")
    found = desk.delivery.recover(answer)
    assert desk.ours() == [TEXT]
    assert found.external_id == desk.server.letters[-1].id


def test_after_a_day_the_person_must_write_first(desk: Desk) -> None:
    letter = desk.server.write_to(desk.login.native, "Sudah sampai mana?")
    letter.made -= timedelta(hours=25)
    reply_to = Reference(letter.id, "", {"kind": "message", "person": letter.person})
    with pytest.raises(Refused, match="24 jam"):
        desk.delivery.publish(item(TEXT, reply_to=reply_to))
    stranger = Reference("m_1", "", {"kind": "message", "person": "1"})
    with pytest.raises(Refused, match="tidak dapat dikirimi"):
        desk.delivery.publish(item(TEXT, reply_to=stranger))
    assert desk.ours() == []


def late(desk: Desk, **ago: int) -> Reference:
    """A message of a person some time ago."""
    letter = desk.server.write_to(desk.login.native, "Sudah sampai mana?")
    letter.made -= timedelta(**ago)
    return Reference(letter.id, "", {"kind": "message", "person": letter.person})


def by_people(desk: Desk) -> dict[str, Any]:
    """The keys of an application that was approved for answers by people."""
    return {**desk.harness.app, "human_agent": "ya"}


def test_where_the_vendor_agreed_people_answer_within_a_week(desk: Desk) -> None:
    desk.server.human_agent = True
    with desk.delivery.open(app=by_people(desk)) as (connector, _http):
        connector.publish(item(TEXT, reply_to=late(desk, days=6)), "kunci")
        connector.publish(item("Siang.", reply_to=late(desk, hours=2)), "kunci-2")
        with pytest.raises(Refused, match="7 hari"):
            connector.publish(item(TEXT, reply_to=late(desk, days=8)), "kunci-3")
    assert desk.ours() == [TEXT, "Siang."]
    tagged = [b"HUMAN_AGENT" in one.body for one in desk.server.seen if one.method == "POST"]
    assert tagged == [False, True, False, False, True], "only what is late is marked"


def test_a_tick_without_the_vendors_approval_is_told_in_words(desk: Desk) -> None:
    with desk.delivery.open(app=by_people(desk)) as (connector, _http):
        with pytest.raises(Refused, match="belum menyetujui"):
            connector.publish(item(TEXT, reply_to=late(desk, days=2)), "kunci")
    assert desk.ours() == []


def test_an_answer_of_a_person_that_is_lost_is_found_and_not_sent_again(desk: Desk) -> None:
    desk.server.human_agent = True
    answer = item(TEXT, reply_to=late(desk, days=2))
    with desk.delivery.open(app=by_people(desk), dies_at=2, after=True) as (connector, _http):
        with pytest.raises(Killed):
            connector.publish(answer, "kunci")
    found = desk.delivery.recover(answer, app=by_people(desk))
    assert (desk.ours(), found.external_id) == ([TEXT], desk.server.letters[-1].id)


def test_a_message_that_is_too_long_is_not_sent(desk: Desk) -> None:
    letter = desk.server.write_to(desk.login.native, "Halo")
    reply_to = Reference(letter.id, "", {"kind": "message", "person": letter.person})
    with pytest.raises(Refused, match="Pendekkan"):
        desk.delivery.publish(item("a" * 2001, reply_to=reply_to))
    assert desk.ours() == []


@pytest.fixture
def comment(desk: Desk) -> Reference:
    """A stranger's comment below one of our posts."""
    with desk.harness.open(desk.login) as connector:
        post = reference(connector.publish(post_of_pictures(), "kunci"))
    said = desk.harness.say(desk.login, "NIK saya salah, min", post.external_id)
    return Reference(said.external_id, "", {"kind": "comment"})


def test_a_comment_is_answered_in_private_once(desk: Desk, comment: Reference) -> None:
    public = len(desk.harness.seen(desk.login))
    answer = item(TEXT, reply_to=comment, audience=Audience.PRIVATE)
    found, _made = desk.delivery.publish(answer)
    assert desk.ours() == [TEXT]
    assert len(desk.harness.seen(desk.login)) == public
    assert found.extra["thread"] == desk.server.letters[-1].person
    desk.delivery.notes.clear()
    with pytest.raises(Refused, match="sudah dijawab"):
        desk.delivery.publish(item("Sekali lagi.", reply_to=comment, audience=Audience.PRIVATE))
    assert desk.ours() == [TEXT]


def test_a_lost_private_answer_is_recognised_when_the_network_refuses_a_second(
    desk: Desk, comment: Reference
) -> None:
    answer = item(TEXT, reply_to=comment, audience=Audience.PRIVATE)
    first, _made = desk.delivery.publish(answer)
    again, _made = desk.delivery.publish(answer)  # as after an answer that never came
    assert again.external_id == first.external_id
    desk.server.letters.clear()  # the list lags behind
    with pytest.raises(OutcomeUnknown):
        desk.delivery.publish(answer)


def test_what_was_sent_in_private_is_neither_changed_nor_taken_back(desk: Desk) -> None:
    sent = Reference("m_1", "", {"kind": "message", "person": "1"})
    with desk.delivery.open() as (connector, _http), pytest.raises(Refused):
        connector.withdraw(sent)


def test_a_fault_of_the_network_proves_nothing(desk: Desk) -> None:
    letter = desk.server.write_to(desk.login.native, "Halo")
    reply_to = Reference(letter.id, "", {"kind": "message", "person": letter.person})
    with Interposer(desk.harness.base_url) as front:
        front.answer("/me/messages", Canned(status=500, body={"error": {"message": "x",
                                                                        "code": 1}}))  # fmt: skip
        with desk.delivery.open(via=front.base_url) as (connector, _http):
            with pytest.raises(OutcomeUnknown):
                connector.publish(item(TEXT, reply_to=reply_to), "kunci")


def test_a_page_is_asked_to_tell_its_news_and_only_our_own_application(desk: Desk) -> None:
    with desk.delivery.open() as (connector, _http):
        for _ in range(2):
            connector.call_at("https://kentongan.example/hook/")
    assert {"feed", "messages"} <= desk.server.subscribed[desk.login.native.id]
    with desk.delivery.open(app={}) as (connector, _http), pytest.raises(Refused):
        connector.call_at("https://kentongan.example/hook/")

"""Comments on YouTube: below videos and comments, found again, edited, withdrawn."""

from collections.abc import Iterator
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest

from kentongan.networks.connectors.youtube import lookup
from kentongan.networks.contract import OutcomeUnknown, Published, Reference, Refused
from tests.connectors.youtube_ground import Desk, desk_on, post
from tests.contract.ground import reference
from tests.contract.youtube_harness import film
from tests.fakes.youtube import FakeYouTube

pytestmark = pytest.mark.no_database


@pytest.fixture(scope="module")
def server() -> Iterator[FakeYouTube]:
    with FakeYouTube() as running:
        yield running
        assert not running.strays


@pytest.fixture
def desk(server: FakeYouTube) -> Iterator[Desk]:
    yield desk_on(server)
    server.audited = True


def refused(desk: Desk, item: Any, match: str) -> None:
    """Refused with these words, and nothing was sent."""
    before = len(desk.server.seen)
    with desk.open() as connector, pytest.raises(Refused, match=match):
        connector.publish(item, "kunci")
    assert len(desk.server.seen) == before


def comment(answered: Published, text: str = "Terima kasih.") -> Any:
    return post(text, title="", video=None, reply_to=reference(answered))


def test_comments_stand_below_videos_and_below_comments(desk: Desk) -> None:
    video = desk.publish(post())
    first = desk.publish(comment(video))
    second = desk.publish(comment(first, "Sama-sama."))
    third = desk.publish(comment(second, "Baik."))  # answers to answers stand beside them
    remarks = desk.server.remarks
    assert remarks[first.external_id].video == video.external_id
    assert remarks[second.external_id].parent == first.external_id
    assert remarks[third.external_id].parent == first.external_id
    address = f"https://www.youtube.com/watch?v={video.external_id}&lc={third.external_id}"
    assert third.url == address
    by_link = Reference(first.external_id, first.url)  # without what we noted of it
    with desk.open() as connector:
        fourth = connector.publish(post("Lagi.", video=None, reply_to=by_link), "k")
    assert isinstance(fourth, Published)
    assert fourth.extra["video"] == video.external_id


def test_a_comment_is_edited_and_withdrawn(desk: Desk) -> None:
    video = desk.publish(post())
    said = desk.publish(comment(video))
    with desk.open() as connector:
        connector.edit(reference(said), comment(video, "Terima kasih banyak."))
        assert desk.server.remarks[said.external_id].text == "Terima kasih banyak."
        connector.withdraw(reference(said))
        connector.withdraw(reference(said))
    assert said.external_id not in desk.server.remarks
    assert len(desk.films) == 1


@pytest.mark.parametrize("below", ["video", "comment"])
def test_a_lost_comment_is_found_and_that_of_others_is_not(desk: Desk, below: str) -> None:
    video = desk.publish(post())
    target = video if below == "video" else desk.publish(comment(video, "Induk."))
    parent = "" if below == "video" else target.external_id
    other = desk.server.create_channel("warga")
    desk.server.say(other, video.external_id, "Terima kasih.", parent=parent)
    item = comment(target)
    assert desk.find(item) is None
    ours = desk.server.say(desk.channel, video.external_id, "Terima kasih.", parent=parent)
    found = desk.find(item)
    assert found is not None
    assert found.external_id == ours.id
    desk.taken = frozenset({ours.id})
    assert desk.find(item) is None
    assert desk.find(replace(item, created_at=datetime.now(UTC) + timedelta(hours=1))) is None


def test_a_flood_of_comments_needs_a_person(desk: Desk, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(lookup, "COMMENTS_A_PAGE", 1)
    video = desk.publish(post())
    for _ in range(lookup.MOST_PAGES + 1):
        desk.server.say(desk.server.create_channel(), video.external_id, "Ramai.")
    with pytest.raises(OutcomeUnknown, match="Terlalu banyak"):
        desk.find(comment(video))


def test_comments_that_cannot_be_are_refused(desk: Desk) -> None:
    video = desk.publish(post())
    refused(desk, comment(video, "x" * 10_001), "10001 karakter")
    refused(desk, comment(video, " "), "kosong")
    refused(desk, replace(comment(video), video=film()), "hanya teks")
    desk.films[0].comments_off = True
    with pytest.raises(Refused, match="Nyalakan di YouTube Studio"):
        desk.publish(comment(video))

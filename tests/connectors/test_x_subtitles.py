"""Subtitles on X: on the video before its post, once, and never in its way."""

from collections.abc import Callable, Iterator
from dataclasses import replace
from pathlib import Path

import pytest

from kentongan.networks.contract import Captions, Refused, TryLater, Video
from tests.connectors.x_ground import Engine, Killed, film, post
from tests.contract.harness import Login
from tests.contract.x_harness import XHarness
from tests.fakes.x import X
from tests.servers import Chaos

pytestmark = [pytest.mark.servers, pytest.mark.no_database]
SRT = b"1\n00:00:01,000 --> 00:00:03,500\nPosyandu buka pukul delapan.\n"
ENGLISH = SRT.replace(b"Posyandu buka", b"The clinic opens")
MIME = "application/x-subrip"


@pytest.fixture(scope="module")
def server() -> Iterator[X]:
    with X() as server:
        yield server
        assert not server.strays


@pytest.fixture
def harness(server: X) -> Iterator[XHarness]:
    yield XHarness(server)
    server.shelf.languages_refused.clear()
    server.shelf.looks = 0


@pytest.fixture
def engine(harness: XHarness, login: Login) -> Engine:
    return Engine(harness, login)


@pytest.fixture
def spoken(tmp_path: Path) -> Video:
    return replace(film(tmp_path), captions=(Captions(SRT, MIME), Captions(ENGLISH, MIME, "en")))


def shown(harness: XHarness, login: Login) -> dict[str, tuple[str, bytes]]:
    """The tracks of the one video that is public."""
    (public,) = harness.server.of(login.native)
    return public.media[0].subtitles


@pytest.mark.parametrize("looks", [0, 2])
def test_every_language_is_on_the_video_when_it_goes_out(
    harness: XHarness, login: Login, engine: Engine, spoken: Video, looks: int
) -> None:
    harness.server.shelf.looks = looks
    found = engine.publish(post("Video posyandu.", video=spoken))
    assert shown(harness, login) == {
        "id": ("Bahasa Indonesia", SRT),
        "en": ("English", ENGLISH),
    }
    assert found.extra == {}


@pytest.mark.parametrize("after", [False, True])
def test_a_kill_between_the_tracks_leaves_one_post_with_both(
    harness: XHarness, login: Login, engine: Engine, spoken: Video, after: bool
) -> None:
    with pytest.raises(Killed):
        engine.publish(post(video=spoken), "/subtitles", after=after)
    assert harness.count(login) == 0
    engine.settle(post(video=spoken))
    assert set(shown(harness, login)) == {"id", "en"}


def test_a_lost_answer_is_later_and_then_goes_on(
    harness: XHarness, login: Login, spoken: Video, chaos: Callable[[str], Chaos]
) -> None:
    proxy = chaos(harness.base_url)
    engine = Engine(harness, login, via=proxy.base_url)
    proxy.set(mode="half", times=1, path="/subtitles")
    assert isinstance(engine.complaint(post(video=spoken)), TryLater)
    assert proxy.hit
    engine.publish(post(video=spoken))
    assert set(shown(harness, login)) == {"id", "en"}


def test_a_track_that_x_refuses_is_told_and_the_video_is_out_with_the_others(
    harness: XHarness, login: Login, engine: Engine, spoken: Video
) -> None:
    harness.server.shelf.languages_refused.add("id")
    found = engine.publish(post(video=spoken))
    assert set(shown(harness, login)) == {"en"}
    (sentence,) = found.extra["amiss"]
    assert sentence.startswith("Subtitel Bahasa Indonesia belum terpasang: ")


def test_a_new_upload_of_the_video_gets_its_tracks_anew(
    harness: XHarness, login: Login, engine: Engine, spoken: Video
) -> None:
    with pytest.raises(Killed):
        engine.publish(post(video=spoken), "POST /2/tweets")
    engine.notes["video"]["until"] = "2020-01-01T00:00:00+00:00"
    engine.settle(post(video=spoken))
    assert set(shown(harness, login)) == {"id", "en"}


def test_other_kinds_of_subtitles_are_refused_before_anything_is_sent(
    harness: XHarness, engine: Engine, tmp_path: Path
) -> None:
    before = len(harness.server.seen)
    bad = replace(film(tmp_path), captions=(Captions(b"WEBVTT\n", "text/vtt"),))
    error = engine.complaint(post(video=bad))
    assert isinstance(error, Refused)
    assert "SRT" in str(error)
    assert len(harness.server.seen) == before

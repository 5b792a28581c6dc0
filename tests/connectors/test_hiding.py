"""Hiding what others wrote, on the networks that allow it; the others say why they do not."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import ExitStack
from dataclasses import dataclass
from typing import Any

import pytest

from kentongan.networks.contract import Hides, Reference, Refused, TryLater, Unauthorised
from kentongan.networks.registry import CONNECTORS
from tests.contract.facebook_harness import FacebookHarness
from tests.contract.ground import item, reference
from tests.contract.harness import Harness, Login, Said
from tests.contract.instagram_harness import InstagramHarness
from tests.contract.interposer import Interposer, load
from tests.contract.threads_harness import ThreadsHarness
from tests.contract.x_harness import XHarness
from tests.contract.youtube_harness import YouTubeHarness
from tests.fakes import threads_media
from tests.fakes.facebook import Facebook
from tests.fakes.instagram import Instagram
from tests.fakes.media_host import MediaHost
from tests.fakes.threads import ThreadsFake
from tests.fakes.x import X
from tests.fakes.youtube import FakeYouTube

pytestmark = pytest.mark.no_database
CODES = ("facebook", "instagram", "threads", "x", "youtube")


@dataclass
class Scene:
    """A network, an account on it, and a stranger's comment below one of its posts."""

    harness: Harness
    login: Login
    said: Reference

    def hidden(self) -> bool:
        """Whether others cannot see the comment."""
        return bool(_kept(self.harness, self.said.external_id).hidden)

    def take_back(self) -> None:
        """Its author deletes it."""
        if isinstance(server := getattr(self.harness, "server", None), X):
            server.posts.remove(_kept(self.harness, self.said.external_id))
            return
        self.harness.take_back(self.login, Said(external_id=self.said.external_id, author=""))


def _kept(harness: Any, identifier: str) -> Any:
    server = harness.server
    if isinstance(server, X):
        return server._find(identifier)
    if isinstance(server, ThreadsFake):
        return server.state.posts[identifier]
    return server.remarks[identifier] if harness.code == "youtube" else server.public[identifier]


@pytest.fixture(params=CODES)
def scene(request: pytest.FixtureRequest) -> Iterator[Scene]:
    with ExitStack() as stack:
        harness = _harness(str(request.param), stack)
        login = harness.login()
        with harness.open(login) as connector:
            post = reference(connector.publish(item(), "kunci"))
        said = harness.say(login, "Slot gacor, klik bio!", post.external_id)
        extra = {"kind": "comment", "video": post.external_id}
        yield Scene(harness, login, Reference(said.external_id, "", extra))


def _harness(code: str, stack: ExitStack) -> Harness:
    if code == "facebook":
        return FacebookHarness(stack.enter_context(Facebook()))
    if code == "x":
        return XHarness(stack.enter_context(X()))
    if code == "youtube":
        return YouTubeHarness(stack.enter_context(FakeYouTube()))
    if code == "threads":
        pictures = stack.enter_context(threads_media.MediaHost())
        return ThreadsHarness(stack.enter_context(ThreadsFake()), pictures)
    media = stack.enter_context(MediaHost())
    return InstagramHarness(stack.enter_context(Instagram()), media)


def test_what_is_hidden_can_be_shown_again_and_twice_is_once(scene: Scene) -> None:
    with scene.harness.open(scene.login) as connector:
        assert isinstance(connector.native, Hides)
        for _ in range(2):
            connector.native.hide(scene.said)
            assert scene.hidden()
        for _ in range(2):
            connector.native.unhide(scene.said)
            assert not scene.hidden()


def test_what_is_no_longer_there_is_refused_with_a_sentence(scene: Scene) -> None:
    scene.take_back()
    with scene.harness.open(scene.login) as connector, pytest.raises(Refused):
        connector.native.hide(scene.said)


def test_hiding_under_the_posts_of_others_is_refused(scene: Scene) -> None:
    other = scene.harness.login()
    with scene.harness.open(other) as connector, pytest.raises((Refused, Unauthorised)):
        connector.native.hide(scene.said)
    assert not scene.hidden()


def test_a_network_in_trouble_is_asked_again_later(scene: Scene) -> None:
    with Interposer(scene.harness.base_url) as front:
        front.answer(scene.said.external_id, load(scene.harness.code, "server_error"), times=5)
        front.answer("setModerationStatus", load(scene.harness.code, "server_error"), times=5)
        with scene.harness.open(scene.login, via=front.base_url) as connector:
            with pytest.raises(TryLater):
                connector.native.hide(scene.said)
    assert not scene.hidden()


@pytest.mark.parametrize("code", sorted(CONNECTORS))
def test_a_network_hides_or_says_why_it_does_not(code: str) -> None:
    connector = CONNECTORS[code]
    assert issubclass(connector, Hides) is (code in CODES)
    assert bool(getattr(connector, "cannot_hide", "")) is (code not in CODES)

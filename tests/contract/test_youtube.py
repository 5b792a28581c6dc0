"""YouTube keeps the contract, on a strict fake of its Data API v3."""

from collections.abc import Iterator

import pytest

from tests.contract.suite import ConnectorContract
from tests.contract.youtube_harness import YouTubeHarness
from tests.fakes.youtube import FakeYouTube


@pytest.fixture(scope="module")
def youtube_server() -> Iterator[FakeYouTube]:
    with FakeYouTube() as server:
        yield server
        assert not server.strays


class TestYouTube(ConnectorContract):
    @pytest.fixture
    def harness(self, youtube_server: FakeYouTube) -> YouTubeHarness:
        return YouTubeHarness(youtube_server)

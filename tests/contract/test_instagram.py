"""Instagram keeps the contract, on a strict fake of the Graph API."""

from collections.abc import Iterator

import pytest

from tests.contract.instagram_harness import InstagramHarness
from tests.contract.suite import ConnectorContract
from tests.fakes.instagram import Instagram
from tests.fakes.media_host import MediaHost


@pytest.fixture(scope="module")
def instagram_fake() -> Iterator[Instagram]:
    with Instagram() as fake:
        yield fake


@pytest.fixture(scope="module")
def media_host() -> Iterator[MediaHost]:
    with MediaHost() as host:
        yield host


class TestInstagram(ConnectorContract):
    @pytest.fixture
    def harness(self, instagram_fake: Instagram, media_host: MediaHost) -> InstagramHarness:
        return InstagramHarness(instagram_fake, media_host)

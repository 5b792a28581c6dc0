"""Bluesky keeps the contract, on a real PDS with its AppView."""

import pytest

from tests.contract.bluesky_harness import BlueskyHarness
from tests.contract.suite import ConnectorContract
from tests.servers import Atproto


class TestBluesky(ConnectorContract):
    @pytest.fixture
    def harness(self, bluesky_server: Atproto) -> BlueskyHarness:
        return BlueskyHarness(bluesky_server)

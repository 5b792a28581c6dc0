"""Bluesky keeps the contract, on a real PDS."""

import pytest

from tests.contract.bluesky_harness import BlueskyHarness
from tests.contract.suite import ConnectorContract
from tests.servers import Atproto


class TestBluesky(ConnectorContract):
    @pytest.fixture
    def harness(self, atproto_server: Atproto) -> BlueskyHarness:
        return BlueskyHarness(atproto_server)

"""Mastodon's API keeps the contract, on a real server of it (snac)."""

import pytest

from tests.contract.mastodon_harness import MastodonHarness
from tests.contract.suite import ConnectorContract
from tests.servers import Mastodon


class TestMastodon(ConnectorContract):
    @pytest.fixture
    def harness(self, mastodon_server: Mastodon) -> MastodonHarness:
        return MastodonHarness(mastodon_server)

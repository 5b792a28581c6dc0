"""WordPress keeps the contract, on a real site."""

import pytest

from tests.contract.suite import ConnectorContract
from tests.contract.wordpress_harness import WordPressHarness
from tests.servers import WordPress


class TestWordPress(ConnectorContract):
    @pytest.fixture
    def harness(self, wordpress_server: WordPress) -> WordPressHarness:
        return WordPressHarness(wordpress_server)

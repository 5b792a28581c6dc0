"""A page on LinkedIn keeps the contract, on the strict fake of it."""

from collections.abc import Iterator

import pytest

from tests.contract.linkedin_harness import LinkedInHarness
from tests.contract.suite import ConnectorContract
from tests.fakes.linkedin import LinkedInFake


class TestLinkedIn(ConnectorContract):
    @pytest.fixture
    def harness(self) -> Iterator[LinkedInHarness]:
        with LinkedInFake() as server:
            yield LinkedInHarness(server)
            assert not server.strays

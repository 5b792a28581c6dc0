"""Threads keeps the contract, on the strict fake of it."""

from collections.abc import Iterator

import pytest

from tests.contract.suite import ConnectorContract
from tests.contract.threads_harness import ThreadsHarness
from tests.fakes.threads import ThreadsFake
from tests.fakes.threads_media import MediaHost


class TestThreads(ConnectorContract):
    @pytest.fixture
    def harness(self) -> Iterator[ThreadsHarness]:
        with ThreadsFake() as server, MediaHost() as media:
            yield ThreadsHarness(server, media)
            assert not server.strays

"""X keeps the contract, on a stand-in that holds every request against X's own."""

from collections.abc import Iterator

import pytest

from tests.contract.suite import ConnectorContract
from tests.contract.x_harness import XHarness
from tests.fakes.x import X


@pytest.fixture(scope="module")
def x_server() -> Iterator[X]:
    with X() as server:
        yield server


class TestX(ConnectorContract):
    @pytest.fixture
    def harness(self, x_server: X) -> Iterator[XHarness]:
        yield XHarness(x_server)
        assert not x_server.strays

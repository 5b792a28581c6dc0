"""The sandbox network keeps the contract."""

from collections.abc import Iterator

import pytest

from tests.contract.sandbox_harness import SandboxHarness
from tests.contract.suite import ConnectorContract
from tests.sandbox.server import Sandbox, running


@pytest.fixture(scope="module")
def sandbox_server() -> Iterator[Sandbox]:
    with running() as server:
        yield server


class TestSandbox(ConnectorContract):
    @pytest.fixture
    def harness(self, sandbox_server: Sandbox) -> SandboxHarness:
        return SandboxHarness(sandbox_server)

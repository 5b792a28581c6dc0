"""E-mail keeps the contract, on strict servers that cut the line on purpose."""

from collections.abc import Iterator
from typing import Any

import pytest

from tests.contract.email_harness import EmailHarness, Office, Way
from tests.contract.suite import ConnectorContract
from tests.fakes import smtp
from tests.inbox import imap


class TestEmail(ConnectorContract):
    @pytest.fixture
    def harness(self) -> Iterator[EmailHarness]:
        with smtp.running() as sending, imap.running() as reading:
            yield EmailHarness(Office(sending, reading))
            assert reading.refused == []  # nothing there is ever changed

    @pytest.fixture
    def proxy(self, harness: EmailHarness) -> Any:
        return Way(harness)

    @pytest.fixture
    def via(self, proxy: Any) -> str:
        return str(proxy.base_url)

    @pytest.fixture
    def front(self, harness: EmailHarness) -> Any:
        return Way(harness)

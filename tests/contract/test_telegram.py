"""Telegram keeps the contract, on a strict fake of its Bot API."""

from collections.abc import Iterator

import pytest

from tests.contract.suite import ConnectorContract
from tests.contract.telegram_harness import TelegramHarness
from tests.fakes.telegram import Telegram


class TestTelegram(ConnectorContract):
    @pytest.fixture
    def harness(self) -> Iterator[TelegramHarness]:
        with Telegram() as server:
            yield TelegramHarness(server)

"""TikTok keeps the contract, on a strict fake."""

from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.contract.suite import ConnectorContract
from tests.contract.tiktok_harness import TikTokHarness
from tests.fakes.tiktok import TikTok
from tests.fakes.tiktok_media import Shelf


@pytest.fixture(scope="module")
def tiktok_server() -> Iterator[TikTok]:
    with TikTok() as server:
        yield server
        assert not server.strays


@pytest.fixture(scope="module")
def shelf() -> Iterator[Shelf]:
    with Shelf() as shelf:
        yield shelf


class TestTikTok(ConnectorContract):
    @pytest.fixture
    def harness(self, tiktok_server: TikTok, shelf: Shelf, tmp_path: Path) -> TikTokHarness:
        return TikTokHarness(tiktok_server, shelf, tmp_path)

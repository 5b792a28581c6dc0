"""WhatsApp's Cloud API keeps the contract, on a strict fake of it."""

from collections.abc import Iterator

import pytest

from tests.contract.suite import ConnectorContract
from tests.contract.whatsapp_cloud_harness import WhatsAppCloudHarness
from tests.fakes.whatsapp_cloud import WhatsAppCloud


class TestWhatsAppCloud(ConnectorContract):
    @pytest.fixture
    def harness(self) -> Iterator[WhatsAppCloudHarness]:
        with WhatsAppCloud() as server:
            yield WhatsAppCloudHarness(server)

"""A Facebook Page keeps the contract, on a strict fake of the Graph API."""

from collections.abc import Iterator

import pytest

from tests.contract.facebook_harness import FacebookHarness
from tests.contract.suite import ConnectorContract
from tests.fakes.facebook import Facebook


@pytest.fixture(scope="module")
def facebook_fake() -> Iterator[Facebook]:
    with Facebook() as fake:
        yield fake


class TestFacebook(ConnectorContract):
    @pytest.fixture
    def harness(self, facebook_fake: Facebook) -> FacebookHarness:
        return FacebookHarness(facebook_fake)

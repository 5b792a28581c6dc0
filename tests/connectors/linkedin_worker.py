"""A worker at LinkedIn, and the request that publishes there."""

from collections.abc import Iterator

import pytest

from kentongan.networks.connectors.linkedin.connector import LinkedInConnector
from tests.connectors.worker import OneAct
from tests.contract.harness import Login
from tests.contract.interposer import Interposer
from tests.contract.linkedin_harness import LinkedInHarness
from tests.fakes.linkedin import LinkedInFake

POST = "POST /rest/posts"


class Worker(OneAct):
    """Publishes, finds and resumes at LinkedIn."""

    connector = LinkedInConnector


@pytest.fixture
def harness() -> Iterator[LinkedInHarness]:
    with LinkedInFake() as server:
        yield LinkedInHarness(server)
        assert not server.strays


@pytest.fixture
def worker(front: Interposer, harness: LinkedInHarness, login: Login) -> Worker:
    return Worker(front.base_url, login, {}, upstream=harness.base_url)

"""A worker at Threads, and the request that publishes there."""

from collections.abc import Iterator
from typing import Any

import pytest

from kentongan.networks.connectors.threads.connector import ThreadsConnector
from tests.connectors.worker import OneAct
from tests.contract.harness import Login
from tests.contract.interposer import Interposer
from tests.contract.threads_harness import ThreadsHarness
from tests.fakes.threads import ThreadsFake
from tests.fakes.threads_media import MediaHost

PUBLISH = "POST /v1.0/me/threads_publish"


class Worker(OneAct):
    """Publishes, finds and resumes at Threads."""

    connector = ThreadsConnector


@pytest.fixture
def harness() -> Iterator[ThreadsHarness]:
    with ThreadsFake() as server, MediaHost() as media:
        yield ThreadsHarness(server, media)
        assert not server.strays


@pytest.fixture
def notes() -> dict[str, Any]:
    return {}


@pytest.fixture
def worker(front: Interposer, login: Login, notes: dict[str, Any]) -> Worker:
    return Worker(front.base_url, login, notes)


def made(front: Interposer) -> int:
    """How many containers were asked for."""
    return front.seen.count("POST /v1.0/me/threads")

"""What modules share that give a ``harness``: an account on its network, and a front before it."""

from collections.abc import Iterator

import pytest

from tests.contract.harness import Harness, Login
from tests.contract.interposer import Interposer


@pytest.fixture
def login(harness: Harness) -> Login:
    """An account of its own."""
    return harness.login()


@pytest.fixture
def front(harness: Harness) -> Iterator[Interposer]:
    """Stands before the network, to answer in its place."""
    with Interposer(harness.base_url) as front:
        yield front

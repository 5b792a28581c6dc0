"""The network as a server of its own: many at once, and connections that break."""

from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor

import httpx2
import pytest

from tests.sandbox.server import Sandbox, running

pytestmark = [pytest.mark.servers, pytest.mark.no_database]


@pytest.fixture(scope="module")
def network() -> Iterator[Sandbox]:
    with running() as network:
        yield network


def test_one_key_sent_by_many_at_once_is_one_post(network: Sandbox) -> None:
    user = network.create_account()

    def send(_: int) -> str:
        answer = network.call("POST", "posts", user, json={"text": "x", "client_key": "satu"})
        assert answer.status_code in {200, 201}, answer.text
        return str(answer.json()["id"])

    with ThreadPoolExecutor(16) as pool:
        assert len(set(pool.map(send, range(64)))) == 1
    assert len(network.posts(user)) == 1


def test_a_fault_that_strikes_five_times_strikes_five_of_many(network: Sandbox) -> None:
    user = network.create_account()
    network.fault(user, "error_before", times=5, operation="post")

    def send(number: int) -> int:
        return network.call("POST", "posts", user, json={"text": f"{number}"}).status_code

    with ThreadPoolExecutor(16) as pool:
        answers = list(pool.map(send, range(40)))
    assert sorted(set(answers)) == [201, 500]
    assert answers.count(500) == 5
    assert len(network.posts(user)) == 35


def test_a_lost_answer_breaks_the_connection_after_storing(network: Sandbox) -> None:
    user = network.create_account()
    network.fault(user, "lost_after", times=1, operation="post")
    with pytest.raises(httpx2.HTTPError):
        network.call("POST", "posts", user, json={"text": "x", "client_key": "k"})
    assert len(network.posts(user)) == 1


def test_pages_are_served_without_any_feature_installed(network: Sandbox) -> None:
    user = network.create_account()
    network.call("POST", "posts", user, json={"text": "Halo dari jejaring sendiri"})
    page = httpx2.get(f"{network.base_url}/@{user.handle}/")
    assert page.status_code == 200
    assert "Halo dari jejaring sendiri" in page.text

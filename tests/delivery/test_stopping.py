"""A worker is told to stop, or killed, while calls stand ready: each is sent once, none is lost.

Worker processes of their own, on the database of the run; the network answers when it is told to.
"""

from __future__ import annotations

import time
from collections import Counter
from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager
from subprocess import Popen
from typing import Any
from uuid import UUID

import pytest
from django.db import connection, transaction

from kentongan.delivery import actions, payload
from kentongan.delivery.models import Act, Attempt, Delivery
from kentongan.jobs.lanes import MOST_SHARE, OTHERS_SHARE
from kentongan.kernel import clock
from kentongan.networks.models import Account, Credential, Health
from tests.cast import Cast
from tests.delivery.conftest import BY
from tests.servers.latih import Network, running as network_running
from tests.servers.worker import LEASE, PURPOSE, running

pytestmark = [pytest.mark.slow, pytest.mark.django_db(transaction=True)]

THREADS = 16
#: So many of a network run at once, and so many of it are in hand once it has always answered.
RUN = THREADS // MOST_SHARE
HELD = THREADS - THREADS // OTHERS_SHARE
Work = Callable[..., AbstractContextManager[Popen[bytes]]]


@pytest.fixture
def network() -> Iterator[Network]:
    with network_running() as server:
        yield server


@pytest.fixture
def account(cast: Cast, network: Network) -> Account:
    made = Account.objects.create(
        unit=cast.kecamatan, network="sandbox", handle="kec-sumberjati", created_at=clock.now(),
        server=f"http://{network.netloc}", health=Health.HEALTHY,
    )  # fmt: skip
    Credential.objects.create(
        account=made, kind="token", secret={"token": "jl_uji"}, updated_at=clock.now()
    )
    return made


@pytest.fixture
def work(network: Network) -> Work:
    """A worker process, which takes no call for one that hangs: here all of them are held."""
    database = str(connection.settings_dict["NAME"])
    return lambda **options: running(
        database, [network.netloc], threads=THREADS, silent=600, **options
    )


@transaction.atomic
def plan(account: Account, count: int) -> None:
    """All of them are due at once."""
    now = clock.now()
    for number in range(count):
        actions.plan(
            by=BY, at=now, account=account, act=Act.PUBLISH, due_at=now, purpose=PURPOSE,
            subject=f"{now.timestamp()} {number}",
            payload=payload.build(text=f"Jadwal {number}", created_at=now),
        )  # fmt: skip


def until(done: Callable[[], Any], *, seconds: float = 200) -> None:
    deadline = time.monotonic() + seconds
    while not done():
        states = Counter(Delivery.objects.values_list("state", "attempts_made", "what_to_do"))
        assert time.monotonic() < deadline, states
        time.sleep(0.2)


def states(*keys: UUID) -> Counter[str]:
    rows = Delivery.objects.filter(pk__in=keys) if keys else Delivery.objects.all()
    return Counter(rows.values_list("state", flat=True))


def some_stand_ready(network: Network, account: Account) -> set[UUID]:
    """All calls that may run are at the network, the others have their intents: those."""
    plan(account, HELD)  # a network that has answered is trusted with more
    until(lambda: states() == {"sent": HELD})
    answered = len(network.accepted)
    network.may_answer.clear()
    plan(account, HELD)
    until(lambda: len(network.accepted) == answered + RUN)
    begun = Attempt.objects.filter(finished_at__isnull=True)
    until(lambda: begun.count() == HELD)
    rows = Delivery.objects.filter(state="sending").exclude(key__in=list(network.accepted))
    return set(rows.values_list("pk", flat=True))


def tries(keys: set[UUID]) -> set[tuple[int, int]]:
    """What was counted, and what is written down."""
    rows = Delivery.objects.filter(pk__in=keys)
    return {(row.attempts_made, row.attempts.count()) for row in rows}


def test_a_worker_that_is_told_to_stop_gives_back_what_stands_ready_as_if_never_claimed(
    network: Network, account: Account, work: Work
) -> None:
    """No other worker is there that could have waited for the end of their leases."""
    with work() as first:
        ready = some_stand_ready(network, account)
        assert len(ready) == HELD - RUN
        first.terminate()
        until(lambda: states(*ready) == {"planned": HELD - RUN})
        assert tries(ready) == {(0, 0)}
        assert not Delivery.objects.filter(pk__in=ready, lease_until__isnull=False).exists()
        network.may_answer.set()
        assert first.wait(60) == 0
    assert states() == {"sent": HELD + RUN, "planned": HELD - RUN}
    with work():
        until(lambda: states() == {"sent": 2 * HELD})
    assert set(network.accepted.values()) == {1}
    assert tries(ready) == {(1, 1)}
    assert not Attempt.objects.exclude(kind="send", outcome="accept").exists()


def test_what_stood_ready_in_a_worker_that_is_killed_is_sent_once_by_another(
    network: Network, account: Account, work: Work
) -> None:
    """Nobody can know that it was never called: the network is asked before it is sent."""
    with work() as first:
        ready = some_stand_ready(network, account)
        assert len(ready) == HELD - RUN
        first.kill()
        first.wait(20)
    network.may_answer.set()
    with work(in_flight=LEASE.total_seconds()):
        until(lambda: states() == {"sent": 2 * HELD})
    assert set(network.accepted.values()) == {1}
    looked = Attempt.objects.filter(delivery__in=ready, kind="look")
    assert set(looked.values_list("delivery", flat=True)) == ready

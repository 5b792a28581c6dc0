"""Two hosts, a broker that forgets, dispatchers that die: everything once, and nothing lost.

Real Redis, real processes, the database of the run. The network is a server of our own that
accepts at once, answers late, and counts.
"""

from __future__ import annotations

import os
import signal
import threading
import time
from collections import Counter
from collections.abc import Callable, Iterator, Sequence
from contextlib import ExitStack
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import pytest
from django.db import connection, connections

from kentongan.delivery import actions as deliveries, payload
from kentongan.delivery.models import Act, Delivery
from kentongan.jobs import actions, registry, sources
from kentongan.jobs.broker import Broker, listen
from kentongan.jobs.dispatcher import Dispatcher
from kentongan.jobs.lanes import Lanes
from kentongan.jobs.models import Job, Lead, Worker
from kentongan.jobs.sources import Claim, JobSource
from kentongan.jobs.worker import DISPATCH, WorkerLoop
from kentongan.kernel import clock
from kentongan.kernel.actor import Actor
from kentongan.kernel.clock import SystemClock
from kentongan.networks.models import Account, Credential, Health
from tests.cast import Cast
from tests.servers import Redis
from tests.servers.latih import Network, running as network_running
from tests.servers.machine import EVERY, THREADS, TICK, Machine
from tests.servers.worker import PURPOSE

pytestmark = [pytest.mark.slow, pytest.mark.postgres, pytest.mark.django_db(transaction=True)]

COUNT = 72
BY = Actor("uji", "Penguji")


@pytest.fixture
def network() -> Iterator[Network]:
    with network_running(seconds=0.2) as server:
        yield server


@pytest.fixture
def machines(redis_server: Redis, network: Network, tmp_path: Path) -> Iterator[list[Machine]]:
    """Two hosts."""
    with ExitStack() as stack:
        made = []
        for _ in range(2):
            made.append(
                Machine(
                    database=str(connection.settings_dict["NAME"]),
                    broker=redis_server.url(1),
                    notes=tmp_path / "notes",
                    inner_host=f"127.0.0.1:{network.server_port}",
                )
            )
            stack.callback(made[-1].close)
        yield made


@pytest.fixture
def account(cast: Cast, network: Network) -> Account:
    made = Account.objects.create(
        unit=cast.kecamatan, network="sandbox", handle="kec-sumberjati", created_at=clock.now(),
        server=f"http://127.0.0.1:{network.server_port}", health=Health.HEALTHY,
    )  # fmt: skip
    Credential.objects.create(
        account=made, kind="token", secret={"token": "jl_uji"}, updated_at=clock.now()
    )
    return made


def plan(account: Account, number: int) -> None:
    now = clock.now()
    deliveries.plan(
        by=BY, at=now, account=account, act=Act.PUBLISH, due_at=now, purpose=PURPOSE,
        subject=str(number), payload=payload.build(text=f"Jadwal {number}", created_at=now),
    )  # fmt: skip


def until(done: Callable[[], Any], *, seconds: float = 120) -> None:
    deadline = time.monotonic() + seconds
    while not done():
        states = Counter(Delivery.objects.values_list("state", "what_to_do"))
        assert time.monotonic() < deadline, states
        time.sleep(0.1)


def leader() -> int:
    """The id of the dispatcher that leads."""
    return int(Lead.objects.get(part=DISPATCH).host.rpartition(":")[2])


def test_hosts_brokers_and_dispatchers_die_and_everything_is_sent_once(
    machines: list[Machine],
    network: Network,
    account: Account,
    redis_server: Redis,
    tmp_path: Path,
) -> None:
    until(lambda: actions.waiting_threads(at=clock.now()) == 2 * THREADS)
    until(lambda: actions.led(DISPATCH, at=clock.now()))
    for number in range(COUNT):
        plan(account, number)

    until(lambda: len(network.accepted) > COUNT // 6)
    first = leader()
    next(one for one in machines if one.owns(first)).close()  # worker and dispatcher at once
    held = Job.objects.filter(state="leased").count()  # its leases outlive it for seconds

    until(lambda: leader() != first)
    until(lambda: len(network.accepted) > COUNT // 2)
    redis_server.flush(1)  # what was on its way is gone

    until(lambda: len(network.accepted) > COUNT * 2 // 3)
    os.kill(leader(), signal.SIGKILL)  # nobody leads: the worker that is left claims itself
    until(lambda: set(Delivery.objects.values_list("state", flat=True)) == {"sent"})

    assert len(network.accepted) == COUNT
    assert set(network.accepted.values()) == {1}
    # Whose host was killed between the intent and the call was never sent: it is, after a look.
    again = Delivery.objects.filter(attempts_made__gt=1)
    assert not again.exclude(attempts__kind="look").exists()
    the_periodic_job_came_once_at_each_turn(tmp_path / "notes", killed_with=held)


def the_periodic_job_came_once_at_each_turn(notes: Path, *, killed_with: int) -> None:
    until(lambda: not Job.objects.filter(state="leased").exists())
    turns = [
        int(at.timestamp()) // EVERY for at in Job.objects.values_list("created_at", flat=True)
    ]
    assert set(Job.objects.values_list("kind", flat=True)) == {TICK}
    assert len(turns) > 3
    assert len(turns) == len(set(turns))
    done = Job.objects.filter(state="done").count()
    # One that was killed between its work and its record is done again.
    assert done <= len(notes.read_text().splitlines()) <= done + killed_with


# --------------------------------------------------------------------------- one message at a time


@pytest.fixture
def calls(monkeypatch: pytest.MonkeyPatch) -> list[int]:
    """A job that notes the number it was called with."""
    noted: list[int] = []

    def note(*, at: datetime, number: int) -> None:
        noted.append(number)

    kinds = {"test.note": registry.Kind("test.note", note, None, 3)}
    for module in (registry, actions, sources):
        monkeypatch.setattr(module, "KINDS", kinds)
    return noted


@dataclass
class Doubling:
    """A broker that brings every message twice, the second time to whoever is free first."""

    broker: Broker
    sent: int = 0

    def answers(self) -> None:
        self.broker.answers()

    def send(self, source: str, claims: Sequence[Claim]) -> None:
        self.sent += 1
        for _ in range(2):
            self.broker.send(source, claims)


class Fed(JobSource):
    """Jobs for a worker that only does what it is sent."""

    def claim(self, limit: int, lanes: Lanes) -> Sequence[Claim]:
        return ()


def test_a_message_that_comes_twice_runs_once(calls: list[int], redis_server: Redis) -> None:
    address, ticking = redis_server.url(2), SystemClock()
    loop = WorkerLoop(clock=ticking, threads=8, sources=[Fed(ticking)])
    listener = listen(address, loop)
    listener.start()
    until(listener.listening)

    def work() -> None:
        loop.run()
        connections.close_all()

    thread = threading.Thread(target=work)
    thread.start()
    broker = Broker(address)
    sender = Doubling(broker)
    dispatcher = Dispatcher(clock=ticking, sources=[JobSource(ticking)], sender=sender)
    try:
        for number in range(12):
            actions.enqueue("test.note", run_at=datetime.now(UTC), args={"number": number})
        until(lambda: not dispatcher.round() and len(calls) >= 12)
        until(lambda: redis_server.ask("SELECT 2", then="LLEN kentongan").endswith(":0"))
    finally:
        listener.stop()
        loop.stop()
        thread.join(20)
        listener.join()
        broker.close()
    assert sorted(calls) == list(range(12))
    assert sender.sent >= 6  # never more than two at a time: a quarter of the threads
    assert not Worker.objects.exists()

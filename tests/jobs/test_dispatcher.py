"""Rounds of a dispatcher: one leads, no more is sent than threads wait, none without broker."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import UTC, datetime, timedelta

import pytest

from kentongan.jobs import actions, dispatcher as rounds, registry
from kentongan.jobs.dispatcher import BrokerAway, Dispatcher
from kentongan.jobs.models import Job, LiveDispatcher, Worker
from kentongan.jobs.sources import Claim, JobSource
from kentongan.jobs.worker import DISPATCH
from kentongan.kernel.clock import FrozenClock

NOW = datetime(2026, 8, 12, 2, 0, tzinfo=UTC)

pytestmark = pytest.mark.django_db


class Queue:
    """A broker in memory, which may be away."""

    def __init__(self) -> None:
        self.messages: list[Sequence[Claim]] = []
        self.away = False

    def answers(self) -> None:
        if self.away:
            raise BrokerAway("uji")

    def send(self, source: str, claims: Sequence[Claim]) -> None:
        self.answers()
        self.messages.append(claims)


@pytest.fixture
def queue() -> Queue:
    return Queue()


@pytest.fixture
def clock() -> FrozenClock:
    return FrozenClock(NOW)


@pytest.fixture
def dispatcher(queue: Queue, clock: FrozenClock, monkeypatch: pytest.MonkeyPatch) -> Dispatcher:
    """Forty jobs are due."""
    kinds = {"test.note": registry.Kind("test.note", lambda **_: None, None, 3)}
    for module in (registry, actions):
        monkeypatch.setattr(module, "KINDS", kinds)
    for _ in range(40):
        actions.enqueue("test.note", run_at=NOW)
    return Dispatcher(clock=clock, sources=[JobSource(clock)], sender=queue)


def worker_reports(threads: int, *, at: datetime) -> None:
    actions.beat(Worker(host="m", pid=1, started_at=at, seen_at=at, threads=threads), at=at)


def claimed() -> int:
    return Job.objects.filter(state="leased").count()


def test_what_all_waiting_threads_may_have_is_sent_in_chunks(
    dispatcher: Dispatcher, queue: Queue
) -> None:
    for _ in range(2):
        worker_reports(20, at=NOW)
    assert dispatcher.round() == 10  # jobs get a quarter of the forty threads
    assert [len(message) for message in queue.messages] == [rounds.CHUNK, 10 - rounds.CHUNK]
    assert dispatcher.round() == 10  # none of them was begun, so there is no room
    assert len(queue.messages) == 2


def test_nothing_is_claimed_while_nobody_listens(
    dispatcher: Dispatcher, clock: FrozenClock
) -> None:
    worker_reports(0, at=NOW)
    assert dispatcher.round() == 0
    worker_reports(8, at=NOW)
    clock.advance(seconds=11)  # and the one that listened has not been heard of since
    assert dispatcher.round() == 0
    assert claimed() == 0


def test_without_a_broker_nothing_is_claimed_and_nobody_leads(
    dispatcher: Dispatcher, queue: Queue
) -> None:
    worker_reports(8, at=NOW)
    dispatcher.round()
    assert actions.led(DISPATCH, at=NOW)
    before = claimed()
    queue.away = True
    with pytest.raises(BrokerAway):
        dispatcher.round()
    assert not actions.led(DISPATCH, at=NOW)
    assert claimed() == before


def test_a_second_dispatcher_waits_until_the_first_is_silent(
    dispatcher: Dispatcher, queue: Queue, clock: FrozenClock
) -> None:
    worker_reports(40, at=NOW)
    second = Dispatcher(clock=clock, sources=dispatcher.sources, sender=queue)
    dispatcher.round()
    assert second.round() == 0
    clock.advance(seconds=9)
    dispatcher.round()  # still there: leads on
    clock.advance(seconds=9)
    worker_reports(40, at=clock.now())
    assert second.round() == 0
    clock.advance(seconds=2)
    assert second.round() == 10


def test_what_a_message_lost_is_sent_again_when_its_lease_ends(
    dispatcher: Dispatcher, queue: Queue, clock: FrozenClock
) -> None:
    worker_reports(4, at=NOW)
    dispatcher.round()
    [[lost]] = queue.messages
    clock.advance(seconds=actions.LEASE.total_seconds())
    actions.recover(at=clock.now())
    Job.objects.exclude(pk=lost.id).update(state="done")
    clock.advance(minutes=1)
    worker_reports(4, at=clock.now())
    dispatcher.round()
    [again] = queue.messages[-1]
    assert again.id == lost.id
    assert again.token != lost.token


def test_a_turn_is_not_left_out_when_its_process_dies_while_taking_it(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    kinds = {"test.tick": registry.Kind("test.tick", lambda **_: None, "*/5 * * * *", 1)}
    for module in (registry, actions):
        monkeypatch.setattr(module, "KINDS", kinds)
    actions.enqueue_recurring(at=NOW)
    due = NOW + timedelta(minutes=5)

    def dies(*_args: object, **_named: object) -> None:
        raise KeyboardInterrupt

    with monkeypatch.context() as broken:
        broken.setattr(actions, "enqueue", dies)
        with pytest.raises(KeyboardInterrupt):
            actions.enqueue_recurring(at=due)
    assert actions.enqueue_recurring(at=due) == 1


def test_each_dispatcher_reports_what_it_sent_and_whether_the_broker_answers(
    dispatcher: Dispatcher, queue: Queue, clock: FrozenClock
) -> None:
    worker_reports(40, at=NOW)
    dispatcher.turn()
    second = Dispatcher(clock=clock, sources=dispatcher.sources, sender=queue)
    second.turn()
    rows = {row.pk: row for row in LiveDispatcher.objects.all()}
    assert (rows[dispatcher.id].sent, rows[second.id].sent) == (10, 0)
    assert rows[dispatcher.id].away_since is None
    queue.away = True
    for seconds in (4, 4):
        clock.advance(seconds=seconds)
        dispatcher.turn()
    row = LiveDispatcher.objects.get(pk=dispatcher.id)
    assert (row.away_since, row.seen_at) == (NOW + timedelta(seconds=4), clock.now())
    queue.away = False
    clock.advance(seconds=4)
    dispatcher.turn()
    assert LiveDispatcher.objects.get(pk=dispatcher.id).away_since is None


def test_a_dispatcher_that_is_stopped_or_long_silent_is_counted_on_by_nobody(
    dispatcher: Dispatcher, queue: Queue, clock: FrozenClock
) -> None:
    dispatcher.turn()
    clock.advance(minutes=11)
    second = Dispatcher(clock=clock, sources=dispatcher.sources, sender=queue)
    second.turn()
    assert [row.pk for row in LiveDispatcher.objects.all()] == [second.id]
    second.stop()
    second.run()
    assert not LiveDispatcher.objects.exists()
    assert not actions.led(DISPATCH, at=clock.now())

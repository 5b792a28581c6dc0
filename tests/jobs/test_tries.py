"""What counts as a try of a job: that work began, never that it was handed out."""

from __future__ import annotations

from datetime import UTC, datetime

import pytest

from kentongan.jobs import actions, registry, sources
from kentongan.jobs.lanes import Lanes
from kentongan.jobs.models import Job
from kentongan.jobs.sources import Claim, JobSource
from kentongan.kernel.clock import FrozenClock

NOW = datetime(2026, 8, 12, 2, 0, tzinfo=UTC)

pytestmark = pytest.mark.django_db


class Killed(BaseException):
    """The process is killed in the middle of the work."""


@pytest.fixture
def clock() -> FrozenClock:
    return FrozenClock(NOW)


@pytest.fixture
def deadly() -> set[str]:
    """Kinds that kill their worker."""
    return set()


@pytest.fixture
def ran(monkeypatch: pytest.MonkeyPatch, deadly: set[str]) -> list[str]:
    """What ran: ``once`` has one try, ``twice`` two."""
    calls: list[str] = []

    def work(*, at: datetime, kind: str) -> None:
        if kind in deadly:
            raise Killed
        calls.append(kind)

    kinds = {name: registry.Kind(name, work, None, tries) for name, tries in
             (("once", 1), ("twice", 2))}  # fmt: skip
    for module in (registry, actions, sources):
        monkeypatch.setattr(module, "KINDS", kinds)
    return calls


def due(kind: str) -> Job:
    job = actions.enqueue(kind, run_at=NOW, args={"kind": kind})
    assert job is not None
    return job


def handed_out(clock: FrozenClock) -> Claim:
    [claim] = JobSource(clock).claim(1, Lanes(clock, 4))
    return claim


def lease_ends(clock: FrozenClock) -> None:
    clock.advance(seconds=actions.LEASE.total_seconds())
    actions.recover(at=clock.now())


def test_a_message_that_is_lost_costs_no_try_and_is_handed_out_again_at_once(
    ran: list[str], clock: FrozenClock
) -> None:
    job = due("once")
    for _ in range(3):
        handed_out(clock)
        lease_ends(clock)
    job.refresh_from_db()
    assert (job.state, job.attempts, job.last_error, job.run_at) == ("due", 0, "", NOW)
    JobSource(clock).run(handed_out(clock))
    job.refresh_from_db()
    assert (ran, job.state, job.attempts) == (["once"], "done", 1)


def test_a_message_that_is_lost_after_a_failure_costs_none_of_the_tries_left(
    ran: list[str], clock: FrozenClock, deadly: set[str]
) -> None:
    job = due("twice")
    deadly.add("twice")
    with pytest.raises(Killed):
        JobSource(clock).run(handed_out(clock))
    lease_ends(clock)
    job.refresh_from_db()
    assert (job.state, job.attempts) == ("due", 1)
    assert "berhenti" in job.last_error
    for _ in range(2):
        clock.advance(hours=1)
        handed_out(clock)
        lease_ends(clock)
    deadly.clear()
    clock.advance(hours=1)
    JobSource(clock).run(handed_out(clock))
    assert ran == ["twice"]


def test_a_worker_that_is_told_to_stop_leaves_what_it_did_not_begin_to_others_at_once(
    ran: list[str], clock: FrozenClock
) -> None:
    job = due("once")
    for _ in range(3):
        JobSource(clock).give_back([handed_out(clock)])
    job.refresh_from_db()
    assert (job.state, job.attempts, job.run_at, job.lease_until) == ("due", 0, NOW, None)
    late = handed_out(clock)
    lease_ends(clock)
    taken = handed_out(clock)
    JobSource(clock).give_back([late])  # it is not his any more
    JobSource(clock).run(taken)
    assert ran == ["once"]


def test_work_that_kills_its_worker_ends_when_its_tries_are_used_up(
    ran: list[str], clock: FrozenClock, deadly: set[str]
) -> None:
    job = due("twice")
    deadly.add("twice")
    for _ in range(2):
        clock.advance(hours=1)
        with pytest.raises(Killed):
            JobSource(clock).run(handed_out(clock))
        lease_ends(clock)
    job.refresh_from_db()
    assert (job.state, job.attempts, ran) == ("failed", 2, [])


def test_whoever_lost_the_lease_before_beginning_begins_nothing(
    ran: list[str], clock: FrozenClock
) -> None:
    job = due("once")
    late = handed_out(clock)
    lease_ends(clock)
    JobSource(clock).run(late)
    job.refresh_from_db()
    assert (ran, job.state, job.attempts) == ([], "due", 0)
    JobSource(clock).run(handed_out(clock))
    assert ran == ["once"]
    clock.advance(minutes=1)
    assert actions.recover(at=clock.now()) == 0

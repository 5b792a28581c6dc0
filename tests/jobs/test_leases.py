"""Claims, leases, fences: one winner, nothing lost, nothing finished by the dead."""

import time
from collections.abc import Sequence
from datetime import UTC, datetime, timedelta
from threading import Barrier, Thread

import pytest
from cronsim import CronSimError
from django.db import connections

from kentongan.jobs import actions, registry, sources, worker
from kentongan.jobs.lanes import Lanes
from kentongan.jobs.models import Job, Recurring, Worker
from kentongan.jobs.sources import Claim, JobSource
from kentongan.kernel.clock import FrozenClock

NOW = datetime(2026, 8, 12, 2, 0, tzinfo=UTC)
LEASE = timedelta(seconds=20)


@pytest.fixture
def calls(monkeypatch: pytest.MonkeyPatch) -> list[dict[str, object]]:
    """A job ``test.note`` that notes its calls and fails while told to."""
    noted: list[dict[str, object]] = []

    def note(*, at: datetime, fail: bool = False, **args: object) -> None:
        noted.append(args)
        if fail:
            raise RuntimeError("tidak jadi")

    kinds = {"test.note": registry.Kind("test.note", note, None, 3)}
    monkeypatch.setattr(registry, "KINDS", kinds)
    monkeypatch.setattr(actions, "KINDS", kinds)
    monkeypatch.setattr(sources, "KINDS", kinds)
    return noted


@pytest.mark.django_db(transaction=True)
def test_of_many_claimants_one_wins_each_row(calls: list[dict[str, object]]) -> None:
    for number in range(12):
        actions.enqueue("test.note", run_at=NOW, args={"number": number})
    won: list[object] = []
    start = Barrier(4)

    def claim() -> None:
        start.wait()
        try:
            for _ in range(12):
                won.extend(pk for pk, _ in Job.objects.all().claim(at=NOW, lease=LEASE, limit=3))
        finally:
            connections.close_all()

    threads = [Thread(target=claim) for _ in range(4)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert len(won) == len(set(won)) == 12


@pytest.mark.django_db
def test_a_row_that_is_not_due_is_left_alone(calls: list[dict[str, object]]) -> None:
    actions.enqueue("test.note", run_at=NOW + timedelta(seconds=1))
    assert Job.objects.all().claim(at=NOW, lease=LEASE, limit=5) == []


@pytest.mark.django_db
def test_urgent_work_comes_first(calls: list[dict[str, object]]) -> None:
    actions.enqueue("test.note", run_at=NOW - timedelta(hours=1), args={"who": "routine"})
    urgent = actions.enqueue("test.note", run_at=NOW, args={"who": "urgent"}, priority=0)
    assert urgent is not None
    [(pk, _token)] = Job.objects.all().claim(at=NOW, lease=LEASE, limit=1)
    assert pk == urgent.pk


@pytest.mark.django_db
def test_a_worker_that_lost_its_lease_finishes_nothing(calls: list[dict[str, object]]) -> None:
    actions.enqueue("test.note", run_at=NOW)
    [(pk, old)] = Job.objects.all().claim(at=NOW, lease=LEASE, limit=1)
    later = NOW + LEASE
    assert actions.recover(at=later) == 1
    Job.objects.filter(pk=pk).update(run_at=later)
    [(_pk, new)] = Job.objects.all().claim(at=later, lease=LEASE, limit=1)
    assert not actions.finish(pk, old, at=later)
    assert actions.finish(pk, new, at=later)


@pytest.mark.django_db
def test_a_lease_that_is_renewed_does_not_run_out(calls: list[dict[str, object]]) -> None:
    actions.enqueue("test.note", run_at=NOW)
    held = Job.objects.all().claim(at=NOW, lease=LEASE, limit=1)
    assert Job.objects.all().renew(held, at=NOW + timedelta(seconds=15), lease=LEASE) == 1
    assert actions.recover(at=NOW + timedelta(seconds=30)) == 0


@pytest.mark.django_db
def test_whoever_takes_a_claim_over_first_has_it(calls: list[dict[str, object]]) -> None:
    for _ in range(3):
        actions.enqueue("test.note", run_at=NOW)
    sent = Job.objects.all().claim(at=NOW, lease=LEASE, limit=3)
    first = Job.objects.all().take_over(sent[:2], at=NOW, lease=LEASE)
    second = Job.objects.all().take_over(sent, at=NOW, lease=LEASE)
    assert [pk for pk, _ in first] == [pk for pk, _ in sent[:2]]
    assert [pk for pk, _ in second] == [sent[2][0]]
    assert not actions.finish(*sent[0], at=NOW)
    assert all(actions.finish(pk, token, at=NOW) for pk, token in [*first, *second])


@pytest.mark.django_db
def test_a_claim_that_was_given_back_cannot_be_taken_over(calls: list[dict[str, object]]) -> None:
    actions.enqueue("test.note", run_at=NOW)
    sent = Job.objects.all().claim(at=NOW, lease=LEASE, limit=1)
    actions.recover(at=NOW + LEASE)
    assert Job.objects.all().take_over(sent, at=NOW + LEASE, lease=LEASE) == []


@pytest.mark.django_db
def test_the_same_key_waits_once(calls: list[dict[str, object]]) -> None:
    assert actions.enqueue("test.note", run_at=NOW, key="satu")
    assert actions.enqueue("test.note", run_at=NOW, key="satu") is None


@pytest.mark.django_db(transaction=True)
def test_failing_work_is_tried_three_times_with_growing_waits(
    calls: list[dict[str, object]],
) -> None:
    actions.enqueue("test.note", run_at=NOW, args={"fail": True})
    clock = FrozenClock(NOW)
    waits = []
    for _ in range(3):
        worker.drain(clock, threads=1)
        job = Job.objects.get()
        waits.append(job.run_at - clock.now())
        clock.advance(hours=1)
    assert len(calls) == 3
    assert job.state == "failed"
    assert "tidak jadi" in job.last_error
    assert waits[0] < waits[1]


@pytest.mark.django_db(transaction=True)
def test_the_loop_runs_what_is_due_and_says_goodbye(calls: list[dict[str, object]]) -> None:
    for number in range(5):
        actions.enqueue("test.note", run_at=NOW, args={"number": number})
    worker.drain(FrozenClock(NOW), threads=4)
    assert sorted(str(c["number"]) for c in calls) == list("01234")
    assert set(Job.objects.values_list("state", flat=True)) == {"done"}
    assert not Worker.objects.exists()


@pytest.mark.django_db(transaction=True)
def test_what_ends_while_the_loop_looks_leaves_room_for_what_is_still_due(
    calls: list[dict[str, object]], monkeypatch: pytest.MonkeyPatch
) -> None:
    for number in range(2):  # one at a time, of four threads
        actions.enqueue("test.note", run_at=NOW, args={"number": number})
    loop = worker.build(clock=FrozenClock(NOW), threads=4)
    look = JobSource.claim

    def slowly(self: JobSource, limit: int, lanes: Lanes) -> Sequence[Claim]:
        found = look(self, limit, lanes)
        deadline = time.monotonic() + 30
        while not found and loop._running and time.monotonic() < deadline:
            time.sleep(0.005)
        return found

    monkeypatch.setattr(JobSource, "claim", slowly)
    loop.run(until_idle=True)
    assert len(calls) == 2


@pytest.mark.django_db
def test_a_recurring_job_is_put_in_line_once_per_turn(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    kinds = {"test.tick": registry.Kind("test.tick", lambda **_: None, "*/5 * * * *", 1)}
    monkeypatch.setattr(registry, "KINDS", kinds)
    monkeypatch.setattr(actions, "KINDS", kinds)
    assert actions.enqueue_recurring(at=NOW) == 0
    assert Recurring.objects.get().next_at == NOW + timedelta(minutes=5)
    assert actions.enqueue_recurring(at=NOW + timedelta(minutes=5)) == 1
    assert actions.enqueue_recurring(at=NOW + timedelta(minutes=5)) == 0


def test_an_unknown_cron_expression_is_refused() -> None:
    with pytest.raises(CronSimError):
        registry.job("test.bad", every="setiap pagi")

"""What works return is recorded together, and holds no thread while it waits for that."""

from __future__ import annotations

import threading
import time
from collections.abc import Callable, Mapping, Sequence
from datetime import timedelta
from functools import partial
from typing import Any
from uuid import UUID

import pytest

from kentongan.jobs import worker
from kentongan.jobs.lanes import Lanes
from kentongan.jobs.sources import Claim, Work
from kentongan.jobs.worker import IN_HAND, WorkerLoop
from kentongan.kernel.clock import SystemClock
from kentongan.kernel.ids import uuid7

pytestmark = pytest.mark.no_database

LONG, SHORT = timedelta(seconds=10), timedelta(seconds=0.1)


class Numbers:
    """A source whose works return the lane of their claim."""

    name = "numbers"

    def __init__(self) -> None:
        self.recorded: list[list[str]] = []
        self.may_record = threading.Event()
        self.broken = False

    def claim(self, limit: int, lanes: Lanes) -> Sequence[Claim]:
        return []

    def enter(self, claims: Sequence[Claim]) -> Sequence[tuple[Claim, Work]]:
        return [(claim, partial(str, claim.lane)) for claim in claims]

    def asks(self, claim: Claim, /) -> bool:
        return False

    def leave(self, results: Sequence[Any]) -> None:
        self.recorded.append(sorted(results))
        assert self.may_record.wait(30)
        assert not self.broken

    def presses(self, result: str, /) -> bool:
        return result == "now"

    def take_over(self, claims: Sequence[Claim]) -> Sequence[Claim]:
        return claims

    def in_hand(self) -> Mapping[UUID, str]:
        return {}

    def give_back(self, claims: Sequence[Claim]) -> None: ...

    def renew(self, claims: Sequence[Claim]) -> None: ...

    def housekeeping(self) -> None: ...


@pytest.fixture
def source() -> Numbers:
    return Numbers()


@pytest.fixture
def loop(source: Numbers) -> WorkerLoop:
    return WorkerLoop(clock=SystemClock(), threads=2, sources=[source])


def claims(*lanes: str) -> list[Claim]:
    return [Claim(uuid7(), uuid7(), lane) for lane in lanes]


def wait_for(true: Callable[[], object]) -> None:
    until = time.monotonic() + 30
    while not true():
        assert time.monotonic() < until
        time.sleep(0.005)


def test_what_waits_to_be_recorded_holds_no_thread_and_is_recorded_together(
    source: Numbers, loop: WorkerLoop
) -> None:
    assert not loop.accept("numbers", claims("1"), within=LONG)
    wait_for(lambda: source.recorded)  # and there it is held up
    assert not loop.accept("numbers", claims("2", "3", "4"), within=LONG)
    wait_for(lambda: len(loop._results) == 3)
    source.may_record.set()
    wait_for(lambda: not loop._running)
    assert source.recorded == [["1"], ["2", "3", "4"]]


def test_a_database_that_hangs_is_not_handed_ever_more(source: Numbers, loop: WorkerLoop) -> None:
    most = IN_HAND * loop.threads
    assert not loop.accept("numbers", claims(*map(str, range(most))), within=LONG)
    wait_for(lambda: not loop.lanes.held())
    assert len(loop.accept("numbers", claims("too many"), within=SHORT)) == 1
    source.may_record.set()
    wait_for(lambda: not loop._running)
    assert not loop.accept("numbers", claims("now"), within=LONG)
    wait_for(lambda: not loop._running)
    assert source.recorded[-1] == ["now"]


def test_what_cannot_be_recorded_is_let_go_and_the_worker_goes_on(
    source: Numbers, loop: WorkerLoop
) -> None:
    source.may_record.set()
    source.broken = True
    assert not loop.accept("numbers", claims("1"), within=LONG)
    wait_for(lambda: not loop._running)
    source.broken = False
    assert not loop.accept("numbers", claims("2"), within=LONG)
    wait_for(lambda: not loop._running)
    assert source.recorded == [["1"], ["2"]]


@pytest.mark.parametrize("pressing", [False, True])
def test_in_a_burst_a_result_waits_for_others_unless_it_presses(
    source: Numbers, loop: WorkerLoop, monkeypatch: pytest.MonkeyPatch, pressing: bool
) -> None:
    monkeypatch.setattr(worker, "PATIENCE", 60.0)
    source.may_record.set()
    loop._burst = True
    assert not loop.accept("numbers", claims("1"), within=LONG)
    wait_for(lambda: loop._results)
    if pressing:
        assert not loop.accept("numbers", claims("now"), within=LONG)
        wait_for(lambda: not loop._running)
    else:
        time.sleep(0.2)
        assert not source.recorded
        loop._pressed.set()  # or the thread would wait on

"""How many rows a lane may take in hand follows from how those before them ended."""

from __future__ import annotations

import threading
import time
from collections.abc import Callable, Mapping, Sequence
from datetime import UTC, datetime, timedelta
from functools import partial
from typing import Any
from uuid import UUID

import pytest

from kentongan.jobs.lanes import FIRST, FORGET, IN_TIME, SILENT, Lanes
from kentongan.jobs.sources import Claim, Work
from kentongan.jobs.worker import WorkerLoop
from kentongan.kernel.clock import FrozenClock
from kentongan.kernel.ids import uuid7

pytestmark = pytest.mark.no_database

THREADS = 32
HALF = THREADS // 2
#: All but an eighth.
AHEAD = THREADS - THREADS // 8


@pytest.fixture
def clock() -> FrozenClock:
    return FrozenClock(datetime(2026, 8, 12, tzinfo=UTC))


@pytest.fixture
def lanes(clock: FrozenClock) -> Lanes:
    return Lanes(clock, THREADS)


def rows(lane: str, count: int, *, first: int = 0) -> list[tuple[int, str]]:
    return [(number, lane) for number in range(first, first + count)]


def answered(lanes: Lanes, clock: FrozenClock, lane: str, *, seconds: float = 0.25) -> None:
    """As many as there is room for, each answered after so long."""
    some = rows(lane, lanes.room(lane))
    lanes.begin(some)
    clock.advance(seconds=seconds)
    lanes.end(some)


def test_a_lane_begins_with_few_and_answers_open_it_within_a_second(
    lanes: Lanes, clock: FrozenClock
) -> None:
    assert lanes.room("a") == FIRST
    for room in (2 * FIRST, 4 * FIRST, AHEAD, AHEAD):
        answered(lanes, clock, "a")
        assert lanes.room("a") == room


def test_who_has_always_answered_may_take_the_next_while_the_last_are_under_way(
    lanes: Lanes, clock: FrozenClock
) -> None:
    for _ in range(4):
        answered(lanes, clock, "a")
    lanes.begin(rows("a", HALF))
    assert lanes.room("a") == AHEAD - HALF
    lanes.begin(rows("a", AHEAD - HALF, first=HALF))
    assert lanes.room("a") == 0
    assert lanes.full() == ["a"]


def test_a_lane_without_answers_never_holds_more_than_the_few(
    lanes: Lanes, clock: FrozenClock
) -> None:
    lanes.begin(rows("a", FIRST - 1))
    assert lanes.room("a") == 1
    lanes.begin(rows("a", 1, first=FIRST))
    for _ in range(3):
        assert lanes.room("a") == 0
        clock.advance(seconds=SILENT)
    assert lanes.stuck() == ["a"]
    assert lanes.room("b") == FIRST


def test_silence_narrows_a_lane_that_was_wide(lanes: Lanes, clock: FrozenClock) -> None:
    for _ in range(4):
        answered(lanes, clock, "a")
    some = rows("a", HALF)
    lanes.begin(some)
    clock.advance(seconds=IN_TIME)
    lanes.end(some[:1])
    assert lanes.room("a") == 0  # half of the half, and it holds more
    lanes.end(some[1:])
    assert lanes.room("a") == FIRST


def test_what_was_never_called_shows_nothing(lanes: Lanes, clock: FrozenClock) -> None:
    lanes.begin(rows("a", FIRST))
    lanes.end(rows("a", FIRST), worked=False)
    assert lanes.room("a") == FIRST


def test_after_a_minute_it_is_forgotten_what_a_lane_has_shown(
    lanes: Lanes, clock: FrozenClock
) -> None:
    for _ in range(4):
        answered(lanes, clock, "a")
    clock.advance(seconds=FORGET)
    assert lanes.room("a") == FIRST


def test_what_is_urgent_does_not_wait_for_answers_to_others(
    lanes: Lanes, clock: FrozenClock
) -> None:
    lanes.begin(rows("a", FIRST))
    assert (lanes.room("a"), lanes.room("a", urgent=True)) == (0, THREADS - FIRST)


def test_threads_that_hang_are_missed_by_nobody_up_to_a_bound(
    lanes: Lanes, clock: FrozenClock
) -> None:
    lanes.begin(rows("a", THREADS))
    assert lanes.free() == 0
    clock.advance(seconds=SILENT + 1)
    assert lanes.free() == THREADS
    lanes.begin(rows("b", THREADS))
    clock.advance(seconds=SILENT + 1)
    assert lanes.free() == 0
    lanes.end(rows("a", THREADS))
    assert lanes.free() == THREADS


def test_a_dispatcher_learns_from_what_is_in_hand_no_more(lanes: Lanes, clock: FrozenClock) -> None:
    for _ in range(3):
        given = {uuid7(): "a" for _ in range(lanes.room("a"))}
        lanes.see(given)
        assert lanes.held("a") == len(given)
        clock.advance(seconds=0.25)
        lanes.see({})
    assert (lanes.held(), lanes.room("a")) == (0, AHEAD)


def wait_for(true: Callable[[], object]) -> None:
    until = time.monotonic() + 30
    while not true():
        assert time.monotonic() < until
        time.sleep(0.005)


class Hanging:
    """A source whose works in the lane ``hangs`` do not end until they may."""

    name = "hanging"

    def __init__(self) -> None:
        self.may_end = threading.Event()
        self.begun: list[str] = []
        self.ended: list[str] = []

    def claim(self, limit: int, lanes: Lanes) -> Sequence[Claim]:
        return []

    def enter(self, claims: Sequence[Claim]) -> Sequence[tuple[Claim, Work]]:
        return [(claim, partial(self._work, claim.lane)) for claim in claims]

    def _work(self, lane: str) -> None:
        self.begun.append(lane)
        if lane == "hangs":
            assert self.may_end.wait(30)
        self.ended.append(lane)

    def asks(self, claim: Claim, /) -> bool:
        return False

    def leave(self, results: Sequence[Any]) -> None: ...

    def presses(self, _result: Any, /) -> bool:
        return False

    def take_over(self, claims: Sequence[Claim]) -> Sequence[Claim]:
        return claims

    def in_hand(self) -> Mapping[UUID, str]:
        return {}

    def give_back(self, claims: Sequence[Claim]) -> None: ...

    def renew(self, claims: Sequence[Claim]) -> None: ...

    def housekeeping(self) -> None: ...


def test_a_worker_whose_threads_all_hang_goes_on_with_others(clock: FrozenClock) -> None:
    source = Hanging()
    loop = WorkerLoop(clock=clock, threads=2, sources=[source])
    soon, late = timedelta(seconds=0.1), timedelta(seconds=10)

    def claims(lane: str) -> list[Claim]:
        return [Claim(uuid7(), uuid7(), lane) for _ in range(2)]

    try:
        assert not loop.accept("hanging", claims("hangs"), within=late)
        assert len(loop.accept("hanging", claims("answers"), within=soon)) == 2
        clock.advance(seconds=SILENT + 1)
        assert not loop.accept("hanging", claims("answers"), within=late)
        wait_for(lambda: source.ended == ["answers", "answers"])
    finally:
        source.may_end.set()
    wait_for(lambda: not loop._running)


def test_half_of_the_threads_run_one_lane_and_the_next_go_on_where_one_ends(
    clock: FrozenClock,
) -> None:
    source = Hanging()
    loop = WorkerLoop(clock=clock, threads=4, sources=[source])
    late = timedelta(seconds=10)
    try:
        hang = [Claim(uuid7(), uuid7(), "hangs") for _ in range(3)]
        assert not loop.accept("hanging", hang, within=late)
        assert not loop.accept("hanging", [Claim(uuid7(), uuid7(), "answers")], within=late)
        wait_for(lambda: source.ended == ["answers"])  # it came after them
        wait_for(lambda: len(source.begun) == 3)  # a thread may begin after one that came later
        assert sorted(source.begun) == ["answers", "hangs", "hangs"]
        assert loop.lanes.held("hangs") == 3
    finally:
        source.may_end.set()
    wait_for(lambda: source.begun.count("hangs") == 3 and not loop._running)

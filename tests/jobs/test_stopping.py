"""A worker that is told to stop begins nothing more, and loses nothing that is under way."""

from __future__ import annotations

import threading
import time
from collections.abc import Callable, Mapping, Sequence
from datetime import timedelta
from functools import partial
from typing import Any
from uuid import UUID

import pytest

from kentongan.jobs.lanes import Lanes
from kentongan.jobs.sources import Claim, Work
from kentongan.jobs.worker import WorkerLoop
from kentongan.kernel.clock import SystemClock
from kentongan.kernel.ids import uuid7

pytestmark = [pytest.mark.django_db, pytest.mark.slow]


class Slow:
    """Four rows, two of which run at once until they may end; then the worker is told to stop."""

    name = "slow"

    def __init__(self) -> None:
        self.loop = WorkerLoop(clock=SystemClock(), threads=4, sources=[self])
        self.rows = [Claim(uuid7(), uuid7(), "one") for _ in range(4)]
        self.let_in, self.may_end = threading.Event(), threading.Event()
        self.let_in.set()
        self.begun: list[UUID] = []
        self.returned: list[UUID] = []
        self.recorded: list[UUID] = []
        self.offered = False

    def claim(self, limit: int, lanes: Lanes) -> Sequence[Claim]:
        if not self.offered:
            self.offered = True
            return self.rows
        if self.let_in.is_set():
            wait_for(lambda: len(self.begun) == 2)
        self.loop.stop()
        self.let_in.set()
        return []

    def enter(self, claims: Sequence[Claim]) -> Sequence[tuple[Claim, Work]]:
        assert self.let_in.wait(30)
        return [(claim, partial(self._work, claim)) for claim in claims]

    def _work(self, claim: Claim) -> UUID:
        self.begun.append(claim.id)
        assert self.may_end.wait(30)
        return claim.id

    def asks(self, claim: Claim, /) -> bool:
        return False

    def presses(self, _result: object, /) -> bool:
        return False

    def leave(self, results: Sequence[Any]) -> None:
        self.recorded += results

    def take_over(self, claims: Sequence[Claim]) -> Sequence[Claim]:
        return claims

    def in_hand(self) -> Mapping[UUID, str]:
        return {}

    def give_back(self, claims: Sequence[Claim]) -> None:
        self.returned += [claim.id for claim in claims]
        self.may_end.set()

    def renew(self, claims: Sequence[Claim]) -> None: ...

    def housekeeping(self) -> None: ...


def wait_for(true: Callable[[], object]) -> None:
    until = time.monotonic() + 30
    while not true():
        assert time.monotonic() < until
        time.sleep(0.005)


def test_what_stands_ready_is_given_back_and_what_runs_is_recorded() -> None:
    source = Slow()
    source.loop.run(grace=timedelta(seconds=10))
    assert len(source.begun) == 2
    assert sorted(source.recorded) == sorted(source.begun)
    assert sorted(source.returned) == sorted({row.id for row in source.rows} - {*source.begun})


def test_what_is_only_being_let_in_is_given_back_too() -> None:
    source = Slow()
    source.let_in.clear()
    source.loop.run(grace=timedelta(seconds=10))
    assert source.begun == []
    assert sorted(source.returned) == sorted(row.id for row in source.rows)


def test_an_answer_that_comes_after_the_grace_is_recorded_all_the_same() -> None:
    source = Slow()
    source.give_back = lambda claims: None  # type: ignore[method-assign]
    source.loop.run(grace=timedelta(seconds=0.1))
    assert source.recorded == []
    source.may_end.set()
    wait_for(lambda: sorted(source.recorded) == sorted(source.begun))

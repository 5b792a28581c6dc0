"""Memory is given back when a worker rests after work: once, and not while anything runs."""

import threading
from collections.abc import Mapping, Sequence
from uuid import UUID, uuid4

import pytest

from kentongan.jobs import worker
from kentongan.jobs.lanes import Lanes
from kentongan.jobs.sources import Claim, Work
from kentongan.jobs.worker import WorkerLoop
from kentongan.kernel.clock import SystemClock

pytestmark = pytest.mark.django_db
#: Lulls that are waited for before a loop is stopped: each would be another chance to tidy.
LULLS = 4


class OneRow:
    """A source with at most one row; it stops the loop after a few lulls."""

    name = "one"

    def __init__(self, *, rows: int, asked_meanwhile: int = 0) -> None:
        self.told: list[str] = []
        self.loop = WorkerLoop(clock=SystemClock(), threads=8, sources=[self])
        self._rows = rows
        self._asked_meanwhile = asked_meanwhile
        self._go_on = threading.Event()
        self._ended = threading.Event()
        self._lulls = 0
        if not rows:
            self._ended.set()

    def claim(self, limit: int, lanes: Lanes) -> Sequence[Claim]:
        """The row at first; nothing while it runs, nor afterwards."""
        if self._rows:
            self._rows -= 1
            return [Claim(uuid4(), uuid4(), "one")]
        if not self._ended.is_set() and self._asked_meanwhile:
            self._asked_meanwhile -= 1
        elif not self._ended.is_set():
            self._go_on.set()
            assert self._ended.wait(30)
        elif not lanes.held("one"):
            self._lulls += 1
            if self._lulls > LULLS:
                self.loop.stop()
        return []

    def enter(self, claims: Sequence[Claim]) -> Sequence[tuple[Claim, Work]]:
        """Nothing comes before the work."""
        return [(claim, self._work) for claim in claims]

    def _work(self) -> None:
        assert self._go_on.wait(30)
        self.told.append("worked")
        self._ended.set()

    def asks(self, claim: Claim, /) -> bool:
        return False

    def presses(self, _result: object, /) -> bool:
        return False

    def leave(self, results: Sequence[object]) -> None:
        """Nothing is returned."""

    def take_over(self, claims: Sequence[Claim]) -> Sequence[Claim]:
        """No dispatcher."""
        return []

    def in_hand(self) -> Mapping[UUID, str]:
        """Nobody asks."""
        return {}

    def give_back(self, claims: Sequence[Claim]) -> None:
        """Nothing is left."""

    def renew(self, claims: Sequence[Claim]) -> None:
        """No lease."""

    def housekeeping(self) -> None:
        """Nothing recurs."""


def told_by(source: OneRow, monkeypatch: pytest.MonkeyPatch) -> list[str]:
    """What happens in a loop over the source, with lulls cut short and none too soon to tidy."""
    monkeypatch.setattr(worker, "give_back", lambda: source.told.append("gave back"))
    monkeypatch.setattr(worker, "TIDY_AFTER", -1.0)
    monkeypatch.setattr(worker, "IDLE_WAIT", 0.01)
    monkeypatch.setattr(worker, "GATHER", 0.0)
    source.loop.run()
    return source.told


def test_after_work_memory_is_given_back_once(monkeypatch: pytest.MonkeyPatch) -> None:
    assert told_by(OneRow(rows=1), monkeypatch) == ["worked", "gave back"]


def test_while_work_runs_nothing_is_given_back(monkeypatch: pytest.MonkeyPatch) -> None:
    source = OneRow(rows=1, asked_meanwhile=3)
    assert told_by(source, monkeypatch)[0] == "worked"


def test_a_worker_that_had_nothing_to_do_leaves_memory_alone(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    assert told_by(OneRow(rows=0), monkeypatch) == []

"""What happens when: acts are done in the order of their times, so that the ledger reads as one.

An act may put further acts on the agenda, as a decision puts the next step there. What would
happen after the end does not happen: it is still to come when the demo begins.
"""

from __future__ import annotations

import heapq
from collections.abc import Callable
from datetime import datetime

Act = Callable[[datetime], None]


class Agenda:
    """Acts by time; those of the same time in the order in which they were added."""

    def __init__(self) -> None:
        self._heap: list[tuple[datetime, int, Act]] = []
        self._number = 0

    def add(self, at: datetime, act: Act) -> None:
        """Have ``act(at)`` done at ``at``."""
        heapq.heappush(self._heap, (at, self._number, act))
        self._number += 1

    def run(self, until: datetime) -> int:
        """Do everything up to and including ``until``; returns how many acts that were."""
        done = 0
        while self._heap and self._heap[0][0] <= until:
            at, _number, act = heapq.heappop(self._heap)
            act(at)
            done += 1
        return done

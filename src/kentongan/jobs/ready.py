"""What has entered and waits for its turn to be called, by lane.

A lane may hold more than run of it at once (``Lanes``): what it holds beyond that stands ready, so
that the next begins when one ends, and not only after more has been claimed and let in.
"""

from __future__ import annotations

import threading
from collections import Counter, defaultdict, deque
from typing import Generic, TypeVar

Item = TypeVar("Item")


class Ready(Generic[Item]):
    """Items by lane: who goes at once, who waits. May be asked by several threads."""

    def __init__(self) -> None:
        self._lock = threading.Lock()
        self._running: Counter[str] = Counter()
        self._waiting: defaultdict[str, deque[Item]] = defaultdict(deque)

    def goes(self, lane: str, item: Item, *, at_once: int) -> bool:
        """Whether a thread is to begin with the item, because fewer than ``at_once`` run.

        Otherwise it waits for :meth:`after`.
        """
        with self._lock:
            if self._running[lane] < at_once:
                self._running[lane] += 1
                return True
            self._waiting[lane].append(item)
            return False

    def after(self, lane: str) -> Item | None:
        """What the thread that has ended one of the lane goes on with; None: the thread is free."""
        with self._lock:
            if waiting := self._waiting[lane]:
                return waiting.popleft()
            self._running[lane] -= 1
            return None

    def withdraw(self) -> list[Item]:
        """All that wait, in every lane: they are in nobody's hands any more."""
        with self._lock:
            waiting = [item for lane in self._waiting.values() for item in lane]
            self._waiting.clear()
            return waiting

"""What is in hand in each lane, and how much more each may take.

A network that hangs must slow nobody. So how many calls it may hold follows from what it has shown,
as TCP does with a line (slow start): few at first, one more for each that ends in time, half as
many after one that does not. Threads whose calls hang are missed by nobody, because as many others
may run instead.
"""

from __future__ import annotations

import threading
from collections import Counter
from collections.abc import Hashable, Iterable, Mapping

from kentongan.kernel.clock import Clock

#: What names one piece of work, and its lane.
Row = tuple[Hashable, str]

#: A lane of which nothing is known holds such a share of the threads, but so many at least; with
#: an answer in a quarter of a second it has its most after one second.
FIRST_SHARE = 8
FIRST = 4
#: What runs of a lane at once is at most such a share of the threads.
MOST_SHARE = 2
#: A lane that has always answered may hold more than that, so that the next are ready to go
#: (``ready.py``); but such a share of the threads stays with the others.
OTHERS_SHARE = 8
#: Seconds: what ends sooner has been answered. Less than any time-out of ours (connecting: 8 s).
IN_TIME = 7.0
#: Seconds after which a call is taken to hang, until it ends: its thread is replaced by another.
SILENT = 2.0
#: Threads that hang are replaced by at most so many times the threads.
REPLACED = 1
#: Seconds after which it is forgotten what a lane has shown.
FORGET = 60.0


class Lanes:
    """What is in hand, by lane. May be asked and told by several threads.

    ``threads``: how many may be in hand, not counting those that hang.
    """

    def __init__(self, clock: Clock, threads: int) -> None:
        self.threads = threads
        self._clock = clock
        self._lock = threading.Lock()
        #: Rows that run, with their lanes; since when.
        self._since: dict[Row, float] = {}
        self._held: Counter[str] = Counter()
        #: How many a lane may hold, and when one of it last ended.
        self._widths: dict[str, tuple[int, float]] = {}

    @property
    def most(self) -> int:
        """How many of a lane may run at once."""
        return max(1, self.threads // MOST_SHARE)

    @property
    def few(self) -> int:
        """What a lane may hold of which nothing is known."""
        return min(self.most, max(FIRST, self.threads // FIRST_SHARE))

    @property
    def ahead(self) -> int:
        """What a lane may hold that has always answered: what runs, and the next."""
        return max(self.most, self.threads - max(1, self.threads // OTHERS_SHARE))

    def begin(self, rows: Iterable[Row]) -> None:
        """They have threads from now on; or, told again, their work begins only now."""
        at = self._clock.elapsed()
        with self._lock:
            for row in rows:
                self._held[row[1]] += row not in self._since
                self._since[row] = at

    def end(self, rows: Iterable[Row], *, worked: bool = True) -> None:
        """Their threads are free. ``worked``: False where it shows nothing of the lane."""
        at = self._clock.elapsed()
        with self._lock:
            for row in rows:
                lane, since = row[1], self._since.pop(row)
                self._held[lane] -= 1
                if worked:
                    width = self._width(lane, at)
                    width = width + 1 if at - since < IN_TIME else width // 2
                    self._widths[lane] = max(self.few, min(width, self.ahead)), at

    def see(self, in_hand: Mapping[Hashable, str]) -> None:
        """What runs now, wherever; the rest has ended. For a dispatcher, which is not told."""
        now = set(in_hand.items())
        with self._lock:
            before = set(self._since)
        self.begin(now - before)
        self.end(before - now)

    def held(self, lane: str | None = None) -> int:
        """How many run: in one lane, or in all."""
        with self._lock:
            return self._held.total() if lane is None else self._held[lane]

    def free(self) -> int:
        """How many more may begin: what hangs is replaced, up to a bound."""
        with self._lock:
            hanging = min(self._hanging(), REPLACED * self.threads)
            return self.threads + hanging - self._held.total()

    def room(self, lane: str, *, urgent: bool = False) -> int:
        """How many more of a lane may be claimed now.

        What is ``urgent`` does not wait until a lane has shown much, and may have all threads.
        """
        with self._lock:
            width = self.threads if urgent else self._width(lane, self._clock.elapsed())
            return max(width - self._hanging(lane) - self._held[lane], 0)

    def full(self, *, urgent: bool = False) -> list[str]:
        """Lanes that have no room now."""
        return [lane for lane in self._known() if not self.room(lane, urgent=urgent)]

    def stuck(self) -> list[str]:
        """Those of them in which a call hangs: it will be a while."""
        full = self.full()
        with self._lock:
            return [lane for lane in full if self._hanging(lane)]

    def _known(self) -> list[str]:
        with self._lock:
            return sorted(lane for lane, count in self._held.items() if count > 0)

    def _width(self, lane: str, at: float) -> int:
        width, ended = self._widths.get(lane, (self.few, at))
        return width if at - ended < FORGET else self.few

    def _hanging(self, lane: str | None = None) -> int:
        before = self._clock.elapsed() - SILENT
        rows = self._since.items()
        return sum(since < before and lane in (None, row[1]) for row, since in rows)

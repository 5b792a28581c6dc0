"""The worker process: asks its sources for due work and runs it in threads.

A source claims rows and runs one claimed row; due jobs are one source, deliveries another
(registered by `delivery`). The loop itself knows neither. A worker may be killed at any
moment: everything it holds comes back through its leases.

What is done for many at once, before the work and after it, has threads of its own, and few of
them: each thread that asks the database has a connection, which costs both sides more to open and
to warm than a delivery does.
"""

from __future__ import annotations

import logging
import os
import socket
import threading
import time
from collections import deque
from collections.abc import Callable, Collection, Iterable, Mapping, Sequence
from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta
from typing import Any

from django.db import Error as DatabaseError, close_old_connections, connections

from kentongan.jobs import actions
from kentongan.jobs.lanes import REPLACED, Lanes
from kentongan.jobs.models import Worker
from kentongan.jobs.ready import Ready
from kentongan.jobs.sources import SOURCES, Claim, JobSource, Source, Work
from kentongan.kernel.clock import Clock
from kentongan.kernel.memory import give_back

log = logging.getLogger("kentongan.worker")

IDLE_WAIT = 0.5
HOUSEKEEPING = 3.0
#: While work is running new work is claimed in batches, at the latest after so many seconds, or
#: when such a share of the threads is free again: asking for one row costs as many statements as
#: asking for ten, and every asking reads through all that is due. Where less is in hand, half of
#: that will do: a lane that begins with few is not to wait for many.
GATHER = 0.4
FREE_AGAIN = 3
#: Seconds between two times at which an idle worker gives freed memory back.
TIDY_AFTER = 30.0
#: In a burst, which is when the last results were several, the first waits so long for others,
#: unless one presses (``Source.presses``).
PATIENCE = 0.2
#: Results that are recorded at a time; and threads for what comes before the work.
AT_ONCE = 128
ENTERING = 2
#: Results not yet recorded, and what is being worked on, are together at most so many times the
#: threads: a database that has become slow must not be handed ever more.
IN_HAND = 2
BOTH = (False, True)
#: The part that a dispatcher leads (``actions.lead``).
DISPATCH = "dispatch"


class WorkerLoop:
    """Claims and runs until told to stop; then gives back what waits, and lets what runs finish.

    ``listening``: whether work that a dispatcher sends reaches this process (``broker.py``). While
    it does and a dispatcher leads, nothing is claimed here: work comes by way of :meth:`accept`.
    """

    def __init__(
        self,
        *,
        clock: Clock,
        threads: int,
        sources: Sequence[Source],
        listening: Callable[[], bool] = lambda: False,
    ) -> None:
        self.clock = clock
        self.threads = threads
        self.lanes = Lanes(clock, threads)
        self.sources = sources
        self.listening = listening
        self.stopping = threading.Event()
        #: By source, and whether they ask the database while they work: those that do are few.
        self._pools = {(s.name, asks): _pool(s, asks, threads) for s in sources for asks in BOTH}
        self._ready: Ready[tuple[Source, Claim, Work]] = Ready()
        self._entering = ThreadPoolExecutor(ENTERING, thread_name_prefix="enter")
        self._leaving = ThreadPoolExecutor(1, thread_name_prefix="leave")
        self._results: deque[tuple[Source, Claim, Any]] = deque()
        self._burst = False
        self._pressed = threading.Event()
        self._recording = False
        self._fed = False
        self._woken = threading.Event()
        self._lock = threading.Lock()
        self._freed = threading.Condition(self._lock)
        self._running: dict[Claim, Source] = {}
        self._until_idle = False
        self._finished = 0
        #: The loop looks again when so many have finished since it claimed.
        self._awaited = 1
        self._took_at = 0.0
        #: How many were in hand then.
        self._in_hand = 0
        self._tidied_at = time.monotonic()
        self._untidy = False

    def stop(self) -> None:
        """Take nothing new."""
        self.stopping.set()
        self._woken.set()

    def accept(self, name: str, claims: Sequence[Claim], *, within: timedelta) -> Sequence[Claim]:
        """Begin what a dispatcher claimed, as threads become free.

        Called by the thread that listens. Returns what found no thread ``within`` so long, or
        before this process was stopped.
        """
        source = next(source for source in self.sources if source.name == name)
        left = list(claims)
        deadline = time.monotonic() + within.total_seconds()
        while left and not self.stopping.is_set() and time.monotonic() < deadline:
            with self._freed:
                # Short waits: `stop` is called by a signal, which must not want the lock.
                self._freed.wait_for(lambda: self._room() > 0, timeout=IDLE_WAIT)
                room = self._room()
            if room <= 0:
                continue
            self._begin(source, source.take_over(left[:room]))
            left = left[room:]
        return left

    def run(self, *, until_idle: bool = False, grace: timedelta = timedelta(seconds=15)) -> None:
        """Work until stopped; with ``until_idle`` (tests) until nothing is due any more."""
        self._until_idle = until_idle
        now = self.clock.now()
        me = Worker(host=socket.gethostname(), pid=os.getpid(), started_at=now, seen_at=now)
        next_care = 0.0
        try:
            while not self.stopping.is_set():
                try:
                    if time.monotonic() >= next_care:
                        self._care(me)
                        next_care = time.monotonic() + HOUSEKEEPING
                    if self._fed:
                        self.stopping.wait(IDLE_WAIT)
                        continue
                    if self._gathering():
                        self._await(self._several, GATHER)
                        continue
                    # What ends while it looks leaves room for what it did not take.
                    is_idle = not self._running
                    taken = self._take()
                except DatabaseError:
                    # The database is away or busy beyond its time-out: wait, do not die.
                    log.exception("the database does not answer; waiting")
                    close_old_connections()
                    self.stopping.wait(2)
                    continue
                if until_idle and is_idle and not taken:
                    break
                if not taken:
                    self._tidy()
                    self._await(1, 0.05 if until_idle else IDLE_WAIT)
        finally:
            self.stopping.set()
            deadline = time.monotonic() + grace.total_seconds()
            while self._running and time.monotonic() < deadline:
                self._give_back_ready()
                time.sleep(0.02)
            # Not before: what has entered still needs threads.
            for pool in (self._entering, *self._pools.values(), self._leaving):
                pool.shutdown(wait=False, cancel_futures=False)
            actions.leave(me)

    @property
    def _several(self) -> int:
        return max(1, min(self.threads // FREE_AGAIN, self._in_hand // 2))

    def _gathering(self) -> bool:
        """Whether it pays to let more of what is running end before claiming again."""
        with self._lock:
            few = bool(self._running) and self._finished < self._several
        return few and not self._until_idle and time.monotonic() - self._took_at < GATHER

    def _await(self, finished: int, seconds: float) -> None:
        """Until so many have finished since the last claim, or something is in hand no more.

        Whoever ends sooner does not wake the loop: in a burst it would be woken by each.
        """
        with self._lock:
            self._awaited = finished
            if self._finished >= finished:
                return
        self._woken.wait(seconds)
        self._woken.clear()

    def _tidy(self) -> None:
        """After work, in a lull: pictures and long texts leave much free memory behind."""
        now = time.monotonic()
        if self._untidy and not self._running and now - self._tidied_at > TIDY_AFTER:
            self._untidy, self._tidied_at = False, now
            give_back()

    def _care(self, me: Worker) -> None:
        listens = self.listening()
        me.threads = self.threads if listens else 0
        at = self.clock.now()
        actions.beat(me, at=at)
        self._fed = listens and actions.led(DISPATCH, at=at)
        with self._lock:
            running = list(self._running.items())
        for source in self.sources:
            if mine := [claim for claim, owner in running if owner is source]:
                source.renew(mine)
            source.housekeeping()

    def _take(self) -> int:
        """Claim as much as there is room for; returns how many rows were taken."""
        taken = 0
        self._took_at = time.monotonic()
        with self._lock:
            self._finished = 0
        for source in self.sources:
            with self._lock:
                room = self._room()
            if room <= 0:
                break
            claims = source.claim(room, self.lanes)
            self._begin(source, claims)
            taken += len(claims)
        self._in_hand = self.lanes.held()
        return taken

    def _room(self) -> int:
        """How many more rows may be taken in hand; to be asked with the lock."""
        free = self.lanes.free()
        unrecorded = len(self._running) - self.lanes.held()
        return min(free, (IN_HAND - 1) * self.threads + free - unrecorded)

    def _begin(self, source: Source, claims: Sequence[Claim]) -> None:
        """What was claimed together enters together."""
        if not claims:
            return
        with self._lock:
            self._untidy = True
            self._running.update(dict.fromkeys(claims, source))
        self.lanes.begin((claim, claim.lane) for claim in claims)
        self._entering.submit(self._enter, source, claims)

    def _enter(self, source: Source, claims: Sequence[Claim]) -> None:
        going: Sequence[tuple[Claim, Work]] = ()
        try:
            if not self.stopping.is_set():
                going = source.enter(claims)
            if self.stopping.is_set():
                going = ()
                source.give_back(claims)
        except Exception:  # their leases run out and they come back
            log.exception("%s: %d claimed together failed", source.name, len(claims))
        finally:
            self._let_go_of_connections()
            if stayed := set(claims) - {claim for claim, _work in going}:
                self._free(stayed, worked=False)
                self._end(stayed)
        for claim, work in going:
            item, asks = (source, claim, work), source.asks(claim)
            at_once = self.lanes.few if asks else self.lanes.most
            if self._ready.goes(claim.lane, item, at_once=at_once):
                self._pools[source.name, asks].submit(self._work_off, claim.lane, item)

    def _give_back_ready(self) -> None:
        """What has entered and not begun is left to others, for this process is to end."""
        waiting = self._ready.withdraw()
        for source in self.sources:
            if not (claims := [claim for owner, claim, _work in waiting if owner is source]):
                continue
            try:
                source.give_back(claims)
            except Exception:  # their leases run out
                log.exception("%s: %d claims were not given back", source.name, len(claims))
            self._free(claims, worked=False)
            self._end(claims)

    def _work_off(self, lane: str, item: tuple[Source, Claim, Work] | None) -> None:
        """One after the other, until none of the lane is ready."""
        while item is not None:
            self._work(*item)
            item = self._ready.after(lane)

    def _work(self, source: Source, claim: Claim, work: Work) -> None:
        result = None
        self.lanes.begin([(claim, claim.lane)])
        try:
            result = work()
        except Exception:  # the lease runs out and the row comes back; the thread lives on
            log.exception("%s %s failed", source.name, claim.id)
        finally:
            self._let_go_of_connections()
            if result is None:
                self._end([claim])
            else:
                self._came((source, claim, result))
            self._free([claim])

    def _came(self, result: tuple[Source, Claim, Any]) -> None:
        """It is to be recorded: with those that wait already, if some do."""
        source, _claim, outcome = result
        with self._lock:
            self._results.append(result)
            is_alone, self._recording = not self._recording, True
        if source.presses(outcome):
            self._pressed.set()
        if not is_alone:
            return
        try:
            self._leaving.submit(self._leave_all)
        except RuntimeError:  # the grace is over, but the answer is here: nobody else records it
            self._leave_all()

    def _leave_all(self) -> None:
        """Record what comes in until nothing is left."""
        while True:
            if self._burst and len(self._results) < AT_ONCE:
                self._pressed.wait(PATIENCE)
            self._pressed.clear()
            together: dict[Source, list[tuple[Claim, Any]]] = {}
            with self._lock:
                for _ in range(min(len(self._results), AT_ONCE)):
                    source, claim, result = self._results.popleft()
                    together.setdefault(source, []).append((claim, result))
                if not together:
                    self._recording = False
                    return
            self._burst = sum(map(len, together.values())) > 1
            self._leave(together)

    def _leave(self, together: Mapping[Source, Sequence[tuple[Claim, Any]]]) -> None:
        for source, results in together.items():
            try:
                source.leave([result for _claim, result in results])
            except Exception:  # their leases run out: then it is found out what became of them
                log.exception("%s: %d results were not recorded", source.name, len(results))
            finally:
                self._let_go_of_connections()
                self._end([claim for claim, _result in results])

    def _let_go_of_connections(self) -> None:
        if self._until_idle:
            connections.close_all()
        else:
            close_old_connections()

    def _free(self, claims: Collection[Claim], *, worked: bool = True) -> None:
        """Their threads are free again."""
        self.lanes.end(((claim, claim.lane) for claim in claims), worked=worked)
        with self._lock:
            self._finished += len(claims)
            self._freed.notify()
            enough = self._finished >= self._awaited
        if enough:
            self._woken.set()

    def _end(self, claims: Iterable[Claim]) -> None:
        """They are ours no more."""
        with self._lock:
            for claim in claims:
                self._running.pop(claim, None)
            self._freed.notify()
        self._woken.set()


def _pool(source: Source, asks: bool, threads: int) -> ThreadPoolExecutor:
    """Threads, begun as they are needed, with those that replace threads that hang."""
    name = f"{source.name}-asks" if asks else source.name
    return ThreadPoolExecutor(threads + REPLACED * threads, thread_name_prefix=name)


def all_sources(clock: Clock) -> list[Source]:
    """Everything that may be due, most urgent first."""
    return [*(factory(clock) for factory in SOURCES), JobSource(clock)]


def build(*, clock: Clock, threads: int) -> WorkerLoop:
    """A loop over all registered sources."""
    return WorkerLoop(clock=clock, threads=threads, sources=all_sources(clock))


def drain(clock: Clock, threads: int = 4) -> None:
    """Run everything that is due now, then return; for tests and the command line."""
    build(clock=clock, threads=threads).run(until_idle=True)

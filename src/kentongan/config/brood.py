"""Several processes from one that has loaded everything: they share its memory and begin at once.

The parent works on nothing itself: it starts a child anew when one ends, and passes on that it is
to stop. Children end with their parent, even when that one is killed with -9.
"""

from __future__ import annotations

import ctypes
import gc
import os
import signal
import sys
import time
import traceback
from collections.abc import Callable
from contextlib import suppress
from types import FrameType

from kentongan.config.supervisor import FIRST_WAIT, PR_SET_PDEATHSIG, QUICK_DEATHS, STEADY

STOPS = (signal.SIGTERM, signal.SIGINT)
#: A child that was killed, but lived so many seconds, did not fail by itself.
GROWN = 1.0


class Brood:
    """``count`` children, each of which runs ``work`` and gives its exit code."""

    def __init__(self, count: int, work: Callable[[], int]) -> None:
        self.count = count
        self.work = work
        self.stopping = False
        self._libc = ctypes.CDLL(None, use_errno=True)
        #: When each was started, by its process.
        self._children: dict[int, float] = {}
        #: How many have failed one after the other.
        self._failed = 0

    def run(self) -> int:
        """Until told to stop, or until children keep failing by themselves (1)."""
        # What is loaded stays: were it looked through for garbage, its memory would be copied.
        gc.freeze()
        before = {number: signal.signal(number, self._stop) for number in STOPS}
        try:
            while not self.stopping and self._failed < QUICK_DEATHS:
                while len(self._children) < self.count and not self.stopping:
                    self._start()
                self._await_one()
            return int(not self.stopping)
        finally:
            self._stop()
            while self._children:
                self._await_one()
            for number, handler in before.items():
                signal.signal(number, handler)

    def _start(self) -> None:
        parent = os.getpid()
        # A child that is told to stop before it listens for that would not hear it.
        signal.pthread_sigmask(signal.SIG_BLOCK, STOPS)
        try:
            if (pid := os.fork()) == 0:
                self._be_child(parent)
            self._children[pid] = time.monotonic()
        finally:
            signal.pthread_sigmask(signal.SIG_UNBLOCK, STOPS)

    def _be_child(self, parent: int) -> None:
        code = 1
        try:
            for number in STOPS:
                signal.signal(number, signal.SIG_DFL)
            self._libc.prctl(PR_SET_PDEATHSIG, int(signal.SIGTERM))
            signal.pthread_sigmask(signal.SIG_UNBLOCK, STOPS)
            if os.getppid() == parent:
                code = self.work()
        except BaseException:  # noqa: BLE001 - the edge of the process
            traceback.print_exc()
        finally:
            sys.stdout.flush()
            sys.stderr.flush()
            os._exit(code)

    def _await_one(self) -> None:
        """Wait for the end of a child; one that failed by itself is not started anew at once."""
        pid, status = os.wait()
        lived = time.monotonic() - self._children.pop(pid)
        if lived > (GROWN if os.WIFSIGNALED(status) else STEADY):
            self._failed = 0
            return
        self._failed += 1
        if not self.stopping:
            time.sleep(FIRST_WAIT)

    def _stop(self, _number: int = 0, _frame: FrameType | None = None) -> None:
        self.stopping = True
        for pid in list(self._children):
            with suppress(ProcessLookupError):  # it has just ended
                os.kill(pid, signal.SIGTERM)


def keep(count: int, work: Callable[[], int]) -> int:
    """Keep ``count`` children at ``work``; returns the exit code when they have ended."""
    return Brood(count, work).run()

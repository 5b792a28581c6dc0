"""Keeps web and worker running as children, and takes them along when it ends. No Django.

A child that ends is started again, later each time; one that keeps ending at once stops the
whole. Children end with their supervisor, even when that one is killed with -9
(``PR_SET_PDEATHSIG``). Their output is passed on line by line, with their name in front.
"""

from __future__ import annotations

import ctypes
import os
import selectors
import signal
import subprocess
import sys
import time
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass

GRACE = 20.0
"""Seconds that children have to finish after being asked to stop."""
STEADY = 30.0
"""A child that lived so many seconds starts anew without a wait."""
FIRST_WAIT = 0.5
"""Seconds before the second start of a child that died young; doubles with every death."""
QUICK_DEATHS = 5
"""So many deaths in a row, none of them steady, and the supervisor gives up."""
PR_SET_PDEATHSIG = 1
STOP_SIGNALS = (signal.SIGINT, signal.SIGTERM, signal.SIGHUP)


@dataclass
class Child:
    """One process that is to run always."""

    name: str
    argv: Sequence[str]
    process: subprocess.Popen[bytes] | None = None
    started: float = 0.0
    deaths: int = 0
    start_at: float = 0.0
    rest: bytes = b""

    @property
    def running(self) -> bool:
        """Whether the process has been started and not yet been seen to end."""
        return self.process is not None


class Supervisor:
    """Runs ``children`` until a signal, or until one of them cannot be kept alive.

    ``ready`` is asked a few times a second until it is true; then ``on_ready`` is called once.
    """

    def __init__(
        self,
        children: Mapping[str, Sequence[str]],
        *,
        ready: Callable[[], bool] = lambda: True,
        on_ready: Callable[[], None] = lambda: None,
        grace: float = GRACE,
        first_wait: float = FIRST_WAIT,
    ) -> None:
        self.children = [Child(name, argv) for name, argv in children.items()]
        self.ready = ready
        self.on_ready = on_ready
        self.grace = grace
        self.first_wait = first_wait
        self.stops = 0
        self._libc = ctypes.CDLL(None, use_errno=True)
        self._selector = selectors.DefaultSelector()

    def run(self) -> int:
        """Exit code: 0 after a signal, 1 when a child could not be kept alive."""
        before = {number: signal.signal(number, self._on_signal) for number in STOP_SIGNALS}
        waiting = True
        try:
            while not self.stops:
                for child in self.children:
                    if not child.running and time.monotonic() >= child.start_at:
                        self._start(child)
                self._pump(0.05 if waiting else 0.5)
                for child in self.children:
                    if self._ended(child) and child.deaths >= QUICK_DEATHS:
                        self._tell(f"{child.name} berhenti {child.deaths} kali berturut-turut;")
                        self._tell("sebabnya ada pada baris-baris di atas. Kentongan dihentikan.")
                        return 1
                if waiting and not self.stops and self.ready():
                    waiting = False
                    self.on_ready()
            return 0
        finally:
            self._stop_all()
            for number, handler in before.items():
                signal.signal(number, handler)

    def _on_signal(self, _number: int, _frame: object) -> None:
        self.stops += 1

    def _start(self, child: Child) -> None:
        parent = os.getpid()

        def end_with_parent() -> None:
            self._libc.prctl(PR_SET_PDEATHSIG, int(signal.SIGTERM))
            if os.getppid() != parent:
                os._exit(1)

        child.process = subprocess.Popen(
            list(child.argv),
            stdin=subprocess.DEVNULL,
            stdout=subprocess.PIPE,
            stderr=subprocess.STDOUT,
            start_new_session=True,  # Ctrl-C reaches the supervisor alone, which then asks
            preexec_fn=end_with_parent,  # noqa: PLW1509 - single-threaded
        )
        child.started = time.monotonic()
        assert child.process.stdout is not None
        os.set_blocking(child.process.stdout.fileno(), False)
        self._selector.register(child.process.stdout, selectors.EVENT_READ, child)

    def _pump(self, timeout: float) -> None:
        """Pass on what children print; returns after ``timeout`` seconds or earlier."""
        if not self._selector.get_map():
            time.sleep(timeout)
        for key, _ in self._selector.select(timeout):
            child: Child = key.data
            chunk = os.read(key.fd, 65536)
            if chunk:
                *lines, child.rest = (child.rest + chunk).split(b"\n")
                for line in lines:
                    self._print(child.name, line)
            else:
                self._selector.unregister(key.fileobj)

    def _ended(self, child: Child) -> bool:
        """Whether the child has just ended; plans its next start."""
        process = child.process
        if process is None or process.poll() is None:
            return False
        self._pump(0)
        if child.rest:
            self._print(child.name, child.rest)
        if process.stdout is not None:
            if process.stdout in self._selector.get_map():
                self._selector.unregister(process.stdout)
            process.stdout.close()
        now = time.monotonic()
        steady = now - child.started >= STEADY
        child.deaths = 1 if steady else child.deaths + 1
        wait = 0.0 if steady else self.first_wait * 2 ** (child.deaths - 1)
        child.process, child.rest, child.start_at = None, b"", now + wait
        if not self.stops and child.deaths < QUICK_DEATHS:
            self._tell(f"{child.name} berhenti ({process.returncode}); dijalankan lagi.")
        return True

    def _stop_all(self) -> None:
        """Ask all to stop; after the grace, or on a second signal, end them."""
        self._signal_all(signal.SIGTERM)
        deadline = time.monotonic() + self.grace
        self.stops = max(self.stops, 1)
        while any(child.running for child in self.children):
            if self.stops > 1 or time.monotonic() > deadline:
                self._signal_all(signal.SIGKILL)
            self._pump(0.05)
            for child in self.children:
                self._ended(child)

    def _signal_all(self, number: signal.Signals) -> None:
        for child in self.children:
            if child.process is not None and child.process.poll() is None:
                os.killpg(child.process.pid, number)

    @staticmethod
    def _print(name: str, line: bytes) -> None:
        sys.stderr.write(f"{name:<6} | {line.decode(errors='replace').rstrip()}\n")
        sys.stderr.flush()

    def _tell(self, text: str) -> None:
        self._print("utama", text.encode())

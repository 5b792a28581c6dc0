"""The dispatcher: claims for the workers of many hosts, and sends them what they are to do.

Any number may run; one of them leads (``actions.lead``), the others wait for its end. What is in
hand anywhere is read from the database, so the bound holds whoever claimed it and whatever the
broker lost: never more rows than there are waiting threads, not counting those that hang.
"""

from __future__ import annotations

import logging
import os
import socket
import threading
from collections.abc import Sequence
from typing import Protocol

from django.db import Error as DatabaseError, close_old_connections

from kentongan.jobs import actions
from kentongan.jobs.lanes import Lanes
from kentongan.jobs.models import LiveDispatcher
from kentongan.jobs.sources import Claim, Source
from kentongan.jobs.worker import DISPATCH, FREE_AGAIN, GATHER, HOUSEKEEPING
from kentongan.kernel.clock import Clock
from kentongan.kernel.ids import uuid7

log = logging.getLogger("kentongan.dispatcher")

#: Seconds between two rounds while nothing is due, and while something is in hand.
IDLE_WAIT = 0.5
BUSY_WAIT = 0.1
#: Seconds before a broker or database that does not answer is asked again.
AWAY_WAIT = 2.0
#: Rows in one message: its worker takes them over, and then writes them down, together.
CHUNK = 8


class BrokerAway(Exception):
    """The broker does not answer."""


class Sender(Protocol):
    """What brings claims to a worker."""

    def answers(self) -> None:
        """Raises :class:`BrokerAway` unless the broker takes messages now."""
        ...

    def send(self, source: str, claims: Sequence[Claim]) -> None:
        """Put one message in the queue; raises :class:`BrokerAway`."""
        ...


class Dispatcher:
    """Claims and sends until told to stop."""

    def __init__(self, *, clock: Clock, sources: Sequence[Source], sender: Sender) -> None:
        self.clock = clock
        self.sources = sources
        self.sender = sender
        self.id = uuid7()
        self.host = f"{socket.gethostname()}:{os.getpid()}"
        self.stopping = threading.Event()
        now = clock.now()
        self.me = LiveDispatcher(id=self.id, host=self.host, started_at=now, seen_at=now)
        self._lanes = Lanes(clock, 0)
        self._took_at = -GATHER
        self._reported_at = -HOUSEKEEPING

    def stop(self) -> None:
        """Send nothing new."""
        self.stopping.set()

    def run(self) -> None:
        """Rounds until stopped. Without broker or database nobody is led: workers claim alone."""
        try:
            while not self.stopping.is_set():
                try:
                    wait = self.turn()
                except DatabaseError:
                    log.exception("the database does not answer; waiting")
                    close_old_connections()
                    wait = AWAY_WAIT
                self.stopping.wait(wait)
        finally:
            actions.sign_off(DISPATCH, holder=self.id)

    def turn(self) -> float:
        """One round, and every few seconds a report of how it went; seconds until the next."""
        try:
            wait = BUSY_WAIT if self.round() else IDLE_WAIT
            self.me.away_since = None
        except BrokerAway as error:
            log.warning("the broker does not answer; workers claim themselves: %s", error)
            self.me.away_since = self.me.away_since or self.clock.now()
            wait = AWAY_WAIT
        if self.clock.elapsed() - self._reported_at >= HOUSEKEEPING:
            actions.report(self.me, at=self.clock.now())
            self._reported_at = self.clock.elapsed()
        return wait

    def round(self) -> int:
        """Claim and send what there is room for; returns how much is in hand now.

        Nothing is claimed before the broker has answered: what could not be sent would be held
        back until its lease ends.
        """
        try:
            self.sender.answers()
        except BrokerAway:
            actions.step_down(DISPATCH, holder=self.id)
            raise
        at = self.clock.now()
        if not actions.lead(DISPATCH, holder=self.id, host=self.host, at=at):
            return 0
        lanes = self._lanes
        lanes.threads = actions.waiting_threads(at=at)
        lanes.see({pk: lane for source in self.sources for pk, lane in source.in_hand().items()})
        if self._gathering():
            return lanes.held()
        self._took_at = self.clock.elapsed()
        for source in self.sources:
            if (room := lanes.free()) <= 0:
                break
            claims = source.claim(room, lanes)
            for start in range(0, len(claims), CHUNK):
                chunk = claims[start : start + CHUNK]
                self.sender.send(source.name, chunk)
                self.me.sent += len(chunk)
            lanes.begin((claim.id, claim.lane) for claim in claims)
        return lanes.held()

    def _gathering(self) -> bool:
        """Whether it pays to let more become free before claiming again, as in the worker."""
        few = self._lanes.free() < max(1, self._lanes.threads // FREE_AGAIN)
        return few and self.clock.elapsed() - self._took_at < GATHER

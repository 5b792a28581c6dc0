"""Where the worker finds what is due: the protocol of a source, and due jobs as one of them."""

from __future__ import annotations

import logging
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from functools import partial
from typing import Any, Protocol
from uuid import UUID

from kentongan.jobs import actions
from kentongan.jobs.lanes import Lanes
from kentongan.jobs.models import Job
from kentongan.jobs.registry import KINDS
from kentongan.kernel.clock import Clock

#: Lanes of jobs: those that compute for long have one of their own.
LIGHT, HEAVY = "jobs", "jobs.heavy"
#: Jobs have at most such a share of the threads, and of theirs those that compute for long.
JOBS_SHARE, HEAVY_SHARE = 4, 2

log = logging.getLogger("kentongan.worker")

#: What one row asks for. What it returns is left to :meth:`Source.leave`; None: all is recorded.
Work = Callable[[], Any]


@dataclass(frozen=True, slots=True)
class Claim:
    """One claimed row. ``lane``: rows of one lane share a bound on what runs at once."""

    id: UUID
    token: UUID
    lane: str


class Source(Protocol):
    """Where due work comes from."""

    name: str

    def claim(self, limit: int, lanes: Lanes) -> Sequence[Claim]:
        """Claim up to ``limit`` rows, of each lane no more than has room."""
        ...

    def enter(self, claims: Sequence[Claim]) -> Sequence[tuple[Claim, Work]]:
        """Do for all of them what comes before the work; then the work of each that goes on.

        It runs in a thread of its own.
        """
        ...

    def asks(self, claim: Claim, /) -> bool:
        """Whether its work asks the database itself: each thread that does keeps a connection.

        So few of a lane run at once, in threads that do nothing else.
        """
        ...

    def leave(self, results: Sequence[Any]) -> None:
        """Record what works of this source returned at about the same moment."""
        ...

    def presses(self, result: Any, /) -> bool:
        """Whether a result does not wait for others: were the process killed, nobody knew it."""
        ...

    def take_over(self, claims: Sequence[Claim]) -> Sequence[Claim]:
        """Those of the claims, made by a dispatcher, that nobody has begun, now as our own."""
        ...

    def in_hand(self) -> Mapping[UUID, str]:
        """The rows that are claimed now, by whomever, with their lanes."""
        ...

    def give_back(self, claims: Sequence[Claim]) -> None:
        """Let go of claims, entered or not, whose work has not begun: as if never claimed."""
        ...

    def renew(self, claims: Sequence[Claim]) -> None:
        """Prolong the leases of what runs here."""
        ...

    def housekeeping(self) -> None:
        """Every few seconds: bring back lost work, plan what recurs."""
        ...


SOURCES: list[Callable[[Clock], Source]] = []


def register_source(factory: Callable[[Clock], Source]) -> None:
    """Add a source of work; called once from ``AppConfig.ready``."""
    if factory not in SOURCES:
        SOURCES.append(factory)


class JobSource:
    """Due jobs of ``jobs.registry``."""

    name = "jobs"

    def __init__(self, clock: Clock) -> None:
        self.clock = clock

    def claim(self, limit: int, lanes: Lanes) -> Sequence[Claim]:
        """At most a quarter of the threads, so that jobs never delay deliveries.

        Half of those at most compute for long, so that a library full of pictures to be read keeps
        neither reminders nor what citizens write waiting; and either kind may always have one.
        """
        # Claiming is a transaction, in which SQLite lets nobody else write: not for nothing.
        if not Job.objects.due(self.clock.now()).exists():
            return []
        most = max(1, lanes.threads // JOBS_SHARE)
        heavy = lanes.held(HEAVY)
        room = max(1, min(most // HEAVY_SHARE, most - lanes.held(LIGHT))) - heavy
        claims = self._claim(HEAVY, min(limit, room))
        room = max(1, most - heavy - len(claims)) - lanes.held(LIGHT)
        return claims + self._claim(LIGHT, min(limit - len(claims), room))

    def _claim(self, lane: str, limit: int) -> list[Claim]:
        heavy = [kind.name for kind in KINDS.values() if kind.heavy]
        of_lane = Job.objects.filter if lane == HEAVY else Job.objects.exclude
        rows = of_lane(kind__in=heavy).claim(at=self.clock.now(), lease=actions.LEASE, limit=limit)
        return [Claim(pk, token, lane) for pk, token in rows]

    def enter(self, claims: Sequence[Claim]) -> Sequence[tuple[Claim, Work]]:
        """Nothing comes before a job."""
        return [(claim, partial(self.run, claim)) for claim in claims]

    def run(self, claim: Claim) -> None:
        """Call the function; any error is recorded with the job, which is tried again."""
        if not actions.begin(claim.id, claim.token):
            return
        job = Job.objects.get(pk=claim.id)
        at = self.clock.now()
        kind = KINDS.get(job.kind)
        try:
            if kind is None:
                raise LookupError(f"no such job: {job.kind}")
            kind.function(at=at, **job.args)
        except Exception as error:  # the edge of the process: recorded, logged, tried again
            log.exception("job %s failed", job.kind)
            actions.fail(job, claim.token, at=self.clock.now(), error=repr(error))
        else:
            actions.finish(claim.id, claim.token, at=self.clock.now())

    def asks(self, _claim: Claim, /) -> bool:
        """Every job does."""
        return True

    def leave(self, results: Sequence[Any]) -> None:
        """Nothing comes after a job: it records its own end."""

    def presses(self, _result: Any, /) -> bool:
        """No job leaves a result."""
        return False

    def take_over(self, claims: Sequence[Claim]) -> Sequence[Claim]:
        """Jobs that a dispatcher claimed, if nobody was faster."""
        held = [(c.id, c.token) for c in claims]
        rows = Job.objects.all().take_over(held, at=self.clock.now(), lease=actions.LEASE)
        lanes = {c.id: c.lane for c in claims}
        return [Claim(pk, token, lanes[pk]) for pk, token in rows]

    def in_hand(self) -> Mapping[UUID, str]:
        """All jobs that are claimed."""
        rows = Job.objects.filter(state="leased").order_by()
        heavy = {kind.name for kind in KINDS.values() if kind.heavy}
        found = rows.values_list("pk", "kind")
        return {pk: HEAVY if kind in heavy else LIGHT for pk, kind in found}

    def give_back(self, claims: Sequence[Claim]) -> None:
        """They are due again at once."""
        actions.give_back({c.id: c.token for c in claims}, at=self.clock.now())

    def renew(self, claims: Sequence[Claim]) -> None:
        """Prolong the leases of running jobs."""
        held = [(c.id, c.token) for c in claims]
        Job.objects.all().renew(held, at=self.clock.now(), lease=actions.LEASE)

    def housekeeping(self) -> None:
        """Bring back expired leases and put recurring work in line."""
        at = self.clock.now()
        actions.recover(at=at)
        actions.enqueue_recurring(at=at)

"""Deliveries as a source of work for the worker: claiming, lanes, recovery."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from datetime import timedelta
from functools import partial
from typing import Any
from uuid import UUID

from kentongan.delivery import (
    buckets,
    engine,
    fairness,
    reconcile,
    record,
    recovery,
    resuming,
    stops,
)
from kentongan.delivery.models import Delivery, DeliveryQuerySet
from kentongan.jobs.lanes import Lanes
from kentongan.jobs.sources import Claim, Work
from kentongan.kernel.clock import Clock
from kentongan.networks.models import Health

LEASE = timedelta(seconds=20)
#: While there is enough to send, lost answers are looked for only so often (seconds).
LOOK_EVERY = 1.0
#: What became of them is asked: an answer was lost, or the network is still at work.
LOOKED_FOR = ("unknown", "pending")
#: Accounts in these states send nothing; their deliveries wait until somebody reconnects them.
SILENT = (Health.BROKEN, Health.UNCONNECTED, Health.MANUAL)


class DeliverySource:
    """Due deliveries, lost answers to look for, and acts a network is still working on."""

    name = "delivery"

    def __init__(self, clock: Clock) -> None:
        self.clock = clock
        self._looked_at = -LOOK_EVERY
        self._line = fairness.Line(clock)
        self._in_vain: tuple[list[str], float] = ([], -fairness.IN_VAIN)

    def claim(self, limit: int, lanes: Lanes) -> Sequence[Claim]:
        """Claim across networks, of each as many as it has shown to answer (``jobs/lanes.py``).

        Emergencies (priority 0) come first, then units take turns. What would run into a bucket
        that the network closed is left alone, by looks too. Lanes are ``network`` for sending and
        ``~network`` for looking, so that a slow network delays neither the others nor proof.
        """
        if not lanes.held() and not self._any():
            return []
        full = lanes.full()
        asked, asked_at = self._in_vain
        if full and full == asked and self.clock.elapsed() - asked_at < fairness.IN_VAIN:
            return []
        sendable = Delivery.objects.exclude(account__health__in=SILENT)
        halted = stops.halted()
        if halted is not None:
            sendable = sendable.exclude(halted)
        looks = Delivery.objects.exclude(
            network__in=[lane[1:] for lane in full if lane.startswith("~")]
        )
        if (closed := buckets.closed(at=self.clock.now())) is not None:
            sendable, looks = sendable.exclude(closed), looks.exclude(closed)
        claims, offered = self._sends(sendable, min(limit, lanes.most), lanes)
        # Where others were faster, what comes next may be free.
        if full and not offered:
            self._in_vain = (full, self.clock.elapsed())
        if (claims or lanes.held()) and self.clock.elapsed() - self._looked_at < LOOK_EVERY:
            return claims
        self._looked_at = self.clock.elapsed()
        for state in LOOKED_FOR:
            room = min(limit - len(claims), lanes.most)
            claims += self._looks(looks, room, lanes, state=state)
        return claims

    def _any(self) -> bool:
        """Whether anything is due at all: one statement for a worker at rest instead of six."""
        states = (*DeliveryQuerySet.claimable_states, *LOOKED_FOR)
        rows = Delivery.objects.due(self.clock.now(), states)
        return rows.exclude(state="unknown", asks_person=True).exists()

    def _sends(self, rows: DeliveryQuerySet, limit: int, lanes: Lanes) -> tuple[list[Claim], bool]:
        """What may be sent, in the order of ``fairness``; and whether there was anything to try."""
        at = self.clock.now()
        offered = self._line.first(rows, at=at, limit=limit, lanes=lanes)
        claims, free = self._claims(rows, offered, limit, lanes)
        taken = {claim.id for claim in claims}
        self._line.took(offered, [pk for pk in free if pk not in taken])
        fairness.note({pick.unit for pick in offered if pick.pk in taken}, at=at)
        return claims, bool(offered)

    def _looks(
        self, rows: DeliveryQuerySet, limit: int, lanes: Lanes, *, state: str
    ) -> list[Claim]:
        """What is to be asked about, most urgent first."""
        if limit <= 0:
            return []
        if state == "unknown":  # what a person must say is not asked of the network any more
            rows = rows.filter(asks_person=False)
        due = rows.due(self.clock.now(), [state]).values_list("pk", "network", "unit_id")
        found = [fairness.Pick(*row) for row in due[: 2 * limit]]
        return self._claims(rows, found, limit, lanes, mark="~", state=state)[0]

    def _claims(
        self,
        rows: DeliveryQuerySet,
        offered: Sequence[fairness.Pick],
        limit: int,
        lanes: Lanes,
        *,
        mark: str = "",
        state: str | None = None,
    ) -> tuple[list[Claim], list[UUID]]:
        """Claim some of those ``offered``; also gives those that nobody else had in hand."""
        known = {pick.pk: pick for pick in offered}
        free: list[UUID] = []
        if not known:
            return [], free

        def fit(keys: Sequence[UUID]) -> list[UUID]:
            free.extend(keys)
            mine = fairness.fitting(map(known.__getitem__, keys), lanes, limit=limit, mark=mark)
            return [pick.pk for pick in mine]

        states = (state,) if state else None
        pairs = rows.claim(
            at=self.clock.now(), lease=LEASE, limit=limit, states=states, into=state,
            order=list(known), fit=fit,
        )  # fmt: skip
        return [Claim(pk, token, f"{mark}{known[pk].network}") for pk, token in pairs], free

    def enter(self, claims: Sequence[Claim]) -> Sequence[tuple[Claim, Work]]:
        """What is to be sent passes the gate and is begun together; a look is by itself."""
        sends = {(claim.id, claim.token): claim for claim in claims if not self.asks(claim)}
        looks = [claim for claim in claims if self.asks(claim)]
        going = engine.enter(list(sends), clock=self.clock)
        return [
            *((sends[row], work) for row, work in going),
            *((claim, partial(self._look, claim)) for claim in looks),
        ]

    def asks(self, claim: Claim, /) -> bool:
        """A look does; a call does not, what it is for was read when it entered."""
        return claim.lane.startswith("~")

    def leave(self, results: Sequence[Any]) -> None:
        """Record the outcomes together."""
        engine.leave(results)

    def presses(self, result: record.Ending, /) -> bool:
        """Where the network cannot be asked: after a kill a person would be."""
        return result.presses

    def run(self, claim: Claim) -> None:
        """Do what the state of one row asks for and record what came of it, in this thread."""
        results = [work() for _claim, work in self.enter([claim])]
        self.leave([result for result in results if result is not None])

    def _look(self, claim: Claim) -> None:
        state = Delivery.objects.values_list("state", flat=True).filter(pk=claim.id).first()
        work: dict[str, Callable[..., None]] = {
            "unknown": reconcile.look,
            "pending": resuming.resume,
        }
        if state in work:
            work[state](claim.id, claim.token, clock=self.clock)

    def take_over(self, claims: Sequence[Claim]) -> Sequence[Claim]:
        """Deliveries that a dispatcher claimed, if nobody was faster."""
        lanes = {claim.id: claim.lane for claim in claims}
        held: list[tuple[UUID, UUID]] = [(c.id, c.token) for c in claims]
        pairs = Delivery.objects.all().take_over(held, at=self.clock.now(), lease=LEASE)
        return [Claim(pk, token, lanes[pk]) for pk, token in pairs]

    def in_hand(self) -> Mapping[UUID, str]:
        """All deliveries with a lease, with their lanes."""
        rows = Delivery.objects.filter(
            state__in=DeliveryQuerySet.leased_states, lease_until__isnull=False
        )
        found = rows.order_by().values_list("pk", "network", "state")
        return {pk: code if state == "sending" else f"~{code}" for pk, code, state in found}

    def give_back(self, claims: Sequence[Claim]) -> None:
        """They are due again at once; an intent that was committed is taken back."""
        recovery.give_back({claim.id: claim.token for claim in claims}, at=self.clock.now())

    def renew(self, claims: Sequence[Claim]) -> None:
        """Prolong the leases of what runs here."""
        held: list[tuple[UUID, UUID]] = [(c.id, c.token) for c in claims]
        Delivery.objects.all().renew(held, at=self.clock.now(), lease=LEASE)

    def housekeeping(self) -> None:
        """Bring back what dead workers left; expire what came too late."""
        at = self.clock.now()
        recovery.recover(at=at)
        recovery.expire(at=at)

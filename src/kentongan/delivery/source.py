"""Deliveries as a source of work for the worker: claiming, lanes, recovery."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Sequence
from datetime import timedelta
from uuid import UUID

from kentongan.delivery import buckets, engine, fairness, reconcile, recovery, stops
from kentongan.delivery.models import Delivery, DeliveryQuerySet
from kentongan.jobs.worker import Claim
from kentongan.kernel.clock import Clock
from kentongan.networks.models import Health

LEASE = timedelta(seconds=20)
#: While there is enough to send, lost answers are looked for only so often (seconds).
LOOK_EVERY = 1.0
#: Accounts in these states send nothing; their deliveries wait until somebody reconnects them.
SILENT = (Health.BROKEN, Health.UNCONNECTED, Health.MANUAL)


class DeliverySource:
    """Due deliveries, lost answers to look for, and acts a network is still working on."""

    name = "delivery"

    def __init__(self, clock: Clock) -> None:
        self.clock = clock
        self._looked_at = -LOOK_EVERY

    def claim(self, limit: int, busy: Counter[str], threads: int) -> Sequence[Claim]:
        """Claim across networks; no network may hold more than half of the threads.

        Emergencies (priority 0) come first, then units take turns. What would run into a bucket
        that the network closed is left alone, by looks too. Lanes are ``network`` for sending and
        ``~network`` for looking, so that a slow network delays neither the others nor proof.
        """
        share = max(1, threads // 2)
        full = [lane for lane, count in busy.items() if count >= share]
        rows = Delivery.objects.exclude(network__in=[f for f in full if not f.startswith("~")])
        halted = stops.halted()
        sendable = rows.exclude(account__health__in=SILENT)
        if halted is not None:
            sendable = sendable.exclude(halted)
        looks = Delivery.objects.filter(asks_person=False).exclude(
            network__in=[f[1:] for f in full if f.startswith("~")]
        )
        if (closed := buckets.closed(at=self.clock.now())) is not None:
            sendable, looks = sendable.exclude(closed), looks.exclude(closed)
        claims = self._sends(sendable, min(limit, share))
        if claims and self.clock.elapsed() - self._looked_at < LOOK_EVERY:
            return claims
        self._looked_at = self.clock.elapsed()
        for state in ("unknown", "pending"):
            room = min(limit - len(claims), share)
            claims += self._claims(looks, room, mark="~", state=state)
        return claims

    def _sends(self, rows: DeliveryQuerySet, limit: int) -> list[Claim]:
        """What may be sent, in the order of ``fairness``.

        Twice as many are picked as wanted: another worker may be taking the first of them.
        """
        at = self.clock.now()
        chosen = fairness.picks(rows, at=at, limit=2 * limit) if limit > 0 else []
        if not chosen:
            return []
        claims = self._claims(rows, limit, order=chosen)
        fairness.note([claim.id for claim in claims], at=at)
        return claims

    def _claims(
        self,
        rows: DeliveryQuerySet,
        limit: int,
        *,
        mark: str = "",
        state: str | None = None,
        order: Sequence[UUID] = (),
    ) -> list[Claim]:
        if limit <= 0:
            return []
        states = (state,) if state else None
        at = self.clock.now()
        pairs = rows.claim(at=at, lease=LEASE, limit=limit, states=states, into=state, order=order)
        networks = dict(
            Delivery.objects.filter(pk__in=[pk for pk, _ in pairs]).values_list("pk", "network")
        )
        return [Claim(pk, token, f"{mark}{networks[pk]}") for pk, token in pairs]

    def run(self, claim: Claim) -> None:
        """Do what the state of the row asks for."""
        if not claim.lane.startswith("~"):
            engine.run(claim.id, claim.token, clock=self.clock)
            return
        state = Delivery.objects.values_list("state", flat=True).filter(pk=claim.id).first()
        work: dict[str, Callable[..., None]] = {
            "unknown": reconcile.look,
            "pending": engine.resume,
        }
        if state in work:
            work[state](claim.id, claim.token, clock=self.clock)

    def take_over(self, claims: Sequence[Claim]) -> Sequence[Claim]:
        """Deliveries that a dispatcher claimed, if nobody was faster."""
        lanes = {claim.id: claim.lane for claim in claims}
        held: list[tuple[UUID, UUID]] = [(c.id, c.token) for c in claims]
        pairs = Delivery.objects.all().take_over(held, at=self.clock.now(), lease=LEASE)
        return [Claim(pk, token, lanes[pk]) for pk, token in pairs]

    def in_hand(self) -> Counter[str]:
        """All deliveries with a lease, by lane."""
        rows = Delivery.objects.filter(
            state__in=("sending", "unknown", "pending"), lease_until__isnull=False
        )
        counts: Counter[str] = Counter()
        for network, state in rows.order_by().values_list("network", "state"):
            counts[network if state == "sending" else f"~{network}"] += 1
        return counts

    def renew(self, claims: Sequence[Claim]) -> None:
        """Prolong the leases of what runs here."""
        held: list[tuple[UUID, UUID]] = [(c.id, c.token) for c in claims]
        Delivery.objects.all().renew(held, at=self.clock.now(), lease=LEASE)

    def housekeeping(self) -> None:
        """Bring back what dead workers left; expire what came too late."""
        at = self.clock.now()
        recovery.recover(at=at)
        recovery.expire(at=at)

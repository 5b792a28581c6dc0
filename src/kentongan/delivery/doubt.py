"""What may still be on its way, and proof that comes after the decision.

A worker that let go of a row (killed, or out of time) may have written its request just before:
the network may yet accept it. Until that can no longer happen, neither a look nor a person can
say that it is not public. And once it is proved to be public, every other state gives way.
"""

from __future__ import annotations

from datetime import datetime, timedelta
from math import ceil
from typing import Any
from uuid import UUID

from django.db import IntegrityError, transaction

from kentongan.delivery.models import SET_ASIDE, Delivery
from kentongan.delivery.moves import move
from kentongan.delivery.states import DELIVERY
from kentongan.kernel.clock import Clock
from kentongan.kernel.say import gettext as _, gettext_noop
from kentongan.networks.registry import CONNECTORS

#: A request that was written is accepted within so long after its worker let go, or never: as long
#: as a connector usually waits for its answer at most, and as much again. :func:`in_flight` says it
#: for a network.
IN_FLIGHT = timedelta(seconds=60)
USUAL_WAIT = 30.0
#: Seconds for which having seen that a delivery is ours may be relied on.
FRESH = 5.0
LIVE_AFTER_ALL = gettext_noop(
    "Jejaring ternyata menerimanya: ini tayang. Tarik bila tidak dikehendaki."
)
TWICE = gettext_noop(
    "Kiriman ini ternyata tayang juga: %(url)s. Periksa akun itu; tarik salah satunya."
)


class Hold:
    """Whether a delivery is still in our hands: asked before every request that leaves.

    Whoever slept through the lease sends nothing any more. For a few seconds after the row was
    seen to be ours (:meth:`confirm`) it need not be read again: should the lease end meanwhile,
    the request is well within what :func:`in_flight` allows.
    """

    def __init__(self, delivery: Delivery, token: UUID, clock: Clock) -> None:
        self.token = token
        self._pk, self._clock = delivery.pk, clock
        self._seen: float | None = None

    def confirm(self) -> None:
        """The database has just said that it is ours."""
        self._seen = self._clock.elapsed()

    def __call__(self) -> bool:
        """Whether a request may leave now."""
        if self._seen is not None and self._clock.elapsed() - self._seen < FRESH:
            return True
        return Delivery.objects.held(self._pk, self.token).exists()


def in_flight(network: str) -> timedelta:
    """``IN_FLIGHT``, and longer where the network is waited for longer than usual."""
    connector = CONNECTORS.get(network)
    more = connector.limits.timeout - USUAL_WAIT if connector is not None else 0.0
    return IN_FLIGHT + 2 * timedelta(seconds=max(0.0, more))


def minutes_in_flight(network: str) -> int:
    """The same in whole minutes, as it is told to people."""
    return ceil(in_flight(network) / timedelta(minutes=1))


def may_be_on_its_way(delivery: Delivery, *, at: datetime) -> bool:
    """Whether the network may yet accept a request whose answer was lost."""
    return delivery.lost_at is not None and at < delivery.lost_at + in_flight(delivery.network)


def late_proof(delivery: Delivery, values: dict[str, Any], *, at: datetime, note: str) -> bool:
    """Record that it is public although the lease is gone; ``values``: columns of ``accept``.

    True when the row now says so. Where a newer publication of the same subject has taken its
    place, the row keeps its state, shows the address and asks a person.
    """
    with transaction.atomic():
        fresh = Delivery.objects.select_for_update().get(pk=delivery.pk)
        if not DELIVERY.allows(fresh.state, "accept"):
            return False
        if fresh.state in SET_ASIDE:
            values = values | {"what_to_do": LIVE_AFTER_ALL}
        delivery.state = fresh.state
        try:
            with transaction.atomic():
                return move(delivery, "accept", at=at, note=note, **values)
        except IntegrityError:
            told = {name: values[name] for name in ("external_id", "url", "extra")}
            text = _(TWICE) % {"url": values["url"]}
            Delivery.objects.filter(pk=fresh.pk).update(asks_person=True, what_to_do=text, **told)
            return False

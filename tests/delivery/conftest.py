"""A connected account on the network in memory, and a worker that does one round."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from datetime import datetime
from typing import Any

import pytest

from kentongan.delivery import actions, guards, payload
from kentongan.delivery.models import Act, Delivery
from kentongan.delivery.source import DeliverySource
from kentongan.jobs.lanes import Lanes
from kentongan.kernel.actor import Actor
from kentongan.kernel.clock import FrozenClock
from kentongan.networks import registry
from kentongan.networks.models import Account, Credential, Health
from tests.cast import NOW, Cast
from tests.delivery.network import Uji

BY = Actor("uji", "Penguji")


@pytest.fixture
def network(monkeypatch: pytest.MonkeyPatch) -> Iterator[type[Uji]]:
    """The network in memory, registered for one test."""
    Uji.reset()
    monkeypatch.setitem(registry.CONNECTORS, "uji", Uji)
    yield Uji
    Uji.reset()


@pytest.fixture
def account(cast: Cast, network: type[Uji]) -> Account:
    """The account of the kecamatan, connected."""
    made = Account.objects.create(
        unit=cast.kecamatan,
        network="uji",
        handle="kec.sumberjati",
        server="https://uji.example",
        health=Health.HEALTHY,
        created_at=NOW,
    )
    Credential.objects.create(account=made, kind="token", secret={"token": "baik"}, updated_at=NOW)
    return made


@pytest.fixture
def clock() -> FrozenClock:
    """Stands at the cast's morning until moved."""
    return FrozenClock(NOW)


@pytest.fixture
def objections(monkeypatch: pytest.MonkeyPatch) -> dict[str, str]:
    """The guard of purpose ``uji``: put a sentence in under a subject to object."""
    said: dict[str, str] = {}
    told: list[tuple[str, str]] = []
    monkeypatch.setitem(guards._guards, "uji", guards.each(lambda d, _at: said.get(d.subject)))
    monkeypatch.setitem(
        guards._listeners,
        "uji",
        guards.tell_each(lambda d, event, _at: told.append((d.subject, event))),
    )
    return said


Plan = Callable[..., Delivery]


@pytest.fixture
def plan(account: Account, objections: dict[str, str]) -> Plan:
    """Plan a delivery due now; keywords of ``actions.plan`` may be given."""

    def make(text: str = "Jadwal posyandu", **values: Any) -> Delivery:
        at: datetime = values.pop("at", NOW)
        given: dict[str, Any] = {
            "account": account,
            "act": Act.PUBLISH,
            "payload": payload.build(text=text, created_at=at),
            "due_at": at,
            "purpose": "uji",
            "subject": text,
        }
        return actions.plan(by=BY, at=at, **{**given, **values})

    return make


@pytest.fixture
def work(clock: FrozenClock) -> Callable[[], int]:
    """One round of a worker: claim what is due and do it, in this thread. Returns how many."""
    source = DeliverySource(clock)

    def once() -> int:
        source.housekeeping()
        claims = source.claim(10, Lanes(clock, 4))
        for claim in claims:
            source.run(claim)
        return len(claims)

    return once


@pytest.fixture
def settle(work: Callable[[], int], clock: FrozenClock) -> Callable[[], None]:
    """Rounds with time passing until nothing more is done by itself."""

    def run() -> None:
        for _ in range(40):
            work()
            clock.advance(minutes=31)
            if not Delivery.objects.filter(
                state__in=("planned", "retry", "unknown", "pending"), asks_person=False
            ).exists():
                return

    return run

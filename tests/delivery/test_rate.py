"""How fast, and whose turn: buckets, what the network itself says, fairness between units."""

from __future__ import annotations

from collections.abc import Callable
from datetime import timedelta
from uuid import uuid4

import pytest

from kentongan.delivery import actions, buckets
from kentongan.delivery.models import Bucket, Delivery
from kentongan.delivery.source import DeliverySource
from kentongan.jobs.lanes import Lanes
from kentongan.kernel.clock import FrozenClock
from kentongan.networks.contract import Limits, TryLater
from kentongan.networks.models import Account, Credential, Health
from kentongan.networks.registry import get
from kentongan.people.models import Unit
from tests.cast import NOW, Cast
from tests.delivery.conftest import Plan
from tests.delivery.network import Uji, lost

pytestmark = pytest.mark.django_db

Work = Callable[[], int]
QUARTER = timedelta(minutes=15)


@pytest.fixture
def connect() -> Callable[[Unit], Account]:
    """One more account on the network in memory."""

    def make(unit: Unit) -> Account:
        made = Account.objects.create(
            unit=unit, network="uji", handle=unit.code, server="https://uji.example",
            health=Health.HEALTHY, created_at=NOW,
        )  # fmt: skip
        Credential.objects.create(
            account=made, kind="token", secret={"token": "baik"}, updated_at=NOW
        )
        return made

    return make


def _units(clock: FrozenClock, limit: int, threads: int) -> list[Unit]:
    claims = DeliverySource(clock).claim(limit, Lanes(clock, threads))
    return [Delivery.objects.select_related("unit").get(pk=claim.id).unit for claim in claims]


def test_what_the_network_told_one_worker_holds_for_the_whole_account(
    plan: Plan, work: Work, network: type[Uji], clock: FrozenClock, cast: Cast,
    connect: Callable[[Unit], Account],
) -> None:  # fmt: skip
    network.script = [TryLater("terlalu sering", after=QUARTER)]
    plan("Satu")
    work()
    plan("Dua")
    plan("Tiga", account=connect(cast.kecamatan_lain))
    assert work() == 1  # the other account's
    clock.advance(minutes=14)
    assert work() == 0
    clock.advance(minutes=1)
    assert work() == 2
    assert network.calls.count("publish") == 4


def test_what_concerns_the_application_holds_for_every_account(
    plan: Plan, work: Work, network: type[Uji], clock: FrozenClock, cast: Cast,
    connect: Callable[[Unit], Account],
) -> None:  # fmt: skip
    network.script = [TryLater("kuota aplikasi habis", after=QUARTER, whole_app=True)]
    plan("Satu")
    work()
    plan("Dua", account=connect(cast.kecamatan_lain))
    plan("Darurat", account=Account.objects.get(handle="kec-ciranji"), priority=0)
    assert work() == 0
    clock.advance(minutes=15)
    assert work() == 2


def test_looks_respect_a_closed_bucket_too(
    plan: Plan, work: Work, network: type[Uji], clock: FrozenClock
) -> None:
    network.script = [lost, TryLater("terlalu sering", after=QUARTER)]
    plan("Satu")
    plan("Dua")
    work()
    clock.advance(minutes=5)
    assert work() == 0
    assert "find" not in network.calls
    clock.advance(minutes=10)
    work()
    assert "find" in network.calls


def test_a_row_that_was_claimed_before_the_closing_is_held_not_sent(
    plan: Plan, clock: FrozenClock, network: type[Uji]
) -> None:
    for priority in (actions.NORMAL, actions.EMERGENCY):
        delivery = plan(f"Pesan {priority}", priority=priority)
        [claim] = DeliverySource(clock).claim(1, Lanes(clock, 4))
        buckets.close(delivery, Uji.limits, at=clock.now(), after=QUARTER)
        DeliverySource(clock).run(claim)
        delivery.refresh_from_db()
        assert (delivery.state, delivery.run_at) == ("planned", clock.now() + QUARTER)
        Bucket.objects.all().delete()
    assert network.calls == []


def test_a_closure_is_never_shortened_and_never_believed_for_ever(
    plan: Plan, clock: FrozenClock
) -> None:
    delivery, at = plan(), clock.now()
    for after in (QUARTER, timedelta(minutes=1)):
        buckets.close(delivery, Uji.limits, at=at, after=after)
        assert buckets.closed_for(delivery, at=at) == QUARTER
    buckets.close(delivery, Uji.limits, at=at, after=timedelta(days=9000))
    assert buckets.closed_for(delivery, at=at) == buckets.LONGEST_CLOSURE


def test_the_application_has_a_bucket_of_its_own(plan: Plan, clock: FrozenClock) -> None:
    limits = Limits(max_text=1, per_account=(9, 1), per_network=(9, 1), per_app=(1, 60))
    delivery = plan()
    assert buckets.take(delivery, limits, at=clock.now()) is None
    assert buckets.take(delivery, limits, at=clock.now()) == timedelta(seconds=60)
    clock.advance(seconds=60)
    assert buckets.take(delivery, limits, at=clock.now()) is None


@pytest.mark.parametrize("code", ["facebook", "instagram", "threads"])
def test_where_the_vendor_counts_by_account_all_accounts_of_a_kabupaten_go_out_at_once(
    code: str,
) -> None:
    limits = get(code).limits
    asked = [(Delivery(account_id=uuid4(), network=code), limits) for _ in range(300)]
    assert set(buckets.take_all(asked, at=NOW)) == {None}


def test_a_unit_with_many_due_rows_starves_no_unit_with_one(
    plan: Plan, clock: FrozenClock, cast: Cast, connect: Callable[[Unit], Account]
) -> None:
    for number in range(30):
        plan(f"Banyak {number}", due_at=clock.now() - timedelta(hours=1))
    plan("Satu saja", account=connect(cast.kecamatan_lain))
    assert _units(clock, 2, 4) == [cast.kecamatan, cast.kecamatan_lain]


def test_units_take_turns_even_one_row_at_a_time(
    plan: Plan, clock: FrozenClock, cast: Cast, connect: Callable[[Unit], Account]
) -> None:
    others = [connect(cast.kecamatan_lain), connect(cast.kelurahan)]
    for number in range(4):
        plan(f"Lama {number}", due_at=clock.now() - timedelta(hours=2))
        plan(f"Sedang {number}", account=others[0], due_at=clock.now() - timedelta(hours=1))
    plan("Baru", account=others[1])
    served = []
    for _ in range(6):
        served += _units(clock, 1, 1)
        clock.advance(seconds=1)
    assert served[:3] == [cast.kecamatan, cast.kecamatan_lain, cast.kelurahan]
    assert served[3:] == [cast.kecamatan, cast.kecamatan_lain, cast.kecamatan]


def test_where_one_unit_waits_alone_it_gets_all_the_room(
    plan: Plan, clock: FrozenClock, cast: Cast
) -> None:
    for number in range(6):
        plan(f"Pesan {number}")
    assert _units(clock, 4, 8) == [cast.kecamatan] * 4


def test_an_emergency_goes_before_every_turn(
    plan: Plan, clock: FrozenClock, cast: Cast, connect: Callable[[Unit], Account]
) -> None:
    plan("Pertama")
    _units(clock, 1, 1)
    plan("Rutin", account=connect(cast.kecamatan_lain), due_at=clock.now() - timedelta(hours=3))
    plan("Darurat", priority=actions.EMERGENCY)
    assert _units(clock, 1, 1) == [cast.kecamatan]

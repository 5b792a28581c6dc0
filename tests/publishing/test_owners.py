"""An account that changes hands, or is closed, while something waits to go out on it."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime, timedelta
from typing import Any

import pytest
from django.test import Client
from django.urls import reverse

from kentongan.delivery.models import Delivery
from kentongan.delivery.source import DeliverySource
from kentongan.jobs.lanes import Lanes
from kentongan.kernel.clock import FrozenClock
from kentongan.kernel.errors import Conflict
from kentongan.networks import actions as networks
from kentongan.networks.contract import Published, Refused, TryLater
from kentongan.networks.models import Account, Health
from kentongan.people.models import Notice, Unit
from kentongan.planning.models import Post
from kentongan.publishing import actions
from tests.cast import NOW, Cast, sign_in
from tests.delivery.network import Uji
from tests.publishing.conftest import Approve, Write

pytestmark = pytest.mark.django_db
Work = Callable[[], int]
Wait = Callable[[], Post]


@pytest.fixture
def waiting(write: Write, approve: Approve, later: datetime) -> Wait:
    """A post of the kecamatan that waits for tomorrow."""

    def make() -> Post:
        post = write(scheduled_for=later)
        approve(post)
        return post

    return make


def give(account: Account, unit: Unit) -> None:
    """The register says that the account is another unit's by now."""
    Account.objects.filter(pk=account.pk).update(unit=unit)


def test_a_post_does_not_go_out_on_an_account_that_became_another_units(
    waiting: Wait, account: Account, cast: Cast, work: Work, clock: FrozenClock, network: type[Uji]
) -> None:
    post = waiting()
    give(account, cast.kecamatan_lain)
    clock.advance(hours=22)
    work()
    delivery = Delivery.objects.get()
    assert (delivery.state, network.wall) == ("refused", [])
    assert "sekarang milik Kecamatan Ciranji" in delivery.what_to_do
    assert Notice.objects.filter(user=cast.admin, text__contains="Kecamatan Ciranji").exists()
    post.refresh_from_db()
    assert post.state == "attention"


def test_a_post_goes_out_on_an_account_that_went_to_a_unit_below(
    waiting: Wait, account: Account, cast: Cast, work: Work, clock: FrozenClock, network: type[Uji]
) -> None:
    waiting()
    give(account, cast.kelurahan)
    clock.advance(hours=22)
    work()
    assert Delivery.objects.get().state == "sent"
    assert len(network.wall) == 1


def test_what_is_live_may_be_taken_down_although_the_account_changed_hands(
    waiting: Wait, account: Account, cast: Cast, work: Work, clock: FrozenClock, network: type[Uji]
) -> None:
    post = waiting()
    clock.advance(hours=22)
    work()
    give(account, cast.kecamatan_lain)
    actions.withdraw(post, by=cast.admin, at=clock.now(), reason="Tanggal keliru")
    work()
    assert network.wall == []


def test_on_a_closed_account_nothing_is_tried_and_nobody_is_sent_to_connect_it(
    waiting: Wait, account: Account, cast: Cast, work: Work, clock: FrozenClock, network: type[Uji]
) -> None:
    post = waiting()
    networks.close(account, by=cast.sekcam, at=NOW, reason="Akun ganda")
    delivery = Delivery.objects.get()
    assert (delivery.state, delivery.attempts_made) == ("refused", 0)
    assert "sudah ditutup" in delivery.what_to_do
    assert Notice.objects.filter(user=cast.admin, text__contains="sudah ditutup").exists()
    with pytest.raises(Conflict):
        actions.again(delivery, by=cast.admin, at=clock.now())
    clock.advance(hours=22)
    work()
    post.refresh_from_db()
    assert (post.state, network.wall) == ("attention", [])


@pytest.mark.parametrize(
    ("end", "state", "said"),
    [(networks.close, "refused", "sudah ditutup"), (networks.serve_by_hand, "manual", "")],
)
def test_what_a_worker_holds_while_its_account_ends_does_not_wait_for_ever(
    waiting: Wait, account: Account, cast: Cast, work: Work, clock: FrozenClock,
    network: type[Uji], end: Callable[..., Account], state: str, said: str,
) -> None:  # fmt: skip
    how: dict[str, Any] = {"reason": "Akun ganda"} if end is networks.close else {"on": True}

    def ends_meanwhile(_network: Uji, _item: object, _key: str) -> Published:
        end(account, by=cast.sekcam, at=clock.now(), **how)
        raise TryLater("Sedang sibuk.", after=timedelta(hours=1))

    network.script = [ends_meanwhile]
    waiting()
    clock.advance(hours=22)
    work()
    clock.advance(seconds=30)
    DeliverySource(clock).housekeeping()
    delivery = Delivery.objects.get()
    assert (delivery.state, network.wall) == (state, [])
    assert said in delivery.what_to_do
    assert "lewat batas waktu" not in delivery.what_to_do


def test_what_was_claimed_before_its_account_was_closed_is_not_sent(
    waiting: Wait, account: Account, cast: Cast, clock: FrozenClock, network: type[Uji]
) -> None:
    waiting()
    clock.advance(hours=22)
    source = DeliverySource(clock)
    [claim] = source.claim(1, Lanes(clock, 4))
    networks.close(account, by=cast.sekcam, at=clock.now(), reason="Akun ganda")
    source.run(claim)
    delivery = Delivery.objects.get()
    assert (delivery.state, delivery.attempts_made, network.calls) == ("refused", 0, [])
    assert "sudah ditutup" in delivery.what_to_do


def test_what_waits_becomes_a_persons_once_the_account_is_served_by_hand(
    client: Client, waiting: Wait, account: Account, cast: Cast
) -> None:
    post = waiting()
    networks.serve_by_hand(account, by=cast.sekcam, at=NOW, on=True)
    assert Delivery.objects.get().state == "manual"
    sign_in(client, cast.admin)
    assert "Unggah lewat HP" in client.get(reverse("publishing:post", args=[post.pk])).text


def test_what_was_refused_is_a_persons_when_sent_again_on_an_account_served_by_hand(
    waiting: Wait, account: Account, cast: Cast, work: Work, clock: FrozenClock, network: type[Uji]
) -> None:
    network.script = [Refused("Akun ditangguhkan.")]
    waiting()
    clock.advance(hours=22)
    work()
    networks.serve_by_hand(account, by=cast.sekcam, at=clock.now(), on=True)
    actions.again(Delivery.objects.get(), by=cast.admin, at=clock.now())
    assert Delivery.objects.get().state == "manual"


def test_a_post_says_that_it_waits_for_an_account_to_be_connected_again(
    client: Client, waiting: Wait, account: Account, cast: Cast
) -> None:
    post = waiting()
    sign_in(client, cast.admin)
    addresses = [
        reverse("publishing:post", args=[post.pk]), Delivery.objects.get().get_absolute_url(),
    ]  # fmt: skip
    for address in addresses:
        assert "sedang tidak tersambung" not in client.get(address).text
    Account.objects.update(health=Health.BROKEN)
    for address in addresses:
        page = client.get(address).text
        assert "Kiriman menunggu sampai disambungkan lagi." in page
        assert reverse("networks:account", args=[account.pk]) in page

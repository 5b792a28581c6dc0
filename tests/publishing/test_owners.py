"""An account that changes hands, or is closed, while something waits to go out on it."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime

import pytest

from kentongan.delivery.models import Delivery
from kentongan.kernel.clock import FrozenClock
from kentongan.networks.models import Account
from kentongan.people.models import Notice, Unit
from kentongan.planning.models import Post
from kentongan.publishing import actions
from tests.cast import Cast
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

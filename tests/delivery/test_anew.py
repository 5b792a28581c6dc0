"""What a person has sent anew begins from the start: as many tries, as many looks as ever."""

from __future__ import annotations

from collections.abc import Callable

import pytest

from kentongan.delivery import actions, reconcile
from kentongan.delivery.outcomes import MAX_ATTEMPTS
from kentongan.kernel.clock import FrozenClock
from kentongan.networks.contract import Proof, Refused, TryLater
from tests.delivery.conftest import BY, Plan
from tests.delivery.network import Uji, never_arrived

Work = Callable[[], None]


def test_it_is_tried_as_often_as_the_first_time(
    plan: Plan, settle: Work, network: type[Uji], clock: FrozenClock, work: Callable[[], int]
) -> None:
    network.script = [TryLater("server sibuk") for _ in range(2 * MAX_ATTEMPTS)]
    delivery = plan()
    settle()
    delivery.refresh_from_db()
    assert (delivery.state, delivery.attempts_made) == ("refused", MAX_ATTEMPTS)
    actions.again(delivery, by=BY, at=clock.now(), due_at=clock.now())
    begun = clock.now()
    work()
    delivery.refresh_from_db()
    assert delivery.state == "retry"
    assert (delivery.run_at - begun).total_seconds() < 30  # not half an hour, as after many tries
    settle()
    delivery.refresh_from_db()
    assert (delivery.state, delivery.attempts_made) == ("refused", 2 * MAX_ATTEMPTS)
    assert delivery.what_to_do == "Sudah dicoba 8 kali dan belum diterima. server sibuk"


@pytest.mark.parametrize("refused", [False, True])
def test_its_answer_is_looked_for_as_long_as_the_first_time(
    plan: Plan, settle: Work, network: type[Uji], clock: FrozenClock, refused: bool
) -> None:
    network.proof, network.settled_after = Proof.LOOKUP, None  # absence never proves anything
    network.script = [never_arrived]
    delivery = plan()
    settle()
    delivery.refresh_from_db()
    most = len(reconcile.LOOKS) + 1
    assert (delivery.state, delivery.asks_person, delivery.lookups_made) == ("unknown", True, most)
    network.script = [Refused("Terlalu panjang."), never_arrived] if refused else [never_arrived]
    actions.resolve_unknown(delivery, by=BY, at=clock.now(), sent=False, retry=True)
    settle()
    if refused:
        delivery.refresh_from_db()
        actions.again(delivery, by=BY, at=clock.now(), due_at=clock.now())
        settle()
    delivery.refresh_from_db()
    assert (delivery.state, delivery.asks_person) == ("unknown", True)
    assert delivery.lookups_made == 2 * most
    assert delivery.attempts.filter(kind="look").count() == 2 * most

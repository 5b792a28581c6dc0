"""A chain of deliveries: each part answers the one before it, and waits until that is proven."""

from __future__ import annotations

from collections.abc import Callable
from datetime import timedelta

import pytest

from kentongan.delivery import actions
from kentongan.delivery.models import Act, Delivery
from kentongan.kernel.clock import FrozenClock
from kentongan.kernel.errors import Conflict
from kentongan.ledger.models import Entry
from kentongan.networks.contract import Proof, Published, Refused
from tests.cast import NOW
from tests.delivery.conftest import BY, Plan
from tests.delivery.network import Uji, lost

pytestmark = pytest.mark.django_db
Work = Callable[[], int]
Thread = Callable[..., list[Delivery]]


@pytest.fixture
def thread(plan: Plan) -> Thread:
    """Three parts of one subject."""

    def make(parts: int = 3, **values: object) -> list[Delivery]:
        made: list[Delivery] = []
        for part in range(1, parts + 1):
            act = Act.REPLY if made else Act.PUBLISH
            before = made[-1] if made else None
            given = {"act": act, "original": before, "part": part, "parts": parts, **values}
            made.append(plan(f"Bagian {part}", subject="Utas", **given))
        return made

    return make


def states(parts: list[Delivery]) -> list[str]:
    for part in parts:
        part.refresh_from_db()
    return [part.state for part in parts]


def test_each_part_goes_out_under_the_one_before_it(
    thread: Thread, work: Work, network: type[Uji]
) -> None:
    parts = thread()
    assert states(parts) == ["planned", "waiting", "waiting"]
    assert [work(), work(), work(), work()] == [1, 1, 1, 0]
    assert states(parts) == ["sent"] * 3
    first, second, third = (part.key for part in parts)
    assert [key for key, _text in network.wall] == [first, second, third]
    assert network.under == {first: "", second: first, third: second}


def test_while_a_part_is_uncertain_the_next_ones_wait(
    thread: Thread, work: Work, clock: FrozenClock, network: type[Uji]
) -> None:
    network.script = [lost]
    parts = thread()
    work()
    assert states(parts) == ["unknown", "waiting", "waiting"]
    clock.advance(seconds=10)
    work()  # looks, and finds it
    assert states(parts) == ["sent", "planned", "waiting"]


def test_a_part_that_was_refused_holds_up_the_rest_until_it_is_sent_again(
    thread: Thread, work: Work, clock: FrozenClock, network: type[Uji]
) -> None:
    network.script = [lambda n, item, key: n.accept(item, key), Refused("Ditolak.")]
    parts = thread()
    for _ in range(4):
        work()
    assert states(parts) == ["sent", "refused", "waiting"]
    actions.again(parts[1], by=BY, at=clock.now(), due_at=clock.now())
    for _ in range(3):
        work()
    assert states(parts) == ["sent"] * 3
    assert len(network.wall) == 3


def test_what_came_too_late_is_not_sent_before_what_it_answers(
    thread: Thread, work: Work, clock: FrozenClock, network: type[Uji]
) -> None:
    network.script = [Refused("Ditolak.")]
    parts = thread(expires_at=NOW + timedelta(hours=1))
    work()
    clock.advance(hours=2)
    work()
    assert states(parts) == ["refused", "expired", "expired"]
    with pytest.raises(Conflict, match="sebelumnya belum tayang"):
        actions.again(parts[1], by=BY, at=clock.now(), due_at=clock.now())
    actions.again(parts[0], by=BY, at=clock.now(), due_at=clock.now())
    work()
    parts[1].refresh_from_db()
    actions.again(parts[1], by=BY, at=clock.now(), due_at=clock.now())
    work()
    assert states(parts) == ["sent", "sent", "expired"]


def test_parts_that_wait_can_be_moved_and_cancelled(
    thread: Thread, work: Work, clock: FrozenClock
) -> None:
    parts = thread()
    for part in parts:
        actions.reschedule(part, by=BY, at=NOW, due_at=NOW + timedelta(hours=1))
    actions.cancel(parts[2], by=BY, at=NOW)
    assert work() == 0
    clock.advance(hours=1)
    assert [work(), work(), work()] == [1, 1, 0]
    assert states(parts) == ["sent", "sent", "cancelled"]


def test_under_what_a_person_only_saw_a_person_goes_on(
    thread: Thread, work: Work, clock: FrozenClock, network: type[Uji]
) -> None:
    """With an address alone the network cannot be told what is answered."""
    network.proof, network.script = Proof.NONE, [lost]
    parts = thread()
    work()
    clock.advance(minutes=5)
    work()
    parts[0].refresh_from_db()
    actions.resolve_unknown(
        parts[0], by=BY, at=clock.now(), sent=True, url="https://uji.example/terlihat"
    )
    assert states(parts) == ["sent", "manual", "waiting"]
    assert work() == 0
    actions.confirm_manual(parts[1], by=BY, at=clock.now(), url="https://uji.example/dua")
    assert states(parts) == ["sent", "sent", "manual"]
    assert Entry.objects.filter(action="delivery.hand_over").count() == 2


def test_a_reply_planned_under_what_is_live_goes_out_at_once(
    thread: Thread, work: Work, plan: Plan
) -> None:
    [live] = thread(1)
    work()
    assert states([live]) == ["sent"]
    answer = plan("Susulan", act=Act.REPLY, original=live, subject="Utas", part=2, parts=2)
    assert answer.state == "planned"


def test_no_part_is_planned_twice(thread: Thread, plan: Plan) -> None:
    parts = thread()
    with pytest.raises(Conflict, match="Tidak dikirim dua kali"):
        plan("Lagi", act=Act.REPLY, original=parts[0], subject="Utas", part=2, parts=3)


def test_the_edit_of_a_part_leaves_it_where_it_stands(
    thread: Thread, work: Work, plan: Plan, network: type[Uji]
) -> None:
    parts = thread(2)
    work()
    work()
    parts[1].refresh_from_db()
    edit = plan("Bagian 2, dibetulkan", act=Act.EDIT, original=parts[1], subject="Utas", part=2)
    work()
    assert states([edit]) == ["sent"]
    assert network.wall[1] == (parts[1].key, "Bagian 2, dibetulkan")
    assert network.under[parts[1].key] == parts[0].key


def test_proof_that_comes_late_lets_the_next_part_go(
    thread: Thread, work: Work, clock: FrozenClock, network: type[Uji]
) -> None:
    """The first part expired while its worker slept, and was live after all."""

    def slow(uji: Uji, item: object, key: str) -> Published:
        Delivery.objects.filter(part=1).update(state="expired", lease_token=None, lease_until=None)
        return uji.accept(item, key)  # type: ignore[arg-type]

    network.script = [slow]
    parts = thread(2)
    work()
    assert states(parts) == ["sent", "planned"]

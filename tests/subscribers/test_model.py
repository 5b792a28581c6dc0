"""Posts to subscribers against every order of events: crashes, lost answers, people, stops.

The machine of ``tests/delivery/test_model.py`` with a network that broadcasts. Whatever happens, in
whatever order: nobody gets a post twice that nobody sent again, and no message is public that its
row does not know of.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Collection, Mapping, Sequence
from datetime import datetime, timedelta
from typing import Any, ClassVar
from uuid import UUID

import pytest
from django.db.models import Q, QuerySet
from hypothesis import strategies as st
from hypothesis.stateful import invariant, precondition, rule

from kentongan.delivery import audience, guards, receipts, remaining, spreading
from kentongan.delivery.models import Act, Attempt, Delivery
from kentongan.kernel.ids import uuid7
from kentongan.networks import registry
from kentongan.networks.contract import (
    Halted,
    NetworkError,
    OptedOut,
    Outgoing,
    Proof,
    Published,
    Receipt,
    Refused,
    TryLater,
)
from kentongan.networks.models import Account, Credential, Health
from tests.cast import NOW, Cast
from tests.delivery.test_model import DEAD, LUCK, OVER, Dispatched, Engine, play
from tests.delivery.world import FATES, Modelled, Worker, published, stop_at

pytestmark = [pytest.mark.django_db, pytest.mark.slow]


class Loud(Modelled):
    """Sends to each by itself, and proves nothing."""

    code, proof = "model-siar", Proof.NONE
    settled_after = None

    def prepare(self, item: Outgoing, terms: Mapping[str, Any]) -> Mapping[str, Any]:
        self._leaves()
        return {}

    def send(
        self, words: Outgoing, to: str, key: str, *,
        shared: Mapping[str, Any], terms: Mapping[str, Any],
    ) -> Published:  # fmt: skip
        return published(self._decide(key, to))


class Few:
    """Three people, who may leave."""

    people: ClassVar[dict[UUID, str]] = {}
    left: ClassVar[set[UUID]] = set()

    def terms(self, account: Account) -> Mapping[str, Any]:
        return {}

    def some(
        self, account: Account, *, until: datetime, after: str, limit: int
    ) -> Sequence[audience.Recipient]:
        keys = [k for k in self.people if str(k) > after and k not in self.left]
        return [audience.Recipient(key, self.people[key]) for key in keys[:limit]]

    def staying(self, keys: Collection[UUID]) -> frozenset[UUID]:
        return frozenset(keys) - self.left

    def number(self, key: UUID) -> str:
        return "" if key in self.left else self.people[key]

    def opted_out(self, keys: Collection[UUID], at: datetime) -> None:
        self.left.update(keys)
        spreading.leave_out(keys)

    def unreachable(self, keys: Collection[UUID], at: datetime) -> None:
        """Nobody counts here."""

    def reached(self, keys: Collection[UUID]) -> None:
        """Nobody counts here."""

    def shown(self, keys: Collection[UUID]) -> Mapping[UUID, str]:
        return {key: self.people[key] for key in keys}


TROUBLES: dict[str, NetworkError] = {
    "busy": TryLater("Sibuk."), "no": Refused("Ditolak."), "left": OptedOut("Tidak mau."),
    "all": Halted("Bayar dulu."),
}  # fmt: skip


def messages() -> QuerySet[Delivery]:
    return Delivery.objects.filter(act=Act.SEND)


class Broadcasting(Dispatched):
    """Everything that may happen to a few posts to subscribers."""

    plan_thread = None
    listing_takes = None

    def __init__(self) -> None:
        Few.left.clear()
        super().__init__()

    def _listen(self, delivery: Delivery, event: str, at: datetime) -> None:
        if event == "wait" and self.states[delivery.pk] == delivery.state == "pending":
            return  # people are called; nothing changed
        super()._listen(delivery, event, at)

    @precondition(lambda self: self.states)
    @rule(luck=LUCK)
    def stop_the_rest(self, luck: int) -> None:
        self._try(remaining.stop_rest, luck)

    @rule(who=st.integers(0, 2))
    def somebody_leaves(self, who: int) -> None:
        key = list(Few.people)[who]
        Few.left.add(key)
        spreading.leave_out([key])

    @precondition(lambda self: self.states)
    @rule(luck=LUCK, resend=st.booleans())
    def person_settles_messages(self, luck: int, resend: bool) -> None:
        """All at once: if any arrived, that they did; else sent again, or left alone."""
        unsure = list(messages().filter(original=self._one(luck), state="unknown"))
        arrived = any(self.world.copies(one.key) for one in unsure)
        answer = "sampai" if arrived else "kirim" if resend else "biarkan"
        self._try(remaining.settle, luck, answer=answer)
        again = messages().filter(pk__in=[one.pk for one in unsure], state="retry")
        self.resends.update(again.values_list("key", flat=True))

    @precondition(lambda self: self.world.wall)
    @rule(luck=LUCK, status=st.sampled_from(["sent", "read", *TROUBLES]), twice=st.booleans())
    def the_network_tells(self, luck: int, status: str, twice: bool) -> None:
        """What it has, or that it did not deliver what it took: nobody ever sees that copy."""
        copy = self.world.wall[luck % len(self.world.wall)]
        if not copy.key:
            return
        trouble = TROUBLES.get(status)
        told = Receipt(copy.key, copy.id, "failed" if trouble else status, trouble)
        heard = receipts.hear(self.accounts[0], [told], self.world.now())
        if trouble and heard:  # where it is too early, it has not failed yet
            copy.key = ""
        if twice and heard:
            receipts.hear(self.accounts[0], [told], self.world.now())
        for post in self.states:
            spreading.recount(post, at=self.world.now())

    # What must always hold

    @precondition(lambda self: self.states)
    @rule(luck=LUCK)
    def somebody_mends(self, luck: int) -> None:
        self._try(remaining.go_on, luck)

    @invariant()
    def all_is_well(self) -> None:
        super().all_is_well()
        self.whole = False
        seen: Counter[tuple[Any, str]] = Counter()
        for row in messages().select_related("original"):
            seen[row.original_id, row.subject] += 1
            copies, sent_again = self.world.copies(row.key), self.resends[row.key]
            assert len(copies) <= 1 + sent_again, f"{len(copies)} copies to one person"
            assert not copies or row.state not in DEAD or sent_again, f"{row.state}, and public"
            assert copies or row.state != "sent" or row.proven_by, "sent, and nowhere to be seen"
            assert row.lease_token or row.state != "sending", "sending in nobody's hands"
            sends = Attempt.objects.filter(delivery=row, kind="send")
            assert sends.count() == row.attempts_made
        assert all(count == 1 for count in seen.values()), "two messages to one person"
        self.whole = True

    def _copies_are_known(self, row: Delivery) -> None:
        assert not self.world.copies(row.key), "the post itself is sent to nobody"
        mine = messages().filter(original=row)
        if row.state in {"sent", "refused"} and not row.asks_person and row.pending:
            going = mine.filter(state__in=(*spreading.GOING, "unknown"))
            over = row.state == "sent" or mine.exists()
            assert not over or not going.exists(), f"{row.state}, and not all are settled"
            assert row.state == "refused" or mine.filter(state="sent").exists()

    def _until_settled(self) -> None:
        """As ever, but that a person answers for what they are asked."""
        for _ in range(30):
            self.world.real += timedelta(minutes=31)
            self._round([0])
            for place in range(len(self.states)):
                self.person_settles_messages(place, False)
                self.somebody_mends(place)
            self.all_is_well()
            rows = Delivery.objects.filter(Q(pk__in=self.states) | Q(act=Act.SEND))
            if not rows.exclude(state__in=OVER).exists():
                return
        raise AssertionError(f"never settled: {[*rows.exclude(state__in=OVER)]}")


@pytest.fixture
def loud(cast: Cast, monkeypatch: pytest.MonkeyPatch) -> type[Engine]:
    monkeypatch.setattr(guards, "_guards", dict(guards._guards))
    monkeypatch.setattr(guards, "_listeners", dict(guards._listeners))
    monkeypatch.setattr(audience, "_registered", [Few()])
    monkeypatch.setattr(spreading, "BATCH", 2)
    monkeypatch.setitem(registry.CONNECTORS, Loud.code, Loud)
    make_some = spreading._make_some

    def between(*given: Any, **more: Any) -> bool:
        """The worker may be killed, or sleep, between two batches."""
        from greenlet import getcurrent

        if isinstance(getcurrent(), Worker):
            stop_at("between")
        return make_some(*given, **more)

    monkeypatch.setattr(spreading, "_make_some", between)
    Few.people = {uuid7(): f"62857{n:08d}" for n in range(3)}
    made = Account.objects.create(
        unit=cast.kecamatan, network=Loud.code, handle="6281200001111",
        health=Health.HEALTHY, created_at=NOW,
    )  # fmt: skip
    Credential.objects.create(account=made, kind="token", secret={}, updated_at=NOW)
    monkeypatch.setattr(Broadcasting, "accounts", [made] * 4, raising=False)
    return Broadcasting


def test_nobody_gets_a_post_twice_in_any_order_of_events(loud: type[Engine]) -> None:
    play(loud, examples=8)


def test_without_the_key_the_model_finds_the_second_message_to_one_person(
    loud: type[Engine], monkeypatch: pytest.MonkeyPatch
) -> None:
    """The model bites: whoever makes a message again makes another one."""
    made = spreading._message

    def unkeyed(*given: Any, **more: Any) -> Delivery:
        one = made(*given, **more)
        one.key = uuid7().hex
        return one

    monkeypatch.setattr(spreading, "_message", unkeyed)
    machine = loud()
    try:
        machine.plan(0, 0, late=False)
        for _ in range(4):  # everybody is refused, and so is the post
            machine.others_carry_on(1, 21, [FATES.index("refuse")], False)
        machine.all_is_well()
        machine.again(0)
        for _ in range(4):
            machine.others_carry_on(1, 21, [0], False)
        with pytest.raises(AssertionError, match="two messages to one person"):
            machine.all_is_well()
    finally:
        machine.teardown()

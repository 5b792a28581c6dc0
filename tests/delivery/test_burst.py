"""Many at once: read and written together, and still each for itself; whoever dies meanwhile."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable
from typing import Any
from uuid import UUID

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from kentongan.delivery import fairness, gate, guards, record, stops
from kentongan.delivery.models import Attempt, Delivery
from kentongan.delivery.outcomes import Outcome
from kentongan.delivery.source import LEASE, DeliverySource
from kentongan.jobs.lanes import FIRST, Lanes
from kentongan.jobs.sources import Claim
from kentongan.kernel.clock import FrozenClock
from kentongan.kernel.ids import uuid7
from kentongan.ledger.models import Entry
from kentongan.networks import registry
from kentongan.networks.contract import Outgoing, Published
from kentongan.networks.models import Account, Health
from tests.delivery.conftest import BY, Plan
from tests.delivery.network import Uji

pytestmark = pytest.mark.django_db


@pytest.fixture
def claim(plan: Plan, clock: FrozenClock) -> Callable[..., list[Claim]]:
    """Plan some deliveries and claim them."""

    def make(*texts: str) -> list[Claim]:
        for text in texts:
            plan(text)
        return list(DeliverySource(clock).claim(len(texts), Lanes(clock, 8 * len(texts))))

    return make


def passed(claims: list[Claim], clock: FrozenClock) -> list[Delivery | None]:
    return gate.pass_all([gate.Claimed(c.id, c.token, clock.now()) for c in claims])


def begun(rows: list[Delivery | None], clock: FrozenClock) -> list[record.Ending]:
    """Intents committed for all; each was accepted by the network."""
    given = [row for row in rows if row is not None]
    tokens: list[UUID] = [row.lease_token for row in given if row.lease_token is not None]
    pairs = list(zip(given, tokens, strict=True))
    attempts = record.begin_all([record.Intent(row, token, clock.now()) for row, token in pairs])
    return [
        record.Ending(row, attempt, token, _accepted(row), clock.now())
        for (row, token), attempt in zip(pairs, attempts, strict=True)
        if attempt is not None
    ]


def _accepted(row: Delivery) -> Outcome:
    url = f"https://uji.example/{row.key}"
    return Outcome("accept", url, {"external_id": row.subject, "url": url, "extra": {}})


def statements(claims: list[Claim], clock: FrozenClock) -> int:
    with CaptureQueriesContext(connection) as asked:
        record.finish_all(begun(passed(claims, clock), clock))
    return len(asked)


def test_each_more_of_a_burst_costs_no_statement_of_its_own(
    claim: Callable[..., list[Claim]], clock: FrozenClock
) -> None:
    statements(claim("pertama"), clock)  # makes the buckets
    few = statements(claim("a", "b"), clock)
    many = statements(claim(*"cdefghij"), clock)
    assert many == few
    assert Delivery.objects.filter(state="sent").count() == 11
    assert Attempt.objects.filter(outcome="accept").count() == 11


def test_what_a_dispatcher_sends_twice_is_sent_once(
    claim: Callable[..., list[Claim]], clock: FrozenClock, network: type[Uji]
) -> None:
    claims, source = claim("a", "b"), DeliverySource(clock)
    assert source.in_hand() == {claim.id: "uji" for claim in claims}
    first, second = source.take_over(claims), source.take_over(claims)
    assert [given.id for given in first] == [given.id for given in claims]
    for given in [*claims, *second, *first]:
        source.run(given)
    assert sorted(text for _key, text in network.wall) == ["a", "b"]
    assert network.calls == ["publish", "publish"]
    assert source.in_hand() == {}


def test_the_ledger_has_a_line_for_each_of_a_burst(
    claim: Callable[..., list[Claim]], clock: FrozenClock
) -> None:
    record.finish_all(begun(passed(claim("a", "b", "c"), clock), clock))
    lines = Entry.objects.filter(action="delivery.accept").values_list("target_id", flat=True)
    assert sorted(lines) == sorted(str(pk) for pk in Delivery.objects.values_list("pk", flat=True))


def test_a_worker_killed_between_the_calls_and_their_record_leaves_what_is_found_out(
    claim: Callable[..., list[Claim]],
    clock: FrozenClock,
    network: type[Uji],
    settle: Callable[[], None],
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    """All three were accepted; the outcomes waited for each other when it died."""
    source = DeliverySource(clock)
    waiting = [work() for _claim, work in source.enter(claim("a", "b", "c"))]
    assert len(waiting) == 3
    clock.advance(seconds=LEASE.total_seconds() + 1)
    source.housekeeping()
    assert set(Delivery.objects.values_list("state", flat=True)) == {"unknown"}
    settle()
    assert set(Delivery.objects.values_list("state", flat=True)) == {"sent"}
    assert sorted(text for _key, text in network.wall) == ["a", "b", "c"]
    assert Counter(network.calls) == {"publish": 3, "find": 3}


def test_all_intents_are_committed_before_the_first_call_and_none_is_forgotten(
    claim: Callable[..., list[Claim]],
    clock: FrozenClock,
    network: type[Uji],
    settle: Callable[[], None],
) -> None:
    source = DeliverySource(clock)
    (_claim, work), *_others = source.enter(claim("a", "b", "c"))
    assert Attempt.objects.filter(finished_at__isnull=True).count() == 3
    assert network.calls == []
    source.leave([work()])  # then it is killed
    clock.advance(seconds=LEASE.total_seconds() + 1)
    source.housekeeping()
    assert Counter(Delivery.objects.values_list("state", flat=True)) == {"sent": 1, "unknown": 2}
    settle()
    assert set(Delivery.objects.values_list("state", flat=True)) == {"sent"}
    assert sorted(text for _key, text in network.wall) == ["a", "b", "c"]


def test_what_slept_after_its_intent_until_the_lease_was_gone_sends_nothing(
    claim: Callable[..., list[Claim]], clock: FrozenClock, network: type[Uji]
) -> None:
    def ask_first(uji: Uji, item: Outgoing, key: str) -> Published:
        uji.session.http.may_send()  # as the one client does before every request
        return uji.accept(item, key)

    network.script = [ask_first]
    source = DeliverySource(clock)
    [(_claim, work)] = source.enter(claim("a"))
    clock.advance(seconds=LEASE.total_seconds() + 1)
    source.housekeeping()
    source.leave([work()])
    assert network.wall == []
    assert Delivery.objects.get().state == "unknown"
    assert Attempt.objects.get().outcome == "lease_lost"


def test_a_lane_that_is_full_is_not_asked_for_again_until_it_is_free(
    claim: Callable[..., list[Claim]], clock: FrozenClock, plan: Plan
) -> None:
    plan("a")
    source = DeliverySource(clock)
    full = Lanes(clock, 4)
    full.begin([(1, "uji"), (2, "uji"), (3, "~uji"), (4, "~uji")])
    assert source.claim(2, full) == []
    with CaptureQueriesContext(connection) as asked:
        assert source.claim(2, full) == []
    assert not asked.captured_queries
    full.end([(1, "uji")])
    assert len(source.claim(3, full)) == 1


def test_a_network_that_does_not_answer_holds_few_and_leaves_the_rest_to_others(
    clock: FrozenClock, plan: Plan, account: Account, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setitem(registry.CONNECTORS, "diam", Uji)
    silent = Account.objects.create(
        unit=account.unit, network="diam", handle="d", server="https://diam.example",
        health=Health.HEALTHY, created_at=clock.now(),
    )  # fmt: skip
    for number in range(8):  # they come first
        plan(f"diam {number}", account=silent)
    for number in range(8):
        plan(f"uji {number}")
    source, lanes = DeliverySource(clock), Lanes(clock, 16)

    def claimed() -> list[Claim]:
        claims = source.claim(16, lanes)
        lanes.begin((claim, claim.lane) for claim in claims)
        return list(claims)

    waiting = claimed()
    assert Counter(claim.lane for claim in waiting) == {"diam": FIRST, "uji": FIRST}
    lanes.end((claim, claim.lane) for claim in waiting if claim.lane == "uji")
    assert Counter(claim.lane for claim in claimed()) == {"uji": 8 - FIRST}
    assert claimed() == []
    clock.advance(seconds=10)
    plan("darurat", account=silent, priority=0)
    assert [claim.lane for claim in claimed()] == ["diam"]
    lanes.end((claim, claim.lane) for claim in waiting if claim.lane == "diam")
    assert Counter(claim.lane for claim in claimed()) == {"diam": FIRST - 1}


def test_an_emergency_overtakes_the_order_that_was_read_ahead(
    clock: FrozenClock, plan: Plan
) -> None:
    for text in "abcdef":
        plan(text)
    source = DeliverySource(clock)
    assert len(source.claim(1, Lanes(clock, 4))) == 1
    urgent = plan("darurat", priority=0)
    assert [claim.id for claim in source.claim(1, Lanes(clock, 4))] == [urgent.pk]


def test_two_workers_that_read_the_same_order_ahead_take_each_row_once(
    clock: FrozenClock, plan: Plan
) -> None:
    wanted = {plan(str(number)).pk for number in range(12)}
    sources = [DeliverySource(clock), DeliverySource(clock)]
    taken = [claim.id for _ in range(4) for s in sources for claim in s.claim(2, Lanes(clock, 4))]
    assert len(taken) == 12
    assert set(taken) == wanted


def test_whoever_came_too_late_beside_a_full_lane_goes_on_with_the_next_at_once(
    clock: FrozenClock, plan: Plan
) -> None:
    for number in range(12):
        plan(str(number))
    lanes = Lanes(clock, 8)
    lanes.begin((number, "diam") for number in range(FIRST))
    slow, quick = DeliverySource(clock), DeliverySource(clock)
    assert len(slow.claim(1, lanes)) == 1  # it has read the order
    for _ in range(2):
        assert len(quick.claim(3, Lanes(clock, 8))) == 3
    assert slow.claim(2, lanes) == []
    assert len(slow.claim(2, lanes)) == 2


def test_an_objection_to_one_lets_the_others_pass(
    claim: Callable[..., list[Claim]], clock: FrozenClock, objections: dict[str, str]
) -> None:
    objections["b"] = "Belum boleh."
    rows = passed(claim("a", "b", "c"), clock)
    assert [row and row.subject for row in rows] == ["a", None, "c"]
    refused = Delivery.objects.get(subject="b")
    assert (refused.state, refused.what_to_do) == ("refused", "Belum boleh.")


def test_a_switch_that_is_turned_meanwhile_holds_all_of_them(
    claim: Callable[..., list[Claim]], clock: FrozenClock
) -> None:
    claims = claim("a", "b")
    stops.stop(by=BY, at=clock.now(), reason="Uji")
    assert passed(claims, clock) == [None, None]
    assert set(Delivery.objects.values_list("state", "lease_token")) == {("planned", None)}


def test_whoever_lost_the_lease_is_passed_over_and_the_others_are_not(
    claim: Callable[..., list[Claim]], clock: FrozenClock
) -> None:
    mine, taken = claim("a", "b")
    stale = Claim(taken.id, uuid7(), taken.lane)
    rows = passed([mine, stale, taken], clock)
    assert [row is not None for row in rows] == [True, False, True]
    row = rows[0]
    assert row is not None
    assert row.lease_token is not None
    intents = [record.Intent(row, token, clock.now()) for token in (uuid7(), row.lease_token)]
    assert [attempt is not None for attempt in record.begin_all(intents)] == [False, True]
    assert Attempt.objects.get().number == 1


def test_one_that_cannot_be_recorded_leaves_the_others_as_they_were(
    claim: Callable[..., list[Claim]], clock: FrozenClock, monkeypatch: pytest.MonkeyPatch
) -> None:
    """What fails for all is undone for all, and done again for each alone."""
    endings = begun(passed(claim("a", "b", "c"), clock), clock)
    listen = guards._listeners["uji"]

    def stumble(rows: object, event: str, at: object) -> None:
        bad = event == "accept" and any(row.subject == "b" for row in rows)  # type: ignore[attr-defined]
        assert not bad, "tidak jadi"
        listen(rows, event, at)  # type: ignore[arg-type]

    monkeypatch.setitem(guards._listeners, "uji", stumble)
    with pytest.raises(AssertionError, match="tidak jadi"):
        record.finish_all(endings)
    assert set(Delivery.objects.values_list("state", flat=True)) == {"sending"}
    DeliverySource(clock).leave(endings)
    states = dict(Delivery.objects.values_list("subject", "state"))
    assert states == {"a": "sent", "b": "sending", "c": "sent"}
    clock.advance(seconds=LEASE.total_seconds() + 1)
    DeliverySource(clock).housekeeping()
    assert Delivery.objects.get(subject="b").state == "unknown"


def test_an_order_of_turns_that_took_long_to_read_is_read_less_often(
    plan: Plan, clock: FrozenClock, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Or many workers on a busy database would do nothing but read."""
    plan("a")
    read = fairness.picks
    times: list[float] = []

    def slowly(*args: Any, **kwargs: Any) -> list[fairness.Pick]:
        times.append(clock.elapsed())
        clock.advance(seconds=0.3)
        return read(*args, **kwargs)

    monkeypatch.setattr(fairness, "picks", slowly)
    source, lanes = DeliverySource(clock), Lanes(clock, 16)
    lanes.begin([(number, "uji") for number in range(FIRST)])  # full: nothing is to be had
    began = clock.elapsed()
    for _ in range(24):
        assert source.claim(8, lanes) == []
        clock.advance(seconds=0.5)
    assert len(times) >= 2
    assert 0.3 * len(times) < (clock.elapsed() - began) / 7

"""The engine against every order of events: two workers, crashes, lost answers, clocks, people.

A state machine drives the real engine, source, reconciliation, recovery, actions and stops on the
database of the test; only the networks (``world.py``) are made up. Whatever happens, in whatever
order: never two copies, nothing public that we do not know of, nothing forgotten.
"""

from __future__ import annotations

import contextlib
from collections import Counter
from datetime import datetime, timedelta
from typing import Any, ClassVar

import pytest
from django.db import transaction
from hypothesis import HealthCheck, Phase, settings, strategies as st
from hypothesis.stateful import (
    RuleBasedStateMachine,
    initialize,
    invariant,
    precondition,
    rule,
    run_state_machine_as_test,
)

from kentongan.delivery import actions, guards, payload, reconcile, stops
from kentongan.delivery.models import Act, Attempt, Delivery
from kentongan.delivery.source import DeliverySource
from kentongan.delivery.states import DELIVERY
from kentongan.jobs.lanes import Lanes
from kentongan.jobs.leases import LeaseQuerySet
from kentongan.kernel.errors import Conflict
from kentongan.networks import registry
from kentongan.networks.contract import Proof
from kentongan.networks.models import Account, Credential, Health
from tests.cast import NOW, Cast
from tests.delivery.conftest import BY
from tests.delivery.world import NETWORKS, ORDERS, Modelled, Worker, World, getcurrent, stop_at

pytestmark = [pytest.mark.django_db, pytest.mark.slow]

DEAD = ("refused", "cancelled", "expired")
OVER = (*DEAD, "sent", "withdrawn")
WAITS = st.sampled_from([1, 4, 21, 61, 400, 1900, 7200])
LUCK = st.integers(0, 11)


class Engine(RuleBasedStateMachine):
    """Everything that may happen to a few deliveries, one thing at a time."""

    accounts: ClassVar[list[Account]]
    forgives_crashes: ClassVar[bool] = False

    def __init__(self) -> None:
        super().__init__()
        self.room = transaction.atomic()
        self.room.__enter__()
        self.world = Modelled.world = World(NOW)
        self.source = DeliverySource(self.world)
        self.workers: list[Worker] = []
        self.objections: set[str] = set()
        self.states: dict[Any, str] = {}
        self.resends: Counter[str] = Counter()
        self.crashes: list[BaseException] = []
        self.whole = True
        guards.register(
            "model", guard=guards.each(self._guard), listener=guards.tell_each(self._listen)
        )

    def _guard(self, delivery: Delivery, _at: datetime) -> str | None:
        if isinstance(getcurrent(), Worker):
            stop_at("guard")
        return "Ada keberatan." if delivery.subject in self.objections else None

    def _listen(self, delivery: Delivery, event: str, _at: datetime) -> None:
        """Every change is one the table allows; only a claim is told to nobody."""
        before = self.states[delivery.pk]
        origins = [before, "sending"] if before in {"planned", "retry"} else [before]
        targets = [DELIVERY.next(o, event) for o in origins if DELIVERY.allows(o, event)]
        assert delivery.state in targets, f"{before} -{event}-> {delivery.state}"
        self.states[delivery.pk] = delivery.state

    # What people do

    @initialize(which=st.integers(0, 3), late=st.booleans())
    def first_plan(self, which: int, late: bool) -> None:
        self.plan(which, 0, late)

    @precondition(lambda self: len(self.states) < 3)
    @rule(which=st.integers(0, 3), wait=st.sampled_from([0, 0, 300]), late=st.booleans())
    def plan(self, which: int, wait: int, late: bool) -> None:
        at = self.world.now()
        due = at + timedelta(seconds=wait)
        made = actions.plan(
            by=BY,
            at=at,
            account=self.accounts[which],
            act=Act.PUBLISH,
            payload=payload.build(text=f"Pesan {len(self.states)}", created_at=due),
            due_at=due,
            purpose="model",
            subject=str(len(self.states)),
            expires_at=due + timedelta(minutes=20) if late else None,
        )
        self.states[made.pk] = made.state

    @precondition(lambda self: len(self.states) < 2)
    @rule(which=st.integers(0, 3), parts=st.integers(2, 3), late=st.booleans())
    def plan_thread(self, which: int, parts: int, late: bool) -> None:
        """Each part answers the one before it."""
        at, subject, before = self.world.now(), str(len(self.states)), None
        for part in range(1, parts + 1):
            before = actions.plan(
                by=BY,
                at=at,
                account=self.accounts[which],
                act=Act.REPLY if before else Act.PUBLISH,
                payload=payload.build(text=f"Utas {subject}, bagian {part}", created_at=at),
                due_at=at,
                purpose="model",
                subject=subject,
                expires_at=at + timedelta(minutes=20) if late else None,
                original=before,
                part=part,
                parts=parts,
            )
            self.states[before.pk] = before.state

    def _one(self, luck: int) -> Delivery:
        rows = list(Delivery.objects.filter(pk__in=self.states).order_by("subject", "part"))
        return rows[luck % len(rows)]

    def _try(self, act: Any, luck: int, **values: Any) -> None:
        with contextlib.suppress(Conflict):  # not possible now: a person reads so
            act(self._one(luck), by=BY, at=self.world.now(), **values)

    @precondition(lambda self: self.states)
    @rule(luck=LUCK)
    def cancel(self, luck: int) -> None:
        if self._one(luck).state != "unknown":  # the page asks to look first
            self._try(actions.cancel, luck)

    @precondition(lambda self: self.states)
    @rule(luck=LUCK, minutes=st.sampled_from([0, 10]))
    def reschedule(self, luck: int, minutes: int) -> None:
        due = self.world.now() + timedelta(minutes=minutes)
        self._try(actions.reschedule, luck, due_at=due)

    @precondition(lambda self: self.states)
    @rule(luck=LUCK)
    def again(self, luck: int) -> None:
        self._try(actions.again, luck, due_at=self.world.now())

    @precondition(lambda self: self.states)
    @rule(luck=LUCK, resend=st.booleans(), careless=st.booleans())
    def person_settles(self, luck: int, resend: bool, careless: bool) -> None:
        """Looks at the account and says what is there; on the blind network maybe carelessly."""
        found = self._one(luck)
        if found.state != "unknown":
            return
        live = self.world.copies(found.key)
        careless = careless and resend and found.network == "model-buta"
        if live and not careless:
            self._try(actions.resolve_unknown, luck, sent=True, url="https://model.example/p")
            return
        self._try(actions.resolve_unknown, luck, sent=False, retry=resend)
        found.refresh_from_db()
        self.resends[found.key] += found.state == "retry"

    @rule(scope=st.sampled_from(["all", "unit", "account"]))
    def switch(self, scope: str) -> None:
        """The stop switch: on, or off again."""
        if on := stops.active().first():
            stops.lift(on, by=BY, at=self.world.now())
            return
        account = self.accounts[2]
        places: dict[str, Any] = {"unit": {"unit": account.unit}, "account": {"account": account}}
        stops.stop(by=BY, at=self.world.now(), reason="Uji", **places.get(scope, {}))

    @precondition(lambda self: self.states)
    @rule(luck=LUCK)
    def object(self, luck: int) -> None:
        """The purpose changes its mind."""
        self.objections ^= {self._one(luck).subject}

    # What workers do

    @precondition(lambda self: len(self.workers) < 3)
    @rule(limit=st.integers(1, 2), calls=st.integers(0, 3), fate=LUCK)
    def a_worker_starts(self, limit: int, calls: int, fate: int) -> None:
        """Claims, and comes as far as some network call."""
        claimed = self._claimed(limit)
        self.workers += claimed
        for worker in claimed * calls:
            if worker.place:
                self._go(worker, fate)

    def _claimed(self, limit: int) -> list[Worker]:
        return [Worker(self.source, c) for c in self.source.claim(limit, Lanes(self.world, 4))]

    @precondition(lambda self: self.workers)
    @rule(luck=LUCK, fate=LUCK)
    def go_on(self, luck: int, fate: int) -> None:
        """One worker comes as far as its next network call."""
        self._go(self.workers[luck % len(self.workers)], fate)

    def _go(self, worker: Worker, fate: int) -> None:
        orders = ORDERS.get(worker.place, ("go",))
        try:
            worker.go_on(orders[fate % len(orders)])
        except Exception as error:  # noqa: BLE001 - as the loop of the worker does; looked at below
            self.crashes.append(error)
        self.workers = [w for w in self.workers if w.place]

    @precondition(lambda self: self.workers)
    @rule(luck=LUCK)
    def kill(self, luck: int) -> None:
        self.workers.pop(luck % len(self.workers)).die()

    @precondition(lambda self: self.workers)
    @rule()
    def told_to_stop(self) -> None:
        """What has not begun is given back, entered or not; the others are let finish."""
        waiting = [w for w in self.workers if w.place in {"claimed", "ready"}]
        self.source.give_back([worker.claim for worker in waiting])
        self.workers = [w for w in self.workers if w not in waiting]
        for worker in waiting:
            worker.die()

    @rule(
        rounds=st.sampled_from([1, 1, 5]),
        pause=st.sampled_from([0, 5, 21, 700]),
        fates=st.lists(LUCK, min_size=1, max_size=3),
        arrives=st.booleans(),
    )
    def others_carry_on(self, rounds: int, pause: int, fates: list[int], arrives: bool) -> None:
        """Another worker does whole rounds, while those of ours stand still; then perhaps a request
        that was on its way all the time arrives."""
        for _ in range(rounds):
            self.world.real += timedelta(seconds=pause)
            self._round(fates)
        if arrives and self.world.loose:
            self.world.land()

    def _round(self, fates: list[int]) -> None:
        self.source.housekeeping()
        for worker in self._claimed(4):
            for number in range(20):
                if worker.place:
                    self._go(worker, fates[number % len(fates)])

    @rule()
    def housekeeping(self) -> None:
        self.source.housekeeping()

    @precondition(lambda self: self.workers)
    @rule(luck=LUCK)
    def renew(self, luck: int) -> None:
        self.source.renew([self.workers[luck % len(self.workers)].claim])

    # What the world does

    @rule(seconds=WAITS)
    def time_passes(self, seconds: int) -> None:
        self.world.real += timedelta(seconds=seconds)

    @rule(seconds=st.sampled_from([1, 30, 3600]))
    def clock_steps_back(self, seconds: int) -> None:
        self.world.behind += timedelta(seconds=seconds)

    @rule(minutes=st.sampled_from([0, 9]))
    def listing_takes(self, minutes: int) -> None:
        self.world.lists_after = timedelta(minutes=minutes)

    @precondition(lambda self: self.world.loose)
    @rule()
    def loose_request_arrives(self) -> None:
        self.world.land()

    # What must always hold

    @invariant()
    def all_is_well(self) -> None:
        self.whole = False
        rows = {d.pk: d for d in Delivery.objects.filter(pk__in=self.states)}
        for pk, state in self.states.items():
            row = rows[pk]
            claimed = row.state == "sending" and state in {"planned", "retry"}
            assert row.state == state or claimed, f"{state} became {row.state} unseen"
            self.states[pk] = row.state
            self._copies_are_known(row)
            self._stands_under_what_it_answers(row, rows)
            self._row_is_consistent(row)
        self.whole = True

    def _copies_are_known(self, row: Delivery) -> None:
        copies = self.world.copies(row.key)
        proves = registry.get(row.network).proof != Proof.NONE
        allowed = 1 if proves else 1 + self.resends[row.key]
        assert len(copies) <= allowed, f"{row.network}: {len(copies)} copies are public"
        assert not copies or row.state not in DEAD or self.resends[row.key], (
            f"{row.network}: {row.state}, and public"
        )
        assert copies or row.state != "sent", f"{row.network}: sent, and nowhere to be seen"

    def _stands_under_what_it_answers(self, row: Delivery, rows: dict[Any, Delivery]) -> None:
        """No part of a thread is public, or on its way, before the one above it is proven."""
        if row.original_id is None:
            return
        above = rows[row.original_id]
        copies = self.world.copies(row.key)
        if above.state != "sent":
            assert not copies, f"part {row.part} is public, the one before it is {above.state}"
            assert row.state in {"waiting", *DEAD}, f"{row.state}, though it has nothing to answer"
        assert all(copy.answers == above.external_id for copy in copies), "under something else"

    def _row_is_consistent(self, row: Delivery) -> None:
        sends = list(Attempt.objects.filter(delivery=row, kind="send").order_by("number"))
        assert [a.number for a in sends] == list(range(1, row.attempts_made + 1))
        assert (row.lease_token is None) == (row.lease_until is None)
        assert row.lease_token or row.state != "sending", "sending in nobody's hands"
        assert row.lease_token is None or row.state in {"sending", "unknown", "pending"}
        assert row.state != "sent" or row.sent_at is not None
        if row.state == "sent":
            assert row.proven_by or any(a.outcome in {"accept", "wait"} for a in sends)

    def teardown(self) -> None:
        try:
            if self.whole:
                self._come_to_rest()
        finally:
            for worker in self.workers:
                worker.die()
            transaction.set_rollback(True)
            self.room.__exit__(None, None, None)

    def _come_to_rest(self) -> None:
        """No obstacles, time passes: everything ends, or visibly asks a person.

        Then those wake up who slept through it all, which must change nothing for the worse.
        """
        self.objections.clear()
        for stop in stops.active():
            stops.lift(stop, by=BY, at=self.world.now())
        self._until_settled()
        while self.workers:
            self._go(self.workers[0], 0)
            self.all_is_well()
        self._until_settled()
        assert self.forgives_crashes or not self.crashes, self.crashes

    def _until_settled(self) -> None:
        for _ in range(30):
            self.world.real += timedelta(minutes=31)
            self._round([0])
            self.all_is_well()
            rows = Delivery.objects.filter(pk__in=self.states).exclude(state__in=OVER)
            rows = rows.exclude(state="manual").exclude(state="unknown", asks_person=True)
            if all(row.state == "waiting" and self._stuck(row) for row in rows):
                return
        raise AssertionError(f"never settled: {[*rows]}")

    def _stuck(self, row: Delivery) -> bool:
        """Whether what it waits for is given up, a person's, or stuck itself."""
        above = row.original
        assert above is not None, "waits for nothing"
        if above.state == "waiting":
            return self._stuck(above)
        return above.state in {*DEAD, "manual"} or above.asks_person


class Dispatched(Engine):
    """The same on several hosts, where a message comes once, or twice, or never."""

    @precondition(lambda self: len(self.workers) < 3)
    @rule(limit=st.integers(1, 2), copies=st.integers(0, 2))
    def a_dispatcher_sends(self, limit: int, copies: int) -> None:
        claims = self.source.claim(limit, Lanes(self.world, 4))
        for _ in range(copies):
            self.workers += [Worker(self.source, c) for c in self.source.take_over(claims)]


def play(machine: type[Engine], examples: int, *, steps: int = 25) -> None:
    run_state_machine_as_test(
        machine,
        settings=settings(
            max_examples=examples,
            stateful_step_count=steps,
            deadline=None,
            derandomize=True,
            database=None,
            phases=[Phase.generate],
            suppress_health_check=list(HealthCheck),
            print_blob=False,
        ),
    )


@pytest.fixture
def engine(cast: Cast, monkeypatch: pytest.MonkeyPatch) -> type[Engine]:
    """The machine, with a connected account on each of the four networks."""
    monkeypatch.setattr(guards, "_guards", dict(guards._guards))
    monkeypatch.setattr(guards, "_listeners", dict(guards._listeners))
    Engine.accounts = []
    for network in NETWORKS:
        monkeypatch.setitem(registry.CONNECTORS, network.code, network)
        made = Account.objects.create(
            unit=cast.kecamatan,
            network=network.code,
            handle="kec.sumberjati",
            health=Health.HEALTHY,
            created_at=NOW,
        )
        Credential.objects.create(account=made, kind="token", secret={}, updated_at=NOW)
        Engine.accounts.append(made)
    return Engine


@pytest.mark.usefixtures("engine")
def test_sent_once_or_known_to_be_unknown_in_every_order_of_events() -> None:
    play(Dispatched, examples=40)


@pytest.mark.no_database
def test_without_waiting_the_model_finds_the_part_that_ran_ahead(
    engine: type[Engine], monkeypatch: pytest.MonkeyPatch
) -> None:
    """The model bites: let all parts of a thread be due at once, and it must find that."""
    monkeypatch.setattr(engine, "forgives_crashes", True)
    monkeypatch.setattr(actions, "_first_state", lambda _act, _original: "planned")
    with pytest.raises(AssertionError, match=r"nothing to answer|under nothing"):
        play(engine, examples=100)


@pytest.mark.no_database
def test_without_the_fence_the_model_finds_the_second_copy(
    engine: type[Engine], monkeypatch: pytest.MonkeyPatch
) -> None:
    """The model bites: take the token out of the lease, and it must find what that breaks."""
    monkeypatch.setattr(engine, "forgives_crashes", True)
    monkeypatch.setattr(engine, "accounts", engine.accounts[2:3] * 4)  # where copies add up
    monkeypatch.setattr(LeaseQuerySet, "held", lambda self, pk, _token: self.filter(pk=pk))
    with pytest.raises(AssertionError, match="public"):
        play(engine, examples=200, steps=30)  # long stories lead there sooner


@pytest.mark.no_database
def test_without_waiting_for_the_proof_the_model_finds_the_second_copy(
    engine: type[Engine], monkeypatch: pytest.MonkeyPatch
) -> None:
    """The model bites: believe at once that what is not found was never taken."""
    monkeypatch.setattr(engine, "forgives_crashes", True)
    monkeypatch.setattr(engine, "accounts", engine.accounts[2:3] * 4)  # no key of ours tells copies
    monkeypatch.setattr(reconcile, "_absence_proves_from", lambda delivery, _c: delivery.lost_at)
    with pytest.raises(AssertionError, match="public"):
        play(engine, examples=200, steps=30)

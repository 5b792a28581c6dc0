"""What comes late: requests still on their way, answers after the lease, proof after a decision."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from datetime import timedelta

import pytest

from kentongan.delivery import actions, guards, recovery
from kentongan.delivery.models import Delivery
from kentongan.delivery.resuming import PENDING_LIMIT
from kentongan.delivery.source import LEASE, DeliverySource
from kentongan.jobs.lanes import Lanes
from kentongan.jobs.sources import Claim
from kentongan.kernel.clock import FrozenClock
from kentongan.kernel.errors import Conflict
from kentongan.kernel.http import AnswerLost
from kentongan.ledger.models import Entry
from kentongan.networks.contract import Outgoing, Pending, Proof, Published, Unauthorised
from kentongan.networks.models import Account, Health
from tests.delivery.conftest import BY, Plan
from tests.delivery.network import Uji, never_arrived

pytestmark = pytest.mark.django_db

Work = Callable[[], int]


@pytest.fixture
def claim(clock: FrozenClock) -> Callable[[], Claim]:
    """The one row that is due, in the hands of a worker."""

    def one() -> Claim:
        [found] = DeliverySource(clock).claim(5, Lanes(clock, 4))
        return found

    return one


def _lease_ends(clock: FrozenClock) -> None:
    clock.advance(seconds=LEASE.total_seconds() + 1)
    recovery.recover(at=clock.now())


def test_absence_proves_nothing_while_the_request_may_be_on_its_way(
    plan: Plan, work: Work, network: type[Uji], clock: FrozenClock
) -> None:
    network.script = [never_arrived]
    delivery = plan()
    work()
    for seconds in (3, 5, 15):
        clock.advance(seconds=seconds)
        work()
    delivery.refresh_from_db()
    assert delivery.state == "unknown"
    clock.advance(seconds=45)
    work()
    delivery.refresh_from_db()
    assert delivery.state == "retry"


def test_a_look_that_began_too_early_proves_nothing_however_late_its_answer_comes(
    plan: Plan, work: Work, network: type[Uji], clock: FrozenClock, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The list was read before the request arrived; another look is due at once."""
    network.script = [never_arrived]
    delivery = plan()
    work()
    find = network.find

    def arrives_meanwhile(uji: Uji, key: str, item: Outgoing) -> Published | None:
        found = find(uji, key, item)
        uji.accept(item, key)
        clock.advance(seconds=58)
        return found

    clock.advance(seconds=5)
    with monkeypatch.context() as slow:
        slow.setattr(network, "find", arrives_meanwhile)
        work()
    delivery.refresh_from_db()
    assert delivery.state == "unknown"
    clock.advance(seconds=1)
    work()
    delivery.refresh_from_db()
    assert (delivery.state, network.calls.count("publish")) == ("sent", 1)


def test_a_person_cannot_say_not_live_while_the_request_may_be_on_its_way(
    plan: Plan, work: Work, network: type[Uji], clock: FrozenClock
) -> None:
    network.proof, network.script = Proof.NONE, [never_arrived]
    delivery = plan()
    work()
    delivery.refresh_from_db()
    for retry in (True, False):
        with pytest.raises(Conflict, match="masih di jalan"):
            actions.resolve_unknown(delivery, by=BY, at=clock.now(), sent=False, retry=retry)
    clock.advance(minutes=2)
    actions.resolve_unknown(delivery, by=BY, at=clock.now(), sent=False)
    assert delivery.state == "cancelled"


@pytest.mark.parametrize(("waits", "minutes"), [(20, 1), (30, 1), (40, 2), (60, 2), (61, 3)])
def test_where_a_network_is_waited_for_longer_so_is_its_request(
    plan: Plan, work: Work, network: type[Uji], clock: FrozenClock,
    monkeypatch: pytest.MonkeyPatch, waits: float, minutes: int,
) -> None:  # fmt: skip
    monkeypatch.setattr(network, "limits", replace(network.limits, timeout=waits))
    network.proof, network.script = Proof.NONE, [never_arrived]
    delivery = plan()
    work()
    delivery.refresh_from_db()
    clock.advance(seconds=max(60, 2 * waits) - 1)
    with pytest.raises(Conflict, match=f"Tunggu {minutes} menit"):
        actions.resolve_unknown(delivery, by=BY, at=clock.now(), sent=False)
    clock.advance(seconds=1)
    actions.resolve_unknown(delivery, by=BY, at=clock.now(), sent=False)
    assert delivery.state == "cancelled"


def test_a_worker_that_slept_through_its_lease_sends_nothing(
    plan: Plan, clock: FrozenClock, network: type[Uji], claim: Callable[[], Claim]
) -> None:
    """Every request asks first whether the row is still ours."""
    delivery = plan()

    def sleeps(uji: Uji, item: Outgoing, key: str) -> Published:
        _lease_ends(clock)
        uji.session.http.request("POST", "https://uji.example/kirim")
        raise AssertionError("it was sent")

    network.script = [sleeps]
    DeliverySource(clock).run(claim())
    delivery.refresh_from_db()
    assert (delivery.state, network.wall) == ("unknown", [])
    assert [a.outcome for a in delivery.attempts.all()] == ["lease_lost"]


@pytest.mark.parametrize("decided", ["cancelled", "refused", "expired", "retry", "sending"])
def test_late_proof_that_it_is_live_outlives_every_decision(
    plan: Plan,
    clock: FrozenClock,
    network: type[Uji],
    claim: Callable[[], Claim],
    decided: str,
) -> None:
    delivery = plan()

    def slow(uji: Uji, item: Outgoing, key: str) -> Published:
        _lease_ends(clock)
        Delivery.objects.update(state=decided)
        return uji.accept(item, key)

    network.script = [slow]
    DeliverySource(clock).run(claim())
    delivery.refresh_from_db()
    assert (delivery.state, delivery.url) == ("sent", f"https://uji.example/{delivery.key}")
    assert ("ternyata" in delivery.what_to_do) == (decided in {"cancelled", "refused", "expired"})
    assert Entry.objects.filter(action="delivery.accept").count() == 1


def test_late_proof_beside_a_newer_publication_asks_a_person(
    plan: Plan, clock: FrozenClock, network: type[Uji], claim: Callable[[], Claim]
) -> None:
    """The row cannot live again beside its successor; two may be public, so somebody must look."""
    first = plan("Satu")

    def slow(uji: Uji, item: Outgoing, key: str) -> Published:
        _lease_ends(clock)
        Delivery.objects.update(state="cancelled")
        plan("Satu")
        return uji.accept(item, key)

    network.script = [slow]
    DeliverySource(clock).run(claim())
    first.refresh_from_db()
    assert (first.state, first.asks_person) == ("cancelled", True)
    assert first.url in first.what_to_do


def test_proof_of_a_look_outlives_a_decision_made_meanwhile(
    plan: Plan,
    work: Work,
    network: type[Uji],
    clock: FrozenClock,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    network.script = [never_arrived]
    delivery = plan()
    work()

    def finds(uji: Uji, key: str, item: Outgoing) -> Published:
        Delivery.objects.update(state="cancelled", lease_token=None, lease_until=None)
        return uji.accept(item, key)

    monkeypatch.setattr(Uji, "find", finds)
    clock.advance(seconds=5)
    work()
    delivery.refresh_from_db()
    assert delivery.state == "sent"


def test_a_look_whose_worker_died_is_made_again(
    plan: Plan, settle: Work, work: Work, network: type[Uji], clock: FrozenClock,
    monkeypatch: pytest.MonkeyPatch,
) -> None:  # fmt: skip
    network.script = [never_arrived]
    delivery = plan()
    work()

    def dies(_uji: Uji, _key: str, _item: Outgoing) -> Published:
        raise SystemExit

    clock.advance(seconds=5)
    with monkeypatch.context() as patched:
        patched.setattr(Uji, "find", dies)
        with pytest.raises(SystemExit):
            work()
    clock.advance(seconds=LEASE.total_seconds() + 1)
    settle()
    delivery.refresh_from_db()
    assert delivery.state == "sent"
    assert [a.number for a in delivery.attempts.filter(kind="look")] == [1, 2, 3]


def test_a_network_that_works_for_ever_ends_with_a_question(
    plan: Plan, settle: Work, work: Work, network: type[Uji], clock: FrozenClock,
    monkeypatch: pytest.MonkeyPatch,
) -> None:  # fmt: skip
    network.proof, network.settled_after = Proof.TWO_STEP, None
    still = Pending("olah-1", timedelta(minutes=5))
    monkeypatch.setattr(Uji, "resume", lambda _uji, _pending: still)
    network.script = [lambda _n, _i, _k: still]
    delivery = plan()
    work()
    clock.advance(hours=1)
    work()
    delivery.refresh_from_db()
    assert delivery.state == "pending"
    clock.advance(hours=PENDING_LIMIT.total_seconds() / 3600)
    settle()
    delivery.refresh_from_db()
    assert (delivery.state, delivery.asks_person) == ("unknown", True)


@pytest.mark.parametrize(
    ("proof", "settled_after", "proves_after"),
    [(Proof.CLIENT_KEY, None, 60), (Proof.LOOKUP, timedelta(minutes=1), 120)],
)
def test_what_is_lost_again_waits_no_longer_for_the_proof_of_its_absence(
    plan: Plan,
    work: Work,
    network: type[Uji],
    clock: FrozenClock,
    proof: Proof,
    settled_after: timedelta | None,
    proves_after: int,
) -> None:
    """Neither earlier than absence proves, nor later because there were looks before."""
    network.proof, network.settled_after = proof, settled_after
    network.script = [never_arrived, never_arrived]
    delivery = plan()
    work()
    waited = []
    for calls in (2, 3):
        delivery.refresh_from_db()
        assert delivery.lost_at is not None
        while network.calls.count("publish") < calls:
            clock.advance(seconds=1)
            work()
        waited.append((clock.now() - delivery.lost_at).total_seconds())
    assert len(network.wall) == 1
    assert waited == [proves_after + 1] * 2  # a second passes between the proof and the sending


def test_a_credential_that_dies_while_the_network_works_is_told(
    plan: Plan, work: Work, network: type[Uji], clock: FrozenClock, account: Account,
    monkeypatch: pytest.MonkeyPatch,
) -> None:  # fmt: skip
    def revoked(_uji: Uji, _pending: Pending) -> Published:
        raise Unauthorised("Token dicabut.")

    monkeypatch.setattr(Uji, "resume", revoked)
    network.script = [lambda _n, _i, _k: Pending("olah-1", timedelta(seconds=10))]
    delivery = plan()
    work()
    clock.advance(seconds=10)
    work()
    delivery.refresh_from_db()
    account.refresh_from_db()
    assert (delivery.state, account.health) == ("pending", Health.BROKEN)


def test_recovery_takes_no_row_whose_worker_just_began(
    plan: Plan, clock: FrozenClock, network: type[Uji], claim: Callable[[], Claim]
) -> None:
    """An intent that is written while recovery looks makes the row unknown, never due again."""
    delivery = plan()
    held = claim()

    def begins(uji: Uji, item: Outgoing, key: str) -> Published:
        _lease_ends(clock)
        raise AnswerLost("jawaban hilang")

    network.script = [begins]
    DeliverySource(clock).run(held)
    delivery.refresh_from_db()
    assert (delivery.state, delivery.lost_at) == ("unknown", clock.now())


@pytest.fixture
def stumbles(monkeypatch: pytest.MonkeyPatch, plan: Plan) -> set[str]:
    """Subjects whose listener fails, as one with a defect does."""
    said: set[str] = set()

    def listen(delivery: Delivery, event: str, at: object) -> None:
        if delivery.subject in said:
            raise LookupError(delivery.subject)

    monkeypatch.setitem(guards._listeners, "uji", guards.tell_each(listen))
    return said


def test_a_row_whose_listener_fails_keeps_none_behind_it_waiting(
    plan: Plan, clock: FrozenClock, stumbles: set[str], caplog: pytest.LogCaptureFixture
) -> None:
    rows = [plan(text) for text in ("Pertama", "Kedua", "Ketiga")]
    DeliverySource(clock).claim(5, Lanes(clock, 6))
    stumbles.add("Pertama")
    for _ in range(2):  # it is not tried again at once, so that no log is flooded
        _lease_ends(clock)
    states = dict(Delivery.objects.values_list("subject", "state"))
    assert states == {"Pertama": "sending", "Kedua": "planned", "Ketiga": "planned"}
    assert caplog.text.count("LookupError: Pertama") == 1
    stumbles.clear()
    clock.advance(seconds=recovery.AGAIN.total_seconds())
    assert recovery.recover(at=clock.now()) == 1
    rows[0].refresh_from_db()
    assert rows[0].state == "planned"


def test_a_late_row_whose_listener_fails_keeps_none_behind_it_waiting(
    plan: Plan, clock: FrozenClock, stumbles: set[str]
) -> None:
    soon = clock.now() + timedelta(minutes=5)
    for text in ("Pertama", "Kedua"):
        plan(text, expires_at=soon)
    stumbles.add("Pertama")
    clock.advance(minutes=6)
    assert recovery.expire(at=clock.now()) == 1
    assert Delivery.objects.get(subject="Kedua").state == "expired"
    assert Delivery.objects.get(subject="Pertama").state == "planned"

"""Sent once, or known to be unknown: every way an outward act can go."""

from __future__ import annotations

from collections.abc import Callable
from datetime import timedelta

import pytest
from django.db import IntegrityError, transaction

from kentongan.delivery import actions, recovery, stops
from kentongan.delivery.models import Act, Attempt, Delivery
from kentongan.delivery.outcomes import MAX_ATTEMPTS
from kentongan.delivery.source import LEASE, DeliverySource
from kentongan.jobs.lanes import Lanes
from kentongan.kernel.clock import FrozenClock
from kentongan.kernel.errors import Conflict, Invalid
from kentongan.kernel.http import AnswerLost, NotSent
from kentongan.ledger.models import Entry
from kentongan.networks.contract import (
    OutcomeUnknown,
    Outgoing,
    Pending,
    Proof,
    Published,
    Refused,
    TryLater,
)
from kentongan.networks.models import Account, Health
from tests.cast import Cast
from tests.delivery.conftest import BY, Plan
from tests.delivery.network import Uji, lost, never_arrived

pytestmark = pytest.mark.django_db

Work = Callable[[], int]


def test_a_due_delivery_is_sent_with_proof(plan: Plan, work: Work, network: type[Uji]) -> None:
    delivery = plan("Halo warga")
    assert work() == 1
    delivery.refresh_from_db()
    assert delivery.state == "sent"
    assert delivery.url == f"https://uji.example/{delivery.key}"
    assert network.wall == [(delivery.key, "Halo warga")]
    assert [a.outcome for a in delivery.attempts.all()] == ["accept"]
    entry = Entry.objects.get(action="delivery.accept", target_id=str(delivery.pk))
    assert entry.target_label == delivery.account.label  # read by people: no keys
    assert work() == 0


def test_nothing_goes_out_before_its_time(plan: Plan, work: Work, clock: FrozenClock) -> None:
    plan(due_at=clock.now() + timedelta(minutes=5))
    assert work() == 0
    clock.advance(minutes=5)
    assert work() == 1


def test_a_lost_answer_is_found_and_never_repeated(
    plan: Plan, settle: Work, work: Work, network: type[Uji]
) -> None:
    network.script = [lost]
    delivery = plan()
    work()
    delivery.refresh_from_db()
    assert delivery.state == "unknown"
    settle()
    delivery.refresh_from_db()
    assert delivery.state == "sent"
    assert len(network.wall) == 1
    assert network.calls == ["publish", "find"]


def test_with_our_own_key_an_absent_post_is_sent_again_as_the_same(
    plan: Plan, settle: Work, network: type[Uji]
) -> None:
    network.script = [never_arrived]
    delivery = plan()
    settle()
    delivery.refresh_from_db()
    assert delivery.state == "sent"
    assert network.calls == ["publish", "find", "publish"]
    assert len(network.wall) == 1


def test_where_absence_proves_nothing_a_person_is_asked(
    plan: Plan, settle: Work, network: type[Uji]
) -> None:
    network.proof, network.settled_after = Proof.LOOKUP, None
    network.script = [never_arrived]
    delivery = plan()
    settle()
    delivery.refresh_from_db()
    assert (delivery.state, delivery.asks_person) == ("unknown", True)
    assert network.calls.count("publish") == 1
    assert delivery.lookups_made == 9


def test_a_listing_that_comes_late_is_waited_for(
    plan: Plan, settle: Work, network: type[Uji]
) -> None:
    network.proof, network.settled_after = Proof.LOOKUP, timedelta(hours=9)
    network.script, network.looks = [lost], [None, None]
    delivery = plan()
    settle()
    delivery.refresh_from_db()
    assert delivery.state == "sent"
    assert network.calls == ["publish", "find", "find", "find"]
    assert len(network.wall) == 1


def test_a_network_that_can_prove_nothing_asks_a_person_at_once(
    plan: Plan, settle: Work, network: type[Uji]
) -> None:
    network.proof = Proof.NONE
    network.script = [lost]
    delivery = plan()
    settle()
    delivery.refresh_from_db()
    assert (delivery.state, delivery.asks_person) == ("unknown", True)
    assert "find" not in network.calls


@pytest.mark.parametrize("asked", [True, False])
def test_an_outcome_that_only_we_know_does_not_wait_to_be_recorded(
    plan: Plan, clock: FrozenClock, network: type[Uji], asked: bool
) -> None:
    """Of some networks only the account knows: a mailbox that nobody may look into."""

    def told(uji: Uji, item: Outgoing, key: str) -> Published:
        uji.proof = Proof.LOOKUP if asked else Proof.NONE  # type: ignore[misc]
        return uji.accept(item, key)

    network.script = [told]
    source, row = DeliverySource(clock), plan()
    ((_claim, work),) = source.enter(source.claim(1, Lanes(clock, 8)))
    ending = work()
    assert ending.delivery == row
    assert source.presses(ending) is not asked


def test_a_bug_in_a_connector_counts_as_unknown_not_as_failed(
    plan: Plan, work: Work, network: type[Uji]
) -> None:
    network.script = [ZeroDivisionError("salah hitung")]
    delivery = plan()
    work()
    delivery.refresh_from_db()
    assert delivery.state == "unknown"


@pytest.mark.parametrize("error", [NotSent("tak terhubung"), TryLater("sibuk")])
def test_what_was_certainly_not_accepted_is_tried_again_later(
    plan: Plan, work: Work, network: type[Uji], clock: FrozenClock, error: Exception
) -> None:
    network.script = [error]
    delivery = plan()
    work()
    delivery.refresh_from_db()
    assert delivery.state == "retry"
    assert delivery.run_at > clock.now()
    assert work() == 0
    clock.advance(minutes=1)
    work()
    delivery.refresh_from_db()
    assert delivery.state == "sent"


def test_the_reset_time_of_the_network_is_respected(
    plan: Plan, work: Work, network: type[Uji], clock: FrozenClock
) -> None:
    network.script = [TryLater("terlalu sering", after=timedelta(minutes=15))]
    delivery = plan()
    work()
    delivery.refresh_from_db()
    assert delivery.run_at == clock.now() + timedelta(minutes=15)


def test_trying_again_has_an_end_that_says_what_to_do(
    plan: Plan, settle: Work, network: type[Uji]
) -> None:
    network.script = [TryLater("server sibuk") for _ in range(20)]
    delivery = plan()
    settle()
    delivery.refresh_from_db()
    assert delivery.state == "refused"
    assert delivery.attempts_made == MAX_ATTEMPTS
    assert "server sibuk" in delivery.what_to_do


def test_a_refusal_says_what_to_do_and_can_be_sent_anew(
    plan: Plan, work: Work, network: type[Uji], clock: FrozenClock
) -> None:
    network.script = [Refused("Teks terlalu panjang. Pendekkan.")]
    delivery = plan()
    work()
    delivery.refresh_from_db()
    assert (delivery.state, delivery.what_to_do) == ("refused", "Teks terlalu panjang. Pendekkan.")
    actions.again(delivery, by=BY, at=clock.now(), due_at=clock.now())
    work()
    delivery.refresh_from_db()
    assert delivery.state == "sent"
    assert [a.number for a in delivery.attempts.all()] == [1, 2]


@pytest.mark.parametrize("raised", [Refused, AnswerLost, ValueError])
def test_a_credential_that_the_network_repeats_is_shown_to_nobody(
    plan: Plan, work: Work, network: type[Uji], account: Account, raised: type[Exception]
) -> None:
    token = "EAAB-rahasia-halaman"
    account.credential.secret = {"token": "baik", "page": token}
    account.credential.save()
    network.script = [raised(f"Malformed access token {token}")]
    delivery = plan()
    work()
    delivery.refresh_from_db()
    said = [delivery.what_to_do, delivery.attempts.get().detail]
    said += map(str, Entry.objects.values_list("data", flat=True))
    assert "Malformed access token <rahasia>" in delivery.what_to_do
    assert not [text for text in said if token in text]


def test_a_stale_credential_is_renewed_once_and_used(
    plan: Plan, work: Work, network: type[Uji], account: Account
) -> None:
    account.credential.secret = {"token": "lama", "renewable": True}
    account.credential.save()
    delivery = plan()
    work()
    delivery.refresh_from_db()
    assert delivery.state == "sent"
    assert network.calls == ["publish", "refresh", "publish"]
    account.credential.refresh_from_db()
    assert account.credential.secret["token"] == "baik"


def test_a_renewal_that_got_no_answer_breaks_no_account(
    plan: Plan,
    work: Work,
    network: type[Uji],
    account: Account,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    account.credential.secret = {"token": "lama", "renewable": True}
    account.credential.save()

    def no_answer(_uji: Uji) -> dict[str, str]:
        raise TryLater("server masuk tidak menjawab")

    monkeypatch.setattr(Uji, "refresh", no_answer)
    delivery = plan()
    work()
    delivery.refresh_from_db()
    account.refresh_from_db()
    assert (delivery.state, account.health) == ("retry", Health.HEALTHY)


def test_a_connector_is_told_which_posts_belong_to_others(
    plan: Plan, work: Work, settle: Work, network: type[Uji], monkeypatch: pytest.MonkeyPatch
) -> None:
    """Two deliveries with the same words: the one that is live must not prove the other."""
    network.proof = Proof.LOOKUP
    first = plan("Kata yang sama", subject="satu")
    work()
    first.refresh_from_db()
    told: list[frozenset[str]] = []
    find = Uji.find

    def listen(uji: Uji, key: str, item: Outgoing) -> Published | None:
        told.append(uji.session.taken)
        return find(uji, key, item)

    monkeypatch.setattr(Uji, "find", listen)
    network.script = [lost]
    plan("Kata yang sama", subject="dua")
    settle()
    assert told == [frozenset({first.external_id})]


def test_a_broken_account_keeps_its_deliveries_until_it_is_connected_again(
    plan: Plan, work: Work, account: Account, clock: FrozenClock
) -> None:
    account.credential.secret = {"token": "dicabut"}
    account.credential.save()
    delivery = plan()
    work()
    account.refresh_from_db()
    delivery.refresh_from_db()
    assert (delivery.state, account.health) == ("retry", Health.BROKEN)
    clock.advance(minutes=10)
    assert work() == 0
    account.credential.secret = {"token": "baik"}
    account.credential.save()
    Account.objects.update(health=Health.HEALTHY)
    assert work() == 1
    delivery.refresh_from_db()
    assert delivery.state == "sent"


def test_what_a_network_still_works_on_is_asked_for_later(
    plan: Plan, work: Work, network: type[Uji], clock: FrozenClock
) -> None:
    network.script = [lambda _n, _i, _k: Pending("olah-1", timedelta(seconds=10))]
    delivery = plan()
    work()
    delivery.refresh_from_db()
    assert delivery.state == "pending"
    assert work() == 0
    clock.advance(seconds=10)
    work()
    delivery.refresh_from_db()
    assert (delivery.state, delivery.url) == ("sent", "https://uji.example/selesai")


def test_the_guard_has_the_last_word(
    plan: Plan, work: Work, network: type[Uji], objections: dict[str, str]
) -> None:
    delivery = plan("Lama")
    objections["Lama"] = "Persetujuannya tidak berlaku lagi."
    work()
    delivery.refresh_from_db()
    assert (delivery.state, network.calls) == ("refused", [])
    assert delivery.what_to_do == "Persetujuannya tidak berlaku lagi."


def test_too_late_to_be_true_is_not_sent(
    plan: Plan, work: Work, network: type[Uji], clock: FrozenClock
) -> None:
    delivery = plan(expires_at=clock.now() + timedelta(hours=1))
    clock.advance(hours=2)
    work()
    delivery.refresh_from_db()
    assert (delivery.state, network.calls) == ("expired", [])


def test_the_stop_switch_keeps_and_lets_go(
    plan: Plan, work: Work, cast: Cast, account: Account, clock: FrozenClock
) -> None:
    delivery = plan()
    for scope in ({}, {"unit": cast.pemda}, {"unit": cast.kecamatan}, {"account": account}):
        switch = stops.stop(by=BY, at=clock.now(), reason="Akun diduga diretas", **scope)
        assert work() == 0, scope
        delivery.refresh_from_db()
        assert delivery.state == "planned"
        stops.lift(switch, by=BY, at=clock.now())
    other = stops.stop(by=BY, at=clock.now(), reason="Uji", unit=cast.kecamatan_lain)
    assert work() == 1
    with pytest.raises(Conflict):
        stops.stop(by=BY, at=clock.now(), reason="Lagi", unit=cast.kecamatan_lain)
    stops.lift(other, by=BY, at=clock.now())
    with pytest.raises(Invalid):
        stops.stop(by=BY, at=clock.now(), reason="  ")


def test_a_worker_killed_before_its_intent_sent_nothing(
    plan: Plan, work: Work, clock: FrozenClock, network: type[Uji]
) -> None:
    delivery = plan()
    DeliverySource(clock).claim(5, Lanes(clock, 4))
    clock.advance(seconds=LEASE.total_seconds() + 1)
    assert recovery.recover(at=clock.now()) == 1
    delivery.refresh_from_db()
    assert delivery.state == "planned"
    work()
    assert len(network.wall) == 1


def test_a_worker_killed_after_its_intent_leaves_an_unknown_that_is_settled(
    plan: Plan, settle: Work, clock: FrozenClock, network: type[Uji]
) -> None:
    delivery = plan()
    [claim] = DeliverySource(clock).claim(5, Lanes(clock, 4))
    Attempt.objects.create(
        delivery=delivery,
        number=1,
        token=claim.token,
        sent_hash=delivery.payload_hash,
        started_at=clock.now(),
    )
    Delivery.objects.filter(pk=delivery.pk).update(attempts_made=1)
    network.wall.append((delivery.key, "Jadwal posyandu"))  # accepted, then the worker died
    clock.advance(seconds=LEASE.total_seconds() + 1)
    settle()
    delivery.refresh_from_db()
    assert delivery.state == "sent"
    assert len(network.wall) == 1
    assert "publish" not in network.calls


def test_proof_outlives_a_lost_lease(plan: Plan, clock: FrozenClock, network: type[Uji]) -> None:
    """A worker so slow that its lease ran out still brings home that it was accepted."""
    delivery = plan()

    def slow(uji: Uji, item: object, key: str) -> object:
        clock.advance(seconds=LEASE.total_seconds() + 1)
        recovery.recover(at=clock.now())
        return uji.accept(item, key)  # type: ignore[arg-type]

    network.script = [slow]  # type: ignore[list-item]
    source = DeliverySource(clock)
    [claim] = source.claim(5, Lanes(clock, 4))
    source.run(claim)
    delivery.refresh_from_db()
    assert delivery.state == "sent"
    assert len(network.wall) == 1


def test_one_subject_is_published_once_per_account(plan: Plan, account: Account) -> None:
    plan("Satu kali")
    with pytest.raises(Conflict):
        plan("Satu kali")
    with pytest.raises(IntegrityError), transaction.atomic():
        Delivery.objects.create(
            account=account, unit=account.unit, network="uji", act=Act.PUBLISH, key="lain",
            payload={}, payload_hash="", purpose="uji", subject="Satu kali", state="planned",
            run_at=account.created_at, due_at=account.created_at,
            created_at=account.created_at, created_by="uji",
        )  # fmt: skip


def test_withdrawing_marks_the_original(
    plan: Plan, work: Work, network: type[Uji], clock: FrozenClock
) -> None:
    live = plan("Salah tanggal")
    work()
    live.refresh_from_db()
    plan("Salah tanggal", act=Act.WITHDRAW, original=live, payload=live.payload)
    work()
    live.refresh_from_db()
    assert (live.state, network.wall) == ("withdrawn", [])


def test_an_edit_whose_answer_was_lost_is_simply_repeated(
    plan: Plan, work: Work, settle: Work, network: type[Uji]
) -> None:
    live = plan("Pukul 08.00")
    work()
    live.refresh_from_db()
    network.script = [OutcomeUnknown("jawaban hilang")]
    edit = plan(
        "Pukul 09.00", act=Act.EDIT, original=live, payload={**live.payload, "text": "Pukul 09.00"}
    )
    settle()
    edit.refresh_from_db()
    assert edit.state == "sent"
    assert network.wall == [(live.key, "Pukul 09.00")]


def test_an_account_without_api_waits_for_a_person_and_asks_for_the_link(
    plan: Plan, work: Work, account: Account, clock: FrozenClock
) -> None:
    Account.objects.update(health=Health.MANUAL)
    account.refresh_from_db()
    delivery = plan(account=account)
    assert delivery.state == "manual"
    assert work() == 0
    with pytest.raises(Invalid):
        actions.confirm_manual(delivery, by=BY, at=clock.now(), url="")
    actions.confirm_manual(delivery, by=BY, at=clock.now(), url="https://uji.example/p/1")
    delivery.refresh_from_db()
    assert (delivery.state, delivery.proven_by) == ("sent", "Penguji")


@pytest.mark.parametrize(
    ("answer", "state"), [("sent", "sent"), ("again", "retry"), ("no", "cancelled")]
)
def test_a_person_settles_what_no_machine_can(
    plan: Plan, settle: Work, network: type[Uji], clock: FrozenClock, answer: str, state: str
) -> None:
    network.proof, network.script = Proof.NONE, [lost]
    delivery = plan()
    settle()
    delivery.refresh_from_db()
    actions.resolve_unknown(
        delivery, by=BY, at=clock.now(), sent=answer == "sent", retry=answer == "again",
        url="https://uji.example/p/1",
    )  # fmt: skip
    assert delivery.state == state


def test_what_is_under_way_cannot_be_cancelled_or_moved(plan: Plan, clock: FrozenClock) -> None:
    delivery = plan()
    DeliverySource(clock).claim(5, Lanes(clock, 4))
    with pytest.raises(Conflict):
        actions.cancel(delivery, by=BY, at=clock.now())
    with pytest.raises(Conflict):
        actions.reschedule(delivery, by=BY, at=clock.now(), due_at=clock.now() + timedelta(hours=1))


def test_a_slow_network_holds_at_most_half_of_the_threads(plan: Plan, clock: FrozenClock) -> None:
    for number in range(8):
        plan(f"Pesan {number}")
    source, lanes = DeliverySource(clock), Lanes(clock, 8)
    claims = source.claim(8, lanes)
    assert len(claims) == 4
    lanes.begin((claim, claim.lane) for claim in claims)
    assert source.claim(8, lanes) == []


def test_an_emergency_goes_before_everything_else(
    plan: Plan, clock: FrozenClock, network: type[Uji]
) -> None:
    plan("Rutin", due_at=clock.now() - timedelta(hours=1))
    urgent = plan("Darurat", priority=actions.EMERGENCY)
    [claim] = DeliverySource(clock).claim(1, Lanes(clock, 1))
    assert claim.id == urgent.pk

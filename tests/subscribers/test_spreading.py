"""A post goes to each subscriber exactly once, or it is known which are unsure."""

from __future__ import annotations

from collections import Counter
from datetime import timedelta

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from kentongan.delivery import actions as deliveries, audience, remaining, spreading, stops
from kentongan.delivery.access import queue, visible_deliveries
from kentongan.delivery.models import Act, Attempt, Delivery
from kentongan.delivery.outcomes import MAX_ATTEMPTS
from kentongan.delivery.queries import needs_person
from kentongan.jobs.lanes import Lanes
from kentongan.kernel.errors import Conflict
from kentongan.ledger.models import Entry
from kentongan.networks import events
from kentongan.networks.contract import Halted, Receipt, Refused, TryLater
from kentongan.networks.models import Account, Health
from kentongan.subscribers import actions
from kentongan.subscribers.models import Broadcast
from tests.cast import NOW, Cast
from tests.subscribers.conftest import BY, Plan, Siaran, Worker, number, said, subscribe

pytestmark = pytest.mark.django_db


def states(post: Delivery) -> Counter[str]:
    return Counter(spreading.messages(post).values_list("state", flat=True))


def test_a_post_reaches_every_subscriber_once_and_is_sent_with_the_counts(
    broadcast: Broadcast, plan: Plan, worker: Worker, told: list[tuple[str, str]]
) -> None:
    subscribe(broadcast.account, 30)
    Siaran.wrong = {number(3): ["lost"], number(4): ["lost"], number(5): [Refused("Diblokir.")]}
    post = plan()
    worker.work()
    post.refresh_from_db()
    assert Counter(to for to, _text, _key in Siaran.got) == {
        number(n): 1 for n in range(30) if n != 5
    }
    assert states(post) == {"sent": 27, "unknown": 2, "refused": 1}
    assert post.awaited_there
    assert "2 pesan" in post.what_to_do
    assert (
        spreading.summary(post.extra["spread"]) == "27 dari 30 terkirim, 2 belum pasti, 1 ditolak"
    )
    worker.clock.advance(minutes=2)
    remaining.settle(post, by=BY, at=worker.clock.now(), answer="sampai")
    worker.work()
    post.refresh_from_db()
    assert (post.state, post.asks_person) == ("sent", False)
    assert post.extra["spread"]["sent"] == 29
    assert told[-1] == (post.subject, "accept")
    assert len(Siaran.got) == 29


def test_lost_messages_that_did_not_arrive_are_sent_again_by_a_persons_word(
    broadcast: Broadcast, plan: Plan, worker: Worker
) -> None:
    subscribe(broadcast.account, 3)
    Siaran.wrong = {number(1): ["lost"]}
    post = plan()
    worker.work(rounds=4)
    with pytest.raises(Conflict, match="di jalan"):
        remaining.settle(post, by=BY, at=worker.clock.now(), answer="kirim")
    worker.clock.advance(minutes=2)
    assert remaining.settle(post, by=BY, at=worker.clock.now(), answer="kirim") == 1
    worker.work()
    post.refresh_from_db()
    assert (post.state, states(post)) == ("sent", {"sent": 3})


def test_what_a_person_has_sent_again_is_tried_as_often_as_the_first_time(
    broadcast: Broadcast, plan: Plan, worker: Worker
) -> None:
    subscribe(broadcast.account, 1)
    busy = TryLater("Sedang sibuk.")
    Siaran.wrong = {number(0): [*[busy] * (MAX_ATTEMPTS - 1), "lost", busy]}
    post = plan()
    worker.work(rounds=200, seconds=120)
    worker.clock.advance(minutes=2)
    assert remaining.settle(post, by=BY, at=worker.clock.now(), answer="kirim") == 1
    worker.work(rounds=200, seconds=120)
    post.refresh_from_db()
    assert (post.state, states(post)) == ("sent", {"sent": 1})


def test_a_worker_killed_while_it_makes_messages_makes_none_twice(
    broadcast: Broadcast, plan: Plan, worker: Worker, monkeypatch: pytest.MonkeyPatch
) -> None:
    subscribe(broadcast.account, 25)
    monkeypatch.setattr(spreading, "BATCH", 10)
    made = spreading._make_some
    count = iter(range(100))

    def dies(*given: object, **more: object) -> bool:
        if next(count) == 2:
            raise SystemExit
        return made(*given, **more)  # type: ignore[arg-type]

    monkeypatch.setattr(spreading, "_make_some", dies)
    post = plan()
    with pytest.raises(SystemExit):
        worker.work(rounds=3)
    assert spreading.messages(post).count() == 20
    worker.clock.advance(minutes=1)
    worker.work()
    post.refresh_from_db()
    assert (post.state, post.extra["spread"]["sent"]) == ("sent", 25)
    assert len(Siaran.got) == 25


def test_a_worker_killed_before_it_noted_how_far_it_was_makes_none_twice(
    broadcast: Broadcast, plan: Plan, worker: Worker
) -> None:
    subscribe(broadcast.account, 5)
    post = plan()
    worker.once()
    worker.once()
    assert spreading.messages(post).count() == 5
    post.refresh_from_db()
    pending = {**(post.pending or {}), "after": "", "made": False}
    Delivery.objects.filter(pk=post.pk).update(pending=pending)
    worker.work()
    assert len(Siaran.got) == 5


def test_a_worker_killed_while_it_sends_leaves_what_may_have_gone_out_to_a_person(
    broadcast: Broadcast, plan: Plan, worker: Worker, monkeypatch: pytest.MonkeyPatch
) -> None:
    subscribe(broadcast.account, 4)
    post = plan()
    worker.once()
    worker.once()
    send = Siaran.send

    def dies(self: Siaran, *given: object, **more: object) -> object:
        if len(Siaran.got) == 2:
            raise SystemExit
        return send(self, *given, **more)  # type: ignore[arg-type]

    with monkeypatch.context() as patch:
        patch.setattr(Siaran, "send", dies)
        with pytest.raises(SystemExit):
            worker.once()
    worker.clock.advance(minutes=1)
    worker.work()
    assert states(post) == {"sent": 3, "unknown": 1}
    assert Counter(to for to, _t, _k in Siaran.got).most_common(1)[0][1] == 1


def test_whoever_leaves_between_planning_and_sending_gets_nothing(
    account: Account, broadcast: Broadcast, plan: Plan, worker: Worker
) -> None:
    subscribe(account, 4)
    post = plan()
    worker.once()
    worker.once()
    actions.hear(account, [said("BERHENTI", who=2)], worker.clock.now())
    worker.work()
    post.refresh_from_db()
    assert number(2) not in {to for to, _t, _k in Siaran.got}
    assert states(post) == {"sent": 3, "cancelled": 1}
    assert post.state == "sent"


def test_whoever_joins_after_it_began_gets_the_next_one(
    account: Account, broadcast: Broadcast, plan: Plan, worker: Worker
) -> None:
    subscribe(account, 2)
    post = plan()
    worker.once()
    worker.clock.advance(seconds=1)
    actions.hear(account, [said("langganan", who=7)], worker.clock.now())
    worker.work()
    assert number(7) not in {to for to, _t, _k in Siaran.got}
    assert post.key != plan("Lain", at=worker.clock.now()).key
    worker.work()
    assert [text for to, text, _k in Siaran.got if to == number(7)] == ["Lain"]


def test_the_stop_switch_halts_the_rest_and_lets_it_go_on(
    broadcast: Broadcast, plan: Plan, worker: Worker
) -> None:
    subscribe(broadcast.account, 25)
    post = plan()
    worker.once()
    worker.once()
    worker.once()
    went = len(Siaran.got)
    assert 0 < went < 25
    on = stops.stop(by=BY, at=worker.clock.now(), reason="Salah", account=broadcast.account)
    worker.work(rounds=5)
    assert len(Siaran.got) == went
    stops.lift(on, by=BY, at=worker.clock.now())
    worker.work()
    post.refresh_from_db()
    assert (post.state, len(Siaran.got)) == ("sent", 25)


def test_the_rest_can_be_cancelled(broadcast: Broadcast, plan: Plan, worker: Worker) -> None:
    subscribe(broadcast.account, 25)
    post = plan()
    for _ in range(3):
        worker.once()
    went = len(Siaran.got)
    assert remaining.stop_rest(post, by=BY, at=worker.clock.now()) == 25 - went
    worker.work()
    post.refresh_from_db()
    assert (post.state, len(Siaran.got)) == ("sent", went)
    assert states(post) == {"sent": went, "cancelled": 25 - went}


def test_what_is_cancelled_before_anybody_got_it_is_refused(
    broadcast: Broadcast, plan: Plan, worker: Worker
) -> None:
    subscribe(broadcast.account, 2)
    post = plan()
    worker.once()
    remaining.stop_rest(post, by=BY, at=worker.clock.now())
    worker.work()
    post.refresh_from_db()
    assert (post.state, Siaran.got) == ("refused", [])


def test_without_subscribers_it_is_refused_with_the_way_to_get_some(
    broadcast: Broadcast, plan: Plan, worker: Worker
) -> None:
    post = plan()
    worker.work()
    post.refresh_from_db()
    assert post.state == "refused"
    assert "LANGGANAN" in post.what_to_do
    assert Siaran.prepared == 0


def test_without_a_template_it_is_refused_with_where_to_put_it(
    account: Account, plan: Plan, worker: Worker
) -> None:
    subscribe(account, 2)
    post = plan()
    worker.work()
    post.refresh_from_db()
    assert post.state == "refused"
    assert "halaman Pelanggan" in post.what_to_do


def test_a_template_that_is_refused_halts_the_whole_post_and_not_each_message_by_itself(
    broadcast: Broadcast, plan: Plan, worker: Worker, told: list[tuple[str, str]]
) -> None:
    subscribe(broadcast.account, 40)
    trouble = Halted("Templatnya dihentikan Meta.")
    Siaran.wrong = {number(n): [trouble, trouble, trouble] for n in range(40)}
    post = plan()
    worker.work(rounds=20)
    post.refresh_from_db()
    tries = Attempt.objects.filter(delivery__act=Act.SEND).count()
    assert tries <= 10, "only what a worker had in hand"
    assert states(post) == {"waiting": 40}
    assert post.awaited_there
    assert post.what_to_do == "Templatnya dihentikan Meta."
    assert told.count((post.subject, "wait")) == 2, "once when it began, once for people"
    Siaran.wrong = {}
    assert remaining.go_on(post, by=BY, at=worker.clock.now()) == 40
    worker.work()
    post.refresh_from_db()
    assert (post.state, len(Siaran.got)) == ("sent", 40)


def test_what_was_refused_for_everybody_is_tried_again_with_the_same_keys(
    broadcast: Broadcast, plan: Plan, worker: Worker
) -> None:
    subscribe(broadcast.account, 3)
    Siaran.wrong = {number(n): [Refused("Belum boleh.")] for n in range(3)}
    post = plan()
    worker.work()
    post.refresh_from_db()
    keys = set(spreading.messages(post).values_list("key", flat=True))
    assert post.state == "refused"
    assert "Belum boleh." in post.what_to_do
    deliveries.again(post, by=BY, at=worker.clock.now(), due_at=worker.clock.now())
    worker.work()
    post.refresh_from_db()
    assert (post.state, {key for _to, _t, key in Siaran.got}) == ("sent", keys)


def test_messages_are_seen_at_their_post_only(
    cast: Cast, broadcast: Broadcast, plan: Plan, worker: Worker
) -> None:
    subscribe(broadcast.account, 20)
    Siaran.wrong = {number(1): ["lost"], number(2): [Refused("Diblokir.")]}
    post = plan()
    before = Entry.objects.count()
    worker.work(rounds=10)
    assert list(visible_deliveries(cast.admin)) == [post]
    assert list(needs_person(cast.admin)) == [post]
    assert list(queue(cast.administrator)) == [post]
    assert Entry.objects.count() - before <= 2, "the ledger hears of the post"


def test_an_account_that_is_served_by_hand_from_now_on_sends_no_more(
    broadcast: Broadcast, plan: Plan, worker: Worker
) -> None:
    subscribe(broadcast.account, 3)
    post = plan()
    worker.once()
    worker.once()
    account = broadcast.account
    account.health = Health.MANUAL
    account.save()
    deliveries.on_idle(account, BY, worker.clock.now())
    assert states(post) == {"refused": 3}


def test_no_messages_are_made_for_an_account_that_sends_no_more(
    broadcast: Broadcast, plan: Plan, worker: Worker
) -> None:
    subscribe(broadcast.account, 3)
    post = plan()
    worker.once()
    Account.objects.update(health=Health.MANUAL)
    worker.work()
    post.refresh_from_db()
    assert (post.state, spreading.messages(post).count()) == ("refused", 0)


def test_what_comes_too_late_expires_and_the_post_tells_how_many(
    broadcast: Broadcast, plan: Plan, worker: Worker
) -> None:
    subscribe(broadcast.account, 3)
    post = plan(expires_at=NOW + timedelta(minutes=10))
    worker.once()
    worker.once()
    on = stops.stop(by=BY, at=worker.clock.now(), reason="Salah", account=broadcast.account)
    worker.clock.advance(minutes=20)
    worker.work(rounds=3)
    stops.lift(on, by=BY, at=worker.clock.now())
    worker.work()
    post.refresh_from_db()
    assert (post.state, states(post), Siaran.got) == ("refused", {"expired": 3}, [])


def test_two_thousand_messages_are_made_in_batches(
    broadcast: Broadcast, plan: Plan, worker: Worker
) -> None:
    subscribe(broadcast.account, 2000)
    post = plan()
    worker.once()
    (claim,) = worker.source.claim(1, Lanes(worker.clock, 80))
    with CaptureQueriesContext(connection) as asked:
        worker.source.run(claim)
    assert spreading.messages(post).count() == 2000
    assert len(asked) < 120, len(asked)


def test_the_identity_of_a_message_is_that_of_the_person(
    account: Account, broadcast: Broadcast, plan: Plan, cast: Cast
) -> None:
    """Forgotten and back again within one sending is still one person."""
    (first,) = subscribe(account, 1)
    post = plan()
    pending = {"halted": ""}
    one = audience.Recipient(first.pk, first.mark)
    actions.erase(first, by=cast.admin, at=NOW)
    (back,) = subscribe(account, 1)
    two = audience.Recipient(back.pk, back.mark)
    made = [spreading._message(post, who, pending, at=NOW).key for who in (one, two)]
    assert made[0] == made[1]


def test_what_the_network_says_by_itself_that_it_has_is_proof_of_a_lost_message(
    broadcast: Broadcast, plan: Plan, worker: Worker
) -> None:
    subscribe(broadcast.account, 3)
    Siaran.wrong = {number(0): ["lost"], number(1): ["lost"]}
    post = plan()
    worker.work()
    keys = [key for _to, _text, key in Siaran.got]
    told = [Receipt(key, f"wamid.{n + 1}", "sent") for n, key in enumerate([*keys, "lain"])]
    assert events.receipts(broadcast.account, told[1:], worker.clock.now())
    assert events.receipts(broadcast.account, told[1:], worker.clock.now())
    worker.work(rounds=3)
    post.refresh_from_db()
    assert (states(post), post.state) == ({"sent": 2, "unknown": 1}, "pending")
    assert "1 pesan" in post.what_to_do
    assert events.receipts(broadcast.account, told[:1], worker.clock.now())
    worker.work()
    post.refresh_from_db()
    assert (post.state, states(post)) == ("sent", {"sent": 3})
    one = spreading.messages(post).get(key=keys[0])
    assert (one.external_id, one.proven_by) == (spreading.sealed("wamid.1"), "jejaring")

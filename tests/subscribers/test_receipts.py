"""What the network tells later of messages to subscribers: arrived, read, or failed."""

from __future__ import annotations

import hashlib
import hmac
import json
from collections import Counter
from collections.abc import Iterator
from typing import Any
from urllib.parse import urlsplit

import pytest
from django.test import Client

from kentongan.delivery import remaining, spreading
from kentongan.delivery.models import Delivery
from kentongan.jobs.models import Job
from kentongan.jobs.registry import KINDS
from kentongan.ledger.models import Entry
from kentongan.networks import actions as networks, events
from kentongan.networks.connectors.whatsapp_cloud.connector import WhatsAppCloudConnector
from kentongan.networks.contract import (
    Halted,
    NetworkError,
    OptedOut,
    Receipt,
    Refused,
    TryLater,
    Unreachable,
)
from kentongan.networks.models import Account, Credential, Health
from kentongan.people.models import Notice
from kentongan.subscribers import actions, queries
from kentongan.subscribers.models import Broadcast, Subscriber
from tests.cast import NOW, Cast
from tests.fakes import whatsapp_statuses
from tests.fakes.whatsapp_cloud import Number, Template, WhatsAppCloud
from tests.subscribers.conftest import BY, Plan, Siaran, Worker, number, said, subscribe

pytestmark = pytest.mark.django_db


def states(post: Delivery) -> Counter[str]:
    return Counter(spreading.messages(post).values_list("state", flat=True))


def tells(
    account: Account, worker: Worker, place: int, status: str, trouble: NetworkError | None = None
) -> bool:
    """The network tells something of the message that it took as the ``place``-th, from 1."""
    key = Siaran.got[place - 1][2]
    one = Receipt(key, f"wamid.{place}", status, trouble)
    return events.receipts(account, [one], worker.clock.now())


def recounted(post: Delivery, worker: Worker) -> Delivery:
    """The post after the work that was put in line for it."""
    for one in Job.objects.filter(kind=spreading.RECOUNT, state="due"):
        KINDS[one.kind].function(at=worker.clock.now(), **one.args)
        one.delete()
    post.refresh_from_db()
    return post


def test_the_post_counts_what_arrived_was_read_and_failed_after_it_ended(
    broadcast: Broadcast, plan: Plan, worker: Worker
) -> None:
    account = broadcast.account
    subscribe(account, 4)
    post = plan()
    worker.work()
    tells(account, worker, 1, "read")
    tells(account, worker, 1, "delivered")  # out of order
    tells(account, worker, 2, "delivered")
    tells(account, worker, 3, "failed", Refused("Dibatasi WhatsApp."))
    tells(account, worker, 3, "failed", Refused("Dibatasi WhatsApp."))
    assert Job.objects.filter(kind=spreading.RECOUNT).count() == 1
    post = recounted(post, worker)
    words = spreading.summary(post.spread)
    assert (post.state, words) == ("sent", "3 dari 4 terkirim, 2 sampai, 1 dibaca, 1 ditolak")
    assert spreading.messages(post).get(state="refused").what_to_do == "Dibatasi WhatsApp."


def test_a_post_of_which_every_message_failed_was_not_sent_and_can_be_sent_again(
    broadcast: Broadcast, plan: Plan, worker: Worker, told: list[tuple[str, str]]
) -> None:
    account = broadcast.account
    subscribe(account, 2)
    post = plan()
    worker.work()
    for place in (1, 2):
        tells(account, worker, place, "failed", Refused("Dibatasi WhatsApp."))
    post = recounted(post, worker)
    assert post.state == "refused"
    assert "Tidak satu pun dari 2 pesan terkirim. Dibatasi WhatsApp." in post.what_to_do
    assert told[-1] == (post.subject, "fail")


def test_whoever_stopped_news_at_the_network_is_off_the_list_and_gets_nothing_more(
    broadcast: Broadcast, plan: Plan, worker: Worker
) -> None:
    account = broadcast.account
    subscribe(account, 3)
    Siaran.wrong = {number(1): [OptedOut("Tidak mau kabar.")]}
    plan()
    worker.work()
    tells(account, worker, 1, "failed", OptedOut("Tidak mau kabar."))
    left = {row.number for row in Subscriber.objects.filter(ended_at__isnull=False)}
    assert left == {number(0), number(1)}
    assert all(row.ended_by == "" for row in Subscriber.objects.exclude(ended_at=None))
    assert Entry.objects.filter(action="subscribers.opt_out").count() == 2
    Siaran.got.clear()
    plan("Lain", at=worker.clock.now())
    worker.work()
    assert [to for to, _text, _key in Siaran.got] == [number(2)]
    actions.hear(account, [said("LANGGANAN", who=0)], worker.clock.now())  # it was on its way
    assert queries.counts(account).active == 1


def test_a_number_that_finds_nobody_three_times_in_a_row_is_left_out(
    cast: Cast, broadcast: Broadcast, plan: Plan, worker: Worker
) -> None:
    account = broadcast.account
    subscribe(account, 2)
    nobody = Unreachable("Nomor itu tidak memakai WhatsApp.")
    for turn, what in enumerate(("failed", "failed", "delivered", "failed", "failed", "failed")):
        assert queries.counts(account).active == 2
        plan(f"Kabar {turn}", at=worker.clock.now())
        worker.work()
        place = next(n for n, got in enumerate(Siaran.got, 1) if got[0] == number(1))
        tells(account, worker, place, what, nobody if what == "failed" else None)
        Siaran.got[place - 1] = ("", "", "")
    plan("Terakhir", at=worker.clock.now())
    worker.work()
    assert number(1) not in {to for to, _text, _key in Siaran.got}
    gone = Subscriber.objects.exclude(ended_at=None).get()
    assert gone.number == number(1)
    assert gone.left_out
    assert actions.enter(account, by=cast.admin, at=NOW, number=number(1), note="Datang ke loket.")
    assert Subscriber.objects.get(pk=gone.pk).unreached == 0


def test_what_failed_for_a_while_goes_out_again_once_and_an_old_word_does_not_undo_that(
    broadcast: Broadcast, plan: Plan, worker: Worker
) -> None:
    account = broadcast.account
    subscribe(account, 12)
    post = plan()
    for _ in range(3):
        worker.once()
    assert post.state != "sent"
    first = Siaran.got[0]
    tells(account, worker, 1, "failed", TryLater("Terlalu cepat."))
    tells(account, worker, 1, "failed", TryLater("Terlalu cepat."))
    assert spreading.messages(post).get(key=first[2]).state == "retry"
    worker.clock.advance(minutes=1)
    worker.work()
    post.refresh_from_db()
    assert (post.state, states(post)) == ("sent", {"sent": 12})
    assert [to for to, _t, _k in Siaran.got].count(first[0]) == 2
    tells(account, worker, 1, "failed", TryLater("Terlalu cepat."))
    assert states(post) == {"sent": 12}


def test_trouble_with_the_account_told_later_halts_the_rest_and_warns_those_who_keep_it(
    broadcast: Broadcast, plan: Plan, worker: Worker
) -> None:
    account = broadcast.account
    subscribe(account, 30)
    post = plan()
    for _ in range(3):
        worker.once()
    went = len(Siaran.got)
    assert 0 < went < 30
    tells(account, worker, 1, "failed", Halted("Periksa cara pembayaran."))
    worker.work(rounds=5)
    post.refresh_from_db()
    assert len(Siaran.got) == went
    assert post.what_to_do == "Periksa cara pembayaran."
    assert states(post) == {"sent": went - 1, "waiting": 31 - went}
    assert Notice.objects.filter(key__startswith="account-halted:").exists()


def test_what_is_in_a_workers_hands_at_this_moment_is_to_be_told_again(
    broadcast: Broadcast, plan: Plan, worker: Worker
) -> None:
    account = broadcast.account
    (who,) = subscribe(account, 1)
    post = plan()
    worker.once()
    worker.once()
    message = spreading.messages(post).get()
    Delivery.objects.filter(pk=message.pk).update(state="sending")
    early = [Receipt(message.key, "wamid.1", "failed", Unreachable("Tidak ada."))]
    assert not events.receipts(account, early, worker.clock.now())
    assert Subscriber.objects.get(pk=who.pk).unreached == 0
    Delivery.objects.filter(pk=message.pk).update(
        state="sent", external_id=spreading.sealed("wamid.1"), attempts_made=1
    )
    assert events.receipts(account, early, worker.clock.now())
    assert Subscriber.objects.get(pk=who.pk).unreached == 1


def test_a_lost_message_that_the_network_says_failed_is_certain(
    broadcast: Broadcast, plan: Plan, worker: Worker
) -> None:
    subscribe(broadcast.account, 2)
    Siaran.wrong = {number(0): ["lost"]}
    post = plan()
    worker.work()
    tells(broadcast.account, worker, 1, "failed", Refused("Dibatasi WhatsApp."))
    worker.work()
    post.refresh_from_db()
    assert (post.state, states(post)) == ("sent", {"sent": 1, "refused": 1})


def test_a_lost_message_a_person_gave_up_is_not_sent_again_where_the_network_has_it(
    broadcast: Broadcast, plan: Plan, worker: Worker
) -> None:
    subscribe(broadcast.account, 2)
    Siaran.wrong = {number(0): ["lost"]}
    post = plan()
    worker.work()
    worker.clock.advance(minutes=2)
    remaining.settle(post, by=BY, at=worker.clock.now(), answer="kirim")
    tells(broadcast.account, worker, 1, "delivered")
    worker.work()
    post.refresh_from_db()
    assert (post.state, states(post), len(Siaran.got)) == ("sent", {"sent": 2}, 2)


# ------------------------------------------------------------------------------ from Meta itself

SECRET = "kunci-rahasia-aplikasi"


@pytest.fixture
def meta(monkeypatch: pytest.MonkeyPatch, settings: Any) -> Iterator[WhatsAppCloud]:
    with WhatsAppCloud() as server:
        monkeypatch.setattr(WhatsAppCloudConnector, "default_server", server.base_url)
        settings.INNER_HOSTS = (*settings.INNER_HOSTS, urlsplit(server.base_url).netloc)
        yield server


@pytest.fixture
def line(cast: Cast, account: Account, meta: WhatsAppCloud) -> Number:
    """The number of the kecamatan, on the strict fake."""
    made = meta.create_number()
    made.templates = [Template(name="kabar_resmi")]
    Account.objects.filter(pk=account.pk).update(
        network="whatsapp_cloud", handle=made.digits, external_id=made.id, health=Health.HEALTHY
    )
    account.refresh_from_db()
    secret = {"token": made.token, "number_id": made.id}
    Credential.objects.update_or_create(
        account=account, defaults={"kind": "form", "secret": secret, "updated_at": NOW}
    )
    networks.save_application(
        "whatsapp_cloud", {"client_secret": SECRET}, by=cast.administrator, at=NOW
    )
    Broadcast.objects.create(account=account, template="kabar_resmi", updated_at=NOW)
    return made


def call(client: Client, body: dict[str, Any]) -> int:
    sent = json.dumps(body).encode()
    signed = f"sha256={hmac.new(SECRET.encode(), sent, hashlib.sha256).hexdigest()}"
    where, kind = "/hook/whatsapp_cloud/", "application/json"
    headers = {"X-Hub-Signature-256": signed}
    return client.post(where, sent, content_type=kind, headers=headers).status_code


def test_every_way_a_message_may_fail_is_heard_from_the_vendors_own_call(
    client: Client, line: Number, account: Account, plan: Plan, worker: Worker
) -> None:
    subscribe(account, 6)
    post = plan()
    worker.work()
    assert len(line.sent) == 6
    arrived, *failed = line.sent
    codes = (131050, 131026, 131049, 130472, 131053)
    statuses = [
        whatsapp_statuses.of(arrived, "sent"),
        whatsapp_statuses.of(arrived, "delivered"),
        *(
            whatsapp_statuses.of(sent, "failed", code)
            for sent, code in zip(failed, codes, strict=True)
        ),
    ]
    assert call(client, whatsapp_statuses.call(line, *statuses)) == 200
    post = recounted(post, worker)
    assert spreading.summary(post.spread) == "1 dari 6 terkirim, 1 sampai, 5 ditolak"
    reasons = set(spreading.messages(post).values_list("what_to_do", flat=True))
    assert sum("tidak menerima kabar" in reason for reason in reasons) == 1
    assert sum("H.264 dengan satu suara AAC" in reason for reason in reasons) == 1
    assert queries.counts(account) == queries.Counts(active=5, ended=1)
    assert Subscriber.objects.filter(unreached=1).count() == 1


@pytest.mark.parametrize("code", [131042, 131031, 132015, 131005, 130429])
def test_what_meta_says_of_the_account_itself_leaves_the_message_to_be_sent(
    client: Client, line: Number, account: Account, plan: Plan, worker: Worker, code: int
) -> None:
    subscribe(account, 12)
    post = plan()
    for _ in range(3):
        worker.once()
    body = whatsapp_statuses.call(line, whatsapp_statuses.of(line.sent[0], "failed", code))
    assert call(client, body) == 200
    message = spreading.messages(post).get(key=line.sent[0].opaque)
    halts = code in {131042, 131031, 132015}
    assert message.state == ("waiting" if halts else "retry")
    account.refresh_from_db()
    assert account.health == (Health.BROKEN if code == 131005 else Health.HEALTHY)

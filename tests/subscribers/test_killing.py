"""A worker is killed while it sends to subscribers, the switch is thrown, an answer is lost.

Worker processes of their own on the database of the run, against the strict fake of Meta.
"""

from __future__ import annotations

import threading
import time
from collections import Counter
from collections.abc import Callable, Iterator

import pytest
from django.db import connection

from kentongan.delivery import actions, doubt, payload, receipts, remaining, spreading, stops
from kentongan.delivery.models import Act, Delivery
from kentongan.jobs.worker import IN_HAND
from kentongan.kernel import clock
from kentongan.networks.contract import Receipt
from kentongan.networks.models import Account, Credential, Health
from kentongan.subscribers.models import Broadcast
from tests.cast import NOW, Cast
from tests.fakes.server import Answer, Request
from tests.fakes.whatsapp_cloud import Number, Template, WhatsAppCloud
from tests.servers.worker import LEASE, PURPOSE, running
from tests.subscribers.conftest import BY, number, subscribe

pytestmark = [pytest.mark.slow, pytest.mark.django_db(transaction=True)]

PEOPLE, THREADS = 200, 16
#: What a killed worker leaves in doubt at most: what was in hand, answered but not recorded.
IN_DOUBT = IN_HAND * THREADS
#: The answer to this one is lost: Meta has it, and says 502.
LOST = 20


class Losing(WhatsAppCloud):
    """Takes a while, and loses one answer. Has it taken ``most``, it answers when that is raised:
    else a test that is held up would find everything sent before it could interfere."""

    def __init__(self) -> None:
        super().__init__()
        self._raised, self._taken, self._most = threading.Condition(), 0, 41

    def answer_until(self, most: int) -> None:
        with self._raised:
            self._most = most
            self._raised.notify_all()

    def _message(self, request: Request) -> Answer:
        answer = super()._message(request)
        with self._raised:
            self._taken += 1
            mine = self._taken
            if mine == LOST:
                return Answer(502, {})
            self._raised.wait_for(lambda: mine < self._most, timeout=60)
        time.sleep(0.02)
        return answer


@pytest.fixture
def meta() -> Iterator[Losing]:
    with Losing() as server:
        yield server


@pytest.fixture
def line(meta: WhatsAppCloud) -> Number:
    made = meta.create_number()
    made.templates = [Template(name="kabar_resmi")]
    return made


@pytest.fixture
def account(cast: Cast, meta: WhatsAppCloud, line: Number) -> Account:
    made = Account.objects.create(
        unit=cast.kecamatan, network="whatsapp_cloud", handle=line.digits, external_id=line.id,
        server=meta.base_url, health=Health.HEALTHY, created_at=clock.now(),
    )  # fmt: skip
    secret = {"token": line.token, "number_id": line.id}
    Credential.objects.create(account=made, kind="form", secret=secret, updated_at=clock.now())
    Broadcast.objects.create(account=made, template="kabar_resmi", updated_at=clock.now())
    subscribe(made, PEOPLE, since=NOW)
    return made


def planned(account: Account) -> Delivery:
    at = clock.now()
    return actions.plan(
        by=BY, at=at, account=account, act=Act.PUBLISH, due_at=at, purpose=PURPOSE, subject="1",
        payload=payload.build(text="Posyandu besok", created_at=at),
    )  # fmt: skip


def states(post: Delivery) -> Counter[str]:
    return Counter(spreading.messages(post).values_list("state", flat=True))


def until(done: Callable[[], bool], post: Delivery, *, seconds: float = 200) -> None:
    deadline = time.monotonic() + seconds
    while not done():
        assert time.monotonic() < deadline, states(post)
        time.sleep(0.1)


def test_two_hundred_people_get_it_once_though_a_worker_is_killed_and_the_switch_is_thrown(
    account: Account, meta: Losing, line: Number, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(doubt, "IN_FLIGHT", LEASE)
    database, hosts = str(connection.settings_dict["NAME"]), [meta.base_url.split("//")[1]]
    options = {"threads": THREADS, "in_flight": LEASE.total_seconds()}
    post = planned(account)
    with running(database, hosts, **options) as first:
        until(lambda: len(line.sent) > 40, post)
        first.kill()
        first.wait(20)
    begun = len(line.sent)
    meta.answer_until(begun + 21)
    with running(database, hosts, **options):
        until(lambda: len(line.sent) > begun + 20, post)
        on = stops.stop(by=BY, at=clock.now(), reason="Salah jam", account=account)
        meta.answer_until(PEOPLE + 1)
        until(lambda: not states(post)["sending"], post)
        halted = len(line.sent)
        assert halted < PEOPLE
        time.sleep(2)
        assert len(line.sent) == halted
        stops.lift(on, by=BY, at=clock.now())
        until(lambda: set(states(post)) == {"sent", "unknown"}, post)
        got = Counter(sent.to for sent in line.sent)
        assert set(got.values()) == {1}
        unsure = spreading.messages(post).filter(state="unknown")
        known = Counter(spreading.messages(post).filter(state="sent").values_list("state"))
        assert unsure.count() <= IN_DOUBT + 1, "only what was in hand, and the one that was lost"
        until(lambda: unsure.filter(asks_person=True).count() == unsure.count(), post)
        # Meta tells of what it has; of the others a person says that they are to be sent again.
        told = [Receipt(sent.opaque, sent.id, "delivered") for sent in line.sent]
        assert receipts.hear(account, told, clock.now())
        if unsure.exists():
            until(
                lambda: (
                    not unsure.filter(
                        lost_at__gt=clock.now() - doubt.in_flight(post.network)
                    ).exists()
                ),
                post,
            )
            remaining.settle(post, by=BY, at=clock.now(), answer="kirim")
        until(lambda: Delivery.objects.get(pk=post.pk).state == "sent", post)
    assert known.total() >= PEOPLE - IN_DOUBT - 1
    assert Counter(sent.to for sent in line.sent) == {number(n): 1 for n in range(PEOPLE)}
    post.refresh_from_db()
    assert post.spread["sent"] == PEOPLE

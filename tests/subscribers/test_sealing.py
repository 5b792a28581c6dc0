"""The network's ids of messages have the person's number in them; none of them is kept."""

from __future__ import annotations

import base64
import importlib
from typing import Any

import pytest
from django.apps import apps
from django.core import serializers

from kentongan.delivery import spreading
from kentongan.delivery.models import Attempt, Delivery
from kentongan.ledger.models import Entry
from kentongan.networks import events
from kentongan.networks.contract import Outgoing, Published, Receipt, Refused
from kentongan.networks.models import Account
from kentongan.subscribers import actions, queries
from kentongan.subscribers.models import Broadcast, Subscriber
from tests.cast import NOW, Cast
from tests.subscribers.conftest import Plan, Siaran, Worker, number, said, subscribe

pytestmark = pytest.mark.django_db


def wamid(to: str, key: str) -> str:
    """An id as Meta makes them: length, number, a part of its own, in Base64."""
    inner = (
        b"\x1c\x18" + bytes([len(to)]) + to.encode() + b"\x15\x02\x00\x11\x18" + key[:18].encode()
    )
    return f"wamid.{base64.b64encode(inner).decode()}"


@pytest.fixture(autouse=True)
def _ids(monkeypatch: pytest.MonkeyPatch, network: type[Siaran]) -> None:
    def send(self: Siaran, words: Outgoing, to: str, key: str, **_terms: Any) -> Published:
        self.got.append((to, words.text, key))
        return Published(wamid(to, key), extra={"status": "accepted"})

    def publish(self: Siaran, item: Outgoing, key: str) -> Published:
        assert item.reply_to is not None
        kept = {"wa_id": str(item.reply_to.extra["wa_id"])}
        return Published(wamid(kept["wa_id"], key), "https://siaran.example", kept)

    monkeypatch.setattr(network, "send", send)
    monkeypatch.setattr(network, "publish", publish)


def stored() -> str:
    """Everything that is kept, but for the numbers of the list, which are encrypted."""
    rows: list[Any] = []
    for model in (Delivery, Attempt, Entry, Subscriber):
        rows += model.objects.all()
    fields = {f.name for m in {type(row) for row in rows} for f in m._meta.fields} - {"number"}
    return str(serializers.serialize("json", rows, fields=fields))


def tell(account: Account, worker: Worker, status: str, trouble: Refused | None = None) -> None:
    """The network tells the same of every message, by its own ids."""
    told = [Receipt(key, wamid(to, key), status, trouble) for to, _text, key in Siaran.got]
    assert events.receipts(account, told, worker.clock.now())


def test_a_post_to_subscribers_leaves_no_number_and_what_became_of_it_is_still_known(
    broadcast: Broadcast, plan: Plan, worker: Worker
) -> None:
    subscribe(broadcast.account, 3)
    Subscriber.objects.update(consent_note="")
    post = plan()
    worker.work()
    tell(broadcast.account, worker, "delivered")
    assert spreading.count(post)["delivered"] == 3
    tell(broadcast.account, worker, "failed", Refused("Tidak diantar."))
    assert spreading.count(post)["refused"] == 3
    assert "wamid." not in stored()
    assert number(0) not in stored()


def test_who_subscribed_by_a_word_is_nowhere_readable_and_forgotten_whole(
    broadcast: Broadcast, cast: Cast, worker: Worker
) -> None:
    account = broadcast.account
    word = said("LANGGANAN", name=wamid(number(1), "K" * 18))
    assert actions.hear(account, [word], NOW) == []
    worker.work()
    one = Subscriber.objects.get()
    assert one.consent_note == one.heard_id == spreading.sealed(word.external_id)
    assert "wamid." not in str(list(queries.export_rows(account)))
    answer = Delivery.objects.get(purpose=actions.PURPOSE)
    assert answer.external_id in stored(), (
        "the answer knows whom it answered, until they are forgotten"
    )
    actions.erase(one, by=cast.admin, at=worker.clock.now())
    assert "wamid." not in stored()
    assert number(1) not in stored()
    late = Receipt(answer.key, answer.external_id, "failed", Refused("Tidak diantar."))
    assert events.receipts(account, [late], worker.clock.now())
    assert "wamid." not in stored(), "what the network tells later does not bring it back"


def test_what_was_kept_before_is_sealed_by_the_migrations(
    broadcast: Broadcast, plan: Plan, worker: Worker
) -> None:
    subscribe(broadcast.account, 2)
    plan()
    worker.work()
    old = wamid(number(0), "K" * 18)
    Delivery.objects.filter(act="send").update(external_id=old, notes={"failed": [old], "x": 1})
    Subscriber.objects.update(consent_note=old, heard_id=old)
    by_hand = Subscriber.objects.latest("pk")
    Subscriber.objects.filter(pk=by_hand.pk).update(consent="by_hand", consent_note="Loket 3")
    for app, name in (("delivery", "0012_sealed_ids"), ("subscribers", "0003_sealed_ids")):
        module = importlib.import_module(f"kentongan.{app}.migrations.{name}")
        module.seal(apps, None)
    seal = spreading.sealed(old)
    for row in Delivery.objects.filter(act="send"):
        assert (row.external_id, row.notes) == (seal, {"failed": [seal], "x": 1})
    assert "wamid." not in stored()
    assert Subscriber.objects.get(pk=by_hand.pk).consent_note == "Loket 3"

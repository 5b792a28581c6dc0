"""The WhatsApp numbers of two units: who subscribed, who stopped, and a post sent to them.

What Meta would have answered is said here, in this process. Nothing in the example pemda may ask
Meta itself, so both numbers are disconnected before the demo begins: the list, the post and what
became of it stay, and a new post to subscribers waits for a connection.
"""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime, timedelta
from functools import partial
from typing import Any
from uuid import UUID

from kentongan.delivery import outcomes, payload, receipts, record, spreading
from kentongan.delivery.models import Act, Delivery, DeliveryQuerySet
from kentongan.delivery.source import LEASE
from kentongan.demo.agenda import Agenda
from kentongan.demo.letters import Accounts
from kentongan.demo.loading import table
from kentongan.demo.register import ENTERED
from kentongan.demo.world import World
from kentongan.kernel.clock import FrozenClock
from kentongan.networks import actions as networks
from kentongan.networks.actions import recording
from kentongan.networks.connectors.whatsapp_cloud import errors
from kentongan.networks.connectors.whatsapp_cloud.connector import WhatsAppCloudConnector
from kentongan.networks.contract import Author, Incoming, Published, Receipt, Way
from kentongan.networks.models import Account, Credential, Health
from kentongan.subscribers import actions as subscribers

NETWORK = "whatsapp_cloud"
#: How long after it was entered a number was connected; how long before the demo that ended.
CONNECTED, ENDED = timedelta(hours=3), timedelta(hours=17)
#: From the turn of a post until its messages are made, sent, told of, and counted.
_MADE, _SENT, _TOLD, _COUNTED = (timedelta(seconds=n) for n in (2, 4, 180, 184))
_TOOK = timedelta(milliseconds=430)
_ANSWERED = timedelta(seconds=4)
_MOST = 100


def schedule(world: World, agenda: Agenda, accounts: Accounts) -> None:
    """Put the numbers of ``data/pelanggan.toml`` and their people on the agenda."""
    for given in table("pelanggan")["number"]:
        account, first = accounts[NETWORK, given["unit"]], given["first"]
        agenda.add(world.at - ENTERED + CONNECTED, partial(_connect, world, account, given))
        for entry in given["said"]:
            count = int(entry.split()[2])
            _say(world, agenda, account, ("LANGGANAN", entry, range(first, first + count)))
            first += count
        for entry in given["stopped"]:
            who = [given["first"] + int(place) - 1 for place in entry.split()[2:]]
            _say(world, agenda, account, ("BERHENTI", entry, who))
        for number, entry in enumerate(given["entered"], start=first):
            offset, clock, note = entry.split(maxsplit=2)
            enter = partial(_enter, world, account, number=number_of(number), note=note)
            agenda.add(world.days.on(int(offset), clock), enter)
        agenda.add(world.at - ENDED, partial(_disconnect, world, account))


def number_of(place: int) -> str:
    """A mobile number as WhatsApp writes it, of the block that is not given out."""
    return f"628120000{place:04d}"


def _connect(world: World, account: Account, given: dict[str, Any], at: datetime) -> None:
    """As ``networks.actions.connect`` does once the network confirmed it; and the templates."""
    by = world.writer(given["unit"])
    secret: Any = {"token": "contoh", "number_id": "contoh"}
    Credential.objects.create(
        account=account, kind="form", secret=secret, connected_by=by.name, updated_at=at
    )
    account.external_id, account.health, account.health_at = "contoh", Health.HEALTHY.value, at
    account.save(update_fields=["external_id", "health", "health_at"])
    data = {"kind": "form", "external_id": account.external_id, "as": account.handle}
    recording.record(account, "account.connect", by=by, at=at, data=data)
    names = {name: given[name] for name in ("template", "image_template") if name in given}
    subscribers.set_templates(account, by=by, at=at, **names)


def _disconnect(world: World, account: Account, at: datetime) -> None:
    networks.disconnect(account, by=world.administrator, at=at)


def _enter(world: World, account: Account, at: datetime, *, number: str, note: str) -> None:
    by = world.writer(account.unit.code)
    subscribers.enter(account, by=by, at=at, number=number, note=note)


# ------------------------------------------------------------------------------ what citizens say


def _say(world: World, agenda: Agenda, account: Account, said: tuple[str, str, Any]) -> None:
    """These say a word within minutes of each other, and each is answered."""
    word, entry, who = said
    offset, clock = entry.split()[:2]
    at = world.days.on(int(offset), clock)
    items = [
        Incoming(
            external_id=f"wamid.contoh.{word}.{place}",
            way=Way.DIRECT,
            author=Author(number_of(place)),
            text=word,
            created_at=at - timedelta(seconds=11 * nth),
            thread=number_of(place),
            reference={"wa_id": number_of(place)},
        )
        for nth, place in enumerate(who)
    ]
    agenda.add(at, partial(_hear, account, items))
    agenda.add(at + _ANSWERED, partial(_answer, account))


def _hear(account: Account, items: list[Incoming], at: datetime) -> None:
    subscribers.hear(account, items, at)


def _answer(account: Account, at: datetime) -> None:
    answers = Delivery.objects.filter(purpose=subscribers.PURPOSE, account=account)
    _carry_out(answers, _taken, at)


# ------------------------------------------------------------------------------ a post to them


def send(at: datetime, *, pk: UUID, agenda: Agenda) -> None:
    """Carry out a planned post to subscribers; what follows comes to its place on the agenda."""
    _carry_out(Delivery.objects.filter(pk=pk), _begun, at)
    for later, act in (
        (_MADE, _look), (_SENT, _send_messages), (_TOLD, _tell), (_COUNTED, _look),
    ):  # fmt: skip
        agenda.add(at + later, partial(act, pk))


class _Meta(WhatsAppCloudConnector):
    """Makes a post of words alone ready, for which nobody is asked; has nobody to ask."""

    def __init__(self) -> None:
        pass


def _begun(delivery: Delivery) -> outcomes.Outcome:
    at = delivery.due_at
    item = payload.outgoing(delivery.payload, limits=_Meta.limits, at=at)
    return spreading.prepare(_Meta(), delivery, item, at=at)


def _look(pk: UUID, at: datetime) -> None:
    """Make its messages, or count them."""
    rows = Delivery.objects.filter(pk=pk)
    for _pk, token in rows.claim(at=at, lease=LEASE, limit=1, states=["pending"], into="pending"):
        post = rows.select_related("account", "unit").get()
        spreading.go_on(post, token, clock=FrozenClock(at))


def _send_messages(pk: UUID, at: datetime) -> None:
    _carry_out(Delivery.objects.filter(original=pk), _taken, at)


def _tell(pk: UUID, at: datetime) -> None:
    """What the network tells of each message."""
    post = Delivery.objects.select_related("account__unit").get(pk=pk)
    fates = table("pelanggan")["fates"]
    failed = {row["place"]: errors.failed(row["code"], row["said"]) for row in fates["failed"]}
    told = []
    for place, row in enumerate(spreading.messages(post).order_by("pk"), start=1):
        status = next((s for s in ("sent", "delivered") if place in fates[s]), "read")
        status = "failed" if place in failed else status
        told.append(Receipt(row.key, _id_of(row), status, failed.get(place)))
    receipts.hear(post.account, told, at)


def _id_of(delivery: Delivery) -> str:
    return f"wamid.contoh.{delivery.key[:24]}"


def _taken(delivery: Delivery) -> outcomes.Outcome:
    """The network took a message, under an id of its own; that of one to a subscriber is sealed."""
    known, kept = _id_of(delivery), {"status": "accepted"}
    if delivery.act == Act.SEND:
        return outcomes.accepted(Published(spreading.sealed(known), "", kept))
    to = payload.answered(delivery.payload)
    return outcomes.accepted(Published(known, "", {**(to.extra if to else {}), **kept}))


def _carry_out(
    rows: DeliveryQuerySet, ended: Callable[[Delivery], outcomes.Outcome], at: datetime
) -> None:
    """Claim, begin and end what is due of them, all together, as a worker does."""
    tokens = dict(rows.claim(at=at, lease=LEASE, limit=_MOST))
    found = Delivery.objects.select_related("account__credential", "unit", "original")
    held = list(found.filter(pk__in=tokens).order_by("pk"))
    tries = record.begin_all([record.Intent(row, tokens[row.pk], at) for row in held])
    record.finish_all(
        [
            record.Ending(row, attempt, tokens[row.pk], ended(row), at + _TOOK)
            for row, attempt in zip(held, tries, strict=True)
            if attempt is not None
        ]
    )

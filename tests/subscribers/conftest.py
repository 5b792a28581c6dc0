"""A network in memory that sends a post to each subscriber by itself, and an account on it."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from datetime import datetime, timedelta
from typing import Any, ClassVar

import pytest

from kentongan.delivery import actions, guards, payload
from kentongan.delivery.models import OPEN, Act, Delivery
from kentongan.delivery.source import DeliverySource
from kentongan.jobs.lanes import Lanes
from kentongan.kernel.actor import Actor
from kentongan.kernel.clock import FrozenClock
from kentongan.networks import registry
from kentongan.networks.contract import (
    Author,
    CredentialField,
    Identity,
    Incoming,
    Limits,
    OutcomeUnknown,
    Outgoing,
    Proof,
    Published,
    Session,
    Way,
)
from kentongan.networks.models import Account, Credential, Health
from kentongan.subscribers.models import Broadcast, Consent, Subscriber, mark_of
from tests.cast import NOW, Cast

BY = Actor("uji", "Penguji")


class Siaran:
    """Takes templates to numbers, and answers. ``wrong`` holds what happens to a number next:
    an exception to raise, or ``lost`` to accept and lose the answer."""

    code = "siaran"
    label = "Jejaring Siaran"
    icon = "brand-whatsapp"
    proof = Proof.NONE
    replies_only = True
    limits = Limits(
        max_text=4096, max_spread=900, one_line=True, per_account=(1000, 1), per_network=(1000, 1)
    )
    credential_fields = (CredentialField("token", "Token", secret=True),)
    needs_server = False
    default_server = "https://siaran.example"
    settled_after: ClassVar[timedelta | None] = None
    answer_window = timedelta(hours=24)

    got: ClassVar[list[tuple[str, str, str]]] = []
    answers: ClassVar[list[tuple[str, str]]] = []
    wrong: ClassVar[dict[str, list[Exception | str]]] = {}
    prepared: ClassVar[int] = 0

    @classmethod
    def reset(cls) -> None:
        cls.got, cls.answers, cls.wrong, cls.prepared = [], [], {}, 0

    def __init__(self, session: Session) -> None:
        self.session = session

    def identify(self) -> Identity:
        return Identity("1", self.session.handle)

    def publish(self, item: Outgoing, key: str) -> Published:
        assert item.reply_to is not None
        self.answers.append((str(item.reply_to.extra["wa_id"]), item.text))
        return Published(key, "https://siaran.example", {"wa_id": item.reply_to.extra["wa_id"]})

    def find(self, key: str, item: Outgoing) -> Published | None:
        raise AssertionError("a network that proves nothing is not asked")

    def prepare(self, item: Outgoing, terms: Mapping[str, Any]) -> Mapping[str, Any]:
        Siaran.prepared += 1
        return {"kind": "text"}

    def send(
        self, words: Outgoing, to: str, key: str, *,
        shared: Mapping[str, Any], terms: Mapping[str, Any],
    ) -> Published:  # fmt: skip
        self.session.http.may_send()
        fate = self.wrong[to].pop(0) if self.wrong.get(to) else None
        if isinstance(fate, Exception):
            raise fate
        self.got.append((to, words.text, key))
        if fate == "lost":
            raise OutcomeUnknown("jawaban hilang")
        return Published(f"wamid.{len(self.got)}", extra={"status": "accepted"})


@pytest.fixture
def network(monkeypatch: pytest.MonkeyPatch) -> Iterator[type[Siaran]]:
    Siaran.reset()
    monkeypatch.setitem(registry.CONNECTORS, "siaran", Siaran)
    yield Siaran
    Siaran.reset()


@pytest.fixture
def account(cast: Cast, network: type[Siaran]) -> Account:
    """The number of the kecamatan, connected, without a template."""
    made = Account.objects.create(
        unit=cast.kecamatan,
        network="siaran",
        handle="6281200001111",
        external_id="1",
        health=Health.HEALTHY,
        created_at=NOW,
    )
    Credential.objects.create(account=made, kind="token", secret={"token": "baik"}, updated_at=NOW)
    return made


@pytest.fixture
def broadcast(account: Account) -> Broadcast:
    """The account has a template, so it sends to subscribers."""
    return Broadcast.objects.create(account=account, template="kabar_resmi", updated_at=NOW)


def number(place: int) -> str:
    return f"62857{place:08d}"


def subscribe(account: Account, count: int, *, since: datetime = NOW) -> list[Subscriber]:
    """That many people, in their order."""
    return Subscriber.objects.bulk_create(
        Subscriber(
            account=account, number=number(n), mark=mark_of(account.pk, number(n)),
            consent=Consent.MESSAGE, consent_note=f"wamid.{n}", joined_at=since,
        )
        for n in range(count)
    )  # fmt: skip


def said(text: str, *, who: int = 1, at: datetime = NOW, name: str = "") -> Incoming:
    """What a citizen writes to the number."""
    return Incoming(
        external_id=name or f"wamid.{who}.{text}.{at.timestamp():.0f}",
        way=Way.DIRECT,
        author=Author(number(who)),
        text=text,
        created_at=at,
        thread=number(who),
        reference={"wa_id": number(who), "written_at": at.isoformat()},
    )


@pytest.fixture
def clock() -> FrozenClock:
    return FrozenClock(NOW)


Plan = Callable[..., Delivery]


@pytest.fixture
def told(monkeypatch: pytest.MonkeyPatch) -> list[tuple[str, str]]:
    """What the purpose of the post heard: subject and event."""
    heard: list[tuple[str, str]] = []
    monkeypatch.setitem(guards._guards, "uji", lambda _deliveries, _at: {})
    monkeypatch.setitem(
        guards._listeners,
        "uji",
        guards.tell_each(lambda d, event, _at: heard.append((d.subject, event))),
    )
    return heard


@pytest.fixture
def plan(account: Account, told: list[tuple[str, str]]) -> Plan:
    """Plan a post to all subscribers, due now."""

    def make(text: str = "Posyandu\nbesok", **values: Any) -> Delivery:
        at: datetime = values.pop("at", NOW)
        given: dict[str, Any] = {
            "account": account, "act": Act.PUBLISH, "due_at": at, "purpose": "uji",
            "payload": payload.build(text=text, created_at=at), "subject": text,
        }  # fmt: skip
        return actions.plan(by=BY, at=at, **{**given, **values})

    return make


class Worker:
    """Rounds of a worker in this thread, with time passing in between."""

    def __init__(self, clock: FrozenClock) -> None:
        self.clock, self.source = clock, DeliverySource(clock)

    def once(self) -> int:
        self.source.housekeeping()
        claims = self.source.claim(10, Lanes(self.clock, 80))
        for claim in claims:
            self.source.run(claim)
        return len(claims)

    def work(self, rounds: int = 60, seconds: float = 5) -> None:
        """Until all is settled, or a person's; or that many rounds."""
        for _ in range(rounds):
            self.once()
            self.clock.advance(seconds=seconds)
            if not Delivery.objects.filter(OPEN, asks_person=False).exists():
                return


@pytest.fixture
def worker(clock: FrozenClock) -> Worker:
    return Worker(clock)

"""A world in memory for the model: networks, time, and workers that stop at every network call.

A worker is a greenlet. Wherever it would wait for a network it hands control back and says where
it stands; whoever drives it answers with what happens next, or kills it there. So two workers
can be interleaved in any order in one thread, on the real database of the test.

What is taken for granted of the world outside, and of nothing else:

* a request that was written is accepted within ``IN_FLIGHT``, or never;
* ``lookup`` lists what it accepted within ``LISTS_WITHIN``;
* a clock that steps forward does so because time passed (the machine slept); backwards it may
  step at any moment.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from functools import partial
from typing import Any, ClassVar

from django.db import connection
from greenlet import GreenletExit, getcurrent, greenlet

from kentongan.delivery.doubt import IN_FLIGHT
from kentongan.delivery.source import DeliverySource
from kentongan.jobs.sources import Claim
from kentongan.kernel.http import AnswerLost, NotSent
from kentongan.networks.contract import (
    CredentialField,
    Identity,
    Limits,
    OutcomeUnknown,
    Outgoing,
    Pending,
    Proof,
    Published,
    Refused,
    Session,
    TryLater,
)

LISTS_WITHIN = timedelta(minutes=10)
#: What may happen to a request that was written, and to the answer of one that was accepted.
FATES = ("accept", "accept", "accept", "vanish", "refuse", "busy", "unsent")
ANSWERS = ("told", "told", "lost", "broken")


@dataclass
class Copy:
    """Something the public sees."""

    network: str
    key: str
    identity: object
    id: str
    listed_at: datetime
    answers: str = ""


@dataclass
class World:
    """Real time, the clock of the machine (which may lag), and what the public sees."""

    real: datetime
    behind: timedelta = timedelta(0)
    lists_after: timedelta = timedelta(0)
    wall: list[Copy] = field(default_factory=list)
    containers: dict[str, str] = field(default_factory=dict)
    #: What each container was made to answer.
    under: dict[str, str] = field(default_factory=dict)
    #: Requests that were written and that nobody waits for any more; the network may take them.
    loose: list[tuple[datetime, Callable[[], Any]]] = field(default_factory=list)

    def now(self) -> datetime:
        """What the clock of the machine says."""
        return self.real - self.behind

    def elapsed(self) -> float:
        """What the machine's stop-watch says, whatever happens to its clock."""
        return self.real.timestamp()

    def copies(self, key: str) -> list[Copy]:
        """What is public of one delivery."""
        return [copy for copy in self.wall if copy.key == key]

    def show(self, network: str, key: str, identity: object, answers: str = "") -> Copy:
        """Make it public: one more copy. ``answers``: the id of what it stands under."""
        assert not answers or any(c.id == answers for c in self.wall), f"under nothing: {answers}"
        made = Copy(network, key, identity, f"{network}-{len(self.wall)}", self.real)
        made.answers = answers
        made.listed_at += self.lists_after
        self.wall.append(made)
        return made

    def land(self) -> None:
        """The oldest loose request arrives, if it still can."""
        written, accept = self.loose.pop(0)
        if self.real - written <= IN_FLIGHT:
            accept()


class Modelled:
    """What the four networks share: where a call stops, and what the driver may answer."""

    code = "model"
    label = "Jejaring Model"
    icon = "world"
    proof: ClassVar[Proof]
    limits = Limits(max_text=500, per_account=(1000, 1), per_network=(1000, 1))
    credential_fields = (CredentialField("token", "Token", secret=True),)
    needs_server = False
    default_server = "https://model.example"
    settled_after: ClassVar[timedelta | None] = timedelta(0)
    world: ClassVar[World]

    def __init__(self, session: Session) -> None:
        self.session = session

    def identify(self) -> Identity:
        return Identity("1", self.session.handle)

    def _leaves(self) -> datetime:
        """Right before a request is written; the worker may have slept for long."""
        stop_at("before")
        self.session.http.may_send()
        return self.world.real

    def _decide(self, key: str, identity: object, answers: str = "") -> Copy:
        """The request that makes it public: its way there, and the answer's way back."""
        written = self._leaves()
        loose = (written, partial(self._accept, key, identity, answers))
        try:
            fate = stop_at("in flight")
        except GreenletExit:
            self.world.loose.append(loose)
            raise
        if fate == "vanish" or self.world.real - written > IN_FLIGHT:
            self.world.loose.append(loose)
            raise AnswerLost("jawaban hilang")
        if fate == "accept":
            copy = self._accept(key, identity, answers)
            if stop_at("answer") == "told":
                return copy
            raise OutcomeUnknown("jawaban hilang")
        raise {
            "refuse": Refused("Ditolak jejaring."),
            "busy": TryLater("Sibuk.", after=timedelta(minutes=1)),
            "unsent": NotSent("Tidak terhubung."),
        }[fate]

    def _accept(self, key: str, identity: object, answers: str) -> Copy:
        return self.world.show(self.code, key, identity, answers)

    def _look(self) -> None:
        """A question; its answer may fail to come."""
        if stop_at("look") == "broken":
            raise AnswerLost("jawaban hilang")

    def publish(self, item: Outgoing, key: str) -> Published | Pending:
        return published(self._decide(key, None, above(item)))

    def find(self, key: str, item: Outgoing) -> Published | None:
        raise AssertionError("a network that proves nothing is not asked")


class Keyed(Modelled):
    """Knows the identity the caller chose, as AT Protocol does: key and time of creation."""

    code, proof = "model-kunci", Proof.CLIENT_KEY

    def _accept(self, key: str, identity: object, answers: str) -> Copy:
        known = [copy for copy in self.world.copies(key) if copy.identity == identity]
        return known[0] if known else self.world.show(self.code, key, identity, answers)

    def publish(self, item: Outgoing, key: str) -> Published | Pending:
        return published(self._decide(key, item.created_at, above(item)))

    def find(self, key: str, item: Outgoing) -> Published | None:
        self._look()
        known = [c for c in self.world.copies(key) if c.identity == item.created_at]
        return published(known[0]) if known else None


class TwoStep(Modelled):
    """A container first, noted, then the request that publishes it; may take its time."""

    code, proof = "model-dua", Proof.TWO_STEP

    def _accept(self, key: str, identity: object, answers: str) -> Copy:
        live = self._live(str(identity))
        return live or self.world.show(self.code, key, identity, self.world.under[str(identity)])

    def _live(self, container: str) -> Copy | None:
        return next((c for c in self.world.wall if c.identity == container), None)

    def publish(self, item: Outgoing, key: str) -> Published | Pending:
        container = str(self.session.remembered.get("container", ""))
        if not container:
            self._leaves()
            container = f"wadah-{len(self.world.containers)}"
            self.world.containers[container] = key
            self.world.under[container] = above(item)
            self.session.remember({"container": container})
        if stop_at("processing") == "slow":
            return Pending(container, timedelta(seconds=10))
        return self._release(container)

    def _release(self, container: str) -> Published:
        live = self._live(container)
        return published(live or self._decide(self.world.containers[container], container))

    def resume(self, pending: Pending) -> Published | Pending:
        if stop_at("processing") == "slow":
            return Pending(pending.handle, timedelta(seconds=10))
        return self._release(pending.handle)

    def find(self, key: str, item: Outgoing) -> Published | None:
        self._look()
        live = self._live(str(self.session.remembered.get("container", "")))
        return published(live) if live else None


class Listed(Modelled):
    """Lists what it has, late; to be compared."""

    code, proof = "model-daftar", Proof.LOOKUP
    settled_after = LISTS_WITHIN

    def find(self, key: str, item: Outgoing) -> Published | None:
        self._look()
        now = self.world.real
        seen = [c for c in self.world.copies(key) if c.listed_at <= now]
        return next((published(c) for c in seen if c.id not in self.session.taken), None)


class Blind(Modelled):
    """Proves nothing: a person looks."""

    code, proof = "model-buta", Proof.NONE
    settled_after = None


NETWORKS: tuple[type[Modelled], ...] = (Keyed, TwoStep, Listed, Blind)
ORDERS: Mapping[str, tuple[str, ...]] = {
    "guard": ("go",),
    "before": ("go",),
    "in flight": FATES,
    "answer": ANSWERS,
    "processing": ("done", "done", "slow"),
    "look": ("told", "told", "broken"),
}


def above(item: Outgoing) -> str:
    """The id of what an item answers."""
    return item.reply_to.external_id if item.reply_to else ""


def published(copy: Copy) -> Published:
    return Published(copy.id, f"https://model.example/{copy.id}")


def stop_at(place: str) -> str:
    """Hand control back to whoever drives this worker; returns what happens next."""
    me = getcurrent()
    assert isinstance(me, Worker), f"{place}: the network was called outside a worker"
    assert len(connection.savepoint_ids) == me.depth, f"a transaction is open at {place!r}"
    return str(me.parent.switch(place))


class Worker(greenlet):
    """One claimed row in one worker's hands. ``place``: where it stands, empty when it is done."""

    def __init__(self, source: DeliverySource, claim: Claim) -> None:
        super().__init__(self._work)
        self.source, self.claim = source, claim
        self.place, self.depth = "claimed", len(connection.savepoint_ids)

    def _work(self, _order: Any) -> str:
        """As ``DeliverySource.run``, but that what has entered stands ready for a while."""
        for _claim, work in self.source.enter([self.claim]):
            stop_at("ready")
            if (result := work()) is not None:
                self.source.leave([result])
        return ""

    def go_on(self, order: str) -> None:
        """Let it run to its next network call."""
        try:
            self.place = str(self.switch(order))
        except BaseException:
            self.place = ""
            raise

    def die(self) -> None:
        """As ``kill -9`` would: nothing more is recorded."""
        self.place = ""
        if self:
            self.throw(GreenletExit)

"""A network in memory, with faults on order, that speaks the contract of connectors.

``Uji`` keeps what the public would see in ``wall``, and under what it stands in ``under``;
``sent`` are all items as they came. ``script`` holds what happens to the next
calls: an exception to raise before accepting, or ``lost`` to accept and lose the answer.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from datetime import timedelta
from typing import Any, ClassVar

from kentongan.kernel.http import AnswerLost
from kentongan.networks.contract import (
    Audience,
    CredentialField,
    Form,
    Identity,
    Limits,
    OutcomeUnknown,
    Outgoing,
    Pending,
    Proof,
    Published,
    Reference,
    Session,
    Unauthorised,
)

Step = Callable[["Uji", Outgoing, str], Published | Pending]


class Uji:
    """Publishes, edits, withdraws, refreshes; everything in class variables, reset per test."""

    code = "uji"
    label = "Jejaring Uji"
    icon = "world"
    proof: ClassVar[Proof] = Proof.CLIENT_KEY
    limits = Limits(
        max_text=500,
        threads=True,
        max_comment=200,
        image_forms=(Form.POST, Form.STORY),
        wordless=(Form.STORY,),
        audiences=(Audience.PUBLIC, Audience.UNLISTED),
        max_tags=100,
        per_account=(1000, 1),
        per_network=(1000, 1),
    )
    credential_fields = (CredentialField("token", "Token", secret=True),)
    needs_server = False
    default_server = "https://uji.example"
    settled_after: ClassVar[timedelta | None] = timedelta(0)
    answer_window = timedelta(hours=24)
    private_replies = timedelta(days=7)

    wall: ClassVar[list[tuple[str, str]]] = []
    script: ClassVar[list[Step | Exception]] = []
    looks: ClassVar[list[Published | Exception | None]] = []
    calls: ClassVar[list[str]] = []
    under: ClassVar[dict[str, str]] = {}
    sent: ClassVar[list[Outgoing]] = []
    hidden: ClassVar[set[str]] = set()
    good_token: ClassVar[str] = "baik"

    @classmethod
    def reset(cls) -> None:
        """As new."""
        cls.wall, cls.script, cls.looks, cls.calls = [], [], [], []
        cls.under, cls.sent, cls.hidden = {}, [], set()
        cls.proof, cls.settled_after, cls.good_token = Proof.CLIENT_KEY, timedelta(0), "baik"

    def __init__(self, session: Session) -> None:
        self.session = session

    def _sign_in(self) -> None:
        if self.session.secret.get("token") != self.good_token:
            raise Unauthorised("Token tidak berlaku.")

    def identify(self) -> Identity:
        self._sign_in()
        return Identity("1", self.session.handle)

    def accept(self, item: Outgoing, key: str) -> Published:
        """What the network does when all is well: once per key where it honours keys."""
        known = [text for k, text in self.wall if k == key]
        self.under[key] = item.reply_to.external_id if item.reply_to else ""
        if not (known and self.proof is Proof.CLIENT_KEY):
            self.wall.append((key, item.text))
        return Published(key, f"https://uji.example/{key}", {"n": len(self.wall)})

    def publish(self, item: Outgoing, key: str) -> Published | Pending:
        self.calls.append("publish")
        self.sent.append(item)
        self._sign_in()
        if self.script:
            step = self.script.pop(0)
            if isinstance(step, Exception):
                raise step
            return step(self, item, key)
        return self.accept(item, key)

    def find(self, key: str, item: Outgoing) -> Published | None:
        self.calls.append("find")
        if self.looks:
            seen = self.looks.pop(0)
            if isinstance(seen, Exception):
                raise seen
            return seen
        if any(k == key for k, _ in self.wall):
            return Published(key, f"https://uji.example/{key}")
        return None

    def resume(self, pending: Pending) -> Published | Pending:
        self.calls.append("resume")
        return Published(pending.handle, "https://uji.example/selesai")

    def edit(self, target: Reference, item: Outgoing) -> Published:
        self.calls.append("edit")
        self.sent.append(item)
        self.under[target.external_id] = item.reply_to.external_id if item.reply_to else ""
        if self.script:
            step = self.script.pop(0)
            if isinstance(step, Exception):
                raise step
        Uji.wall = [(k, item.text if k == target.external_id else t) for k, t in self.wall]
        return Published(target.external_id, target.url)

    def withdraw(self, target: Reference) -> None:
        self.calls.append("withdraw")
        Uji.wall = [(k, t) for k, t in self.wall if k != target.external_id]

    def hide(self, target: Reference) -> None:
        self._cover(target, "hide")

    def unhide(self, target: Reference) -> None:
        self._cover(target, "unhide")

    def _cover(self, target: Reference, what: str) -> None:
        self.calls.append(what)
        if self.script:
            step = self.script.pop(0)
            assert isinstance(step, Exception)
            raise step
        others = self.hidden - {target.external_id}
        Uji.hidden = others | ({target.external_id} if what == "hide" else set())

    def refresh(self) -> Mapping[str, Any]:
        self.calls.append("refresh")
        if not self.session.secret.get("renewable"):
            raise Unauthorised("Tidak dapat diperbarui.")
        return {**self.session.secret, "token": self.good_token}


def lost(network: Uji, item: Outgoing, key: str) -> Published:
    """Accepted, but the answer never comes back."""
    network.accept(item, key)
    raise OutcomeUnknown("jawaban hilang")


def never_arrived(network: Uji, item: Outgoing, key: str) -> Published:
    """Not accepted, and the answer never comes back: to us it looks the same as ``lost``."""
    raise AnswerLost("jawaban hilang")

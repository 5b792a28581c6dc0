"""What comes in from a network, and how; part of the contract (``contract.py``)."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from enum import StrEnum
from typing import Any, Protocol, runtime_checkable

from kentongan.networks.outgoing import Reference
from kentongan.networks.trouble import NetworkError


class Way(StrEnum):
    """How a message reached the account."""

    COMMENT = "comment"
    MENTION = "mention"
    DIRECT = "direct"


@dataclass(frozen=True, slots=True)
class Author:
    """Who wrote it, as the network says. ``ours``: the account itself, on the network's own app."""

    external_id: str
    handle: str = ""
    name: str = ""
    ours: bool = False


@dataclass(frozen=True, slots=True)
class Enclosure:
    """A picture, video or file that came with it: where it is, never its bytes.

    ``handle``: what the connector gets it by (:class:`Opens`) where it lies at no address that
    gives it to us without a sign-in; nothing secret, for it is stored.
    """

    url: str
    mime: str = ""
    alt: str = ""
    handle: str = ""


@dataclass(frozen=True, slots=True)
class Incoming:
    """One utterance of somebody, as the network has it now.

    ``external_id`` is unique on the account's network and never changes. ``thread`` is the same for
    everything that belongs to one conversation; ``parent`` is what it answers, empty at the top;
    ``post`` is our publication it stands under, empty for direct messages. ``version`` changes with
    every edit, where the network tells, and ``changed_at`` is when its author last edited it: of
    two wordings the later one holds, in whatever order they come. ``gone``: the author or the
    network took it away; its text is then empty, and of the rest only ``external_id`` can be relied
    on (see :func:`taken_away`).
    ``reference`` is what the connector must be given to answer it
    (``Outgoing.reply_to.extra``). ``quoted``: what it repeats of earlier ones, as letters do; that
    is not in ``text``.
    """

    external_id: str
    way: Way
    author: Author
    text: str
    created_at: datetime
    thread: str
    parent: str = ""
    post: str = ""
    url: str = ""
    version: str = ""
    gone: bool = False
    enclosures: tuple[Enclosure, ...] = ()
    reference: Mapping[str, Any] = field(default_factory=dict)
    quoted: str = ""
    changed_at: datetime | None = None


def taken_away(external_id: str, *, at: datetime, post: str = "") -> Incoming:
    """That a message is gone, where the network says no more than that; noticed ``at``."""
    return Incoming(
        external_id=external_id,
        way=Way.COMMENT,
        author=Author(""),
        text="",
        created_at=at,
        thread=post or external_id,
        post=post,
        gone=True,
    )


@dataclass(frozen=True, slots=True)
class Heard:
    """What one look brought. ``cursor`` is where the next look begins; JSON, ours to keep.

    ``more``: the network has further pages now. The same message may come again in any later look.
    Store the items before the cursor, or both at once: a cursor that is ahead of them loses some.
    """

    items: tuple[Incoming, ...]
    cursor: Mapping[str, Any]
    more: bool = False


@dataclass(frozen=True, slots=True)
class Receipt:
    """What the network tells by itself of what we sent under our ``key``; its id there.

    ``status``: ``sent`` (the network has it), ``delivered``, ``read``; ``failed``: it took it and
    certainly did not deliver it, ``trouble`` tells why, as if it had been refused at once.
    """

    key: str
    external_id: str
    status: str
    trouble: NetworkError | None = None


@dataclass(frozen=True, slots=True)
class Pushed:
    """What a network sent by itself: for which account (its id there), what was said, and what
    became of ours.

    ``unread``: something beside it could not be read. The network is told so and sends it again,
    and what could be read is not lost with it.
    """

    account: str
    items: tuple[Incoming, ...]
    unread: bool = False
    receipts: tuple[Receipt, ...] = ()


@runtime_checkable
class Listens(Protocol):
    """Can read what people say to the account. Harmless to repeat: reading changes nothing."""

    def listen(self, cursor: Mapping[str, Any], posts: Sequence[Reference]) -> Heard:
        """One page of what is new since ``cursor`` (empty at first), oldest first where possible.

        ``posts``: our recent publications, for networks that must be asked post by post.
        """
        ...


@runtime_checkable
class Opens(Protocol):
    """Gets files that the network gives only to whoever signs in. Harmless to repeat."""

    def open_file(self, enclosure: Enclosure, *, most: int) -> bytes:
        """The bytes behind the ``handle`` of an enclosure, at most ``most``.

        Raises ``kernel.http.TooLong`` for more, ``Refused`` where the network has it no longer,
        ``TryLater``, ``Unauthorised``. No error names an address that holds a credential.
        """
        ...


@runtime_checkable
class Hears(Protocol):
    """The network tells by itself, through a webhook signed with a key of the application."""

    @classmethod
    def hears(
        cls, *, headers: Mapping[str, str], body: bytes, app: Mapping[str, Any], now: datetime
    ) -> Sequence[Pushed]:
        """What a call said. Names of ``headers`` are lower case.

        Raises ``Unauthorised`` for a wrong signature, ``Refused`` for nonsense.
        """
        ...

    @classmethod
    def hook_word(cls, *, app: Mapping[str, Any]) -> str:
        """What a person types into the vendor's form beside our address; empty without keys."""
        ...

    @classmethod
    def greets(cls, *, query: Mapping[str, str], app: Mapping[str, Any]) -> str | None:
        """The answer to the vendor's question whether the address is ours; None: a wrong token."""
        ...


@runtime_checkable
class HearsApart(Protocol):
    """The network calls for one account at a time, with a secret that only that account has."""

    @classmethod
    def called(cls, *, headers: Mapping[str, str]) -> str:
        """Whose call it claims to be: the account's id there; empty where it says nothing."""
        ...

    def told(self, cursor: Mapping[str, Any], *, headers: Mapping[str, str], body: bytes) -> Heard:
        """What a call said, with the cursor of ``Listens`` as it is from now on. Asks nobody.

        Raises ``Unauthorised`` for a wrong secret, ``Refused`` for nonsense.
        """
        ...


@runtime_checkable
class Subscribes(Protocol):
    """Can ask the network to tell by itself, so that nobody has to set it up by hand."""

    def call_at(self, address: str) -> None:
        """Have the network call there from now on; harmless to repeat.

        Networks that keep one address for the whole application are asked for this account's news.
        """
        ...

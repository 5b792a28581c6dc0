"""The contract between the engine of delivery and a network. Free of Django.

A connector takes plain values and gives plain values. It records nothing, retries nothing,
logs nothing: that is the engine's work, once for all networks. See ``docs/konektor.md``.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from enum import StrEnum
from typing import Any, Protocol, runtime_checkable

from kentongan.kernel.http import AnswerLost, HttpClient, NotSent


def gettext_noop(text: str) -> str:
    """Marks a label for translation; whoever shows it translates it. Free of Django."""
    return text


class Proof(StrEnum):
    """How a connector can prove what became of a lost answer."""

    CLIENT_KEY = "client_key"
    TWO_STEP = "two_step"
    LOOKUP = "lookup"
    NONE = "none"


@dataclass(frozen=True, slots=True)
class Image:
    """A picture ready to send: bytes already fitted to the connector's limits."""

    data: bytes
    mime: str
    alt: str
    width: int
    height: int


@dataclass(frozen=True, slots=True)
class Reference:
    """A thing on a network: its id there, its public address, what else the connector kept."""

    external_id: str
    url: str = ""
    extra: Mapping[str, Any] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Outgoing:
    """What is to be made public. ``created_at`` is the same over all attempts."""

    text: str
    created_at: datetime
    title: str = ""
    link: str = ""
    language: str = "id"
    images: tuple[Image, ...] = ()
    reply_to: Reference | None = None


@dataclass(frozen=True, slots=True)
class Published:
    """The network has it: proof."""

    external_id: str
    url: str = ""
    extra: Mapping[str, Any] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Pending:
    """The network took it and is still working on it."""

    handle: str
    check_after: timedelta = timedelta(seconds=10)


@dataclass(frozen=True, slots=True)
class Identity:
    """Who the credential belongs to, as the network says."""

    external_id: str
    handle: str
    display_name: str = ""
    url: str = ""


@dataclass(frozen=True, slots=True)
class CredentialField:
    """One field of the form with which an account is connected."""

    name: str
    label: str
    help: str = ""
    secret: bool = False


@dataclass(frozen=True, slots=True)
class Limits:
    """What a network accepts. Sizes in bytes, sides in pixels; ``count``: see ``TextLimits``.

    ``dead_links``: readers cannot follow an address in the text. ``per_account`` and
    ``per_network`` are (events, seconds) of the token buckets.
    """

    max_text: int
    count: str = "graphemes"
    link_length: int = 0
    max_images: int = 4
    max_image_bytes: int = 1_000_000
    max_image_side: int = 2000
    image_mimes: tuple[str, ...] = ("image/jpeg", "image/png")
    max_alt: int = 1500
    needs_media: bool = False
    dead_links: bool = False
    per_account: tuple[int, int] = (30, 60)
    per_network: tuple[int, int] = (300, 60)
    timeout: float = 20.0
    source: str = ""


class NetworkError(Exception):
    """Base of what a connector may say went wrong."""


class Refused(NetworkError):
    """The network said no, and will say no again. ``str`` tells the person what to do."""


class TryLater(NetworkError):
    """Certainly not accepted now; may be later. ``after``: the network's own reset, if told."""

    def __init__(self, message: str, *, after: timedelta | None = None) -> None:
        super().__init__(message)
        self.after = after


class Unauthorised(NetworkError):
    """The credential is not (or no longer) good; certainly nothing was accepted."""


class OutcomeUnknown(NetworkError):
    """The request may have been accepted: the answer was lost or cannot be read."""


@contextmanager
def harmless(what: str) -> Iterator[None]:
    """Around requests that make nothing public (sign-in, upload): a lost answer is no harm."""
    try:
        yield
    except (AnswerLost, NotSent) as error:
        raise TryLater(f"{what}: {error}") from error


@contextmanager
def decisive() -> Iterator[None]:
    """Around the one request that makes it public: a lost answer is an unknown outcome."""
    try:
        yield
    except NotSent as error:
        raise TryLater(str(error)) from error
    except AnswerLost as error:
        raise OutcomeUnknown(str(error)) from error


@dataclass(frozen=True, slots=True)
class Session:
    """What a connector is opened with: where, as whom, through which client, at what time.

    ``secret`` is the decrypted credential. ``save_secret`` of the engine stores a refreshed one.
    ``taken``: ids that are known to belong to other deliveries of this account, for connectors
    that must look for their own post among others of the same words.
    """

    server: str
    handle: str
    external_id: str
    secret: Mapping[str, Any]
    http: HttpClient
    now: datetime
    taken: frozenset[str] = frozenset()


class Connector(Protocol):
    """Every network: who am I, and what may I send. Opened per account, used once, dropped."""

    code: str
    label: str
    icon: str
    proof: Proof
    limits: Limits
    credential_fields: tuple[CredentialField, ...]
    needs_server: bool
    default_server: str
    #: How long find() must keep coming back empty before absence is believed; None: never.
    settled_after: timedelta | None

    def __init__(self, session: Session) -> None: ...

    def identify(self) -> Identity:
        """Prove the credential works. Raises Unauthorised, TryLater, Refused."""
        ...


@runtime_checkable
class Publishes(Protocol):
    """Can make a post or (with ``reply_to``) a reply public."""

    def publish(self, item: Outgoing, key: str) -> Published | Pending:
        """Make it public under our key; every error but ``OutcomeUnknown`` means it is not."""
        ...

    def find(self, key: str, item: Outgoing) -> Published | None:
        """What the network has for this key; None where it has none *now*."""
        ...


@runtime_checkable
class Resumes(Protocol):
    """Accepts first and works afterwards."""

    def resume(self, pending: Pending) -> Published | Pending:
        """Ask what became of it."""
        ...


@runtime_checkable
class Edits(Protocol):
    """Can change what is public. Must be harmless to repeat."""

    def edit(self, target: Reference, item: Outgoing) -> Published:
        """Put ``item`` in the place of what is there."""
        ...


@runtime_checkable
class Withdraws(Protocol):
    """Can take down what is public. Must be harmless to repeat; gone already is success."""

    def withdraw(self, target: Reference) -> None:
        """Take it down."""
        ...


@runtime_checkable
class Refreshes(Protocol):
    """Can renew its credential without a person; returns the new secret."""

    def refresh(self) -> Mapping[str, Any]:
        """The renewed secret, whole."""
        ...


@runtime_checkable
class Authorises(Protocol):
    """Connects by OAuth: send the person to ``authorise_url``, then exchange the code."""

    @classmethod
    def authorise_url(
        cls, *, server: str, redirect_uri: str, state: str, http: HttpClient
    ) -> tuple[str, Mapping[str, Any]]:
        """The address to visit and what must be remembered until the person is back."""
        ...

    @classmethod
    def exchange(
        cls,
        *,
        server: str,
        redirect_uri: str,
        code: str,
        memory: Mapping[str, Any],
        http: HttpClient,
    ) -> Mapping[str, Any]:
        """The secret for the code."""
        ...

"""The contract between the engine of delivery and a network. Free of Django.

A connector takes plain values and gives plain values. It records nothing, retries nothing,
logs nothing: that is the engine's work, once for all networks. See ``docs/konektor.md``.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from enum import StrEnum
from typing import Any, Protocol, runtime_checkable

from kentongan.kernel.http import HttpClient
from kentongan.networks.bounds import (
    Counts as Counts,
    InForm as InForm,
    Limits as Limits,
    Places as Places,
    VideoLimits as VideoLimits,
)
from kentongan.networks.incoming import (
    Author as Author,
    Enclosure as Enclosure,
    Heard as Heard,
    Hears as Hears,
    HearsApart as HearsApart,
    Incoming as Incoming,
    Listens as Listens,
    Opens as Opens,
    Pushed as Pushed,
    Receipt as Receipt,
    Subscribes as Subscribes,
    Way as Way,
    taken_away as taken_away,
)
from kentongan.networks.outgoing import (
    Audience as Audience,
    Captions as Captions,
    Form as Form,
    Image as Image,
    Outgoing as Outgoing,
    Reference as Reference,
    Video as Video,
)
from kentongan.networks.trouble import (
    Halted as Halted,
    NetworkError as NetworkError,
    OptedOut as OptedOut,
    OutcomeUnknown as OutcomeUnknown,
    Refused as Refused,
    TryLater as TryLater,
    Unauthorised as Unauthorised,
    Unreachable as Unreachable,
    decisive as decisive,
    harmless as harmless,
    opening as opening,
)

#: What a box that is ticked is stored as.
TICKED = "ya"


class Proof(StrEnum):
    """How a connector can prove what became of a lost answer."""

    CLIENT_KEY = "client_key"
    TWO_STEP = "two_step"
    LOOKUP = "lookup"
    NONE = "none"


@dataclass(frozen=True, slots=True)
class Published:
    """The network has it: proof."""

    external_id: str
    url: str = ""
    extra: Mapping[str, Any] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Pending:
    """The network took it and is still working on it.

    ``step``: what a person must do there before it is public, in a sentence; empty: nothing.
    ``longest``: after so long a person looks what became of it; None: after the usual time.
    """

    handle: str
    check_after: timedelta = timedelta(seconds=10)
    step: str = ""
    longest: timedelta | None = None


@dataclass(frozen=True, slots=True)
class Identity:
    """Who the credential belongs to, as the network says."""

    external_id: str
    handle: str
    display_name: str = ""
    url: str = ""


@dataclass(frozen=True, slots=True)
class CredentialField:
    """One field of the form with which an account is connected, or of that of an application.

    ``tick``: of an application only, a box that may stay empty; ticked its value is ``TICKED``.
    ``optional``: of an account only, may stay empty.
    ``options``: value and label of what one chooses from; the first is as usual.
    """

    name: str
    label: str
    help: str = ""
    secret: bool = False
    tick: bool = False
    optional: bool = False
    options: tuple[tuple[str, str], ...] = ()


@dataclass(frozen=True, slots=True)
class Choice:
    """One of several accounts a person's agreement reaches: a page, a channel, an organisation.

    ``secret`` is what this account would be connected with. ``note``: what the person should know
    of it; ``barred``: why it cannot be chosen, and the way out.
    """

    identity: Identity
    secret: Mapping[str, Any]
    note: str = ""
    barred: str = ""


@dataclass(frozen=True, slots=True)
class Scope:
    """A permission that is asked for: the network's word, and what it means in ours."""

    code: str
    label: str


def forget(_note: Mapping[str, Any]) -> None:
    """Where nothing is sent there is nothing to remember."""


@dataclass(frozen=True, slots=True)
class Session:
    """What a connector is opened with: where, as whom, through which client, at what time.

    ``secret`` is the decrypted credential. ``save_secret`` of the engine stores a refreshed one.
    ``taken``: ids that are known to belong to other deliveries of this account, for connectors
    that must look for their own post among others of the same words.

    ``app``: the keys of the application this installation registered with the vendor
    (``Connector.app_fields``). ``remember`` stores, before it returns, what must survive a crash
    of this very delivery: the container or upload session the network gave, noted *before* the
    request that publishes. ``remembered`` is what an earlier attempt noted, empty at first.
    """

    server: str
    handle: str
    external_id: str
    secret: Mapping[str, Any]
    http: HttpClient
    now: datetime
    taken: frozenset[str] = frozenset()
    app: Mapping[str, Any] = field(default_factory=dict)
    remembered: Mapping[str, Any] = field(default_factory=dict)
    remember: Callable[[Mapping[str, Any]], None] = forget


class Connector(Protocol):
    """Every network: who am I, and what may I send. Opened per account, used once, dropped.

    A connector may also carry ``handle_style`` (how names are written), ``signs_in_at`` (whose
    sign-in page it uses, where that is another's), ``app_fields`` (a tuple of
    ``CredentialField``: keys of the application an installation registers with the vendor once)
    and ``scopes`` (a tuple of ``Scope``: what is asked for on the vendor's page, in words), and
    ``replies_only`` where nothing is published that answers nobody, and ``opens_here`` where
    accounts are made by this installation itself. ``answer_window``: how long
    (``timedelta``) after a person wrote last in private they may be answered; ``longer_window``:
    how long where a box of ``app_fields`` is ticked (its name, ``timedelta``);
    ``where_to_look``: what a person does who is asked whether it was accepted, in a sentence;
    ``unlinked`` where what is sent has no address that anybody could open;
    ``private_replies``: how long after a comment was written it may be answered in private, once
    (``Outgoing.audience`` is then ``PRIVATE``).
    """

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
        """Ask what became of it, and publish where that is still to be done.

        Harmless to repeat: whoever asks twice, or after a crash, gets what is there already.
        """
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
class Broadcasts(Protocol):
    """Has no place where everybody reads: a post goes to each subscriber of the account by itself.

    ``terms`` are what whoever keeps the list says of how: the names of approved templates
    (``text``, ``image``, ``video``, empty where there is none) and their ``language``.
    """

    def prepare(self, item: Outgoing, terms: Mapping[str, Any]) -> Mapping[str, Any]:
        """Make once what all messages share (an upload); plain JSON. Harmless to repeat.

        Raises ``Refused`` for what could be sent to nobody.
        """
        ...

    def send(
        self, words: Outgoing, to: str, key: str, *,
        shared: Mapping[str, Any], terms: Mapping[str, Any],
    ) -> Published:  # fmt: skip
        """Send it to one subscriber. ``words`` have no media: what was made of them is ``shared``.

        ``Refused`` concerns this one person (:class:`OptedOut`, :class:`Unreachable`: for good);
        :class:`Halted` everybody. Nothing that is given back
        tells who it was.
        """
        ...


@runtime_checkable
class Hides(Protocol):
    """Can keep from others what somebody wrote under our posts, and show it again.

    Both are harmless to repeat. A network without it carries ``cannot_hide``: why not.
    """

    def hide(self, target: Reference) -> None:
        """Hide it; its author may still see it. Raises ``Refused`` where it cannot be hidden."""
        ...

    def unhide(self, target: Reference) -> None:
        """Show it to everybody again."""
        ...


@runtime_checkable
class Refreshes(Protocol):
    """Can renew its credential without a person; returns the new secret.

    Its secret carries ``renew_at`` (ISO 8601): from then on renewing is due, well before the
    token dies. ``expires_at`` is the moment at which a *person* must agree again, if there is one.
    """

    def refresh(self) -> Mapping[str, Any]:
        """The renewed secret, whole: what the network left out is kept from the old one."""
        ...


@dataclass(frozen=True, slots=True, repr=False)
class Agreement:
    """A person's agreement on the network's own page: where it is asked for, and on whose behalf.

    ``redirect_uri``: where the network sends the person back to, with ``state`` untouched.
    ``memory``: what ``authorise_url`` wanted remembered meanwhile; empty until then.
    """

    server: str
    redirect_uri: str
    state: str
    app: Mapping[str, Any]
    http: HttpClient
    now: datetime
    memory: Mapping[str, Any] = field(default_factory=dict)


@runtime_checkable
class Authorises(Protocol):
    """Connects by OAuth: send the person to ``authorise_url``, then exchange the code."""

    @classmethod
    def authorise_url(cls, agreement: Agreement) -> tuple[str, Mapping[str, Any]]:
        """The address to visit and what must be remembered until the person is back."""
        ...

    @classmethod
    def exchange(cls, agreement: Agreement, code: str) -> Mapping[str, Any]:
        """The secret for the code. Raises ``Refused`` for one that is wrong, used or too old."""
        ...


@runtime_checkable
class Chooses(Protocol):
    """One agreement reaches several accounts: the person says which is meant."""

    @classmethod
    def choices(cls, agreement: Agreement, secret: Mapping[str, Any]) -> Sequence[Choice]:
        """The accounts that ``secret`` (of ``exchange``) reaches; empty if none."""
        ...

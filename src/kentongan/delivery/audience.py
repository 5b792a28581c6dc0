"""To whom a post goes on a network where nobody reads in one place. Whoever keeps the list says.

`delivery` knows no subscribers: the feature above registers itself here, once.
"""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any, Protocol
from uuid import UUID

from kentongan.networks.models import Account


@dataclass(frozen=True, slots=True)
class Recipient:
    """One of them: the key by which they are asked for, and a mark that is theirs for good.

    Of the mark the identity of the message is made: whoever leaves and comes back within one
    sending is the same person.
    """

    pk: UUID
    mark: str


class Audience(Protocol):
    """Whoever gets the posts of accounts that broadcast."""

    def terms(self, account: Account) -> Mapping[str, Any]:
        """What the connector must know; raises ``Refused`` where nothing can be sent at all."""
        ...

    def some(
        self, account: Account, *, until: datetime, after: str, limit: int
    ) -> Sequence[Recipient]:
        """The next who were on the list by ``until``, by key, behind ``after`` (empty: first)."""
        ...

    def staying(self, keys: Collection[UUID]) -> frozenset[UUID]:
        """Which of them are on the list now."""
        ...

    def number(self, key: UUID) -> str:
        """Where to send; empty for whoever is not on the list any more."""
        ...

    def opted_out(self, keys: Collection[UUID], at: datetime) -> None:
        """These told the network that they want nothing more: they are on no list from now on."""
        ...

    def unreachable(self, keys: Collection[UUID], at: datetime) -> None:
        """A message to each of these could not be delivered, for there is nobody."""
        ...

    def reached(self, keys: Collection[UUID]) -> None:
        """A message arrived with each of these."""
        ...

    def shown(self, keys: Collection[UUID]) -> Mapping[UUID, str]:
        """How they may be named on a page."""
        ...


_registered: list[Audience] = []


def register(made: Audience) -> None:
    """The one who keeps the lists; for its ``apps.py``."""
    _registered[:] = [made]


def get() -> Audience:
    """Whoever keeps the lists; raises ``LookupError`` where nobody does."""
    if not _registered:
        raise LookupError("nobody keeps subscribers")
    return _registered[0]

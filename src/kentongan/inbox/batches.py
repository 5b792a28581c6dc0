"""A batch of messages of one source: where it comes from, and what it becomes."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import datetime
from uuid import UUID

from kentongan.inbox.models import (
    Attachment,
    Case,
    ClockStop,
    Conversation,
    Message,
    MessageVersion,
    Urgency,
)
from kentongan.networks.contract import Incoming
from kentongan.networks.models import Account
from kentongan.people.models import Unit


@dataclass(frozen=True, slots=True)
class Source:
    """Where messages come from: an account, or a channel of a unit's own.

    ``confided``: their citizen calls them an integrity report, whatever the machine takes them for.
    """

    unit: Unit
    channel: str
    account: Account | None = None
    since: datetime | None = None
    confided: bool = False


@dataclass(slots=True)
class Batch:
    """What a batch becomes. New rows are unsaved until ``actions.intake`` writes them."""

    source: Source
    at: datetime
    conversations: dict[str, Conversation] = field(default_factory=dict)
    fresh_conversations: list[Conversation] = field(default_factory=list)
    cases: list[Case] = field(default_factory=list)
    touched: dict[UUID, Case] = field(default_factory=dict)
    messages: list[Message] = field(default_factory=list)
    changed: list[Message] = field(default_factory=list)
    versions: list[MessageVersion] = field(default_factory=list)
    resumed: list[Case] = field(default_factory=list)
    rests: list[ClockStop] = field(default_factory=list)
    folded: dict[str, Case] = field(default_factory=dict)
    graver: list[Case] = field(default_factory=list)
    refreshed: list[Message] = field(default_factory=list)
    gathered: list[Case] = field(default_factory=list)
    opened: dict[UUID, bool] = field(default_factory=dict)

    @property
    def emergencies(self) -> list[Case]:
        """Cases for which somebody must be woken now."""
        found = [*self.cases, *self.graver]
        return [
            case
            for case in found
            if case.urgency == Urgency.EMERGENCY and case.is_open and not case.secret
        ]

    @property
    def secret(self) -> list[Case]:
        """Cases that only the Inspektorat may see from now on."""
        return [case for case in [*self.cases, *self.graver] if case.secret]


def once(items: Iterable[Incoming]) -> list[Incoming]:
    """Each message once, as it was edited last, else as it came last; oldest first."""
    latest: dict[str, Incoming] = {}
    for item in items:
        if not is_older(item, latest.get(item.external_id, item).changed_at):
            latest[item.external_id] = item
    return sorted(latest.values(), key=lambda item: (item.created_at, item.external_id))


def is_older(item: Incoming, known: datetime | None) -> bool:
    """Whether it tells a wording from before the edit of that moment, and no deletion."""
    if known is None or item.gone:
        return False
    return item.changed_at is None or item.changed_at < known


def stored(item: Incoming) -> list[dict[str, str]]:
    """As stored; ``handle`` only where there is one."""
    return [
        {"url": e.url, "mime": e.mime, "alt": e.alt, **({"handle": e.handle} if e.handle else {})}
        for e in item.enclosures[:20]
    ]


def enclosed(batch: Batch) -> list[Attachment]:
    """Rows for the files of citizens that can be fetched; those of known messages are known."""
    return [
        Attachment(message=message, place=place, next_at=batch.at)
        for message in [*batch.messages, *batch.changed]
        if not message.ours and message.gone_at is None
        for place, one in enumerate(message.enclosures)
        if one["url"].startswith(("https://", "http://")) or one.get("handle")
    ]

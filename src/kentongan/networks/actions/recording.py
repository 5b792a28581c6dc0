"""What every action here writes into the ledger: the account, its unit, no secret."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime
from typing import Any

from kentongan.kernel.actor import Actor
from kentongan.ledger import actions as ledger
from kentongan.networks.models import Account
from kentongan.people.models import User

SYSTEM = Actor.system("networks")


def actor_of(by: Actor | User) -> Actor:
    """The actor, be it a person or the system."""
    return by if isinstance(by, Actor) else by.actor


def record(
    account: Account,
    action: str,
    *,
    by: Actor | User,
    at: datetime,
    data: Mapping[str, Any] | None = None,
) -> None:
    """One line about ``account``; last in the transaction."""
    ledger.record(
        by=actor_of(by),
        at=at,
        action=action,
        target=("account", str(account.pk), account.label),
        unit=account.unit.code,
        data={"network": account.network, **(data or {})},
    )

"""What the acts share: the row of an asset, held; lines in the ledger; the scanner's word."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime
from typing import Any
from uuid import UUID

from kentongan.kernel.actor import Actor
from kentongan.kernel.errors import Missing
from kentongan.kernel.say import gettext as _
from kentongan.ledger import actions as ledger
from kentongan.media import scanning
from kentongan.media.errors import Infected
from kentongan.media.models import Asset
from kentongan.people.models import Unit, User


def locked_asset(asset_id: UUID) -> Asset:
    """The asset with its unit, held until the transaction ends; raises :class:`Missing`."""
    rows = Asset.objects.select_for_update(of=("self",)).select_related("unit")
    asset = rows.filter(pk=asset_id).first()
    if asset is None:
        raise Missing(_("Gambar atau video itu tidak ada."))
    return asset


def log_asset(
    asset: Asset, act: str, *, by: Actor | User, at: datetime, data: Mapping[str, Any]
) -> None:
    """One line about an asset; last in its transaction."""
    target = ("asset", str(asset.pk), asset.name)
    ledger.record(by=by, at=at, action=act, target=target, unit=asset.unit.code, data=data)


def scan(data: bytes, *, by: Actor | User, at: datetime, unit: Unit, name: str) -> None:
    """Let the scanner look at what a form or a program sent; what it finds is recorded.

    Raises as :func:`scanning.check`. Not within a transaction, which would take the record back.
    """
    try:
        scanning.check(data)
    except Infected as problem:
        target = ("file", "", name)
        log_infected(problem, target, by=by, at=at, unit=unit, size=len(data))
        raise


def log_infected(
    problem: Infected,
    target: tuple[str, str, str],
    *,
    by: Actor | User,
    at: datetime,
    unit: Unit,
    size: int,
) -> None:
    """One line about a file that was refused for what is in it."""
    data = {"signature": problem.signature[:200], "bytes": size}
    ledger.record(by=by, at=at, action="media.infected", target=target, unit=unit.code, data=data)

"""What the acts on one asset share: its row, held; one line in the ledger."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime
from typing import Any
from uuid import UUID

from kentongan.kernel.actor import Actor
from kentongan.kernel.errors import Missing
from kentongan.kernel.say import gettext as _
from kentongan.ledger import actions as ledger
from kentongan.media.models import Asset
from kentongan.people.models import User


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

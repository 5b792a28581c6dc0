"""Who may see pictures. Everything else asks here and never filters by hand."""

from __future__ import annotations

from datetime import datetime
from uuid import UUID

from django.db.models import QuerySet
from django.utils.translation import gettext as _

from kentongan.kernel.errors import Missing
from kentongan.media.models import Asset
from kentongan.people import access as people, permissions
from kentongan.people.models import Unit, User


def visible_assets(user: User) -> QuerySet[Asset]:
    """Pictures of all units whose posts the person may look at."""
    return Asset.objects.filter(unit__in=permissions.units_for(user, "post.view"))


def visible_asset(user: User, asset_id: UUID, *, at: datetime | None = None) -> Asset:
    """A picture the person may see: by a role of their own, or of somebody they stand in for.

    ``at`` (aware) is the moment for which deputies count; without it nobody is deputised.
    Raises :class:`Missing`.
    """
    asset = Asset.objects.select_related("unit").filter(pk=asset_id).first()
    if asset is None or not (
        permissions.can(user, "post.view", asset.unit)
        or (at is not None and _stands_in(user, asset.unit, at))
    ):
        raise Missing(_("Gambar itu tidak ada."))
    return asset


def _stands_in(user: User, unit: Unit, at: datetime) -> bool:
    day = at.date()
    return any(
        permissions.can(absent, "post.view", unit, at)
        for absent in permissions.acting_as(user, day)
    )


def unit_for_upload(user: User, code: str) -> Unit:
    """A unit for which the person may upload; raises ``Missing`` or ``NotAllowed``."""
    return people.unit_for(user, code, "media.upload")

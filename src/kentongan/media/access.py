"""Who may see and change pictures and videos. Everything else asks here, never filters by hand."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime
from uuid import UUID

from django.db.models import QuerySet

from kentongan.kernel.errors import Missing
from kentongan.kernel.say import gettext as _
from kentongan.media.models import Asset, Consent, Folder, Incoming
from kentongan.people import access as people, permissions
from kentongan.people.models import Unit, User
from kentongan.people.queries import unit_day

UPLOAD = "media.upload"


def visible_assets(user: User) -> QuerySet[Asset]:
    """Pictures and videos of all units whose posts the person may look at."""
    return Asset.objects.filter(unit__in=permissions.units_for(user, "post.view"))


def visible_asset(user: User, asset_id: UUID, *, at: datetime | None = None) -> Asset:
    """One the person may see: by a role of their own, or of somebody they stand in for.

    ``at`` (aware) is the moment for which deputies count; without it nobody is deputised.
    Raises :class:`Missing`.
    """
    asset = Asset.objects.select_related("unit").filter(pk=asset_id).first()
    if asset is None or not (
        permissions.can(user, "post.view", asset.unit)
        or (at is not None and _stands_in(user, asset.unit, at))
    ):
        raise Missing(_("Gambar atau video itu tidak ada."))
    return asset


def editable_asset(user: User, asset_id: UUID) -> Asset:
    """One about which the person may change anything; ``Missing`` or ``NotAllowed``."""
    asset = visible_asset(user, asset_id)
    permissions.require(user, UPLOAD, asset.unit)
    return asset


def may_edit(user: User, asset: Asset) -> bool:
    """Whether the person may change anything about it."""
    return permissions.can(user, UPLOAD, asset.unit)


def editable_assets(user: User, asset_ids: Iterable[UUID]) -> QuerySet[Asset]:
    """Those of these files that the person may change, with units; the others are left out."""
    units = permissions.units_for(user, UPLOAD)
    return Asset.objects.filter(pk__in=list(asset_ids), unit__in=units).select_related("unit")


def editable_folder(user: User, folder_id: UUID) -> Folder:
    """A folder of a unit for which the person may upload; raises :class:`Missing`."""
    units = permissions.units_for(user, UPLOAD)
    rows = Folder.objects.filter(pk=folder_id, unit__in=units).select_related("unit")
    found = rows.first()
    if found is None:
        raise Missing(_("Folder itu tidak ada."))
    return found


def readable_consent(user: User, asset_id: UUID, consent_id: UUID) -> Consent:
    """A consent with its paper: only for who may change the file. ``Missing`` or ``NotAllowed``."""
    asset = editable_asset(user, asset_id)
    found = Consent.objects.select_related("asset").filter(pk=consent_id, asset=asset).first()
    if found is None:
        raise Missing(_("Catatan persetujuan itu tidak ada."))
    return found


def _stands_in(user: User, unit: Unit, at: datetime) -> bool:
    day = unit_day(unit, at)
    return any(
        permissions.can(absent, "post.view", unit, at)
        for absent in permissions.acting_as(user, day)
    )


def unit_for_upload(user: User, code: str) -> Unit:
    """A unit for which the person may upload; raises ``Missing`` or ``NotAllowed``."""
    return people.unit_for(user, code, UPLOAD)


def units_for_upload(user: User) -> QuerySet[Unit]:
    """All units for which the person may upload."""
    return permissions.units_for(user, UPLOAD)


def own_incoming(user: User, incoming_id: UUID) -> Incoming:
    """A file that this person is sending, as long as they may; raises :class:`Missing`."""
    held = Incoming.objects.select_related("unit").filter(pk=incoming_id, by=user).first()
    if held is None or not permissions.can(user, UPLOAD, held.unit):
        raise Missing(_("Berkas itu tidak ada."))
    return held


def incoming_of(user: User) -> QuerySet[Incoming]:
    """The files this person has sent lately, newest first."""
    return Incoming.objects.filter(by=user).select_related("unit", "asset")

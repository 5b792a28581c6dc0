"""The applications an installation registers with vendors, once for all its accounts."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime
from typing import Any

from django.db import transaction

from kentongan.kernel.actor import Actor
from kentongan.kernel.errors import Conflict, Invalid
from kentongan.kernel.say import gettext as _
from kentongan.ledger import actions as ledger
from kentongan.networks import catalogue, queries
from kentongan.networks.actions.recording import actor_of
from kentongan.networks.models import App
from kentongan.networks.secret import Secret
from kentongan.people.models import User


def save_application(
    network: str, values: Mapping[str, str], *, by: Actor | User, at: datetime, shared: bool = False
) -> App:
    """Store the keys of the application on ``network``, encrypted.

    A secret field left empty keeps what is stored; a box that is not ticked is not. ``shared``: it
    serves the vendor's other networks too, where they have none of their own. Raises
    :class:`Invalid` naming the field.
    """
    entry = catalogue.get(network)
    if not entry.app_fields:
        raise Invalid.field("", _("Jejaring ini tidak memerlukan aplikasi sendiri."))
    stored = queries.own_application(network)
    before = dict(stored.secret) if stored else {}
    keys = {}
    for field in entry.app_fields:
        typed = values.get(field.name, "").strip()
        if field.tick and not typed:
            continue
        keys[field.name] = typed or (str(before.get(field.name, "")) if field.secret else "")
        if not keys[field.name]:
            raise Invalid.field(field.name, _("Isi dulu; salin dari halaman pengembang jejaring."))
    with transaction.atomic():
        defaults: dict[str, Any] = {
            "secret": Secret(keys),
            "shared": shared and bool(catalogue.same_vendor(network)),
            "updated_at": at,
            "updated_by": actor_of(by).name[:200],
        }
        app, _made = App.objects.update_or_create(network=network, defaults=defaults)
        _record(network, "app.save", by=by, at=at, shared=app.shared)
    return app


def forget_application(network: str, *, by: Actor | User, at: datetime) -> None:
    """Destroy the keys. Accounts stay connected until their tokens must be renewed."""
    with transaction.atomic():
        gone, _rows = App.objects.filter(network=network).delete()
        if not gone:
            raise Conflict(_("Aplikasinya memang belum diisi."))
        _record(network, "app.forget", by=by, at=at)


def _record(
    network: str, action: str, *, by: Actor | User, at: datetime, shared: bool = False
) -> None:
    ledger.record(
        by=actor_of(by),
        at=at,
        action=action,
        target=("app", network, str(catalogue.get(network).label)),
        data={"network": network} | ({"shared": True} if shared else {}),
    )

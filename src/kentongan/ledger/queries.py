"""Reads of the ledger."""

from __future__ import annotations

from datetime import datetime

from django.db.models import Q, QuerySet

from kentongan.ledger.models import Entry


def for_target(target_type: str, target_id: object, limit: int = 50) -> list[Entry]:
    """The latest acts on one thing, newest first. One statement."""
    entries = Entry.objects.filter(target_type=target_type, target_id=str(target_id))
    return list(entries.order_by("-seq")[:limit])


def found(
    *,
    entries: QuerySet[Entry] | None = None,
    unit: str = "",
    actor: str = "",
    action: str = "",
    since: datetime | None = None,
    until: datetime | None = None,
) -> QuerySet[Entry]:
    """Entries that match every given filter, newest first.

    ``entries`` are those that may be seen (None: all), ``actor`` part of a name or an id,
    ``action`` an action or its beginning up to a dot, ``until`` exclusive.
    """
    entries = (Entry.objects.all() if entries is None else entries).order_by("-seq")
    if unit:
        entries = entries.filter(unit_code=unit)
    if actor:
        entries = entries.filter(Q(actor_name__icontains=actor) | Q(actor_id=actor))
    if action:
        entries = entries.filter(Q(action=action) | Q(action__startswith=f"{action}."))
    if since:
        entries = entries.filter(at__gte=since)
    if until:
        entries = entries.filter(at__lt=until)
    return entries

"""Reads of the ledger."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime

from django.db.models import Q, QuerySet

from kentongan.ledger.models import Entry


def for_target(target_type: str, target_id: object, limit: int = 50) -> list[Entry]:
    """The latest acts on one thing, newest first. One statement."""
    entries = Entry.objects.filter(target_type=target_type, target_id=str(target_id))
    return list(entries.order_by("-seq")[:limit])


@dataclass(slots=True)
class Run:
    """The same act by the same person several times in a row: the latest, and how many."""

    entry: Entry
    times: int = 1


def runs(entries: Iterable[Entry], *, part_of: Mapping[str, str] | None = None) -> list[Run]:
    """Entries (newest first) with the same act in a row as one: the list keeps to what happened.

    ``part_of`` names acts that belong to the one that closes them, as typing belongs to saving:
    they vanish in it. An act for which a reason was given stands by itself.
    """
    folded: list[Run] = []
    part_of = part_of or {}
    for entry in entries:
        last = folded[-1] if folded else None
        if last is None or not _follows(last.entry, entry, part_of):
            folded.append(Run(entry))
        elif entry.action == last.entry.action:
            last.times += 1
    return folded


def _follows(later: Entry, earlier: Entry, part_of: Mapping[str, str]) -> bool:
    if (later.actor_kind, later.actor_id) != (earlier.actor_kind, earlier.actor_id):
        return False
    if later.data.get("reason") or earlier.data.get("reason"):
        return False
    return later.action in {earlier.action, part_of.get(earlier.action)}


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

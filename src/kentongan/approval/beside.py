"""What else than posts goes before a decision: features above put theirs beside them."""

from __future__ import annotations

from collections.abc import Callable, Collection
from dataclasses import dataclass
from datetime import datetime
from typing import Any
from uuid import UUID

from django.db.models import QuerySet

from kentongan.approval.eligible import Directory
from kentongan.people.models import Unit, User


@dataclass(frozen=True, slots=True)
class Waits:
    """One thing a person may decide now, as lists show it; ``url`` is the page of the decision."""

    key: UUID
    url: str
    title: str
    unit: str
    by: str
    at: datetime
    deadline_at: datetime


@dataclass(frozen=True, slots=True)
class Asked:
    """What of one feature waits, for whomever: ``mine`` picks what waits for the person, from a
    directory that knows ``roles`` at ``units``. So all that waits is answered from one."""

    keys: frozenset[UUID]
    roles: frozenset[str]
    units: frozenset[UUID]
    mine: Callable[[Directory], list[Waits]]


@dataclass(frozen=True, slots=True)
class Decided:
    """One thing that was decided or taken back, as lists show it; ``subject``: what it is."""

    key: UUID
    subject: str
    url: str
    title: str
    unit: Unit
    by: str
    state: str
    state_label: str
    ended_at: datetime


#: From a permission to the units at which it counts here, narrower than the person's own.
Within = Callable[[str], QuerySet[Unit]]


@dataclass(frozen=True, slots=True)
class Closed:
    """How a feature lists what of its own was decided.

    ``rows(user, within)``: those the person may see, each with ``ended``, when that was;
    ``show(ids)``: these as lists show them, in one statement.
    """

    subject: str
    rows: Callable[[User, Within | None], QuerySet[Any]]
    show: Callable[[Collection[UUID]], list[Decided]]


Source = Callable[[User, datetime], Asked | None]
_sources: list[Source] = []
_closed: dict[str, Closed] = {}


def register(source: Source, closed: Closed) -> None:
    """Register ``source(user, at)``, what waits, in one statement; and what was decided."""
    if source not in _sources:
        _sources.append(source)
    _closed[closed.subject] = closed


def asked(user: User, *, at: datetime) -> list[Asked]:
    """What waits beside posts."""
    found = (source(user, at) for source in _sources)
    return [one for one in found if one is not None]


def closed() -> list[Closed]:
    """How each feature beside posts lists what was decided."""
    return list(_closed.values())

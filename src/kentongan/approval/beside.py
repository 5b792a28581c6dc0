"""What else waits for a decision. Features above put theirs beside the posts put forward."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from kentongan.people.models import User


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


Source = Callable[[User, datetime], list[Waits]]
_sources: list[Source] = []


def register(source: Source) -> Source:
    """Register ``source(user, at)``: what waits for the person, in few statements."""
    if source not in _sources:
        _sources.append(source)
    return source


def waiting_for(user: User, *, at: datetime) -> list[Waits]:
    """What waits for the person beside posts, in no order."""
    return [row for source in _sources for row in source(user, at)]

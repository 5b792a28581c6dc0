"""Where files are used. Features above register here, so that media need not know them."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any
from uuid import UUID

from django.db.models import QuerySet
from django.utils.functional import Promise

from kentongan.people.models import User


@dataclass(frozen=True, slots=True)
class Use:
    """One place where a file is used. ``live``: the public can see it there, at ``when``."""

    title: str
    detail: str
    url: str
    live: bool = False
    when: datetime | None = None


@dataclass(frozen=True, slots=True)
class Planned:
    """Something with a file that goes out by itself at ``when``, and who answers for it."""

    key: str
    title: str
    url: str
    when: datetime
    people: Sequence[User]


@dataclass(frozen=True, slots=True)
class Usage:
    """How one feature uses files.

    ``label`` heads its list. ``of`` gives the uses of a file that a person may see. ``holds`` says
    which of some files must be kept because of this feature. ``assets`` gives the ids of what is
    in use now, as a subquery; None where that cannot be told in one. ``planned`` gives what goes
    out with a file after a moment; None where nothing goes out by itself.
    """

    label: str | Promise
    of: Callable[[User, UUID], list[Use]]
    holds: Callable[[Iterable[UUID]], set[UUID]]
    assets: Callable[[], QuerySet[Any, Any]] | None = None
    planned: Callable[[UUID, datetime], list[Planned]] | None = None


_usages: dict[str, Usage] = {}


def register(name: str, usage: Usage) -> None:
    """Announce how a feature uses files; registering twice replaces."""
    _usages[name] = usage


def of(user: User, asset_id: UUID) -> list[tuple[str, list[Use]]]:
    """Where a file is used, as far as the person may see, under the heads of the features."""
    found = ((str(usage.label), usage.of(user, asset_id)) for usage in _usages.values())
    return [(label, uses) for label, uses in found if uses]


def held(asset_ids: Iterable[UUID]) -> set[UUID]:
    """Which of these files must be kept."""
    wanted = list(asset_ids)
    return {pk for usage in _usages.values() for pk in usage.holds(wanted)} if wanted else set()


def planned(asset_id: UUID, at: datetime) -> list[Planned]:
    """What goes out with a file after ``at`` unless somebody changes it."""
    ask = [usage.planned for usage in _usages.values() if usage.planned is not None]
    return [item for each in ask for item in each(asset_id, at)]


def in_use() -> list[QuerySet[Any, Any]]:
    """Subqueries of the ids of files in use now."""
    return [usage.assets() for usage in _usages.values() if usage.assets is not None]

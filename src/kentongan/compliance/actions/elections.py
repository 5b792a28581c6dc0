"""Elections of a region and the days of their phases."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from datetime import date, datetime
from typing import Any

from django.db import transaction

from kentongan.compliance.access import MANAGE
from kentongan.compliance.cleaning import (
    Period,
    cleaned_line,
    cleaned_names,
    cleaned_periods,
    cleaned_reason,
)
from kentongan.compliance.draft import Phase
from kentongan.compliance.events import election_changed
from kentongan.compliance.models import Election, ElectionPhase
from kentongan.kernel.errors import Conflict, Invalid
from kentongan.kernel.say import gettext as _
from kentongan.ledger import actions as ledger
from kentongan.people.models import Unit, User
from kentongan.people.permissions import require

Dates = Mapping[Phase, tuple[date | None, date | None]]


@dataclass(frozen=True, slots=True)
class ElectionEntry:
    """What is entered of an election. ``dates`` maps a phase to its first and last day."""

    name: str
    source: str = ""
    names: tuple[str, ...] = ()
    dates: Dates = field(default_factory=dict)


def create_election(*, unit: Unit, entry: ElectionEntry, by: User, at: datetime) -> Election:
    """Record an election of ``unit`` and the days of its phases."""
    require(by, MANAGE, unit)
    name, source, names, periods = _cleaned(entry)
    with transaction.atomic():
        election = Election.objects.create(unit=unit, name=name, source=source, names=names)
        _put_phases(election, periods)
        _record(election, "election.create", by=by, at=at, periods=periods)
        election_changed(unit, at)
    return election


def edit_election(
    election: Election, *, version: int, entry: ElectionEntry, by: User, at: datetime
) -> Election:
    """Replace name, names, source and phases; ``Conflict`` when ``version`` is not current."""
    require(by, MANAGE, election.unit)
    name, source, names, periods = _cleaned(entry)
    with transaction.atomic():
        changed = Election.objects.filter(pk=election.pk, version=version).update(
            name=name, source=source, names=names, version=version + 1
        )
        if not changed:
            raise Conflict(
                _("Orang lain baru saja mengubah pemilihan ini. Muat ulang, lalu ubah lagi.")
            )
        election.phases.all().delete()
        election.refresh_from_db()
        _put_phases(election, periods)
        _record(election, "election.edit", by=by, at=at, periods=periods)
        election_changed(election.unit, at)
    return election


def delete_election(election: Election, *, reason: str, by: User, at: datetime) -> None:
    """Remove an election with its phases; what was checked under it stays in the evidence."""
    require(by, MANAGE, election.unit)
    why = cleaned_reason(reason)
    periods = [
        Period(Phase(row.phase), row.from_date, row.until_date) for row in election.phases.all()
    ]
    with transaction.atomic():
        deleted, _per_model = Election.objects.filter(pk=election.pk).delete()
        if not deleted:
            raise Conflict(_("Pemilihan itu sudah dihapus orang lain."))
        _record(election, "election.delete", by=by, at=at, periods=periods, reason=why)


def _cleaned(entry: ElectionEntry) -> tuple[str, str, list[str], list[Period]]:
    """All parts cleaned; one ``Invalid`` names every field that is wrong."""
    errors: dict[str, list[str]] = {}

    def part(clean: Any, *args: Any, **kwargs: Any) -> Any:
        try:
            return clean(*args, **kwargs)
        except Invalid as error:
            errors.update(error.fields)
            return None

    name = part(cleaned_line, "name", entry.name, 200)
    source = part(cleaned_line, "source", entry.source, 500, required=False)
    names = part(cleaned_names, entry.names)
    periods = part(cleaned_periods, entry.dates)
    if errors:
        raise Invalid(fields=errors)
    return name, source, names, periods


def _put_phases(election: Election, periods: Iterable[Period]) -> None:
    ElectionPhase.objects.bulk_create(
        ElectionPhase(
            election=election, phase=p.phase, from_date=p.from_date, until_date=p.until_date
        )
        for p in periods
    )


def _record(
    election: Election,
    action: str,
    *,
    by: User,
    at: datetime,
    periods: Iterable[Period],
    reason: str = "",
) -> None:
    ledger.record(
        by=by,
        at=at,
        action=action,
        target=("election", str(election.pk), election.name),
        unit=election.unit.code,
        data={
            "phases": {
                p.phase.value: [p.from_date.isoformat(), p.until_date.isoformat()] for p in periods
            },
            "names": election.names,
            "source": election.source,
            **({"reason": reason} if reason else {}),
        },
    )

"""Whose turn it is: units take turns, so that a full one never starves a small one."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from datetime import UTC, datetime
from uuid import UUID

from django.db.models import F, Min, Window
from django.db.models.functions import RowNumber

from kentongan.delivery.models import DeliveryQuerySet, Turn
from kentongan.kernel.clock import Clock

LONG_AGO = datetime(1970, 1, 1, tzinfo=UTC)
#: How long the order of turns is good for (seconds), and how many rows are read ahead.
AHEAD = 2.0
HORIZON = 1024


def picks(rows: DeliveryQuerySet, *, at: datetime, limit: int) -> list[UUID]:
    """Up to ``limit`` due rows: emergencies first, then unit by unit in turn.

    Units that were served longest ago come first, each with its most urgent row; only when
    every unit had one does any get a second.
    """
    due = rows.due(at)
    urgent = list(due.filter(priority=0).values_list("pk", flat=True)[:limit])
    rest = due.filter(priority__gt=0)
    room = limit - len(urgent)
    if room <= 0:
        return urgent
    waiting = dict(
        rest.order_by().values("unit").annotate(first=Min("run_at")).values_list("unit", "first")
    )
    served = dict(Turn.objects.filter(unit__in=waiting).values_list("unit", "served_at"))
    units = sorted(waiting, key=lambda u: (served.get(u, LONG_AGO), waiting[u], str(u)))[:room]
    place = {unit: number for number, unit in enumerate(units)}
    order = [F("priority").asc(), F("run_at").asc(), F("pk").asc()]
    turn = Window(RowNumber(), partition_by=[F("unit_id")], order_by=order)
    heads = (
        rest.filter(unit__in=units)
        .annotate(turn=turn)
        .filter(turn__lte=-(-room // max(len(units), 1)))
        .order_by()
        .values_list("turn", "unit_id", "pk")
    )
    ranked = sorted(heads, key=lambda row: (row[0], place[row[1]]))
    return urgent + [pk for _turn, _unit, pk in ranked[:room]]


def note(units: Iterable[UUID], *, at: datetime) -> None:
    """Rows of these units were taken: they go to the end of the line."""
    Turn.objects.bulk_create(
        [Turn(unit_id=unit, served_at=at) for unit in sorted(set(units))],
        update_conflicts=True,
        unique_fields=["unit"],
        update_fields=["served_at"],
    )


class Line:
    """The order in which a worker claims, read for two seconds ahead.

    Whose turn it is takes a look at everything that is due: in a burst that costs more than the
    claim. What somebody else has taken or stopped meanwhile is no loss, because each claim looks
    at its rows anyway. Emergencies are asked for every time.
    """

    def __init__(self, clock: Clock) -> None:
        self._clock = clock
        self._known: list[UUID] = []
        self._read_at = -AHEAD

    def first(self, rows: DeliveryQuerySet, *, at: datetime, limit: int) -> list[UUID]:
        """The next of ``rows``; twice ``limit``, for another worker may be taking some."""
        old = self._clock.elapsed() - self._read_at >= AHEAD
        if old or len(self._known) < 2 * limit:
            self._known = picks(rows, at=at, limit=max(HORIZON, 2 * limit))
            self._read_at = self._clock.elapsed()
            return self._known[: 2 * limit]
        urgent = list(rows.due(at).filter(priority=0).values_list("pk", flat=True)[: 2 * limit])
        known = [pk for pk in self._known[: 2 * limit] if pk not in urgent]
        return (urgent + known)[: 2 * limit]

    def took(self, offered: Sequence[UUID], claimed: Sequence[UUID], *, limit: int) -> None:
        """Of those ``offered`` these were claimed; what stood before them is in other hands."""
        gone = offered.index(claimed[-1]) + 1 if len(claimed) >= limit else len(offered)
        passed = set(offered[:gone])
        self._known = [pk for pk in self._known if pk not in passed]

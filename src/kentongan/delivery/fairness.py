"""Whose turn it is: units take turns, so that a full one never starves a small one."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Sequence
from datetime import UTC, datetime
from typing import NamedTuple
from uuid import UUID

from django.db.models import F, Min, Window
from django.db.models.functions import RowNumber

from kentongan.delivery.models import DeliveryQuerySet, Turn
from kentongan.jobs.lanes import Lanes
from kentongan.kernel.clock import Clock

LONG_AGO = datetime(1970, 1, 1, tzinfo=UTC)
#: How long the order of turns is good for (seconds), and how many rows are read ahead.
AHEAD = 2.0
HORIZON = 1024
#: What was looked for beside full lanes and is not there is looked for again after so long
#: (seconds), or when a lane is full no more: every look reads through all that is due.
IN_VAIN = 0.5
#: Both last so many times longer than the reading took, so that many workers on a busy database
#: do something else, too; but never longer than this (seconds).
READ_SHARE = 20
OLDEST = 10.0


class Pick(NamedTuple):
    """A row that may be claimed next, and what the choice depends on."""

    pk: UUID
    network: str
    unit: UUID
    urgent: bool = False


def picks(rows: DeliveryQuerySet, *, at: datetime, limit: int) -> list[Pick]:
    """Up to ``limit`` due rows that are no emergencies, unit by unit in turn.

    Units that were served longest ago come first, each with its most urgent row; only when
    every unit had one does any get a second.
    """
    rest = rows.due(at).filter(priority__gt=0)
    waiting = dict(
        rest.order_by().values("unit").annotate(first=Min("run_at")).values_list("unit", "first")
    )
    served = dict(Turn.objects.filter(unit__in=waiting).values_list("unit", "served_at"))
    units = sorted(waiting, key=lambda u: (served.get(u, LONG_AGO), waiting[u], str(u)))[:limit]
    place = {unit: number for number, unit in enumerate(units)}
    order = [F("priority").asc(), F("run_at").asc(), F("pk").asc()]
    turn = Window(RowNumber(), partition_by=[F("unit_id")], order_by=order)
    heads = (
        rest.filter(unit__in=units)
        .annotate(turn=turn)
        .filter(turn__lte=-(-limit // max(len(units), 1)))
        .order_by()
        .values_list("turn", "unit_id", "pk", "network")
    )
    ranked = sorted(heads, key=lambda row: (row[0], place[row[1]]))
    return [Pick(pk, network, unit) for _turn, unit, pk, network in ranked[:limit]]


def emergencies(rows: DeliveryQuerySet, *, at: datetime, limit: int) -> list[Pick]:
    """Up to ``limit`` due emergencies."""
    found = rows.due(at).filter(priority=0).values_list("pk", "network", "unit_id")[:limit]
    return [Pick(pk, network, unit, urgent=True) for pk, network, unit in found]


def note(units: Iterable[UUID], *, at: datetime) -> None:
    """Rows of these units were taken: they go to the end of the line."""
    Turn.objects.bulk_create(
        [Turn(unit_id=unit, served_at=at) for unit in sorted(set(units))],
        update_conflicts=True,
        unique_fields=["unit"],
        update_fields=["served_at"],
    )


class Line:
    """The order in which a worker claims, read for some seconds ahead.

    Whose turn it is takes a look at everything that is due: in a burst that costs more than the
    claim. What somebody else has taken or stopped meanwhile is no loss, because each claim looks
    at its rows anyway. Emergencies are asked for every time.
    """

    def __init__(self, clock: Clock) -> None:
        self._clock = clock
        self._known: list[Pick] = []
        self._good_until = 0.0
        #: Full lanes beside which all that is due is known, until then.
        self._beside: list[str] = []
        self._all_until = 0.0

    def first(
        self, rows: DeliveryQuerySet, *, at: datetime, limit: int, lanes: Lanes
    ) -> list[Pick]:
        """The next of ``rows`` that their lanes have room for.

        Twice ``limit``, and twice the room, for another worker may be taking some.
        """
        horizon = max(HORIZON, 2 * limit)
        if self._clock.elapsed() >= self._good_until:
            # What has no room at the moment may have it soon, but not where calls hang.
            ordinary = rows.exclude(network__in=lanes.stuck())
            self._known, self._good_until = self._read(ordinary, at, horizon, lasts=AHEAD)
            self._beside = []
        full = lanes.full()
        few = sum(pick.network not in full for pick in self._known) < 2 * limit
        if few and not (full and full == self._beside and self._clock.elapsed() < self._all_until):
            ordinary = rows.exclude(network__in=full)
            others, self._all_until = self._read(ordinary, at, horizon, lasts=IN_VAIN)
            self._known = [pick for pick in self._known if pick.network in full] + others
            self._beside = full if len(others) < 2 * limit else []
        able = rows.exclude(network__in=lanes.full(urgent=True))
        urgent = emergencies(able, at=at, limit=2 * limit)
        return fitting([*urgent, *self._known], lanes, limit=2 * limit, times=2)

    def _read(
        self, rows: DeliveryQuerySet, at: datetime, limit: int, *, lasts: float
    ) -> tuple[list[Pick], float]:
        """The order, and until when it is good: at least so long (seconds)."""
        began = self._clock.elapsed()
        found = picks(rows, at=at, limit=limit)
        spent = self._clock.elapsed() - began
        return found, began + min(max(lasts, READ_SHARE * spent), OLDEST)

    def took(self, offered: Sequence[Pick], left: Iterable[UUID]) -> None:
        """Of those ``offered`` only these were ``left``: the others are in somebody's hands."""
        gone = {pick.pk for pick in offered}.difference(left)
        self._known = [pick for pick in self._known if pick.pk not in gone]


def fitting(
    offered: Iterable[Pick], lanes: Lanes, *, limit: int, mark: str = "", times: int = 1
) -> list[Pick]:
    """The first of those ``offered``, no more of a lane than ``times`` the room it has."""
    rooms: dict[tuple[str, bool], int] = {}
    taken: Counter[str] = Counter()
    chosen: list[Pick] = []
    for pick in offered:
        if len(chosen) >= limit:
            break
        kind = pick.network, pick.urgent
        if kind not in rooms:
            rooms[kind] = times * lanes.room(mark + pick.network, urgent=pick.urgent)
        if taken[pick.network] < rooms[kind]:
            taken[pick.network] += 1
            chosen.append(pick)
    return chosen

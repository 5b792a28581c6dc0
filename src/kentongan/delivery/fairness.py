"""Whose turn it is: units take turns, so that a full one never starves a small one."""

from __future__ import annotations

from datetime import UTC, datetime
from uuid import UUID

from django.db.models import F, Min, Window
from django.db.models.functions import RowNumber

from kentongan.delivery.models import Delivery, DeliveryQuerySet, Turn

LONG_AGO = datetime(1970, 1, 1, tzinfo=UTC)


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


def note(claimed: list[UUID], *, at: datetime) -> None:
    """These rows were taken: their units go to the end of the line."""
    units = Delivery.objects.filter(pk__in=claimed).values_list("unit", flat=True)
    Turn.objects.bulk_create(
        [Turn(unit_id=unit, served_at=at) for unit in units.order_by("unit").distinct()],
        update_conflicts=True,
        unique_fields=["unit"],
        update_fields=["served_at"],
    )

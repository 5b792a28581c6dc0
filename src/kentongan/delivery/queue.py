"""The queue as an operator looks at it: kinds, filters, figures by network and unit."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from django.db.models import Count, Max, Q, QuerySet
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from kentongan.delivery import buckets, figures, stops
from kentongan.delivery.models import Delivery
from kentongan.jobs.models import Job, Lead, LiveDispatcher, Worker
from kentongan.jobs.worker import DISPATCH

#: A worker that was silent for longer is not counted as alive.
BEAT = timedelta(seconds=15)
BUSIEST = 8
#: For so long a job that was given up is shown and counted.
FAILED_LATELY = timedelta(days=1)
#: So many of them are looked at for what was said last.
MOST_ERRORS = 500


@dataclass(frozen=True, slots=True)
class Kind:
    """One way to look at the queue: its word in the address, its label, its condition."""

    code: str
    label: str | Promise
    condition: Callable[[datetime], Q]


KINDS = (
    Kind("jatuh-waktu", _("Jatuh waktu"), figures.due_at),
    Kind(
        "terlambat",
        _("Terlambat"),
        lambda at: figures.due_at(at) & Q(due_at__lte=at - figures.LATE),
    ),
    Kind("dikirim", _("Sedang dikirim"), lambda _at: Q(state="sending")),
    Kind("diolah", _("Diolah jejaring"), lambda _at: Q(state="pending")),
    Kind("belum-pasti", _("Belum pasti"), lambda _at: Q(state="unknown")),
    Kind("orang", _("Menunggu orang"), figures.for_people),
)
BY_CODE = {kind.code: kind for kind in KINDS}


@dataclass(frozen=True, slots=True)
class Row:
    """A delivery of the list with what holds it back, if anything but its turn does.

    ``halted``: a switch; ``closed_until``: its network asked to wait until then; ``late``: a worker
    should have taken it by now.
    """

    delivery: Delivery
    halted: bool
    closed_until: datetime | None
    late: bool


@dataclass(frozen=True, slots=True)
class Wanted:
    """What the page is filtered by; empty: everything that moves or waits now."""

    kind: str = ""
    network: str = ""
    unit: str = ""

    @property
    def any(self) -> bool:
        """Whether anything is filtered."""
        return bool(self.kind or self.network or self.unit)


def current(rows: QuerySet[Delivery], *, at: datetime) -> QuerySet[Delivery]:
    """Without what is only planned for later."""
    now = Q()
    for kind in KINDS:
        now |= kind.condition(at)
    return rows.filter(now)


def listed(rows: QuerySet[Delivery], wanted: Wanted, *, at: datetime) -> QuerySet[Delivery]:
    """The rows of the list, what waits longest first."""
    rows = current(rows, at=at)
    if wanted.kind in BY_CODE:
        rows = rows.filter(BY_CODE[wanted.kind].condition(at))
    if wanted.network:
        rows = rows.filter(network=wanted.network)
    if wanted.unit:
        rows = rows.filter(unit__code=wanted.unit)
    return rows.select_related("account", "unit").order_by("priority", "due_at", "pk")


def with_reasons(found: Sequence[Delivery], *, at: datetime) -> list[Row]:
    """Why those that could go do not. At most three statements."""
    waiting = [delivery for delivery in found if delivery.state in figures.WAITING]
    halted, closed = stops.halted_among(waiting), buckets.closed_until(waiting, at=at)
    late = {d.pk for d in waiting if d.run_at <= at and d.due_at <= at - figures.LATE}
    return [Row(d, d.pk in halted, closed.get(d.pk), d.pk in late) for d in found]


def counts(rows: QuerySet[Delivery], *, at: datetime) -> dict[str, int]:
    """How many there are of each kind. One statement."""
    return rows.aggregate(
        **{k.code.replace("-", "_"): Count("pk", filter=k.condition(at)) for k in KINDS}
    )


def busiest_units(rows: QuerySet[Delivery], *, at: datetime) -> list[dict[str, Any]]:
    """The units with most in the queue now: code, name, count. One statement."""
    grouped = current(rows, at=at).order_by().values("unit__code", "unit__name")
    longest = grouped.annotate(n=Count("pk")).order_by("-n", "unit__name")[:BUSIEST]
    return [dict(row) for row in longest]


def workers(*, at: datetime) -> list[Worker]:
    """Worker processes that reported lately, newest report first."""
    return list(Worker.objects.filter(seen_at__gte=at - BEAT).order_by("-seen_at"))


def dispatchers(*, at: datetime) -> list[tuple[LiveDispatcher, bool]]:
    """Dispatchers that reported lately, and whether it is the one that leads. Two statements."""
    leads = Lead.objects.filter(part=DISPATCH, until__gt=at).values_list("holder", flat=True)
    holder = leads.first()
    rows = LiveDispatcher.objects.filter(seen_at__gte=at - BEAT).order_by("host")
    return [(row, row.pk == holder) for row in rows]


def failed_jobs(*, at: datetime) -> list[dict[str, Any]]:
    """Other work that was given up within the last day, by kind: ``kind``, ``n``, ``latest`` and
    the ``error`` of the latest. Two statements."""
    lately = Job.objects.filter(state="failed", finished_at__gte=at - FAILED_LATELY)
    rows = lately.order_by().values("kind").annotate(n=Count("pk"), latest=Max("finished_at"))
    latest = lately.order_by("-finished_at").values_list("kind", "last_error")[:MOST_ERRORS]
    errors = dict(reversed(latest))
    return [
        dict(row) | {"error": errors.get(row["kind"], "")}
        for row in sorted(rows, key=lambda row: row["latest"], reverse=True)
    ]

"""How the queue stands, in a few statements: for the metrics and for the operators' page."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, timedelta

from django.db.models import Count, Min, Q, QuerySet

from kentongan.delivery.models import OPEN, Attempt, Bucket, Delivery

WAITING = ("planned", "retry")
#: From then on a due delivery is called late.
LATE = timedelta(minutes=5)
HOUR = timedelta(hours=1)
#: Outcomes of a try that the network or the way there is to blame for.
ERRORS = frozenset({"refuse", "later", "lose", "unauthorised", "lease_lost"})


@dataclass(frozen=True, slots=True)
class Load:
    """What is open on one network. ``oldest``: the longest overdue; ``lease``: the oldest end."""

    network: str
    due: int
    late: dict[timedelta, int]
    sending: int
    pending: int
    unknown: int
    asks: int
    manual: int
    oldest: datetime | None
    lease: datetime | None

    @property
    def people(self) -> int:
        """What waits for somebody to answer, or to do it by hand."""
        return self.asks + self.manual


AGES = (LATE, timedelta(minutes=30), timedelta(hours=2))


def for_people(at: datetime) -> Q:
    """What waits for somebody now: an answer, or something due that is done by hand."""
    return Q(asks_person=True) | Q(state="manual", run_at__lte=at)


def due_at(at: datetime) -> Q:
    """What a worker may take now."""
    return Q(state__in=WAITING, run_at__lte=at, lease_until__isnull=True)


def load(rows: QuerySet[Delivery] | None = None, *, at: datetime) -> list[Load]:
    """One row per network with anything open, of ``rows`` or of all. One statement."""
    due = due_at(at)
    counts = {
        "n_due": Count("pk", filter=due),
        "n_sending": Count("pk", filter=Q(state="sending")),
        "n_pending": Count("pk", filter=Q(state="pending")),
        "n_unknown": Count("pk", filter=Q(state="unknown")),
        "n_asks": Count("pk", filter=Q(asks_person=True)),
        "n_manual": Count("pk", filter=Q(state="manual", run_at__lte=at)),
        "oldest": Min("run_at", filter=due),
        "lease": Min("lease_until"),
    }
    for number, age in enumerate(AGES):
        counts[f"late_{number}"] = Count("pk", filter=due & Q(due_at__lte=at - age))
    rows = Delivery.objects.filter(OPEN) if rows is None else rows
    grouped = rows.order_by().values("network").annotate(**counts)
    return [
        Load(
            network=row["network"],
            due=row["n_due"],
            late={age: row[f"late_{number}"] for number, age in enumerate(AGES)},
            sending=row["n_sending"],
            pending=row["n_pending"],
            unknown=row["n_unknown"],
            asks=row["n_asks"],
            manual=row["n_manual"],
            oldest=row["oldest"],
            lease=row["lease"],
        )
        for row in sorted(grouped, key=lambda row: row["network"])
    ]


def outcomes(tries: QuerySet[Attempt] | None = None, *, at: datetime) -> dict[tuple[str, str], int]:
    """Of ``tries``, or of all, those that ended within the last hour, by network and outcome.

    One statement.
    """
    tries = Attempt.objects.all() if tries is None else tries
    rows = (
        tries.filter(kind="send", started_at__gt=at - HOUR, finished_at__isnull=False)
        .order_by()
        .values_list("delivery__network", "outcome")
        .annotate(n=Count("pk"))
    )
    return {(network, outcome): count for network, outcome, count in rows}


def error_rates(counts: dict[tuple[str, str], int]) -> dict[str, float]:
    """The share of tries that failed, by network, from :func:`outcomes`."""
    tries: dict[str, int] = {}
    errors: dict[str, int] = {}
    for (network, outcome), count in counts.items():
        tries[network] = tries.get(network, 0) + count
        errors[network] = errors.get(network, 0) + count * (outcome in ERRORS)
    return {network: errors[network] / total for network, total in tries.items()}


def closed_buckets(*, at: datetime) -> int:
    """How many accounts and applications a network holds back now. One statement."""
    return Bucket.objects.filter(closed_until__gt=at).count()

"""``/metrics``: figures for Prometheus, read from the database when asked. Five statements.

With a broker eight. What was sent in secret cases is not counted: a number alone would tell that
there is one. Nothing is counted in memory: any number of web processes give the same answer.
"""

from __future__ import annotations

import hmac
import ipaddress
from collections.abc import Iterable
from datetime import datetime
from urllib.parse import urlsplit

from django.conf import settings
from django.db.models import Count, Q, Sum
from django.http import HttpRequest, HttpResponse
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_safe
from prometheus_client import CONTENT_TYPE_LATEST, CollectorRegistry, Metric, generate_latest
from prometheus_client.core import CounterMetricFamily, GaugeMetricFamily
from prometheus_client.registry import Collector

from kentongan.config.health import BEAT
from kentongan.delivery import figures, queue
from kentongan.delivery.models import OPEN, Attempt, Delivery
from kentongan.inbox.kept import secret_deliveries
from kentongan.jobs.models import Job, Worker
from kentongan.kernel import disk
from kentongan.kernel.clock import now
from kentongan.web.access import public

PREFIX = "kentongan_"
LOCAL_NAMES = frozenset({"localhost", "127.0.0.1", "::1"})


class Queue(Collector):
    """Deliveries, tries, workers and jobs as they stand at ``at``."""

    def __init__(self, at: datetime) -> None:
        self.at = at

    def collect(self) -> Iterable[Metric]:
        """All families; names and labels are part of the interface."""
        yield from self._deliveries()
        yield from self._tries()
        alive = Worker.objects.filter(seen_at__gte=self.at - BEAT).count()
        yield _one("workers", "Worker processes that reported lately.", alive)
        if settings.BROKER_URL:
            yield from self._dispatchers()
        closed = figures.closed_buckets(at=self.at)
        yield _one("buckets_closed", "Accounts and applications held back by a network.", closed)
        jobs = GaugeMetricFamily(
            f"{PREFIX}jobs", "Jobs by state; those given up of the last day.", labels=["state"]
        )
        lately = Q(state="failed", finished_at__gte=self.at - queue.FAILED_LATELY)
        states = Job.objects.filter(Q(state__in=("due", "leased")) | lately).order_by()
        for state, count in states.values_list("state").annotate(n=Count("pk")):
            jobs.add_metric([state], count)
        yield jobs
        yield _one(
            "data_free_bytes", "Free on the disk of the data folder.", disk.free(settings.DATA_DIR)
        )

    def _dispatchers(self) -> Iterable[Metric]:
        """Those of all hosts, who leads, and how many workers are led."""
        live = queue.dispatchers(at=self.at)
        fed = Worker.objects.filter(seen_at__gte=self.at - BEAT).aggregate(
            workers=Count("pk", filter=Q(threads__gt=0)), threads=Sum("threads", default=0)
        )
        yield _one("dispatchers", "Dispatcher processes that reported lately.", len(live))
        leading = sum(leads for _row, leads in live)
        yield _one("dispatcher_leads", "1 while one of them leads; 0: workers claim.", leading)
        away = sum(row.away_since is not None for row, _leads in live)
        yield _one("dispatchers_without_broker", "Those the broker does not answer.", away)
        yield _one("workers_led", "Workers that what is sent reaches.", fed["workers"])
        yield _one("threads_led", "Threads of theirs.", fed["threads"])
        sent = CounterMetricFamily(
            f"{PREFIX}dispatched", "Rows sent since the process began.", labels=["dispatcher"]
        )
        for row, _leads in live:
            sent.add_metric([row.host], row.sent)
        yield sent

    def _deliveries(self) -> Iterable[Metric]:
        rows = figures.load(Delivery.objects.filter(OPEN).exclude(secret_deliveries()), at=self.at)
        what = GaugeMetricFamily(
            f"{PREFIX}deliveries", "Open deliveries.", labels=["network", "what"]
        )
        late = GaugeMetricFamily(
            f"{PREFIX}deliveries_late",
            "Due deliveries whose moment passed at least so many seconds ago.",
            labels=["network", "seconds"],
        )
        oldest = GaugeMetricFamily(
            f"{PREFIX}oldest_due_seconds", "Age of the oldest due delivery.", labels=["network"]
        )
        lease = GaugeMetricFamily(
            f"{PREFIX}lease_overdue_seconds",
            "How long ago the oldest lease ended; negative while all are held.",
            labels=["network"],
        )
        for row in rows:
            for name in ("due", "sending", "pending", "unknown", "asks", "manual"):
                what.add_metric([row.network, name], getattr(row, name))
            for age, count in row.late.items():
                late.add_metric([row.network, str(int(age.total_seconds()))], count)
            if row.oldest is not None:
                oldest.add_metric([row.network], (self.at - row.oldest).total_seconds())
            if row.lease is not None:
                lease.add_metric([row.network], (self.at - row.lease).total_seconds())
        return (what, late, oldest, lease)

    def _tries(self) -> Iterable[Metric]:
        secret = Delivery.objects.filter(secret_deliveries())
        told = Attempt.objects.exclude(delivery__in=secret)
        counts = figures.outcomes(told, at=self.at)
        tries = GaugeMetricFamily(
            f"{PREFIX}tries_last_hour", "Tries of the last hour.", labels=["network", "outcome"]
        )
        for (network, outcome), count in sorted(counts.items()):
            tries.add_metric([network, outcome], count)
        rates = GaugeMetricFamily(
            f"{PREFIX}error_rate_last_hour", "Share of tries that failed.", labels=["network"]
        )
        for network, rate in sorted(figures.error_rates(counts).items()):
            rates.add_metric([network], rate)
        return (tries, rates)


def _one(name: str, text: str, value: float) -> GaugeMetricFamily:
    return GaugeMetricFamily(f"{PREFIX}{name}", text, value=value)


def allowed(request: HttpRequest) -> bool:
    """With the token where one is set; without, from this very machine and not through a proxy.

    A proxy on this machine that is not trusted looks like the machine itself, its headers being
    dropped before; but it passes on the name people use, so that must be a local one too.
    """
    if token := settings.METRICS_TOKEN:
        given = request.headers.get("Authorization", "")
        return hmac.compare_digest(given.encode(), f"Bearer {token}".encode())
    if {"X-Forwarded-For", "X-Real-Ip", "Forwarded"} & set(request.headers):
        return False
    if urlsplit(f"//{request.get_host()}").hostname not in LOCAL_NAMES:
        return False
    try:
        return ipaddress.ip_address(request.META.get("REMOTE_ADDR", "")).is_loopback
    except ValueError:
        return False


@public("Prometheus bertanya dengan token, atau dari mesin ini sendiri; lihat allowed()")
@never_cache
@require_safe
def metrics(request: HttpRequest) -> HttpResponse:
    """The figures in Prometheus' text format; 403 for strangers."""
    if not allowed(request):
        return HttpResponse("Perlu token.\n", status=403, content_type="text/plain; charset=utf-8")
    registry = CollectorRegistry(auto_describe=False)
    registry.register(Queue(now()))
    return HttpResponse(generate_latest(registry), content_type=CONTENT_TYPE_LATEST)

"""``/metrics`` tells how the queue stands, to those who may know."""

from __future__ import annotations

import re
from collections.abc import Callable
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest
from django.test import Client

from kentongan.config import metrics
from kentongan.delivery import buckets
from kentongan.delivery.source import LEASE, DeliverySource
from kentongan.jobs import actions as jobs
from kentongan.jobs.lanes import Lanes
from kentongan.jobs.models import LiveDispatcher, Worker
from kentongan.jobs.worker import DISPATCH
from kentongan.kernel.clock import FrozenClock
from kentongan.kernel.ids import uuid7
from kentongan.networks.contract import TryLater
from tests.delivery.conftest import (  # noqa: F401 - fixtures
    Plan,
    account,
    clock,
    network,
    objections,
    plan,
    work,
)
from tests.delivery.network import Uji, lost

pytestmark = pytest.mark.django_db

HERE = {"Host": "localhost:8000"}
DOCS = Path(__file__).parents[2] / "docs"
PAGES = ("operator.md", "operator-banyak-mesin.md")


@pytest.fixture
def told(client: Client, clock: FrozenClock, monkeypatch: pytest.MonkeyPatch) -> Callable[[], str]:  # noqa: F811
    """What the page says at the time of the clock."""
    monkeypatch.setattr(metrics, "now", clock.now)
    return lambda: client.get("/metrics", headers=HERE).content.decode()


def test_the_queue_is_told_by_network(
    plan: Plan,  # noqa: F811
    work: Callable[[], int],  # noqa: F811
    network: type[Uji],  # noqa: F811
    clock: FrozenClock,  # noqa: F811
    told: Callable[[], str],
    django_assert_max_num_queries: Callable[[int], Any],
) -> None:
    network.script = [lost, TryLater("sibuk")]
    plan("Hilang")
    plan("Ditunda")
    plan("Terbit")
    work()
    work()
    late = plan("Terlambat", at=clock.now())
    plan("Nanti", due_at=clock.now() + timedelta(days=1))
    clock.advance(minutes=10)
    buckets.close(late, Uji.limits, at=clock.now(), after=timedelta(hours=1))
    with django_assert_max_num_queries(6):
        text = told()
    for line in (
        'kentongan_deliveries{network="uji",what="due"} 2.0',
        'kentongan_deliveries{network="uji",what="unknown"} 1.0',
        'kentongan_deliveries{network="uji",what="asks"} 0.0',
        'kentongan_deliveries_late{network="uji",seconds="300"} 2.0',
        'kentongan_deliveries_late{network="uji",seconds="1800"} 0.0',
        'kentongan_oldest_due_seconds{network="uji"} 600.0',
        'kentongan_tries_last_hour{network="uji",outcome="accept"} 1.0',
        'kentongan_tries_last_hour{network="uji",outcome="lose"} 1.0',
        "kentongan_workers 0.0",
        "kentongan_buckets_closed 1.0",
    ):
        assert line in text.splitlines(), line
    rate = re.search(r'kentongan_error_rate_last_hour\{network="uji"\} (\S+)', text)
    assert rate is not None
    assert float(rate[1]) == pytest.approx(2 / 3)


def test_every_name_and_label_stands_in_the_documents(
    plan: Plan,  # noqa: F811
    work: Callable[[], int],  # noqa: F811
    network: type[Uji],  # noqa: F811
    clock: FrozenClock,  # noqa: F811
    told: Callable[[], str],
    settings: Any,
) -> None:
    network.script = [lost]
    plan("Hilang")
    work()
    plan("Terbit")
    DeliverySource(clock).claim(1, Lanes(clock, 4))
    settings.BROKER_URL = "redis://127.0.0.1:9/0"
    lines = told().splitlines()
    text = "".join((DOCS / name).read_text("utf-8") for name in PAGES)
    written = dict(re.findall(r"`(kentongan_\w+)(?:\{(.*?)\})?`", text))
    names = {line.split()[2] for line in lines if line.startswith("# TYPE ")}
    assert len(names) > 12
    assert names <= written.keys()
    for name, labels in re.findall(r"^(kentongan_\w+)\{(.*?)\} ", "\n".join(lines), re.MULTILINE):
        wanted = set(re.findall(r"(\w+)=", labels))
        assert wanted <= set(re.findall(r"\w+", written[name])) | {"dispatcher"}, name


def test_an_old_lease_shows(
    plan: Plan,  # noqa: F811
    clock: FrozenClock,  # noqa: F811
    told: Callable[[], str],
) -> None:
    plan()
    DeliverySource(clock).claim(1, Lanes(clock, 4))
    clock.advance(seconds=LEASE.total_seconds() + 40)
    assert 'kentongan_lease_overdue_seconds{network="uji"} 40.0' in told()


def test_without_a_token_only_this_machine_may_ask(client: Client) -> None:
    assert client.get("/metrics", headers=HERE).status_code == 200
    for address in ("10.1.2.3", ""):
        assert client.get("/metrics", headers=HERE, REMOTE_ADDR=address).status_code == 403
    for through in ({"X-Forwarded-For": "203.0.113.9"}, {"Host": "medsos.contoh.go.id"}):
        assert client.get("/metrics", headers={**HERE, **through}).status_code == 403


def test_with_a_token_only_the_token_counts(client: Client, settings: Any) -> None:
    settings.METRICS_TOKEN = "kunci-pemantau"
    assert client.get("/metrics").status_code == 403
    for given, status in (("Bearer salah", 403), ("Bearer kunci-pemantau", 200)):
        answer = client.get("/metrics", REMOTE_ADDR="10.1.2.3", headers={"Authorization": given})
        assert answer.status_code == status


def test_dispatchers_of_all_hosts_are_told_where_a_broker_is_set(
    clock: FrozenClock,  # noqa: F811
    told: Callable[[], str],
    settings: Any,
    django_assert_max_num_queries: Callable[[int], Any],
) -> None:
    assert "dispatcher" not in told()
    settings.BROKER_URL = "redis://127.0.0.1:9/0"
    at = clock.now()
    first, second = (
        LiveDispatcher(id=uuid7(), host=f"mesin-{n}:7", started_at=at, sent=n * 40) for n in (1, 2)
    )
    second.away_since = at
    for one in (first, second):
        jobs.report(one, at=at)
    jobs.lead(DISPATCH, holder=first.pk, host=first.host, at=at)
    for threads in (0, 12):
        jobs.beat(Worker(host="m", pid=1, started_at=at, threads=threads), at=at)
    with django_assert_max_num_queries(9):
        lines = told().splitlines()
    for line in (
        "kentongan_dispatchers 2.0",
        "kentongan_dispatcher_leads 1.0",
        "kentongan_dispatchers_without_broker 1.0",
        "kentongan_workers 2.0",
        "kentongan_workers_led 1.0",
        "kentongan_threads_led 12.0",
        'kentongan_dispatched_total{dispatcher="mesin-2:7"} 80.0',
    ):
        assert line in lines, line
    clock.advance(seconds=20)
    assert {"kentongan_dispatchers 0.0", "kentongan_dispatcher_leads 0.0"} <= set(
        told().splitlines()
    )

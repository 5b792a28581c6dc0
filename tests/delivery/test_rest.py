"""A worker at rest costs next to nothing: one question to each source, and nobody waits for it."""

from __future__ import annotations

from datetime import timedelta

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from kentongan.delivery.models import Delivery
from kentongan.delivery.source import DeliverySource
from kentongan.jobs.lanes import Lanes
from kentongan.jobs.sources import JobSource
from kentongan.kernel.clock import FrozenClock
from tests.delivery.conftest import Plan

pytestmark = pytest.mark.django_db


@pytest.mark.parametrize("source", [DeliverySource, JobSource])
def test_where_nothing_is_due_one_statement_tells_so(
    source: type[DeliverySource | JobSource], plan: Plan, clock: FrozenClock
) -> None:
    plan("Nanti", at=clock.now() + timedelta(hours=1))
    doubtful = plan("Belum pasti")
    Delivery.objects.filter(pk=doubtful.pk).update(state="unknown", asks_person=True)
    worker = source(clock)
    with CaptureQueriesContext(
        connection,
    ) as asked:
        assert not worker.claim(8, Lanes(clock, 8))
    assert [row["sql"].partition(" ")[0] for row in asked] == ["SELECT"]


@pytest.mark.parametrize("state", ["planned", "retry", "unknown", "pending"])
def test_whatever_is_due_is_seen(state: str, plan: Plan, clock: FrozenClock) -> None:
    due = plan("Sekarang")
    Delivery.objects.filter(pk=due.pk).update(state=state)
    (claim,) = DeliverySource(clock).claim(8, Lanes(clock, 8))
    assert claim.id == due.pk

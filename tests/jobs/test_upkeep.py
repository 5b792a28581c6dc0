"""At night what is over is forgotten, and SQLite learns how its tables look."""

from datetime import UTC, datetime, timedelta

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from kentongan.jobs import actions, registry
from kentongan.jobs.actions import enqueue
from kentongan.jobs.models import Job
from kentongan.jobs.upkeep import MOST_ROWS

pytestmark = pytest.mark.django_db
NIGHT = datetime(2026, 8, 12, 19, 10, tzinfo=UTC)


def test_the_planner_is_told_how_large_tables_are_and_asks_few_rows_for_it() -> None:
    for number in range(12):
        at = NIGHT + timedelta(minutes=number)
        enqueue("jobs.statistics", run_at=at, key=f"statistics:{number}")
    with CaptureQueriesContext(connection) as statements:
        registry.get("jobs.statistics").function(at=NIGHT)
    said = [one["sql"] for one in statements]
    if connection.vendor == "postgresql":
        assert not said, "it keeps its own"
        return
    assert said[0] == f"PRAGMA analysis_limit = {MOST_ROWS}"
    with connection.cursor() as cursor:
        cursor.execute("SELECT stat FROM sqlite_stat1 WHERE tbl = 'jobs_job' AND idx IS NOT NULL")
        sizes = {int(stat.split()[0]) for (stat,) in cursor.fetchall()}
    assert max(sizes) == 12
    assert 'ANALYZE "inbox_case"' in said
    assert not [sql for sql in said if sql == 'ANALYZE "inbox_search"'], "no table of its own"


def test_what_ended_a_week_ago_is_forgotten_in_small_groups_and_nothing_else_is(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr(actions, "TIDY_GROUP", 2)
    old, lately = NIGHT - timedelta(days=8), NIGHT - timedelta(days=6)
    for state, ended in (("done", old), ("failed", old), ("done", lately), ("failed", lately)):
        for number in range(3):
            job = enqueue("jobs.statistics", run_at=ended, key=f"{state}:{ended}:{number}")
            assert job is not None
            Job.objects.filter(pk=job.pk).update(state=state, finished_at=ended)
    waits = enqueue("jobs.statistics", run_at=old, key="waits")
    registry.get("jobs.tidy").function(at=NIGHT)
    left = Job.objects.order_by("run_at").values_list("state", "run_at")
    assert sorted(left) == sorted(
        [("due", old)] + [("done", lately)] * 3 + [("failed", lately)] * 3
    )
    assert waits is not None

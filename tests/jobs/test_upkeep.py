"""At night SQLite learns how its tables look; PostgreSQL does so by itself."""

from datetime import UTC, datetime, timedelta

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from kentongan.jobs import registry
from kentongan.jobs.actions import enqueue
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

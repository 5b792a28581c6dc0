"""Many rows with their own values in one statement, each only if it is as it was seen."""

from __future__ import annotations

from datetime import timedelta

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from kentongan.delivery.models import Bucket
from kentongan.kernel.rows import RowChange, update_each
from tests.cast import NOW

pytestmark = pytest.mark.django_db


@pytest.fixture
def rows() -> list[str]:
    """Three open buckets: a, b and c."""
    keys = ["a", "b", "c"]
    Bucket.objects.bulk_create(Bucket(key=k, tokens=1.5, updated_at=NOW) for k in keys)
    return keys


def test_each_row_gets_its_own_values_in_one_statement(rows: list[str]) -> None:
    with CaptureQueriesContext(connection) as asked:
        changes = [
            RowChange({"pk": key}, {"tokens": n + 0.25, "closed_until": NOW + timedelta(days=n)})
            for n, key in enumerate(rows)
        ]
        assert update_each(Bucket, changes) == [True, True, True]
    assert len(asked) == 1
    found = Bucket.objects.order_by("key").values_list("tokens", "closed_until", "updated_at")
    assert list(found) == [(n + 0.25, NOW + timedelta(days=n), NOW) for n in range(3)]


def test_who_was_changed_meanwhile_is_left_and_the_others_are_not(rows: list[str]) -> None:
    Bucket.objects.filter(key="b").update(closed_until=NOW)
    changes = [RowChange({"pk": k, "closed_until": None}, {"tokens": 9.0}) for k in [*rows, "x"]]
    assert update_each(Bucket, changes) == [True, False, True, False]
    assert list(Bucket.objects.order_by("key").values_list("tokens", flat=True)) == [9.0, 1.5, 9.0]


def test_a_second_change_of_a_row_meets_what_the_first_left(rows: list[str]) -> None:
    first = RowChange({"pk": "a", "closed_until": None}, {"closed_until": NOW})
    again = RowChange({"pk": "a", "closed_until": None}, {"tokens": 9.0})
    known = RowChange({"pk": "a", "closed_until": NOW}, {"closed_until": None, "tokens": 3.0})
    assert update_each(Bucket, [first, again, known]) == [True, False, True]
    row = Bucket.objects.get(key="a")
    assert (row.tokens, row.closed_until) == (3.0, None)


def test_nothing_to_change_asks_nothing() -> None:
    with CaptureQueriesContext(connection) as asked:
        assert update_each(Bucket, []) == []
    assert not asked.captured_queries


def test_what_is_the_same_for_all_of_them_is_told_once(rows: list[str]) -> None:
    later = NOW + timedelta(hours=1)
    seen = {"closed_until": None, "tokens": 1.5}
    with CaptureQueriesContext(connection) as asked:
        changes = [
            RowChange({"pk": key, **seen}, {"closed_until": later, "tokens": float(n)})
            for n, key in enumerate(rows)
        ]
        assert update_each(Bucket, changes) == [True, True, True]
    assert asked.captured_queries[0]["sql"].count(str(later.date())) == 1
    found = Bucket.objects.order_by("key").values_list("tokens", "closed_until")
    assert list(found) == [(0.0, later), (1.0, later), (2.0, later)]
    one = [RowChange({"pk": "a", "tokens": 0.0}, {"tokens": 5.0})]
    assert (update_each(Bucket, one), update_each(Bucket, one)) == ([True], [False])

"""Many rows with their own values in one statement, each only if it is as it was seen."""

from __future__ import annotations

from datetime import timedelta

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from kentongan.delivery.models import Bucket
from kentongan.jobs.models import Job
from kentongan.kernel.rows import RowChange, insert_all, update_each
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
        insert_all([])
    assert not asked.captured_queries


def test_what_is_inserted_together_comes_back_as_it_was() -> None:
    said = {
        "kata": 'Jum’at "50%" \\ é 📣\n%s',
        "n": 1,
        "ya": True,
        "x": None,
        "dalam": [{"a": 1.5}],
    }
    made = [
        Job(
            kind=f"uji '{n}'", args=said, key=None if n else "k", state="due", run_at=NOW,
            created_at=NOW + timedelta(microseconds=n), last_error="{\\n} ''\t", priority=-n,
        )
        for n in range(3)
    ]  # fmt: skip
    with CaptureQueriesContext(connection) as asked:
        insert_all(made)
    assert len([q for q in asked.captured_queries if q["sql"].startswith("INSERT")]) == 1
    names = [field.attname for field in Job._meta.concrete_fields]
    found = list(Job.objects.order_by("created_at").values(*names))
    assert found == [{name: getattr(job, name) for name in names} for job in made]
    made[0].last_error = "diubah"
    made[0].save()  # it knows that it is stored
    assert Job.objects.get(pk=made[0].pk).last_error == "diubah"


def test_json_and_text_are_changed_to_what_was_given() -> None:
    made = [Job(kind="uji", state="due", run_at=NOW, created_at=NOW) for _ in range(2)]
    insert_all(made)
    args = [{"a": "1"}, {"a": 1, "b": ["%s", None, "\\"]}]
    texts = ["satu 'dua'", "tiga\n\\n"]
    changes = [
        RowChange({"pk": job.pk}, {"args": arg, "last_error": text})
        for job, arg, text in zip(made, args, texts, strict=True)
    ]
    assert update_each(Job, changes) == [True, True]
    found = {job.pk: (job.args, job.last_error) for job in Job.objects.all()}
    assert [found[job.pk] for job in made] == list(zip(args, texts, strict=True))


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

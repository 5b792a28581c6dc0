"""Many acts in one transaction are told at its end, in their order, and only those that stand."""

from __future__ import annotations

from contextlib import suppress
from datetime import UTC, datetime

import pytest
from django.db import connection, transaction
from django.test.utils import CaptureQueriesContext

from kentongan.kernel.actor import Actor
from kentongan.ledger.actions import record, together
from kentongan.ledger.models import Entry
from kentongan.ledger.verify import verify

pytestmark = [pytest.mark.django_db(transaction=True), pytest.mark.postgres]

AT = datetime(2026, 8, 12, 2, 0, tzinfo=UTC)


class ChangedMind(Exception):
    """Whatever stops an act half-way."""


def act(number: int) -> None:
    with transaction.atomic():
        record(
            by=Actor("u-1", "Penulis"),
            at=AT,
            action="post.submit",
            target=("post", str(number), ""),
        )


def told() -> list[str]:
    return list(Entry.objects.order_by("seq").values_list("target_id", flat=True))


def test_acts_are_told_in_their_order_after_what_stood_there_before() -> None:
    act(0)
    with together():
        act(1)
        with together():
            act(2)
        act(3)
    act(4)
    assert told() == ["0", "1", "2", "3", "4"]
    assert verify().ok


def test_what_a_savepoint_took_back_is_not_told() -> None:
    with together():
        act(1)
        with suppress(ChangedMind), transaction.atomic():
            act(2)
            raise ChangedMind
        act(3)
    assert told() == ["1", "3"]
    assert verify().ok


def test_nothing_is_told_of_a_transaction_that_fails() -> None:
    with suppress(ChangedMind), together():
        act(1)
        raise ChangedMind
    act(2)
    assert told() == ["2"]
    assert verify().ok


def test_other_work_that_waits_for_the_end_of_the_transaction_is_still_done() -> None:
    done: list[str] = []
    with together():
        transaction.on_commit(lambda: done.append("before"))
        act(1)
        transaction.on_commit(lambda: done.append("after"))
    assert done == ["before", "after"]


def test_a_hundred_acts_take_few_statements() -> None:
    with CaptureQueriesContext(connection) as asked, together():
        for number in range(100):
            record(
                by=Actor("u-1", "Penulis"), at=AT, action="post.submit",
                target=("post", str(number), ""),
            )  # fmt: skip
    assert len(asked) < 20

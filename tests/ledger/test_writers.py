"""Many writers at once make one chain, on every database."""

from concurrent.futures import ThreadPoolExecutor
from datetime import UTC, datetime

import pytest
from django.db import connection, transaction

from kentongan.kernel.actor import Actor
from kentongan.ledger.actions import record
from kentongan.ledger.models import Entry
from kentongan.ledger.verify import verify

AT = datetime(2026, 8, 12, 2, 0, tzinfo=UTC)


@pytest.mark.django_db(transaction=True)
def test_competing_writers_leave_no_gap_and_no_fork() -> None:
    def write(worker: int) -> None:
        try:
            for number in range(12):
                with transaction.atomic():
                    record(
                        by=Actor(f"u-{worker}", f"Penulis {worker}"),
                        at=AT,
                        action="post.submit",
                        target=("post", str(number), ""),
                    )
                    if number % 5 == 4:
                        transaction.set_rollback(True)
        finally:
            connection.close()

    with ThreadPoolExecutor(6) as pool:
        list(pool.map(write, range(6)))
    assert list(Entry.objects.values_list("seq", flat=True)) == list(range(1, 61))
    assert verify().ok

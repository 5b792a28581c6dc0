"""The example pemda is whole at the worst hour: a holiday, at night, a minute into a new year."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

import pytest

from kentongan.approval.queries import waiting_for
from kentongan.delivery.models import Delivery
from kentongan.ledger.verify import verify
from kentongan.people.models import User
from kentongan.planning.models import Post
from kentongan.planning.states import POST
from tests.demo.conftest import seeded

pytestmark = [pytest.mark.no_database, pytest.mark.slow]

#: New Year's Day 2028, 00.04 WIB.
MIDNIGHT = datetime(2027, 12, 31, 17, 4, tzinfo=UTC)


@pytest.mark.django_db
def test_the_pemda_is_whole() -> None:
    at = MIDNIGHT
    with seeded(at):
        assert set(Post.objects.values_list("state", flat=True)) == set(POST.states)
        assert Post.objects.filter(state="published").count() >= 50
        # What is due this very minute is the worker's.
        before = at - timedelta(minutes=1)
        assert not Delivery.objects.filter(state="planned", due_at__lte=before).exists()
        camat = User.objects.get(username="camat")
        late = [w for w in waiting_for(camat, at=at) if w.overdue(at)]
        assert len(late) == 1
        assert verify().ok

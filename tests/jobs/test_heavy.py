"""Jobs that compute for long leave threads to the others."""

from __future__ import annotations

from collections import Counter
from datetime import UTC, datetime

import pytest

from kentongan.jobs import actions, registry, sources
from kentongan.jobs.lanes import SILENT, Lanes
from kentongan.jobs.models import Job
from kentongan.jobs.registry import KINDS, Kind
from kentongan.jobs.sources import HEAVY, LIGHT, Claim, JobSource
from kentongan.kernel.clock import FrozenClock

NOW = datetime(2026, 8, 12, 2, 0, tzinfo=UTC)

pytestmark = pytest.mark.django_db


@pytest.fixture
def clock() -> FrozenClock:
    return FrozenClock(NOW)


@pytest.fixture(autouse=True)
def kinds(monkeypatch: pytest.MonkeyPatch) -> None:
    """``read`` computes for long, ``remind`` does not."""

    def work(*, at: datetime) -> None: ...

    known = {
        "read": Kind("read", work, None, 3, heavy=True),
        "remind": Kind("remind", work, None, 3),
    }
    for module in (registry, actions, sources):
        monkeypatch.setattr(module, "KINDS", known)


def due(kind: str, count: int) -> None:
    for _ in range(count):
        actions.enqueue(kind, run_at=NOW)


def claimed(source: JobSource, lanes: Lanes) -> list[Claim]:
    claims = list(source.claim(lanes.free(), lanes))
    lanes.begin((claim.id, claim.lane) for claim in claims)
    return claims


def by_kind(claims: list[Claim]) -> Counter[str]:
    rows = Job.objects.filter(pk__in=[claim.id for claim in claims])
    return Counter(rows.values_list("kind", flat=True))


@pytest.mark.parametrize(
    ("threads", "reading", "reminding"), [(64, 8, 8), (16, 2, 2), (4, 1, 1), (1, 1, 1)]
)
def test_many_pictures_to_be_read_leave_threads_to_reminders(
    clock: FrozenClock, threads: int, reading: int, reminding: int
) -> None:
    source, lanes = JobSource(clock), Lanes(clock, threads)
    due("read", 40)
    assert by_kind(claimed(source, lanes)) == {"read": reading}
    assert claimed(source, lanes) == []
    clock.advance(seconds=SILENT + 1)  # a single thread that reads for so long is replaced
    due("remind", 40)
    assert by_kind(claimed(source, lanes)) == {"remind": reminding}
    assert claimed(source, lanes) == []


def test_where_nothing_is_to_be_read_the_others_have_all_the_threads_of_jobs(
    clock: FrozenClock,
) -> None:
    source, lanes = JobSource(clock), Lanes(clock, 16)
    due("remind", 40)
    first = claimed(source, lanes)
    assert by_kind(first) == {"remind": 4}
    due("read", 40)
    # One may begin although the others have all of them: it does not wait for ever.
    assert by_kind(claimed(source, lanes)) == {"read": 1}
    lanes.end((claim.id, claim.lane) for claim in first)
    assert by_kind(claimed(source, lanes)) == {"read": 1, "remind": 2}


def test_what_computes_for_long_keeps_its_lane_wherever_it_runs(clock: FrozenClock) -> None:
    source, lanes = JobSource(clock), Lanes(clock, 16)
    due("read", 1)
    due("remind", 1)
    claims = claimed(source, lanes)
    assert {claim.lane for claim in claims} == {LIGHT, HEAVY}
    assert source.in_hand() == {claim.id: claim.lane for claim in claims}
    taken = source.take_over(claims)
    assert {claim.id: claim.lane for claim in taken} == source.in_hand()


def test_what_reads_pictures_and_fits_videos_is_known_to_compute_for_long() -> None:
    assert {kind.name for kind in KINDS.values() if kind.heavy} == {
        "media.read",
        "media.take_in",
        "media.fit",
    }

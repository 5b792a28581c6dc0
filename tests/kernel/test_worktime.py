"""Working time counts office hours only, in the unit's zone, without days off."""

from datetime import UTC, date, datetime, time, timedelta
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given, settings, strategies as st

from kentongan.kernel.worktime import (
    DEFAULT_HOURS,
    OfficeHours,
    add_working_minutes,
    is_working_day,
    is_working_time,
    national_days_off,
    working_minutes_between,
)
from tools import national_days

WIB, WITA, WIT = (ZoneInfo(f"Asia/{city}") for city in ("Jakarta", "Makassar", "Jayapura"))
HOLIDAYS = national_days_off(range(2025, 2029))


def wib(*parts: int) -> datetime:
    return datetime(*parts, tzinfo=WIB)  # type: ignore[arg-type, misc]


def test_within_one_day() -> None:
    assert add_working_minutes(wib(2026, 8, 12, 9), 60) == wib(2026, 8, 12, 10)


def test_the_rest_runs_on_the_next_morning() -> None:
    assert add_working_minutes(wib(2026, 8, 12, 15, 30), 60) == wib(2026, 8, 13, 8)


def test_friday_evening_waits_for_monday_and_independence_day_for_tuesday() -> None:
    assert add_working_minutes(wib(2026, 8, 7, 18), 30) == wib(2026, 8, 10, 8)
    assert add_working_minutes(wib(2026, 8, 14, 18), 30, holidays=HOLIDAYS) == wib(2026, 8, 18, 8)


def test_every_zone_has_its_own_morning() -> None:
    midnight = datetime(2026, 8, 11, 17, tzinfo=UTC)
    opened = [add_working_minutes(midnight, 0, tz=zone) for zone in (WIT, WITA, WIB)]
    assert opened == [datetime(2026, 8, 11, hour, 30, tzinfo=UTC) for hour in (22, 23)] + [
        datetime(2026, 8, 12, 0, 30, tzinfo=UTC)
    ]


def test_national_days_and_collective_leave_are_off() -> None:
    assert HOLIDAYS[date(2026, 8, 17)] == "Hari Kemerdekaan Republik Indonesia"
    assert "Cuti Bersama" in HOLIDAYS[date(2026, 12, 24)]
    assert not is_working_day(date(2026, 8, 17), holidays=HOLIDAYS)
    assert is_working_day(date(2026, 8, 18), holidays=HOLIDAYS)


def test_the_days_we_carry_are_those_of_the_library() -> None:
    assert national_days.FILE.read_text("utf-8") == national_days.text()


def test_a_year_nobody_knows_has_no_days_off() -> None:
    assert national_days_off([1899, 2009, 2051]) == {}


def test_the_closing_minute_is_closed() -> None:
    assert is_working_time(wib(2026, 8, 12, 7, 30))
    assert not is_working_time(wib(2026, 8, 12, 16))
    assert is_working_time(wib(2026, 8, 14, 16))
    assert not is_working_time(wib(2026, 8, 15, 10))


@pytest.mark.parametrize(
    "stored",
    [{}, {"mon": ["16:00", "07:00"]}, {"mon": "07:00"}, {"senin": ["07:00", "16:00"]},
     {"mon": ["7 pagi", "16:00"]}, {"mon": ["07:00+07:00", "16:00"]}],
)  # fmt: skip
def test_impossible_hours_are_refused(stored: dict[str, object]) -> None:
    with pytest.raises(ValueError):  # noqa: PT011 - several messages
        OfficeHours.from_json(stored)


def test_naive_times_and_negative_minutes_are_refused() -> None:
    with pytest.raises(ValueError, match="aware"):
        add_working_minutes(wib(2026, 8, 12).replace(tzinfo=None), 1)
    with pytest.raises(ValueError, match="negative"):
        add_working_minutes(wib(2026, 8, 12), -1)


def test_a_calendar_without_work_ends_in_an_error() -> None:
    every_day = {date(2026, 1, 1) + timedelta(days=n): "libur" for n in range(4000)}
    with pytest.raises(ValueError, match="ten years"):
        add_working_minutes(wib(2026, 1, 1), 1, holidays=every_day)


spans = (
    st.tuples(st.times(), st.times()).map(lambda t: (min(t), max(t))).filter(lambda t: t[1] > t[0])
)
hours = (
    st.tuples(*[st.none() | spans for _ in range(7)])
    .filter(any)
    .map(lambda days: OfficeHours(tuple((a[0].replace(second=0, microsecond=0, fold=0),
                                         time(23, 59)) if a else None for a in days)
                                  if all(a is None or a[0] < time(23, 58) for a in days)
                                  else DEFAULT_HOURS.days))  # type: ignore[arg-type]
)  # fmt: skip
moments = st.datetimes(
    min_value=datetime(2025, 1, 1),  # noqa: DTZ001 - hypothesis adds the zone
    max_value=datetime(2028, 12, 1),  # noqa: DTZ001
    timezones=st.just(UTC),
).map(lambda at: at.replace(second=0, microsecond=0))
zones = st.sampled_from([WIB, WITA, WIT])


@settings(max_examples=150, deadline=None)
@given(moments, st.integers(0, 5000), hours, zones)
def test_adding_and_measuring_agree(
    start: datetime, minutes: int, office: OfficeHours, zone: ZoneInfo
) -> None:
    end = add_working_minutes(start, minutes, office, zone, HOLIDAYS)
    assert end >= start
    assert working_minutes_between(start, end, office, zone, HOLIDAYS) == minutes
    local = end.astimezone(zone)
    assert is_working_day(local.date(), office, HOLIDAYS)


@settings(max_examples=100, deadline=None)
@given(moments, st.integers(0, 3000), st.integers(0, 3000), zones)
def test_adding_twice_is_adding_the_sum(
    start: datetime, first: int, second: int, zone: ZoneInfo
) -> None:
    once = add_working_minutes(start, first + second, tz=zone, holidays=HOLIDAYS)
    twice = add_working_minutes(
        add_working_minutes(start, first, tz=zone, holidays=HOLIDAYS),
        second, tz=zone, holidays=HOLIDAYS,
    )  # fmt: skip
    assert once == twice


@settings(max_examples=100, deadline=None)
@given(moments, moments)
def test_measuring_backwards_is_the_negative(first: datetime, second: datetime) -> None:
    assert working_minutes_between(first, second) == -working_minutes_between(second, first)


@given(hours)
def test_hours_survive_storage(office: OfficeHours) -> None:
    assert OfficeHours.from_json(office.as_json()) == office

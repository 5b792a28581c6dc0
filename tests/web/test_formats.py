"""Dates, times, numbers and sizes read as Indonesians write them."""

from datetime import UTC, date, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest
from django.utils import timezone, translation

from kentongan.web import formats

MORNING = datetime(2026, 8, 13, 1, 0, tzinfo=UTC)


@pytest.fixture(autouse=True)
def _indonesian_in_jakarta():
    with translation.override("id"), timezone.override("Asia/Jakarta"):
        yield


def test_a_date_is_written_out_with_its_day():
    assert formats.long_date(date(2026, 8, 13)) == "Kamis, 13 Agustus 2026"


def test_a_short_date_leaves_the_present_year_out():
    year = timezone.localdate().year
    assert formats.short_date(date(year, 8, 12)).endswith("12 Agu")
    assert formats.short_date(date(2019, 8, 12)).endswith("12 Agu 2019")


@pytest.mark.parametrize(
    ("zone", "text"),
    [
        ("Asia/Jakarta", "pukul 08.00 WIB"),
        ("Asia/Makassar", "pukul 09.00 WITA"),
        ("Asia/Jayapura", "pukul 10.00 WIT"),
    ],
)
def test_a_time_in_utc_is_shown_in_the_active_zone_and_names_it(zone, text):
    with timezone.override(zone):
        assert formats.at_clock(MORNING) == text


def test_a_time_that_carries_a_zone_keeps_it():
    there = MORNING.astimezone(ZoneInfo("Asia/Jayapura"))
    assert formats.at_clock(there) == "pukul 10.00 WIT"


def test_a_date_follows_the_zone_across_midnight():
    late = datetime(2026, 8, 12, 18, 30, tzinfo=UTC)
    assert formats.long_date(late) == "Kamis, 13 Agustus 2026"


@pytest.mark.parametrize(
    ("value", "text"), [(0, "0"), (999, "999"), (2500, "2.500"), (7.25, "7,25"), (-1200, "-1.200")]
)
def test_thousands_take_a_dot_and_decimals_a_comma(value, text):
    assert formats.number(value) == text


@pytest.mark.parametrize(
    ("value", "text"),
    [(0, "0 B"), (312_000, "312 kB"), (1_500_000, "1,5 MB"), (4_000_000, "4 MB"), (999, "999 B")],
)
def test_sizes_use_the_units_of_a_phone(value, text):
    assert formats.size(value) == text


@pytest.mark.parametrize(
    ("first", "last", "text"),
    [
        (date(2026, 11, 23), date(2026, 11, 29), "23–29 Nov 2026"),
        (date(2026, 11, 29), date(2026, 12, 28), "29 Nov – 28 Des 2026"),
        (date(2026, 12, 28), date(2027, 1, 3), "28 Des 2026 – 3 Jan 2027"),
        (date(2026, 8, 17), date(2026, 8, 17), "17 Agu 2026"),
    ],
)
def test_a_span_of_days_says_each_month_and_year_once(first, last, text):
    assert formats.date_span(first, last) == text


def test_days_ago_are_counted_by_the_calendar_not_in_full_days():
    noon = datetime(2026, 8, 13, 5, 0, tzinfo=UTC)
    assert formats.relative(noon - timedelta(hours=46), now=noon) == "2 hari lalu"


@pytest.mark.parametrize(
    ("ago", "text"),
    [
        (timedelta(seconds=20), "baru saja"),
        (timedelta(minutes=6), "6 menit lalu"),
        (timedelta(hours=5), "5 jam lalu"),
        (timedelta(days=1), "kemarin"),
        (timedelta(days=3), "3 hari lalu"),
        (-timedelta(seconds=20), "sebentar lagi"),
        (-timedelta(hours=2), "dalam 2 jam"),
        (-timedelta(days=1), "besok"),
    ],
)
def test_a_moment_is_told_relative_to_now(ago, text):
    assert formats.relative(MORNING - ago, now=MORNING) == text


def test_beyond_a_week_the_date_says_more():
    assert formats.relative(MORNING - timedelta(days=30), now=MORNING).endswith("14 Jul") or (
        formats.relative(MORNING - timedelta(days=30), now=MORNING).endswith("14 Jul 2026")
    )

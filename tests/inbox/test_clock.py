"""When something is due, by the calendar of the unit that owes it: arithmetic, without tables."""

from __future__ import annotations

from datetime import date, datetime, time
from zoneinfo import ZoneInfo

import pytest

from kentongan.inbox import clock
from kentongan.inbox.clock import MINUTES, WORKING_DAYS, WORKING_MINUTES, Allowed, Calendar, Stop
from kentongan.kernel.worktime import OfficeHours, Span

OFFICE: Span = (time(8), time(16))
FIVE = OfficeHours((*[OFFICE] * 5, None, None))
#: A puskesmas, open on Saturday mornings.
SIX = OfficeHours((*[OFFICE] * 5, (time(8), time(12)), None))
WIB, WITA, WIT = (ZoneInfo(f"Asia/{name}") for name in ("Jakarta", "Makassar", "Jayapura"))
#: The Thursday and Friday of a long weekend; the week after it begins on the 17th.
LEAVE = {date(2026, 8, 13): "Cuti bersama", date(2026, 8, 14): "Libur"}
DAYS, HOURS = Allowed(2, WORKING_DAYS), Allowed(120, WORKING_MINUTES)


def office(hours: OfficeHours = FIVE, zone: ZoneInfo = WIB, **off: dict[date, str]) -> Calendar:
    return Calendar(hours, zone, off.get("off", {}))


def on(day: int, hour: int, minute: int = 0, zone: ZoneInfo = WIB) -> datetime:
    """A moment of August 2026; the 10th is a Monday."""
    return datetime(2026, 8, day, hour, minute, tzinfo=zone)


@pytest.mark.parametrize(
    ("allowed", "calendar", "start", "end"),
    [
        (HOURS, office(), on(14, 15), on(17, 9)),  # Friday afternoon, Monday morning
        (HOURS, office(SIX), on(14, 15), on(15, 9)),  # where Saturday is worked
        (HOURS, office(SIX), on(15, 11), on(17, 9)),
        (DAYS, office(SIX), on(13, 9), on(15, 12)),  # closes at noon on that day
        (HOURS, office(off=LEAVE), on(12, 15), on(17, 9)),  # collective leave
        (DAYS, office(off=LEAVE), on(12, 9), on(18, 16)),
        (HOURS, office(zone=WITA), on(14, 15, zone=WIB), on(17, 10, zone=WITA)),  # closed there
        (HOURS, office(zone=WIT), on(14, 7, zone=WIT), on(14, 10, zone=WIT)),
        (HOURS, office(zone=WIB), on(14, 7, zone=WIT), on(14, 10, zone=WIB)),
        # Half past eleven at night in the west is the next day in the east, and counts from there.
        (DAYS, office(zone=WIB), on(10, 23, 30, WIB), on(12, 16, zone=WIB)),
        (DAYS, office(zone=WIT), on(10, 23, 30, WIB), on(13, 16, zone=WIT)),
        (Allowed(15, MINUTES), office(off=LEAVE), on(13, 23), on(13, 23, 15)),  # emergency
    ],
)
def test_it_is_due_by_the_hours_zone_and_days_off_of_the_unit(
    allowed: Allowed, calendar: Calendar, start: datetime, end: datetime
) -> None:
    assert clock.due(start, allowed, calendar) == end


@pytest.mark.parametrize(
    ("allowed", "stop", "end"),
    [
        (HOURS, Stop(on(10, 9), on(11, 9)), on(11, 10)),
        (HOURS, Stop(on(10, 9), on(10, 22)), on(11, 9)),  # resumed at night
        (HOURS, Stop(on(10, 9), None), None),
        (DAYS, Stop(on(10, 9), on(11, 9)), on(13, 16)),
        (DAYS, Stop(on(10, 9), on(10, 15)), on(12, 16)),  # the day on which it stopped counts
        (DAYS, Stop(on(14, 9), on(17, 9)), on(12, 16)),  # after it was due
    ],
)
def test_while_the_citizen_is_waited_for_the_clock_stands(
    allowed: Allowed, stop: Stop, end: datetime | None
) -> None:
    assert clock.due(on(10, 8), allowed, office(), [stop]) == end


@pytest.mark.parametrize("until", [None, on(17, 9)])
@pytest.mark.parametrize(
    ("allowed", "end"),
    [(DAYS, on(12, 16)), (HOURS, on(10, 10)), (Allowed(1, WORKING_DAYS), on(11, 16))],
)
def test_who_stops_the_clock_once_it_is_late_is_late_all_the_same(
    allowed: Allowed, end: datetime, until: datetime | None
) -> None:
    late = end.replace(hour=end.hour + 2)
    assert clock.due(on(10, 8), allowed, office(), [Stop(late, until)]) == end
    assert clock.steps(on(10, 8), allowed, office(), [Stop(late, until)])[-1].at == end

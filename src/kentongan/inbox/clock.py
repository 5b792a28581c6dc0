"""When an answer is due: arithmetic over working time, with the steps it consists of.

Free of tables: the rule, the calendar and the stops are handed in (``deadlines.py`` reads them).
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta
from zoneinfo import ZoneInfo

from kentongan.kernel.worktime import (
    MAX_DAYS,
    DaysOff,
    OfficeHours,
    add_working_minutes,
    is_working_day,
    is_working_time,
    working_minutes_between,
)

MINUTES, WORKING_MINUTES, WORKING_DAYS = "minutes", "working_minutes", "working_days"


@dataclass(frozen=True, slots=True)
class Calendar:
    """When a unit works: its hours, its zone, its days off (over the span that is asked)."""

    hours: OfficeHours
    tz: ZoneInfo
    days_off: DaysOff


@dataclass(frozen=True, slots=True)
class Allowed:
    """How long something may take. ``measure`` is one of the three above."""

    amount: int
    measure: str
    extension: int = 0
    basis: str = ""
    certainty: str = "proposed"
    note: str = ""

    def in_all(self, *, extended: bool) -> int:
        """The amount, prolonged where that was done."""
        return self.amount + (self.extension if extended else 0)


@dataclass(frozen=True, slots=True)
class Stop:
    """A time in which the clock stands; without an end it stands still."""

    start: datetime
    end: datetime | None
    why: str = ""


@dataclass(frozen=True, slots=True)
class Step:
    """One thing a deadline consists of. ``what``: written, opens, allowed, extended, off, closed,
    stopped, standing, due. ``text`` is a name or reason, ``day`` a whole day, ``at``/``until``
    moments."""

    what: str
    text: str = ""
    at: datetime | None = None
    until: datetime | None = None
    day: date | None = None


def due(
    start: datetime,
    allowed: Allowed,
    calendar: Calendar,
    stops: Sequence[Stop] = (),
    *,
    extended: bool = False,
) -> datetime | None:
    """When it is due, in UTC; None while the clock stands."""
    amount, stops = allowed.in_all(extended=extended), _since(start, stops)
    if allowed.measure == MINUTES:
        return start.astimezone(UTC) + timedelta(minutes=amount)
    if allowed.measure == WORKING_DAYS:
        return _after_days(start, amount, calendar, stops)
    if allowed.measure == WORKING_MINUTES:
        return _after_minutes(start, amount, calendar, stops)
    raise ValueError(f"unknown measure of time: {allowed.measure!r}")


def _since(start: datetime, stops: Sequence[Stop]) -> list[Stop]:
    """What of the stops lies after ``start``: a clock that did not run yet did not stand either."""
    return [
        Stop(max(stop.start, start), stop.end, stop.why)
        for stop in stops
        if stop.end is None or stop.end > start
    ]


def _after_minutes(
    start: datetime, amount: int, calendar: Calendar, stops: Sequence[Stop]
) -> datetime | None:
    begun, left = start, amount
    for stop in stops:
        if _plus(begun, left, calendar) <= stop.start:
            break
        left -= max(_between(begun, stop.start, calendar), 0)
        if stop.end is None:
            return None
        begun = max(stop.end, begun)
    return _plus(begun, left, calendar)


def _after_days(
    start: datetime, amount: int, calendar: Calendar, stops: Sequence[Stop]
) -> datetime | None:
    """Days are counted from the next one; due when the office closes on the last."""
    last = _working_day(start.astimezone(calendar.tz).date(), amount, calendar)
    for stop in stops:
        if _closing(last, calendar) <= stop.start:  # late by then, and late it stays
            break
        first = stop.start.astimezone(calendar.tz).date()
        if stop.end is None:
            return None
        stood = sum(1 for _day in _days(first, stop.end.astimezone(calendar.tz).date(), calendar))
        last = _working_day(last, stood, calendar)
    return _closing(last, calendar)


def _closing(day: date, calendar: Calendar) -> datetime:
    """When the office closes on a working day, in UTC."""
    span = calendar.hours.on(day)
    assert span is not None  # _working_day stops at open days only
    return datetime.combine(day, span[1], calendar.tz).astimezone(UTC)


def _working_day(day: date, count: int, calendar: Calendar) -> date:
    """The ``count``-th working day after ``day``; of none ``day``, or the next that works."""
    left = count
    for _step in range(MAX_DAYS):
        if left <= 0 and is_working_day(day, calendar.hours, calendar.days_off):
            return day
        day += timedelta(days=1)
        if is_working_day(day, calendar.hours, calendar.days_off):
            left -= 1
    raise ValueError("not enough working days within ten years")


def _days(first: date, last: date, calendar: Calendar) -> Iterator[date]:
    """Working days after ``first`` up to ``last``."""
    day = first
    while day < last:
        day += timedelta(days=1)
        if is_working_day(day, calendar.hours, calendar.days_off):
            yield day


def _plus(start: datetime, minutes: int, calendar: Calendar) -> datetime:
    return add_working_minutes(
        start, max(minutes, 0), calendar.hours, calendar.tz, calendar.days_off
    )


def _between(start: datetime, end: datetime, calendar: Calendar) -> int:
    return working_minutes_between(start, end, calendar.hours, calendar.tz, calendar.days_off)


def steps(
    start: datetime,
    allowed: Allowed,
    calendar: Calendar,
    stops: Sequence[Stop] = (),
    *,
    extended: bool = False,
) -> list[Step]:
    """What the deadline consists of, in order."""
    found, stops = [Step("written", at=start)], _since(start, stops)
    round_the_clock = allowed.measure == MINUTES
    if not round_the_clock and not is_working_time(
        start, calendar.hours, calendar.tz, calendar.days_off
    ):
        found.append(Step("opens", at=_plus(start, 0, calendar)))
    found.append(Step("allowed"))
    if extended and allowed.extension:
        found.append(Step("extended"))
    end = due(start, allowed, calendar, stops, extended=extended)
    if round_the_clock:
        return [*found, Step("due", at=end)]
    found += _off(start, end or (stops[-1].start if stops else start), calendar)
    for stop in stops:
        if end is None or stop.start < end:
            what = "standing" if stop.end is None else "stopped"
            found.append(Step(what, stop.why, at=stop.start, until=stop.end))
    if end is not None:
        found.append(Step("due", at=end))
    return found


def _off(start: datetime, end: datetime, calendar: Calendar) -> list[Step]:
    """Days between both that do not count: named days off, and days the office is closed."""
    day, last = start.astimezone(calendar.tz).date(), end.astimezone(calendar.tz).date()
    found = []
    while day <= last:
        if day in calendar.days_off:
            found.append(Step("off", calendar.days_off[day], day=day))
        elif calendar.hours.on(day) is None:
            found.append(Step("closed", day=day))
        day += timedelta(days=1)
    return found

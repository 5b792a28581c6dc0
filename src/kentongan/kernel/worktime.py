"""Working time: office hours, days off, and arithmetic over both. Every clock uses this.

Free of Django and of any table: hours, zone and days off are handed in. Default hours are
those of a five-day week of 37.5 hours without the rest (Perpres 21/2023, article 3 and 4).
"""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta
from functools import cache
from importlib.resources import files
from zoneinfo import ZoneInfo

WEEKDAYS = ("mon", "tue", "wed", "thu", "fri", "sat", "sun")
DaysOff = Mapping[date, str]
Span = tuple[time, time]
NO_DAYS_OFF: DaysOff = {}
#: No clock of the product runs longer than this; a calendar without any working day ends here.
MAX_DAYS = 3660


@dataclass(frozen=True, slots=True)
class OfficeHours:
    """One span per weekday, Monday first; None where the office is closed. Local times."""

    days: tuple[Span | None, Span | None, Span | None, Span | None, Span | None, Span | None,
                Span | None]  # fmt: skip

    def __post_init__(self) -> None:
        for span in self.days:
            if span and span[0] >= span[1]:
                raise ValueError(f"office hours end before they begin: {span[0]}–{span[1]}")
        if not any(self.days):
            raise ValueError("office hours without a single open day")

    @classmethod
    def from_json(cls, stored: Mapping[str, object]) -> OfficeHours:
        """From ``{"mon": ["07:30", "16:00"], …}``; a day that is absent or null is closed.

        Raises ``ValueError`` for anything else.
        """
        if set(stored) - set(WEEKDAYS):
            raise ValueError(f"unknown weekdays: {sorted(set(stored) - set(WEEKDAYS))}")
        a, b, c, d, e, f, g = (_span(stored.get(day)) for day in WEEKDAYS)
        return cls((a, b, c, d, e, f, g))

    def as_json(self) -> dict[str, list[str]]:
        """The inverse of :meth:`from_json`."""
        return {
            day: [f"{span[0]:%H:%M}", f"{span[1]:%H:%M}"]
            for day, span in zip(WEEKDAYS, self.days, strict=True)
            if span
        }

    def on(self, day: date) -> Span | None:
        """Opening and closing on that day of the week."""
        return self.days[day.weekday()]


def _span(value: object) -> Span | None:
    if value is None or value == []:
        return None
    if not isinstance(value, list | tuple) or len(value) != 2:
        raise ValueError(f"office hours must be a pair of times: {value!r}")
    first, last = (time.fromisoformat(str(part)) for part in value)
    if first.tzinfo or last.tzinfo:
        raise ValueError("office hours carry no time zone")
    return first, last


_MON_THU: Span = (time(7, 30), time(16, 0))
DEFAULT_HOURS = OfficeHours(
    (_MON_THU, _MON_THU, _MON_THU, _MON_THU, (time(7, 30), time(16, 30)), None, None)
)


@cache
def _national() -> dict[int, dict[date, str]]:
    """Year → its days off."""
    text = files(__package__).joinpath("data/national_days.json").read_text("utf-8")
    years: dict[int, dict[date, str]] = {}
    for day, name in json.loads(text).items():
        on = date.fromisoformat(day)
        years.setdefault(on.year, {})[on] = name
    return years


def national_days_off(years: Iterable[int]) -> dict[date, str]:
    """National holidays and collective leave of Indonesia, with their Indonesian names.

    Years outside 2010–2050 have none. The lists come from the yearly joint decree of three
    ministers as kept by the ``holidays`` library (``tools/national_days.py``); a pemda corrects
    them with its own days.
    """
    return {day: name for year in years for day, name in _national().get(year, {}).items()}


def _spans(
    first: date, hours: OfficeHours, tz: ZoneInfo, holidays: DaysOff
) -> Iterator[tuple[datetime, datetime]]:
    """Working spans from ``first`` on, in UTC, in order."""
    for offset in range(MAX_DAYS):
        try:
            day = first + timedelta(days=offset)
        except OverflowError:
            return
        span = hours.on(day)
        if span is None or day in holidays:
            continue
        begin, end = (datetime.combine(day, at, tz).astimezone(UTC) for at in span)
        if begin < end:
            yield begin, end


def _aware(moment: datetime) -> datetime:
    if moment.tzinfo is None:
        raise ValueError("working time needs aware datetimes")
    return moment.astimezone(UTC)


def add_working_minutes(
    start: datetime,
    minutes: int,
    hours: OfficeHours = DEFAULT_HOURS,
    tz: ZoneInfo = ZoneInfo("Asia/Jakarta"),  # noqa: B008 - immutable
    holidays: DaysOff = NO_DAYS_OFF,
) -> datetime:
    """The moment at which ``minutes`` of working time have passed since ``start``; in UTC.

    Zero minutes outside office hours is the next opening. ``ValueError`` for naive times,
    negative minutes, or when ten years hold too little working time.
    """
    moment = _aware(start)
    if minutes < 0:
        raise ValueError("minutes must not be negative")
    left = timedelta(minutes=minutes)
    for begin, end in _spans(moment.astimezone(tz).date(), hours, tz, holidays):
        if end <= moment:
            continue
        begin = max(begin, moment)
        if left <= end - begin:
            return begin + left
        left -= end - begin
    raise ValueError("not enough working time within ten years")


def working_minutes_between(
    start: datetime,
    end: datetime,
    hours: OfficeHours = DEFAULT_HOURS,
    tz: ZoneInfo = ZoneInfo("Asia/Jakarta"),  # noqa: B008 - immutable
    holidays: DaysOff = NO_DAYS_OFF,
) -> int:
    """Whole minutes of working time between two moments; negative when ``end`` is earlier."""
    first, last = _aware(start), _aware(end)
    if last < first:
        return -working_minutes_between(last, first, hours, tz, holidays)
    total = timedelta()
    for begin, close in _spans(first.astimezone(tz).date(), hours, tz, holidays):
        if begin >= last:
            break
        total += max(min(close, last) - max(begin, first), timedelta())
    return int(total.total_seconds() // 60)


def is_working_time(
    at: datetime,
    hours: OfficeHours = DEFAULT_HOURS,
    tz: ZoneInfo = ZoneInfo("Asia/Jakarta"),  # noqa: B008 - immutable
    holidays: DaysOff = NO_DAYS_OFF,
) -> bool:
    """Whether the office is open at that moment; the closing minute itself is not."""
    local = _aware(at).astimezone(tz)
    span = hours.on(local.date())
    return span is not None and local.date() not in holidays and span[0] <= local.time() < span[1]


def is_working_day(
    day: date, hours: OfficeHours = DEFAULT_HOURS, holidays: DaysOff = NO_DAYS_OFF
) -> bool:
    """Whether the office opens at all on that day."""
    return hours.on(day) is not None and day not in holidays

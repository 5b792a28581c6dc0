"""Days around the moment of seeding: what is a working day, and how texts name dates.

The example data has to be believable on any day, a Sunday or a holiday included: offices write
and decide on working days, posts go out on any day.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta
from zoneinfo import ZoneInfo

from kentongan.kernel.worktime import DaysOff, OfficeHours, is_working_day, is_working_time
from kentongan.web.formats import long_date

#: No run of days off is longer; a calendar without working days must not hang the set-up.
_LONGEST_REST = 60
_MIDDAY = time(13, 0)
_BEFORE_CLOSING = timedelta(minutes=9)


@dataclass(frozen=True, slots=True)
class Days:
    """The calendar of the example pemda as seen from ``at``."""

    at: datetime
    zone: ZoneInfo
    hours: OfficeHours
    off: DaysOff

    @property
    def today(self) -> date:
        """The local date of ``at``."""
        return self.at.astimezone(self.zone).date()

    def moment(self, day: date, clock: time) -> datetime:
        """A local time of a day, in UTC."""
        return datetime.combine(day, clock, self.zone).astimezone(UTC)

    def on(self, offset: int, clock: str) -> datetime:
        """``on(-3, "07.00")``: three days before today at seven, local, in UTC."""
        return self.moment(
            self.today + timedelta(days=offset), time.fromisoformat(clock.replace(".", ":"))
        )

    def works(self, day: date) -> bool:
        """Whether offices open on that day."""
        return is_working_day(day, self.hours, self.off)

    def working_day_before(self, limit: datetime) -> date:
        """The latest working day whose early afternoon is not after ``limit``."""
        day = limit.astimezone(self.zone).date()
        for _step in range(_LONGEST_REST):
            if self.works(day) and self.moment(day, _MIDDAY) <= limit:
                return day
            day -= timedelta(days=1)
        return day

    def working_day_after(self, day: date, number: int) -> date:
        """The ``number``-th working day after ``day``."""
        for _step in range(_LONGEST_REST):
            day += timedelta(days=1)
            number -= self.works(day)
            if number <= 0:
                return day
        return day

    def office(self, moment: datetime) -> datetime:
        """``moment`` when offices are open then, else shortly before they last closed."""
        if is_working_time(moment, self.hours, self.zone, self.off):
            return moment
        day = moment.astimezone(self.zone).date()
        for _step in range(_LONGEST_REST):
            span = self.hours.on(day)
            if span and self.works(day):
                closing = self.moment(day, span[1]) - _BEFORE_CLOSING
                if closing <= moment:
                    return closing
            day -= timedelta(days=1)
        return moment

    def words(self, tells: date) -> dict[str, str]:
        """Dates for texts told on ``tells``: ``h0``–``h9`` days, ``k1``–``k5`` working days."""
        found = {f"h{n}": long_date(tells + timedelta(days=n)) for n in range(10)}
        day = tells
        for n in range(1, 6):
            day = self.working_day_after(day, 1)
            found[f"k{n}"] = long_date(day)
        return found | {"tahun": str(tells.year)}

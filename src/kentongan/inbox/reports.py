"""What the reports share: a branch of units, a month in its zone, and cases that count once."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime
from zoneinfo import ZoneInfo

from django.db.models import Q, QuerySet

from kentongan.inbox import queries
from kentongan.inbox.models import Case
from kentongan.people.models import Unit, User
from kentongan.people.tree import branch
from kentongan.planning.calendar import shift_month, utc_span
from kentongan.web.formats import zone_name

#: Months a report looks back at most; what lies before is found in its own report.
FIRST = date(2020, 1, 1)


@dataclass(frozen=True, slots=True)
class Month:
    """A month of the calendar in one zone. ``first`` is its first day."""

    first: date
    zone: ZoneInfo

    @property
    def span(self) -> tuple[datetime, datetime]:
        """From its beginning up to, but without, the beginning of the next."""
        return utc_span(self.first, shift_month(self.first, 1), self.zone)

    @property
    def before(self) -> Month:
        """The month before."""
        return Month(shift_month(self.first, -1), self.zone)

    @property
    def after(self) -> Month:
        """The next one."""
        return Month(shift_month(self.first, 1), self.zone)

    @property
    def code(self) -> str:
        """As it stands in an address: ``2026-08``."""
        return f"{self.first:%Y-%m}"

    @property
    def zone_name(self) -> str:
        """Whose clock it begins and ends by: ``WIB``."""
        return zone_name(self.span[0].astimezone(self.zone))

    def within(self, name: str = "opened_at") -> Q:
        """Rows whose moment ``name`` lies in it."""
        begin, end = self.span
        return Q(**{f"{name}__gte": begin, f"{name}__lt": end})


def read_month(text: str, at: datetime, zone: ZoneInfo) -> Month:
    """A month of an address; what is none, or lies ahead or too far back, is the present one."""
    today = at.astimezone(zone).date().replace(day=1)
    try:
        first = date.fromisoformat(f"{text}-01")
    except ValueError:
        return Month(today, zone)
    return Month(first if FIRST <= first <= today else today, zone)


def cases_of(user: User, unit: Unit | None, *, at: datetime) -> QuerySet[Case]:
    """Cases the person may read, of a unit and all below it (None: of all their units).

    By the unit that handles them now. Unordered, for counting.
    """
    rows = queries.readable(user, at).order_by()
    return rows.filter(unit__in=branch([unit.pk])) if unit else rows

"""The editorial calendar as plain structures: days, weeks, blocks of the week. No request here."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from datetime import UTC, date, datetime, time, timedelta
from zoneinfo import ZoneInfo

from kentongan.planning.links import open_url
from kentongan.planning.models import Pillar, Post

#: Items a day of the month shows; more are told as a number.
DAY_ROOM = 4
#: The week's grid begins here and has 32 half hours.
FIRST_HOUR, HALF_HOURS = 6, 32
#: A block is about this many half hours high; closer ones share a block.
BLOCK = 3
LIST_DAYS = 30


@dataclass(frozen=True, slots=True)
class Item:
    """A post in the calendar, in the zone of the reader. ``movable``: its wish may be changed."""

    post: Post
    at: datetime
    url: str
    movable: bool

    @property
    def half_hour(self) -> int:
        """Its row in the grid of the week, 0 to 31."""
        rows = (self.at.hour - FIRST_HOUR) * 2 + self.at.minute // 30
        return max(0, min(HALF_HOURS - BLOCK, rows))


@dataclass(frozen=True, slots=True)
class Block:
    """Items of one day that stand so close that they share a place."""

    half_hour: int
    items: tuple[Item, ...]


@dataclass(frozen=True, slots=True)
class Day:
    """One day of any view."""

    date: date
    items: tuple[Item, ...]
    today: bool = False
    past: bool = False
    outside: bool = False
    holiday: str = ""

    @property
    def red(self) -> bool:
        """A red numeral, as on every wall calendar: Sundays and days off."""
        return self.date.weekday() == 6 or bool(self.holiday)

    @property
    def shown(self) -> tuple[Item, ...]:
        """The items that a day of the month has room for."""
        return self.items if len(self.items) <= DAY_ROOM else self.items[: DAY_ROOM - 1]

    @property
    def more(self) -> int:
        """How many are not shown."""
        return len(self.items) - len(self.shown)

    @property
    def blocks(self) -> list[Block]:
        """The items as blocks of the week's grid."""
        groups: list[list[Item]] = []
        for item in self.items:
            if groups and item.half_hour - groups[-1][0].half_hour < BLOCK * len(groups[-1]):
                groups[-1].append(item)
            else:
                groups.append([item])
        return [Block(group[0].half_hour, tuple(group)) for group in groups]


@dataclass(frozen=True, slots=True)
class Week:
    """Seven days, Monday first."""

    number: int
    days: tuple[Day, ...]

    @property
    def count(self) -> int:
        """Items of the week."""
        return sum(len(day.items) for day in self.days)

    @property
    def rhythm(self) -> str:
        """One beat a day: live, planned or none; see ``web.drawing.rhythm``."""
        return "".join(_beat(day) for day in self.days)

    @property
    def empty_days(self) -> list[date]:
        """Working days still to come on which nothing is planned."""
        return [day.date for day in self.working_days if not day.items]

    @property
    def working_days(self) -> list[Day]:
        """Those still to come, today included."""
        return [day for day in self.days if not day.past and not day.red and day.date.weekday() < 5]


def _beat(day: Day) -> str:
    if not day.items:
        return "."
    live = sum(1 for item in day.items if item.post.state == "published")
    return str(min(4, live)) if live else "n"


@dataclass(slots=True)
class Board:
    """What is known for building any view: posts by local day, days off, today."""

    zone: ZoneInfo
    now: datetime
    holidays: Mapping[date, str]
    by_day: dict[date, list[Item]] = field(default_factory=dict)

    @property
    def today(self) -> date:
        """The local day."""
        return self.now.astimezone(self.zone).date()

    def put(
        self, posts: Iterable[Post], writable: frozenset[object], wishing: frozenset[str]
    ) -> None:
        """Sort posts into their days."""
        for post in posts:
            assert post.scheduled_for is not None
            local = post.scheduled_for.astimezone(self.zone)
            item = Item(
                post=post,
                at=local,
                url=open_url(post.state, post.pk),
                movable=post.state in wishing and post.unit_id in writable,
            )
            self.by_day.setdefault(local.date(), []).append(item)
        for items in self.by_day.values():
            items.sort(key=lambda item: item.at)

    def day(self, on: date, *, month: int = 0) -> Day:
        """One day; ``month`` tells which days lie outside of it."""
        return Day(
            date=on,
            items=tuple(self.by_day.get(on, ())),
            today=on == self.today,
            past=on < self.today,
            outside=bool(month) and on.month != month,
            holiday=self.holidays.get(on, ""),
        )

    def week(self, of: date, *, month: int = 0) -> Week:
        """The week that holds ``of``."""
        monday = of - timedelta(days=of.weekday())
        days = tuple(self.day(monday + timedelta(days=n), month=month) for n in range(7))
        return Week(number=monday.isocalendar().week, days=days)

    def month(self, of: date) -> list[Week]:
        """The weeks that hold a day of the month of ``of``."""
        first, last = month_span(of)
        mondays = [first + timedelta(days=7 * n) for n in range((last - first).days // 7)]
        return [self.week(monday, month=of.month) for monday in mondays]

    def days(self, first: date, last: date) -> list[Day]:
        """Days with something to tell, from ``first`` up to but without ``last``."""
        span = (first + timedelta(days=n) for n in range((last - first).days))
        return [day for day in map(self.day, span) if day.items or (day.holiday and not day.past)]

    def balance(self, of: date) -> list[tuple[str, str, int]]:
        """Pillars of a month: (code, label, number of posts)."""
        counts: dict[str, int] = dict.fromkeys(Pillar.values, 0)
        for on, items in self.by_day.items():
            if (on.year, on.month) == (of.year, of.month):
                for item in items:
                    counts[item.post.pillar] += 1
        return [(str(p.value), str(p.label), counts[p.value]) for p in Pillar]


def month_span(of: date) -> tuple[date, date]:
    """First Monday shown and the Monday after the last day shown."""
    first = of.replace(day=1)
    last = shift_month(first, 1) - timedelta(days=1)
    start = first - timedelta(days=first.weekday())
    return start, last + timedelta(days=7 - last.weekday())


def shift_month(of: date, months: int) -> date:
    """The first day of the month that lies ``months`` away."""
    index = of.year * 12 + of.month - 1 + months
    return date(index // 12, index % 12 + 1, 1)


def span_of(view: str, of: date) -> tuple[date, date]:
    """First day and the day after the last one that a view shows."""
    if view == "minggu":
        monday = of - timedelta(days=of.weekday())
        return monday, monday + timedelta(days=7)
    if view == "daftar":
        return of, of + timedelta(days=LIST_DAYS)
    return month_span(of)


def steps(view: str, of: date) -> tuple[date, date]:
    """Where "previous" and "next" lead."""
    if view == "minggu":
        return of - timedelta(days=7), of + timedelta(days=7)
    if view == "daftar":
        return of - timedelta(days=LIST_DAYS), of + timedelta(days=LIST_DAYS)
    return shift_month(of, -1), shift_month(of, 1)


def utc_span(first: date, last: date, zone: ZoneInfo) -> tuple[datetime, datetime]:
    """Local days as moments in UTC."""
    begin = datetime.combine(first, time(), zone).astimezone(UTC)
    return begin, datetime.combine(last, time(), zone).astimezone(UTC)


def read_day(text: str, fallback: date) -> date:
    """A day of an address; what is not one, or lies out of reach, is the fallback."""
    try:
        found = date.fromisoformat(text)
    except ValueError:
        return fallback
    return found if 2000 <= found.year <= 2099 else fallback

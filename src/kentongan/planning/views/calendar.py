"""The calendar: month, week, list. Rendered on the server; every view is an address."""

from datetime import date, datetime, time, timedelta
from typing import Any
from zoneinfo import ZoneInfo

from django.db.models import QuerySet
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils import timezone
from django.utils.formats import date_format
from django.utils.translation import pgettext
from django.views.decorators.http import require_POST

from kentongan.kernel import clock
from kentongan.kernel.errors import Invalid, Missing
from kentongan.kernel.say import gettext as _
from kentongan.people.models import Unit, User
from kentongan.people.queries import holidays, unit_timezone
from kentongan.people.session import working_unit
from kentongan.people.tree import branch
from kentongan.planning import access, actions, calendar, looks, queries
from kentongan.planning.calendar import Board
from kentongan.planning.cleaning import WISHING
from kentongan.planning.forms import read_uuid
from kentongan.planning.links import open_url
from kentongan.planning.models import Pillar, Post
from kentongan.planning.states import POST
from kentongan.planning.views.posts import units_in_sight
from kentongan.web.access import access as declare
from kentongan.web.formats import short_date
from kentongan.web.http import render_page, safe_next, toast

VIEWS = ("bulan", "minggu", "daftar")
MOST = 600
UNSCHEDULED = 6
AHEAD = timedelta(days=75)
#: Rows of the week's grid: (half hours since it begins, hour).
HOURS = [(n * 2, f"{calendar.FIRST_HOUR + n:02d}") for n in range(16)]


@declare("planning.access.visible_posts")
def show(request: HttpRequest) -> HttpResponse:
    """The calendar of the working unit and everything below it, or of one unit."""
    user, at = _user(request), clock.now()
    home = working_unit(request)
    zone = unit_timezone(home)
    today = at.astimezone(zone).date()
    view = request.GET.get("tampilan", "bulan")
    view = view if view in VIEWS else "bulan"
    of = calendar.read_day(request.GET.get("tgl", ""), today)
    wanted = Filters(request, home)
    posts = wanted.apply(access.visible_posts(user).filter(archived_at__isnull=True))
    first, last = calendar.span_of(view, of)
    month = calendar.month_span(of)
    begin, end = calendar.utc_span(min(first, month[0]), max(last, month[1]), zone)
    free = holidays(home, min(first, today), max(last, today + AHEAD))
    board = Board(zone=zone, now=at, holidays=free)
    writable = frozenset(access.writable_units(user).values_list("pk", flat=True))
    found = posts.filter(scheduled_for__gte=begin, scheduled_for__lt=end)
    board.put(_rows(found).order_by("scheduled_for")[:MOST], writable, WISHING)
    context = {
        **_frame(wanted, view, of, today),
        **_view(board, view, of, first, last),
        "home": home,
        "units": units_in_sight(user),
        "states": [(state, looks.label(state)) for state in POST.states],
        "pillars": Pillar.choices,
        "wanted": wanted,
        "may_write": bool(writable),
        **_rhythm(board, today if month[0] <= today < month[1] else of),
        "balance": _balance(board, of, wanted),
        "coming": _coming(board, today),
        **_loose(posts, writable),
    }
    with timezone.override(zone):
        return render_page(request, "planning/calendar.html", context, partial="kalender")


class Filters:
    """What the calendar is narrowed to, read from the address."""

    def __init__(self, request: HttpRequest, home: Unit) -> None:
        given = request.GET
        self.home = home
        self.unit = given.get("unit", "")[:64].replace("\x00", "")
        self.state = given.get("keadaan", "") if given.get("keadaan") in POST.states else ""
        self.pillar = given.get("pilar", "") if given.get("pilar") in Pillar.values else ""
        self.query = given.copy()

    def apply(self, posts: QuerySet[Post]) -> QuerySet[Post]:
        """The posts that pass; cancelled ones only where asked for."""
        if self.unit:
            posts = posts.filter(unit__code=self.unit)
        else:
            posts = posts.filter(unit__in=branch([self.home.pk]))
        posts = posts.filter(state=self.state) if self.state else posts.exclude(state="cancelled")
        return posts.filter(pillar=self.pillar) if self.pillar else posts

    def kept(self) -> str:
        """The filters as the beginning of a query string, without view and day."""
        query = self.query.copy()
        for name in ("tampilan", "tgl"):
            query.pop(name, None)
        return f"{query.urlencode()}&" if query else ""

    def link(self, **changes: str) -> str:
        """This address with changes; an empty value drops the parameter."""
        query = self.query.copy()
        for name, value in changes.items():
            query.pop(name, None)
            if value:
                query[name] = value
        return f"?{query.urlencode()}" if query else "."


def _rows(posts: QuerySet[Post]) -> QuerySet[Post]:
    return queries.with_places(posts).defer("text", "weighed", "touched", "source")


def _frame(wanted: Filters, view: str, of: date, today: date) -> dict[str, Any]:
    before, after = calendar.steps(view, of)
    return {
        "view": view,
        "of": of,
        "today": today,
        "previous_url": wanted.link(tgl=before.isoformat()),
        "next_url": wanted.link(tgl=after.isoformat()),
        "today_url": wanted.link(tgl=""),
        "view_urls": [
            ("bulan", _("Bulan"), wanted.link(tampilan="")),
            ("minggu", pgettext("tampilan", "Minggu"), wanted.link(tampilan="minggu")),
            ("daftar", _("Daftar"), wanted.link(tampilan="daftar")),
        ],
        "keep": wanted.kept(),
    }


def _view(board: Board, view: str, of: date, first: date, last: date) -> dict[str, Any]:
    if view == "minggu":
        return {"days": board.week(of).days, "hours": HOURS, "needle": _needle(board)}
    if view == "daftar":
        days = board.days(first, last)
        empty = not any(day.items for day in days)
        return {"days": days, "empty": empty, "last": last - timedelta(days=1)}
    return {"weeks": board.month(of), "chosen": board.day(of)}


def _rhythm(board: Board, on: date) -> dict[str, Any]:
    week = board.week(on)
    names = [date_format(day, "l") for day in week.empty_days]
    return {"week": week, "empty_names": ", ".join(names)}


def _balance(board: Board, of: date, wanted: Filters) -> list[tuple[str, str, int, float, str]]:
    """Pillars of the month: (code, label, posts, share of the fullest, address that filters)."""
    rows = board.balance(of)
    most = max(n for _code, _label, n in rows) or 1
    return [
        (code, label, n, n / most, wanted.link(pilar="" if wanted.pillar == code else code))
        for code, label, n in rows
    ]


def _loose(posts: QuerySet[Post], writable: frozenset[object]) -> dict[str, Any]:
    """Posts without a day, latest first."""
    found = posts.filter(scheduled_for__isnull=True, state__in=WISHING)
    rows = list(_rows(found).order_by("-updated_at")[: UNSCHEDULED + 1])
    items = [
        {"post": post, "url": open_url(post.state, post.pk), "movable": post.unit_id in writable}
        for post in rows[:UNSCHEDULED]
    ]
    return {"loose": items, "more_loose": len(rows) > UNSCHEDULED}


def _needle(board: Board) -> int:
    local = board.now.astimezone(board.zone)
    return max(0, min(31, (local.hour - calendar.FIRST_HOUR) * 2 + local.minute // 30))


def _coming(board: Board, today: date) -> list[calendar.Day]:
    return [board.day(day) for day in sorted(board.holidays) if today <= day][:4]


@require_POST
@declare("planning.access.editable_post")
def move(request: HttpRequest) -> HttpResponse:
    """Move a post to another day, at the same hour (09.00 when it had none): drag and drop.

    The day is one of the calendar in sight, whose zone is the working unit's: the post must lie
    where it was dropped, also where its own unit has another date by then.
    """
    user, at = _user(request), clock.now()
    post_id = read_uuid(request.POST.get("item", ""))
    if post_id is None:
        raise Missing(_("Unggahan tidak ditemukan."))
    post = access.editable_post(user, post_id)
    zone = unit_timezone(working_unit(request))
    day = calendar.read_day(request.POST.get("slot", ""), at.astimezone(zone).date())
    when = _same_hour(post, day, zone)
    try:
        actions.wish(post_id=post.pk, when=when, by=user, at=at)
    except Invalid as error:
        toast(request, str(error), tone="warning")
    else:
        message = _("“%(title)s” dijadwalkan %(day)s.")
        toast(request, message % {"title": post.title, "day": short_date(day)}, tone="success")
    return redirect(safe_next(request, reverse("planning:calendar")))


def _same_hour(post: Post, day: date, zone: ZoneInfo) -> datetime:
    if post.scheduled_for is None:
        return datetime.combine(day, time(9), unit_timezone(post.unit))
    return datetime.combine(day, post.scheduled_for.astimezone(zone).time(), zone)


def _user(request: HttpRequest) -> User:
    user = request.user
    assert isinstance(user, User)
    return user

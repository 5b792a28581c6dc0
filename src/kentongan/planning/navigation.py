"""The entries of planning in the navigation."""

from django.http import HttpRequest
from django.utils.translation import gettext_lazy as _

from kentongan.kernel import clock
from kentongan.people.models import User
from kentongan.people.permissions import can_somewhere
from kentongan.planning.access import may_set_link_marks
from kentongan.planning.queries import passes
from kentongan.web import nav


def _may_see(request: HttpRequest) -> bool:
    return can_somewhere(request.user, "post.view")


def _may_write(request: HttpRequest) -> bool:
    return can_somewhere(request.user, "post.write")


def _may_pass(request: HttpRequest) -> bool:
    return isinstance(request.user, User) and passes(request.user, clock.now())


def _may_mark(request: HttpRequest) -> bool:
    return isinstance(request.user, User) and may_set_link_marks(request.user)


ITEMS = (
    nav.NavItem(
        id="write",
        label=_("Tulis unggahan"),
        short=_("Tulis"),
        icon="pencil-plus",
        url_name="planning:new",
        order=10,
        visible=_may_write,
        primary=True,
        shortcut="t",
        within=("planning:new", "planning:compose"),
    ),
    nav.NavItem(
        id="calendar",
        label=_("Kalender"),
        icon="calendar-event",
        url_name="planning:calendar",
        order=20,
        visible=_may_see,
        dock=True,
        within=("planning:calendar", "planning:schedule"),
    ),
    nav.NavItem(
        id="posts",
        label=_("Unggahan"),
        icon="list",
        url_name="planning:posts",
        order=25,
        visible=_may_see,
        within=("planning:posts", "planning:history", "planning:hand_in", "publishing:post"),
    ),
    nav.NavItem(
        id="waivers",
        label=_("Izin lewat"),
        icon="signature",
        url_name="planning:waivers",
        order=45,
        visible=_may_pass,
        within=("planning:waivers", "planning:waiver"),
    ),
    nav.NavItem(
        id="link_marks",
        label=_("Penanda tautan"),
        icon="tag",
        url_name="planning:link_marks",
        order=95,
        section="more",
        visible=_may_mark,
        within=("planning:link_marks",),
    ),
)


def register() -> None:
    """Announce the pages; called once when the app is ready."""
    for item in ITEMS:
        nav.register(item)

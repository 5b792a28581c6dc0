"""The entries of planning in the navigation."""

from django.http import HttpRequest
from django.utils.translation import gettext_lazy as _

from kentongan.people.permissions import can_somewhere
from kentongan.web import nav


def _may_see(request: HttpRequest) -> bool:
    return can_somewhere(request.user, "post.view")


def _may_write(request: HttpRequest) -> bool:
    return can_somewhere(request.user, "post.write")


def register() -> None:
    """Announce the pages; called once when the app is ready."""
    nav.register(
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
        )
    )
    nav.register(
        nav.NavItem(
            id="calendar",
            label=_("Kalender"),
            icon="calendar-event",
            url_name="planning:calendar",
            order=20,
            visible=_may_see,
            dock=True,
            within=("planning:calendar", "planning:schedule"),
        )
    )
    nav.register(
        nav.NavItem(
            id="posts",
            label=_("Unggahan"),
            icon="list",
            url_name="planning:posts",
            order=25,
            visible=_may_see,
            within=("planning:posts", "planning:history", "planning:hand_in", "publishing:post"),
        )
    )

"""What the menu shows of files."""

from django.http import HttpRequest
from django.utils.translation import gettext_lazy as _

from kentongan.people.permissions import can_somewhere
from kentongan.web import nav


def _may_see(request: HttpRequest) -> bool:
    return can_somewhere(request.user, "post.view")


def register() -> None:
    """Announce the page; called once when the app is ready."""
    nav.register(
        nav.NavItem(
            id="files",
            label=_("Pustaka media"),
            icon="photo",
            url_name="media:library",
            order=30,
            section="more",
            visible=_may_see,
        )
    )

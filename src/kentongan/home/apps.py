"""Registration of the app."""

from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _

from kentongan.web import nav


class HomeConfig(AppConfig):
    """The ``home`` package."""

    name = "kentongan.home"
    label = "home"

    def ready(self) -> None:
        """Announce the desk."""
        nav.register(
            nav.NavItem(
                id="desk",
                label=_("Meja hari ini"),
                short=_("Meja"),
                icon="clipboard-check",
                url_name="home:desk",
                order=10,
                dock=True,
            )
        )

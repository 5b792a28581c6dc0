"""Registration of the app."""

from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _

from kentongan.web import nav


class HomeConfig(AppConfig):
    """The ``home`` package."""

    name = "kentongan.home"
    label = "home"

    def ready(self) -> None:
        """Announce the desk and the guides; learn with the person whether any stop is on."""
        from django.db.models import Exists

        from kentongan.delivery import stops
        from kentongan.home import alerts
        from kentongan.people import frame

        frame.bring_along(alerts.ANY_STOP, Exists(stops.active().order_by()))
        nav.register(
            nav.NavItem(
                id="desk",
                label=_("Meja hari ini"),
                short=_("Meja"),
                icon="clipboard-check",
                url_name="home:desk",
                order=10,
                dock=True,
                within=("home:desk", "home:notices"),
            )
        )
        nav.register(
            nav.NavItem(
                id="help",
                label=_("Bantuan"),
                icon="lifebuoy",
                url_name="home:help",
                order=200,
                section="more",
                within=("home:help", "home:guide"),
            )
        )

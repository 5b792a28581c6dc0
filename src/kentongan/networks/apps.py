"""Registration of the app: its place in the navigation, jobs, acts and import."""

from importlib import import_module

from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _

from kentongan.people import topics
from kentongan.web import citizens, nav


class NetworksConfig(AppConfig):
    """The ``networks`` package."""

    name = "kentongan.networks"
    label = "networks"

    def ready(self) -> None:
        """Announce what other packages run or draw; models are loaded only now."""
        for part in ("jobs", "acts", "import_kind"):
            import_module(f"kentongan.networks.{part}")
        topics.register(
            topics.Topic(
                "accounts",
                _("Akun resmi: sambungan terputus atau segera habis, serah terima"),
                keys=("account-",),
                order=10,
                usual=True,
                quoted=True,
            )
        )
        nav.register(
            nav.NavItem(
                id="accounts",
                label=_("Akun resmi"),
                icon="rosette-discount-check",
                url_name="networks:register",
                order=70,
            )
        )
        citizens.offer(
            citizens.Offer(
                id="official",
                label=_("Cek akun resmi"),
                icon="rosette-discount-check",
                url_name="networks:directory",
                order=10,
            )
        )

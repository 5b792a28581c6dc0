"""Registration of the app and of its entries in the navigation."""

from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _

from kentongan.people import topics


class PlanningConfig(AppConfig):
    """The ``planning`` package."""

    name = "kentongan.planning"
    label = "planning"

    def ready(self) -> None:
        """Announce the pages in the navigation; models may be imported only now."""
        from kentongan.planning import acts, navigation, using

        assert acts  # its names register themselves
        navigation.register()
        using.register()
        topics.register(
            topics.Topic(
                "waivers",
                _("Izin melewati temuan wajib"),
                keys=("waiver:", "waiver_decided:"),
                order=50,
            )
        )

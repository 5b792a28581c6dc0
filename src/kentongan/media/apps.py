"""Registration of the app."""

from importlib import import_module

from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _

from kentongan.people import topics


class MediaConfig(AppConfig):
    """The ``media`` package."""

    name = "kentongan.media"
    label = "media"

    def ready(self) -> None:
        """Announce jobs, names of acts, and the page; models are loaded only now."""
        for part in ("jobs", "acts"):
            import_module(f"kentongan.media.{part}")
        import_module("kentongan.media.menu").register()
        topics.register(
            topics.Topic(
                "room", _("Penyimpanan server yang hampir penuh"), keys=("room:",), order=80,
                usual=True, quoted=True, needs="system.manage", short=_("Penyimpanan hampir penuh"),
            )
        )  # fmt: skip
        topics.register(
            topics.Topic(
                "consents", _("Izin orang di foto yang habis"), keys=("consent-",), order=60
            )
        )

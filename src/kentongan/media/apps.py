"""Registration of the app."""

from importlib import import_module

from django.apps import AppConfig


class MediaConfig(AppConfig):
    """The ``media`` package."""

    name = "kentongan.media"
    label = "media"

    def ready(self) -> None:
        """Announce jobs, names of acts, and the page; models are loaded only now."""
        for part in ("jobs", "acts"):
            import_module(f"kentongan.media.{part}")
        import_module("kentongan.media.menu").register()

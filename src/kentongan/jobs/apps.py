"""Registration of the app."""

from importlib import import_module

from django.apps import AppConfig


class JobsConfig(AppConfig):
    """The ``jobs`` package."""

    name = "kentongan.jobs"
    label = "jobs"

    def ready(self) -> None:
        """Register what recurs."""
        import_module("kentongan.jobs.upkeep")

"""Registration of the app."""

from django.apps import AppConfig


class JobsConfig(AppConfig):
    """The ``jobs`` package."""

    name = "kentongan.jobs"
    label = "jobs"

"""Registration of the app."""

from django.apps import AppConfig


class DemoConfig(AppConfig):
    """The ``demo`` package."""

    name = "kentongan.demo"
    label = "demo"

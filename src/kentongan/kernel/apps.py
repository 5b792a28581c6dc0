"""Registration of the app."""

from django.apps import AppConfig


class KernelConfig(AppConfig):
    """The ``kernel`` package."""

    name = "kentongan.kernel"
    label = "kernel"

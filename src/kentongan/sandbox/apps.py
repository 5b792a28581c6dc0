"""Registration of the app."""

from django.apps import AppConfig


class SandboxConfig(AppConfig):
    """The ``sandbox`` package."""

    name = "kentongan.sandbox"
    label = "sandbox"

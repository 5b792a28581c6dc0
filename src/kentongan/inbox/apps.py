"""Registration of the app."""

from django.apps import AppConfig


class InboxConfig(AppConfig):
    """The ``inbox`` package: registers its acts, its jobs and its purpose of deliveries."""

    name = "kentongan.inbox"
    label = "inbox"

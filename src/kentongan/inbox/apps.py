"""Registration of the app."""

from django.apps import AppConfig


class InboxConfig(AppConfig):
    """The ``inbox`` package: the names of its acts."""

    name = "kentongan.inbox"
    label = "inbox"

    def ready(self) -> None:
        """Announce the names of the acts."""
        from kentongan.inbox import acts

        assert acts  # they register themselves

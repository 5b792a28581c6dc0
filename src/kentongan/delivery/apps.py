"""Registration of the app."""

from django.apps import AppConfig


class DeliveryConfig(AppConfig):
    """The ``delivery`` package: its rows are a source of work for the worker."""

    name = "kentongan.delivery"
    label = "delivery"

    def ready(self) -> None:
        """Announce deliveries as a source of work."""
        from kentongan.delivery import acts
        from kentongan.delivery.source import DeliverySource
        from kentongan.jobs.worker import register_source

        assert acts  # its names register themselves
        register_source(DeliverySource)

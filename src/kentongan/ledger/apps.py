"""Registration of the app."""

from django.apps import AppConfig


class LedgerConfig(AppConfig):
    """The ``ledger`` package."""

    name = "kentongan.ledger"
    label = "ledger"

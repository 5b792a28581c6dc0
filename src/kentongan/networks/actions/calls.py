"""Having networks call this installation, where they can and it can be reached."""

from __future__ import annotations

import logging
from datetime import datetime

from django.conf import settings
from django.urls import reverse

from kentongan.networks.actions.connection import UNREACHABLE
from kentongan.networks.contract import Refused, Subscribes, Unauthorised
from kentongan.networks.models import Account
from kentongan.networks.registry import CONNECTORS
from kentongan.networks.sessions import open_connector

log = logging.getLogger("kentongan.networks")


def be_called(account: Account, *, at: datetime) -> bool:
    """Have the account's network call us; whether it will. Harmless to repeat.

    What it says by itself arrives at once. Where it will not, it is asked as before.
    """
    connector = CONNECTORS.get(account.network)
    if connector is None or not issubclass(connector, Subscribes):
        return False
    if not settings.SITE_URL.startswith("https://"):
        return False  # no network calls an address without a certificate
    address = f"{settings.SITE_URL}{reverse('networks:hook', args=[account.network])}"
    try:
        with open_connector(account, at) as opened:
            if isinstance(opened, Subscribes):
                opened.call_at(address)
    except (Refused, Unauthorised, *UNREACHABLE) as error:
        log.info("%s does not call us: %s", account.label, error)
        return False
    return True

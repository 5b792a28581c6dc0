"""Opening a connector: the only place where a credential is taken out of its envelope."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from datetime import datetime
from typing import Any

from django.conf import settings
from django.utils.translation import gettext as _

from kentongan.kernel.http import HttpClient
from kentongan.networks import registry
from kentongan.networks.contract import Connector, Session, Unauthorised
from kentongan.networks.models import Account, Credential
from kentongan.networks.secret import Secret


@contextmanager
def http_client(timeout: float) -> Iterator[HttpClient]:
    """A client for one piece of work; reaches inner addresses only where settings allow."""
    with HttpClient(inner_hosts=settings.INNER_HOSTS, timeout=timeout) as http:
        yield http


def server_of(account: Account, connector: type[Connector]) -> str:
    """Where the account lives: its own server, the network's, else this very installation."""
    own = f"{settings.INTERNAL_URL}/{connector.code}"
    return account.server or connector.default_server or own


@contextmanager
def open_connector(
    account: Account, at: datetime, *, taken: frozenset[str] = frozenset()
) -> Iterator[Connector]:
    """The connector of ``account`` with its stored credential.

    Raises :class:`Unauthorised` when none is stored, :class:`registry.NoConnector` for a
    network that is served by hand.
    ``taken``: ids on the network that other deliveries own.
    Holds no transaction and must not be used inside one.
    """
    connector = registry.get(account.network)
    try:
        secret = Secret(account.credential.secret)
    except Credential.DoesNotExist:
        raise Unauthorised(_("Akun ini belum disambungkan.")) from None
    with open_with(connector, account, secret, at=at, taken=taken) as opened:
        yield opened


@contextmanager
def open_with(
    connector: type[Connector],
    account: Account,
    secret: Mapping[str, Any],
    *,
    at: datetime,
    taken: frozenset[str] = frozenset(),
) -> Iterator[Connector]:
    """A connector with a credential that is not stored yet, to see whether it works."""
    with http_client(connector.limits.timeout) as http:
        yield connector(
            Session(
                server=server_of(account, connector),
                handle=account.handle,
                external_id=account.external_id,
                secret=Secret(secret),
                http=http,
                now=at,
                taken=taken,
            )
        )

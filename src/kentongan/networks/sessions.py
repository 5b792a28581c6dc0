"""Opening a connector: the only place where a credential is taken out of its envelope."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.conf import settings

from kentongan.kernel.http import HttpClient
from kentongan.kernel.say import gettext as _
from kentongan.networks import registry
from kentongan.networks.contract import Connector, Session, Unauthorised, forget
from kentongan.networks.models import Account, App, Credential
from kentongan.networks.secret import Secret


@contextmanager
def http_client(
    timeout: float, permitted: Callable[[], bool] = lambda: True
) -> Iterator[HttpClient]:
    """A client for one piece of work; reaches inner addresses only where settings allow."""
    hosts = settings.INNER_HOSTS
    with HttpClient(inner_hosts=hosts, timeout=timeout, permitted=permitted) as http:
        yield http


def server_of(account: Account, connector: type[Connector]) -> str:
    """Where the account lives: its own server, the network's, else this very installation."""
    own = f"{settings.INTERNAL_URL}/{connector.code}"
    return account.server or connector.default_server or own


@dataclass(frozen=True, slots=True)
class Notes:
    """What a delivery noted in earlier attempts, and where it notes more, durably."""

    known: Mapping[str, Any]
    keep: Callable[[Mapping[str, Any]], None]


NOTHING_NOTED = Notes(known={}, keep=forget)


def app_of(connector: type[Connector]) -> Mapping[str, Any]:
    """The keys of the application registered with the vendor; empty where none is needed."""
    if not getattr(connector, "app_fields", ()):
        return {}
    found = App.serving(connector.code)
    return Secret(found.secret if found else {})


@contextmanager
def open_connector(
    account: Account,
    at: datetime,
    *,
    taken: frozenset[str] = frozenset(),
    notes: Notes = NOTHING_NOTED,
    permitted: Callable[[], bool] = lambda: True,
) -> Iterator[Connector]:
    """The connector of ``account`` with its stored credential.

    Raises :class:`Unauthorised` when none is stored, :class:`registry.NoConnector` for a
    network that is served by hand.
    ``taken``: ids on the network that other deliveries own; ``notes``: what this delivery
    remembers over its attempts; ``permitted``: asked before every request that leaves.
    Holds no transaction and must not be used inside one.
    """
    connector = registry.get(account.network)
    try:
        secret = Secret(account.credential.secret)
    except Credential.DoesNotExist:
        raise Unauthorised(_("Akun ini belum disambungkan.")) from None
    with open_with(
        connector, account, secret, at=at, taken=taken, notes=notes, permitted=permitted
    ) as opened:
        yield opened


@contextmanager
def open_with(
    connector: type[Connector],
    account: Account,
    secret: Mapping[str, Any],
    *,
    at: datetime,
    taken: frozenset[str] = frozenset(),
    notes: Notes = NOTHING_NOTED,
    permitted: Callable[[], bool] = lambda: True,
) -> Iterator[Connector]:
    """A connector with a credential that is not stored yet, to see whether it works."""
    with http_client(connector.limits.timeout, permitted) as http:
        yield connector(
            Session(
                server=server_of(account, connector),
                handle=account.handle,
                external_id=account.external_id,
                secret=Secret(secret),
                http=http,
                now=at,
                taken=taken,
                app=app_of(connector),
                remembered=notes.known,
                remember=notes.keep,
            )
        )

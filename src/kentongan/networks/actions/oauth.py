"""Connecting by the network's own sign-in page: there, back, and nothing leaks on the way.

What must be remembered meanwhile (client secret, PKCE verifier) is encrypted before it enters
the session; the state is random, used once, good for ten minutes and for one account.
"""

from __future__ import annotations

import json
import secrets
from collections.abc import Mapping, Sequence
from dataclasses import asdict, dataclass
from datetime import datetime, timedelta
from typing import Protocol, cast
from uuid import UUID

from cryptography.fernet import InvalidToken
from django.views.decorators.debug import sensitive_variables

from kentongan.kernel.actor import Actor
from kentongan.kernel.errors import Invalid
from kentongan.kernel.say import gettext as _
from kentongan.kernel.secrets import box
from kentongan.networks.actions.connection import UNREACHABLE, belongs, connect, connector_of
from kentongan.networks.contract import (
    Agreement,
    Authorises,
    Choice,
    Chooses,
    Connector,
    Identity,
    Refused,
    Unauthorised,
)
from kentongan.networks.models import Account
from kentongan.networks.secret import Secret
from kentongan.networks.sessions import app_of, http_client, server_of
from kentongan.people.models import User

LIFETIME = timedelta(minutes=10)


class SignsIn(Authorises, Connector, Protocol):
    """A connector with a sign-in page of its own."""


@dataclass(frozen=True, slots=True, repr=False)
class Journey:
    """A person on the way to a network and back: where to, and what the session keeps."""

    url: str
    sealed: str


@dataclass(frozen=True, slots=True, repr=False)
class Landed:
    """Back from a network: connected as ``identity``, or ``sealed`` choices for the person."""

    identity: Identity | None = None
    sealed: str = ""


@dataclass(frozen=True, slots=True, repr=False)
class _Luggage:
    state: str
    account: str
    until: str
    redirect_uri: str
    memory: dict[str, object]
    chosen: dict[str, str]


def begin_oauth(
    account: Account, *, redirect_uri: str, at: datetime, chosen: Mapping[str, str] | None = None
) -> Journey:
    """The address of the network's sign-in page; raises :class:`Invalid` with a sentence.

    ``chosen``: fields of the credential that are no keys; they become part of it.
    """
    connector = _authorising(account)
    state = secrets.token_urlsafe(32)
    try:
        with http_client(connector.limits.timeout) as http:
            url, memory = connector.authorise_url(
                Agreement(
                    server=server_of(account, connector),
                    redirect_uri=redirect_uri,
                    state=state,
                    app=app_of(connector),
                    http=http,
                    now=at,
                )
            )
    except UNREACHABLE as error:
        raise Invalid.field("server", _unreachable(error)) from None
    except (Refused, Unauthorised) as error:
        raise Invalid.field("", str(error)) from None
    if not url.startswith(("https://", "http://")):
        raise Invalid.field("", _("Jejaring memberi alamat izin yang tidak sah."))
    luggage = {
        "state": state,
        "account": str(account.pk),
        "until": (at + LIFETIME).isoformat(),
        "redirect_uri": redirect_uri,
        "memory": dict(memory),
        "chosen": dict(chosen or {}),
    }
    return Journey(url=url, sealed=box().encrypt(json.dumps(luggage).encode()).decode())


def _authorising(account: Account) -> type[SignsIn]:
    connector = connector_of(account)
    if not issubclass(connector, Authorises):
        raise Invalid.field("", _("Jejaring ini tidak disambungkan lewat halaman izin."))
    return cast("type[SignsIn]", connector)


def _unreachable(error: Exception) -> str:
    return _("Server tidak menjawab. Periksa alamatnya atau coba lagi sebentar. (%(detail)s)") % {
        "detail": error
    }


def destination(sealed: str) -> UUID | None:
    """The account a journey is for; None for a journey that cannot be read."""
    luggage = _opened(sealed)
    return UUID(luggage.account) if luggage else None


def returned_from(journeys: Sequence[str], state: str) -> str:
    """Which of several journeys of one session ``state`` ends; empty where it is none of them."""
    for sealed in journeys:
        luggage = _opened(sealed)
        if luggage and secrets.compare_digest(luggage.state.encode(), state.encode()):
            return sealed
    return ""


def _opened(sealed: str) -> _Luggage | None:
    try:
        return _Luggage(**json.loads(box().decrypt(sealed.encode())))
    except (InvalidToken, ValueError, TypeError):
        return None


@sensitive_variables("code", "sealed", "state")
def finish_oauth(
    account: Account, *, by: Actor | User, at: datetime, sealed: str, state: str, code: str
) -> Landed:
    """Exchange the code and connect; raises :class:`Invalid` with a sentence.

    Where the agreement reaches several accounts and none is clearly this one, the person is asked
    (``Landed.sealed``, for ``choices_in`` and ``choose``). The caller has taken ``sealed`` out of
    the session already: a journey ends once.
    """
    luggage = _opened(sealed)
    if (
        luggage is None
        or not secrets.compare_digest(luggage.state.encode(), state.encode())
        or luggage.account != str(account.pk)
        or datetime.fromisoformat(luggage.until) < at
    ):
        raise Invalid.field("", _("Izin ini sudah kedaluwarsa atau bukan untuk akun ini. Ulangi."))
    connector = _authorising(account)
    choices: Sequence[Choice] = ()
    try:
        with http_client(connector.limits.timeout) as http:
            agreement = Agreement(
                server=server_of(account, connector),
                redirect_uri=luggage.redirect_uri,
                state=luggage.state,
                app=app_of(connector),
                http=http,
                now=at,
                memory=Secret(luggage.memory),
            )
            secret = Secret({**connector.exchange(agreement, code), **luggage.chosen})
            if issubclass(connector, Chooses):
                choices = connector.choices(agreement, secret)
    except UNREACHABLE as error:
        raise Invalid.field("", _unreachable(error)) from None
    except (Refused, Unauthorised) as error:
        raise Invalid.field("", str(error)) from None
    if not issubclass(connector, Chooses):
        return Landed(connect(by=by, at=at, account=account, secret=secret, kind="oauth"))
    if not choices:
        raise Invalid.field("", _("Izin ini tidak menjangkau akun mana pun yang dapat dikelola."))
    ours = [choice for choice in choices if belongs(account, choice.identity)]
    if len(ours) == 1:
        _refuse_barred(ours[0])
        return Landed(
            connect(by=by, at=at, account=account, secret=Secret(ours[0].secret), kind="oauth")
        )
    return Landed(sealed=_sealed(account, choices, until=at + LIFETIME))


def _sealed(account: Account, choices: Sequence[Choice], *, until: datetime) -> str:
    kept = {
        "account": str(account.pk),
        "until": until.isoformat(),
        "choices": [
            {
                "identity": asdict(c.identity),
                "secret": dict(c.secret),
                "note": c.note,
                "barred": c.barred,
            }
            for c in choices
        ],
    }
    return box().encrypt(json.dumps(kept).encode()).decode()


def choices_in(sealed: str, account: Account, *, at: datetime) -> list[Choice]:
    """The accounts a person may choose from; empty where the offer is over or another's."""
    try:
        kept = json.loads(box().decrypt(sealed.encode()))
    except (InvalidToken, ValueError):
        return []
    if kept["account"] != str(account.pk) or datetime.fromisoformat(kept["until"]) < at:
        return []
    return [
        Choice(Identity(**c["identity"]), Secret(c["secret"]), c["note"], c["barred"])
        for c in kept["choices"]
    ]


def _refuse_barred(choice: Choice) -> None:
    """A page that nothing can be published on is not connected: each post would be refused."""
    if choice.barred:
        raise Invalid.field("", _(choice.barred))


@sensitive_variables("sealed")
def choose(
    account: Account, *, by: Actor | User, at: datetime, sealed: str, external_id: str
) -> Identity:
    """Connect with the one that was chosen; raises :class:`Invalid` with a sentence."""
    for choice in choices_in(sealed, account, at=at):
        if choice.identity.external_id == external_id:
            _refuse_barred(choice)
            return connect(
                by=by, at=at, account=account, secret=choice.secret, kind="oauth", chosen=True
            )
    raise Invalid.field("", _("Pilihan ini sudah kedaluwarsa. Mulai lagi dari “Sambungkan”."))

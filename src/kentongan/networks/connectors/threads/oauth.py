"""Connecting by OAuth: a token of an hour, exchanged at once for one of sixty days.

developers.facebook.com/documentation/threads/get-started (get-access-tokens-and-permissions,
long-lived-tokens). Nothing but the token itself renews it; one that was not renewed within sixty
days is dead, and the person must agree again.
"""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime, timedelta
from typing import Any
from urllib.parse import urlencode

import httpx2

from kentongan.kernel.say import gettext as _, gettext_noop
from kentongan.networks import answers
from kentongan.networks.connectors.threads.api import LABEL, succeed
from kentongan.networks.contract import (
    Agreement,
    CredentialField,
    Refused,
    Scope,
    Session,
    harmless,
)

APP_FIELDS = (
    CredentialField(
        name="client_id",
        label=gettext_noop("ID aplikasi Threads"),
        help=gettext_noop("Di dasbor aplikasi Meta: Threads App ID, bukan App ID Facebook."),
    ),
    CredentialField(
        name="client_secret",
        label=gettext_noop("Rahasia aplikasi Threads"),
        help=gettext_noop("Di dasbor aplikasi Meta: Threads App Secret."),
        secret=True,
    ),
)
SCOPES = (
    Scope("threads_basic", gettext_noop("Membaca nama akun dan unggahannya sendiri")),
    Scope("threads_content_publish", gettext_noop("Menerbitkan unggahan")),
    Scope("threads_manage_replies", gettext_noop("Menerbitkan balasan dan utas")),
    Scope("threads_read_replies", gettext_noop("Memastikan balasan benar sudah tayang")),
    Scope("threads_delete", gettext_noop("Menarik unggahan yang sudah tayang")),
)
LIFE = timedelta(days=60)
#: Renewing is due at half of the life, and is refused within a day of the last time.
YOUNGEST = timedelta(days=1)


def authorise_url(agreement: Agreement) -> tuple[str, Mapping[str, Any]]:
    """Where the person agrees. The page lies beside the API: ``graph.`` is left out."""
    client_id, _ = _keys(agreement.app)
    query = {
        "client_id": client_id,
        "redirect_uri": agreement.redirect_uri,
        "scope": ",".join(scope.code for scope in SCOPES),
        "response_type": "code",
        "state": agreement.state,
    }
    base = agreement.server.rstrip("/").replace("://graph.", "://", 1)
    return f"{base}/oauth/authorize?{urlencode(query)}", {}


def exchange(agreement: Agreement, code: str) -> Mapping[str, Any]:
    """The secret for the code: a token of sixty days."""
    client_id, client_secret = _keys(agreement.app)
    base = agreement.server.rstrip("/")
    with harmless(_("Menukar kode")):
        short = agreement.http.request(
            "POST",
            f"{base}/oauth/access_token",
            data={
                "client_id": client_id,
                "client_secret": client_secret,
                "grant_type": "authorization_code",
                "redirect_uri": agreement.redirect_uri,
                # The network appends "#_" to the address it sends the person back to.
                "code": code.removesuffix("#_"),
            },
        )
        _code_accepted(short)
        token = answers.text_at(answers.json_object(short), "access_token")
        # The vendor takes these two in the address only.
        response = agreement.http.request(
            "GET",
            f"{base}/access_token",
            params={
                "grant_type": "th_exchange_token",
                "client_secret": client_secret,
                "access_token": token,
            },
        )
        succeed(response, now=agreement.now)
        return secret_of(answers.json_object(response), now=agreement.now)


def refresh(session: Session) -> Mapping[str, Any]:
    """The renewed secret, whole."""
    with harmless(_("Memperbarui sambungan")):
        response = session.http.request(
            "GET",
            f"{session.server.rstrip('/')}/refresh_access_token",
            params={
                "grant_type": "th_refresh_token",
                "access_token": str(session.secret.get("access_token") or ""),
            },
        )
        succeed(response, now=session.now)
        fresh = secret_of(answers.json_object(response), now=session.now)
        return {**session.secret, **fresh}


def secret_of(found: dict[str, Any], *, now: datetime) -> dict[str, Any]:
    """What is kept of an answer that holds a token of long life.

    ``expires_at`` moves with every renewal: it comes only where renewing failed all along.
    """
    seconds = found.get("expires_in")
    known = type(seconds) is int and seconds > 0
    life = timedelta(seconds=min(int(seconds or 0), 10**8)) if known else LIFE
    return {
        "access_token": answers.text_at(found, "access_token"),
        "renew_at": (now + max(life / 2, YOUNGEST)).isoformat(),
        "expires_at": (now + life).isoformat(),
    }


def _code_accepted(response: httpx2.Response) -> None:
    """This one endpoint tells its errors flat: ``error_type``, ``code``, ``error_message``."""
    said = answers.told(response, "error_message", "error")
    if response.status_code == 400:
        raise Refused(
            _(
                "%(label)s tidak menerima kode persetujuan (%(said)s). Ulangi"
                " penyambungan dari awal; kode hanya berlaku sekali dan sebentar."
            )
            % {"label": LABEL, "said": said or 400}
        )
    succeed(response)


def _keys(app: Mapping[str, Any]) -> tuple[str, str]:
    keys = (str(app.get("client_id") or ""), str(app.get("client_secret") or ""))
    if not all(keys):
        raise Refused(
            _("Kunci aplikasi %(label)s belum diisi. Minta admin instalasi mengisinya dahulu.")
            % {"label": LABEL}
        )
    return keys

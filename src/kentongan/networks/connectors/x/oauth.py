"""Connecting by OAuth 2.0 with PKCE, and renewing what it gave.

docs.x.com/fundamentals/authentication/oauth-2-0/user-access-token. The application is a
confidential client: its keys go along by HTTP Basic. An access token lives for two hours; each
renewal gives a new refresh token and ends the old one.
"""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime, timedelta
from typing import Any
from urllib.parse import urlencode

import httpx2

from kentongan.kernel.http import AnswerLost
from kentongan.kernel.say import gettext as _, gettext_noop
from kentongan.networks import answers, pkce
from kentongan.networks.connectors.x import problems
from kentongan.networks.connectors.x.problems import LABEL
from kentongan.networks.contract import (
    Agreement,
    CredentialField,
    Refused,
    Scope,
    Session,
    Unauthorised,
    harmless,
)

SERVER = "https://api.x.com"
#: X agrees on its own site, not at its API; other servers do both at one address.
_SITE = "https://x.com"
SCOPES = (
    Scope("tweet.read", gettext_noop("Membaca unggahan, untuk memastikan kiriman sudah tayang")),
    Scope("tweet.write", gettext_noop("Menerbitkan dan menarik unggahan")),
    Scope("tweet.moderate.write", gettext_noop("Menyembunyikan balasan yang melanggar aturan")),
    Scope("dm.read", gettext_noop("Membaca pesan pribadi kepada akun ini")),
    Scope("dm.write", gettext_noop("Membalas pesan pribadi")),
    Scope("users.read", gettext_noop("Membaca nama akun")),
    Scope("media.write", gettext_noop("Mengunggah gambar dan video")),
    Scope("offline.access", gettext_noop("Tetap tersambung tanpa masuk lagi setiap dua jam")),
)
APP_FIELDS = (
    CredentialField(
        name="client_id",
        label=gettext_noop("Client ID"),
        help=gettext_noop("Di console.x.com: aplikasi Anda, Keys and tokens, OAuth 2.0 Client ID."),
    ),
    CredentialField(
        name="client_secret",
        label=gettext_noop("Client Secret"),
        help=gettext_noop("Muncul sekali saja saat dibuat. Jenis aplikasi: Web App."),
        secret=True,
    ),
)
_NO_APP = gettext_noop(
    "Client ID dan Client Secret X belum diisi atau salah. Minta pengelola instalasi mengisinya"
    " dari console.x.com."
)


def authorise_url(agreement: Agreement) -> tuple[str, Mapping[str, Any]]:
    """Where the person agrees, and the verifier that must come with the code."""
    client_id, _secret = _keys(agreement.app)
    verifier, challenge = pkce.pair()
    query = {
        "response_type": "code",
        "client_id": client_id,
        "redirect_uri": agreement.redirect_uri,
        "scope": " ".join(scope.code for scope in SCOPES),
        "state": agreement.state,
        "code_challenge": challenge,
        "code_challenge_method": "S256",
    }
    server = agreement.server.rstrip("/")
    site = _SITE if server == SERVER else server
    return f"{site}/i/oauth2/authorize?{urlencode(query)}", {"verifier": verifier}


def exchange(agreement: Agreement, code: str) -> Mapping[str, Any]:
    """The secret for the code of the person's agreement."""
    form = {
        "grant_type": "authorization_code",
        "code": code,
        "redirect_uri": agreement.redirect_uri,
        "code_verifier": str(agreement.memory.get("verifier") or ""),
    }
    with harmless(_("Menukar kode")):
        response = _token(agreement, form)
        if response.status_code == 400:
            raise Refused(
                _(
                    "%(label)s tidak menerima kode persetujuan (%(said)s). Ulangi"
                    " penyambungan dari awal."
                )
                % {"label": LABEL, "said": problems.said(response)}
            )
        secret = _secret(response, now=agreement.now)
    granted = set(str(secret.get("scope") or "").split())
    missing = [_(scope.label) for scope in SCOPES if granted and scope.code not in granted]
    if missing or "refresh_token" not in secret:
        raise Refused(
            _(
                "Izin dari %(label)s belum lengkap (%(names)s). Ulangi penyambungan dan"
                " setujui semuanya."
            )
            % {"label": LABEL, "names": ", ".join(missing) or _(SCOPES[-1].label)}
        )
    return secret


def refresh(session: Session) -> Mapping[str, Any]:
    """The renewed secret. The old refresh token stays where X sends no new one.

    Raises ``Unauthorised`` where only a person can connect the account again.
    """
    known = str(session.secret.get("refresh_token") or "")
    if not known or not known.isascii() or not known.isprintable():
        raise Unauthorised(
            _("Sambungan ke %(label)s tidak dapat diperbarui. Sambungkan lagi.") % {"label": LABEL}
        )
    form = {"grant_type": "refresh_token", "refresh_token": known}
    with harmless(_("Memperbarui sambungan")):
        response = _token(session, form)
        if response.status_code == 400:
            raise Unauthorised(
                _("%(label)s tidak lagi menerima sambungan ini (%(said)s). Sambungkan lagi.")
                % {"label": LABEL, "said": problems.said(response)}
            )
        return {**session.secret, **_secret(response, now=session.now)}


def _token(by: Agreement | Session, form: Mapping[str, str]) -> httpx2.Response:
    url = f"{by.server.rstrip('/')}/2/oauth2/token"
    return by.http.request("POST", url, data=form, auth=_keys(by.app))


def _keys(app: Mapping[str, Any]) -> tuple[str, str]:
    keys = str(app.get("client_id") or ""), str(app.get("client_secret") or "")
    if not all(keys):
        raise Refused(_(_NO_APP))
    return keys


def _secret(response: httpx2.Response, *, now: datetime) -> dict[str, Any]:
    """What is kept of the answer; renewing is due at half the life of the token."""
    if response.status_code == 401:
        raise Refused(
            _("%(no_app)s (%(response)s)")
            % {"no_app": _(_NO_APP), "response": problems.said(response)}
        )
    problems.succeed(response, now=now)
    found = answers.json_object(response)
    seconds = found.get("expires_in")
    if not isinstance(seconds, int) or seconds <= 0:
        raise AnswerLost(_("Jawaban server tidak memuat expires_in."))
    kept: dict[str, Any] = {
        "access_token": answers.text_at(found, "access_token"),
        "renew_at": (now + timedelta(seconds=seconds / 2)).isoformat(),
    }
    kept |= {name: found[name] for name in ("refresh_token", "scope") if found.get(name)}
    return kept

"""Connecting by Google's OAuth 2.0 for web servers, with state and PKCE.

developers.google.com/identity/protocols/oauth2/web-server. The application belongs to the
installation; a person agrees once, and a refresh token renews the access token every hour.
"""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime, timedelta
from typing import Any
from urllib.parse import urlencode, urlsplit

import httpx2

from kentongan.kernel.http import AnswerLost
from kentongan.kernel.say import gettext as _, gettext_noop
from kentongan.networks import answers, pkce
from kentongan.networks.connectors.youtube.api import GOOGLE
from kentongan.networks.contract import (
    Agreement,
    Refused,
    Scope,
    Session,
    TryLater,
    Unauthorised,
    harmless,
)

LABEL = "Google"
_AUTH = "https://www.googleapis.com/auth/"
SCOPES = (
    Scope(f"{_AUTH}youtube.upload", gettext_noop("Mengunggah video ke channel ini")),
    Scope(
        f"{_AUTH}youtube.force-ssl",
        gettext_noop("Mengubah dan menarik video, memasang subtitel, dan berkomentar"),
    ),
    Scope(f"{_AUTH}youtube.readonly", gettext_noop("Membaca nama channel dan keadaan videonya")),
)
#: Renewed this long before the access token dies, which lives an hour.
EARLY = timedelta(minutes=10)
_USUAL_LIFE = 3600


def authorise_url(agreement: Agreement) -> tuple[str, Mapping[str, Any]]:
    """Where the person agrees; the memory holds the verifier of PKCE. Asks nobody."""
    verifier, challenge = pkce.pair()
    query = {
        "response_type": "code",
        "client_id": _keys(agreement.app)[0],
        "redirect_uri": agreement.redirect_uri,
        "scope": " ".join(scope.code for scope in SCOPES),
        "state": agreement.state,
        "code_challenge": challenge,
        "code_challenge_method": "S256",
        # Only both together give a refresh token also to those who agreed before.
        "access_type": "offline",
        "prompt": "consent",
    }
    return f"{_page(agreement.server)}?{urlencode(query)}", {"verifier": verifier}


def exchange(agreement: Agreement, code: str) -> Mapping[str, Any]:
    """The secret for the code. ``Refused`` where something is missing from the agreement."""
    form = {
        "grant_type": "authorization_code",
        "code": code,
        "code_verifier": str(agreement.memory.get("verifier") or ""),
        "redirect_uri": agreement.redirect_uri,
    }
    with harmless(_("Menukar kode")):
        response = _ask(agreement, form)
        if _error(response) == "invalid_grant":
            raise Refused(_("Kode dari Google sudah tidak berlaku. Ulangi penyambungan dari awal."))
        found = _answer(response, agreement.now)
    granted = set(str(found.get("scope") or "").split())
    missing = [_(scope.label) for scope in SCOPES if scope.code not in granted]
    if missing:
        raise Refused(
            _(
                "Izin ini belum dicentang di halaman Google: %(names)s. Ulangi"
                " penyambungan dan centang semuanya."
            )
            % {"names": "; ".join(missing)}
        )
    if not found.get("refresh_token"):
        raise Refused(
            _(
                "Google tidak memberi token penyegar. Cabut akses aplikasi ini di"
                " myaccount.google.com/permissions, lalu sambungkan lagi."
            )
        )
    return _secret(found, {}, agreement.now)


def refresh(session: Session) -> Mapping[str, Any]:
    """The renewed secret, whole: Google usually leaves the refresh token out of its answer."""
    token = str(session.secret.get("refresh_token") or "")
    if not token or not token.isascii() or not token.isprintable():
        raise Unauthorised(_("Akun YouTube ini perlu disambungkan lagi."))
    with harmless(_("Memperbarui sambungan")):
        response = _ask(session, {"grant_type": "refresh_token", "refresh_token": token})
        if _error(response) == "invalid_grant":
            raise Unauthorised(
                _(
                    "Izin di Google sudah dicabut atau kedaluwarsa. Sambungkan lagi akun"
                    " YouTube ini."
                )
            )
        found = _answer(response, session.now)
    return _secret(found, session.secret, session.now)


def _secret(found: Mapping[str, Any], old: Mapping[str, Any], now: datetime) -> Mapping[str, Any]:
    life = timedelta(seconds=_seconds(found.get("expires_in")) or _USUAL_LIFE)
    fresh = {
        **old,
        "access_token": answers.text_at(dict(found), "access_token"),
        "refresh_token": found.get("refresh_token") or old.get("refresh_token"),
        "scope": found.get("scope") or old.get("scope", ""),
        "renew_at": (now + max(life - EARLY, life / 2)).isoformat(),
    }
    # Told only where the agreement itself ends: a trial application, or one for a set time.
    if until := _seconds(found.get("refresh_token_expires_in")):
        fresh["expires_at"] = (now + timedelta(seconds=until)).isoformat()
    return fresh


def _ask(by: Agreement | Session, form: Mapping[str, str]) -> httpx2.Response:
    client_id, client_secret = _keys(by.app)
    whole = {**form, "client_id": client_id, "client_secret": client_secret}
    return by.http.request("POST", _token_endpoint(by.server), data=whole)


def _answer(response: httpx2.Response, now: datetime) -> dict[str, Any]:
    error = _error(response)
    if error in {"invalid_client", "unauthorized_client", "redirect_uri_mismatch"}:
        raise Refused(
            _(
                "Google tidak mengenali kunci atau alamat kembali aplikasi instalasi ini."
                " Minta pengelola memeriksanya di Google Cloud Console."
            )
        )
    if response.status_code == 403 and error in {"rate_limit_exceeded", "temporarily_unavailable"}:
        raise TryLater(_("Google meminta menunggu sebentar."), after=answers.pause(response, now))
    answers.require_success(
        response, label=LABEL, now=now, said=answers.told(response, "error_description", "error")
    )
    found = answers.json_object(response)
    answers.text_at(found, "access_token")
    return found


def _error(response: httpx2.Response) -> str:
    if response.status_code < 400:
        return ""
    try:
        return answers.text_at(answers.json_object(response), "error")
    except AnswerLost:
        return ""


def _seconds(value: Any) -> int:
    return value if type(value) is int and value > 0 else 0


def _keys(app: Mapping[str, Any]) -> tuple[str, str]:
    """The keys of the application; ``Refused`` where nobody entered them yet."""
    client_id, client_secret = (str(app.get(n) or "") for n in ("client_id", "client_secret"))
    if not client_id or not client_secret:
        raise Refused(
            _("Aplikasi Google instalasi ini belum didaftarkan. Minta pengelola mengisinya dulu.")
        )
    return client_id, client_secret


def _page(server: str) -> str:
    base = "https://accounts.google.com" if _is_google(server) else server.rstrip("/")
    return f"{base}/o/oauth2/v2/auth"


def _token_endpoint(server: str) -> str:
    base = "https://oauth2.googleapis.com" if _is_google(server) else server.rstrip("/")
    return f"{base}/token"


def _is_google(server: str) -> bool:
    return (urlsplit(server).hostname or "").endswith(GOOGLE)

"""Connecting and renewing: OAuth v2 with PKCE (developers.tiktok.com/doc/login-kit-web, -desktop,
oauth-user-access-token-management).

TikTok's challenge is the SHA-256 of the verifier in hexadecimal, not in base64 as RFC 7636 has it.
"""

from __future__ import annotations

import hashlib
import secrets
from collections.abc import Mapping
from datetime import datetime, timedelta
from typing import Any
from urllib.parse import urlencode

import httpx2

from kentongan.kernel.say import gettext as _, gettext_noop
from kentongan.networks import answers
from kentongan.networks.connectors.tiktok.problems import LABEL
from kentongan.networks.contract import (
    Agreement,
    Refused,
    Scope,
    Session,
    TryLater,
    Unauthorised,
    harmless,
)

SERVER = "https://open.tiktokapis.com"
CONSENT = "https://www.tiktok.com"
SCOPES = (
    Scope("user.info.basic", gettext_noop("Membaca nama akun")),
    Scope("video.publish", gettext_noop("Menayangkan video dan foto langsung di akun")),
    Scope("video.upload", gettext_noop("Menaruh draf di kotak masuk akun")),
)
#: What TikTok documents where an answer does not tell.
ACCESS_SECONDS, REFRESH_SECONDS = 86_400, 365 * 86_400


def authorise_url(agreement: Agreement) -> tuple[str, Mapping[str, Any]]:
    """Where the person agrees; the memory holds the verifier."""
    key, _secret = _keys(agreement.app)
    verifier = secrets.token_urlsafe(48)
    query = {
        "client_key": key,
        "response_type": "code",
        "scope": ",".join(scope.code for scope in SCOPES),
        "redirect_uri": agreement.redirect_uri,
        "state": agreement.state,
        "code_challenge": hashlib.sha256(verifier.encode()).hexdigest(),
        "code_challenge_method": "S256",
    }
    server = agreement.server.rstrip("/")
    consent = CONSENT if server == SERVER else server
    return f"{consent}/v2/auth/authorize/?{urlencode(query)}", {"code_verifier": verifier}


def exchange(agreement: Agreement, code: str) -> Mapping[str, Any]:
    """The secret for the code of the person's agreement."""
    key, secret = _keys(agreement.app)
    form = {
        "client_key": key,
        "client_secret": secret,
        "code": code,
        "grant_type": "authorization_code",
        "redirect_uri": agreement.redirect_uri,
        "code_verifier": str(agreement.memory["code_verifier"]),
    }
    with harmless(_("Menukar kode")):
        response = _token(agreement, form)
        if _error(response) == "invalid_grant":
            raise Refused(
                _("Kode izin %(label)s sudah tidak berlaku. Ulangi menyambungkan akun.")
                % {"label": LABEL}
            )
        found = _secret(_succeeded(response, agreement.now), agreement.now, {})
    if not set(found["scope"].split(",")) & {"video.publish", "video.upload"}:
        raise Refused(
            _("Izin mengunggah belum diberikan. Ulangi, lalu setujui semua izin %(label)s.")
            % {"label": LABEL}
        )
    return found


def refresh(session: Session) -> Mapping[str, Any]:
    """The renewed secret, whole. TikTok may give another refresh token: the newest is kept."""
    token = str(session.secret.get("refresh_token") or "")
    if not token:
        raise Unauthorised(_("Akun %(label)s ini perlu disambungkan lagi.") % {"label": LABEL})
    key, secret = _keys(session.app)
    form = {
        "client_key": key,
        "client_secret": secret,
        "grant_type": "refresh_token",
        "refresh_token": token,
    }
    with harmless(_("Memperbarui izin")):
        response = _token(session, form)
        if _error(response) in {"invalid_grant", "invalid_request"}:
            raise Unauthorised(
                _("Izin akun %(label)s ini sudah habis. Sambungkan lagi akunnya.")
                % {"label": LABEL}
            )
        found = _secret(_succeeded(response, session.now), session.now, session.secret)
    return {**session.secret, **found}


def _keys(app: Mapping[str, Any]) -> tuple[str, str]:
    key, secret = (str(app.get(name) or "") for name in ("client_key", "client_secret"))
    if not key or not secret:
        raise Refused(
            _("Kunci aplikasi %(label)s belum diisi. Minta admin mengisinya dulu.")
            % {"label": LABEL}
        )
    return key, secret


def _token(by: Agreement | Session, form: Mapping[str, str]) -> httpx2.Response:
    return by.http.request("POST", f"{by.server.rstrip('/')}/v2/oauth/token/", data=form)


def _error(response: httpx2.Response) -> str:
    """The name of an error of OAuth, which TikTok may send with status 200."""
    try:
        found = response.json().get("error")
    except (ValueError, AttributeError, RecursionError):
        return ""
    return found if isinstance(found, str) else ""


def _succeeded(response: httpx2.Response, now: datetime) -> dict[str, Any]:
    error = _error(response)
    said = answers.told(response, "error_description", "error")
    if error in {"invalid_client", "unauthorized_client"}:
        raise Refused(
            _("%(label)s tidak mengenal kunci aplikasi ini. Minta admin memeriksanya.")
            % {"label": LABEL}
        )
    if error in {"server_error", "temporarily_unavailable", "internal_error"}:
        raise TryLater(
            _("%(label)s sedang bermasalah (%(said)s).") % {"label": LABEL, "said": said}
        )
    if error and response.status_code < 400:
        raise Refused(_("%(label)s menolak (%(said)s).") % {"label": LABEL, "said": said})
    answers.require_success(response, label=LABEL, now=now, said=said)
    return answers.json_object(response)


def _secret(found: dict[str, Any], now: datetime, old: Mapping[str, Any]) -> dict[str, Any]:
    """Tokens and times of an answer; what it leaves out is kept from ``old``.

    Renewing is due at half the life of the access token; a person must agree again when the
    refresh token ends.
    """
    seconds = _seconds(found.get("expires_in"), ACCESS_SECONDS)
    kept = {
        name: str(found.get(name) or old.get(name) or "")
        for name in ("refresh_token", "open_id", "scope")
    }
    if not kept["scope"]:
        kept["scope"] = ",".join(scope.code for scope in SCOPES)
    secret = {
        **kept,
        "access_token": answers.text_at(found, "access_token"),
        "renew_at": (now + timedelta(seconds=seconds / 2)).isoformat(),
    }
    if "refresh_expires_in" in found or not old.get("expires_at"):
        left = _seconds(found.get("refresh_expires_in"), REFRESH_SECONDS)
        secret["expires_at"] = (now + timedelta(seconds=left)).isoformat()
    return secret


def _seconds(value: Any, otherwise: int) -> int:
    return value if type(value) is int and value > 0 else otherwise

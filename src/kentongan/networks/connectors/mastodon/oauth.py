"""Connecting by OAuth: an application is registered at the server, then the person agrees.

docs.joinmastodon.org/client/authorized. Every connection registers its own application: servers
are many, nothing has to be shared between accounts, and disconnecting forgets it. The code is worth
nothing without the verifier (PKCE, RFC 7636) where a server knows of it: Mastodon since 4.3; others
leave it aside.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any
from urllib.parse import urlencode

from kentongan.kernel.say import gettext as _
from kentongan.networks import answers, pkce
from kentongan.networks.contract import Agreement, harmless

APPLICATION = "Kentongan"
SCOPES = "read:accounts read:statuses read:notifications write:statuses write:media"


def authorise_url(agreement: Agreement) -> tuple[str, Mapping[str, Any]]:
    """Register an application; returns where to send the person, and the application's keys."""
    base = agreement.server.rstrip("/")
    with harmless(_("Mendaftarkan aplikasi")):
        response = agreement.http.request(
            "POST",
            f"{base}/api/v1/apps",
            data={
                "client_name": APPLICATION,
                "redirect_uris": agreement.redirect_uri,
                "scopes": SCOPES,
            },
        )
        _succeed(response)
        found = answers.json_object(response)
        client_id = answers.text_at(found, "client_id")
        client_secret = answers.text_at(found, "client_secret")
    verifier, challenge = pkce.pair()
    query = {
        "response_type": "code",
        "client_id": client_id,
        "redirect_uri": agreement.redirect_uri,
        "scope": SCOPES,
        "state": agreement.state,
        "code_challenge": challenge,
        "code_challenge_method": "S256",
    }
    memory = {"client_id": client_id, "client_secret": client_secret, "verifier": verifier}
    return f"{base}/oauth/authorize?{urlencode(query)}", memory


def exchange(agreement: Agreement, code: str) -> Mapping[str, Any]:
    """The secret for the code: token and the keys of the application."""
    kept = {name: agreement.memory[name] for name in ("client_id", "client_secret")}
    with harmless(_("Menukar kode")):
        response = agreement.http.request(
            "POST",
            f"{agreement.server.rstrip('/')}/oauth/token",
            data={
                "grant_type": "authorization_code",
                "code": code,
                **kept,
                "redirect_uri": agreement.redirect_uri,
                "scope": SCOPES,
                "code_verifier": str(agreement.memory.get("verifier") or ""),
            },
        )
        _succeed(response)
        token = answers.text_at(answers.json_object(response), "access_token")
    return {**kept, "access_token": token, "application": APPLICATION}


def _succeed(response: Any) -> None:
    answers.require_success(
        response,
        label="Mastodon",
        now=None,
        said=answers.told(response, "error_description", "error"),
    )

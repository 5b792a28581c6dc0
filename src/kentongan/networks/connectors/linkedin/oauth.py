"""Connecting by OAuth, and which organisations the agreement reaches.

learn.microsoft.com/linkedin/shared/authentication (authorization-code-flow,
programmatic-refresh-tokens) and .../organizations/organization-access-control-by-role.
Refresh tokens are granted to approved applications only, live for a year, and do not grow longer
by being used; after that a person agrees again.
"""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime, timedelta
from typing import Any
from urllib.parse import urlencode

import httpx2

from kentongan.kernel.say import gettext as _, gettext_noop
from kentongan.networks import answers
from kentongan.networks.connectors.linkedin.api import (
    LABEL,
    ORGANISATION,
    headers_of,
    succeed,
    token_of,
)
from kentongan.networks.contract import (
    Agreement,
    Choice,
    CredentialField,
    Identity,
    Refused,
    Scope,
    Session,
    Unauthorised,
    harmless,
)

APP_FIELDS = (
    CredentialField(
        name="client_id",
        label=gettext_noop("Client ID aplikasi LinkedIn"),
        help=gettext_noop("Di developer.linkedin.com, aplikasi Anda, tab Auth."),
    ),
    CredentialField(
        name="client_secret",
        label=gettext_noop("Client Secret aplikasi LinkedIn"),
        help=gettext_noop("Di tab yang sama; jangan dibagikan."),
        secret=True,
    ),
)
SCOPES = (
    Scope("w_organization_social", gettext_noop("Menerbitkan dan menarik atas nama halaman")),
    Scope("r_organization_social", gettext_noop("Membaca unggahan halaman sendiri")),
    Scope("rw_organization_admin", gettext_noop("Mengetahui halaman mana yang Anda kelola")),
)
#: Roles that may post in the name of the organisation, as they are called on its page.
ROLES = {
    "ADMINISTRATOR": gettext_noop("Anda admin utama"),
    "CONTENT_ADMINISTRATOR": gettext_noop("Anda admin konten"),
    "CONTENT_ADMIN": gettext_noop("Anda admin konten"),
}
MOST_CHOICES = 50
LIFE = timedelta(days=60)


def authorise_url(agreement: Agreement) -> tuple[str, Mapping[str, Any]]:
    """Where the person agrees."""
    client_id, _ = _keys(agreement.app)
    query = {
        "response_type": "code",
        "client_id": client_id,
        "redirect_uri": agreement.redirect_uri,
        "state": agreement.state,
        "scope": " ".join(scope.code for scope in SCOPES),
    }
    return f"{_site(agreement.server)}/oauth/v2/authorization?{urlencode(query)}", {}


def exchange(agreement: Agreement, code: str) -> Mapping[str, Any]:
    """The secret for the code; which organisation is meant is still to be chosen."""
    form = {
        "grant_type": "authorization_code",
        "code": code,
        "redirect_uri": agreement.redirect_uri,
    }
    with harmless(_("Menukar kode")):
        response = _ask(agreement, form)
        if response.status_code in {400, 401}:
            said = answers.told(response, "error_description", "error")
            raise Refused(
                _(
                    "%(label)s tidak menerima kode persetujuan (%(said)s). Ulangi"
                    " penyambungan dari awal; kode hanya berlaku sekali dan sebentar."
                )
                % {"label": LABEL, "said": said or response.status_code}
            )
        succeed(response, now=agreement.now)
        return secret_of(answers.json_object(response), {}, now=agreement.now)


def refresh(session: Session) -> Mapping[str, Any]:
    """The renewed secret, whole. Raises ``Unauthorised`` where only a person can renew it."""
    token = str(session.secret.get("refresh_token") or "")
    if not token:
        raise Unauthorised(
            _("Sambungan %(label)s ini tidak dapat diperbarui sendiri. Sambungkan lagi akunnya.")
            % {"label": LABEL}
        )
    with harmless(_("Memperbarui sambungan")):
        form = {"grant_type": "refresh_token", "refresh_token": token}
        response = _ask(session, form)
        if response.status_code in {400, 401}:
            said = answers.told(response, "error_description", "error")
            raise Unauthorised(
                _(
                    "%(label)s tidak lagi memperbarui sambungan ini (%(said)s). Sambungkan"
                    " lagi akunnya."
                )
                % {"label": LABEL, "said": said}
            )
        succeed(response, now=session.now)
        return secret_of(answers.json_object(response), session.secret, now=session.now)


def secret_of(found: dict[str, Any], old: Mapping[str, Any], *, now: datetime) -> dict[str, Any]:
    """What is kept of an answer with tokens; what it leaves out is kept from ``old``."""
    life = _seconds(found.get("expires_in")) or LIFE
    secret = {**old, "access_token": answers.text_at(found, "access_token")}
    if found.get("refresh_token"):
        secret["refresh_token"] = str(found["refresh_token"])
    if not secret.get("refresh_token"):
        secret.pop("renew_at", None)
        return {**secret, "expires_at": (now + life).isoformat()}
    secret["renew_at"] = (now + life / 2).isoformat()
    if left := _seconds(found.get("refresh_token_expires_in")):
        secret["expires_at"] = (now + left).isoformat()
    return secret


def choices(agreement: Agreement, secret: Mapping[str, Any]) -> list[Choice]:
    """The organisations in whose name the person may post."""
    headers = headers_of(token_of(secret))
    base = f"{agreement.server.rstrip('/')}/rest"
    with harmless(_("Membaca daftar halaman")):
        response = agreement.http.request(
            "GET",
            f"{base}/organizationAcls",
            headers={**headers, "X-RestLi-Method": "FINDER"},
            params={"q": "roleAssignee", "state": "APPROVED", "count": str(MOST_CHOICES)},
        )
        succeed(response)
        rows = answers.json_object(response).get("elements")
        found: list[Choice] = []
        for urn, role in _administered(rows if isinstance(rows, list) else []).items():
            response = agreement.http.request(
                "GET", f"{base}/organizations/{urn.rpartition(':')[2]}", headers=headers
            )
            succeed(response)
            identity = identity_of(answers.json_object(response))
            found.append(Choice(identity, {**secret, "organization": urn}, ROLES[role]))
    return found


def _administered(rows: list[Any]) -> dict[str, str]:
    """URN and role of each organisation; the first role that may post."""
    found: dict[str, str] = {}
    for row in rows:
        if not isinstance(row, dict) or row.get("state") != "APPROVED":
            continue
        urn, role = str(row.get("organization")), str(row.get("role"))
        if role in ROLES and ORGANISATION.fullmatch(urn):
            found.setdefault(urn, role)
    return found


def identity_of(found: dict[str, Any]) -> Identity:
    """An organisation as LinkedIn describes it."""
    number = answers.text_at(found, "id")
    name = str(found.get("vanityName") or number)
    return Identity(
        external_id=f"urn:li:organization:{number}",
        handle=name,
        display_name=str(found.get("localizedName") or ""),
        url=f"https://www.linkedin.com/company/{name}/",
    )


def _ask(by: Agreement | Session, form: Mapping[str, str]) -> httpx2.Response:
    client_id, client_secret = _keys(by.app)
    whole = {**form, "client_id": client_id, "client_secret": client_secret}
    return by.http.request("POST", f"{_site(by.server)}/oauth/v2/accessToken", data=whole)


def _site(server: str) -> str:
    """The pages of agreement lie at ``www.``, the API at ``api.``."""
    return server.rstrip("/").replace("://api.", "://www.", 1)


def _seconds(value: Any) -> timedelta | None:
    return timedelta(seconds=min(value, 10**9)) if type(value) is int and value > 0 else None


def _keys(app: Mapping[str, Any]) -> tuple[str, str]:
    keys = (str(app.get("client_id") or ""), str(app.get("client_secret") or ""))
    if not all(keys):
        raise Refused(
            _("Kunci aplikasi %(label)s belum diisi. Minta admin instalasi mengisinya dahulu.")
            % {"label": LABEL}
        )
    return keys

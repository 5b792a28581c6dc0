"""Talking to a PDS: methods, sessions, and what its errors mean."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import timedelta
from typing import Any

import httpx2

from kentongan.kernel.say import gettext as _, gettext_noop
from kentongan.networks import answers
from kentongan.networks.contract import Refused, Session, Unauthorised, harmless

LABEL = "Bluesky"
MEND = gettext_noop(
    "Buat sandi aplikasi baru di Setelan Bluesky, Privasi dan keamanan, lalu sambungkan lagi."
)
#: Errors that a PDS sends with 400 although the credential is at fault.
CREDENTIAL_ERRORS = frozenset(
    {"ExpiredToken", "InvalidToken", "AccountTakedown", "AccountDeactivated", "AccountSuspended"}
)


def error_name(response: httpx2.Response) -> str:
    """The machine name of an error, such as ``RecordNotFound``."""
    try:
        found = response.json().get("error", "")
    except (ValueError, AttributeError, RecursionError):
        return ""
    return found if isinstance(found, str) else ""


class Xrpc:
    """The methods of one account's server. Signs in by itself when no session was stored."""

    def __init__(self, session: Session) -> None:
        self._session = session
        self._base = f"{session.server.rstrip('/')}/xrpc"
        self._access = str(session.secret.get("access") or "")
        self._did = str(session.secret.get("did") or session.external_id or "")

    @property
    def did(self) -> str:
        """The account's permanent identity."""
        if not self._did.startswith("did:"):
            self.sign_in()
        return self._did

    def get(self, method: str, params: Mapping[str, Any]) -> httpx2.Response:
        """A public query."""
        return self._session.http.request("GET", f"{self._base}/{method}", params=params)

    def ask(self, method: str, params: Mapping[str, Any]) -> httpx2.Response:
        """A query as the account."""
        return self._session.http.request(
            "GET", f"{self._base}/{method}", params=params, headers=self._authorised()
        )

    def post(self, method: str, **body: Any) -> httpx2.Response:
        """A procedure as the account: ``json=``, or ``content=`` with ``mime=``.

        ``size=``: the bytes of a content that comes in portions.
        """
        headers = self._authorised()
        if mime := body.pop("mime", ""):
            headers["Content-Type"] = mime
        if size := body.pop("size", 0):
            headers["Content-Length"] = str(size)
        return self._session.http.request("POST", f"{self._base}/{method}", headers=headers, **body)

    def _authorised(self) -> dict[str, str]:
        if not self._access:
            self.sign_in()
        return {"Authorization": f"Bearer {_token(self._access)}"}

    def sign_in(self) -> dict[str, str]:
        """A new session from the app password: ``access``, ``refresh``, ``did``, ``handle``."""
        secret = self._session.secret
        password = str(secret.get("app_password") or "")
        if not password or not password.isprintable():
            raise Unauthorised(
                _("Sandi aplikasi Bluesky belum diisi atau salah salin. %(mend)s")
                % {"mend": _(MEND)}
            )
        identifier = str(secret.get("identifier") or self._session.handle).lstrip("@")
        with harmless(_("Masuk ke Bluesky")):
            response = self._session.http.request(
                "POST",
                f"{self._base}/com.atproto.server.createSession",
                json={"identifier": identifier, "password": password},
            )
            if error_name(response) == "AuthFactorTokenRequired":
                raise Unauthorised(
                    _("Bluesky meminta kode kedua. Pakai sandi aplikasi, bukan sandi akun.")
                )
            self.succeed(response)
            return self._keep(answers.json_object(response))

    def renew(self) -> dict[str, str]:
        """A fresh session: with the refresh token where one is good, else by signing in."""
        token = str(self._session.secret.get("refresh") or "")
        if token:
            with harmless(_("Memperbarui sesi Bluesky")):
                response = self._session.http.request(
                    "POST",
                    f"{self._base}/com.atproto.server.refreshSession",
                    headers={"Authorization": f"Bearer {_token(token)}"},
                )
                if response.status_code == 200:
                    return self._keep(answers.json_object(response))
        return self.sign_in()

    def _keep(self, found: dict[str, Any]) -> dict[str, str]:
        self._access = answers.text_at(found, "accessJwt")
        self._did = answers.text_at(found, "did")
        return {
            "access": self._access,
            "refresh": answers.text_at(found, "refreshJwt"),
            "did": self._did,
            "handle": answers.text_at(found, "handle"),
        }

    def succeed(self, response: httpx2.Response, *, decisive: bool = False) -> None:
        """Return for success; otherwise raise what the error proves."""
        said = answers.told(response, "message", "error")
        if response.status_code in {400, 403} and error_name(response) in CREDENTIAL_ERRORS:
            raise Unauthorised(
                _("%(label)s tidak menerima sesi akun ini (%(said)s). %(mend)s")
                % {"label": LABEL, "said": said, "mend": _(MEND)}
            )
        if response.status_code == 413:
            raise Refused(
                _("Berkas terlalu besar untuk server %(label)s ini. Kecilkan gambar atau videonya.")
                % {"label": LABEL}
            )
        answers.require_success(
            response,
            label=LABEL,
            now=self._session.now,
            said=said,
            decisive=decisive,
            pause_headers=("ratelimit-reset",),
            mend=MEND,
        )


def _token(value: str) -> str:
    if not value.isascii() or not value.isprintable():
        raise Unauthorised(_("Sesi Bluesky tersimpan tidak sah. Sambungkan lagi akun ini."))
    return value


#: How long a created record may take to be readable at its own server: none, it is one database.
READ_YOUR_WRITES = timedelta(0)

"""Requests to a server of the Mastodon API, and what its errors mean."""

from __future__ import annotations

from typing import Any

import httpx2

from kentongan.kernel.say import gettext as _, gettext_noop
from kentongan.networks import answers
from kentongan.networks.contract import Refused, Session, Unauthorised

LABEL = "Mastodon"
#: What to do about a token that is not accepted.
MEND = gettext_noop("Periksa alamat servernya, salin lagi tokennya, lalu sambungkan lagi.")


class Api:
    """The endpoints of one server, as one account."""

    def __init__(self, session: Session) -> None:
        self._session = session
        self._base = session.server.rstrip("/")

    def call(self, method: str, path: str, **options: Any) -> httpx2.Response:
        """One request below ``/api/`` with the token of the account."""
        token = str(self._session.secret.get("access_token") or "")
        if not token or not token.isascii() or not token.isprintable():
            raise Unauthorised(
                _("Token %(label)s belum diisi atau salah salin. %(reconnect)s")
                % {"label": LABEL, "reconnect": _(answers.RECONNECT)}
            )
        headers = {"Authorization": f"Bearer {token}", **options.pop("headers", {})}
        return self._session.http.request(
            method, f"{self._base}/api/{path}", headers=headers, **options
        )

    def public(self, path: str) -> httpx2.Response:
        """A query that needs no token."""
        return self._session.http.request("GET", f"{self._base}/api/{path}")

    def succeed(self, response: httpx2.Response, *, decisive: bool = False) -> None:
        """Return for success; otherwise raise what the error proves."""
        said = answers.told(response, "error_description", "error")
        if response.status_code == 403:
            raise Unauthorised(
                _(
                    "%(label)s tidak mengizinkan akun ini (%(said)s). Periksa akunnya, lalu"
                    " sambungkan lagi."
                )
                % {"label": LABEL, "said": said or 403}
            )
        if response.status_code == 413:
            raise Refused(
                _("Gambar terlalu besar untuk server %(label)s ini. Kecilkan gambarnya.")
                % {"label": LABEL}
            )
        answers.require_success(
            response,
            label=LABEL,
            now=self._session.now,
            said=said,
            decisive=decisive,
            pause_headers=("X-RateLimit-Reset",),
            mend=MEND,
        )

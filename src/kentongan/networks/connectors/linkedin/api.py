"""Requests to LinkedIn's versioned REST API, and what its errors mean.

Errors are ``{"message", "serviceErrorCode", "status"}`` with an honest status.
learn.microsoft.com/linkedin/shared/api-guide/concepts/error-handling and rate-limits
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from datetime import datetime, timedelta
from typing import Any
from urllib.parse import quote, urlsplit

import httpx2

from kentongan.kernel.say import gettext as _
from kentongan.networks import answers
from kentongan.networks.contract import (
    OutcomeUnknown,
    Refused,
    Session,
    TryLater,
    Unauthorised,
)

LABEL = "LinkedIn"
#: A version lives for about a year; then every request answers 426.
VERSION = "202607"
ORGANISATION = re.compile(r"urn:li:organization(?:Brand)?:\d{1,20}")
USUAL_PAUSE = timedelta(minutes=15)


def headers_of(token: str) -> dict[str, str]:
    """What every request of the REST API carries."""
    return {
        "Authorization": f"Bearer {token}",
        "LinkedIn-Version": VERSION,
        "X-Restli-Protocol-Version": "2.0.0",
    }


def token_of(secret: Mapping[str, Any]) -> str:
    """The token; raises ``Unauthorised`` for one that cannot be any."""
    token = str(secret.get("access_token") or "")
    if not token or not token.isascii() or not token.isprintable():
        raise Unauthorised(
            _("Token %(label)s belum ada atau rusak. Sambungkan lagi akunnya.") % {"label": LABEL}
        )
    return token


def encoded(urn: str) -> str:
    """A URN as a part of a path."""
    return quote(urn, safe="")


def succeed(
    response: httpx2.Response, *, now: datetime | None = None, decisive: bool = False
) -> None:
    """Return for success; otherwise raise what the error proves."""
    status = response.status_code
    said = answers.told(response, "message", "error_description", "error")
    words = f" ({said})" if said else ""
    if status == 403:
        raise Unauthorised(
            _(
                "%(label)s tidak mengizinkan ini%(words)s. Pastikan Anda masih admin"
                " halamannya, lalu sambungkan lagi dan setujui semua izin."
            )
            % {"label": LABEL, "words": words}
        )
    if status == 426:
        raise Refused(
            _(
                "Versi API %(label)s yang dipakai Kentongan sudah ditutup. Minta admin"
                " memperbarui Kentongan."
            )
            % {"label": LABEL}
        )
    if status == 429:
        after = answers.pause(response, now) or _until_reset(said, now)
        raise TryLater(
            _("%(label)s meminta menunggu: terlalu sering%(words)s.")
            % {"label": LABEL, "words": words},
            after=after,
            whole_app="APPLICATION DAY" in said.upper(),
        )
    if decisive and status in {409, 422} and "duplicate" in said.lower():
        # Perhaps of an earlier attempt of ours whose answer was lost: whoever looks will know.
        raise OutcomeUnknown(
            _("%(label)s menyebut unggahan ini sudah ada%(words)s.")
            % {"label": LABEL, "words": words}
        )
    answers.require_success(response, label=LABEL, now=now, said=said, decisive=decisive)


def _until_reset(said: str, now: datetime | None) -> timedelta:
    """Quotas of a day begin anew at midnight UTC; others soon."""
    if now is None or "DAY" not in said.upper():
        return USUAL_PAUSE
    gone = now - now.replace(hour=0, minute=0, second=0, microsecond=0)
    return max(timedelta(days=1) - gone, timedelta(minutes=1))


class Api:
    """The endpoints below ``/rest``, in the name of one organisation."""

    def __init__(self, session: Session) -> None:
        self._session = session
        self._base = f"{session.server.rstrip('/')}/rest"

    @property
    def organisation(self) -> str:
        """The URN of the organisation; raises ``Unauthorised`` where none was chosen."""
        urn = str(self._session.secret.get("organization") or "")
        urn = f"urn:li:organization:{urn}" if urn.isascii() and urn.isdigit() else urn
        if not ORGANISATION.fullmatch(urn):
            raise Unauthorised(
                _("Halaman %(label)s belum dipilih. Sambungkan lagi, lalu pilih halamannya.")
                % {"label": LABEL}
            )
        return urn

    def call(
        self,
        method: str,
        path: str,
        *,
        params: Mapping[str, str] | None = None,
        json: Any = None,
        rest: str = "",
    ) -> httpx2.Response:
        """One request; ``rest`` is the method of the Rest.li protocol where it must be named."""
        headers = headers_of(token_of(self._session.secret))
        if rest:
            headers["X-RestLi-Method"] = rest
        return self._session.http.request(
            method, f"{self._base}/{path}", headers=headers, params=params, json=json
        )

    def succeed(self, response: httpx2.Response, *, decisive: bool = False) -> None:
        """Return for success; otherwise raise what the error proves."""
        succeed(response, now=self._session.now, decisive=decisive)

    def object(self, response: httpx2.Response) -> dict[str, Any]:
        """The object of a successful answer."""
        self.succeed(response)
        return answers.json_object(response)

    def upload(
        self, url: str, content: bytes | Iterable[bytes], size: int, *, signed: bool
    ) -> httpx2.Response:
        """Send bytes where LinkedIn told to.

        ``signed``: the address is its own permission, so the token stays here. It also stays
        here where the address is not one of the network's own.
        """
        headers = {"Content-Type": "application/octet-stream", "Content-Length": str(size)}
        if not signed:
            headers |= self._token_for(url)
        response = self._session.http.request("PUT", url, headers=headers, content=content)
        self.succeed(response)
        return response

    def hand_in(self, url: str, parts: Mapping[str, Any]) -> None:
        """Send a form with files where LinkedIn told to, with the token on its own site only."""
        headers = self._token_for(url)
        self.succeed(self._session.http.request("POST", url, headers=headers, files=parts))

    def _token_for(self, url: str) -> dict[str, str]:
        if not _same_site(url, self._session.server):
            return {}
        return {"Authorization": f"Bearer {token_of(self._session.secret)}"}


def _same_site(url: str, server: str) -> bool:
    one, other = (str(urlsplit(address).hostname or "").split(".") for address in (url, server))
    return one[-2:] == other[-2:]

"""Requests to the YouTube Data API, as one account."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime
from typing import Any
from urllib.parse import urlsplit

import httpx2

from kentongan.kernel.http import HttpClient
from kentongan.kernel.say import gettext as _
from kentongan.networks import answers
from kentongan.networks.connectors.youtube import problems
from kentongan.networks.contract import Unauthorised

GOOGLE = ".googleapis.com"


class Api:
    """The endpoints of one server; the token travels in the header only."""

    def __init__(
        self, server: str, secret: Mapping[str, Any], http: HttpClient, now: datetime | None
    ) -> None:
        self._base = server.rstrip("/")
        self._secret = secret
        self._http = http
        self._now = now

    def call(self, method: str, path: str, **options: Any) -> httpx2.Response:
        """One request below ``/youtube/v3/``."""
        return self._send(method, f"{self._base}/youtube/v3/{path}", **options)

    def upload(self, method: str, path: str, **options: Any) -> httpx2.Response:
        """One request below ``/upload/youtube/v3/``."""
        return self._send(method, f"{self._base}/upload/youtube/v3/{path}", **options)

    def session(self, address: str, **options: Any) -> httpx2.Response:
        """One request to an upload session, at the address that YouTube gave for it."""
        return self._send("PUT", self._place(address), **options)

    def found(self, path: str, **params: Any) -> list[dict[str, Any]]:
        """The items of a list; raises what an error proves."""
        return self.page(path, params)[0]

    def page(self, path: str, params: Mapping[str, Any]) -> tuple[list[dict[str, Any]], str]:
        """One page of a list, and the token of the next, empty at the end."""
        response = self.call("GET", path, params=params)
        self.succeed(response)
        value = answers.json_object(response)
        items = value.get("items")
        listed = [i for i in items if isinstance(i, dict)] if isinstance(items, list) else []
        return listed, str(value.get("nextPageToken") or "")

    def succeed(self, response: httpx2.Response, *, decisive: bool = False) -> None:
        """Return for success; otherwise raise what the error proves."""
        problems.require_success(response, now=self._now, decisive=decisive)

    def _send(self, method: str, url: str, **options: Any) -> httpx2.Response:
        token = str(self._secret.get("access_token") or "")
        if not token or not token.isascii() or not token.isprintable():
            raise Unauthorised(
                _(
                    "Akun YouTube ini belum disambungkan, atau tokennya salah salin."
                    " Sambungkan lagi."
                )
            )
        headers = {"Authorization": f"Bearer {token}", **options.pop("headers", {})}
        return self._http.request(method, url, headers=headers, **options)

    def _place(self, address: str) -> str:
        """Where a session is: on Google's own hosts as told, else on the server we talk to.

        A token goes along, so an answer must not be able to send us just anywhere.
        """
        told, base = urlsplit(address), urlsplit(self._base)
        ours = (base.hostname or "").endswith(GOOGLE)
        if ours and told.scheme == "https" and (told.hostname or "").endswith(GOOGLE):
            return address
        return told._replace(scheme=base.scheme, netloc=base.netloc).geturl()

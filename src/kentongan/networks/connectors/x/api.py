"""Requests to the X API v2 as one account."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

import httpx2

from kentongan.kernel.http import AnswerLost
from kentongan.kernel.say import gettext as _
from kentongan.networks import answers
from kentongan.networks.connectors.x import problems
from kentongan.networks.connectors.x.problems import LABEL
from kentongan.networks.contract import Session, Unauthorised


class Api:
    """The endpoints, with the token of the account."""

    def __init__(self, session: Session) -> None:
        self._session = session
        self._base = session.server.rstrip("/")

    def call(self, method: str, path: str, **options: Any) -> httpx2.Response:
        """One request below ``/2/``; the answer may be of any status."""
        token = str(self._session.secret.get("access_token") or "")
        if not token or not token.isascii() or not token.isprintable():
            raise Unauthorised(
                _("Token %(label)s belum ada atau salah salin. Sambungkan lagi.") % {"label": LABEL}
            )
        return self._session.http.request(
            method,
            f"{self._base}/2/{path}",
            headers={"Authorization": f"Bearer {token}"},
            **options,
        )

    def succeed(self, response: httpx2.Response, *, decisive: bool = False) -> None:
        """Return for success; otherwise raise what the error proves."""
        problems.succeed(response, now=self._session.now, decisive=decisive)

    def ask(self, method: str, path: str, **options: Any) -> dict[str, Any]:
        """One request that must succeed; its ``data``."""
        response = self.call(method, path, **options)
        self.succeed(response)
        return data(answers.json_object(response))


class Notes:
    """What a delivery remembers over its attempts; written before it is relied on."""

    def __init__(self, session: Session) -> None:
        self._known: dict[str, Any] = dict(session.remembered)
        self._remember = session.remember

    def get(self, name: str) -> Any:
        """What was noted last; None for nothing."""
        return self._known.get(name)

    def put(self, **values: Any) -> None:
        """Note durably. Raises what ``Session.remember`` raises: then nothing may be sent."""
        self._remember(values)
        self._known.update(values)


def data(answer: Mapping[str, Any]) -> dict[str, Any]:
    """The object an answer is about. One without it counts as lost."""
    found = answer.get("data")
    if not isinstance(found, dict):
        raise AnswerLost(_("Jawaban server tidak memuat data."))
    return found

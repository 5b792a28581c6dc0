"""Requests to the Threads API, and what its errors mean.

Errors have the shape of Meta's Graph API: ``{"error": {"message", "type", "code",
"error_subcode", "is_transient", "fbtrace_id"}}``; the status alone tells little, for a dead token
comes with 400. developers.facebook.com/docs/graph-api/guides/error-handling
"""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

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

LABEL = "Threads"
VERSION = "v1.0"
USUAL_PAUSE = timedelta(minutes=15)
#: How long the network wants before a fresh container is known everywhere.
SETTLING = timedelta(seconds=30)

DEAD_TOKEN = {102, 190, 463, 467}
TOO_OFTEN = {4, 17, 32, 341, 613}
STUMBLED = {1, 2}
POLICY = {368}
UNKNOWN_OBJECT = {(24, 4279009), (100, 33), (803, 0)}


@dataclass(frozen=True, slots=True)
class Trouble:
    """The error of an answer; ``code`` 0 where the answer holds none."""

    code: int = 0
    subcode: int = 0
    message: str = ""
    transient: bool = False


def trouble(response: httpx2.Response) -> Trouble:
    """What the network says went wrong."""
    try:
        error = response.json().get("error")
    except (ValueError, AttributeError, RecursionError):
        return Trouble()
    if not isinstance(error, dict):
        return Trouble()
    said = error.get("error_user_msg") or error.get("message") or ""
    return Trouble(
        code=_number(error.get("code")),
        subcode=_number(error.get("error_subcode")),
        message=" ".join(str(said).split())[:200],
        transient=error.get("is_transient") is True,
    )


def _number(value: Any) -> int:
    return value if type(value) is int else 0


def unknown_object(response: httpx2.Response) -> bool:
    """Whether the network says that there is no such post or container."""
    found = trouble(response)
    return response.status_code >= 400 and (found.code, found.subcode) in UNKNOWN_OBJECT


def succeed(
    response: httpx2.Response, *, now: datetime | None = None, decisive: bool = False
) -> None:
    """Return for success; otherwise raise what the error proves.

    ``decisive``: this was the request that publishes. An error the network itself calls passing
    then proves nothing, while a limit or a dead token proves that nothing was accepted.
    """
    found = trouble(response)
    words = f" ({found.message})" if found.message else ""
    if found.code in DEAD_TOKEN:
        raise Unauthorised(
            _("%(label)s tidak menerima kredensial akun ini%(words)s. %(reconnect)s")
            % {"label": LABEL, "words": words, "reconnect": _(answers.RECONNECT)}
        )
    if found.code == 10 or 200 <= found.code < 300:
        raise Unauthorised(
            _(
                "%(label)s belum memberi izin untuk ini%(words)s. Sambungkan lagi akunnya"
                " dan setujui semua izin yang diminta."
            )
            % {"label": LABEL, "words": words}
        )
    if found.code in TOO_OFTEN or 80000 <= found.code < 80100:
        raise TryLater(
            _("%(label)s meminta menunggu: terlalu sering%(words)s.")
            % {"label": LABEL, "words": words},
            after=_pause(response, now),
        )
    if found.code in STUMBLED or found.transient:
        text = _("%(label)s sedang bermasalah%(words)s.") % {"label": LABEL, "words": words}
        if decisive:
            raise OutcomeUnknown(text)
        raise TryLater(text)
    if found.code in POLICY:
        raise Refused(
            _(
                "%(label)s membatasi akun ini karena aturannya%(words)s. Buka aplikasi"
                " Threads, selesaikan yang diminta di sana, lalu terbitkan lagi."
            )
            % {"label": LABEL, "words": words}
        )
    if decisive and (found.code, found.subcode) in UNKNOWN_OBJECT:
        raise TryLater(
            _("%(label)s belum selesai menyiapkan unggahan.") % {"label": LABEL}, after=SETTLING
        )
    answers.require_success(response, label=LABEL, now=now, said=found.message, decisive=decisive)


def _pause(response: httpx2.Response, now: datetime | None) -> timedelta:
    """The wait that is told, in minutes, per use case; else a usual one."""
    try:
        usage = json.loads(response.headers.get("X-Business-Use-Case-Usage", "{}"))
        minutes = max(
            entry["estimated_time_to_regain_access"]
            for entries in usage.values()
            for entry in entries
        )
        told = timedelta(minutes=float(minutes))
    except (ValueError, KeyError, TypeError, AttributeError, OverflowError):
        told = timedelta(0)
    if told > timedelta(0):
        return min(told, answers.LONGEST_PAUSE)
    return answers.pause(response, now) or USUAL_PAUSE


class Api:
    """The endpoints below the version, as one account."""

    def __init__(self, session: Session) -> None:
        self._session = session
        self._base = f"{session.server.rstrip('/')}/{VERSION}"

    def call(
        self,
        method: str,
        path: str,
        *,
        params: Mapping[str, str] | None = None,
        data: Mapping[str, str] | None = None,
    ) -> httpx2.Response:
        """One request with the token in a header."""
        token = str(self._session.secret.get("access_token") or "")
        if not token or not token.isascii() or not token.isprintable():
            raise Unauthorised(
                _("Token %(label)s belum ada atau rusak. Sambungkan lagi akunnya.")
                % {"label": LABEL}
            )
        return self._session.http.request(
            method,
            f"{self._base}/{path}",
            headers={"Authorization": f"Bearer {token}"},
            params=params,
            data=data,
        )

    def succeed(self, response: httpx2.Response, *, decisive: bool = False) -> None:
        """Return for success; otherwise raise what the error proves."""
        succeed(response, now=self._session.now, decisive=decisive)

    def get(self, path: str, **params: str) -> dict[str, Any]:
        """The object at ``path``."""
        response = self.call("GET", path, params=params)
        self.succeed(response)
        return answers.json_object(response)

"""Requests to Meta's Graph API, and what its errors mean. For Facebook Pages and Instagram.

developers.facebook.com/docs/graph-api: overview/rate-limiting, guides/error-handling,
guides/secure-requests. Every address follows from the versioned base of the session, also those
of the vendor's other hosts.
"""

from __future__ import annotations

import hashlib
import hmac
import json
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any, Self
from urllib.parse import urlsplit

import httpx2

from kentongan.kernel.http import AnswerLost, HttpClient
from kentongan.kernel.say import gettext as _
from kentongan.networks import answers
from kentongan.networks.contract import OutcomeUnknown, Refused, Session, TryLater, Unauthorised

#: The version whose contract the tests check requests against.
BASE = "https://graph.facebook.com/v26.0"
#: Too many calls: of the application, the person, the Page, of one kind; 800xx per use case.
TOO_MANY = frozenset({4, 17, 32, 613, 80001, 80002})
SIGNED_OUT = frozenset({102, 190})
BLOCKED = 368
#: Windows in which the vendor counts calls roll over an hour; without an estimate, a part of it.
FULL_WINDOW = timedelta(hours=1)
SHORT_WINDOW = timedelta(minutes=15)
PAGE_SIZE = 50


@dataclass(frozen=True, slots=True)
class Fault:
    """The error object of an answer. ``data``: ``error_data``, which some errors carry."""

    code: int
    subcode: int
    message: str
    transient: bool
    data: Mapping[str, Any]

    @property
    def missing(self) -> bool:
        """The object does not exist, or this token may not see it; the vendor tells no more."""
        return (self.code, self.subcode) == (100, 33)

    @property
    def no_such_field(self) -> bool:
        """The object has no such field: it is of another kind than was thought."""
        return self.code == 100 and "nonexisting field" in self.message.lower()


def fault_of(response: httpx2.Response) -> Fault | None:
    """The error that an answer carries; None where it carries none in the vendor's form."""
    try:
        told = response.json()
    except (ValueError, RecursionError):
        return None
    error = told.get("error") if isinstance(told, dict) else None
    if not isinstance(error, dict) or type(error.get("code")) is not int:
        return None
    said = error.get("error_user_msg") or error.get("message") or ""
    subcode, data = error.get("error_subcode"), error.get("error_data")
    return Fault(
        code=error["code"],
        subcode=subcode if isinstance(subcode, int) else 0,
        message=" ".join(str(said).split()),
        transient=error.get("is_transient") is True,
        data=data if isinstance(data, dict) else {},
    )


def host(base: str, role: str) -> str:
    """The same version on another of the vendor's hosts: ``www``, ``rupload``, ``graph-video``.

    A server that is not the vendor's plays all parts itself.
    """
    parts = urlsplit(base.rstrip("/"))
    if not parts.netloc.startswith("graph."):
        return parts.geturl()
    return parts._replace(netloc=role + parts.netloc.removeprefix("graph")).geturl()


class Graph:
    """The endpoints of the Graph API for one token."""

    def __init__(
        self,
        *,
        server: str,
        token: str,
        http: HttpClient,
        label: str,
        now: datetime | None = None,
        app_secret: str = "",
    ) -> None:
        self._base = server.rstrip("/")
        self._token = token
        self._http = http
        self._label = label
        self._now = now
        self._app_secret = app_secret

    @classmethod
    def of(cls, session: Session, label: str) -> Self:
        """For the account of a session.

        The proof of the application goes along only where the token is known to be one of this
        installation's application: with a pasted token of another the vendor would refuse it.
        """
        known = session.app.get("client_id") and (
            session.secret.get("app_id") == session.app.get("client_id")
        )
        return cls(
            server=session.server,
            token=str(session.secret.get("access_token") or ""),
            http=session.http,
            label=label,
            now=session.now,
            app_secret=str(session.app.get("client_secret") or "") if known else "",
        )

    def get(self, path: str, **params: Any) -> httpx2.Response:
        """Read ``path``; ``params`` go into the address."""
        return self._send("GET", path, params={**params, **self._proof()})

    def post(
        self,
        path: str,
        data: Mapping[str, Any],
        *,
        files: Any = None,
        role: str = "graph",
        timeout: float | None = None,
    ) -> httpx2.Response:
        """Send a form; lists and objects in it as JSON, as the vendor wants them."""
        form = {name: _plain(value) for name, value in data.items()}
        return self._send(
            "POST", path, role=role, data={**form, **self._proof()}, files=files, timeout=timeout
        )

    def delete(self, path: str) -> httpx2.Response:
        """Delete ``path``."""
        return self._send("DELETE", path, params=self._proof())

    def remove(self, identifier: str) -> bool:
        """Delete an object; False where the vendor does not let this token do so.

        “Does not exist” may also mean “not allowed”, so it is looked at again.
        """
        response = self.delete(identifier)
        fault = fault_of(response)
        if fault is None or not fault.missing:
            self.succeed(response)
            return True
        left = self.get(identifier, fields="id")
        fault = fault_of(left)
        if fault is not None and fault.missing:
            return True
        self.succeed(left)
        return False

    def upload(
        self, path: str, content: Iterable[bytes], headers: Mapping[str, str], *, timeout: float
    ) -> httpx2.Response:
        """Raw bytes to the host for uploads. ``path`` is absolute: the vendor names it."""
        parts = urlsplit(host(self._base, "rupload"))
        url = parts._replace(path=path).geturl()
        return self._http.request(
            "POST",
            url,
            headers={**headers, "Authorization": f"OAuth {self._checked()}"},
            content=content,
            timeout=timeout,
        )

    def pages(self, path: str, *, most: int, **params: Any) -> Iterator[dict[str, Any]]:
        """The objects of a list, page by page; after ``most`` pages it is simply not read on."""
        query = {"limit": PAGE_SIZE, **params}
        for _page in range(most):
            rows, after = self.part(self.get(path, **query))
            yield from rows
            if not after:
                return
            query["after"] = after

    def part(self, response: httpx2.Response) -> tuple[list[dict[str, Any]], str]:
        """The objects on one page of a list, and what asks for the next; empty at the end."""
        found = self.read(response)
        if not isinstance(found.get("data"), list):
            raise AnswerLost(_("Jawaban server tidak memuat data."))
        rows = answers.rows_at(found, "data")
        paging = answers.object_at(found, "paging")
        after = answers.object_at(paging, "cursors").get("after")
        return rows, str(after) if rows and paging.get("next") and after else ""

    def read(self, response: httpx2.Response, *, decisive: bool = False) -> dict[str, Any]:
        """The object of a successful answer; otherwise raises what the error proves."""
        self.succeed(response, decisive=decisive)
        return answers.json_object(response)

    def succeed(self, response: httpx2.Response, *, decisive: bool = False) -> None:
        """Return for success; otherwise raise what the error proves.

        Raises ``Unauthorised``, ``TryLater``, ``Refused``; ``OutcomeUnknown`` where this was the
        request that publishes and the vendor is in trouble.
        """
        fault = fault_of(response)
        if fault is None:
            answers.require_success(response, label=self._label, now=self._now, decisive=decisive)
            return
        said = self._discreet(fault.message)
        words = f" ({said})" if said else ""
        if fault.code in TOO_MANY:
            raise TryLater(
                _("%(label)s meminta menunggu: terlalu sering%(words)s.")
                % {"label": self._label, "words": words},
                after=pause(response, self._now),
            )
        self._refuse_person(fault, words)
        if fault.code in {1, 2} or fault.transient or response.status_code >= 500:
            text = _("%(label)s sedang bermasalah%(words)s.") % {
                "label": self._label,
                "words": words,
            }
            raise OutcomeUnknown(text) if decisive else TryLater(text)
        if fault.missing:
            raise Refused(answers.gone(self._label, said))
        raise Refused(
            answers.refusal(self._label, said or _("kode %(code)s") % {"code": fault.code})
        )

    def _refuse_person(self, fault: Fault, words: str) -> None:
        """Raise where the trouble is with the account or what it agreed to."""
        if fault.code in SIGNED_OUT:
            raise Unauthorised(
                _("Sambungan ke %(label)s tidak berlaku lagi%(words)s. %(reconnect)s")
                % {"label": self._label, "words": words, "reconnect": _(answers.RECONNECT)}
            )
        if fault.code == BLOCKED:
            raise Refused(
                _(
                    "%(label)s sedang membatasi akun ini%(words)s. Buka Kotak Bantuan di"
                    " %(label)s, selesaikan yang diminta di sana, lalu kirim lagi."
                )
                % {"label": self._label, "words": words}
            )
        if fault.code == 10 or 200 <= fault.code < 300:
            raise Unauthorised(
                _(
                    "%(label)s belum memberi izin untuk ini%(words)s. Sambungkan lagi akun"
                    " ini dan setujui semua izin yang diminta."
                )
                % {"label": self._label, "words": words}
            )

    def _send(
        self,
        method: str,
        path: str,
        *,
        role: str = "graph",
        params: Mapping[str, Any] | None = None,
        data: Mapping[str, Any] | None = None,
        files: Any = None,
        timeout: float | None = None,
    ) -> httpx2.Response:
        base = self._base if role == "graph" else host(self._base, role)
        return self._http.request(
            method,
            f"{base}/{path}",
            headers={"Authorization": f"Bearer {self._checked()}"},
            params=params or None,
            data=data,
            files=files,
            timeout=timeout,
        )

    def _checked(self) -> str:
        """The token, fit for a header."""
        if not self._token or not self._token.isascii() or not self._token.isprintable():
            raise Unauthorised(
                _("Token %(label)s belum diisi atau salah salin. %(reconnect)s")
                % {"label": self._label, "reconnect": _(answers.RECONNECT)}
            )
        return self._token

    def _proof(self) -> dict[str, str]:
        """``appsecret_proof``: shows that whoever uses the token is the application."""
        if not self._app_secret:
            return {}
        digest = hmac.new(self._app_secret.encode(), self._token.encode(), hashlib.sha256)
        return {"appsecret_proof": digest.hexdigest()}

    def _discreet(self, said: str) -> str:
        """The vendor's words; it repeats a malformed token, we do not."""
        return (said.replace(self._token, "…") if self._token else said)[:200]


def pause(response: httpx2.Response, now: datetime | None) -> timedelta:
    """How long to wait after too many calls: the vendor's estimate, else a part of its window."""
    told = answers.pause(response, now)
    if told is not None:
        return told
    minutes = max(_estimates(response.headers.get("X-Business-Use-Case-Usage", "")), default=0)
    if minutes > 0:
        return min(timedelta(minutes=minutes), answers.LONGEST_PAUSE)
    for name in ("X-App-Usage", "X-Page-Usage"):
        usage = _json_object(response.headers.get(name, ""))
        if any(isinstance(share, int | float) and share >= 100 for share in usage.values()):
            return FULL_WINDOW
    return SHORT_WINDOW


def _estimates(header: str) -> Iterator[float]:
    """``estimated_time_to_regain_access`` of each use case, in minutes."""
    for cases in _json_object(header).values():
        for case in cases if isinstance(cases, list) else ():
            wait = case.get("estimated_time_to_regain_access") if isinstance(case, dict) else None
            if isinstance(wait, int | float):
                yield float(wait)


def _json_object(text: str) -> dict[str, Any]:
    try:
        found = json.loads(text)
    except (ValueError, RecursionError):
        return {}
    return found if isinstance(found, dict) else {}


def _plain(value: Any) -> str:
    if isinstance(value, str):
        return value
    return json.dumps(value, ensure_ascii=False)

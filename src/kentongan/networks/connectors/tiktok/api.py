"""Requests to TikTok's API v2 as one account, and what its answers hold."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any

import httpx2

from kentongan.kernel.http import AnswerLost
from kentongan.kernel.say import gettext as _
from kentongan.networks import answers
from kentongan.networks.connectors.tiktok import problems
from kentongan.networks.connectors.tiktok.problems import LABEL
from kentongan.networks.contract import Session, Unauthorised, harmless

#: TikTok wants the character set named; without it, letters beyond ASCII are at its mercy.
JSON = "application/json; charset=UTF-8"
#: Errors that say the network does not know (or not for us) what we ask about.
STRANGE = frozenset({"invalid_publish_id", "token_not_authorized_for_specified_publish_id"})


@dataclass(frozen=True, slots=True)
class Creator:
    """What the account may do now. ``max_seconds``: its longest video; 0 where not told."""

    username: str
    nickname: str
    audiences: tuple[str, ...]
    comments: bool
    max_seconds: float


@dataclass(frozen=True, slots=True)
class State:
    """What became of a ``publish_id``. ``status`` is empty where TikTok does not know it.

    ``sent``: bytes TikTok has; None where it did not tell. ``posts``: ids of what is public.
    """

    publish_id: str
    status: str
    reason: str = ""
    posts: tuple[str, ...] = ()
    sent: int | None = None


class Api:
    """The endpoints, with the token of the account."""

    def __init__(self, session: Session) -> None:
        self._session = session
        self._base = session.server.rstrip("/")

    def call(self, method: str, path: str, **options: Any) -> httpx2.Response:
        """One request below ``/v2/``; the answer may be of any status."""
        token = str(self._session.secret.get("access_token") or "")
        if not token or not token.isascii() or not token.isprintable():
            raise Unauthorised(
                _("Token %(label)s belum ada atau salah salin. Sambungkan lagi.") % {"label": LABEL}
            )
        headers = {"Authorization": f"Bearer {token}"}
        if method == "POST":
            headers["Content-Type"] = JSON
        return self._session.http.request(
            method, f"{self._base}/v2/{path}", headers=headers, **options
        )

    def ask(
        self, method: str, path: str, *, decisive: bool = False, **options: Any
    ) -> dict[str, Any]:
        """One request that must succeed; its ``data``. An answer without one counts as lost."""
        response = self.call(method, path, **options)
        problems.succeed(response, now=self._session.now, decisive=decisive)
        return _data(response)

    def user(self) -> dict[str, Any]:
        """``open_id`` and ``display_name`` of the account (scope ``user.info.basic``)."""
        with harmless(_("Memeriksa akun")):
            data = self.ask("GET", "user/info/", params={"fields": "open_id,display_name"})
            user = data.get("user")
            if not isinstance(user, dict):
                raise AnswerLost(_("Jawaban server tidak memuat user."))
            return user

    def creator(self) -> Creator:
        """What may be posted now (scope ``video.publish``)."""
        with harmless(_("Membaca setelan akun")):
            data = self.ask("POST", "post/publish/creator_info/query/", json={})
            options = data.get("privacy_level_options")
            longest = data.get("max_video_post_duration_sec")
            return Creator(
                username=answers.text_at(data, "creator_username"),
                nickname=str(data.get("creator_nickname") or ""),
                audiences=tuple(map(str, options)) if isinstance(options, list) else (),
                comments=data.get("comment_disabled") is not True,
                max_seconds=float(longest) if isinstance(longest, int | float) else 0.0,
            )

    def state(self, publish_id: str) -> State:
        """What became of a post that was begun."""
        with harmless(_("Menanyakan keadaan unggahan")):
            response = self.call(
                "POST", "post/publish/status/fetch/", json={"publish_id": publish_id}
            )
            if problems.error_code(response) in STRANGE:
                return State(publish_id, "")
            problems.succeed(response, now=self._session.now)
            data = _data(response)
            sent = data.get("uploaded_bytes")
            return State(
                publish_id=publish_id,
                status=answers.text_at(data, "status"),
                reason=str(data.get("fail_reason") or ""),
                posts=_ids(data),
                sent=sent if type(sent) is int else None,
            )


class Notes:
    """What a delivery remembers over its attempts; durable before it is relied on."""

    def __init__(self, session: Session) -> None:
        self._known: dict[str, Any] = dict(session.remembered)
        self._remember = session.remember

    def text(self, name: str) -> str:
        """A noted text; empty for none."""
        return str(self._known.get(name) or "")

    def number(self, name: str) -> int:
        """A noted number; 0 for none."""
        found = self._known.get(name)
        return found if type(found) is int else 0

    def flag(self, name: str) -> bool:
        """A noted fact."""
        return self._known.get(name) is True

    def moment(self, status: str) -> datetime | None:
        """When the container was first seen in this state."""
        try:
            return datetime.fromisoformat(str(self._since().get(status, "")))
        except ValueError:
            return None

    def begin(self, status: str, now: datetime) -> None:
        """Note when the container was first seen in this state."""
        self.put(since={**self._since(), status: now.isoformat()})

    def _since(self) -> Mapping[str, Any]:
        found = self._known.get("since")
        return found if isinstance(found, Mapping) else {}

    def put(self, **values: Any) -> None:
        """Note durably. Raises what ``Session.remember`` raises: then nothing may be sent."""
        self._remember(values)
        self._known.update(values)


def _data(response: httpx2.Response) -> dict[str, Any]:
    data = answers.json_object(response).get("data")
    if not isinstance(data, dict):
        raise AnswerLost(_("Jawaban server tidak memuat data."))
    return data


def _ids(data: Mapping[str, Any]) -> tuple[str, ...]:
    """Ids of public posts. The documented name is misspelt; TikTok sends one id or a list."""
    found = data.get("publicaly_available_post_id") or data.get("publicly_available_post_id") or ()
    listed = found if isinstance(found, list | tuple) else [found]
    return tuple(str(each) for each in listed if each)

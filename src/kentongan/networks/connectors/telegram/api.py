"""Requests to Telegram's Bot API, and what its errors mean.

The token is a part of every address (core.telegram.org/bots/api#making-requests). So whatever
names an address ends here: errors of the HTTP client are told anew, without their origin, and the
words of a server are searched for the token before anyone reads them.
"""

from __future__ import annotations

import json
import re
from collections.abc import Callable, Mapping, Sequence
from contextlib import ExitStack
from dataclasses import dataclass
from datetime import timedelta
from pathlib import Path
from typing import Any

import httpx2

from kentongan.kernel.http import AnswerLost, NotSent, TooLong
from kentongan.kernel.say import gettext as _, gettext_noop
from kentongan.networks import answers
from kentongan.networks.contract import Refused, Session, TryLater, Unauthorised

LABEL = "Telegram"
_TOKEN = re.compile(r"[0-9]{5,20}:[A-Za-z0-9_-]{20,100}")
_HIDDEN = "[token]"
#: How the path of a file may look; it becomes a part of an address.
_PATH = re.compile(r"\w[\w.+-]*(?:/\w[\w.+-]*)*", re.ASCII)

#: What Telegram says of a channel in which the bot cannot (or can no longer) post.
_NO_PLACE = (
    "chat not found",
    "need administrator rights",
    "not enough rights",
    "have no rights to send",
    "bot is not a member",
    "bot was kicked",
    "chat_write_forbidden",
    "chat_admin_required",
)
#: The vendor's words for common mistakes, and what a person can do about them.
_NO_QUESTION = gettext_noop(
    "Pesan yang dibalas sudah tidak ada di Telegram. Terbitkan sebagai unggahan baru."
)
_ADVICE = (
    (
        "message is too long",
        gettext_noop("Teksnya terlalu panjang. Pendekkan untuk Telegram."),
    ),
    (
        "caption is too long",
        gettext_noop("Teks di bawah gambarnya terlalu panjang. Pendekkan untuk Telegram."),
    ),
    ("message to be replied not found", _NO_QUESTION),
    ("message to reply not found", _NO_QUESTION),
    (
        "message to edit not found",
        gettext_noop(
            "Pesan yang diubah sudah tidak ada di Telegram. Terbitkan sebagai unggahan baru."
        ),
    ),
    (
        "message can't be edited",
        gettext_noop("Bot tidak boleh mengubah pesan ini. Tarik, lalu terbitkan lagi."),
    ),
    (
        "photo_invalid_dimensions",
        gettext_noop("Ukuran gambarnya tidak diterima. Pakai gambar yang lebih kecil."),
    ),
    (
        "image_process_failed",
        gettext_noop("Gambarnya tidak terbaca oleh Telegram. Simpan ulang sebagai JPEG."),
    ),
    ("too big", gettext_noop("Berkasnya terlalu besar. Kecilkan gambar atau videonya.")),
    ("non-empty", gettext_noop("Berkasnya kosong. Pasang lagi gambar atau videonya.")),
    (
        "there is no text in the message",
        gettext_noop("Pesan itu gambar atau video. Tarik, lalu terbitkan lagi."),
    ),
)


@dataclass(frozen=True, slots=True)
class Upload:
    """A file that goes along with a request: bytes, or a path that is read piece by piece."""

    name: str
    filename: str
    mime: str
    source: bytes | Path


class Said(Refused):
    """Telegram's refusal with its own ``words``, for callers that know what they mean."""

    def __init__(self, message: str, words: str) -> None:
        super().__init__(message)
        self.words = words


class Api:
    """The methods of the Bot API, as one bot."""

    def __init__(self, session: Session) -> None:
        self._session = session
        self._base = session.server.rstrip("/")

    def call(
        self,
        method: str,
        fields: Mapping[str, Any],
        *,
        uploads: Sequence[Upload] = (),
        decisive: bool = False,
    ) -> Any:
        """The ``result`` of a method.

        Where a group became a supergroup Telegram refuses and tells its new number; the request
        is then repeated once with that number, which is no risk because nothing was accepted.
        """
        response = self._send(method, fields, uploads)
        moved = _parameter(response, "migrate_to_chat_id")
        if moved is not None and response.status_code == 400 and "chat_id" in fields:
            response = self._send(method, {**fields, "chat_id": moved}, uploads)
        self._succeed(response, decisive=decisive)
        found = answers.json_object(response)
        if found.get("ok") is not True or "result" not in found:
            raise AnswerLost(_("Jawaban Telegram tidak berbentuk seperti yang dijanjikan."))
        return found["result"]

    def file(self, identifier: str, *, most: int) -> bytes:
        """The bytes of a file that somebody sent, by its ``file_id`` (…/bots/api#getfile).

        Telegram gives bots files of up to 20 MB, at a path that is good for an hour. Raises
        ``TooLong`` for more than ``most`` bytes.
        """
        try:
            found = self.call("getFile", {"file_id": identifier})
        except Said as refusal:
            if "too big" in refusal.words:
                raise TooLong(_("Berkas ini terlalu besar untuk bot Telegram.")) from None
            if "temporarily unavailable" in refusal.words:
                raise TryLater(str(refusal)) from None
            raise
        told = found if isinstance(found, dict) else {}
        path, size = str(told.get("file_path") or ""), told.get("file_size")
        if not _PATH.fullmatch(path):
            raise AnswerLost(_("Jawaban Telegram tidak memuat tempat berkasnya."))
        if type(size) is int and size > most:
            raise TooLong(_("Berkas ini %(size)s bita.") % {"size": size})
        address = f"{self._base}/file/bot{self._token()}/{path}"
        response = self._quietly(lambda: self._session.http.request("GET", address, most=most))
        if response.status_code == 404:  # the bot is known: it was told the path just now
            raise TryLater(_("Telegram tidak memberikan berkas ini sekarang."))
        self._succeed(response, decisive=False)
        return response.content

    def _send(
        self, method: str, fields: Mapping[str, Any], uploads: Sequence[Upload]
    ) -> httpx2.Response:
        """One request to a method."""
        self._token()
        return self._quietly(lambda: self._request(method, fields, uploads))

    def _quietly(self, ask: Callable[[], httpx2.Response]) -> httpx2.Response:
        """An answer. What fails below HTTP is told without the address, and without its cause."""
        try:
            return ask()
        except NotSent as error:
            failure: Exception = NotSent(self._discreet(str(error)))
        except TooLong as error:
            failure = TooLong(self._discreet(str(error)))
        except AnswerLost as error:
            failure = AnswerLost(self._discreet(str(error)))
        raise failure  # outside of ``except``: the first error, with its address, is forgotten

    def _request(
        self, method: str, fields: Mapping[str, Any], uploads: Sequence[Upload]
    ) -> httpx2.Response:
        if not uploads:
            return self._session.http.request("POST", self._address(method), json=dict(fields))
        with ExitStack() as stack:
            files = [
                (
                    upload.name,
                    (
                        upload.filename,
                        stack.enter_context(upload.source.open("rb"))
                        if isinstance(upload.source, Path)
                        else upload.source,
                        upload.mime,
                    ),
                )
                for upload in uploads
            ]
            data = {
                name: value if isinstance(value, str) else json.dumps(value, ensure_ascii=False)
                for name, value in fields.items()
            }
            return self._session.http.request("POST", self._address(method), data=data, files=files)

    def _address(self, method: str) -> str:
        return f"{self._base}/bot{self._token()}/{method}"

    def _token(self) -> str:
        token = str(self._session.secret.get("token") or "").strip()
        if not _TOKEN.fullmatch(token):
            raise Unauthorised(
                _(
                    "Token bot Telegram belum diisi atau salah salin. Salin lagi seluruhnya"
                    " dari @BotFather, misalnya 123456789:AAE…"
                )
            )
        return token

    def _discreet(self, text: str) -> str:
        """``text`` without the token, whole or cut short by a bound on the length."""
        secret = self._token().partition(":")[2]
        return re.sub(rf"\d{{5,20}}:[\w-]*|{re.escape(secret)}", _HIDDEN, text)

    def _succeed(self, response: httpx2.Response, *, decisive: bool) -> None:
        """Return for success; otherwise raise what the error proves."""
        status = response.status_code
        if 200 <= status < 300:
            return
        said = self._discreet(answers.told(response, "description"))
        words = said.lower()
        if status == 429:
            raise TryLater(
                _("%(label)s meminta menunggu: terlalu sering.") % {"label": LABEL},
                after=_pause(response),
            )
        if status in {401, 404} and said:
            raise Unauthorised(
                _(
                    "Telegram tidak mengenal token bot ini. Minta token baru kepada"
                    " @BotFather (perintah /token), lalu sambungkan lagi (%(said)s)."
                )
                % {"said": said}
            )
        if status == 403 or (status == 400 and any(part in words for part in _NO_PLACE)):
            raise Unauthorised(
                _(
                    "Bot belum boleh menulis di saluran ini. Jadikan bot itu admin saluran"
                    " dengan izin “Kirim pesan”, lalu sambungkan lagi (%(said)s)."
                )
                % {"said": said or status}
            )
        if status == 413:
            raise Refused(
                _("Berkasnya terlalu besar untuk %(label)s. Kecilkan gambar atau videonya.")
                % {"label": LABEL}
            )
        if status == 400:
            advice = next((advice for part, advice in _ADVICE if part in words), "")
            whole = (
                _("%(label)s menolak (%(said)s). %(advice)s")
                % {"label": LABEL, "said": said or status, "advice": _(advice)}
                if advice
                else ""
            )
            raise Said(whole or answers.refusal(LABEL, said or str(status)), words)
        answers.require_success(
            response, label=LABEL, now=self._session.now, said=said, decisive=decisive
        )


def _parameter(response: httpx2.Response, name: str) -> int | None:
    """A number of ``ResponseParameters`` in a refusal; None where it is not there."""
    if response.status_code < 400:
        return None
    try:
        found = answers.json_object(response).get("parameters")
    except AnswerLost:
        return None
    value = found.get(name) if isinstance(found, dict) else None
    return value if type(value) is int else None


def _pause(response: httpx2.Response) -> timedelta | None:
    seconds = _parameter(response, "retry_after")
    if seconds is None:
        return answers.pause(response, None)
    return min(max(timedelta(seconds=seconds), timedelta(seconds=1)), answers.LONGEST_PAUSE)

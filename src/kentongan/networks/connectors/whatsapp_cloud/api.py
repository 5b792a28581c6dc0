"""Requests to the Cloud API as one business phone number."""

from __future__ import annotations

import re
from typing import Any
from urllib.parse import urlsplit

from kentongan.kernel.http import AnswerLost, TooLong
from kentongan.kernel.say import gettext as _
from kentongan.networks import answers
from kentongan.networks.connectors.whatsapp_cloud import errors
from kentongan.networks.contract import Refused, Session, TryLater, Unauthorised

#: developers.facebook.com/docs/graph-api/changelog; a version lives about two years.
VERSION = "v24.0"
_TOKEN = re.compile(r"[A-Za-z0-9._|~+/=-]{10,1000}")
_ID = re.compile(r"[0-9]{5,30}")
#: Where Meta keeps what people send; nobody else is shown the token.
_HOSTS = (".fbsbx.com", ".facebook.com", ".whatsapp.net")


class Api:
    """What there is of a number: itself, its media, its messages."""

    def __init__(self, session: Session) -> None:
        self._session = session
        self._base = f"{session.server.rstrip('/')}/{VERSION}"

    def call(
        self,
        method: str,
        path: str = "",
        *,
        decisive: bool = False,
        to_many: bool = False,
        **options: Any,
    ) -> dict[str, Any]:
        """One request below the number; the JSON object that answers it.

        ``to_many``: a message to one subscriber of many. An answer that says ``error`` with a
        status of success counts as lost.
        """
        number = self._number()
        return self._object(
            f"{number}{path}", method, decisive=decisive, to_many=to_many, **options
        )

    def media(self, identifier: str, *, most: int) -> bytes:
        """What a person sent, by its id: first where it is, for five minutes, then its bytes.

        developers.facebook.com/docs/whatsapp/cloud-api/reference/media. The token is shown to
        Meta's own hosts only. Raises ``TooLong`` for more than ``most`` bytes.
        """
        if not _ID.fullmatch(identifier):
            raise Refused(_("Lampiran ini tidak dikenal WhatsApp."))
        about = {"phone_number_id": self._number()}
        try:
            found = self._object(identifier, "GET", params=about)
        except Refused as refusal:
            raise Refused(_("WhatsApp tidak menyimpan lampiran ini lagi.")) from refusal
        size = str(found.get("file_size") or "0")
        if size.isdecimal() and int(size) > most:
            raise TooLong(_("Lampiran ini %(size)s bita.") % {"size": size})
        address = answers.text_at(found, "url")
        if not self._trusted(address):
            raise AnswerLost(_("WhatsApp menunjuk tempat lampiran yang bukan milik Meta."))
        response = self._session.http.request("GET", address, headers=self._signed(), most=most)
        if response.status_code == 404:  # the five minutes are over
            raise TryLater(_("WhatsApp tidak memberikan lampiran ini sekarang."))
        errors.raise_for(response, decisive=False)
        return response.content

    # ------------------------------------------------------------------------------ parts

    def _trusted(self, address: str) -> bool:
        """Whether the token may be shown there."""
        try:
            parts = urlsplit(address)
        except ValueError:
            return False
        if parts.netloc == urlsplit(self._base).netloc:
            return True
        host = parts.hostname or ""
        return parts.scheme == "https" and host.endswith(_HOSTS) and parts.netloc == host

    def _number(self) -> str:
        self._signed()
        number = str(self._session.secret.get("number_id") or "").strip()
        if not _ID.fullmatch(number):
            raise Unauthorised(
                _(
                    "ID nomor telepon WhatsApp belum diisi atau salah salin. Isinya angka"
                    " saja, dari WhatsApp Manager; bukan nomor teleponnya."
                )
            )
        return number

    def _signed(self) -> dict[str, str]:
        token = str(self._session.secret.get("token") or "").strip()
        if not _TOKEN.fullmatch(token):
            raise Unauthorised(
                _("Token WhatsApp belum diisi atau salah salin. Salin lagi dari WhatsApp Manager.")
            )
        return {"Authorization": f"Bearer {token}"}

    def _object(
        self,
        path: str,
        method: str,
        *,
        decisive: bool = False,
        to_many: bool = False,
        **options: Any,
    ) -> dict[str, Any]:
        response = self._session.http.request(
            method,
            f"{self._base}/{path}",
            headers=self._signed(),
            **options,
        )
        errors.raise_for(response, decisive=decisive, to_many=to_many)
        found = answers.json_object(response)
        if "error" in found:
            raise AnswerLost(_("Jawaban WhatsApp tidak berbentuk seperti yang dijanjikan."))
        return found

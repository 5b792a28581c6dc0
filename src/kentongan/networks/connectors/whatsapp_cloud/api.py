"""Requests to the Cloud API as one business phone number."""

from __future__ import annotations

import re
from typing import Any

from kentongan.kernel.http import AnswerLost
from kentongan.networks import answers
from kentongan.networks.connectors.whatsapp_cloud import errors
from kentongan.networks.contract import Session, Unauthorised

#: developers.facebook.com/docs/graph-api/changelog; a version lives about two years.
VERSION = "v24.0"
_TOKEN = re.compile(r"[A-Za-z0-9._|~+/=-]{10,1000}")
_ID = re.compile(r"[0-9]{5,30}")


class Api:
    """What there is of a number: itself, its media, its messages."""

    def __init__(self, session: Session) -> None:
        self._session = session
        self._base = f"{session.server.rstrip('/')}/{VERSION}"

    def call(
        self, method: str, path: str = "", *, decisive: bool = False, **options: Any
    ) -> dict[str, Any]:
        """One request below the number; the JSON object that answers it.

        An answer that says ``error`` with a status of success counts as lost.
        """
        secret = self._session.secret
        token, number = (str(secret.get(name) or "").strip() for name in ("token", "number_id"))
        if not _TOKEN.fullmatch(token):
            raise Unauthorised("Token WhatsApp belum diisi atau salah salin.")
        if not _ID.fullmatch(number):
            raise Unauthorised(
                "ID nomor telepon WhatsApp belum diisi atau salah salin. Isinya angka saja, dari"
                " WhatsApp Manager; bukan nomor teleponnya."
            )
        response = self._session.http.request(
            method,
            f"{self._base}/{number}{path}",
            headers={"Authorization": f"Bearer {token}"},
            **options,
        )
        errors.raise_for(response, decisive=decisive)
        found = answers.json_object(response)
        if "error" in found:
            raise AnswerLost("Jawaban WhatsApp tidak berbentuk seperti yang dijanjikan.")
        return found

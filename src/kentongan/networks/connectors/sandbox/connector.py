"""Jejaring Latih, the network of this installation, spoken to over HTTP like any other.

Proof: ``client_key``. The network keeps our key unique per account in its database, also under
concurrent requests, and gives the first post back when the key comes again.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import timedelta
from typing import Any

import httpx2

from kentongan.kernel.say import gettext as _, gettext_noop
from kentongan.networks import answers, rounds, wording
from kentongan.networks.connectors.sandbox import listening
from kentongan.networks.connectors.sandbox.limits import LIMITS
from kentongan.networks.contract import (
    CredentialField,
    Heard,
    Identity,
    Outgoing,
    Proof,
    Published,
    Reference,
    Session,
    Unauthorised,
    decisive,
    harmless,
)
from kentongan.networks.handles import HandleStyle

MEND = gettext_noop("Salin lagi token akun Jejaring Latih, yang diawali jl_, lalu sambungkan lagi.")
#: Messages a page of what people say holds.
PAGE = 40


class SandboxConnector:
    """Publishes, edits and withdraws on the sandbox network."""

    code = "sandbox"
    label = gettext_noop("Jejaring Latih")
    icon = "school"
    handle_style = HandleStyle(
        pattern=r"[a-z0-9](?:[a-z0-9._-]{0,62}[a-z0-9])?", lower=True, example="kec-titirwangi"
    )
    proof = Proof.CLIENT_KEY
    limits = LIMITS
    credential_fields: tuple[CredentialField, ...] = (
        CredentialField(
            name="token",
            label=gettext_noop("Token"),
            help=gettext_noop("Token akun pada Jejaring Latih, diawali jl_."),
            secret=True,
        ),
    )
    needs_server = False
    opens_here = True
    default_server = ""  # the installation's own, filled in by networks.sessions
    cannot_hide = gettext_noop("Jejaring latihan tidak menyembunyikan balasan.")
    settled_after: timedelta | None = timedelta(seconds=0)

    def __init__(self, session: Session) -> None:
        self._session = session
        self._api = f"{session.server.rstrip('/')}/api"

    def identify(self) -> Identity:
        """Whose token this is."""
        with harmless(_("Memeriksa akun")):
            response = self._request("GET", "verify")
            self._succeed(response)
            found = answers.json_object(response)
            return Identity(
                external_id=answers.text_at(found, "id"),
                handle=answers.text_at(found, "handle"),
                display_name=answers.text_at(found, "name"),
                url=answers.text_at(found, "url"),
            )

    def publish(self, item: Outgoing, key: str) -> Published:
        """Upload the pictures, then publish under our key; a key known there is no new post."""
        body = {**self._content(item), "client_key": key, "language": item.language}
        if item.reply_to is not None:
            body["reply_to"] = item.reply_to.external_id
        with decisive():
            response = self._request("POST", "posts", json=body)
            self._succeed(response, decisive=True)
            return self._published(answers.json_object(response))

    def find(self, key: str, item: Outgoing) -> Published | None:  # noqa: ARG002
        """The post with our key."""
        with harmless(_("Mencari unggahan")):
            response = self._request("GET", "posts", params={"client_key": key})
            self._succeed(response)
            posts = answers.json_object(response).get("posts")
            return self._published(posts[0]) if posts else None

    def edit(self, target: Reference, item: Outgoing) -> Published:
        """Put the new text and pictures in place of the old."""
        body = self._content(item)
        with harmless(_("Mengubah unggahan")):
            response = self._request("PUT", f"posts/{target.external_id}", json=body)
            self._succeed(response)
            return self._published(answers.json_object(response))

    def withdraw(self, target: Reference) -> None:
        """Take it down; gone already is fine."""
        with harmless(_("Menarik unggahannya")):
            response = self._request("DELETE", f"posts/{target.external_id}")
            if response.status_code != 404:
                self._succeed(response)

    def listen(self, cursor: Mapping[str, Any], posts: Sequence[Reference]) -> Heard:  # noqa: ARG002
        """A page of what was said to the account; the network lists what is gone, too."""
        places = [rounds.Place("inbox", newest_first=True)]
        return rounds.look(cursor, places, self._inbox, now=self._session.now)

    def _inbox(self, _place: rounds.Place, token: str) -> rounds.Page:
        params = {"limit": PAGE, **({"before": token} if token else {})}
        with harmless(_("Membaca tanggapan")):
            response = self._request("GET", "inbox", params=params)
            self._succeed(response)
            found = answers.json_object(response)
        return listening.page(found, own=self._session.handle.lstrip("@"))

    def _content(self, item: Outgoing) -> dict[str, Any]:
        text = wording.full_text(item)
        wording.refuse_too_long(text, self.limits, _(self.label))
        wording.refuse_bad_images(item, self.limits, _(self.label))
        return {
            "text": text,
            "images": [{"id": self._upload(i.data, i.mime, i.alt)} for i in item.images],
        }

    def _upload(self, data: bytes, mime: str, alt: str) -> str:
        with harmless(_("Mengunggah gambar")):
            response = self._request(
                "POST", "media", files={"file": ("gambar", data, mime)}, data={"alt": alt}
            )
            self._succeed(response)
            return answers.text_at(answers.json_object(response), "id")

    def _request(self, method: str, path: str, **options: Any) -> httpx2.Response:
        token = str(self._session.secret.get("token", ""))
        if not token.isascii() or not token.isprintable() or not token:
            raise Unauthorised(
                _("Token Jejaring Latih belum diisi atau salah salin. %(mend)s") % {"mend": _(MEND)}
            )
        return self._session.http.request(
            method,
            f"{self._api}/{path}",
            headers={"Authorization": f"Bearer {token}"},
            **options,
        )

    def _succeed(self, response: httpx2.Response, *, decisive: bool = False) -> None:
        answers.require_success(
            response,
            label=_(self.label),
            now=self._session.now,
            said=answers.told(response, "error"),
            decisive=decisive,
            mend=MEND,
        )

    @staticmethod
    def _published(post: dict[str, Any]) -> Published:
        return Published(external_id=answers.text_at(post, "id"), url=answers.text_at(post, "url"))

"""The WhatsApp number of a unit: answers people, and sends to subscribers, by Meta's Cloud API.

This is no channel: what goes to subscribers is one message for each of them, an approved template.
A WhatsApp Channel has no API and stays a network that is served by hand.

Proof: ``none``. What was sent cannot be listed or asked for; whether it arrived is told by
webhook only.
"""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from datetime import datetime, timedelta
from pathlib import Path
from typing import Any

from kentongan.kernel.http import AnswerLost
from kentongan.kernel.say import gettext as _, gettext_noop
from kentongan.networks import answers, matching, wording
from kentongan.networks.connectors.whatsapp_cloud import broadcast, conversation, listening
from kentongan.networks.connectors.whatsapp_cloud.api import Api
from kentongan.networks.connectors.whatsapp_cloud.errors import LABEL
from kentongan.networks.connectors.whatsapp_cloud.limits import LIMITS, WINDOW
from kentongan.networks.contract import (
    Audience,
    CredentialField,
    Enclosure,
    Form,
    Identity,
    Image,
    OutcomeUnknown,
    Outgoing,
    Proof,
    Published,
    Pushed,
    Refused,
    Session,
    Video,
    decisive,
    harmless,
    opening,
)
from kentongan.networks.handles import HandleStyle
from kentongan.networks.meta import hooks


class WhatsAppCloudConnector(hooks.Called):
    """Sends a text, a picture or a video to one person, or to each subscriber by a template.

    Nothing can be changed or taken back.
    """

    code = "whatsapp_cloud"
    label = LABEL
    icon = "brand-whatsapp"
    replies_only = True
    handle_style = HandleStyle(
        hosts=("wa.me",),
        pattern=r"[1-9][0-9]{7,14}",
        prefix="",
        link="https://wa.me/{handle}",
        example="6281234567890",
        posts=("message",),
    )
    proof = Proof.NONE
    limits = LIMITS
    app_fields = (
        CredentialField(
            name="client_secret",
            label=gettext_noop("Kunci rahasia aplikasi"),
            help=gettext_noop(
                "Di developers.facebook.com, Setelan aplikasi, Dasar. Dengan kunci ini Kentongan"
                " memastikan pesan yang masuk benar-benar dari Meta."
            ),
            secret=True,
        ),
    )
    credential_fields: tuple[CredentialField, ...] = (
        CredentialField(
            name="token",
            label=gettext_noop("Token akses"),
            help=gettext_noop(
                "Token pengguna sistem dari Pengaturan Bisnis Meta, dengan izin"
                " whatsapp_business_messaging dan whatsapp_business_management."
            ),
            secret=True,
        ),
        CredentialField(
            name="number_id",
            label=gettext_noop("ID nomor telepon"),
            help=gettext_noop(
                "Angka panjang di WhatsApp Manager, Nomor telepon; bukan nomor teleponnya sendiri."
            ),
        ),
    )
    needs_server = False
    default_server = "https://graph.facebook.com"
    cannot_hide = gettext_noop(
        "Pesan WhatsApp hanya dilihat petugas; tidak ada yang perlu disembunyikan."
    )
    settled_after: timedelta | None = None
    answer_window = WINDOW

    def __init__(self, session: Session) -> None:
        self._session = session
        self._api = Api(session)

    def identify(self) -> Identity:
        """The business phone number."""
        with harmless(_("Memeriksa akun")):
            found = self._api.call(
                "GET", params={"fields": "id,display_phone_number,verified_name"}
            )
            number = re.sub(r"\D", "", answers.text_at(found, "display_phone_number"))
            return Identity(
                external_id=answers.text_at(found, "id"),
                handle=number,
                display_name=str(found.get("verified_name") or ""),
                url=self.handle_style.link.format(handle=number),
            )

    def publish(self, item: Outgoing, key: str) -> Published:
        """Upload the picture or video, then send; refuses whatever has no conversation.

        The media id is noted, so that a later attempt does not upload again.
        """
        to = conversation.of(item.reply_to, self._session.now)
        _refuse_early(item)
        body = {
            "messaging_product": "whatsapp",
            "recipient_type": "individual",
            "to": to.person,
            # Comes back in the webhooks that tell what became of the message.
            "biz_opaque_callback_data": key,
            **({"context": {"message_id": to.message}} if to.message else {}),
            **self._content(item),
        }
        with decisive():
            sent = self._api.call("POST", "/messages", json=body, decisive=True)
            return self._published(sent, to.kept())

    def prepare(self, item: Outgoing, terms: Mapping[str, Any]) -> Mapping[str, Any]:
        """Upload the picture or video once for all messages; Meta keeps it for thirty days."""
        _refuse_early(item)
        broadcast.refuse_early(item, terms)
        media = item.video or (item.images[0] if item.images else None)
        found = {"kind": broadcast.kind_of(item)}
        return found | {"id": self._uploaded(media)} if media else found

    def send(
        self, words: Outgoing, to: str, key: str, *,
        shared: Mapping[str, Any], terms: Mapping[str, Any],
    ) -> Published:  # fmt: skip
        """Send the approved template to one subscriber; the number stays with whoever sends."""
        body = {
            "messaging_product": "whatsapp",
            "recipient_type": "individual",
            "to": to,
            "biz_opaque_callback_data": key,
            "type": "template",
            "template": broadcast.template(words, shared, terms),
        }
        with decisive():
            sent = self._api.call("POST", "/messages", json=body, decisive=True, to_many=True)
            return self._published(sent, {})

    def find(self, key: str, item: Outgoing) -> Published | None:  # noqa: ARG002
        """Never finds: what was sent cannot be asked for. ``OutcomeUnknown`` once Meta answers.

        The number is asked for all the same, so that an outage or a lost right is told as such.
        """
        with harmless(_("Memeriksa nomor")):
            self._api.call("GET", params={"fields": "id"})
        raise OutcomeUnknown(
            _(
                "WhatsApp tidak dapat ditanya apakah pesan itu terkirim. Lihat"
                " percakapannya, atau tanyakan kepada warga, lalu pilih jawabannya."
            )
        )

    def open_file(self, enclosure: Enclosure, *, most: int) -> bytes:
        """A file that a person sent."""
        with opening():
            return self._api.media(enclosure.handle, most=most)

    @classmethod
    def hears(
        cls,
        *,
        headers: Mapping[str, str],
        body: bytes,
        app: Mapping[str, Any],
        now: datetime,  # noqa: ARG003
    ) -> Sequence[Pushed]:
        """Messages that a signed call brings: the only way they come."""
        return listening.pushed(headers=headers, body=body, app=app)

    # ------------------------------------------------------------------------------ the message

    def _content(self, item: Outgoing) -> dict[str, Any]:
        text = wording.full_text(item)
        media = item.video or (item.images[0] if item.images else None)
        if media is None:
            preview = next(wording.links(text), None) is not None
            return {"type": "text", "text": {"body": text, "preview_url": preview}}
        kind = "video" if isinstance(media, Video) else "image"
        shown = {"id": self._uploaded(media)} | ({"caption": text} if text.strip() else {})
        return {"type": kind, kind: shown}

    def _uploaded(self, media: Image | Video) -> str:
        """The id of the picture or video at Meta; from the notes where it is there already."""
        source = media.path if isinstance(media, Video) else media.data
        digest = matching.digest_of(source)
        noted = self._session.remembered.get("media")
        if isinstance(noted, Mapping) and noted.get(digest):
            return str(noted[digest])
        with harmless(_("Mengunggah gambar atau videonya")):
            if isinstance(source, Path):
                with source.open("rb") as file:
                    found = self._upload(file, media.mime)
            else:
                found = self._upload(source, media.mime)
        self._session.remember({"media": {digest: found}})
        return found

    def _upload(self, content: Any, mime: str) -> str:
        name = f"berkas.{mime.rpartition('/')[2].replace('jpeg', 'jpg')}"
        sent = self._api.call(
            "POST",
            "/media",
            data={"messaging_product": "whatsapp", "type": mime},
            files={"file": (name, content, mime)},
        )
        return answers.text_at(sent, "id")

    def _published(self, sent: dict[str, Any], kept: Mapping[str, Any]) -> Published:
        """What Meta accepted. The address is that of our number, never that of a person."""
        messages = sent.get("messages")
        if not isinstance(messages, list) or not messages or not isinstance(messages[0], dict):
            raise AnswerLost(_("Jawaban WhatsApp tidak memuat pesan."))
        status = str(messages[0].get("message_status") or "accepted")
        return Published(
            external_id=answers.text_at(messages[0], "id"),
            url=self.handle_style.link.format(handle=self._session.handle),
            extra={**kept, "status": status},
        )


def _refuse_early(item: Outgoing) -> None:
    """Raise ``Refused`` for what WhatsApp would not take; nothing is sent."""
    text = wording.full_text(item)
    if item.form != Form.POST or item.audience != Audience.PUBLIC:
        raise Refused(
            _("%(label)s mengirim pesan biasa saja. Pilih unggahan biasa, untuk umum.")
            % {"label": LABEL}
        )
    if not text.strip() and not item.images and item.video is None:
        raise Refused(
            _("Belum ada yang dapat dikirim lewat %(label)s. Isi teks atau pasang gambar.")
            % {"label": LABEL}
        )
    wording.refuse_too_long(text, LIMITS, LABEL, caption=bool(item.images or item.video))
    wording.refuse_bad_images(item, LIMITS, LABEL)
    if item.images and item.video is not None:
        raise Refused(
            _("Satu pesan %(label)s memuat satu gambar atau satu video. Pilih salah satu.")
            % {"label": LABEL}
        )
    limits = LIMITS.video
    if item.video is None or limits is None:
        return
    if item.video.size > limits.max_bytes:
        raise Refused(
            _(
                "Video %(size).0f MB, %(label)s menerima paling banyak %(max_bytes)s"
                " MB. Kecilkan videonya."
            )
            % {
                "size": item.video.size / 1000000,
                "label": LABEL,
                "max_bytes": limits.max_bytes // 1000000,
            }
        )
    if item.video.mime not in limits.mimes:
        raise Refused(
            _("%(label)s hanya menerima video MP4. Ubah videonya menjadi MP4.") % {"label": LABEL}
        )

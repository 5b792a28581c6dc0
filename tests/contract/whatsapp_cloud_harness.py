"""A strict fake of WhatsApp's Cloud API in the suite: all posts answer one person."""

import hashlib
import hmac
import json
from collections.abc import Mapping
from dataclasses import replace
from datetime import UTC, datetime
from typing import Any

from kentongan.networks.connectors.whatsapp_cloud.connector import WhatsAppCloudConnector
from kentongan.networks.contract import Enclosure, Incoming, Outgoing, Reference
from tests.contract.harness import Can, Harness, Login, Seen
from tests.fakes.whatsapp_cloud import WhatsAppCloud

PERSON = "6285711112222"
SECRET = "rahasia-uji"


class WhatsAppCloudHarness(Harness):
    code = "whatsapp_cloud"
    can = Can(
        alt=False,
        find=False,
        edit=False,
        withdraw=False,
        listen=False,
        opens=True,
        why_not={
            "listen": "Cloud API tidak punya daftar pesan; ia memberi tahu lewat panggilan.",
            "alt": "Cloud API tidak punya teks alternatif untuk gambar.",
            "find": "Pesan yang sudah dikirim tidak dapat didaftar atau ditanya.",
            "edit": "Cloud API tidak dapat mengubah pesan.",
            "withdraw": "Cloud API tidak dapat menarik pesan.",
        },
    )
    decisive = "/messages"
    upload = "/media"
    opening = ("phone_number_id=", "/whatsapp_business/attachments/")

    def __init__(self, server: WhatsAppCloud) -> None:
        self.server = server
        self.opened = ""

    @property
    def base_url(self) -> str:
        return self.server.base_url

    def login(self) -> Login:
        """A number to which the person has just written."""
        number = self.server.create_number()
        self.opened = self.server.write(number, PERSON)
        return Login(
            handle=number.digits,
            secret={"token": number.token, "number_id": number.id},
            external_id=number.id,
            native=number,
        )

    def complete(self, item: Outgoing) -> Outgoing:
        """A message needs a conversation."""
        return item if item.reply_to is not None else replace(item, reply_to=self.conversation())

    def conversation(self) -> Reference:
        """What the person wrote last."""
        extra = {"wa_id": PERSON, "written_at": datetime.now(UTC).isoformat()}
        return Reference(self.opened, extra=extra)

    def enclose(self, login: Login, data: bytes) -> Enclosure:
        """As a signed call tells of it."""
        return self.told(login, self.server.send_file(login.native, data)).enclosures[0]

    def told(self, login: Login, message: dict[str, Any]) -> Incoming:
        """What the connector makes of a message that a signed call brings."""
        value = {"metadata": {"phone_number_id": login.native.id}, "messages": [message]}
        entry = {"id": "1", "changes": [{"field": "messages", "value": value}]}
        body = json.dumps({"object": "whatsapp_business_account", "entry": [entry]}).encode()
        signature = hmac.new(SECRET.encode(), body, hashlib.sha256).hexdigest()
        (pushed,) = WhatsAppCloudConnector.hears(
            headers={"x-hub-signature-256": f"sha256={signature}"},
            body=body,
            app={"client_secret": SECRET},
            now=datetime.now(UTC),
        )
        return pushed.items[0]

    def wrong(self, login: Login) -> Mapping[str, Any]:
        return {**login.secret, "token": "EAAGtokenYangTidakAdaPemiliknya"}

    def seen(self, login: Login) -> list[Seen]:
        return [
            Seen(
                text=sent.text,
                alts=() if sent.kind == "text" else ("",),
                links=sent.links,
                reply_to=sent.answers,
            )
            for sent in login.native.sent
            if not sent.spoilt
        ]

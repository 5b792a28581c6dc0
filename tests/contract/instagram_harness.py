"""An Instagram account in the suite, on a strict fake that fetches pictures by itself."""

import io
from collections.abc import Mapping
from dataclasses import replace
from types import MappingProxyType
from typing import Any
from uuid import uuid4

from PIL import Image as Picture

from kentongan.networks.connectors.instagram.connector import InstagramConnector
from kentongan.networks.contract import Image, Outgoing, Published
from tests.contract.harness import Can, Harness, Login, Said, Seen, picture
from tests.fakes.graph import APP
from tests.fakes.instagram import Instagram
from tests.fakes.media_host import MediaHost


class InstagramHarness(Harness):
    code = "instagram"
    can = Can(
        text_only=False,
        links=False,
        edit=False,
        dates_edits=False,
        why_not={
            "dates_edits": "Graph API menyebut kapan komentar dibuat, tidak kapan diubah.",
            "text_only": "Instagram tidak menerima teks saja.",
            "links": "Alamat dalam keterangan Instagram tidak dapat diklik.",
            "edit": "API Instagram tidak dapat mengubah unggahan yang sudah tayang.",
        },
    )
    decisive = "/media_publish"
    upload = "/media"
    listening = "/comments?"
    page_size = ("kentongan.networks.connectors.instagram.listening", "PAGE")
    app: Mapping[str, Any] = MappingProxyType(APP)

    def __init__(self, server: Instagram, host: MediaHost) -> None:
        self.server = server
        # What the connector asks for must be enough for all it does.
        server.granted = {scope.code for scope in InstagramConnector.scopes}
        self.host = host

    @property
    def base_url(self) -> str:
        return self.server.server

    def login(self) -> Login:
        page = self.server.create_account()
        return Login(
            handle=page.instagram["username"],
            secret={"access_token": page.token, "app_id": APP["client_id"]},
            external_id=page.instagram["id"],
            native=page,
        )

    def wrong(self, login: Login) -> Mapping[str, Any]:
        return {"access_token": "EAAsalah", "app_id": APP["client_id"]}

    def complete(self, item: Outgoing) -> Outgoing:
        """With a picture, as JPEG under an address: so the product prepares them for it."""
        if item.reply_to is not None:
            return item
        images = item.images or (() if item.video else (picture("teal", ""),))
        return replace(item, images=tuple(map(self.hosted, images)))

    def hosted(self, image: Image) -> Image:
        """A picture as JPEG that Instagram can fetch."""
        if image.url:
            return image
        file = io.BytesIO()
        with Picture.open(io.BytesIO(image.data)) as found:
            found.convert("RGB").save(file, "JPEG")
        data = file.getvalue()
        url = self.host.put(data, "image/jpeg")
        return replace(image, data=data, mime="image/jpeg", url=url)

    def seen(self, login: Login) -> list[Seen]:
        return [
            Seen(text=thing.text, alts=tuple(thing.alts), reply_to=thing.parent)
            for thing in self.server.public.values()
            if thing.account == login.external_id
        ]

    def say(self, login: Login, text: str, under: str, *, parent: str = "") -> Said:
        name = f"warga.{uuid4().hex[:6]}"
        return Said(external_id=self.server.say(text, parent or under, name), author=name)

    def change(self, login: Login, said: Said, text: str) -> None:
        self.server.public[said.external_id].text = text

    def take_back(self, login: Login, said: Said) -> None:
        del self.server.public[said.external_id]

    def answered(self, login: Login, found: Published) -> str:
        return self.server.public[found.external_id].parent

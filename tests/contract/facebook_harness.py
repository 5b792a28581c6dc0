"""A Facebook Page in the suite, on a strict fake."""

from collections.abc import Mapping
from types import MappingProxyType
from typing import Any
from uuid import uuid4

from kentongan.networks.connectors.facebook.connector import FacebookConnector
from kentongan.networks.contract import Published
from tests.contract.harness import Can, Harness, Login, Said, Seen
from tests.fakes.facebook import Facebook
from tests.fakes.graph import APP


class FacebookHarness(Harness):
    code = "facebook"
    can = Can(
        server_edits_images=False,
        dates_edits=False,
        why_not={
            "server_edits_images": "Facebook mengubah kata-kata unggahan, bukan gambarnya.",
            "dates_edits": "Graph API menyebut kapan komentar dibuat, tidak kapan diubah.",
        },
    )
    decisive = "/feed"
    upload = "/photos"
    listening = "/comments?"
    page_size = ("kentongan.networks.connectors.facebook.listening", "PAGE")
    app: Mapping[str, Any] = MappingProxyType(APP)

    def __init__(self, server: Facebook) -> None:
        self.server = server
        # What the connector asks for must be enough for all it does.
        server.granted = {scope.code for scope in FacebookConnector.scopes}

    @property
    def base_url(self) -> str:
        return self.server.server

    def login(self) -> Login:
        page = self.server.create_page()
        secret = {"access_token": page.token, "app_id": APP["client_id"]}
        return Login(handle=page.username, secret=secret, external_id=page.id, native=page)

    def wrong(self, login: Login) -> Mapping[str, Any]:
        return {"access_token": "EAAsalah", "app_id": APP["client_id"]}

    def seen(self, login: Login) -> list[Seen]:
        return [
            Seen(
                text=thing.text,
                alts=tuple(self.server.photos[photo][1] for photo in thing.photos),
                links=tuple(self.server.links(thing)),
                reply_to=thing.parent,
            )
            for thing in self.server.public.values()
            if thing.page == login.native.id
        ]

    def say(self, login: Login, text: str, under: str, *, parent: str = "") -> Said:
        name = f"Warga {uuid4().hex[:6]}"
        return Said(external_id=self.server.say(text, parent or under, name), author=name)

    def change(self, login: Login, said: Said, text: str) -> None:
        self.server.public[said.external_id].text = text

    def take_back(self, login: Login, said: Said) -> None:
        del self.server.public[said.external_id]

    def answered(self, login: Login, found: Published) -> str:
        return self.server.public[found.external_id].parent

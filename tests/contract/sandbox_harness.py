"""The sandbox network in the suite."""

from collections.abc import Mapping
from typing import Any
from uuid import uuid4

from kentongan.networks.contract import Published
from tests.contract.harness import Can, Harness, Login, Said, Seen
from tests.sandbox.server import Sandbox


class SandboxHarness(Harness):
    code = "sandbox"
    can = Can(mentions=True, direct=True)
    decisive = "POST /sandbox/api/posts"
    upload = "POST /sandbox/api/media"
    listening = "GET /sandbox/api/inbox"
    page_size = ("kentongan.networks.connectors.sandbox.connector", "PAGE")

    def __init__(self, server: Sandbox) -> None:
        self.server = server

    @property
    def base_url(self) -> str:
        return self.server.base_url

    def login(self) -> Login:
        user = self.server.create_account()
        return Login(handle=user.handle, secret={"token": user.token}, native=user)

    def wrong(self, login: Login) -> Mapping[str, Any]:
        return {"token": "jl_salah"}

    def seen(self, login: Login) -> list[Seen]:
        return [
            Seen(
                text=post["text"],
                alts=tuple(image["alt"] for image in post["images"]),
                links=tuple(e["value"] for e in post["entities"] if e["type"] == "link"),
                reply_to=post["reply_to"] or "",
            )
            for post in reversed(self.server.posts(login.native))
        ]

    def say(self, login: Login, text: str, under: str, *, parent: str = "") -> Said:
        return self._speak(login, f"posts/{parent or under}/replies", text)

    def mention(self, login: Login, text: str) -> Said:
        return self._speak(login, "people/posts", f"@{login.handle} {text}")

    def write_to(self, login: Login, text: str) -> Said:
        return self._speak(login, "people/posts", text, direct=True)

    def _speak(self, login: Login, path: str, text: str, **more: Any) -> Said:
        persona = {"handle": f"warga.{uuid4().hex[:8]}", "name": "Bu Siti"}
        body = {"persona": persona, "text": text, **more}
        answer = self.server.call("POST", path, login.native, json=body)
        assert answer.status_code == 201, answer.text
        return Said(external_id=answer.json()["id"], author=persona["handle"], native=persona)

    def change(self, login: Login, said: Said, text: str) -> None:
        body = {"persona": said.native, "text": text}
        path = f"people/posts/{said.external_id}"
        assert self.server.call("PUT", path, login.native, json=body).status_code == 200

    def take_back(self, login: Login, said: Said) -> None:
        path = f"people/posts/{said.external_id}"
        answer = self.server.call("DELETE", path, login.native, json={"persona": said.native})
        assert answer.status_code == 204, answer.text

    def answered(self, login: Login, found: Published) -> str:
        path = f"posts/{found.external_id}"
        return str(self.server.call("GET", path, login.native).json()["reply_to"])

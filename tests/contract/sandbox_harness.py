"""The sandbox network in the suite."""

from collections.abc import Mapping
from typing import Any

from tests.contract.harness import Can, Harness, Login, Seen
from tests.sandbox.server import Sandbox


class SandboxHarness(Harness):
    code = "sandbox"
    can = Can()
    decisive = "POST /sandbox/api/posts"
    upload = "POST /sandbox/api/media"

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

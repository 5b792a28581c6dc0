"""A real server of the Mastodon API (snac) in the suite."""

import re
from collections.abc import Mapping
from typing import Any

import httpx2

from tests.contract.harness import Can, Harness, Login, Seen
from tests.servers import Mastodon


class MastodonHarness(Harness):
    code = "mastodon"
    can = Can(
        server_withdraws=False,
        server_edits_images=False,
        why_not={
            "server_withdraws": "snac 2.75 tidak mengenal DELETE /api/v1/statuses/:id.",
            "server_edits_images": "snac 2.75 mengabaikan media_ids pada PUT /api/v1/statuses/:id.",
        },
    )
    decisive = "POST /api/v1/statuses"
    upload = "POST /api/v2/media"

    def __init__(self, server: Mastodon) -> None:
        self.server = server

    @property
    def base_url(self) -> str:
        return self.server.base_url

    def login(self) -> Login:
        user = self.server.create_user("akun")
        secret = {"access_token": user.token}
        return Login(handle=user.name, secret=secret, external_id=user.account_id, native=user)

    def wrong(self, login: Login) -> Mapping[str, Any]:
        return {"access_token": "token-yang-salah"}

    def seen(self, login: Login) -> list[Seen]:
        found = reversed(self.server.statuses(login.native))
        return [self._seen(status, login.native.token) for status in found]

    def _seen(self, status: dict[str, Any], token: str) -> Seen:
        source = httpx2.get(
            f"{self.base_url}/api/v1/statuses/{status['id']}/source",
            headers={"Authorization": f"Bearer {token}"},
            timeout=10,
        ).json()
        return Seen(
            text=source["text"],
            alts=tuple(media["description"] for media in status["media_attachments"]),
            links=tuple(re.findall(r'<a href="(https?://[^"]+)"', status["content"])),
            reply_to=status["in_reply_to_id"] or "",
        )

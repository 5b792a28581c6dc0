"""A real server of the Mastodon API (snac) in the suite."""

import re
from collections.abc import Mapping
from functools import cached_property
from typing import Any

import httpx2

from kentongan.networks.contract import Published
from tests.contract.harness import Can, Harness, Login, Said, Seen
from tests.servers import Mastodon
from tests.servers.snac import MastodonUser


class MastodonHarness(Harness):
    code = "mastodon"
    can = Can(
        server_withdraws=False,
        server_edits_images=False,
        hears_edits=False,
        mentions=True,
        direct=True,
        exact_comments=False,
        why_not={
            "exact_comments": "Server boleh menerima lebih dari 500 huruf, dan snac menerimanya.",
            "hears_edits": "snac 2.75 memberi id baru kepada unggahan yang disunting.",
            "server_withdraws": "snac 2.75 tidak mengenal DELETE /api/v1/statuses/:id.",
            "server_edits_images": "snac 2.75 mengabaikan media_ids pada PUT /api/v1/statuses/:id.",
        },
    )
    decisive = "POST /api/v1/statuses"
    upload = "POST /api/v2/media"
    listening = "GET /api/v1/notifications"
    page_size = ("kentongan.networks.connectors.mastodon.listening", "PAGE")

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

    @cached_property
    def citizen(self) -> MastodonUser:
        return self.server.create_user("warga")

    def say(self, login: Login, text: str, under: str, *, parent: str = "") -> Said:
        return self._speak(f"@{login.handle} {text}", in_reply_to_id=parent or under)

    def mention(self, login: Login, text: str) -> Said:
        return self._speak(f"@{login.handle} {text}")

    def write_to(self, login: Login, text: str) -> Said:
        return self._speak(f"@{login.handle} {text}", visibility="direct")

    def _speak(self, text: str, **more: str) -> Said:
        citizen = self.citizen
        body = {"status": text, "visibility": "public", **more}
        found = self._as(citizen, "POST", "statuses", json=body)
        author = found["account"]["acct"]
        return Said(external_id=found["id"], author=author, native=citizen)

    def _as(self, user: MastodonUser, method: str, path: str, **options: Any) -> Any:
        headers = {"Authorization": f"Bearer {user.token}"}
        url = f"{self.base_url}/api/v1/{path}"
        answer = httpx2.request(method, url, headers=headers, timeout=10, **options)
        answer.raise_for_status()
        return answer.json()

    def change(self, login: Login, said: Said, text: str) -> None:
        body = {"status": f"@{login.handle} {text}"}
        self._as(said.native, "PUT", f"statuses/{said.external_id}", json=body)

    def take_back(self, login: Login, said: Said) -> None:
        self.server.delete_by_hand(said.native, said.external_id)

    def answered(self, login: Login, found: Published) -> str:
        path = f"statuses/{found.external_id}"
        return str(self._as(login.native, "GET", path)["in_reply_to_id"])

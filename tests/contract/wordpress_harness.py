"""A real WordPress in the suite."""

import html
import re
from collections.abc import Mapping
from typing import Any
from uuid import uuid4

from kentongan.networks.contract import Published
from tests.contract.harness import Can, Harness, Login, Said, Seen
from tests.servers import WordPress

PARAGRAPH = re.compile(r"<p>(.*?)</p>", re.DOTALL)


class WordPressHarness(Harness):
    code = "wordpress"
    can = Can(
        long_text="endless",
        dates_edits=False,
        why_not={
            "long_text": "WordPress mengenal tidak satu pun batas.",
            "dates_edits": "REST API menyebut kapan komentar dibuat, tidak kapan diubah.",
        },
    )
    decisive = "POST /wp-json/wp/v2/posts"
    upload = "POST /wp-json/wp/v2/media"
    listening = "GET /wp-json/wp/v2/comments"
    page_size = ("kentongan.networks.connectors.wordpress.listening", "PAGE")

    def __init__(self, server: WordPress) -> None:
        self.server = server

    @property
    def base_url(self) -> str:
        return self.server.base_url

    def login(self) -> Login:
        user = self.server.create_user("editor")
        secret = {"username": user.username, "app_password": user.app_password}
        return Login(handle=self.base_url.partition("://")[2], secret=secret, native=user)

    def wrong(self, login: Login) -> Mapping[str, Any]:
        return {**login.secret, "app_password": "abcd efgh ijkl mnop qrst uvwx"}

    def seen(self, login: Login) -> list[Seen]:
        author = self.server.call("GET", "/users", params={"search": login.native.username})[0][
            "id"
        ]
        params = {"author": author, "context": "edit", "per_page": 100, "order": "asc"}
        posts = self.server.call("GET", "/posts", params={**params, "status": "publish"})
        comments = self.server.call("GET", "/comments", params=params)
        return [_post(row) for row in posts] + [_comment(row) for row in comments]

    def say(self, login: Login, text: str, under: str, *, parent: str = "") -> Said:
        name = f"Warga {uuid4().hex[:8]}"
        body = {
            "post": under,
            "parent": parent.removeprefix("comment:") or 0,
            "content": html.escape(text, quote=False),
            "author_name": name,
            "author_email": f"{uuid4().hex[:8]}@example.test",
            "status": "approve",
        }
        row = self.server.call("POST", "/comments", json=body)
        return Said(external_id=f"comment:{row['id']}", author=name)

    def change(self, login: Login, said: Said, text: str) -> None:
        path = f"/comments/{said.external_id.removeprefix('comment:')}"
        self.server.call("POST", path, json={"content": text})

    def take_back(self, login: Login, said: Said) -> None:
        self.server.call("DELETE", f"/comments/{said.external_id.removeprefix('comment:')}")

    def answered(self, login: Login, found: Published) -> str:
        path = f"/comments/{found.external_id.removeprefix('comment:')}"
        return f"comment:{self.server.call('GET', path)['parent']}"


def _post(row: dict[str, Any]) -> Seen:
    raw = row["content"]["raw"]
    parts = [part.replace("<br>", "\n") for part in PARAGRAPH.findall(raw)]
    text = html.unescape(re.sub(r"<[^>]+>", "", "\n\n".join(parts)))
    return Seen(
        text=text,
        alts=tuple(html.unescape(alt) for alt in re.findall(r'<img [^>]*alt="([^"]*)"', raw)),
        links=tuple(html.unescape(href) for href in re.findall(r'<a href="([^"]+)"', raw)),
    )


def _comment(row: dict[str, Any]) -> Seen:
    place = f"comment-{row['parent']}" if row["parent"] else f"post-{row['post']}"
    return Seen(text=html.unescape(row["content"]["raw"]), reply_to=place)

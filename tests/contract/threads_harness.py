"""Threads in the suite, on the strict fake."""

from collections.abc import Mapping
from typing import Any
from uuid import uuid4

from kentongan.networks import wording
from kentongan.networks.contract import Outgoing, Published
from tests.contract.harness import Can, Harness, Login, Said, Seen
from tests.fakes.threads import Post, ThreadsFake
from tests.fakes.threads_media import MediaHost


class ThreadsHarness(Harness):
    code = "threads"
    can = Can(
        edit=False,
        refresh=True,
        dates_edits=False,
        why_not={
            "edit": "Threads API tidak mengenal perubahan unggahan.",
            "dates_edits": "Threads API menyebut kapan balasan dibuat, tidak kapan diubah.",
        },
    )
    decisive = "POST /v1.0/me/threads_publish"
    #: The network fetches pictures by itself: making the container is the upload.
    upload = "POST /v1.0/me/threads"
    listening = "/conversation?"
    page_size = ("kentongan.networks.connectors.threads.listening", "PAGE")
    app = {"client_id": ThreadsFake.client_id, "client_secret": ThreadsFake.client_secret}

    def __init__(self, server: ThreadsFake, media: MediaHost) -> None:
        self.server = server
        self.media = media

    @property
    def base_url(self) -> str:
        return self.server.base_url

    def login(self) -> Login:
        account = self.server.account(f"kec{uuid4().hex[:8]}")
        secret = {"access_token": self.server.token(account)}
        return Login(handle=account.username, secret=secret, external_id=account.id, native=account)

    def wrong(self, login: Login) -> Mapping[str, Any]:
        return {"access_token": "THAAsalah"}

    def complete(self, item: Outgoing) -> Outgoing:
        return self.media.host(item)

    def seen(self, login: Login) -> list[Seen]:
        return [self._seen(post) for post in self.server.public(login.native)]

    @staticmethod
    def _seen(post: Post) -> Seen:
        text = post.form.get("text", "")
        attached = post.form.get("link_attachment")
        return Seen(
            text=text,
            alts=post.alts,
            links=(
                *(span.value for span in wording.links(text)),
                *([attached] if attached else []),
            ),
            reply_to=post.form.get("reply_to_id", ""),
        )

    def say(self, login: Login, text: str, under: str, *, parent: str = "") -> Said:
        post = self.server.say(text, parent or under)
        return Said(external_id=post.id, author=post.account.username)

    def change(self, login: Login, said: Said, text: str) -> None:
        self.server.state.posts[said.external_id].form["text"] = text

    def take_back(self, login: Login, said: Said) -> None:
        del self.server.state.posts[said.external_id]

    def answered(self, login: Login, found: Published) -> str:
        return self.server.state.posts[found.external_id].form["reply_to_id"]

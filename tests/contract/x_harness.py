"""The strict stand-in for X in the suite."""

from collections.abc import Mapping
from dataclasses import replace
from datetime import timedelta
from typing import Any

from kentongan.networks.contract import Enclosure, Published
from tests.contract.harness import Can, Harness, Login, Said, Seen
from tests.contract.hearing import Ear
from tests.fakes import x_text
from tests.fakes.x import X


class XHarness(Harness):
    code = "x"
    can = Can(
        edit=False,
        refresh=True,
        same_words=False,
        mentions=True,
        opens=True,
        hears_edits=False,
        hears_deletions=False,
        hears_own=False,
        why_not={
            "hears_edits": "Suntingan di X menjadi unggahan baru dengan id baru.",
            "hears_deletions": "Daftar sebutan X tidak memberi tahu penghapusan.",
            "hears_own": "Jawaban kita tidak menyebut diri sendiri; X menagih setiap bacaan.",
            "edit": "X hanya mengizinkan akun berbayar menyunting, dengan id baru.",
            "same_words": "X menolak unggahan kedua dengan kata yang sama.",
        },
    )
    decisive = "POST /2/tweets"
    upload = "POST /2/media/upload"
    listening = "/mentions?"
    opening = ("dm_conversations/media",)
    page_size = ("kentongan.networks.connectors.x.listening", "PAGE")

    def __init__(self, server: X) -> None:
        self.server = server
        self.app = server.oauth.app

    @property
    def base_url(self) -> str:
        return self.server.base_url

    def login(self) -> Login:
        user = self.server.create_user()
        token = self.server.token_for(user)
        return Login(
            handle=user.username,
            secret={"access_token": token.access, "refresh_token": token.refresh},
            external_id=user.id,
            native=user,
        )

    def wrong(self, login: Login) -> Mapping[str, Any]:
        return {"access_token": "token-yang-salah", "refresh_token": "juga-salah"}

    def stale(self, login: Login) -> Mapping[str, Any]:
        token = self.server.token_for(login.native, dies_in=timedelta(seconds=-1))
        return {"access_token": token.access, "refresh_token": token.refresh}

    def seen(self, login: Login) -> list[Seen]:
        return [
            Seen(
                text=post.text,
                alts=tuple(media.alt for media in post.media),
                links=tuple(x_text.addresses(post.text)),
                reply_to=post.parent,
            )
            for post in self.server.of(login.native)
        ]

    def say(self, login: Login, text: str, under: str, *, parent: str = "") -> Said:
        post = self.server.say(f"@{login.handle} {text}", parent or under)
        return Said(external_id=post.id, author=post.author)

    def mention(self, login: Login, text: str) -> Said:
        post = self.server.say(f"@{login.handle} {text}")
        return Said(external_id=post.id, author=post.author)

    def enclose(self, login: Login, data: bytes) -> Enclosure:
        letter = self.server.send_photo(login.native, data)
        granted = {**login.secret, "scope": "dm.read"}
        ear = Ear(self, replace(login, secret=granted), [])
        ear.round()
        return ear.heard[letter.id].enclosures[0]

    def answered(self, login: Login, found: Published) -> str:
        (post,) = (post for post in self.server.posts if post.id == found.external_id)
        return post.parent

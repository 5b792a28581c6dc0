"""The strict stand-in for X in the suite."""

from collections.abc import Mapping
from datetime import timedelta
from typing import Any

from tests.contract.harness import Can, Harness, Login, Seen
from tests.fakes import x_text
from tests.fakes.x import X


class XHarness(Harness):
    code = "x"
    can = Can(
        edit=False,
        refresh=True,
        same_words=False,
        why_not={
            "edit": "X hanya mengizinkan akun berbayar menyunting, dengan id baru.",
            "same_words": "X menolak unggahan kedua dengan kata yang sama.",
        },
    )
    decisive = "POST /2/tweets"
    upload = "POST /2/media/upload"

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

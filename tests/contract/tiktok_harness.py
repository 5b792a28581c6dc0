"""TikTok in the suite: a strict fake that fetches pictures, and a shelf that serves them."""

from collections.abc import Mapping
from dataclasses import replace
from pathlib import Path
from typing import Any

from kentongan.networks.contract import Outgoing
from tests.contract.harness import Can, Harness, Login, Seen
from tests.fakes.tiktok import CLIENT_KEY, CLIENT_SECRET, TikTok
from tests.fakes.tiktok_media import Shelf, clip
from tests.fakes.tiktok_parts import Account

APP = {"client_key": CLIENT_KEY, "client_secret": CLIENT_SECRET, "audited": "ya"}


class TikTokHarness(Harness):
    code = "tiktok"
    can = Can(
        text_only=False,
        alt=False,
        links=False,
        find_pictures=False,
        edit=False,
        withdraw=False,
        reply=False,
        refresh=True,
        listen=False,
        why_not={
            "listen": "Content Posting API tidak dapat membaca komentar.",
            "find_pictures": "Satu permintaan menayangkan gambar; tanpa jawabannya tak ada nomor.",
            "edit": "API TikTok tidak dapat menyunting.",
            "withdraw": "API TikTok tidak dapat menghapus.",
            "reply": "API TikTok tidak menerima balasan.",
        },
    )
    decisive = "PUT /upload/"
    upload = "POST /v2/post/publish/video/init/"
    app = APP

    def __init__(self, server: TikTok, shelf: Shelf, folder: Path) -> None:
        self.server = server
        self.shelf = shelf
        self.folder = folder

    @property
    def base_url(self) -> str:
        return self.server.base_url

    def login(self, **more: Any) -> Login:
        account = self.server.create_account(**more)
        return Login(
            handle=account.username,
            secret=secret_of(account),
            external_id=account.open_id,
            native=account,
        )

    def wrong(self, login: Login) -> Mapping[str, Any]:
        return {**login.secret, "access_token": "act.salah"}

    def complete(self, item: Outgoing) -> Outgoing:
        if item.images:
            return replace(item, images=tuple(map(self.shelf.put, item.images)))
        return item if item.video else replace(item, video=self._video)

    @property
    def _video(self) -> Any:
        path = self.folder / "klip.mp4"
        if not path.exists():
            clip(self.folder).path.rename(path)
        return replace(clip(self.folder), path=path)

    def seen(self, login: Login) -> list[Seen]:
        return [
            Seen(
                text=post.text,
                alts=("",) * len(post.media) if "auto_add_music" in post.info else (),
            )
            for post in self.server.public(login.native)
        ]


def secret_of(account: Account) -> dict[str, Any]:
    """What the product would keep for the account."""
    return {
        "access_token": account.token,
        "refresh_token": account.refresh,
        "open_id": account.open_id,
        "scope": ",".join(account.scopes),
        "renew_at": "2099-01-01T00:00:00+00:00",
    }

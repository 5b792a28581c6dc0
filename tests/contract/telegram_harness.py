"""A strict fake of Telegram's Bot API in the suite."""

from collections.abc import Mapping
from typing import Any

from tests.contract.harness import Can, Harness, Login, Seen
from tests.fakes.telegram import Channel, Telegram


class TelegramHarness(Harness):
    code = "telegram"
    can = Can(
        alt=False,
        find=False,
        why_not={
            "alt": "Bot API tidak punya teks alternatif untuk gambar.",
            "find": "Bot tidak dapat membaca isi saluran; orang yang melihat.",
            "upload": "Gambar dikirim di dalam permintaan yang menerbitkan.",
        },
    )
    decisive = "/send"
    upload = ""

    def __init__(self, server: Telegram) -> None:
        self.server = server

    @property
    def base_url(self) -> str:
        return self.server.base_url

    def login(self) -> Login:
        bot = self.server.create_bot()
        channel = self.server.create_channel(bot)
        return Login(
            handle=channel.username,
            secret={"token": bot.token, "channel": f"@{channel.username}"},
            external_id=str(channel.id),
            native=channel,
        )

    def wrong(self, login: Login) -> Mapping[str, Any]:
        return {**login.secret, "token": "7999999999:AAEujiTokenYangTidakAdaPemiliknya0"}

    def seen(self, login: Login) -> list[Seen]:
        """Posts, oldest first; an album is one post."""
        channel: Channel = login.native
        posts: dict[str, list[Any]] = {}
        for message in channel.messages.values():
            posts.setdefault(message.group or f"alone{message.id}", []).append(message)
        return [
            Seen(
                text=parts[0].text,
                alts=tuple("" for part in parts if part.kind != "text"),
                links=parts[0].links,
                reply_to=str(parts[0].reply_to or ""),
            )
            for parts in posts.values()
        ]

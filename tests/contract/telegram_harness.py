"""A strict fake of Telegram's Bot API in the suite."""

from collections.abc import Mapping
from typing import Any

from kentongan.networks.contract import Enclosure, Published
from tests.contract.harness import Can, Harness, Login, Said, Seen
from tests.contract.hearing import Ear
from tests.fakes.telegram import Channel, Telegram


class TelegramHarness(Harness):
    code = "telegram"
    can = Can(
        alt=False,
        find=False,
        hears_deletions=False,
        hears_own=False,
        direct=True,
        opens=True,
        why_not={
            "hears_deletions": "Bot API tidak memberi tahu pesan yang dihapus.",
            "hears_own": "Bot tidak diberi tahu pesannya sendiri.",
            "alt": "Bot API tidak punya teks alternatif untuk gambar.",
            "find": "Bot tidak dapat membaca isi saluran; orang yang melihat.",
            "upload": "Gambar dikirim di dalam permintaan yang menerbitkan.",
        },
    )
    decisive = "/send"
    upload = ""
    listening = "getUpdates"
    opening = ("getFile", "/file/bot")
    page_size = ("kentongan.networks.connectors.telegram.listening", "PAGE")

    def __init__(self, server: Telegram) -> None:
        self.server = server

    @property
    def base_url(self) -> str:
        return self.server.base_url

    def login(self) -> Login:
        bot = self.server.create_bot()
        channel = self.server.create_channel(bot)
        self.talk = self.server.talk(bot.id, channel)
        return Login(
            handle=channel.username,
            secret={"token": bot.token, "channel": f"@{channel.username}"},
            external_id=str(channel.id),
            native=channel,
        )

    def wrong(self, login: Login) -> Mapping[str, Any]:
        return {**login.secret, "token": "7999999999:AAEujiTokenYangTidakAdaPemiliknya0"}

    def say(self, login: Login, text: str, under: str, *, parent: str = "") -> Said:
        channel = {"id": login.native.id, "type": "channel", "title": login.native.title}
        return _said(self.talk.comment(channel, int(under), text, parent))

    def write_to(self, login: Login, text: str) -> Said:
        return _said(self.talk.whisper(text))

    def enclose(self, login: Login, data: bytes) -> Enclosure:
        message = self.talk.whisper("", **self.server.keep("photo", data))
        del message["text"]
        ear = Ear(self, login, [])
        ear.round()
        return ear.of(_said(message)).enclosures[0]

    def change(self, login: Login, said: Said, text: str) -> None:
        self.talk.change(said.external_id, text)

    def answered(self, login: Login, found: Published) -> str:
        group = self.server.channels[self.talk.group]
        chat, _, number = found.external_id.partition("/")
        assert chat == str(group.id)
        return f"{chat}/{group.messages[int(number)].reply_to}"

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


def _said(message: dict[str, Any]) -> Said:
    identifier = f"{message['chat']['id']}/{message['message_id']}"
    return Said(external_id=identifier, author=message["from"]["username"])

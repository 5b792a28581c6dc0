"""A strict fake of Telegram's Bot API, held against the contract in the aiogram package.

Like Telegram it answers ``{"ok": true, "result": …}`` or ``{"ok": false, "error_code": …,
"description": …}``, finds links and tags in plain text by itself, drops space at both ends of a
text, and lets a bot write only where it is an administrator.
"""

import itertools
import json
import re
import time
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

from tests.fakes import botapi
from tests.fakes.server import Answer, Fake, Handler, Request
from tests.fakes.telegram_files import Files
from tests.fakes.telegram_media import attached, piece_of, refusal
from tests.fakes.telegram_talk import Talk

_LINK = re.compile(r"https?://[^\s<>\"]*[^\s<>\".,;:!?)\]]")
_TAG = re.compile(r"(?<!\w)#\w+")


@dataclass(kw_only=True)
class Bot:
    """A bot of @BotFather."""

    id: int
    token: str
    username: str


@dataclass(kw_only=True)
class Message:
    """One message that stands in a channel."""

    id: int
    text: str
    bot: int
    kind: str = "text"
    media: bytes = b""
    cover: bytes = b""
    reply_to: int = 0
    group: str = ""
    supports_streaming: bool = False
    deletable: bool = True

    @property
    def links(self) -> tuple[str, ...]:
        return tuple(found.group() for found in _LINK.finditer(self.text))


@dataclass(kw_only=True)
class Channel:
    """A channel, or a group. ``rights``: of the bots that are administrators, by their id."""

    id: int
    title: str
    username: str = ""
    kind: str = "channel"
    rights: dict[int, set[str]] = field(default_factory=dict)
    messages: dict[int, Message] = field(default_factory=dict)
    moved_to: int = 0
    numbers: Any = field(default_factory=lambda: itertools.count(1))


class Telegram(Files, Fake):
    """The Bot API with the bots and channels a test makes."""

    def __init__(self) -> None:
        super().__init__()
        self.bots: dict[str, Bot] = {}
        self.channels: dict[int, Channel] = {}
        self.talks: dict[int, Talk] = {}
        self.files = {}
        self._count = itertools.count(1)

    # ------------------------------------------------------------------------------ for tests

    def create_bot(self) -> Bot:
        number = next(self._count)
        made = Bot(
            id=7_000_000_000 + number,
            token=f"{7_000_000_000 + number}:AAEuji{number:029d}",
            username=f"layanan{number}_bot",
        )
        self.bots[made.token] = made
        return made

    def create_channel(
        self, bot: Bot, *, public: bool = True, kind: str = "channel", rights: str = "post"
    ) -> Channel:
        """A channel of which ``bot`` is an administrator with ``rights`` (words: post, delete)."""
        number = next(self._count)
        made = Channel(
            id=-1_002_000_000_000 - number,
            title=f"Info Kecamatan {number}",
            username=f"kectitirwangi{number}" if public else "",
            kind=kind,
            rights={bot.id: set(rights.split())},
        )
        self.channels[made.id] = made
        return made

    def move(self, group: Channel) -> Channel:
        """A group becomes a supergroup and gets another number."""
        rights = {bot: set(words) for bot, words in group.rights.items()}
        made = Channel(id=group.id - 500_000, title=group.title, kind="supergroup", rights=rights)
        self.channels[made.id] = made
        group.moved_to = made.id
        return made

    # ------------------------------------------------------------------------------ requests

    def routes(self) -> list[tuple[str, str, Handler]]:
        method = r"/bot(?P<token>[^/]*)/(?P<method>[A-Za-z]+)"
        return [("POST", method, self._call), *self.file_routes()]

    def unknown(self, request: Request) -> Answer:
        return refusal(404, "Not Found").answer

    def _call(self, request: Request) -> Answer:
        if not re.fullmatch(r"\d+:[\w-]+", request.params["token"]):
            raise refusal(404, "Not Found")
        bot = self.bots.get(request.params["token"])
        if bot is None:
            raise refusal(401, "Unauthorized")
        name = request.params["method"]
        acts = {
            "getMe": self._me,
            "getChat": self._chat,
            "getUpdates": self._updates,
            "getFile": self._file,
            "setWebhook": self._hook,
            "deleteWebhook": self._unhook,
            "getWebhookInfo": self._hook_info,
            "getChatMember": self._member,
            "sendMessage": self._send_text,
            "sendPhoto": self._send_one,
            "sendVideo": self._send_one,
            "sendMediaGroup": self._send_album,
            "editMessageText": self._edit_words,
            "editMessageCaption": self._edit_words,
            "editMessageMedia": self._edit_media,
            "deleteMessage": self._delete,
        }
        if name not in acts or request.query:
            raise refusal(404, "Not Found")
        values, files = self._values(name, request)
        return Answer(200, {"ok": True, "result": acts[name](bot, values, files)})

    def _values(self, name: str, request: Request) -> tuple[dict[str, Any], dict[str, botapi.File]]:
        """The parameters of a call, checked; uploaded files by the names of their parts."""
        files: dict[str, botapi.File] = {}
        try:
            if request.mime == "application/json":
                values = json.loads(request.body)
            elif request.mime == "multipart/form-data":
                parts = request.parts()
                if len({part.name for part in parts}) != len(parts):
                    raise refusal(400, "Bad Request: a part was given twice")
                texts = {p.name: p.data.decode() for p in parts if not p.filename}
                values = botapi.read(name, texts, json.loads)
                files = {
                    p.name: botapi.File(p.data, p.mime, p.filename) for p in parts if p.filename
                }
            else:
                raise refusal(400, f"Bad Request: unsupported content type {request.mime!r}")
        except ValueError:
            raise refusal(400, "Bad Request: can't parse the request") from None
        try:
            botapi.check(name, values)
        except botapi.Wrong as wrong:
            raise refusal(400, _words(str(wrong))) from None
        if unused := files.keys() - set(attached(values)):
            raise refusal(400, f"Bad Request: files nobody asked for: {sorted(unused)}")
        if values.keys() & {"parse_mode", "entities", "caption_entities"}:
            raise refusal(400, "Bad Request: a text must go out as it was written")
        return values, files

    # ------------------------------------------------------------------------------ who, where

    def _me(self, bot: Bot, values: Mapping[str, Any], files: object) -> dict[str, Any]:
        return {"id": bot.id, "is_bot": True, "first_name": "Layanan", "username": bot.username}

    def _find(self, values: Mapping[str, Any]) -> Channel:
        wanted = values.get("chat_id")
        if isinstance(wanted, int) and wanted > 0:  # a person who wrote to the bot
            return self.channels.setdefault(wanted, Channel(id=wanted, title="", kind="private"))
        for channel in self.channels.values():
            if wanted == channel.id or (
                isinstance(wanted, str)
                and channel.username
                and wanted.lower() == f"@{channel.username.lower()}"
            ):
                if channel.moved_to:
                    words = "Bad Request: group chat was upgraded to a supergroup chat"
                    raise refusal(400, words, migrate_to_chat_id=channel.moved_to)
                return channel
        raise refusal(400, "Bad Request: chat not found")

    def _chat(self, bot: Bot, values: Mapping[str, Any], files: object) -> dict[str, Any]:
        return _shown_chat(self._find(values))

    def talk(self, bot_id: int, channel: Channel) -> Talk:
        """The group of a channel, in which the bot sits too, and what people tell the bot."""
        if bot_id not in self.talks:
            group = Channel(
                id=channel.id - 700_000, title="Obrolan warga", kind="supergroup",
                rights={bot_id: {"post"}},
            )  # fmt: skip
            self.channels[group.id] = group
            self.talks[bot_id] = Talk(group=group.id)
        return self.talks[bot_id]

    def _updates(self, bot: Bot, values: Mapping[str, Any], files: object) -> list[dict[str, Any]]:
        talk = self.talks.get(bot.id)
        if talk is not None and talk.webhook:
            words = "Conflict: can't use getUpdates method while webhook is active"
            raise refusal(409, words)
        return talk.ask(values) if talk is not None else []

    def _hook(self, bot: Bot, values: Mapping[str, Any], files: object) -> bool:
        if not str(values["url"]).startswith("https://"):
            raise refusal(400, "Bad Request: bad webhook: An HTTPS URL must be provided")
        if not re.fullmatch(r"[A-Za-z0-9_-]{1,256}", str(values.get("secret_token", ""))):
            raise refusal(400, "Bad Request: secret token contains unallowed characters")
        self.talks[bot.id].webhook = dict(values)
        return True

    def _unhook(self, bot: Bot, values: Mapping[str, Any], files: object) -> bool:
        self.talks[bot.id].webhook = {}
        return True

    def _hook_info(self, bot: Bot, values: Mapping[str, Any], files: object) -> dict[str, Any]:
        talk = self.talks[bot.id]
        info = {
            "url": talk.webhook.get("url", ""),
            "has_custom_certificate": False,
            "pending_update_count": len(talk.updates),
        }
        return info | ({"last_error_date": talk.failed_at} if talk.failed_at else {})

    def _member(self, bot: Bot, values: Mapping[str, Any], files: object) -> dict[str, Any]:
        channel = self._find(values)
        user = {"id": values["user_id"], "is_bot": True, "first_name": "Layanan"}
        if values["user_id"] not in channel.rights:
            return {"status": "left", "user": user}
        rights = channel.rights[values["user_id"]]
        told = {"can_delete_messages": "delete" in rights, "can_edit_messages": False}
        if channel.kind == "channel":
            told["can_post_messages"] = "post" in rights
        return {"status": "administrator", "user": user, "can_be_edited": False, **told}

    def _writable(self, bot: Bot, values: Mapping[str, Any]) -> Channel:
        channel = self._find(values)
        if channel.kind != "private" and bot.id not in channel.rights:
            raise refusal(403, "Forbidden: bot is not a member of the channel chat")
        if channel.kind == "channel" and "post" not in channel.rights[bot.id]:
            raise refusal(400, "Bad Request: need administrator rights in the channel chat")
        return channel

    # ------------------------------------------------------------------------------ sending

    def _send_text(self, bot: Bot, values: Mapping[str, Any], files: object) -> dict[str, Any]:
        channel = self._writable(bot, values)
        return self._put(channel, bot, values, text=values["text"])

    def _send_one(
        self, bot: Bot, values: Mapping[str, Any], files: Mapping[str, botapi.File]
    ) -> dict[str, Any]:
        channel = self._writable(bot, values)
        kind = "photo" if "photo" in values else "video"
        media = {"type": kind, "media": values[kind], **values}
        return self._put(
            channel, bot, values, text=values.get("caption", ""), **piece_of(media, files)
        )

    def _send_album(
        self, bot: Bot, values: Mapping[str, Any], files: Mapping[str, botapi.File]
    ) -> list[dict[str, Any]]:
        channel = self._writable(bot, values)
        checked = [(one.get("caption", ""), piece_of(one, files)) for one in values["media"]]
        group = f"album{next(self._count)}"
        return [
            self._put(channel, bot, values, text=text, group=group, **media)
            for text, media in checked
        ]

    def _put(
        self, channel: Channel, bot: Bot, values: Mapping[str, Any], *, text: str, **more: Any
    ) -> dict[str, Any]:
        reply_to = values.get("reply_parameters", {}).get("message_id", 0)
        talk = self.talks.get(bot.id)
        heard = talk is not None and f"{channel.id}/{reply_to}" in talk.said
        if reply_to and reply_to not in channel.messages and not heard:
            raise refusal(400, "Bad Request: message to be replied not found")
        number = next(channel.numbers)
        if talk is not None and channel.id == talk.group:
            number = talk.number()
        made = Message(id=number, text=text.strip(), bot=bot.id, reply_to=reply_to, **more)
        channel.messages[number] = made
        if talk is not None and channel.kind == "channel":
            talk.copy(_shown_chat(channel), number, text)
        return _shown(channel, made)

    # ------------------------------------------------------------------------------ changing

    def _own(self, bot: Bot, values: Mapping[str, Any], what: str) -> tuple[Channel, Message]:
        channel = self._writable(bot, values)
        found = channel.messages.get(values.get("message_id", 0))
        if found is None:
            raise refusal(400, f"Bad Request: message to {what} not found")
        return channel, found

    def _edit_words(self, bot: Bot, values: Mapping[str, Any], files: object) -> dict[str, Any]:
        channel, found = self._own(bot, values, "edit")
        word = "text" if "text" in values else "caption"
        if (found.kind == "text") != (word == "text"):
            raise refusal(400, f"Bad Request: there is no {word} in the message to edit")
        return _change(channel, found, text=values.get(word, "").strip())

    def _edit_media(
        self, bot: Bot, values: Mapping[str, Any], files: Mapping[str, botapi.File]
    ) -> dict[str, Any]:
        channel, found = self._own(bot, values, "edit")
        media = piece_of(values["media"], files)
        return _change(channel, found, text=values["media"].get("caption", "").strip(), **media)

    def _delete(self, bot: Bot, values: Mapping[str, Any], files: object) -> bool:
        channel, found = self._own(bot, values, "delete")
        if not found.deletable and "delete" not in channel.rights[bot.id]:
            raise refusal(400, "Bad Request: message can't be deleted")
        del channel.messages[found.id]
        return True


def _words(wrong: str) -> str:
    """Telegram's own words for what people run into; the contract's for defects of a caller."""
    if re.match(r"\w+\.text has [1-9]", wrong):
        return "Bad Request: message is too long"
    if ".caption has" in wrong:
        return "Bad Request: message caption is too long"
    if ".text has 0" in wrong:
        return "Bad Request: message text is empty"
    return f"Bad Request: {wrong}"


def _change(channel: Channel, found: Message, **values: Any) -> dict[str, Any]:
    if all(getattr(found, name) == value for name, value in values.items()):
        raise refusal(
            400,
            "Bad Request: message is not modified: specified new message content and reply markup"
            " are exactly the same as a current content and reply markup of the message",
        )
    for name, value in values.items():
        setattr(found, name, value)
    return _shown(channel, found)


def _shown_chat(channel: Channel) -> dict[str, Any]:
    name = {"username": channel.username} if channel.username else {}
    return {"id": channel.id, "type": channel.kind, "title": channel.title, **name}


def _shown(channel: Channel, message: Message) -> dict[str, Any]:
    """The message as Telegram gives it back."""
    word = "text" if message.kind == "text" else "caption"
    told: dict[str, Any] = {
        "message_id": message.id,
        "date": int(time.time()),
        "chat": _shown_chat(channel),
        word: message.text,
        "entities" if word == "text" else "caption_entities": [
            {"type": kind, "offset": _units(message.text[: m.start()]), "length": _units(m.group())}
            for kind, pattern in (("url", _LINK), ("hashtag", _TAG))
            for m in pattern.finditer(message.text)
        ],
    }
    if message.group:
        told["media_group_id"] = message.group
    if message.kind != "text":
        told[message.kind] = {"file_id": f"AgAD{message.id}"}
    return told


def _units(text: str) -> int:
    """UTF-16 code units, in which Telegram counts offsets."""
    return len(text.encode("utf-16-le")) // 2

"""What people say to a bot of the fake: in private, and in the group of a channel.

Updates are kept until they are confirmed, each told once, as core.telegram.org/bots/api#getupdates
says. Messages have the shape of the package's types.
"""

import itertools
import time
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any


@dataclass(kw_only=True)
class Talk:
    """The updates of one bot, and the group of its channel. ``copies``: post to message there."""

    group: int
    updates: list[dict[str, Any]] = field(default_factory=list)
    copies: dict[int, int] = field(default_factory=dict)
    said: dict[str, dict[str, Any]] = field(default_factory=dict)
    webhook: dict[str, Any] = field(default_factory=dict)
    #: When a call to the webhook last failed; nobody is called by this fake.
    failed_at: int = 0
    _count: Any = field(default_factory=lambda: itertools.count(1))
    _people: Any = field(default_factory=lambda: itertools.count(500))

    def number(self) -> int:
        return int(next(self._count))

    def copy(self, channel: Mapping[str, Any], post: int, text: str) -> None:
        """Telegram puts a post of the channel into its group."""
        number = self.copies[post] = self.number()
        self.tell("message", self._forward(channel, post, number, text))

    def _forward(
        self, channel: Mapping[str, Any], post: int, number: int, text: str
    ) -> dict[str, Any]:
        return {
            "message_id": number,
            "date": int(time.time()),
            "chat": self.chat,
            "sender_chat": dict(channel),
            "is_automatic_forward": True,
            "forward_origin": {
                "type": "channel",
                "chat": dict(channel),
                "message_id": post,
                "date": int(time.time()),
            },
            "text": text,
        }

    @property
    def chat(self) -> dict[str, Any]:
        return {"id": self.group, "type": "supergroup", "title": "Obrolan warga"}

    def comment(
        self, channel: Mapping[str, Any], post: int, text: str, parent: str = ""
    ) -> dict[str, Any]:
        """A person comments on a post, or answers a comment."""
        above = self.said.get(parent) or self._forward(channel, post, self.copies[post], "")
        above = {name: value for name, value in above.items() if name != "reply_to_message"}
        more = {"reply_to_message": above, "message_thread_id": self.copies[post]}
        return self.say(self.chat, text, **more)

    def whisper(self, text: str, **more: Any) -> dict[str, Any]:
        """A person writes to the bot."""
        person = int(next(self._people))
        return self.say({"id": person, "type": "private", "first_name": "Siti"}, text, **more)

    def say(self, chat: Mapping[str, Any], text: str, **more: Any) -> dict[str, Any]:
        who = next(self._people)
        message = {
            "message_id": self.number(),
            "date": int(time.time()),
            "chat": dict(chat),
            "from": {"id": who, "is_bot": False, "first_name": "Siti", "username": f"siti{who}"},
            "text": text,
            **more,
        }
        self.said[f"{chat['id']}/{message['message_id']}"] = message
        self.tell("message", message)
        return message

    def change(self, name: str, text: str) -> None:
        edited = {**self.said[name], "text": text, "edit_date": int(time.time())}
        self.tell("edited_message", edited)

    def tell(self, kind: str, message: dict[str, Any]) -> None:
        self.updates.append({"update_id": 1000 + self.number(), kind: message})

    def ask(self, values: Mapping[str, Any]) -> list[dict[str, Any]]:
        """``getUpdates``: confirms what lies before ``offset``."""
        offset = values.get("offset", 0)
        self.updates = [row for row in self.updates if row["update_id"] >= offset]
        kinds = set(values.get("allowed_updates", ()))
        fits = [row for row in self.updates if kinds & row.keys()]
        return fits[: values.get("limit", 100)]

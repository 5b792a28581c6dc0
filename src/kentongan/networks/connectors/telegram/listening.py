"""What people write to the bot, and in the group that belongs to the channel.

core.telegram.org/bots/api#getupdates, #message. A bot is told only what is new, and only once:
asking with a number confirms everything before it. So the number lies in the cursor, and is sent
only after whoever keeps the cursor has stored what came with it.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from kentongan.kernel.say import gettext as _
from kentongan.networks import answers, spoken
from kentongan.networks.connectors.telegram import calls, channel
from kentongan.networks.connectors.telegram.api import Api
from kentongan.networks.contract import (
    Author,
    Enclosure,
    Heard,
    Incoming,
    Refused,
    Session,
    Way,
    harmless,
)

#: Updates in one answer.
PAGE = 100
KINDS = ("message", "edited_message")
#: Comments are remembered, to know where those upon them belong.
MOST_PLACES = 300
#: Files by the kind a message names, and what that is elsewhere; only the bot gets them.
FILES = {
    "photo": "image",
    "video": "video",
    "document": "file",
    "audio": "audio",
    "voice": "audio",
    "animation": "video",
    "sticker": "image",
    "video_note": "video",
}


class Listening:
    """Reads the updates of one bot, for one channel."""

    def __init__(self, session: Session, api: Api) -> None:
        self._session = session
        self._api = api
        self._channel = str(channel.proven(session))
        self._bot = str(session.secret.get("token") or "").partition(":")[0]

    def look(self, cursor: Mapping[str, Any]) -> Heard:
        """The next updates, oldest first; nothing while Telegram calls us instead."""
        offset = _offset(cursor)
        fields: dict[str, Any] = {"limit": PAGE, "timeout": 0, "allowed_updates": list(KINDS)}
        asked = {**fields, **({"offset": offset} if offset else {})}
        with harmless(_("Membaca pesan")):
            try:
                found = self._api.call("getUpdates", asked)
            except Refused as refusal:
                if "webhook is active" not in str(refusal):
                    raise
                if not calls.fail(self._api, self._session.now):
                    return Heard((), dict(cursor))
                self._api.call("deleteWebhook", {})
                found = self._api.call("getUpdates", asked)
            rows = answers.rows_at({"rows": found}, "rows")
            fresh = [row for row in rows if int(answers.text_at(row, "update_id")) >= offset]
            return self.take(cursor, fresh, more=len(fresh) >= PAGE)

    def take(
        self, cursor: Mapping[str, Any], rows: Sequence[Mapping[str, Any]], *, more: bool = False
    ) -> Heard:
        """What updates say, however they came, and the cursor from now on."""
        places = {str(k): [str(one) for one in v] for k, v in (cursor.get("places") or {}).items()}
        told = [self._update(row, places) for row in rows]
        seen = (int(answers.text_at(row, "update_id")) + 1 for row in rows)
        following = max([_offset(cursor), *seen])
        newest = dict(list(places.items())[-MOST_PLACES:])
        return Heard(
            tuple(one for one in told if one is not None),
            {"offset": following, "places": newest},
            more=more,
        )

    def _update(self, row: Mapping[str, Any], places: dict[str, list[str]]) -> Incoming | None:
        """A message that concerns the channel. ``places``: where comments belong."""
        said = answers.object_at(row, "message") or answers.object_at(row, "edited_message")
        chat = answers.object_at(said, "chat")
        if not said or said.get("is_automatic_forward") is True:
            return None
        if chat.get("type") == "private":
            return self._message(said, Way.DIRECT, thread=f"pribadi/{answers.text_at(chat, 'id')}")
        identifier = _id(said)
        above = answers.object_at(said, "reply_to_message")
        if self._is_post(above):
            origin = answers.object_at(above, "forward_origin")
            places[identifier] = [identifier, answers.text_at(origin, "message_id"), ""]
        elif above and _id(above) in places:
            thread, post, _name = places[_id(above)]
            places[identifier] = [thread, post, _id(above)]
        if identifier not in places:  # talk of the group among itself
            return None
        thread, post, parent = places[identifier]
        return self._message(said, Way.COMMENT, thread=thread, post=post, parent=parent)

    def _is_post(self, message: Mapping[str, Any]) -> bool:
        """Whether it is the copy of a post of our channel, which Telegram puts into the group."""
        sender = answers.object_at(message, "sender_chat")
        return (
            message.get("is_automatic_forward") is True and str(sender.get("id")) == self._channel
        )

    def _message(
        self, said: dict[str, Any], way: Way, *, thread: str, post: str = "", parent: str = ""
    ) -> Incoming:
        # Who speaks as a channel or a group has no person to it.
        who = answers.object_at(said, "sender_chat") or answers.object_at(said, "from")
        author = answers.text_at(who, "id")
        chat = answers.object_at(said, "chat")
        number = int(answers.text_at(said, "message_id"))
        full = f"{who.get('first_name') or who.get('title') or ''} {who.get('last_name') or ''}"
        return Incoming(
            external_id=_id(said),
            way=way,
            author=Author(
                author,
                handle=spoken.name(who.get("username")),
                name=spoken.name(full),
                ours=author in {self._channel, self._bot},
            ),
            text=_words(said),
            created_at=answers.moment_at(said, "date"),
            thread=thread,
            parent=parent,
            post=post,
            url="" if way == Way.DIRECT else channel.address(chat, number),
            version=str(said.get("edit_date") or ""),
            changed_at=answers.moment_in(said, "edit_date"),
            enclosures=tuple(_enclosed(said, kind) for kind in _kinds(said)),
            reference={"chat": chat.get("id"), "messages": [number]},
        )


def _offset(cursor: Mapping[str, Any]) -> int:
    kept = cursor.get("offset")
    return kept if isinstance(kept, int) else 0


def _id(said: Mapping[str, Any]) -> str:
    """Numbers of messages count within their chat."""
    chat = answers.object_at(said, "chat")
    return f"{answers.text_at(chat, 'id')}/{answers.text_at(said, 'message_id')}"


def _words(said: Mapping[str, Any]) -> str:
    """Text or caption; what carries neither is named by its kind."""
    text = spoken.clean(said.get("text") or said.get("caption"))
    kinds = " ".join(f"[{kind}]" for kind in _kinds(said))
    return f"{kinds} {text}".strip()


def _kinds(said: Mapping[str, Any]) -> list[str]:
    """Which kinds of files a message carries. An animation is told as a document, too."""
    found = [kind for kind in FILES if said.get(kind)]
    return [kind for kind in found if kind != "document" or "animation" not in found]


def _enclosed(said: Mapping[str, Any], kind: str) -> Enclosure:
    """A file with its ``file_id``; of a photo the largest of its sizes."""
    sizes = answers.rows_at(said, kind)
    file = max(sizes, key=_area) if sizes else answers.object_at(said, kind)
    return Enclosure("", mime=kind, alt=FILES[kind], handle=str(file.get("file_id") or ""))


def _area(size: Mapping[str, Any]) -> int:
    width, height = size.get("width"), size.get("height")
    return width * height if isinstance(width, int) and isinstance(height, int) else 0

"""Private messages on the fake X, held against the vendor's package as everything there is.

What it does not say is transcribed from docs.x.com/x-api/direct-messages, not verified: the ids of
conversations, that the newest comes first.
"""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Any

from tests.fakes.server import Answer, Handler, Request

READ = {"dm.read", "tweet.read", "users.read"}
WRITE = READ | {"dm.write"}


@dataclass(kw_only=True)
class Letter:
    """A message; a conversation of two is named by both, the smaller number first."""

    id: str
    talk: str
    sender: str
    text: str
    made: datetime


class Letters:
    """The part of the fake where people write in private. ``letters``: oldest first."""

    users: list[Any]
    _numbers: Any
    _route: Callable[..., tuple[str, str, Handler]]
    _start: Callable[[str], int]
    create_user: Callable[..., Any]
    letters: list[Letter]

    def letter_routes(self) -> list[tuple[str, str, Handler]]:
        """Routes of private messages."""
        area = "direct_messages"
        return [
            self._route(area, "get_events", READ, self._events),
            self._route(area, "get_events_by_conversation_id", READ, self._events),
            self._route(area, "create_by_conversation_id", WRITE, self._write),
        ]

    def write_to(self, user: Any, text: str, *, group: bool = False) -> Letter:
        """A person writes to the account, alone or in a group."""
        who = self.create_user("warga")
        talk = "1690000000" if group else f"{user.id}-{who.id}"
        return self._put(talk, who.id, text)

    def _put(self, talk: str, sender: str, text: str) -> Letter:
        number = str(next(self._numbers))
        letter = Letter(id=number, talk=talk, sender=sender, text=text, made=datetime.now(UTC))
        self.letters.append(letter)
        return letter

    def _events(self, token: Any, request: Request) -> Answer:
        query, talk = dict(request.query), request.params.get("id", "")
        found = [
            one
            for one in reversed(self.letters)
            if (one.talk == talk if talk else token.user in one.talk or "-" not in one.talk)
        ]
        start, most = (
            self._start(query.get("pagination_token", "")),
            int(query.get("max_results", "100")),
        )
        page = found[start : start + most]
        meta: dict[str, Any] = {"result_count": len(page)}
        if len(found) > start + most:
            meta["next_token"] = f"7140{start + most}"
        if not page:
            return Answer(200, {"meta": meta})
        writers = {one.sender for one in page}
        people = [
            {"id": one.id, "username": one.username, "name": "Warga Uji"}
            for one in self.users
            if one.id in writers
        ]
        rows = [
            {
                "id": one.id,
                "text": one.text,
                "event_type": "MessageCreate",
                "dm_conversation_id": one.talk,
                "sender_id": one.sender,
                "created_at": one.made.strftime("%Y-%m-%dT%H:%M:%S.000Z"),
            }
            for one in page
        ]
        return Answer(200, {"data": rows, "includes": {"users": people}, "meta": meta})

    def _write(self, token: Any, request: Request) -> Answer:
        talk = request.params["dm_conversation_id"]
        letter = self._put(talk, token.user, request.json()["text"])
        return Answer(201, {"data": {"dm_conversation_id": talk, "dm_event_id": letter.id}})

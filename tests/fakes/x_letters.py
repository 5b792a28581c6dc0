"""Private messages on the fake X, held against the vendor's package as everything there is.

What it does not say is transcribed from docs.x.com/x-api/direct-messages, not verified: the ids of
conversations, that the newest comes first, that the address of a photo names what it is got by.
"""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Any

from tests.fakes.server import Answer, Handler, Refusal, Request

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
    media: str = ""


class Letters:
    """The part of the fake where people write in private. ``letters``: oldest first.

    ``enclosed``: media by their keys, as X tells of them, and the bytes of photos by their path.
    """

    users: list[Any]
    _numbers: Any
    _route: Callable[..., tuple[str, str, Handler]]
    _start: Callable[[str], int]
    create_user: Callable[..., Any]
    letters: list[Letter]
    enclosed: dict[str, tuple[dict[str, Any], bytes]]

    def letter_routes(self) -> list[tuple[str, str, Handler]]:
        """Routes of private messages."""
        area = "direct_messages"
        return [
            self._route(area, "get_events", READ, self._events),
            self._route(area, "get_events_by_conversation_id", READ, self._events),
            self._route(area, "create_by_conversation_id", WRITE, self._write),
            self._route(area, "dm_conversations_media_download", READ, self._download),
        ]

    def write_to(self, user: Any, text: str, *, group: bool = False) -> Letter:
        """A person writes to the account, alone or in a group."""
        who = self.create_user("warga")
        talk = "1690000000" if group else f"{user.id}-{who.id}"
        return self._put(talk, who.id, text)

    def send_photo(self, user: Any, data: bytes) -> Letter:
        """A person sends a photo."""
        letter = self.write_to(user, "https://t.co/fotofoto")
        number = str(next(self._numbers))
        path = f"{letter.id}/{number}/tJg5kUG5RKPi3jNi.jpg"
        address = f"https://ton.twitter.com/1.1/ton/data/dm/{path}"
        told = {"media_key": f"3_{number}", "type": "photo", "url": address}
        return self._enclose(letter, told, data)

    def send_film(self, user: Any, variants: list[dict[str, Any]], seconds: int) -> Letter:
        """A person sends a video; X keeps it in several sizes, each at an address of its own."""
        letter = self.write_to(user, "https://t.co/filmfilm")
        key = f"7_{next(self._numbers)}"
        told = {"media_key": key, "type": "video", "duration_ms": seconds * 1000}
        return self._enclose(letter, {**told, "variants": variants}, b"")

    def _enclose(self, letter: Letter, told: dict[str, Any], data: bytes) -> Letter:
        letter.media = str(told["media_key"])
        self.enclosed[letter.media] = (told, data)
        return letter

    def _download(self, token: Any, request: Request) -> Answer:
        path = "/".join(request.params[name] for name in ("dm_id", "media_id", "resource_id"))
        talks = {one.media: one.talk for one in self.letters}
        for key, (told, data) in self.enclosed.items():
            if str(told.get("url", "")).endswith(f"/{path}") and token.user in talks[key]:
                return Answer(200, data, {"Content-Type": "image/jpeg"})
        words = f"Could not find media with id: [{request.params['media_id']}]."
        raise Refusal(404, {"title": "Not Found Error", "detail": words, "status": 404,
                            "type": "https://api.x.com/2/problems/resource-not-found"})  # fmt: skip

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
                **({"attachments": {"media_keys": [one.media]}} if one.media else {}),
            }
            for one in page
        ]
        included: dict[str, Any] = {"users": people}
        if media := [self._medium(one.media, query) for one in page if one.media]:
            included["media"] = media
        return Answer(200, {"data": rows, "includes": included, "meta": meta})

    def _medium(self, key: str, query: Mapping[str, str]) -> dict[str, Any]:
        """A medium with the fields that were asked for."""
        asked = {"type", *query.get("media.fields", "").split(",")}
        told = self.enclosed[key][0]
        return {name: value for name, value in told.items() if name in asked}

    def _write(self, token: Any, request: Request) -> Answer:
        talk = request.params["dm_conversation_id"]
        letter = self._put(talk, token.user, request.json()["text"])
        return Answer(201, {"data": {"dm_conversation_id": talk, "dm_event_id": letter.id}})

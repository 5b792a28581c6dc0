"""Private messages on the fakes of Facebook and Instagram.

Edges, parameters and enums come from the vendor's package. What it leaves out is transcribed from
the vendor's pages, not verified against the vendor: ``schemas/meta_messages.json``, the fields of
a message, the day in which a person may be answered, the one answer to a comment.
"""

import functools
import json
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any
from uuid import uuid4

import jsonschema_rs

from tests.fakes import graph_contract
from tests.fakes.graph import VERSION, GraphFake, Page, bad, error, now, split_fields, written
from tests.fakes.server import Answer, Handler, Request

SCHEMAS = Path(__file__).parent / "schemas" / "meta_messages.json"
CONVERSATION = graph_contract.fields("UnifiedThread") | {"messages"}
MESSAGE = frozenset({"id", "created_time", "from", "to", "message", "attachments"})
DAY, WEEK = timedelta(hours=24), timedelta(days=7)
PERMISSIONS = {"MESSENGER": "pages_messaging", "INSTAGRAM": "instagram_manage_messages"}


@dataclass
class Letter:
    """One message between a Page (or its account) and a person."""

    id: str
    account: str
    person: str
    text: str
    made: datetime
    ours: bool = False
    name: str = "Siti Warga"
    picture: str = ""


@functools.cache
def _schema(name: str) -> Any:
    return jsonschema_rs.validator_for(json.loads(SCHEMAS.read_text())["objects"][name]["schema"])


class Letters(GraphFake):
    """The part of the fakes where people write in private. ``letters``: oldest first."""

    def __init__(self) -> None:
        super().__init__()
        self.letters: list[Letter] = []
        self.answered: set[str] = set()
        #: Whether the vendor approved the application for answers later than a day.
        self.human_agent = False
        self.subscribed: dict[str, set[str]] = {}

    def letter_routes(self) -> list[tuple[str, str, Handler]]:
        """Routes of private messages."""
        return [
            ("GET", f"/{VERSION}/me/conversations", self._conversations),
            ("POST", f"/{VERSION}/me/messages", self._send),
            ("POST", f"/{VERSION}/me/subscribed_apps", self._subscribe),
        ]

    def commented(self, page: Page, identifier: str) -> str:
        """When a person wrote the comment; raises where there is none."""
        raise NotImplementedError

    def write_to(self, page: Page, text: str, person: str = "", **more: Any) -> Letter:
        """A person writes to the Page, or to the account connected to it."""
        with self.lock:
            who = person or self.new_id()
            letter = Letter(f"m_{uuid4().hex}", self._speaks_as(page), who, text, now(), **more)
            self.letters.append(letter)
            return letter

    def _speaks_as(self, page: Page) -> str:
        return page.instagram["id"] if page.instagram else page.id

    def _platform(self, page: Page) -> str:
        return "INSTAGRAM" if page.instagram else "MESSENGER"

    def _subscribe(self, request: Request) -> Answer:
        page = self.page_of(request)
        self.need("pages_manage_metadata")
        given = self.given(request, "Page", "/subscribed_apps")
        fields = set(json.loads(str(given["subscribed_fields"])))
        if strange := fields - graph_contract.values("Page", "SubscribedFields"):
            raise bad(f"unknown fields {sorted(strange)}")
        self.subscribed[page.id] = fields
        return Answer(200, {"success": True})

    def _conversations(self, request: Request) -> Answer:
        page = self.page_of(request)
        given = self.given(request, "Page", "/conversations")
        platform = self._platform(page)
        if given.get("platform") != platform:
            raise bad(f"this Page talks on {platform}")
        self.need(PERMISSIONS[platform])
        fields = str(given.get("fields", ""))
        inner = fields.partition("{")[2].removesuffix("}")
        if strange := split_fields(inner) - MESSAGE:
            raise bad(f"Tried accessing nonexisting field ({min(strange)})")
        wanted, rows = str(given.get("user_id", "")), []
        mine = [one for one in self.letters if one.account == self._speaks_as(page)]
        people = list(dict.fromkeys(one.person for one in reversed(mine)))
        for person in people:
            said = [one for one in reversed(mine) if one.person == person]
            if wanted and person != wanted:
                continue
            rows.append(
                {
                    "id": f"t_{person}",
                    "updated_time": written(said[0].made),
                    "messages": {"data": [self._row(one, page) for one in said[:20]]},
                }
            )
        return self.listed(rows, given, CONVERSATION)

    def _row(self, one: Letter, page: Page) -> dict[str, Any]:
        own = {"id": one.account, "name": page.name}
        person = {"id": one.person, "name": one.name}
        row: dict[str, Any] = {
            "id": one.id,
            "created_time": written(one.made),
            "from": own if one.ours else person,
            "to": {"data": [person if one.ours else own]},
            "message": one.text,
        }
        if one.picture:
            row["attachments"] = {
                "data": [{"mime_type": "image/jpeg", "image_data": {"url": one.picture}}]
            }
        return row

    def _send(self, request: Request) -> Answer:
        page = self.page_of(request)
        self.need(PERMISSIONS[self._platform(page)])
        given = self.given(request, "Page", "/messages")
        whole = {name: _read(str(value)) for name, value in given.items()}
        for trouble in _schema("send").iter_errors(whole):
            raise bad(f"Invalid parameter: {trouble.message}")
        text = whole["message"]["text"]
        if self._platform(page) == "INSTAGRAM" and len(text.encode()) > 1000:
            raise bad("Length of param message[text] must be less than or equal to 1000")
        if whole["messaging_type"] == "MESSAGE_TAG" and not self.human_agent:
            raise error("(#10) Application does not have the Human Agent feature", 10)
        person = self._addressee(page, whole["recipient"], tagged="tag" in whole)
        letter = Letter(f"m_{uuid4().hex}", self._speaks_as(page), person, text, now(), ours=True)
        self.letters.append(letter)
        return Answer(200, {"recipient_id": person, "message_id": letter.id})

    def _addressee(self, page: Page, recipient: dict[str, str], *, tagged: bool) -> str:
        """Whom it goes to, within the times the vendor allows."""
        if comment := recipient.get("comment_id"):
            made = datetime.fromisoformat(self.commented(page, comment))
            if comment in self.answered:
                raise error("(#10900) Activity already replied to", 10900)
            if now() - made > WEEK:
                raise error("(#10) outside of allowed window", 10, subcode=2018278)
            self.answered.add(comment)
            return self.new_id()
        key = (recipient["id"], self._speaks_as(page), False)
        said = [x.made for x in self.letters if (x.person, x.account, x.ours) == key]
        if not said:
            raise error("(#551) This person isn't available right now.", 551, subcode=1545041)
        if datetime.now(UTC) - max(said) > (WEEK if tagged else DAY):
            raise error(
                "(#10) This message is sent outside of allowed window.", 10, subcode=2018278
            )
        return recipient["id"]


def _read(value: str) -> Any:
    return json.loads(value) if value.startswith("{") else value

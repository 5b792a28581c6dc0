"""What people write under the Page's posts, asked for or told by a webhook.

developers.facebook.com/docs/graph-api: reference/object/comments, webhooks/reference/page
"""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime
from typing import Any

from kentongan.networks import answers, rounds, spoken
from kentongan.networks.connectors.facebook.posts import SITE
from kentongan.networks.contract import (
    Author,
    Enclosure,
    Incoming,
    Pushed,
    Way,
    taken_away,
)
from kentongan.networks.meta import hooks, messages
from kentongan.networks.meta.below import KIND, BelowPosts

#: Comments on a page.
PAGE = 100
FIELDS = "id,message,created_time,from{id,name},parent{id},permalink_url,attachment"


class Listening(BelowPosts):
    """Reads comments with the token of the Page. ``stream``: answers to comments among them."""

    newest_first = True

    def comments(self, place: rounds.Place, token: str) -> rounds.Page:
        """One page of comments and answers."""
        rows, following = self.part(
            place,
            token,
            filter="stream",
            order="reverse_chronological",
            fields=FIELDS,
            limit=PAGE,
        )
        return rounds.Page(tuple(self._message(row, place.post) for row in rows), following)

    def _message(self, row: dict[str, Any], post: str) -> Incoming:
        return message(
            identifier=answers.text_at(row, "id"),
            text=spoken.clean(row.get("message")),
            who=answers.object_at(row, "from"),
            own=self.own,
            made=answers.moment_at(row, "created_time"),
            parent=str(answers.object_at(row, "parent").get("id") or ""),
            post=post,
            url=str(row.get("permalink_url") or ""),
            enclosures=_enclosures(answers.object_at(row, "attachment")),
        )


def message(
    *,
    identifier: str,
    text: str,
    who: Mapping[str, Any],
    own: str,
    made: datetime,
    parent: str,
    post: str,
    url: str,
    enclosures: tuple[Enclosure, ...] = (),
    first: bool = False,
) -> Incoming:
    """A comment. ``parent`` is the comment it stands under; Facebook knows two levels. ``first``:
    surely as it was before any edit."""
    author = str(who.get("id") or "")
    return Incoming(
        external_id=identifier,
        way=Way.COMMENT,
        # Without the permission to read content of people the vendor keeps the author back.
        author=Author(
            author or "tersembunyi", name=spoken.name(who.get("name")), ours=author == own
        ),
        text=text,
        created_at=made,
        thread=parent or identifier,
        parent=parent,
        post=post,
        url=url or f"{SITE}/{identifier}",
        version="" if first else spoken.version(text),
        enclosures=enclosures,
        reference={"kind": KIND, **({"under": parent} if parent else {})},
    )


def pushed(
    *, headers: Mapping[str, str], body: bytes, app: Mapping[str, Any], now: datetime
) -> list[Pushed]:
    """Comments and private messages a signed call tells of; other news are none of ours."""
    found = []
    for page, entry in hooks.entries(headers=headers, body=body, app=app, about="page"):
        values = (
            answers.object_at(change, "value")
            for change in answers.rows_at(entry, "changes")
            if change.get("field") == "feed"
        )
        items = [_told(value, page, now) for value in values if value.get("item") == "comment"]
        said = [item for item in items if item is not None]
        said += messages.told(entry, page, now)
        if said:
            found.append(Pushed(page, tuple(said)))
    return found


def _told(value: dict[str, Any], page: str, now: datetime) -> Incoming | None:
    identifier, post = str(value.get("comment_id") or ""), str(value.get("post_id") or "")
    if not identifier:
        return None
    if value.get("verb") in {"hide", "unhide"}:
        return None  # of whoever runs the Page; its author took nothing back
    if value.get("verb") == "remove":
        return taken_away(identifier, at=now, post=post)
    above = str(value.get("parent_id") or "")
    return message(
        identifier=identifier,
        text=spoken.clean(value.get("message")),
        who=answers.object_at(value, "from"),
        own=page,
        made=answers.moment_at({"at": now.timestamp(), **_when(value)}, "at"),
        parent="" if above == post else above,
        post=post,
        url="",
        enclosures=(Enclosure(url=str(value["photo"])),) if value.get("photo") else (),
        first=value.get("verb") == "add",
    )


def _when(value: Mapping[str, Any]) -> dict[str, Any]:
    made = value.get("created_time")
    return {"at": made} if isinstance(made, int | float) else {}


def _enclosures(attachment: Mapping[str, Any]) -> tuple[Enclosure, ...]:
    image = answers.object_at(answers.object_at(attachment, "media"), "image")
    url = str(image.get("src") or attachment.get("url") or "")
    return (Enclosure(url=url),) if url else ()

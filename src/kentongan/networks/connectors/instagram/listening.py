"""What people write under the account's posts, asked for or told by a webhook.

developers.facebook.com/docs/instagram-platform: reference/instagram-media/comments, webhooks
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from datetime import datetime
from typing import Any

from kentongan.networks import answers, rounds, spoken
from kentongan.networks.connectors.instagram.api import Api
from kentongan.networks.connectors.instagram.comments import KIND
from kentongan.networks.contract import (
    Author,
    Heard,
    Incoming,
    Pushed,
    Reference,
    Session,
    Way,
    harmless,
)
from kentongan.networks.meta import hooks
from kentongan.networks.meta.graph import fault_of

#: Comments on a page, without the answers that come with each.
PAGE = 50
#: Pages of answers that are read under one comment.
MOST_ANSWERS = 10
OWN = "id,text,timestamp,username,from,parent_id"
FIELDS = f"{OWN},replies{{{OWN}}}"


class Listening:
    """Reads comments with the token of the Page that the account is connected to."""

    def __init__(self, session: Session, api: Api, account: str) -> None:
        self._session = session
        self._api = api
        self._account = account

    def look(self, cursor: Mapping[str, Any], posts: Sequence[Reference]) -> Heard:
        """The next page of one of our posts."""
        places = [
            rounds.Place(post.external_id, post=post.external_id, extra={"url": post.url})
            for post in posts
            if post.extra.get("kind") != KIND
        ]
        with harmless("Membaca komentar"):
            return rounds.look(
                cursor, places, self._read, now=self._session.now, is_there=self._is_there
            )

    def _read(self, place: rounds.Place, token: str) -> rounds.Page:
        response = self._api.get(
            f"{place.post}/comments",
            fields=FIELDS,
            limit=PAGE,
            **({"after": token} if token else {}),
        )
        fault = fault_of(response)
        if fault is not None and fault.missing:
            raise rounds.Lost
        rows, following = self._api.part(response)
        items = []
        for row in rows:
            url = str((place.extra or {}).get("url") or "")
            items += [
                message(answer, post=place.post, own=self._account, parent=row["id"], url=url)
                for answer in self._answers(row)
            ]
            items.append(message(row, post=place.post, own=self._account, url=url))
        return rounds.Page(tuple(items), following)

    def _answers(self, row: dict[str, Any]) -> Iterator[dict[str, Any]]:
        """What stands under a comment; the rest is asked for where it came with only a part."""
        part = answers.object_at(row, "replies")
        if not answers.object_at(part, "paging").get("next"):
            yield from answers.rows_at(part, "data")
            return
        path = f"{answers.text_at(row, 'id')}/replies"
        yield from self._api.pages(path, most=MOST_ANSWERS, fields=OWN)

    def _is_there(self, _place: rounds.Place, identifier: str) -> bool:
        response = self._api.get(identifier, fields="id")
        fault = fault_of(response)
        if fault is not None and fault.missing:
            return False
        self._api.succeed(response)
        return True


def message(
    row: dict[str, Any],
    *,
    post: str,
    own: str,
    parent: str = "",
    url: str = "",
    now: datetime | None = None,
) -> Incoming:
    """A comment, or what stands under one. ``now`` for calls, which tell no time."""
    identifier = answers.text_at(row, "id")
    text = spoken.clean(row.get("text"))
    who = answers.object_at(row, "from")
    handle = spoken.name(who.get("username") or row.get("username"))
    author = str(who.get("id") or "")
    return Incoming(
        external_id=identifier,
        way=Way.COMMENT,
        author=Author(author or handle or "tersembunyi", handle=handle, ours=author == own),
        text=text,
        created_at=now or answers.moment_at(row, "timestamp"),
        thread=parent or identifier,
        parent=parent,
        post=post,
        url=url,
        version=spoken.version(text),
        reference={"kind": KIND, **({"under": parent} if parent else {})},
    )


def pushed(
    *, headers: Mapping[str, str], body: bytes, app: Mapping[str, Any], now: datetime
) -> list[Pushed]:
    """Comments a signed call tells of."""
    found = []
    for account, changes in hooks.entries(headers=headers, body=body, app=app, about="instagram"):
        items = []
        for change in changes:
            value = answers.object_at(change, "value")
            if change.get("field") != "comments" or not value.get("id"):
                continue
            post = str(answers.object_at(value, "media").get("id") or "")
            parent = str(value.get("parent_id") or "")
            items.append(message(value, post=post, own=account, parent=parent, now=now))
        if items:
            found.append(Pushed(account, tuple(items)))
    return found

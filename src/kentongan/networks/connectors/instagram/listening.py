"""What people write under the account's posts, asked for or told by a webhook.

developers.facebook.com/docs/instagram-platform: reference/instagram-media/comments, webhooks
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from datetime import datetime
from typing import Any

from kentongan.networks import answers, rounds, spoken
from kentongan.networks.contract import (
    Author,
    Incoming,
    Pushed,
    Way,
)
from kentongan.networks.meta import hooks, messages
from kentongan.networks.meta.below import KIND, BelowPosts

#: Comments on a page, without the answers that come with each.
PAGE = 50
#: Pages of answers that are read under one comment.
MOST_ANSWERS = 10
OWN = "id,text,timestamp,username,from,parent_id"
FIELDS = f"{OWN},replies{{{OWN}}}"


class Listening(BelowPosts):
    """Reads comments with the token of the Page that the account is connected to."""

    def comments(self, place: rounds.Place, token: str) -> rounds.Page:
        """One page of comments, with the answers below each."""
        rows, following = self.part(place, token, fields=FIELDS, limit=PAGE)
        url = str((place.extra or {}).get("url") or "")
        items = []
        for row in rows:
            items += [
                message(answer, post=place.post, own=self.own, parent=row["id"], url=url)
                for answer in self._answers(row)
            ]
            items.append(message(row, post=place.post, own=self.own, url=url))
        return rounds.Page(tuple(items), following)

    def _answers(self, row: dict[str, Any]) -> Iterator[dict[str, Any]]:
        """What stands under a comment; the rest is asked for where it came with only a part."""
        part = answers.object_at(row, "replies")
        if not answers.object_at(part, "paging").get("next"):
            yield from answers.rows_at(part, "data")
            return
        path = f"{answers.text_at(row, 'id')}/replies"
        yield from self.api.pages(path, most=MOST_ANSWERS, fields=OWN)


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
    """Comments and private messages a signed call tells of."""
    found = []
    for account, entry in hooks.entries(headers=headers, body=body, app=app, about="instagram"):
        items = messages.told(entry, account, now)
        for change in answers.rows_at(entry, "changes"):
            value = answers.object_at(change, "value")
            if change.get("field") != "comments" or not value.get("id"):
                continue
            post = str(answers.object_at(value, "media").get("id") or "")
            parent = str(value.get("parent_id") or "")
            items.append(message(value, post=post, own=account, parent=parent, now=now))
        if items:
            found.append(Pushed(account, tuple(items)))
    return found

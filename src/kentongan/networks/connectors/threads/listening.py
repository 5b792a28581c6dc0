"""What people answer to our posts, at any depth.

developers.facebook.com/documentation/threads/retrieve-and-manage-replies: a media's conversation
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from kentongan.kernel.say import gettext as _, gettext_noop
from kentongan.networks import answers, rounds, spoken
from kentongan.networks.connectors.threads.api import LABEL, Api, unknown_object
from kentongan.networks.contract import (
    Author,
    Heard,
    Incoming,
    Reference,
    Refused,
    Way,
    harmless,
)

#: Answers on a page.
PAGE = 100
FIELDS = "id,text,timestamp,username,permalink,replied_to,is_reply_owned_by_me"


class Listening(rounds.Reader[Api]):
    """Reads conversations as one account."""

    doing = gettext_noop("Membaca balasan")

    def look(self, cursor: Mapping[str, Any], posts: Sequence[Reference]) -> Heard:
        """The next page of the conversation below one of our posts."""
        places = [rounds.Place.below(post, newest_first=True) for post in posts]
        return self.turn(cursor, places)

    def read(self, place: rounds.Place, token: str) -> rounds.Page:
        """One page of a conversation."""
        params = {"fields": FIELDS, "reverse": "true", "limit": str(PAGE)}
        response = self.api.call(
            "GET",
            f"{place.post}/conversation",
            params=params | ({"after": token} if token else {}),
        )
        if unknown_object(response):
            raise rounds.Lost
        self.api.succeed(response)
        found = answers.json_object(response)
        rows = answers.rows_at(found, "data")
        parents = {str(row.get("id")): _above(row) for row in rows}
        items = tuple(_message(row, place.post, parents) for row in rows)
        cursors = answers.object_at(answers.object_at(found, "paging"), "cursors")
        return rounds.Page(items, next=str(cursors.get("after") or "") if rows else "")

    def is_there(self, _place: rounds.Place, identifier: str) -> bool:
        """Whether one message is still there."""
        response = self.api.call("GET", identifier, params={"fields": "id"})
        if unknown_object(response):
            return False
        self.api.succeed(response)
        return True


def _message(row: dict[str, Any], post: str, parents: Mapping[str, str]) -> Incoming:
    identifier = answers.text_at(row, "id")
    parent = _above(row)
    # The vendor gives the name of who wrote it, and no id.
    handle = spoken.name(row.get("username"))
    text = spoken.clean(row.get("text"))
    return Incoming(
        external_id=identifier,
        way=Way.COMMENT,
        author=Author(
            handle or "tersembunyi", handle=handle, ours=row.get("is_reply_owned_by_me") is True
        ),
        text=text,
        created_at=answers.moment_at(row, "timestamp"),
        thread=rounds.top_of(identifier, parents, post),
        parent="" if parent == post else parent,
        post=post,
        url=str(row.get("permalink") or ""),
        version=spoken.version(text),
    )


def _above(row: Mapping[str, Any]) -> str:
    return str(answers.object_at(row, "replied_to").get("id") or "")


def moderate(api: Api, target: Reference, *, hidden: bool) -> None:
    """Hide an answer to one of our posts, and all below it, or show it again."""
    form = {"hide": "true" if hidden else "false"}
    with harmless(_("Menyembunyikan balasan")):
        response = api.call("POST", f"{target.external_id}/manage_reply", data=form)
        if unknown_object(response):
            raise Refused(_("Balasan itu sudah tidak ada di %(label)s.") % {"label": LABEL})
        api.succeed(response)

"""What people write below the page's posts.

learn.microsoft.com/linkedin/marketing/community-management/shares/comments-api
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from typing import Any

from kentongan.networks import answers, rounds, spoken
from kentongan.networks.connectors.linkedin import comments
from kentongan.networks.connectors.linkedin.api import Api, encoded
from kentongan.networks.contract import (
    Author,
    Heard,
    Incoming,
    Reference,
    Way,
)

#: Comments on a page.
PAGE = 50
#: Pages of answers that are read below one comment.
MOST_ANSWERS = 10


class Listening(rounds.Reader[Api]):
    """Reads comments in the name of one organisation."""

    def look(self, cursor: Mapping[str, Any], posts: Sequence[Reference]) -> Heard:
        """The next page of comments below one of our posts; their order is not promised."""
        places = [
            rounds.Place.below(post) for post in posts if not comments.is_comment(post.external_id)
        ]
        return self.turn(cursor, places)

    def read(self, place: rounds.Place, token: str) -> rounds.Page:
        """One page of comments, with the answers below each."""
        start = int(token) if token.isdecimal() else 0
        rows = self._rows(place.post, start)
        if rows is None:
            raise rounds.Lost
        items: list[Incoming] = []
        for row in rows:
            items.append(self._message(row, place.post))
            items += [self._message(one, place.post) for one in self._answers(row)]
        return rounds.Page(tuple(items), next=str(start + PAGE) if len(rows) >= PAGE else "")

    def _rows(self, under: str, start: int) -> list[dict[str, Any]] | None:
        """Comments below a post or a comment; None where it is not there."""
        response = self.api.call(
            "GET",
            f"socialActions/{encoded(under)}/comments",
            params={"start": str(start), "count": str(PAGE)},
        )
        if response.status_code == 404:
            return None
        return answers.rows_at(self.api.object(response), "elements")

    def _answers(self, row: dict[str, Any]) -> Iterator[dict[str, Any]]:
        """What stands below a comment, which tells only how much that is."""
        if not answers.object_at(row, "commentsSummary").get("totalFirstLevelComments"):
            return
        for page in range(MOST_ANSWERS):
            rows = self._rows(_urn(row), page * PAGE) or []
            yield from rows
            if len(rows) < PAGE:
                return

    def is_there(self, _place: rounds.Place, urn: str) -> bool:
        """Whether one message is still there."""
        response = self.api.call("GET", comments.path_of(urn))
        if response.status_code == 404:
            return False
        self.api.succeed(response)
        return True

    def _message(self, row: dict[str, Any], post: str) -> Incoming:
        urn = _urn(row)
        actor = answers.text_at(row, "actor")
        parent = str(row.get("parentComment") or "")
        made = answers.object_at(row, "created").get("time")
        changed = answers.object_at(row, "lastModified").get("time")
        text = spoken.clean(answers.object_at(row, "message").get("text"))
        thread = str(row.get("object") or post)
        return Incoming(
            external_id=urn,
            way=Way.COMMENT,
            # Who a person is LinkedIn does not tell, only that it is the same one again.
            author=Author(actor, ours=actor == self.api.organisation),
            text=text,
            created_at=answers.moment_at({"at": _seconds(made)}, "at"),
            thread=parent or urn,
            parent=parent,
            post=post,
            url=comments.url_of(urn, thread),
            version=str(changed) if changed and changed != made else "",
            changed_at=answers.moment_in({"at": _seconds(changed)}, "at")
            if changed != made
            else None,
            reference={"thread": thread, "parent": parent},
        )


def _seconds(milliseconds: object) -> float | None:
    return milliseconds / 1000 if isinstance(milliseconds, int | float) else None


def _urn(row: dict[str, Any]) -> str:
    known = row.get("commentUrn")
    thread, number = (answers.text_at(row, name) for name in ("object", "id"))
    return str(known or f"urn:li:comment:({thread},{number})")

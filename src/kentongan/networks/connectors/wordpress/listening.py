"""What readers write under the articles of a site: all its comments, the newest first.

developer.wordpress.org/rest-api/reference/comments
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from kentongan.networks import answers, rounds, spoken
from kentongan.networks.connectors.wordpress.api import Api, error_code
from kentongan.networks.connectors.wordpress.comments import PREFIX
from kentongan.networks.contract import Author, Heard, Incoming, Session, Way

#: Comments on a page.
PAGE = 100
COMMENTS = "comments"
#: Pages overlap, so that a comment deleted meanwhile moves none of the others out of sight.
OVERLAP = 5
#: Comments upon comments are followed up this far; themes show five levels, ten at most.
MOST_STEPS = 12
#: What the site's owner or its filter has put away.
PUT_AWAY = frozenset({"trash", "spam"})


class Listening(rounds.Reader[Api]):
    """Reads comments as one user."""

    def __init__(self, session: Session, api: Api) -> None:
        super().__init__(session, api)
        self._own = ""
        self._known: Mapping[str, str] = {}
        self._parents: dict[str, str] = {}

    def look(self, cursor: Mapping[str, Any], own: str) -> Heard:
        """The next page; ``own`` is the id of our user."""
        self._own = own
        self._known = rounds.known_at(cursor, COMMENTS)
        places = [rounds.Place(COMMENTS, newest_first=True)]
        return self.turn(cursor, places)

    def read(self, _place: rounds.Place, token: str) -> rounds.Page:
        """One page of comments."""
        offset = int(token) if token.isdecimal() else 0
        rows = self._rows(offset)
        self._parents |= {_id(row): _parent(row) for row in rows}
        step = PAGE - min(OVERLAP, PAGE // 2)
        return rounds.Page(
            items=tuple(self._message(row) for row in rows),
            next=str(offset + step) if len(rows) >= PAGE else "",
        )

    def _rows(self, offset: int) -> list[dict[str, Any]]:
        """With what waits for the moderator where we may see it; an Author may not."""
        params: dict[str, Any] = {
            "per_page": PAGE,
            "offset": offset,
            "orderby": "date_gmt",
            "order": "desc",
        }
        response = self.api.call(
            "GET", "comments", params={**params, "context": "edit", "status": "all"}
        )
        if error_code(response) in {"rest_forbidden_context", "rest_forbidden_param"}:
            response = self.api.call("GET", "comments", params=params)
        self.api.succeed(response)
        return [row for row in answers.json_list(response) if isinstance(row, dict)]

    def is_there(self, _place: rounds.Place, identifier: str) -> bool:
        """Whether one message is still there."""
        row = self._one(identifier)
        return row is not None and row.get("status") not in PUT_AWAY

    def _one(self, identifier: str) -> dict[str, Any] | None:
        path = f"comments/{identifier.removeprefix(PREFIX)}"
        response = self.api.call("GET", path)
        if error_code(response) in {"rest_comment_invalid_id", "rest_cannot_read"}:
            return None
        self.api.succeed(response)
        return answers.json_object(response)

    def _thread(self, identifier: str) -> str:
        """The comment at the top; asked for where it is not on the page."""
        step = identifier
        for _ in range(MOST_STEPS):
            above = self._parents.get(step)
            if above is None:
                row = self._one(step)
                above = self._parents[step] = _parent(row) if row is not None else ""
            if not above:
                break
            step = above
        return step

    def _message(self, row: dict[str, Any]) -> Incoming:
        identifier = _id(row)
        content = answers.object_at(row, "content")
        raw = content.get("raw")
        lines = raw.replace("\n", "<br>") if isinstance(raw, str) else content.get("rendered")
        text = spoken.of_html(lines)
        version = spoken.version(text, row.get("status"))
        known = self._known.get(identifier) == version
        name = spoken.name(row.get("author_name"))
        user = str(row.get("author") or "")
        return Incoming(
            external_id=identifier,
            way=Way.COMMENT,
            author=Author(
                # A reader without an account has no id; the address behind it is nobody's business.
                external_id=user or f"tamu:{spoken.version(name, row.get('author_email'))}",
                name=name,
                ours=bool(user) and user == self._own,
            ),
            text=text,
            created_at=answers.moment_at(row, "date_gmt"),
            thread=identifier if known else self._thread(identifier),
            parent=_parent(row),
            post=answers.text_at(row, "post"),
            url=str(row.get("link") or ""),
            version=version,
            reference={"kind": "comment", "post": row.get("post")},
        )


def _id(row: Mapping[str, Any]) -> str:
    return f"{PREFIX}{answers.text_at(row, 'id')}"


def _parent(row: Mapping[str, Any]) -> str:
    return f"{PREFIX}{row['parent']}" if row.get("parent") else ""

"""What people say to an account: those who mention it, and what stands under its posts.

docs.joinmastodon.org/methods/notifications, /methods/statuses#context
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from kentongan.kernel.say import gettext as _, gettext_noop
from kentongan.networks import answers, rounds, spoken
from kentongan.networks.connectors.mastodon.api import LABEL, Api
from kentongan.networks.contract import (
    Author,
    Enclosure,
    Heard,
    Incoming,
    Outgoing,
    Reference,
    Session,
    Unauthorised,
    Way,
)

#: Notifications on a page.
PAGE = 40
MENTIONS = "mentions"
#: Visible to others than those it names.
OPEN = frozenset({"public", "unlisted"})
#: So many branches are asked for where a server gives only the first answers.
MOST_BRANCHES = 20


class Listening(rounds.Reader[Api]):
    """Reads notifications and conversations as one account."""

    doing = gettext_noop("Membaca tanggapan")

    def __init__(self, session: Session, api: Api) -> None:
        super().__init__(session, api)
        self._own = session.external_id
        self._known: Mapping[str, str] = {}

    def look(self, cursor: Mapping[str, Any], posts: Sequence[Reference], own: str) -> Heard:
        """The next page; ``own`` is the account's id on its server."""
        self._own = own
        self._known = rounds.known_at(cursor, MENTIONS)
        places = [
            rounds.Place(MENTIONS, newest_first=True),
            *(rounds.Place.below(post) for post in posts),
        ]
        return self.turn(cursor, places)

    def read(self, place: rounds.Place, token: str) -> rounds.Page:
        """One page of mentions, or a conversation."""
        if place.id == MENTIONS:
            return self._mentions(token)
        above = self._context(place.post)
        if above is None:
            raise rounds.Lost
        below = self._whole(answers.rows_at(above, "descendants"), {place.post})
        parents = {str(row.get("id")): str(row.get("in_reply_to_id") or "") for row in below}
        items = (
            self._message(
                row,
                thread=rounds.top_of(answers.text_at(row, "id"), parents, place.post),
                under=place.post,
            )
            for row in below
        )
        return rounds.Page(tuple(items))

    def _mentions(self, token: str) -> rounds.Page:
        params: dict[str, Any] = {"types[]": "mention", "limit": PAGE}
        response = self.api.call(
            "GET", "v1/notifications", params=params | ({"max_id": token} if token else {})
        )
        if response.status_code == 403:
            raise Unauthorised(
                _(
                    "%(label)s belum mengizinkan membaca sebutan (read:notifications)."
                    " Sambungkan lagi akun ini."
                )
                % {"label": LABEL}
            )
        self.api.succeed(response)
        rows = [row for row in answers.json_list(response) if isinstance(row, dict)]
        said = (answers.object_at(row, "status") for row in rows if row.get("type") == "mention")
        items = tuple(self._placed(status) for status in said if status)
        return rounds.Page(items, next=answers.text_at(rows[-1], "id") if len(rows) >= PAGE else "")

    def _placed(self, status: dict[str, Any]) -> Incoming:
        """A mention, where it stands: alone, in our conversation, or in that of somebody else."""
        answered = status.get("in_reply_to_id")
        alone = self._message(status)
        if not answered or self._known.get(alone.external_id) == alone.version:
            return alone
        found = self._context(alone.external_id)
        above = [
            row
            for row in answers.rows_at(found or {}, "ancestors")
            if str(row.get("id")) != alone.external_id
        ]
        if not above:
            return self._message(status, thread=str(answered))
        root = answers.text_at(above[0], "id")
        if not self._is_own(above[0]):
            return self._message(status, thread=root)
        top = answers.text_at(above[1], "id") if len(above) > 1 else alone.external_id
        return self._message(status, thread=top, under=root)

    def _whole(self, rows: list[dict[str, Any]], known: set[str]) -> list[dict[str, Any]]:
        """The branches too, where a server gives only the first answers (snac does)."""
        found = {answers.text_at(row, "id"): row for row in rows}
        asked = 0
        open_ends = list(found.values())
        while open_ends and asked < MOST_BRANCHES:
            row = open_ends.pop(0)
            identifier = answers.text_at(row, "id")
            listed = any(str(one.get("in_reply_to_id")) == identifier for one in found.values())
            if listed or not row.get("replies_count"):
                continue
            asked += 1
            more = answers.rows_at(self._context(identifier) or {}, "descendants")
            fresh = [one for one in more if answers.text_at(one, "id") not in {*found, *known}]
            found |= {answers.text_at(one, "id"): one for one in fresh}
            open_ends += fresh
        return sorted(found.values(), key=lambda one: str(one.get("created_at")), reverse=True)

    def _context(self, identifier: str) -> dict[str, Any] | None:
        response = self.api.call("GET", f"v1/statuses/{identifier}/context")
        if response.status_code in {404, 410}:
            return None
        self.api.succeed(response)
        return answers.json_object(response)

    def is_there(self, _place: rounds.Place, identifier: str) -> bool:
        """Whether one message is still there."""
        response = self.api.call("GET", f"v1/statuses/{identifier}")
        if response.status_code in {404, 410}:
            return False
        self.api.succeed(response)
        return True

    def _is_own(self, status: Mapping[str, Any]) -> bool:
        return str(answers.object_at(status, "account").get("id")) == self._own

    def _message(self, status: dict[str, Any], *, thread: str = "", under: str = "") -> Incoming:
        identifier = answers.text_at(status, "id")
        who = answers.object_at(status, "account")
        handle = spoken.name(who.get("acct"))
        answered = str(status.get("in_reply_to_id") or "")
        private = status.get("visibility") not in OPEN
        warning = spoken.clean(status.get("spoiler_text"))
        words = spoken.of_html(status.get("content"))
        return Incoming(
            external_id=identifier,
            way=Way.DIRECT if private else Way.COMMENT if under else Way.MENTION,
            author=Author(
                external_id=answers.text_at(who, "id"),
                handle=handle,
                name=spoken.name(who.get("display_name")),
                ours=self._is_own(status),
            ),
            text=f"{warning}\n\n{words}" if warning else words,
            created_at=answers.moment_at(status, "created_at"),
            thread=thread or identifier,
            parent="" if answered == under else answered,
            post="" if private else under,
            url=str(status.get("url") or status.get("uri") or ""),
            version=str(status.get("edited_at") or ""),
            changed_at=answers.moment_in(status, "edited_at"),
            enclosures=tuple(
                Enclosure(url=str(m.get("url") or ""), alt=spoken.clean(m.get("description")))
                for m in answers.rows_at(status, "media_attachments")
            ),
            reference={"mention": handle, "private": private},
        )


def words_of(item: Outgoing, text: str) -> str:
    """The text of an answer. Only who is named in it is told of it, or sees it if it is private."""
    name = str(item.reply_to.extra.get("mention") or "") if item.reply_to is not None else ""
    return f"@{name} {text}" if name and f"@{name}" not in text else text


def visibility(item: Outgoing) -> str:
    """An answer to a private message stays private."""
    private = item.reply_to is not None and item.reply_to.extra.get("private") is True
    return "direct" if private else "public"

"""Who names the account: replies and mentions. X bills every post that is read.

docs.x.com/x-api/posts/timelines: mentions. So only what is newer than the last one known is
asked for; edits make new posts on X, and deletions are not told.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from kentongan.kernel.say import gettext as _
from kentongan.networks import answers, rounds, spoken
from kentongan.networks.connectors.x import matching
from kentongan.networks.connectors.x.api import Api
from kentongan.networks.contract import Author, Heard, Incoming, Reference, Session, Way, harmless

#: Posts on a page, 5 to 100.
PAGE = 100
#: X lists the newest 800 mentions.
MOST_PAGES = 8
SITE = "https://x.com"


class Listening:
    """Reads mentions as one account."""

    def __init__(self, session: Session, api: Api, account: str) -> None:
        self._session = session
        self._api = api
        self._account = account

    def look(self, cursor: Mapping[str, Any], posts: Sequence[Reference]) -> Heard:
        """The next page of what is newer than ``since``; the first look takes one page.

        The cursor: ``since``, the newest id known; while pages are turned ``top``, the newest of
        this round, ``token`` and ``pages``.
        """
        since, top, token = (str(cursor.get(name) or "") for name in ("since", "top", "token"))
        pages = int(cursor.get("pages") or 0) + 1
        with harmless(_("Membaca sebutan")):
            found = self._page(since, token)
            rows = answers.rows_at(found, "data")
            told = self._messages(rows, found, {post.external_id for post in posts})
        items = tuple(one for one in told if _order(one.external_id) > _order(since))
        top = max((top, *(one.external_id for one in items)), key=_order)
        following = str(answers.object_at(found, "meta").get("next_token") or "")
        over = not following or following == token or not items or pages >= MOST_PAGES
        if over or not since:
            return Heard(items[::-1], {"since": max(since, top, key=_order)})
        going = {"since": since, "top": top, "token": following, "pages": pages}
        return Heard(items[::-1], going, more=True)

    def _page(self, since: str, token: str) -> dict[str, Any]:
        params = {
            "max_results": max(PAGE, 5),
            "post.fields": "conversation_id,created_at,entities",
            "expansions": "author_id,referenced_posts",
            "user.fields": "name,username",
            **({"since_id": since} if since else {}),
            **({"pagination_token": token} if token else {}),
        }
        response = self._api.call("GET", f"users/{self._account}/mentions", params=params)
        self._api.succeed(response)
        return answers.json_object(response)

    def _messages(
        self, rows: Sequence[dict[str, Any]], found: Mapping[str, Any], ours: set[str]
    ) -> tuple[Incoming, ...]:
        people = {
            str(row.get("id")): row
            for row in answers.rows_at(answers.object_at(found, "includes"), "users")
        }
        parents = {str(row.get("id")): matching.answered(row) or "" for row in rows}
        return tuple(self._message(row, people, parents, ours) for row in rows)

    def _message(
        self,
        row: dict[str, Any],
        people: Mapping[str, dict[str, Any]],
        parents: Mapping[str, str],
        ours: set[str],
    ) -> Incoming:
        identifier = answers.text_at(row, "id")
        author = answers.text_at(row, "author_id")
        who = people.get(author, {})
        handle = spoken.name(who.get("username"))
        root = str(row.get("conversation_id") or identifier)
        under = root if root in ours else ""
        parent = parents[identifier]
        return Incoming(
            external_id=identifier,
            way=Way.COMMENT if under else Way.MENTION,
            author=Author(
                author,
                handle=handle,
                name=spoken.name(who.get("name")),
                ours=author == self._account,
            ),
            text=spoken.clean(matching.text_of(row)),
            created_at=answers.moment_at(row, "created_at"),
            thread=rounds.top_of(identifier, parents, root) if under else root,
            parent="" if parent == under else parent,
            post=under,
            url=f"{SITE}/{handle or 'i'}/status/{identifier}",
        )


def _order(identifier: str) -> tuple[int, str]:
    """Ids are numbers of growing length."""
    return len(identifier), identifier

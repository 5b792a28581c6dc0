"""Replies: comments under an article, by the same account."""

from __future__ import annotations

import re
from datetime import UTC, timedelta
from typing import Any

from kentongan.kernel.say import gettext as _
from kentongan.networks import answers, wording
from kentongan.networks.connectors.wordpress import article
from kentongan.networks.connectors.wordpress.api import LABEL, Api, error_code
from kentongan.networks.connectors.wordpress.limits import LIMITS
from kentongan.networks.contract import (
    Outgoing,
    Published,
    Reference,
    Refused,
    Session,
    decisive,
    harmless,
)

PREFIX = "comment:"
CLOCK_SKEW = timedelta(minutes=2)


class Comments:
    """Publishes, finds, edits and withdraws comments.

    WordPress itself refuses a second comment of the same words by the same author at the same
    place, so that repeating is harmless as long as the first one stands.
    """

    def __init__(self, session: Session, api: Api) -> None:
        self._session = session
        self._api = api

    def publish(self, item: Outgoing) -> Published:
        """Comment on the article, or under the comment, that ``item`` answers."""
        wording.refuse_too_long(wording.full_text(item), LIMITS.below(), LABEL)
        post, parent = self._place(item)
        body = {"post": post, "parent": parent, "content": _content(item)}
        with decisive():
            response = self._api.call("POST", "comments", json=body)
            if error_code(response) != "comment_duplicate":
                self._api.succeed(response, decisive=True)
                return _published(answers.json_object(response))
        known = self.find(item)
        if known is None:
            raise Refused(_("WordPress sudah memuat komentar yang sama. Ubah kata-katanya."))
        return known

    def find(self, item: Outgoing) -> Published | None:
        """Our comment with these words at this place."""
        post, parent = self._place(item)
        since = (item.created_at.astimezone(UTC) - CLOCK_SKEW).strftime("%Y-%m-%dT%H:%M:%SZ")
        params = {
            "post": post,
            "parent": parent,
            "after": since,
            "context": "edit",
            "per_page": 100,
            "order": "asc",
        }
        with harmless(_("Mencari komentar")):
            me = self._api.call("GET", "users/me", params={"context": "edit"})
            self._api.succeed(me)
            author = answers.json_object(me).get("id")
            response = self._api.call("GET", "comments", params={**params, "author": author})
            self._api.succeed(response)
            for row in answers.json_list(response):
                if f"{PREFIX}{row['id']}" in self._session.taken:
                    continue
                if _same(row.get("content", {}).get("raw", ""), _content(item)):
                    return _published(row)
        return None

    def edit(self, target: Reference, item: Outgoing) -> Published:
        """Put new words in place of the old."""
        with harmless(_("Mengubah komentar")):
            path = f"comments/{target.external_id.removeprefix(PREFIX)}"
            response = self._api.call("POST", path, json={"content": _content(item)})
            return _published(self._api.still_there(response))

    def withdraw(self, target: Reference) -> None:
        """Move it to the trash; gone already is fine."""
        with harmless(_("Menarik komentar")):
            path = f"comments/{target.external_id.removeprefix(PREFIX)}"
            response = self._api.call("DELETE", path)
            if response.status_code not in {404, 410}:
                self._api.succeed(response)

    @staticmethod
    def _place(item: Outgoing) -> tuple[int, int]:
        """The article, and the comment that is answered (0: none)."""
        target = item.reply_to
        if target is None:
            raise Refused(_("Komentar tanpa tempat."))
        try:
            if target.external_id.startswith(PREFIX):
                parent = int(target.external_id.removeprefix(PREFIX))
                return int(target.extra["post"]), parent
            return int(target.external_id), 0
        except (ValueError, KeyError, TypeError):
            raise Refused(_("Tulisan WordPress yang dibalas tidak dikenal.")) from None


def _content(item: Outgoing) -> str:
    return article.escape(wording.full_text(item))


def _same(stored: str, ours: str) -> bool:
    return re.sub(r"\s+", " ", stored).strip() == re.sub(r"\s+", " ", ours).strip()


def _published(row: dict[str, Any]) -> Published:
    return Published(
        external_id=f"{PREFIX}{answers.text_at(row, 'id')}",
        url=str(row.get("link") or ""),
        extra={"kind": "comment", "post": row.get("post")},
    )

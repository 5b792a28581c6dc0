"""Replies: comments under a post of the account, or under a comment.

Instagram knows two levels. What answers a reply stands beside it, under the same comment. Proof
is a look at that place: the same words, by this account, not before the delivery was due.
"""

from __future__ import annotations

from typing import Any

from kentongan.kernel.say import gettext as _
from kentongan.language import tally
from kentongan.networks import answers, matching, wording
from kentongan.networks.connectors.instagram.api import Api
from kentongan.networks.connectors.instagram.limits import (
    COMMENT_LINKS,
    COMMENT_TAGS,
    COMMENT_TEXT,
)
from kentongan.networks.connectors.instagram.media import SITE
from kentongan.networks.contract import (
    OutcomeUnknown,
    Outgoing,
    Published,
    Reference,
    Refused,
    Session,
    decisive,
    harmless,
)
from kentongan.networks.meta.graph import PAGE_SIZE, fault_of

KIND = "comment"
MOST_PAGES = 4
FIELDS = "id,text,timestamp,from"


class Comments:
    """Publishes and finds them."""

    def __init__(self, session: Session, api: Api, account: str) -> None:
        self._session = session
        self._api = api
        self._account = account

    def publish(self, item: Outgoing, to: Reference) -> Published:
        """Comment on ``to``."""
        with decisive():
            response = self._api.post(_edge(to), {"message": wording.full_text(item)})
            found = self._api.read(response, decisive=True)
            return _published(answers.text_at(found, "id"), to)

    def find(self, item: Outgoing, to: Reference) -> Published | None:
        """Our comment with these words at this place; the oldest where several fit."""
        ours = wording.full_text(item)
        exact: list[tuple[str, str]] = []
        near = False
        with harmless(_("Mencari balasan")):
            count = 0
            for row in self._api.pages(_edge(to), most=MOST_PAGES, fields=FIELDS):
                count += 1
                if not self._may_be(row, item):
                    continue
                text = str(row.get("text") or "")
                if matching.same(text, ours):
                    exact.append((str(row.get("timestamp")), answers.text_at(row, "id")))
                near = near or matching.alike(text, ours)
        if exact:
            return _published(min(exact)[1], to)
        if near or count >= MOST_PAGES * PAGE_SIZE:
            raise OutcomeUnknown(_("Balasan ini tidak dapat dipastikan di antara yang lain."))
        return None

    def hide(self, target: Reference, *, hidden: bool) -> None:
        """Hide a comment under one of our posts, or show it again."""
        if target.extra.get("kind") != KIND:
            raise Refused(_("Hanya komentar yang dapat disembunyikan, bukan pesan pribadi."))
        with harmless(_("Menyembunyikan komentar")):
            response = self._api.post(target.external_id, {"hide": hidden})
            fault = fault_of(response)
            if fault is not None and fault.missing:
                raise Refused(_("Komentarnya sudah tidak ada di Instagram."))
            self._api.succeed(response)

    def _may_be(self, row: dict[str, Any], item: Outgoing) -> bool:
        made = matching.moment(row.get("timestamp"))
        by = row.get("from")
        return (
            (made is None or made >= matching.since(item))
            and str(row.get("id")) not in self._session.taken
            and (not isinstance(by, dict) or by.get("id") in {None, self._account})
        )


def refuse_bad(item: Outgoing) -> None:
    """Raise ``Refused`` for a comment that Instagram does not take; nothing is sent."""
    text = wording.full_text(item)
    if item.images or item.video is not None:
        raise Refused(_("Balasan di Instagram hanya berupa teks. Buang gambar atau videonya."))
    if len(text) > COMMENT_TEXT:
        raise Refused(
            _(
                "Balasan %(count)s karakter, Instagram menerima paling banyak"
                " %(comment_text)s. Pendekkan dulu."
            )
            % {"count": len(text), "comment_text": COMMENT_TEXT}
        )
    if len(tally.tags(text)) > COMMENT_TAGS or len(tally.links(text)) > COMMENT_LINKS:
        raise Refused(
            _(
                "Balasan di Instagram menerima paling banyak %(comment_tags)s tagar"
                " dan %(comment_links)s tautan. Kurangi dulu."
            )
            % {"comment_tags": COMMENT_TAGS, "comment_links": COMMENT_LINKS}
        )
    if text.isupper():
        raise Refused(_("Instagram menolak balasan yang seluruhnya huruf besar. Tulis biasa saja."))


def _edge(to: Reference) -> str:
    """Where an answer to ``to`` is put, and looked for."""
    under = str(to.extra.get("under") or "")
    if to.extra.get("kind") == KIND:
        return f"{under or to.external_id}/replies"
    return f"{to.external_id}/comments"


def _published(identifier: str, to: Reference) -> Published:
    """A comment has no address of its own: that of its post is given."""
    under = to.extra.get("under") or (to.external_id if to.extra.get("kind") == KIND else "")
    extra = {"kind": KIND} | ({"under": under} if under else {})
    return Published(identifier, to.url or f"{SITE}/", extra)

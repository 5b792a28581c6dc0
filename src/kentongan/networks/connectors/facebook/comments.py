"""Replies: comments of the Page under a post, or under a comment.

Facebook knows two levels. What answers a reply stands beside it, under the same comment.
"""

from __future__ import annotations

from typing import Any

from kentongan.kernel.say import gettext as _, gettext_noop
from kentongan.networks import answers, matching, wording
from kentongan.networks.connectors.facebook.posts import SITE, Posts, pictures, recent
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
from kentongan.networks.meta.graph import Graph, fault_of

MOST_PAGES = 4
KIND = "comment"
FIELDS = "id,message,created_time,from{id}"
GONE = gettext_noop(
    "Komentarnya sudah tidak ada, atau tidak dapat disembunyikan lewat aplikasi ini."
)


class Comments:
    """Publishes, finds and edits them."""

    def __init__(self, session: Session, graph: Graph, page: str, posts: Posts) -> None:
        self._session = session
        self._graph = graph
        self._page = page
        self._posts = posts

    def publish(self, item: Outgoing, to: Reference) -> Published:
        """Comment on ``to``; one picture may go with it."""
        body: dict[str, Any] = {"message": wording.full_text(item)}
        if item.images:
            body["attachment_id"] = self._posts.upload(item.images[0])
        with decisive():
            response = self._graph.post(f"{place(to)}/comments", body)
            found = self._graph.read(response, decisive=True)
            return _published(answers.text_at(found, "id"), to, item)

    def find(self, item: Outgoing, to: Reference) -> Published | None:
        """Our comment with these words at this place; the oldest where several fit."""
        ours = wording.full_text(item)
        exact: list[str] = []
        near = False
        with harmless(_("Mencari balasan")):
            rows = self._graph.pages(
                f"{place(to)}/comments",
                most=MOST_PAGES + 1,
                order="reverse_chronological",
                fields=FIELDS,
            )
            for row in recent(rows, item, most=MOST_PAGES):
                identifier = answers.text_at(row, "id")
                by = (row.get("from") or {}).get("id")
                if identifier in self._session.taken or by not in {None, self._page}:
                    continue
                text = str(row.get("message") or "")
                if matching.same(text, ours):
                    exact.append(identifier)
                near = near or matching.alike(text, ours)
        if exact:
            return _published(exact[-1], to, item)
        if near:
            raise OutcomeUnknown(_("Ada balasan yang sangat mirip di tempat ini."))
        return None

    def edit(self, target: Reference, item: Outgoing) -> Published:
        """New words for a comment; the picture it has stays."""
        if list(target.extra.get("media") or []) != pictures(item):
            raise Refused(_("Facebook tidak mengganti gambar sebuah komentar. Ubah teksnya saja."))
        with harmless(_("Mengubah balasan")):
            body = {"message": wording.full_text(item)}
            self._graph.read(self._graph.post(target.external_id, body))
        return Published(target.external_id, _url(target.external_id), target.extra)

    def hide(self, target: Reference, *, hidden: bool) -> None:
        """Hide a comment from all but its author and their friends, or show it again."""
        refuse_no_comment(target)
        with harmless(_("Menyembunyikan komentar")):
            response = self._graph.post(target.external_id, {"is_hidden": hidden})
            fault = fault_of(response)
            if fault is not None and fault.missing:
                raise Refused(_(GONE))
            self._graph.succeed(response)


def refuse_no_comment(target: Reference) -> None:
    """Raise ``Refused`` for what is no comment: nobody else sees it anyway."""
    if target.extra.get("kind") != KIND:
        raise Refused(_("Hanya komentar yang dapat disembunyikan, bukan pesan pribadi."))


def place(to: Reference) -> str:
    """Under which object an answer to ``to`` stands."""
    return str(to.extra.get("under") or to.external_id)


def _published(identifier: str, to: Reference, item: Outgoing) -> Published:
    under = to.extra.get("under") or (to.external_id if to.extra.get("kind") == KIND else "")
    extra = {"kind": KIND, "media": pictures(item)} | ({"under": under} if under else {})
    return Published(identifier, _url(identifier), extra)


def _url(identifier: str) -> str:
    return f"{SITE}/{identifier}"

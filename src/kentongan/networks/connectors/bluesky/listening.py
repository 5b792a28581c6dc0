"""What people say to an account, as the AppView tells it through the account's own server.

docs.bsky.app: app.bsky.notification.listNotifications, app.bsky.feed.getPostThread, getPosts
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from typing import Any

from kentongan.kernel.say import gettext_noop
from kentongan.networks import answers, rounds, spoken
from kentongan.networks.connectors.bluesky.xrpc import Xrpc, error_name
from kentongan.networks.contract import (
    Author,
    Enclosure,
    Heard,
    Incoming,
    Reference,
    Session,
    Way,
)

#: Notifications on a page.
PAGE = 100
#: Answers to answers are read this far.
DEPTH = 100
NOTIFICATIONS = "notifications"
#: Reasons of notifications that are somebody's words; likes and follows are not.
SPOKEN = frozenset({"mention", "reply", "quote"})


class Listening(rounds.Reader[Xrpc]):
    """Reads notifications and threads as one account."""

    doing = gettext_noop("Membaca tanggapan")

    def __init__(self, session: Session, xrpc: Xrpc) -> None:
        super().__init__(session, xrpc)
        self._known: Mapping[str, str] = {}

    def look(self, cursor: Mapping[str, Any], posts: Sequence[Reference]) -> Heard:
        """The next page."""
        self._known = rounds.known_at(cursor, NOTIFICATIONS)
        places = [
            rounds.Place(NOTIFICATIONS, newest_first=True),
            *(rounds.Place.below(post) for post in posts),
        ]
        return self.turn(cursor, places)

    def read(self, place: rounds.Place, token: str) -> rounds.Page:
        """One page of notifications, or a thread."""
        return self._notifications(token) if place.id == NOTIFICATIONS else self._thread(place)

    def _notifications(self, token: str) -> rounds.Page:
        params: dict[str, Any] = {"limit": PAGE, **({"cursor": token} if token else {})}
        response = self.api.ask("app.bsky.notification.listNotifications", params)
        self.api.succeed(response)
        found = answers.json_object(response)
        rows = answers.rows_at(found, "notifications")
        items = tuple(self._placed(row) for row in rows if row.get("reason") in SPOKEN)
        return rounds.Page(items, next=str(found.get("cursor") or ""))

    def _thread(self, place: rounds.Place) -> rounds.Page:
        params = {"uri": place.post, "depth": DEPTH, "parentHeight": 0}
        response = self.api.ask("app.bsky.feed.getPostThread", params)
        if error_name(response) == "NotFound":
            raise rounds.Lost
        self.api.succeed(response)
        views = list(_below(answers.object_at(answers.json_object(response), "thread")))
        views.sort(key=lambda view: str(view.get("indexedAt")), reverse=True)
        parents = {str(view.get("uri")): _above(view) for view in views}
        return rounds.Page(tuple(self._message(view, parents) for view in views))

    def _placed(self, row: dict[str, Any]) -> Incoming:
        """What a notification tells; deep in a thread of ours the way up to it is asked for."""
        alone = self._message(row, {})
        if not alone.post or not alone.parent or alone.external_id in self._known:
            return alone
        params = {"uri": alone.external_id, "depth": 0, "parentHeight": DEPTH}
        response = self.api.ask("app.bsky.feed.getPostThread", params)
        if error_name(response) == "NotFound":
            return alone
        self.api.succeed(response)
        node = answers.object_at(answers.json_object(response), "thread")
        parents = {}
        while view := answers.object_at(node, "post"):
            parents[str(view.get("uri"))] = _above(view)
            node = answers.object_at(node, "parent")
        return self._message(row, parents)

    def is_there(self, _place: rounds.Place, uri: str) -> bool:
        """Whether one message is still there."""
        response = self.api.ask("app.bsky.feed.getPosts", {"uris": uri})
        self.api.succeed(response)
        return bool(answers.rows_at(answers.json_object(response), "posts"))

    def _message(self, view: dict[str, Any], parents: Mapping[str, str]) -> Incoming:
        """A post, out of a notification or a thread: both tell uri, cid, author and record."""
        own = {"uri": answers.text_at(view, "uri"), "cid": answers.text_at(view, "cid")}
        record = answers.object_at(view, "record")
        who = answers.object_at(view, "author")
        handle = spoken.name(who.get("handle"))
        reply = answers.object_at(record, "reply")
        root = _strong(reply.get("root")) or own
        under = root["uri"] if root["uri"].startswith(f"at://{self.api.did}/") else ""
        parent = _above(view)
        rkey = own["uri"].rpartition("/")[2]
        return Incoming(
            external_id=own["uri"],
            way=Way.COMMENT if under else Way.MENTION,
            author=Author(
                external_id=answers.text_at(who, "did"),
                handle=handle,
                name=spoken.name(who.get("displayName")),
                ours=who.get("did") == self.api.did,
            ),
            text=spoken.clean(record.get("text")),
            created_at=answers.moment_at(view, "indexedAt"),
            thread=rounds.top_of(own["uri"], parents, root["uri"]) if under else root["uri"],
            parent="" if parent == under else parent,
            post=under,
            url=f"https://bsky.app/profile/{handle}/post/{rkey}",
            version=own["cid"],
            enclosures=_pictures(answers.object_at(view, "embed")),
            reference={"cid": own["cid"], "root": root},
        )


def _below(thread: Mapping[str, Any]) -> Iterator[dict[str, Any]]:
    """All answers of a thread; what is blocked or gone has no post. No recursion."""
    open_ends = answers.rows_at(thread, "replies")
    while open_ends:
        node = open_ends.pop()
        open_ends += answers.rows_at(node, "replies")
        if view := answers.object_at(node, "post"):
            yield view


def _above(view: Mapping[str, Any]) -> str:
    """What a post answers; empty where it answers nothing."""
    reply = answers.object_at(answers.object_at(view, "record"), "reply")
    return (_strong(reply.get("parent")) or {}).get("uri", "")


def _strong(value: Any) -> dict[str, str] | None:
    """A reference by uri and cid, as records hold them."""
    if not isinstance(value, dict) or not (value.get("uri") and value.get("cid")):
        return None
    return {"uri": str(value["uri"]), "cid": str(value["cid"])}


def _pictures(embed: Mapping[str, Any]) -> tuple[Enclosure, ...]:
    """Pictures of a post view; notifications carry none."""
    return tuple(
        Enclosure(url=str(row.get("fullsize") or ""), alt=spoken.clean(row.get("alt")))
        for row in answers.rows_at(embed, "images")
    )

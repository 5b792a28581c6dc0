"""Reading comments below our posts, and private messages: what Facebook and Instagram share."""

from __future__ import annotations

from abc import abstractmethod
from collections.abc import Mapping, Sequence
from typing import Any

from kentongan.networks import rounds
from kentongan.networks.contract import Heard, Reference, Session
from kentongan.networks.meta.graph import Graph, fault_of
from kentongan.networks.meta.messages import PLACE, Messages

#: What a reference to a comment carries.
KIND = "comment"


class BelowPosts(rounds.Reader[Graph]):
    """Reads with the token of a Page; ``own`` is the account's id."""

    #: Whether the vendor lists answers and comments together, strictly by time.
    newest_first = False

    def __init__(self, session: Session, graph: Graph, own: str, messages: Messages) -> None:
        super().__init__(session, graph)
        self.own = own
        self._messages = messages

    @abstractmethod
    def comments(self, place: rounds.Place, token: str) -> rounds.Page:
        """One page of comments below a post."""

    def look(self, cursor: Mapping[str, Any], posts: Sequence[Reference]) -> Heard:
        """The next page of one of our posts, or of private messages."""
        places = [
            rounds.Place.below(post, newest_first=self.newest_first)
            for post in posts
            if post.extra.get("kind") != KIND
        ]
        places.append(rounds.Place(PLACE, newest_first=True))
        return self.turn(cursor, places)

    def read(self, place: rounds.Place, token: str) -> rounds.Page:
        """One page of comments, or of private messages."""
        return self._messages.read(token) if place.id == PLACE else self.comments(place, token)

    def part(
        self, place: rounds.Place, token: str, **params: Any
    ) -> tuple[list[dict[str, Any]], str]:
        """Comments on one page, and what asks for the next; raises ``rounds.Lost``."""
        more = {"after": token} if token else {}
        response = self.api.get(f"{place.post}/comments", **params, **more)
        fault = fault_of(response)
        if fault is not None and fault.missing:
            raise rounds.Lost
        return self.api.part(response)

    def is_there(self, place: rounds.Place, identifier: str) -> bool:
        """Whether a comment is still there; of private messages it cannot be known."""
        if place.id == PLACE:
            return True  # only the latest of a conversation are listed: absence says nothing
        response = self.api.get(identifier, fields="id")
        fault = fault_of(response)
        if fault is not None and fault.missing:
            return False
        self.api.succeed(response)
        return True

"""Reading comments below our posts on Meta's networks: what Facebook and Instagram share."""

from __future__ import annotations

from abc import ABC, abstractmethod
from collections.abc import Mapping, Sequence
from typing import Any

from kentongan.networks import rounds
from kentongan.networks.contract import Heard, Reference, Session, harmless
from kentongan.networks.meta.graph import Graph, fault_of

#: What a reference to a comment carries.
KIND = "comment"


class BelowPosts(ABC):
    """Reads comments with the token of a Page; ``own`` is the account's id."""

    #: Whether the vendor lists answers and comments together, strictly by time.
    newest_first = False

    def __init__(self, session: Session, graph: Graph, own: str) -> None:
        self.session = session
        self.graph = graph
        self.own = own

    @abstractmethod
    def read(self, place: rounds.Place, token: str) -> rounds.Page:
        """One page of comments."""

    def look(self, cursor: Mapping[str, Any], posts: Sequence[Reference]) -> Heard:
        """The next page of one of our posts."""
        places = [
            rounds.Place(
                post.external_id,
                post=post.external_id,
                extra={"url": post.url},
                newest_first=self.newest_first,
            )
            for post in posts
            if post.extra.get("kind") != KIND
        ]
        with harmless("Membaca komentar"):
            return rounds.look(
                cursor, places, self.read, now=self.session.now, is_there=self._is_there
            )

    def part(
        self, place: rounds.Place, token: str, **params: Any
    ) -> tuple[list[dict[str, Any]], str]:
        """Comments on one page, and what asks for the next; raises ``rounds.Lost``."""
        more = {"after": token} if token else {}
        response = self.graph.get(f"{place.post}/comments", **params, **more)
        fault = fault_of(response)
        if fault is not None and fault.missing:
            raise rounds.Lost
        return self.graph.part(response)

    def _is_there(self, _place: rounds.Place, identifier: str) -> bool:
        response = self.graph.get(identifier, fields="id")
        fault = fault_of(response)
        if fault is not None and fault.missing:
            return False
        self.graph.succeed(response)
        return True

"""Reading what people say, place by place, without missing anything. Free of Django.

A *place* is where a network lists messages, the newest first: a post's comments, the list of those
who mention us. A look reads one page of one place and comes back with a cursor. A round is over
when every place was read down to what is known; then ``more`` is False.

Nothing is missed: each round begins at the top again, so what was written while paging is read in
the next one, and a place is left only where a page brings nothing new (``newest_first``) or there
is no further page. Nothing runs for ever: a page that repeats the one before ends the place, and so
does a bound. What was known and is not there any more is asked for by itself before it is called
gone: absence in a list proves little.
"""

from __future__ import annotations

from abc import ABC, abstractmethod
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any, ClassVar, Generic, TypeVar

from kentongan.kernel.say import gettext as _, gettext_noop
from kentongan.networks import spoken
from kentongan.networks.contract import Reference, Refused, Session, harmless
from kentongan.networks.incoming import Heard, Incoming, taken_away

Api = TypeVar("Api")

#: So many messages of a place are remembered, the newest ones.
MOST_KNOWN = 400
#: A place is read this deep although it brings nothing new, for changes further down.
DEEP = 5
#: No place is read deeper in one round.
MOST_PAGES = 500
#: So many missing messages are asked for in one look; the others in a later one.
MOST_ASKED = 10
#: The same page so often in a row is a network that runs in a circle, not one that grew meanwhile.
CIRCLE = 3
#: Stands for the next page of a place that refused its first.
REFUSED = "†"
#: How a message is remembered that the network lists as gone.
GONE = "†"


@dataclass(frozen=True, slots=True)
class Place:
    """Where messages are listed. ``newest_first``: strictly by time, so that old news cannot hide.

    ``post`` is the publication it belongs to, with the ids the connector kept.
    """

    id: str
    post: str = ""
    extra: Mapping[str, Any] | None = None
    newest_first: bool = False

    @classmethod
    def below(cls, post: Reference, *, newest_first: bool = False) -> Place:
        """What people write below one of our publications."""
        return cls(
            post.external_id,
            post=post.external_id,
            extra={"url": post.url},
            newest_first=newest_first,
        )


@dataclass(frozen=True, slots=True)
class Page:
    """One page of a place; ``next`` is what asks for the following one, empty at the end."""

    items: tuple[Incoming, ...]
    next: str = ""


class Lost(Exception):
    """The place itself is no longer there."""


class Reader(ABC, Generic[Api]):
    """Reads places as one account, through ``api``. A connector says which places there are."""

    #: What is being done, where the network does not answer.
    doing: ClassVar[str] = gettext_noop("Membaca komentar")

    def __init__(self, session: Session, api: Api) -> None:
        self.session = session
        self.api = api

    @abstractmethod
    def read(self, place: Place, token: str) -> Page:
        """One page of a place; raises :class:`Lost`."""

    @abstractmethod
    def is_there(self, place: Place, identifier: str) -> bool:
        """Whether one message is still there, asked for by itself."""

    def turn(self, cursor: Mapping[str, Any], places: Sequence[Place]) -> Heard:
        """The next page of ``places``."""
        with harmless(_(self.doing)):
            return look(cursor, places, self.read, now=self.session.now, is_there=self.is_there)


def look(
    cursor: Mapping[str, Any],
    places: Sequence[Place],
    read: Callable[[Place, str], Page],
    *,
    now: datetime,
    is_there: Callable[[Place, str], bool] | None = None,
) -> Heard:
    """The next page. ``read(place, token)`` gives it, or raises :class:`Lost`.

    ``is_there(place, id)`` asks for one message by itself; None where the network lists what is
    gone, or cannot be asked. The cursor is ``{"known": {place: [[id, version]]}, "walk": …,
    "torn": {place: pages}, "refused": [place]}``; a place is torn where the way through it broke
    off, so that what lies below may still be unknown: the next round does not stop there.
    """
    by_id = {place.id: place for place in places}
    known = {k: v for k, v in _mapping(cursor.get("known")).items() if k in by_id}
    if not by_id:
        return Heard((), {"known": {}})
    torn = {k: int(v) for k, v in _mapping(cursor.get("torn")).items() if k in by_id}
    walk = _Walk.of(cursor.get("walk"), by_id)
    place = by_id[walk.place]
    before = known_at(cursor, place.id)
    refused = [one for one in cursor.get("refused") or [] if one in by_id]
    try:
        page = read(place, walk.token)
        refused = [one for one in refused if one != place.id]
    except Lost:
        page = Page(())
        before = {}
    except Refused:
        # One post that may not be read must not hide the others; if none may, a person must know.
        if not walk.token and {*refused, place.id} == by_id.keys():
            raise
        refused += [] if walk.token or place.id in refused else [place.id]
        page = Page((), next=walk.token or REFUSED)
    listed = page.items[: walk.watched(page, before)]
    news = tuple(i for i in listed if before.get(i.external_id) != mark_of(i))
    least = DEEP if not place.newest_first or place.id not in known else torn.get(place.id, 0)
    # Years of old mentions are nobody's open question: the first visit ends there as well.
    news_matter = not place.newest_first or place.id in known
    if not walk.add(page, before, goes_on=(bool(news) and news_matter) or walk.pages + 1 < least):
        kept = {"known": known, "torn": torn, "refused": refused, "walk": walk.kept()}
        return Heard(tuple(reversed(news)), kept, more=True)
    missing = walk.missing(before) if is_there is not None else []
    gone = [i for i in missing[:MOST_ASKED] if is_there is not None and not is_there(place, i)]
    known[place.id] = walk.merged(before, gone)
    farewells = tuple(taken_away(i, at=now, post=place.post) for i in gone)
    order = list(by_id)
    following = order[order.index(place.id) + 1 :]
    torn.pop(place.id, None)
    if walk.torn:
        torn[place.id] = walk.pages + DEEP
    kept = {"known": known, "torn": torn, "refused": refused}
    if following:
        kept["walk"] = _Walk(following[0]).kept()
    return Heard((*reversed(news), *farewells), kept, more=bool(following))


def known_at(cursor: Mapping[str, Any], place: str) -> dict[str, str]:
    """What is known of a place: the mark of each message, the newest first."""
    pairs = _mapping(cursor.get("known")).get(place) or []
    return {str(pair[0]): str(pair[1]) for pair in pairs}


def top_of(identifier: str, parents: Mapping[str, str], root: str) -> str:
    """The first message of a conversation below ``root``, by what each message answers."""
    step, seen = identifier, {identifier}
    while (above := parents.get(step, "")) and above != root and above not in seen:
        seen.add(above)
        step = above
    return step


def mark_of(item: Incoming) -> str:
    """What tells a message from an earlier state of itself."""
    return f"{GONE if item.gone else ''}{item.version}"


class _Walk:
    """The way through one place, from the top to where it is known."""

    def __init__(self, place: str) -> None:
        self.place = place
        self.token = ""
        self.pages = self.taken = 0
        self.last = ""
        self.same = 0
        self.complete = self.torn = False
        self.found: dict[str, str] = {}
        self.met: list[str] = []

    @classmethod
    def of(cls, kept: Any, places: Mapping[str, Place]) -> _Walk:
        """Where the last look stopped; the first place where it cannot go on."""
        stored = _mapping(kept)
        place = stored.get("place")
        if place not in places:
            return cls(next(iter(places)))
        walk = cls(str(place))
        walk.token = str(stored.get("token") or "")
        walk.pages = int(stored.get("pages") or 0)
        walk.taken = int(stored.get("taken") or 0)
        walk.last = str(stored.get("last") or "")
        walk.same = int(stored.get("same") or 0)
        walk.found = {str(pair[0]): str(pair[1]) for pair in stored.get("found") or []}
        walk.met = [str(one) for one in stored.get("met") or []]
        return walk

    def kept(self) -> dict[str, Any]:
        """As JSON."""
        return {
            "place": self.place,
            "token": self.token,
            "pages": self.pages,
            "taken": self.taken,
            "last": self.last,
            "same": self.same,
            "found": [[k, v] for k, v in self.found.items()],
            "met": self.met,
        }

    def add(self, page: Page, before: Mapping[str, str], *, goes_on: bool) -> bool:
        """Take a page in; True where the way ends with it."""
        mark = spoken.version(*((i.external_id, mark_of(i)) for i in page.items))
        self.same = self.same + 1 if self.pages and mark == self.last else 1
        self.last, self.pages = mark, self.pages + 1
        self.taken += len(page.items)
        for item in page.items:
            if len(self.found) < MOST_KNOWN:
                self.found.setdefault(item.external_id, mark_of(item))
        met = set(self.met)
        self.met += [
            i.external_id
            for i in page.items
            if i.external_id in before and i.external_id not in met
        ]
        self.complete = not page.next
        if self.complete:
            return True
        stuck = self.same >= CIRCLE or page.next in {self.token, REFUSED}
        self.torn = stuck or self.pages >= MOST_PAGES
        self.token = page.next
        return self.torn or not goes_on

    def watched(self, page: Page, before: Mapping[str, str]) -> int | None:
        """How much of a page can hold news. What lies below all that is remembered was forgotten.

        None, all of it, as long as nothing known was met: then it is only deep because it is new.
        """
        known = self.met or any(i.external_id in before for i in page.items)
        return max(0, MOST_KNOWN - self.taken) if known and len(before) >= MOST_KNOWN else None

    def missing(self, before: Mapping[str, str]) -> list[str]:
        """What was known within the part that was read, and was not there."""
        met, order = set(self.met), list(before)
        depth = len(order)
        if not self.complete:
            depth = 1 + max((n for n, one in enumerate(order) if one in met), default=-1)
        return [one for one in order[:depth] if one not in met and not before[one].startswith(GONE)]

    def merged(self, before: Mapping[str, str], gone: list[str]) -> list[list[str]]:
        """What is known from now on, the newest first."""
        kept = {**self.found, **{k: v for k, v in before.items() if k not in self.found}}
        return [[k, v] for k, v in kept.items() if k not in gone][:MOST_KNOWN]


def _mapping(value: Any) -> Mapping[str, Any]:
    return value if isinstance(value, Mapping) else {}

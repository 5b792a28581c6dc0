"""Reading place by place: nothing is missed, nothing runs for ever, absence is asked about."""

import json
from dataclasses import dataclass, field, replace
from datetime import UTC, datetime
from typing import Any

import pytest

from kentongan.networks import rounds
from kentongan.networks.contract import Author, Incoming, Refused, Way
from kentongan.networks.rounds import Page, Place

pytestmark = pytest.mark.no_database
NOW = datetime(2026, 8, 12, 2, 0, tzinfo=UTC)
SIZE = 2


def message(identifier: str, version: str = "") -> Incoming:
    return Incoming(
        external_id=identifier,
        way=Way.COMMENT,
        author=Author("warga"),
        text=identifier,
        created_at=NOW,
        thread=identifier,
        version=version,
    )


@dataclass
class Network:
    """A list of messages, the newest first, in pages counted by an offset."""

    messages: list[Incoming] = field(default_factory=list)
    asked: list[str] = field(default_factory=list)
    circle: bool = False
    cursor: dict[str, Any] = field(default_factory=dict)
    heard: list[str] = field(default_factory=list)
    places: tuple[Place, ...] = (Place("p", post="p", newest_first=True),)

    def say(self, *names: str) -> None:
        self.messages[:0] = [message(name) for name in reversed(names)]

    def read(self, _place: Place, token: str) -> Page:
        start = 0 if self.circle else int(token or 0)
        rows = self.messages[start : start + SIZE]
        self.asked.append(token)
        more = self.circle or start + SIZE < len(self.messages)
        return Page(tuple(rows), next=str(int(token or 0) + SIZE) if more else "")

    def is_there(self, _place: Place, identifier: str) -> bool:
        self.asked.append(identifier)
        return any(one.external_id == identifier for one in self.messages)

    def page(self) -> bool:
        found = rounds.look(self.cursor, self.places, self.read, now=NOW, is_there=self.is_there)
        self.cursor = json.loads(json.dumps(found.cursor))
        self.heard += [f"{'-' if i.gone else ''}{i.external_id}" for i in found.items]
        return found.more

    def round(self) -> list[str]:
        before = len(self.heard)
        for _ in range(700):
            if not self.page():
                return self.heard[before:]
        raise AssertionError("no end")


@pytest.fixture
def network() -> Network:
    return Network()


def test_a_second_round_reads_one_page_and_brings_nothing(network: Network) -> None:
    network.say("a", "b", "c", "d", "e")
    assert sorted(network.round()) == ["a", "b", "c", "d", "e"]
    network.asked.clear()
    assert network.round() == []
    assert network.asked == [""]


def test_what_was_said_while_pages_were_turned_is_in_the_next_round(network: Network) -> None:
    network.say("a", "b", "c")
    network.round()
    network.say(*(f"n{i}" for i in range(9)))
    network.page()
    network.say("sela1", "sela2", "sela3")
    while network.page():
        pass
    network.round()
    assert set(network.heard) == {
        "a",
        "b",
        "c",
        *(f"n{i}" for i in range(9)),
        *("sela1", "sela2", "sela3"),
    }


def test_a_long_absence_is_caught_up_with_whole(network: Network) -> None:
    network.say("a")
    network.round()
    network.say(*(f"n{i}" for i in range(600)))
    assert len(network.round()) == 600


def test_the_first_visit_to_a_stream_leaves_old_times_alone(network: Network) -> None:
    network.say(*(f"n{i}" for i in range(100)))
    assert len(network.round()) == rounds.DEEP * SIZE


def test_under_a_post_the_first_visit_reads_everything(network: Network) -> None:
    network.places = (Place("p", post="p"),)
    network.say(*(f"n{i}" for i in range(100)))
    assert len(network.round()) == 100


def test_a_circle_ends_and_what_lay_behind_it_is_found_later(network: Network) -> None:
    network.say("a")
    network.round()
    network.say("b", "c", "d", "e", "f")
    network.circle = True
    assert set(network.round()) == {"e", "f"}
    assert len(network.asked) < 12
    network.circle = False
    assert set(network.round()) >= {"b", "c", "d"}


def test_an_edit_comes_again_and_only_the_edit(network: Network) -> None:
    network.say("a", "b")
    network.round()
    network.messages[1] = replace(network.messages[1], version="2")
    assert network.round() == ["a"]
    assert network.round() == []


def test_what_is_missing_is_asked_for_before_it_is_called_gone(network: Network) -> None:
    network.say("a", "b", "c", "d", "e")
    network.round()
    del network.messages[1]
    assert network.round() == ["-d"]
    network.asked.clear()
    assert network.round() == []
    assert "d" not in network.asked


def test_what_a_list_leaves_out_but_is_there_is_not_gone(network: Network) -> None:
    network.places = (Place("p", post="p"),)
    network.say("a", "b", "c")
    network.round()
    hidden = network.messages.pop(0)
    network.is_there = lambda _place, identifier: identifier == hidden.external_id  # type: ignore[method-assign]
    assert network.round() == []


def test_a_place_that_is_lost_takes_no_other_with_it() -> None:
    def read(place: Place, _token: str) -> Page:
        if place.id == "hilang":
            raise rounds.Lost
        return Page((message(place.id),))

    places = [Place("satu"), Place("hilang"), Place("dua")]
    cursor: Any = {}
    heard: list[str] = []
    more = True
    while more:
        found = rounds.look(cursor, places, read, now=NOW)
        cursor, more = found.cursor, found.more
        heard += [i.external_id for i in found.items]
    assert heard == ["satu", "dua"]


def test_a_place_that_may_not_be_read_hides_no_other_but_all_of_them_are_told() -> None:
    closed = {"satu"}

    def read(place: Place, _token: str) -> Page:
        if place.id in closed:
            raise Refused(f"{place.id} tertutup")
        return Page((message(place.id),))

    places = [Place("satu"), Place("dua")]
    cursor: Any = {}
    heard: list[str] = []
    for _ in range(4):
        found = rounds.look(cursor, places, read, now=NOW)
        cursor = json.loads(json.dumps(found.cursor))
        heard += [i.external_id for i in found.items]
    assert heard == ["dua"]
    closed.add("dua")
    cursor = rounds.look(cursor, places, read, now=NOW).cursor
    with pytest.raises(Refused, match="dua tertutup"):
        rounds.look(cursor, places, read, now=NOW)
    closed.clear()
    for _ in range(3):
        found = rounds.look(cursor, places, read, now=NOW)
        cursor = found.cursor
        heard += [i.external_id for i in found.items]
    assert heard == ["dua", "satu"]


def test_a_mark_that_is_no_longer_taken_ends_the_place_and_is_made_good_later(
    network: Network,
) -> None:
    network.say("a")
    network.round()
    network.say("b", "c", "d", "e")
    whole = network.read

    def forgetful(place: Place, token: str) -> Page:
        if token:
            raise Refused("Tanda halaman ini sudah kedaluwarsa.")
        return whole(place, token)

    network.read = forgetful  # type: ignore[method-assign]
    assert set(network.round()) == {"d", "e"}
    network.read = whole  # type: ignore[method-assign]
    assert set(network.round()) >= {"b", "c"}


def test_a_place_that_is_no_longer_asked_for_is_forgotten_on_the_way(network: Network) -> None:
    network.places = (Place("p"), Place("q"))
    network.say("a", "b", "c")
    network.page()
    network.places = (Place("q"),)
    assert set(network.round()) == {"a", "b", "c"}
    assert set(network.cursor["known"]) == {"q"}


def test_what_is_older_than_memory_is_not_news_again(
    network: Network, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(rounds, "MOST_KNOWN", 20)
    network.places = (Place("p", post="p"),)
    network.say(*(f"n{i}" for i in range(101)))
    assert len(network.round()) == 101
    network.asked.clear()
    assert network.round() == []
    assert len(network.asked) <= 11
    network.say("baru1", "baru2", "baru3")
    assert set(network.round()) == {"baru1", "baru2", "baru3"}
    network.say(*(f"m{i}" for i in range(60)))
    assert set(network.round()) == {f"m{i}" for i in range(60)}


def test_a_cursor_of_nonsense_begins_anew(network: Network) -> None:
    network.say("a")
    network.cursor = {"known": [], "walk": "?", "torn": None}
    assert network.round() == ["a"]


def test_the_cursor_stays_small(network: Network) -> None:
    network.places = (Place("p", post="p"),)
    network.say(*(f"pesan-dengan-id-yang-panjang-{i}" for i in range(900)))
    network.round()
    assert len(json.dumps(network.cursor)) < 100_000

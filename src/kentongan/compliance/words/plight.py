"""Who is in what plight: people named together with an illness, a harm, a need.

A guess from nearness and order of words. It looks away where the named person acts (visits,
explains, hands over), is spoken to, treats others, or lives in a story. Offsets are typed ones.
"""

from __future__ import annotations

import re
from bisect import bisect_left
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import cache

from kentongan.compliance.reading.openers import Opened
from kentongan.compliance.reading.text import Text
from kentongan.compliance.words.lexicon import words
from kentongan.compliance.words.persons import Kind, Person
from kentongan.compliance.words.plight_words import (
    ABBREVIATED,
    ANAPHOR,
    APPOSITION,
    ASKS,
    AVERTED,
    BESIDE,
    COLON,
    COUNTED,
    EXAMINED,
    FOR_OTHERS,
    GENERIC,
    GOES_ON,
    GREETED,
    HIS,
    INTRODUCES,
    MINE,
    NAMED_NEXT,
    NO_ILLNESS,
    NOT_DONE,
    OF_HIS,
    OTHERS,
    OWN,
    RESULT,
    RIGHT_BEFORE,
    SAYS,
    SPEAKS,
    STARTS_ACTING,
    STOP,
    SUFFERS,
    TOLD_BY_ONESELF,
    TREATED,
)

_LIST = "plight"
MEDICAL = ("mind", "body", "addict", "illness", "pregnant", "sick", "disability")

_BEFORE, _AFTER, _ACROSS, _CLOSE, _MOST = 100, 60, 120, 14, 60


@dataclass(frozen=True, slots=True)
class Plight:
    """A person and what is said of them: typed span of both, and the words of the plight."""

    start: int
    end: int
    person: Person
    said: str


@cache
def pattern(*keys: str) -> re.Pattern[str]:
    """The lists ``keys`` as whole words, for a few words in small letters."""
    return re.compile(rf"(?<![\w-]){words(_LIST, *keys)}(?:-?(?:nya|na|ne|e|ipun))?(?![\w-])")


@cache
def opened(*keys: str) -> Opened:
    """The lists ``keys`` as whole words, for a whole text."""
    return Opened(rf"\b{words(_LIST, *keys)}(?:-?(?:nya|na|ne|e|ipun))?\b")


_DISABILITY = pattern("disability")
#: ``Prabowo: Kita Tak Lupa …``: a headline that quotes.
_SPOKE = re.compile(r"\s?:\s[A-Z]\S*\s+(?:\S+\s+){2}")
#: How children are called: of them not even praise tells what they live with.
_CHILDREN = frozenset("ananda an anak adik adek dek dik ade nok ujang jang cung".split())


def tells_a_story(text: Text) -> bool:
    """Whether the text is an exercise, an example, a story, or has changed the names."""
    return is_said(text, "fiction")


class _Reader:
    """A text with what is asked of it many times."""

    def __init__(self, text: Text, keys: Sequence[str]) -> None:
        self.text = text
        self.is_medical = "illness" in keys
        self.low = text.original.lower()
        self.people = [p for p in text.persons if p.kind is not Kind.INITIAL][:_MOST]
        self.starts = [person.start for person in self.people]

    def said(self, *keys: str) -> Iterator[tuple[int, int, str, bool]]:
        """Plights said, as typed spans, and whether as a general subject (``cegah stroke``)."""
        general = pattern("general")
        for match in opened(*keys).find(self.text):
            before = self.text.letters.text[max(0, match.start() - 24) : match.start()]
            word = before.rpartition(" ")[0].rpartition(" ")[2] if before.endswith(" ") else ""
            if not self.is_medical and AVERTED.search(before):
                continue
            letters = self.text.letters.text
            if TOLD_BY_ONESELF.search(before) or NO_ILLNESS.match(letters, match.end()):
                continue
            is_general = bool(word and general.fullmatch(word)) and not OF_HIS.search(match.group())
            if is_general and word not in COUNTED:
                continue
            yield (*self.text.letters.span(*match.span()), match.group(), is_general)

    def is_mine(self, between: str) -> bool:
        """Whether the writer speaks of himself to the person named."""
        asks = not self.is_medical and ASKS.search(between)
        return bool(asks or MINE.search(between))

    def is_child(self, person: Person) -> bool:
        """Whether the person is called as a child is."""
        before = self.low[max(0, person.start - 12) : person.start].split()
        return person.honorific in _CHILDREN or bool(before and before[-1] in _CHILDREN)

    def is_praised(self, start: int, end: int) -> bool:
        """Whether an achievement is told around a place."""
        return pattern("achieve").search(self.low, max(0, start - 80), end + 80) is not None

    def is_stop(self, start: int, end: int) -> bool:
        """Whether a sentence ends between two places."""
        return self.stops(start, end) > 0

    def stops(self, start: int, end: int) -> int:
        """How many sentences end between two places."""
        between = self.text.original[start:end]
        return sum(
            not ABBREVIATED.search(between[: m.start() + 1].lower()) for m in STOP.finditer(between)
        )


def plights(text: Text, *keys: str) -> list[Plight]:
    """People named with one of the plights ``keys``."""
    found: list[Plight] | None = text.known.get(keys)
    if found is None:
        found = text.known[keys] = _plights(text, keys)
    return found


_FOR = frozenset(("untuk", "buat", "kanggo", "kangge"))
#: What is also said of a plight in words of its own kind.
_MORE = {"illness": "noun", "harm": "attack"}


def said(text: Text, *keys: str) -> list[tuple[int, int]]:
    """Where one of the plights is said of anybody, and is no subject of a lesson: typed spans."""
    return [(start, end) for start, end, _word, _is_general in _Reader(text, keys).said(*keys)]


def told_by(*keys: str) -> tuple[Opened, ...]:
    """Patterns without which nobody is told to be in one of the plights ``keys``."""
    return opened(*keys), *(opened(more) for key, more in _MORE.items() if key in keys)


def _plights(text: Text, keys: Sequence[str]) -> list[Plight]:
    said_at = {key: is_said(text, more) for key, more in _MORE.items() if key in keys}
    if not is_said(text, *keys) and not any(said_at.values()):
        return []
    reader = _Reader(text, keys)
    if not reader.people or tells_a_story(text):
        return []
    found: dict[tuple[int, int], Plight] = {}
    if said_at.get("illness"):
        found.update(_of_bodies(reader))
    if said_at.get("harm"):
        found.update(_attacked(reader))
    for start, end, said, is_general in reader.said(*keys):
        for person in _listed(reader, end) if is_general else _sufferers(reader, start, end):
            is_exempt = not reader.is_child(person) and reader.is_praised(start, end)
            if is_exempt and _DISABILITY.fullmatch(said):
                continue
            span = min(start, person.start), max(end, person.end)
            found.setdefault(span, Plight(*span, person, said))
    return list(found.values())


def _of_bodies(reader: _Reader) -> Iterator[tuple[tuple[int, int], Plight]]:
    """``Tensi Bu Karsih tadi 190/110``: the body of somebody, and how it is."""
    for person in reader.people:
        if person.kind is Kind.PROFESSIONAL:
            continue
        before = reader.low[max(0, person.start - 40) : person.start]
        noun = None
        for match in pattern("noun").finditer(before):
            if RIGHT_BEFORE.fullmatch(before, match.end()):
                noun = match
        if noun is None or pattern("general").search(
            before[: noun.start()].rpartition(".")[2][-14:]
        ):
            continue
        after = reader.low[person.end : person.end + 60]
        stop = STOP.search(reader.text.original[person.end : person.end + 60])
        said = pattern("noun_said").search(after[: stop.start()] if stop else after)
        if pattern("noun_sure").fullmatch(noun.group()):
            said = re.match("", "")
        if said and not pattern("acts").search(after[: said.start()]):
            span = person.start - len(before) + noun.start(), person.end + said.end()
            yield span, Plight(*span, person, noun.group())


def _attacked(reader: _Reader) -> Iterator[tuple[tuple[int, int], Plight]]:
    """``Suaminya memukuli Mbak Sri``."""
    for person in reader.people:
        before = reader.low[max(0, person.start - 24) : person.start]
        for match in pattern("attack").finditer(before):
            if not before[match.end() :].strip() and person.kind is Kind.NAMED:
                span = person.start - len(before) + match.start(), person.end
                yield span, Plight(*span, person, match.group())


def is_said(text: Text, *keys: str) -> bool:
    """Whether one of the lists ``keys`` is said at all, of whomever."""
    known = ("said", *keys)
    found: bool | None = text.known.get(known)
    if found is None:
        found = text.known[known] = next(opened(*keys).find(text), None) is not None
    return found


def _listed(reader: _Reader, end: int) -> Iterator[Person]:
    """``Data stunting Posyandu Mawar: Aldo 78 cm``: who is listed after a subject."""
    for person in reader.people[bisect_left(reader.starts, end) :][:2]:
        between = reader.low[end : person.start]
        if (
            len(between) <= _AFTER
            and between.endswith(": ")
            and not reader.stops(end, person.start)
        ):
            yield person
            return


def _sufferers(reader: _Reader, start: int, end: int) -> Iterator[Person]:
    """The people a plight at ``start:end`` is said of: before it, after it, a sentence away."""
    at = bisect_left(reader.starts, start)
    inside = [p for p in reader.people[at : at + 2] if p.end <= end and p.kind is Kind.NAMED]
    if inside:
        yield inside[0]
        return
    before = [p for p in reader.people[max(0, at - 4) : at] if p.end <= start]
    for person in reversed(before):
        if _is_before(reader, person, start, end):
            yield person
            return
    for person in reader.people[at : at + 2]:
        if person.start >= end and _is_after(reader, person, start, end):
            yield person
            return
    for person in reversed(before):
        if _is_told_next(reader, person, start, end):
            yield person
            return


def _is_before(reader: _Reader, person: Person, start: int, end: int) -> bool:
    if start - person.end > _BEFORE or reader.is_stop(person.end, start):
        return False
    between = reader.low[person.end : start]
    if _SPOKE.match(reader.text.original, person.end, start) and not person.honorific:
        return False
    if _acts(reader, person, between) or reader.is_mine(between):
        return False
    if not reader.is_medical and BESIDE.search(between):
        return False
    is_told = APPOSITION.match(reader.low, person.end) is not None
    is_general = GENERIC.search(between) or (
        FOR_OTHERS.search(between)
        and not (between.strip() in _FOR and TREATED.match(reader.low, start))
    )
    if not is_told and is_general and not HIS.search(between):
        return False
    if person.kind is not Kind.NAMED and not _is_their_own(between, reader.low[start:end]):
        return False
    return (
        is_told
        or not _is_spoken_to(reader, person)
        or bool(OWN.search(reader.low, person.end, end + 24))
        or EXAMINED.search(reader.low, person.end, end) is not None
    )


def _is_their_own(between: str, said: str) -> bool:
    """Whether an official or a doctor is said to suffer, and does not speak of others."""
    is_close = len(between) <= _CLOSE and not any(mark in between for mark in ":,;")
    if is_close or SUFFERS.search(between + said):
        return True
    # "Bu Camat izin, asam lambungnya kumat": his own, unless he speaks of what everybody has.
    return said.endswith("nya") and "," in between and not SPEAKS.search(between)


def _is_after(reader: _Reader, person: Person, start: int, end: int) -> bool:
    if person.kind is not Kind.NAMED or person.start - end > _AFTER:
        return False
    between = reader.low[end : person.start]
    stops = reader.stops(end, person.start)
    if stops:
        last = [m.end() for m in STOP.finditer(reader.text.original, end, person.start + 2)]
        begin = last[-1] if last else person.start
        is_animal = pattern("animal").search(reader.low, max(0, start - 60), start) is not None
        is_next = NAMED_NEXT.match(reader.low[begin : person.start]) is not None
        return stops == 1 and is_next and not is_animal
    after = reader.low[person.end : person.end + 40]
    said_before = reader.low[max(0, start - 60) : start].rpartition(".")[2]
    if pattern("animal").search(said_before) and "nama" in between:
        return False
    is_introduced = INTRODUCES.search(between) is not None
    if not is_introduced and len(between) > 2 and _DISABILITY.fullmatch(reader.low[start:end]):
        return False
    if reader.is_mine(between):
        return False
    if (OTHERS.search(between) and not is_introduced) or pattern("acts").search(
        after.partition(".")[0]
    ):
        return False
    return not _is_spoken_to(reader, person) or bool(COLON.search(between))


def _is_told_next(reader: _Reader, person: Person, start: int, end: int) -> bool:
    """``Semangat, dek Rafa! Bocah penderita leukemia ini …``"""
    if person.kind is not Kind.NAMED or start - person.end > _ACROSS:
        return False
    between = reader.text.original[person.end : start]
    stops = [m for m in STOP.finditer(between) if m.end()]
    if reader.stops(person.end, start) != 1 or "\n\n" in between:
        return False
    tail = between[stops[-1].end() :].lower() + reader.low[start : end + 30]
    goes_on = GOES_ON.match(tail)
    begins = len(tail) - 30 - (end - start)
    is_meant = (
        (goes_on is not None and goes_on.end() >= begins - 2)
        or ANAPHOR.match(tail) is not None
        or RESULT.search(tail) is not None
    )
    return is_meant and not _acts(reader, person, between.lower())


def _acts(reader: _Reader, person: Person, between: str) -> bool:
    """Whether the person does something, or something of an animal is told."""
    before = reader.low[max(0, person.start - 40) : person.start]
    done = any(
        not NOT_DONE.search(between[: match.start()]) for match in pattern("acts").finditer(between)
    )
    is_animal = pattern("animal").search(before.rpartition(".")[2]) or (
        reader.is_medical and pattern("animal").search(between)
    )
    done = done or STARTS_ACTING.match(between) is not None
    return bool(done or SAYS.search(before[-24:]) or is_animal)


def _is_spoken_to(reader: _Reader, person: Person) -> bool:
    """``Halo Bu Yati, …`` and ``…, Pak Joko.``"""
    after = reader.low[person.end : person.end + 1]
    before = reader.low[max(0, person.start - 24) : person.start]
    if not person.honorific:
        return False
    is_opening = GREETED.search(before) and not ABBREVIATED.search(before)
    return (after in (",", "!") and bool(is_opening)) or (
        after in (".", "!", "?") and before.endswith(", ")
    )

"""Which patterns the words of a text can open, for all patterns at once.

A pattern with hundreds of alternatives costs far more at every character of a text than the few
words in it that could begin a match; and most patterns are opened by no word of a text at all.
An ``Opening`` reads those words out of its pattern; ``INDEX`` tells for a word and the next one
which patterns they can open. Words come again from text to text, so what is told of two is kept.
"""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Sequence
from functools import cached_property
from sys import intern
from threading import Lock

from kentongan.compliance.keeping import Memo
from kentongan.compliance.reading.first_words import (
    LONGEST_STEM,
    FirstWords,
    Words,
    first_words,
    is_plain,
)

#: Words and pairs of them that are kept, and the most letters of a word: more tell nothing more.
_WORDS, _PAIRS, _LONGEST = 16_384, 32_768, 64


class Opening:
    """A pattern for ``Text.letters`` that begins at words of its own."""

    def __init__(self, source: str, pattern: re.Pattern[str] | None = None) -> None:
        self.source = source
        #: Whether the index knows it: it is read when it is first asked for.
        self.is_known = False
        if pattern is not None:
            self.pattern = pattern

    @cached_property
    def pattern(self) -> re.Pattern[str]:
        """Compiled when first needed: hundreds of them would cost a second at every start."""
        return re.compile(self.source)

    def first(self) -> FirstWords:
        """Words that open a match, read anew; ValueError where any word or none may."""
        first = first_words(self.source)
        if first is None:
            raise ValueError(f"no word opens {self.source[:60]!r}")
        return first


#: The whole words and the beginnings of words that can come next: not as sets, which would take
#: several times the memory for what is looked at once for each pair of words.
_After = tuple[tuple[str, ...], tuple[str, ...]]
#: A pattern that a word opens, and what can come next.
_Way = tuple[Opening, _After]
_ANYTHING: _After = (), ("",)
#: The patterns that a word opens whatever comes next, and those that need more.
_Ways = tuple[tuple[Opening, ...], tuple[_Way, ...]]


class _Index:
    """Openings by their first words."""

    def __init__(self) -> None:
        self._words: dict[str, tuple[_Way, ...]] = {}
        self._stems: dict[str, tuple[_Way, ...]] = {}
        #: Each once: many words open the same patterns, and are followed by the same ones.
        self._afters: dict[_After, _After] = {_ANYTHING: _ANYTHING}
        self._ways: dict[tuple[_Way, ...], tuple[_Way, ...]] = {}  # while they are read
        self._named: list[Opening] = []
        self._waiting: list[Opening] = []
        self._adding, self._reading = Lock(), Lock()
        #: How many were made known: what was told before knows nothing of later ones.
        self.added = 0
        self._forget()

    def name(self, opening: Opening) -> None:
        """Note that it exists: ``add_all`` adds it, if nobody asked for it before."""
        self._named.append(opening)

    def add(self, opening: Opening) -> None:
        """Make it known; it is read when the next text is, or the same one again.

        Who asks a few rules, as the masking of the inbox does, has only their patterns read.
        """
        with self._adding:
            if not opening.is_known:
                self._waiting.append(opening)
                self.added += 1
                # Last: who sees it known sees that there is something new to be read.
                opening.is_known = True

    def add_all(self) -> None:
        """Make known all that exist, at once: one by one, each would have texts read anew."""
        for opening in self._named:
            self.add(opening)

    def places(self, words: Sequence[str], starts: Sequence[int]) -> dict[Opening, list[int]]:
        """Where patterns may begin in a text of these ``words``, which stand at ``starts``."""
        if self._waiting:
            self._read_waiting()
        found: defaultdict[Opening, list[int]] = defaultdict(list)
        if max(map(len, words), default=0) > _LONGEST:
            words = [word[:_LONGEST] for word in words]
        opened_by, last = self._opened_by, len(words) - 1
        for index, ways in enumerate(map(self._begun_by.__getitem__, words)):
            # Most words begin nothing: pairs are kept for those that do.
            if ways is None:
                continue
            at = starts[index]
            sure, unsure = ways
            for opening in sure:
                found[opening].append(at)
            if unsure:
                after = words[index + 1] if index < last else ""
                for opening in opened_by[words[index], after]:
                    found[opening].append(at)
        return found

    def _read_waiting(self) -> None:
        """Read what waits, one thread alone: the others need all of it."""
        with self._reading:
            waiting = list(self._waiting)
            for opening in waiting:
                self._read(opening)
            self._ways.clear()
            self._forget()
            del self._waiting[: len(waiting)]

    def _forget(self) -> None:
        """New memories, and not old ones emptied: another thread may still write into those."""
        self._opened_by = Memo(self._ways_on, _PAIRS)
        self._begun_by = Memo(self._ways_from, _WORDS)

    def _read(self, opening: Opening) -> None:
        first = opening.first()
        for word, after in first.whole.items():
            self._note(self._words, word[:_LONGEST], (opening, self._after(after)))
        for stem in first.stems:
            self._note(self._stems, stem, (opening, _ANYTHING))

    def _note(self, ways: dict[str, tuple[_Way, ...]], word: str, way: _Way) -> None:
        more = *ways.get(word, ()), way
        ways[intern(word)] = self._ways.setdefault(more, more)

    def _after(self, words: Words | None) -> _After:
        if words is None:
            return _ANYTHING
        whole = sorted({intern(word[:_LONGEST]) for word in words.whole})
        after = tuple(whole), tuple(map(intern, sorted(words.stems)))
        return self._afters.setdefault(after, after)

    def _ways_from(self, word: str) -> _Ways | None:
        """What begins with ``word``; None: nothing."""
        ways = list(self._words.get(word, ()))
        for end in range(1, min(len(word), LONGEST_STEM) + 1):
            ways += self._stems.get(word[:end], ())
        if not ways:
            return None
        sure = dict.fromkeys(opening for opening, after in ways if after is _ANYTHING)
        return tuple(sure), tuple(way for way in ways if way[0] not in sure)

    def _ways_on(self, words: tuple[str, str]) -> tuple[Opening, ...]:
        """What begins with the first and can go on with the second, but not with anything."""
        word, after = words
        ways = self._begun_by[word]
        found = [
            opening
            for opening, (whole, stems) in (ways[1] if ways else ())
            if after in whole or after.startswith(stems)
        ]
        return tuple(dict.fromkeys(found))


INDEX = _Index()
_TWINS: dict[int, tuple[re.Pattern[str], Opening | None]] = {}


def opening_of(pattern: re.Pattern[str]) -> Opening | None:
    """The opening of a pattern that is kept for good; None where no word opens it."""
    known = _TWINS.get(id(pattern))
    if known is None:
        first = first_words(pattern.pattern) if is_plain(pattern) else None
        opening = Opening(pattern.pattern, pattern) if first and first.is_bound else None
        known = _TWINS[id(pattern)] = pattern, opening
    return known[1]

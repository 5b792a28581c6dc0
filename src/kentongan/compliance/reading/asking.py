"""Which rules have anything to look for in a draft, found for all of them at once.

A rule says what it cannot do without (see :class:`Rule`). What a word asks for is worked out once
and kept, since words come again from draft to draft.
"""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator, Sequence
from functools import reduce
from operator import itemgetter, or_
from typing import TypeVar

from kentongan.compliance.keeping import Memo
from kentongan.compliance.reading.likeness import kinds_in
from kentongan.compliance.reading.opening import INDEX, Opening, opening_of
from kentongan.compliance.reading.text import Text
from kentongan.compliance.rule import Case, Given, Opener, Rule

Key = TypeVar("Key")

#: Parts are told apart by their first letters.
_PIECE = 3
#: Words that are kept, and the most letters of one that are looked at before it is kept.
_KEPT, _LONGEST = 16_384, 64
#: Who asks so many rules will ask for nearly every pattern.
_MANY = 40
_WORD = re.compile(r"\w+")
_MARK = re.compile(r"[^\w\s]")
#: The word of a token.
_TYPED = itemgetter(2)
_CHUNK = 8
_ALL = 1 << _CHUNK


class Asking:
    """What some rules need, by words. Sets of rules are whole numbers, a bit for each rule."""

    def __init__(self, rules: Sequence[Rule]) -> None:
        self._always = _bits(
            number for number, rule in enumerate(rules) if not _is_particular(rule)
        )
        self._count = len(rules)
        self._said = _index((word, number) for number, one in enumerate(rules) for word in one.said)
        self._openings: dict[Opening, int] = defaultdict(int)
        #: Patterns that need a second one, with that.
        self._pairs: dict[Opening, list[tuple[Opening, int]]] = defaultdict(list)
        for number, rule in enumerate(rules):
            for opener in rule.opened_by:
                if isinstance(opener, tuple):
                    first, second = map(_opening, opener)
                    self._pairs[first].append((second, 1 << number))
                else:
                    self._openings[_opening(opener)] |= 1 << number
        self._typed = _several(rules, lambda rule: rule.typed)
        self._also = _several(rules, lambda rule: _test(rule.also))
        self._given = _several(rules, lambda rule: _test(rule.given))
        self._about = _several(rules, lambda rule: rule.about)
        seconds = (second for several in self._pairs.values() for second, _rule in several)
        _make_known([*self._openings, *self._pairs, *seconds], all_of_them=len(rules) >= _MANY)
        self._within: dict[str, list[tuple[str, int]]] = defaultdict(list)
        #: Parts with a blank or a mark in them, looked for in the whole text: each has a bit of its
        #: own behind those of the rules, set by a mark of it, else by its longest word.
        self._across: list[tuple[str, int]] = []
        self._by_mark: dict[str, int] = defaultdict(int)
        needs = ((part, number) for number, rule in enumerate(rules) for part in rule.needs)
        for part, numbers in _index(needs).items():
            self._add_part(part, numbers)
        self._kept = Memo(self._asked_by, _KEPT)
        self._kept_typed = Memo(self._asked_by_typed, _KEPT)
        #: Bits are read out so many at once: what they stand for, by where they begin.
        self._chunks = [
            [tuple(at + bit for bit in range(_CHUNK) if value >> bit & 1) for value in range(_ALL)]
            for at in range(0, len(rules), _CHUNK)
        ]

    def _add_part(self, part: str, numbers: int) -> None:
        words, mark = _WORD.findall(part), next(iter(_MARK.findall(part)), None)
        if words == [part]:
            self._within[part[:_PIECE]].append((part, numbers))
            return
        if mark == part:
            self._by_mark[mark] |= numbers
            return
        bit = 1 << self._count + len(self._across)
        self._across.append((part, numbers))
        if mark is not None:
            self._by_mark[mark] |= bit
        else:
            word = max(words, key=len)
            self._within[word[:_PIECE]].append((word, bit))

    def asked(self, case: Case) -> list[int]:
        """Positions of the rules to ask about ``case``, in order."""
        found = self._asked_in_words(case)
        for holds, numbers in self._also:
            if holds(case):
                found |= numbers
        for holds, numbers in self._given:
            if found & numbers and not holds(case):
                found &= ~numbers
        for kinds, numbers in self._about:
            if found & numbers and kinds.isdisjoint(kinds_in(case)):
                found &= ~numbers
        asked: list[int] = []
        for chunk in self._chunks:
            asked += chunk[found & _ALL - 1]
            found >>= _CHUNK
        return asked

    def _asked_in_words(self, case: Case) -> int:
        """The rules that some word, a part of one or a mark asks for, and those always asked."""
        found, asked_by_opening, pairs = self._always, self._openings.get, self._pairs
        for text in case.texts:
            words = text.openers
            is_short = max(map(len, words), default=0) <= _LONGEST
            asked_by = self._kept.__getitem__ if is_short else self._asked_by
            # Most words ask for nothing.
            found = reduce(or_, filter(None, map(asked_by, words)), found)
            openings = text.openings
            found = reduce(or_, filter(None, map(asked_by_opening, openings)), found)
            for first in openings.keys() & pairs.keys():
                for second, number in pairs[first]:
                    if second in openings:
                        found |= number
        if self._typed:
            found = reduce(or_, filter(None, self._asked_as_typed(case.text)), found)
        letters = case.letters
        for mark, numbers in self._by_mark.items():
            if mark in letters:
                found |= numbers
        may_hold = found >> self._count
        found &= (1 << self._count) - 1
        while may_hold:
            part, numbers = self._across[may_hold.bit_length() - 1]
            may_hold ^= 1 << may_hold.bit_length() - 1
            if part in letters:
                found |= numbers
        return found

    def _asked_as_typed(self, text: Text) -> Iterator[int]:
        """The rules that a word of the text as typed tells something."""
        words = set(map(_TYPED, text.typed_words))
        is_short = max(map(len, words), default=0) <= _LONGEST
        return map(self._kept_typed.__getitem__ if is_short else self._asked_by_typed, words)

    def _asked_by_typed(self, word: str) -> int:
        return reduce(or_, (numbers for tells, numbers in self._typed if tells(word)), 0)

    def _asked_by(self, word: str) -> int:
        """The rules that need ``word`` or a part of it."""
        found = self._said.get(word, 0)
        for at in range(len(word)):
            for size in range(1, _PIECE + 1):
                for part, numbers in self._within.get(word[at : at + size], ()):
                    if word.startswith(part, at):
                        found |= numbers
        return found


def _is_particular(rule: Rule) -> bool:
    """Whether it needs something that not every draft has, ``given`` and ``about`` left aside."""
    return bool(rule.needs or rule.said or rule.opened_by or rule.typed or rule.also)


def _make_known(openings: Iterable[Opening], *, all_of_them: bool) -> None:
    if all_of_them:
        INDEX.add_all()
    for opening in openings:
        INDEX.add(opening)


def _index(pairs: Iterable[tuple[Key, int]]) -> dict[Key, int]:
    """The rules by what they need."""
    found: dict[Key, int] = defaultdict(int)
    for needed, number in pairs:
        found[needed] |= 1 << number
    return found


def _several(rules: Sequence[Rule], needed: Callable[[Rule], Key | None]) -> list[tuple[Key, int]]:
    """What rules need of a kind, and which they are; rules that need nothing of it left out."""
    pairs = ((needed(rule), number) for number, rule in enumerate(rules))
    return list(_index((need, number) for need, number in pairs if need).items())


def _test(given: Given | None) -> Callable[[Case], object] | None:
    return given.holds if given else None


def _bits(numbers: Iterable[int]) -> int:
    return sum(1 << number for number in numbers)


def _opening(pattern: Opener) -> Opening:
    opening = pattern if isinstance(pattern, Opening) else opening_of(pattern)
    if opening is None:
        raise ValueError(f"no word opens {pattern!r:.80}")
    return opening


_RULES_KEPT = 8
_known: dict[int, tuple[Sequence[Rule], Asking]] = {}


def asking(rules: Sequence[Rule]) -> Asking:
    """The index of ``rules``, made once for each sequence."""
    kept = _known.get(id(rules))
    if kept is None or kept[0] is not rules:
        if len(_known) >= _RULES_KEPT:
            _known.clear()
        kept = _known[id(rules)] = (rules, Asking(rules))
    return kept[1]

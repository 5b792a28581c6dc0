"""Which rules have anything to look for in a draft, found for all of them at once.

A rule says what it cannot do without: parts of words (``Rule.needs``), or patterns of which one
must be opened by a word (``Rule.opened_by``). What a word asks for is worked out once and kept,
since words come again from draft to draft.
"""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterable, Sequence
from functools import reduce
from itertools import repeat
from operator import or_

from kentongan.compliance.keeping import Memo
from kentongan.compliance.reading.opening import INDEX, Opening, opening_of
from kentongan.compliance.rule import Case, Given, Rule

#: Parts are told apart by their first letters.
_PIECE = 3
#: Words that are kept, and the most letters of one that are looked at before it is kept.
_KEPT, _LONGEST = 16_384, 64
#: Who asks so many rules will ask for nearly every pattern.
_MANY = 40
_WORD = re.compile(r"\w+")
_MARK = re.compile(r"[^\w\s]")
_CHUNK = 8
_ALL = 1 << _CHUNK


class Asking:
    """What some rules need, by words. Sets of rules are whole numbers, a bit for each rule."""

    def __init__(self, rules: Sequence[Rule]) -> None:
        self._always = _bits(
            number for number, rule in enumerate(rules) if not rule.needs and not rule.opened_by
        )
        parts: dict[str, int] = defaultdict(int)
        self._openings: dict[Opening, int] = defaultdict(int)
        given: dict[Given, int] = defaultdict(int)
        for number, rule in enumerate(rules):
            for part in rule.needs:
                parts[part] |= 1 << number
            for pattern in rule.opened_by:
                self._openings[_opening(pattern)] |= 1 << number
            if rule.given is not None:
                given[rule.given] |= 1 << number
        self._holds = [(one.holds, numbers) for one, numbers in given.items()]
        _make_known(self._openings, all_of_them=len(rules) >= _MANY)
        self._within: dict[str, list[tuple[str, int]]] = defaultdict(list)
        #: Parts with a blank or a mark in them, looked for in the whole text: each has a bit of its
        #: own behind those of the rules, set by a mark of it, else by its longest word.
        self._across: list[tuple[str, int]] = []
        self._by_mark: dict[str, int] = defaultdict(int)
        self._count = len(rules)
        for part, numbers in parts.items():
            words, mark = _WORD.findall(part), next(iter(_MARK.findall(part)), None)
            if words == [part]:
                self._within[part[:_PIECE]].append((part, numbers))
                continue
            if mark == part:
                self._by_mark[mark] |= numbers
                continue
            bit = 1 << self._count + len(self._across)
            self._across.append((part, numbers))
            if mark is not None:
                self._by_mark[mark] |= bit
            else:
                word = max(words, key=len)
                self._within[word[:_PIECE]].append((word, bit))
        self._kept = Memo(self._asked_by, _KEPT)
        #: Bits are read out so many at once: what they stand for, by where they begin.
        self._chunks = [
            [tuple(at + bit for bit in range(_CHUNK) if value >> bit & 1) for value in range(_ALL)]
            for at in range(0, len(rules), _CHUNK)
        ]

    def asked(self, case: Case) -> list[int]:
        """Positions of the rules to ask about ``case``, in order."""
        found, openings = self._always, self._openings
        for text in case.texts:
            words = text.openers
            is_short = max(map(len, words), default=0) <= _LONGEST
            asked_by = self._kept.__getitem__ if is_short else self._asked_by
            found = reduce(or_, map(asked_by, words), found)
            found = reduce(or_, map(openings.get, text.openings, repeat(0)), found)
        letters = case.letters
        found = reduce(or_, map(self._by_mark.get, set(letters), repeat(0)), found)
        may_hold = found >> self._count
        found &= (1 << self._count) - 1
        while may_hold:
            part, numbers = self._across[may_hold.bit_length() - 1]
            may_hold ^= 1 << may_hold.bit_length() - 1
            if part in letters:
                found |= numbers
        for holds, numbers in self._holds:
            if found & numbers and not holds(case):
                found &= ~numbers
        asked: list[int] = []
        for chunk in self._chunks:
            asked += chunk[found & _ALL - 1]
            found >>= _CHUNK
        return asked

    def _asked_by(self, word: str) -> int:
        """The rules that need a part of ``word``."""
        found = 0
        for at in range(len(word)):
            for size in range(1, _PIECE + 1):
                for part, numbers in self._within.get(word[at : at + size], ()):
                    if word.startswith(part, at):
                        found |= numbers
        return found


def _make_known(openings: Iterable[Opening], *, all_of_them: bool) -> None:
    if all_of_them:
        INDEX.add_all()
    for opening in openings:
        INDEX.add(opening)


def _bits(numbers: Iterable[int]) -> int:
    return sum(1 << number for number in numbers)


def _opening(pattern: Opening | re.Pattern[str]) -> Opening:
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

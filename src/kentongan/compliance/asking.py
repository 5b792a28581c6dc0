"""Which rules have anything to look for in a draft, found for all of them at once.

A rule says what it cannot do without: parts of words (``Rule.needs``), or patterns of which one
must be opened by a word (``Rule.opened_by``). What a word asks for is worked out once and kept,
since words come again from draft to draft.
"""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Sequence
from functools import lru_cache

from kentongan.compliance.opening import Opening, opening_of
from kentongan.compliance.rule import Case, Given, Rule

#: Parts are told apart by their first letters.
_PIECE = 3
#: Words that are kept, and the most letters of one that are looked at before it is kept.
_KEPT, _LONGEST = 16_384, 64
_WORD = re.compile(r"\w+")


class Asking:
    """What some rules need, by words."""

    def __init__(self, rules: Sequence[Rule]) -> None:
        self._always = frozenset(
            number for number, rule in enumerate(rules) if not rule.needs and not rule.opened_by
        )
        parts: dict[str, set[int]] = defaultdict(set)
        self._openings: dict[Opening, set[int]] = defaultdict(set)
        for number, rule in enumerate(rules):
            for part in rule.needs:
                parts[part].add(number)
            for pattern in rule.opened_by:
                self._openings[_opening(pattern)].add(number)
        #: Parts with a blank or a mark in them, looked for in the whole text.
        self._across = [item for item in parts.items() if not _WORD.fullmatch(item[0])]
        self._within: dict[str, list[tuple[str, set[int]]]] = defaultdict(list)
        for part, numbers in parts.items():
            if _WORD.fullmatch(part):
                self._within[part[:_PIECE]].append((part, numbers))
        self._given: dict[Given, set[int]] = defaultdict(set)
        for number, rule in enumerate(rules):
            if rule.given is not None:
                self._given[rule.given].add(number)
        self._kept = lru_cache(_KEPT)(self._asked_by)

    def asked(self, case: Case) -> list[int]:
        """Positions of the rules to ask about ``case``, in order."""
        found = set(self._always)
        for text in case.texts:
            is_short = max(map(len, text.openers), default=0) <= _LONGEST
            found.update(*map(self._kept if is_short else self._asked_by, text.openers))
            for opening in text.openings.keys() & self._openings.keys():
                found |= self._openings[opening]
        letters = case.letters
        for part, numbers in self._across:
            if part in letters:
                found |= numbers
        for given, numbers in self._given.items():
            if not given.holds(case):
                found -= numbers
        return sorted(found)

    def _asked_by(self, word: str) -> frozenset[int]:
        """The rules that need a part of ``word``."""
        found: set[int] = set()
        for at in range(len(word)):
            for size in range(1, _PIECE + 1):
                for part, numbers in self._within.get(word[at : at + size], ()):
                    if word.startswith(part, at):
                        found |= numbers
        return frozenset(found)


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

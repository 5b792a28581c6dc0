"""The words that can begin a match of a pattern, read out of the pattern itself.

So no list of them has to be kept beside it. The parser is that of ``re``, which has no public name;
``tests/compliance/test_first_words.py`` fails where a newer Python has changed what is read here.
What cannot be told is told as "any": a word too many costs a look, a word too few a finding.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from importlib import import_module
from typing import Any

_parser: Any = import_module("re._parser")
_op: Any = import_module("re._constants")

#: No more of the beginning of a word is looked at to tell where a match may begin.
LONGEST_STEM = 24
_REPEATS = frozenset({_op.MAX_REPEAT, _op.MIN_REPEAT, _op.POSSESSIVE_REPEAT})
_ASSERTS = frozenset({_op.AT, _op.ASSERT, _op.ASSERT_NOT})
_DIGITS = frozenset("0123456789")
#: A class of more characters than these is too common a beginning to be worth a look.
_WIDEST_CLASS = 12
#: What is still to be read: items, the next of them, and what comes after them.
_Rest = tuple[list[Any], int, Any] | None


@dataclass(slots=True)
class Words:
    """Whole words, and beginnings of words."""

    whole: set[str] = field(default_factory=set)
    stems: set[str] = field(default_factory=set)

    def add(self, other: Words) -> None:
        """Take in the words of ``other``."""
        self.whole |= other.whole
        self.stems |= other.stems

    @property
    def is_any(self) -> bool:
        """Whether any word is among them, or none is needed."""
        return "" in self.whole or "" in self.stems


@dataclass(slots=True)
class FirstWords:
    """What can begin a match: beginnings of words, and whole words with the words that can come
    next (None: any). ``is_bound``: no match begins but at the beginning of a word."""

    whole: dict[str, Words | None]
    stems: set[str]
    is_bound: bool


def first_words(source: str) -> FirstWords | None:
    """What can begin a match of ``source``; None where any word can, or none."""
    reading = _Reading()
    reading.walk((_parser.parse(source).data, 0, None), "", is_bound=False)
    if "" in reading.whole or "" in reading.stems:
        return None
    whole = {word: None if after.is_any else after for word, after in reading.whole.items()}
    stems = {stem[:LONGEST_STEM] for stem in reading.stems}
    return FirstWords(whole, stems, not reading.is_open)


class _Reading:
    """Walks the parsed pattern along every way through its first word."""

    def __init__(self, *, is_second: bool = False) -> None:
        self.whole: dict[str, Words] = {}
        self.stems: set[str] = set()
        #: Whether some way begins elsewhere than at the beginning of a word.
        self.is_open = False
        self._is_second = is_second
        self._known: dict[tuple[Any, ...], Words] = {}

    def walk(self, rest: _Rest, word: str, *, is_bound: bool) -> None:
        """Read on from ``rest``, having read ``word``; ``is_bound``: and a word's beginning."""
        while rest is not None:
            items, at, after = rest
            if at == len(items):
                rest = after
                continue
            op, arg = items[at]
            here, rest = rest, (items, at + 1, after)
            if op is _op.AT and arg is _op.AT_BOUNDARY and word:
                self._end(word, rest)
                return
            if op in _ASSERTS:
                is_bound = is_bound or _binds(op, arg)
            elif op is _op.SUBPATTERN:
                rest = (arg[-1].data, 0, rest)
            elif op is _op.LITERAL and _is_letter(chr(arg)):
                self.is_open = self.is_open or not is_bound
                word += chr(arg)
            else:
                self._fork(here, word, is_bound=is_bound)
                return
        self.stems.add(word)

    def _fork(self, here: Any, word: str, *, is_bound: bool) -> None:
        items, at, after = here
        op, arg = items[at]
        rest = (items, at + 1, after)
        if op is _op.BRANCH:
            for way in arg[1]:
                self.walk((way.data, 0, rest), word, is_bound=is_bound)
        elif op is _op.LITERAL:
            self._end(word, here)
        elif op is _op.IN:
            self._class(here, word, is_bound=is_bound)
        elif op in _REPEATS:
            least, most, item = arg
            if _is_gap(item.data):
                # Read once at least: skipped, letters behind it would go on with the word.
                self._end(word, rest, is_apart=True)
            if least == 0:
                self.walk(rest, word, is_bound=is_bound)
            # After the first of several anything may follow.
            if not _is_gap(item.data):
                end = rest if most == 1 else None
                self.walk((item.data, 0, end), word, is_bound=is_bound)
        else:
            self.stems.add(word)

    def _class(self, here: Any, word: str, *, is_bound: bool) -> None:
        items, at, after = here
        chars = _members(items[at][1])
        if chars is None:
            self.stems.add(word)
            return
        letters = {char for char in chars if _is_letter(char)}
        if letters != chars:
            self._end(word, here if not letters else None)
        self.is_open = self.is_open or (bool(letters) and not is_bound)
        if letters & _DIGITS:
            self.stems.update(word + char for char in letters)
            return
        for char in letters:
            self.walk((items, at + 1, after), word + char, is_bound=True)

    def _end(self, word: str, rest: _Rest, *, is_apart: bool = False) -> None:
        """``word`` is read, ``rest`` comes after it; ``is_apart``: and after a gap."""
        known = self.whole.setdefault(word, Words())
        known.add(_ANY if self._is_second or not word else self._second(rest, is_apart=is_apart))

    def _second(self, rest: _Rest, *, is_apart: bool) -> Words:
        """The words that can come next; ``is_apart``: a gap before them has been read."""
        key = (is_apart, *_key(rest))
        if key not in self._known:
            self._known[key] = self._read_second(rest, is_apart=is_apart)
        return self._known[key]

    def _read_second(self, rest: _Rest, *, is_apart: bool) -> Words:
        while rest is not None:
            items, at, after = rest
            if at == len(items):
                rest = after
                continue
            op, arg = items[at]
            here, rest = rest, (items, at + 1, after)
            if op in _ASSERTS:
                continue
            if op is _op.SUBPATTERN:
                rest = (arg[-1].data, 0, rest)
            elif _is_gap([(op, arg)]):
                is_apart = True
            else:
                return self._fork_second(here, is_apart=is_apart)
        return _ANY

    def _fork_second(self, here: Any, *, is_apart: bool) -> Words:
        items, at, after = here
        op, arg = items[at]
        rest = (items, at + 1, after)
        found = Words()
        if op is _op.BRANCH:
            for way in arg[1]:
                found.add(self._second((way.data, 0, rest), is_apart=is_apart))
            return found
        if op in _REPEATS:
            least, most, item = arg
            if least == 0:
                found.add(self._second(rest, is_apart=is_apart))
            inside = (item.data, 0, rest if most == 1 else None)
            found.add(self._second(inside, is_apart=is_apart))
            return found
        if op not in (_op.LITERAL, _op.IN) or not is_apart:
            return _ANY
        reading = _Reading(is_second=True)
        reading.walk(here, "", is_bound=True)
        return Words(set(reading.whole), {stem[:LONGEST_STEM] for stem in reading.stems})


_ANY = Words({""}, set())


def _key(rest: _Rest) -> tuple[int, ...]:
    key: list[int] = []
    while rest is not None:
        items, at, after = rest
        key += (id(items), at)
        rest = after
    return tuple(key)


def _is_gap(items: list[Any]) -> bool:
    """Whether it reads what is no letter, once at least."""
    if len(items) != 1:
        return False
    op, arg = items[0]
    if op is _op.LITERAL:
        return not _is_letter(chr(arg))
    if op in _REPEATS:
        return arg[0] > 0 and _is_gap(arg[2].data)
    chars = _members(arg) if op is _op.IN else None
    return bool(chars) and not any(map(_is_letter, chars or ()))


def _binds(op: Any, arg: Any) -> bool:
    """Whether an assertion holds only where no letter stands before."""
    if op is _op.AT:
        return arg in (_op.AT_BOUNDARY, _op.AT_BEGINNING, _op.AT_BEGINNING_STRING)
    direction, items = arg
    if op is not _op.ASSERT_NOT or direction > 0 or len(items) != 1:
        return False
    kind, members = items[0]
    wide = ((_op.CATEGORY, _op.CATEGORY_WORD), (_op.CATEGORY, _op.CATEGORY_NOT_SPACE))
    return kind is _op.IN and members[0][0] is not _op.NEGATE and any(w in members for w in wide)


def _members(members: Any) -> set[str] | None:
    """The characters of a class, a blank for all that are no letters; None: too many."""
    found: set[str] = set()
    for op, arg in members:
        if op is _op.LITERAL:
            found.add(chr(arg))
        elif op is _op.RANGE and arg[1] - arg[0] < _WIDEST_CLASS:
            found.update(map(chr, range(arg[0], arg[1] + 1)))
        elif op is _op.CATEGORY and arg is _op.CATEGORY_DIGIT:
            found |= _DIGITS
        elif op is _op.CATEGORY and arg in (_op.CATEGORY_SPACE, _op.CATEGORY_NOT_WORD):
            found.add(" ")
        else:
            return None
    return found


def _is_letter(char: str) -> bool:
    return char.isalnum() or char == "_"


def is_plain(pattern: re.Pattern[str]) -> bool:
    """Whether letters mean themselves in it."""
    return not pattern.flags & (re.IGNORECASE | re.VERBOSE | re.MULTILINE)

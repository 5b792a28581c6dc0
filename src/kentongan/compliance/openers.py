"""Patterns that are tried only where a word stands that can open them.

A pattern with hundreds of alternatives costs far more at every character of a text than the few
words in it that could begin a match. ``Opened`` reads those words out of the pattern itself, so
that no list of them has to be kept, and tries it there. What it finds is what ``finditer`` finds.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import cached_property
from importlib import import_module
from itertools import islice
from typing import Any

from kentongan.compliance.text import LONGEST_STEM, Text

_parser: Any = import_module("re._parser")
_op: Any = import_module("re._constants")

#: A pattern is tried at no more places of a text, and yields no more matches: a text of hundreds
#: of pages, or one made to keep the check busy.
_MOST_TRIES = 1_500
_MOST_MATCHES = 60
_REPEATS = frozenset({_op.MAX_REPEAT, _op.MIN_REPEAT, _op.POSSESSIVE_REPEAT})
#: What is still to be read: items, the next of them, and what comes after them.
_Rest = tuple[Any, int, Any] | None


class Opened:
    """A pattern for ``Text.letters`` that begins with ``\\b`` and a word."""

    def __init__(self, source: str) -> None:
        self.source = source

    @cached_property
    def pattern(self) -> re.Pattern[str]:
        """Compiled when first needed: hundreds of them would cost a second at every start."""
        return re.compile(self.source)

    @cached_property
    def _openers(self) -> tuple[frozenset[str], frozenset[str]]:
        reading = _Reading()
        reading.walk((list(_parser.parse(self.source)), 0, None), "")
        words = frozenset(reading.words)
        stems = frozenset(stem[:LONGEST_STEM] for stem in reading.stems)
        if "" in words or "" in stems:
            raise ValueError(f"no word opens {self.source[:60]!r}")
        return words, stems

    @property
    def words(self) -> frozenset[str]:
        """Whole words that can open a match."""
        return self._openers[0]

    @property
    def stems(self) -> frozenset[str]:
        """Beginnings of words that can open a match."""
        return self._openers[1]

    def find(self, text: Text) -> Iterator[re.Match[str]]:
        """Matches in order, none of them in a link."""
        end, left = 0, _MOST_MATCHES
        for start in self._places(text)[:_MOST_TRIES]:
            match = self.pattern.match(text.letters.text, start) if start >= end else None
            if match is None:
                continue
            end = match.end()
            if not text.link_spans or not text.in_link(*text.letters.span(*match.span())):
                yield match
                left -= 1
                if not left:
                    return

    def _places(self, text: Text) -> list[int]:
        words, stems = self._openers
        found = words & text.openers
        if stems and (begun := stems & text.beginnings.keys()):
            found = found.union(*(text.beginnings[stem] for stem in begun))
        if not found:
            return []
        return sorted(at for word in found for at in text.places(word, _MOST_TRIES))


class Anywhere:
    """A pattern that no word opens, or one made for a single draft."""

    def __init__(self, source: str) -> None:
        self.source = source

    @cached_property
    def pattern(self) -> re.Pattern[str]:
        """Compiled when first needed."""
        return re.compile(self.source)

    def find(self, text: Text) -> Iterator[re.Match[str]]:
        """Matches in order, none of them in a link."""
        return islice(text.find(self.pattern), _MOST_MATCHES)


class _Reading:
    """Walks the parsed pattern along every way through its first word."""

    def __init__(self) -> None:
        self.words: set[str] = set()
        self.stems: set[str] = set()

    def walk(self, rest: _Rest, word: str) -> None:
        """Read on from ``rest``, having read ``word``."""
        while rest is not None:
            items, at, after = rest
            if at == len(items):
                rest = after
                continue
            op, arg = items[at]
            rest = (items, at + 1, after)
            if op is _op.AT and word and arg is _op.AT_BOUNDARY:
                self.words.add(word)
                return
            if op in (_op.AT, _op.ASSERT, _op.ASSERT_NOT):
                continue
            if op is _op.LITERAL and _is_letter(chr(arg)):
                word += chr(arg)
            elif op is _op.SUBPATTERN:
                rest = (list(arg[-1]), 0, rest)
            else:
                self._fork(op, arg, rest, word)
                return
        self.stems.add(word)

    def _fork(self, op: Any, arg: Any, rest: _Rest, word: str) -> None:
        if op is _op.BRANCH:
            for way in arg[1]:
                self.walk((list(way), 0, rest), word)
        elif op is _op.LITERAL:
            self.words.add(word)
        elif op is _op.IN:
            self._class(arg, rest, word)
        elif op in _REPEATS:
            least, most, item = arg
            if least == 0:
                self.walk(rest, word)
            # After the first of several anything may follow.
            self.walk((list(item), 0, rest if most == 1 else None), word)
        else:
            self.stems.add(word)

    def _class(self, members: Any, rest: _Rest, word: str) -> None:
        kinds = {op for op, _ in members}
        if list(members) == [(_op.CATEGORY, _op.CATEGORY_NOT_WORD)]:
            self.words.add(word)
            return
        spaces = (_op.CATEGORY, _op.CATEGORY_SPACE)
        if kinds <= {_op.LITERAL, _op.CATEGORY} and all(
            member == spaces for member in members if member[0] is _op.CATEGORY
        ):
            chars = {chr(arg) for op, arg in members if op is _op.LITERAL}
            letters = {char for char in chars if _is_letter(char)}
            if letters != chars or spaces in members:
                self.words.add(word)
            for char in letters:
                self.walk(rest, word + char)
        else:
            self.stems.add(word)


def _is_letter(char: str) -> bool:
    return char.isalnum() or char == "_"

"""Patterns whose alternatives are sorted by their letters, so that few are tried.

``re`` tries the alternatives of ``(?:akan|bakal|…)`` one after the other, hundreds of them wherever
a match may begin, and most of the time they take is spent on fetching them from memory. Sorted,
only those that begin with the letter that stands there are fetched. What is found stays the same:
of those in a row that begin with letters, the ones that share their first are tried in their order.

The parser and the compiler are those of ``re``, which have no public names (``first_words.py``).
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from importlib import import_module
from typing import Any

_parser: Any = import_module("re._parser")
_compiler: Any = import_module("re._compiler")
_op: Any = import_module("re._constants")


def compiled(source: str) -> re.Pattern[str]:
    """A pattern that finds what ``source`` finds, sooner. It does not know its source."""
    tree = _parser.parse(source)
    for at, (op, arg) in enumerate(tree.data):
        if op is _op.BRANCH:
            tree.data[at] = _sorted(tree.state, _flat(arg[1]))
    pattern: re.Pattern[str] = _compiler.compile(tree)
    return pattern


def _flat(ways: list[Any]) -> list[Any]:
    """Alternatives, those within one that is nothing but alternatives among them."""
    found = []
    for way in ways:
        is_nested = len(way.data) == 1 and way.data[0][0] is _op.BRANCH
        found += _flat(way.data[0][1][1]) if is_nested else [way]
    return found


def _sorted(state: Any, ways: list[Any]) -> Any:
    """An item of a pattern that tries ``ways``, those in a row that begin with a letter by it."""
    found: list[Any] = []
    in_a_row: dict[int, list[Any]] = {}
    for way in ways:
        op, letter = way.data[0] if way.data else (None, 0)
        if op is _op.LITERAL:
            in_a_row.setdefault(letter, []).append(way)
        else:
            found += [*_grouped(state, in_a_row), way]
            in_a_row = {}
    return _op.BRANCH, (None, [*found, *_grouped(state, in_a_row)])


def _grouped(state: Any, ways: dict[int, list[Any]]) -> Iterator[Any]:
    """An alternative for each letter."""
    for letter, several in ways.items():
        if len(several) == 1:
            yield several[0]
        else:
            rests = [_parser.SubPattern(state, way.data[1:]) for way in several]
            yield _parser.SubPattern(state, [(_op.LITERAL, letter), _sorted(state, rests)])

"""Which rules have anything to look for in a text, found for all of them at once.

Most rules need one of some dozens of parts of words (``Rule.needs``). Looking for thousands of
parts one after the other costs more than the rules themselves; looking at each piece of four
letters of the text once does not.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Sequence

from kentongan.compliance.rule import Rule

PIECE = 4


class Asking:
    """The needs of some rules, by their first four letters."""

    def __init__(self, rules: Sequence[Rule]) -> None:
        wanted: dict[str, list[int]] = defaultdict(list)
        self._always: list[int] = []
        for number, rule in enumerate(rules):
            for part in rule.needs:
                wanted[part].append(number)
            if not rule.needs:
                self._always.append(number)
        pieces: dict[str, list[tuple[str, list[int]]]] = defaultdict(list)
        self._short: list[tuple[str, list[int]]] = []
        for part, numbers in wanted.items():
            if len(part) < PIECE:
                self._short.append((part, numbers))
            else:
                pieces[part[:PIECE]].append((part, numbers))
        self._pieces = dict(pieces)

    def asked(self, letters: str) -> list[int]:
        """Positions of the rules to ask about ``letters`` (``Case.letters``), in order."""
        found = set(self._always)
        for part, numbers in self._short:
            if part in letters:
                found.update(numbers)
        pieces = {letters[at : at + PIECE] for at in range(len(letters) - PIECE + 1)}
        for piece in pieces & self._pieces.keys():
            for part, numbers in self._pieces[piece]:
                if part in letters:
                    found.update(numbers)
        return sorted(found)


_KEPT = 8
_known: dict[int, tuple[Sequence[Rule], Asking]] = {}


def asking(rules: Sequence[Rule]) -> Asking:
    """The index of ``rules``, made once for each sequence."""
    kept = _known.get(id(rules))
    if kept is None or kept[0] is not rules:
        if len(_known) >= _KEPT:
            _known.clear()
        kept = _known[id(rules)] = (rules, Asking(rules))
    return kept[1]

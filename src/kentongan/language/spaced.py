"""Letters set apart to hide a word: ``c o b l o s``, ``C.O.B.L.O.S``, ``c-o-b-l-o-s``."""

from __future__ import annotations

import re

_GAP = r"[ \t.\-_*|/•·~+]"
_LETTER = r"[a-z0-9@$!](?![^\W_])"
_RUN = re.compile(
    # What stands before it is looked at behind the first gap: few letters have one behind them.
    rf"[a-z0-9]{_GAP}(?<![^\W_]..){_GAP}{{0,2}}{_LETTER}"
    # Possessive: a run is read once, whatever follows it.
    rf"(?>(?:{_GAP}{{1,3}}{_LETTER})*)"
)
#: Without a letter by itself there is no run: a cheap look.
_ALONE = re.compile(rf"{_GAP}{_LETTER}")
_PIECE = re.compile(rf"({_GAP}*)([a-z0-9@$!])")
_MIN_LOOSE = 4
_MIN_TIGHT = 3
_MAX_WORD = 16


def spaced_edits(text: str, words: frozenset[str]) -> list[tuple[int, int, str]]:
    """Changes that close the gaps of spaced letters.

    Needs four letters, or three with gaps of one and the same character. A gap wider than the
    others is a word break. Letters that run on without one are cut where ``words`` allow.
    """
    edits: list[tuple[int, int, str]] = []
    if not _ALONE.search(text):
        return edits
    for run in _RUN.finditer(text):
        pieces = [
            (match.start(1), match.group(1), match.group(2))
            for match in _PIECE.finditer(text, run.start(), run.end())
        ]
        if _is_disguise(pieces):
            edits.extend(_closing(pieces, words))
    return edits


def _is_disguise(pieces: list[tuple[int, str, str]]) -> bool:
    letters = [char for _, _, char in pieces if char.isalpha()]
    if len(letters) * 2 <= len(pieces):
        return False
    gaps = {gap for _, gap, _ in pieces[1:]}
    if len(letters) >= _MIN_LOOSE:
        return True
    return len(letters) >= _MIN_TIGHT and len(gaps) == 1 and len(next(iter(gaps))) == 1


def _closing(
    pieces: list[tuple[int, str, str]], words: frozenset[str]
) -> list[tuple[int, int, str]]:
    narrow = min(len(gap) for _, gap, _ in pieces[1:])
    edits = []
    group: list[tuple[int, str, str]] = [pieces[0]]
    for piece in pieces[1:]:
        at, gap, _ = piece
        if len(gap) > narrow and " " in gap:
            edits.extend(_joined(group, words))
            edits.append((at, at + len(gap), " "))
            group = [piece]
        else:
            group.append(piece)
    edits.extend(_joined(group, words))
    return edits


def _joined(group: list[tuple[int, str, str]], words: frozenset[str]) -> list[tuple[int, int, str]]:
    breaks = _breaks("".join(char for _, _, char in group), words)
    return [
        (at, at + len(gap), " " if index in breaks else "")
        for index, (at, gap, _) in enumerate(group)
        if index
    ]


def _breaks(glued: str, words: frozenset[str]) -> frozenset[int]:
    """Where ``glued`` falls apart: before the number at its end, and around known words (the
    longest first); unknown parts stay together."""
    cuts = {len(glued.rstrip("0123456789"))}
    if not words or len(glued) < 2 * _MIN_TIGHT:
        return frozenset(cuts - {0, len(glued)})
    at = 0
    while at < len(glued):
        for size in range(min(_MAX_WORD, len(glued) - at), 1, -1):
            if glued[at : at + size] in words:
                cuts.update((at, at + size))
                at += size
                break
        else:
            at += 1
    return frozenset(cuts - {0, len(glued)})

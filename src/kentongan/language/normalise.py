"""Text as a reader sees it, with every character mapped back to what was typed.

Three strengths:

``LIGHT``    compatibility forms, digits of all scripts, nothing invisible; case kept.
``FOLDED``   and small letters, no diacritics, twins of Latin letters made Latin.
``LETTERS``  and disguise undone: leet inside words (``c0blos``), spaced letters
             (``c o b l o s``), repeated letters (``cobloooos``).

Digits at the end of a word stay (``gacor77``), since they carry meaning, but for a single one
after other leet (``p4nc4s1l4``).
"""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from enum import IntEnum

from kentongan.language import lookalikes
from kentongan.language.spaced import spaced_edits


class Strength(IntEnum):
    """How far a text is normalised; each includes the one before."""

    LIGHT = 1
    FOLDED = 2
    LETTERS = 3


@dataclass(frozen=True, slots=True)
class Normalised:
    """A normalised text. Character ``i`` stands for ``original[starts[i]:ends[i]]``.

    ``starts`` and ``ends`` never decrease; a character that stands for nothing typed (a word
    break put between spaced letters) has an empty range.
    """

    original: str
    text: str
    starts: Sequence[int]
    ends: Sequence[int]

    def span(self, start: int, end: int) -> tuple[int, int]:
        """The typed characters behind ``text[start:end]``; an empty span stays empty."""
        if not 0 <= start <= end <= len(self.text):
            raise ValueError(f"span {start}:{end} outside a text of {len(self.text)}")
        if start == end:
            at = self.starts[start] if start < len(self.text) else len(self.original)
            return at, at
        return self.starts[start], max(self.starts[start], self.ends[end - 1])


#: A change to a normalised text: ``text[start:end]`` becomes ``new``.
Edit = tuple[int, int, str]


def normalise(text: str, strength: Strength, *, words: frozenset[str] = frozenset()) -> Normalised:
    """``text`` at the given strength. ``words`` helps to cut spaced letters that run on."""
    if strength is Strength.LIGHT:
        return _mapped(text, lookalikes.light, lower=False)
    result = _mapped(text, lookalikes.folded, lower=True)
    if strength is Strength.FOLDED:
        return result
    return letters(result, words=words)


def letters(folded: Normalised, *, words: frozenset[str] = frozenset()) -> Normalised:
    """``LETTERS`` out of ``FOLDED``, so that a caller that has the latter need not repeat it."""
    result = _edited(folded, spaced_edits(folded.text, words))
    result = _edited(result, _leet_edits(result.text))
    return _edited(result, _repeat_edits(result.text))


def _mapped(text: str, fold: Callable[[str], str], *, lower: bool) -> Normalised:
    if text.isascii() and (text.isprintable() or not _CONTROL.search(text)):
        return Normalised(
            text, text.lower() if lower else text, range(len(text)), range(1, len(text) + 1)
        )
    spelled = _spelled_flags(text) if lower else frozenset()
    out: list[str] = []
    #: Where not one character became one: the offset typed, and how many became of it.
    uneven: list[tuple[int, int]] = []
    at = 0
    for run in _UNUSUAL.finditer(text):
        plain = text[at : run.start()]
        out.append(plain.lower() if lower else plain)
        for index, char in enumerate(run.group(), run.start()):
            new = lookalikes.regional_letter(char) if index in spelled else fold(char)
            out.append(new)
            if len(new) != 1:
                uneven.append((index, len(new)))
        at = run.end()
    out.append(text[at:].lower() if lower else text[at:])
    starts = _starts(len(text), uneven)
    ends = [start + 1 for start in starts] if uneven else range(1, len(text) + 1)
    return Normalised(text, "".join(out), starts, ends)


def _starts(length: int, uneven: list[tuple[int, int]]) -> Sequence[int]:
    """The typed offset of each character."""
    if not uneven:
        return range(length)
    starts: list[int] = []
    at = 0
    for index, size in uneven:
        starts.extend(range(at, index))
        starts.extend([index] * size)
        at = index + 1
    starts.extend(range(at, length))
    return starts


#: What is not plain ASCII that stands for itself.
_UNUSUAL = re.compile(r"[^\t\n\r\x20-\x7e]+")
_CONTROL = re.compile(r"[\x00-\x08\x0b\x0c\x0e-\x1f\x7f]")
_REGIONAL = re.compile(f"[{lookalikes.REGIONAL_A}-{lookalikes.REGIONAL_Z}]{{3,}}")
_FLAG_OF_INDONESIA = "\U0001f1ee\U0001f1e9"


def _spelled_flags(text: str) -> frozenset[int]:
    """Offsets of regional indicators that spell a word instead of making flags."""
    found: set[int] = set()
    for match in _REGIONAL.finditer(text):
        if match.group().replace(_FLAG_OF_INDONESIA, ""):
            found.update(range(match.start(), match.end()))
    return frozenset(found)


_LEET = {"0": "o", "1": "i", "3": "e", "4": "a", "5": "s", "7": "t", "@": "a", "$": "s", "!": "i"}
#: A single digit at the edge of such a word belongs to it: ``4nj1ng``, ``p4nc4s1l4``.
_LEET_WORD = re.compile(
    r"(?<![\w@$!.])(?:[0134](?=[a-z]))?[a-z]++(?>(?:[013457@$!]{1,2}+[a-z]++)+)(?:[0134](?!\w))?"
    r"(?![^\W\d]|[@$]|\.[a-z])"
)
#: Without one of these before a letter there is no such word: a cheap look.
_LEET_SIGN = re.compile(r"[013457@$!]{1,2}+[a-z]")
_LEET_CHAR = re.compile(r"[013457@$!]")
_VOWELS = frozenset("aeiou")
_THREE = re.compile(r"([a-z])\1\1")
_REPEAT = re.compile(r"([a-z])\1{2,}")


def _leet_edits(text: str) -> list[Edit]:
    edits: list[Edit] = []
    if not _LEET_SIGN.search(text):
        return edits
    for word in _LEET_WORD.finditer(text):
        if "!" in word.group() and not _one_word(word.group()):
            continue
        for char in _LEET_CHAR.finditer(text, word.start(), word.end()):
            at = char.start()
            inside = word.start() < at < word.end() - 1
            new = _LEET[char.group()]
            if char.group() == "1" and inside:
                new = _one_as(text, at)
            edits.append((at, at + 1, new))
    return edits


def _one_word(word: str) -> bool:
    """``p!lih`` is one word, ``Ayo!ikut`` two sentences without a blank between."""
    return len(word.partition("!")[0]) <= 2


def _one_as(text: str, at: int) -> str:
    """``1`` is read as ``l`` before a vowel or after ``i``, else as ``i``."""
    before, after = text[at - 1], text[at + 1]
    return "l" if after in _VOWELS or before == "i" else "i"


def _repeat_edits(text: str) -> list[Edit]:
    """Three or more of a letter become one, except inside an address (``www.``)."""
    if not _THREE.search(text):
        return []
    return [
        (match.start(), match.end(), match.group(1))
        for match in _REPEAT.finditer(text)
        if match.group() != "www"
    ]


def _edited(source: Normalised, edits: list[Edit]) -> Normalised:
    """Apply ``edits`` (in order, apart). A shorter replacement: its last character covers the
    rest; an insertion stands for nothing typed."""
    if not edits:
        return source
    out: list[str] = []
    starts: list[int] = []
    ends: list[int] = []
    at = 0
    for start, end, new in edits:
        out.append(source.text[at:start])
        starts.extend(source.starts[at:start])
        ends.extend(source.ends[at:start])
        _first, last = source.span(start, end)
        for index, char in enumerate(new):
            out.append(char)
            inner = start + index < end
            starts.append(source.starts[start + index] if inner else last)
            is_last = index == len(new) - 1
            ends.append(last if is_last or not inner else source.ends[start + index])
        at = end
    out.append(source.text[at:])
    starts.extend(source.starts[at:])
    ends.extend(source.ends[at:])
    return Normalised(source.original, "".join(out), starts, ends)

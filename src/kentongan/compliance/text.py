"""One text of a draft, with everything rules ask about it computed at most once."""

from __future__ import annotations

import re
from bisect import bisect_left, bisect_right
from collections.abc import Iterator
from functools import cached_property

from kentongan.compliance.vocabulary import (
    ELECTION_INFO,
    GLUED_WORDS,
    NEUTRALITY_LESSON,
    OTHER_CONTEST,
)
from kentongan.language import tokens
from kentongan.language.normalise import Normalised, Strength, letters, normalise
from kentongan.language.readability import by_sentence
from kentongan.language.tokens import Token

_STOP = re.compile(r"[.!?]+(?=\s|$)|\n")
_AS_DIGIT = re.compile(r"(?<=\d)[oOlI]{1,4}(?=[ .\-]?\d)|(?<!\w)[oO](?=8[1-9]\d)")
_DIGIT = str.maketrans("oOlI", "0011")
_REACH = 400
Span = tuple[int, int]


class Text:
    """A text of the draft and its place, as :class:`Finding` names it."""

    def __init__(self, where: str, original: str) -> None:
        self.where = where
        self.original = original

    @cached_property
    def light(self) -> Normalised:
        """Compatibility forms resolved, nothing invisible, case kept."""
        return normalise(self.original, Strength.LIGHT)

    @cached_property
    def folded(self) -> Normalised:
        """Small Latin letters without diacritics or twins."""
        return normalise(self.original, Strength.FOLDED)

    @cached_property
    def letters(self) -> Normalised:
        """Disguise undone: leet, spaced letters, repetition."""
        return letters(self.folded, words=GLUED_WORDS)

    def has_any(self, parts: tuple[str, ...]) -> bool:
        """Whether any of ``parts`` occurs in ``letters.text``: a cheap look before patterns."""
        return any(part in self.letters.text for part in parts)

    @cached_property
    def informs_of_election(self) -> bool:
        """Whether the text somewhere gives the public information of an election."""
        return ELECTION_INFO.search(self.letters.text) is not None

    @cached_property
    def is_lesson(self) -> bool:
        """Whether the text teaches neutrality, and so speaks of what it forbids."""
        return NEUTRALITY_LESSON.search(self.letters.text) is not None

    @cached_property
    def is_other_contest(self) -> bool:
        """Whether the text is about a contest that is no public election."""
        return OTHER_CONTEST.search(self.letters.text) is not None

    @cached_property
    def sentence_words(self) -> list[tuple[Token, list[Token]]]:
        """Sentences with their words (none of links, tags, mentions), as typed offsets."""
        return by_sentence(self.original)

    @cached_property
    def prose(self) -> list[Token]:
        """The words of all sentences, as typed offsets."""
        return [word for _sentence, words in self.sentence_words for word in words]

    @cached_property
    def light_links(self) -> list[tokens.Token]:
        """Links, as offsets into ``light.text``."""
        return tokens.links(self.light.text)

    @cached_property
    def digits(self) -> str:
        """``light.text`` with letters between digits that stand for digits (``08l2-33O4``).

        Character for character as long as ``light.text``.
        """
        if not any(char in self.light.text for char in "oOlI"):
            return self.light.text
        return _AS_DIGIT.sub(lambda m: m.group().translate(_DIGIT), self.light.text)

    @cached_property
    def link_spans(self) -> list[Span]:
        """Links and e-mail addresses, as typed offsets in order: no place for words."""
        found = [*self.light_links, *tokens.emails(self.light.text)]
        return sorted(self.light.span(token.start, token.end) for token in found)

    def in_link(self, start: int, end: int) -> bool:
        """Whether a typed span lies inside a link or an address."""
        index = bisect_right(self.link_spans, (start, len(self.original)))
        return index > 0 and end <= self.link_spans[index - 1][1]

    @cached_property
    def _stops(self) -> list[int]:
        return [match.end() for match in _STOP.finditer(self.letters.text)]

    def sentence_span(self, start: int, end: int) -> Span:
        """The sentence around a span of ``letters.text``, roughly: enough for context."""
        left = bisect_right(self._stops, start)
        right = bisect_left(self._stops, end)
        return (
            self._stops[left - 1] if left else 0,
            self._stops[right] if right < len(self._stops) else len(self.letters.text),
        )

    def sentence(self, start: int, end: int) -> str:
        """The words of :meth:`sentence_span`, at most 400 characters to each side."""
        left, right = self.sentence_span(start, end)
        return self.letters.text[max(left, start - _REACH) : min(right, end + _REACH)]

    def before(self, start: int) -> str:
        """The part of the sentence before an offset of ``letters.text``."""
        left, _ = self.sentence_span(start, start + 1)
        return self.letters.text[max(left, start - _REACH) : start]

    def find(self, pattern: re.Pattern[str]) -> Iterator[re.Match[str]]:
        """Matches in ``letters.text`` that do not lie in links."""
        for match in pattern.finditer(self.letters.text):
            if not self.link_spans or not self.in_link(*self.letters.span(*match.span())):
                yield match

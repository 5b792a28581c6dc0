"""How hard a text is to read, with measures that hold for Indonesian.

Flesch does not: affixes make Indonesian words long, so that plain texts score below zero.
LIX (Björnsson 1968) and words per sentence are used instead; they guide, they do not judge.
"""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Iterator
from dataclasses import dataclass

from kentongan.language import tokens
from kentongan.language.tokens import Token, in_prose, sentences

LONG_WORD = 6
EASY_LIX, HARD_LIX = 40, 50


@dataclass(frozen=True, slots=True)
class Readability:
    """``lix``: words per sentence plus the percentage of words longer than six letters.

    Up to 40 easy, 40 to 50 middling, above 50 hard. All numbers are 0 for a text without words.
    """

    words: int
    sentences: int
    words_per_sentence: float
    longest_sentence: int
    lix: float

    @property
    def level(self) -> str:
        """``easy``, ``middling`` or ``hard``."""
        if self.lix <= EASY_LIX:
            return "easy"
        return "middling" if self.lix <= HARD_LIX else "hard"


def by_sentence(
    text: str, words: list[Token] | None = None, links: list[Token] | None = None
) -> list[tuple[Token, list[Token]]]:
    """Sentences that have words, with those words; links, tags and mentions are none.

    ``words``, ``links``: all of ``text``, where they are known.
    """
    words = tokens.words(text) if words is None else words
    links = tokens.links(text) if links is None else links
    return list(_by_sentence(text, in_prose(text, words, links)))


def _by_sentence(text: str, words: list[Token]) -> Iterator[tuple[Token, list[Token]]]:
    starts = [start for start, _end, _text in words]
    first = 0
    for sentence in sentences(text):
        last = bisect_left(starts, sentence.end, first)
        if last > first:
            yield sentence, words[first:last]
        first = last


def readability(text: str) -> Readability:
    """The measures of ``text``."""
    cut = [words for _sentence, words in by_sentence(text)]
    total = sum(map(len, cut))
    if not total:
        return Readability(0, 0, 0.0, 0, 0.0)
    long_words = sum(len(word.text) > LONG_WORD for words in cut for word in words)
    mean = total / len(cut)
    return Readability(
        words=total,
        sentences=len(cut),
        words_per_sentence=mean,
        longest_sentence=max(map(len, cut)),
        lix=mean + 100 * long_words / total,
    )

"""One text of a draft, with everything rules ask about it computed at most once."""

from __future__ import annotations

import re
from bisect import bisect_left, bisect_right
from collections.abc import Iterable, Iterator, Sequence
from functools import lru_cache
from itertools import accumulate
from typing import Any

from kentongan.compliance.keeping import kept
from kentongan.compliance.reading.opening import INDEX, Opening, opening_of
from kentongan.compliance.words.numerals import Spoken, as_digits, spoken_runs
from kentongan.compliance.words.persons import Person, find_persons
from kentongan.compliance.words.vocabulary import (
    ELECTION_INFO,
    GLUED_WORDS,
    NEUTRALITY_LESSON,
    OTHER_CONTEST,
)
from kentongan.language import tokens
from kentongan.language.figures import Figure, figures
from kentongan.language.normalise import Normalised, Strength, letters, normalise
from kentongan.language.proofreading import Slip, in_other_language, slips
from kentongan.language.readability import by_sentence
from kentongan.language.tokens import Token

#: A full stop after "No" or a title ends no sentence.
_STOP = re.compile(
    # Begun with one of four characters: ``re`` looks for those fast.
    r"[.!?\n](?:(?<=\n)|(?<![.!?].)[.!?]*+(?=\s|$)(?<!\bno\.)(?<!\bnmr\.)(?<!\bbpk\.)"
    r"(?<!\bdr\.)(?<!\bhj\.)(?<!\bkec\.)(?<!\bkab\.)(?<!\bjl\.))"
)
_REACH = 400
_WORD_BETWEEN = re.compile(r"(\w+)")
_DIGITS = re.compile(r"\d(?:[\W_]{0,3}\d)*")
_QUOTE = re.compile(r"“[^“”\n]{1,400}”|\"[^\"\n]{1,400}\"|«[^«»\n]{1,400}»")
Span = tuple[int, int]


class Text:
    """A text of the draft and its place, as :class:`Finding` names it."""

    def __init__(self, where: str, original: str) -> None:
        self.where = where
        self.original = original
        self._openings: dict[Opening, list[int]] = {}
        #: How many patterns the index knew when they were looked for.
        self._added = -1
        #: What others have found in it and will ask for again (``plight``).
        self.known: dict[tuple[str, ...], Any] = {}

    @kept
    def light(self) -> Normalised:
        """Compatibility forms resolved, nothing invisible, case kept."""
        return normalise(self.original, Strength.LIGHT)

    @kept
    def folded(self) -> Normalised:
        """Small Latin letters without diacritics or twins."""
        return normalise(self.original, Strength.FOLDED)

    @kept
    def letters(self) -> Normalised:
        """Disguise undone: leet, spaced letters, repetition."""
        return letters(self.folded, words=GLUED_WORDS)

    def has_any(self, parts: tuple[str, ...]) -> bool:
        """Whether any of ``parts`` occurs in ``letters.text``: a cheap look before patterns."""
        return any(map(self.letters.text.__contains__, parts))

    @kept
    def informs_of_election(self) -> bool:
        """Whether the text somewhere gives the public information of an election."""
        return self.has(ELECTION_INFO)

    @kept
    def is_lesson(self) -> bool:
        """Whether the text teaches neutrality, and so speaks of what it forbids."""
        return self.has(NEUTRALITY_LESSON)

    @kept
    def is_other_contest(self) -> bool:
        """Whether the text is about a contest that is no public election."""
        return self.has(OTHER_CONTEST)

    @kept
    def sentence_words(self) -> list[tuple[Token, list[Token]]]:
        """Sentences with their words (none of links, tags, mentions), as typed offsets."""
        return by_sentence(self.original, self.typed_words, self.links)

    @kept
    def typed_words(self) -> list[Token]:
        """All words and numbers, also those of links, as typed offsets in order."""
        return tokens.words(self.original)

    @kept
    def prose(self) -> list[Token]:
        """The words of all sentences, as typed offsets."""
        return [word for _sentence, words in self.sentence_words for word in words]

    @kept
    def slips(self) -> list[Slip]:
        """Slips of spelling, as typed offsets in order."""
        return slips(self.original, self.sentence_words)

    @kept
    def figures(self) -> list[Figure]:
        """Numbers with the word behind them, as typed offsets in order."""
        return figures(self.original)

    def meets_link(self, start: int, end: int) -> bool:
        """Whether a typed span meets a link or an address."""
        index = bisect_left(self.link_spans, (end, 0))
        return index > 0 and self.link_spans[index - 1][1] > start

    def in_other_language(self, start: int) -> bool:
        """Whether a typed offset lies in a sentence of a regional or a foreign language."""
        spans = self.other_language_spans
        index = bisect_right(spans, (start, len(self.original)))
        return index > 0 and start < spans[index - 1][1]

    @kept
    def other_language_spans(self) -> list[Span]:
        """Sentences in a regional or a foreign language, as typed offsets in order."""
        others = in_other_language(self.sentence_words)
        pairs = zip(self.sentence_words, others, strict=True)
        return [(sentence.start, sentence.end) for (sentence, _), other in pairs if other]

    @kept
    def is_plain(self) -> bool:
        """Whether ``letters.text`` is the text in small letters, character for character."""
        small = self.letters.text
        return len(small) == len(self.original) and small == self.original.lower()

    @kept
    def words(self) -> list[str]:
        """The words of ``letters.text`` in order, compounds apart."""
        return self._words_at[0]

    @kept
    def openers(self) -> frozenset[str]:
        """The words of ``letters.text``, compounds apart."""
        return frozenset(self.words)

    def starts(self, opening: Opening) -> Sequence[int]:
        """Where a pattern may begin in ``letters.text``, in order."""
        if not opening.is_known:
            INDEX.add(opening)
        openings = self._openings if self._added == INDEX.added else self.openings
        return openings.get(opening, ())

    @property
    def openings(self) -> dict[Opening, list[int]]:
        """Patterns that may match, of those the index knows, each with its ``starts``."""
        if self._added != INDEX.added:
            self._added = INDEX.added
            self._openings = INDEX.places(self.words, self.word_starts)
        return self._openings

    @kept
    def word_starts(self) -> list[int]:
        """Where ``words`` begin in ``letters.text``."""
        return self._words_at[1]

    @kept
    def _words_at(self) -> tuple[list[str], list[int]]:
        parts = _WORD_BETWEEN.split(self.letters.text)
        return parts[1::2], list(accumulate(map(len, parts)))[:-1:2]

    @kept
    def lower_words(self) -> list[str]:
        """The words of ``prose`` in small letters, in step with it."""
        return [word.text.lower() for word in self.prose]

    @kept
    def quote_spans(self) -> list[Span]:
        """What stands between quotation marks, as typed offsets in order."""
        if not any(mark in self.original for mark in '"“”«'):
            return []
        return [match.span() for match in _QUOTE.finditer(self.original)]

    def is_quoted(self, start: int, end: int) -> bool:
        """Whether a typed span stands between quotation marks: words of somebody else."""
        index = bisect_right(self.quote_spans, (start, len(self.original)))
        return index > 0 and end <= self.quote_spans[index - 1][1]

    @kept
    def persons(self) -> list[Person]:
        """Everybody named, as typed offsets in order."""
        return find_persons(self.light)

    @kept
    def emoji(self) -> list[Token]:
        """Emoji as people see them, as typed offsets."""
        return tokens.emoji(self.original)

    @kept
    def links(self) -> list[Token]:
        """Links, as typed offsets in order."""
        is_plain = self.light.text == self.original
        return self.light_links if is_plain else tokens.links(self.original)

    @kept
    def light_links(self) -> list[Token]:
        """Links, as offsets into ``light.text``, in order."""
        return tokens.links(self.light.text)

    @kept
    def digits(self) -> str:
        """``light.text`` with letters that stand for digits made digits (``08l2-33O4``).

        Character for character as long as ``light.text``.
        """
        return as_digits(self.light.text)

    @kept
    def longest_number(self) -> int:
        """The most digits of ``digits`` in a row, a few signs between them not counted."""
        return max((sum(map(str.isdigit, run)) for run in _DIGITS.findall(self.digits)), default=0)

    @kept
    def spoken(self) -> list[Sequence[Spoken]]:
        """Runs of digits said in words, as offsets into ``letters.text``."""
        return list(spoken_runs(self.letters.text))

    @kept
    def hashtags(self) -> list[Token]:
        """Hashtags, as typed offsets in order."""
        return tokens.hashtags(self.original)

    @kept
    def tags(self) -> list[tuple[Token, str]]:
        """Hashtags as offsets into ``light.text``, each with its letters, disguise undone."""
        light = self.light.text
        found = self.hashtags if light == self.original else tokens.hashtags(light)
        return [(tag, _bare_letters(tag.text)) for tag in found]

    @kept
    def link_spans(self) -> list[Span]:
        """Links and e-mail addresses, as typed offsets in order: no place for words."""
        found = [*self.light_links, *tokens.emails(self.light.text)]
        return sorted(self.light.span(token.start, token.end) for token in found)

    def in_link(self, start: int, end: int) -> bool:
        """Whether a typed span lies inside a link or an address."""
        index = bisect_right(self.link_spans, (start, len(self.original)))
        return index > 0 and end <= self.link_spans[index - 1][1]

    @kept
    def _stops(self) -> list[int]:
        return [match.end() for match in _STOP.finditer(self.letters.text)]

    @kept
    def sentence_spans(self) -> list[Span]:
        """All sentences, roughly, as offsets into ``letters.text``."""
        ends = [*self._stops, len(self.letters.text)]
        return [(a, b) for a, b in zip([0, *ends], ends, strict=False) if a < b]

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

    def around(self, start: int, end: int) -> str:
        """The sentence without the span itself."""
        left, right = self.sentence_span(start, end)
        letters = self.letters.text
        before, after = max(left, start - _REACH), min(right, end + _REACH)
        return f"{letters[before:start]} {letters[end:after]}"

    def before(self, start: int) -> str:
        """The part of the sentence before an offset of ``letters.text``."""
        left, _ = self.sentence_span(start, start + 1)
        return self.letters.text[max(left, start - _REACH) : start]

    def may_hold(self, pattern: re.Pattern[str]) -> bool:
        """Whether a pattern kept for good is opened, or need not be: a cheap look."""
        opening = opening_of(pattern)
        return opening is None or bool(self.starts(opening))

    def opened(self, patterns: Iterable[re.Pattern[str]]) -> list[re.Pattern[str]]:
        """Those of ``patterns``, kept for good, that may match, in order."""
        return [
            pattern
            for pattern in patterns
            if (opening := opening_of(pattern)) is None or self.starts(opening)
        ]

    def places(self, patterns: Iterable[re.Pattern[str]]) -> list[int] | None:
        """Where any of ``patterns``, kept for good, may begin in ``letters.text``, in order.

        None: anywhere, since one of them is opened by no word.
        """
        found: set[int] = set()
        for pattern in patterns:
            opening = opening_of(pattern)
            if opening is None:
                return None
            found.update(self.starts(opening))
        return sorted(found)

    def has(self, pattern: re.Pattern[str]) -> bool:
        """Whether a pattern kept for good matches in ``letters.text``, be it in a link."""
        opening = opening_of(pattern)
        if opening is None:
            return pattern.search(self.letters.text) is not None
        return next(self.at_openings(opening), None) is not None

    def has_typed(self, pattern: re.Pattern[str]) -> bool:
        """Whether a pattern kept for good matches in the text as typed, in small letters."""
        if self.is_plain:
            return self.has(pattern)
        return pattern.search(self.original.lower()) is not None

    def between(self, pattern: re.Pattern[str], left: int, right: int) -> Iterator[re.Match[str]]:
        """Matches of a pattern kept for good in ``letters.text[left:right]``, be it in a link."""
        opening = opening_of(pattern)
        if opening is None:
            yield from pattern.finditer(self.letters.text, left, right)
            return
        places, end = self.starts(opening), left
        for start in places[bisect_left(places, left) : bisect_left(places, right)]:
            if start >= end and (match := pattern.match(self.letters.text, start, right)):
                end = match.end()
                yield match

    def find_once(self, pattern: re.Pattern[str]) -> Iterator[re.Match[str]]:
        """:meth:`find` for a pattern made of the facts around one draft."""
        return self.outside_links(pattern.finditer(self.letters.text))

    def find(self, pattern: re.Pattern[str]) -> Iterator[re.Match[str]]:
        """Matches in ``letters.text`` that do not lie in links, of a pattern kept for good."""
        opening = opening_of(pattern)
        if opening is None:
            return self.outside_links(pattern.finditer(self.letters.text))
        if not self.starts(opening):
            return iter(())
        return self.outside_links(self.at_openings(opening))

    def at_openings(self, opening: Opening, tries: int | None = None) -> Iterator[re.Match[str]]:
        """Matches in ``letters.text``, tried at the first ``tries`` words that can begin one."""
        letters, match, end = self.letters.text, opening.pattern.match, 0
        for start in self.starts(opening)[:tries]:
            if start >= end and (found := match(letters, start)):
                end = found.end()
                yield found

    def outside_links(self, matches: Iterable[re.Match[str]]) -> Iterator[re.Match[str]]:
        """Of matches in ``letters.text`` those that do not lie in links."""
        for match in matches:
            if not self.link_spans or not self.in_link(*self.letters.span(*match.span())):
                yield match


@lru_cache(4096)
def _bare_letters(tag: str) -> str:
    return normalise(tag[1:].replace("_", ""), Strength.LETTERS).text

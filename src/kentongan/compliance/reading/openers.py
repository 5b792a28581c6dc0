"""Patterns for vocabularies: tried at the words that can open them, compiled when first needed."""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import cached_property
from itertools import islice

from kentongan.compliance.reading.opening import INDEX, Opening
from kentongan.compliance.reading.text import Text

#: A pattern is tried and found no more often: a text of hundreds of pages, or one made to keep the
#: check busy.
_MOST_TRIES = 1_500
_MOST_MATCHES = 60


class Opened(Opening):
    """A pattern for ``Text.letters`` that begins with ``\\b`` and a word."""

    def __init__(self, source: str) -> None:
        super().__init__(source)
        INDEX.name(self)

    @property
    def words(self) -> set[str]:
        """Whole words that can open a match."""
        return set(self.first().whole)

    @property
    def stems(self) -> set[str]:
        """Beginnings of words that can open a match."""
        return self.first().stems

    def find(self, text: Text) -> Iterator[re.Match[str]]:
        """Matches in order, none of them in a link."""
        if not text.starts(self):
            return iter(())
        return islice(text.outside_links(text.at_openings(self, _MOST_TRIES)), _MOST_MATCHES)


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
        return islice(text.outside_links(self.pattern.finditer(text.letters.text)), _MOST_MATCHES)

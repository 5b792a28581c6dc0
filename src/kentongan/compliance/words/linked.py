"""Where a draft holds addresses: in its words, and in the link that is attached to it."""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import cached_property

from kentongan.compliance.draft import Severity, Suggestion
from kentongan.compliance.reading.text import Text
from kentongan.compliance.rule import Case, Hit, hit_at
from kentongan.kernel.say import gettext

#: A text that repeats a false address in order to warn.
_WARNS = re.compile(
    r"\b(?:waspadai?|hati-hati|awas|palsu|tiruan|gadungan|penipuan|modus|phishing|hoaks|hoax"
    r"|abaikan|bukan (?:milik|situs|laman|alamat|tautan|domain|website)|jangan (?:di)?"
    r"(?:klik|buka|percaya|isi)|ati-ati|ulah|aja (?:di)?klik)\b"
)


class Place:
    """A text that is searched for addresses. ``attached``: it is the link of the draft."""

    def __init__(self, text: Text, *, attached: bool = False) -> None:
        self.text = text
        self.attached = attached

    @cached_property
    def warns(self) -> bool:
        """Whether the text warns, and so may name a false address."""
        return _WARNS.search(self.text.letters.text) is not None

    def hit(
        self,
        start: int,
        end: int,
        message: str = "",
        *,
        suggestion: Suggestion | None = None,
        at_most: Severity | None = None,
        replacement: str | None = None,
    ) -> Hit:
        """A hit at a span of ``text.light.text``; of an attached link the message names it."""
        if replacement is not None:
            suggestion = Suggestion(gettext("Ganti dengan %s") % replacement, replacement)
        if not self.attached:
            return hit_at(
                self.text,
                self.text.light,
                start,
                end,
                message=message,
                suggestion=suggestion,
                at_most=at_most,
            )
        if suggestion is not None:
            suggestion = Suggestion(suggestion.label)
        named = gettext("Tautan unggahan: %s") % self.text.light.text[start:end]
        return Hit(0, 0, message=f"{named}. {message}", suggestion=suggestion, at_most=at_most)


def places(case: Case) -> Iterator[Place]:
    """The words people wrote and the attached link, unless the text repeats it.

    Words read in pictures are left out: what a machine misreads would look like a false address.
    """
    for text in case.texts:
        if not text.where.startswith("picture"):
            yield Place(text)
    link = case.draft.link.strip()
    if link and link not in case.draft.text:
        yield Place(Text("text", link), attached=True)

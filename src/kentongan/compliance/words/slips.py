"""Slips of spelling as hits, for the rules that report them."""

from __future__ import annotations

from collections.abc import Iterator
from itertools import islice

from kentongan.compliance.draft import Suggestion
from kentongan.compliance.rule import Case, Hit
from kentongan.compliance.words.typed import MOST_HITS
from kentongan.kernel.say import gettext
from kentongan.language.proofreading import Slip


def slips_of(case: Case, *kinds: str) -> Iterator[Hit]:
    """Hits for the slips of these kinds, less the words that the pemda knows."""
    wanted = (slip for slip in case.text.slips if slip.kind in kinds)
    for slip in islice(wanted, MOST_HITS):
        if not _is_known(case, slip):
            label = gettext("Tulis “{words}”.").format(words=slip.replacement)
            yield Hit(slip.start, slip.end, suggestion=Suggestion(label, slip.replacement))


def _is_known(case: Case, slip: Slip) -> bool:
    known = case.facts.known_words
    if not known:
        return False
    typed = case.draft.text[slip.start : slip.end].lower()
    return typed in known or any(word in known for word in typed.split())

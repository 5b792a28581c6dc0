"""Rules of patterns, as stern as the small models are sure (``likeness.py``)."""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Iterator
from dataclasses import replace
from functools import wraps

from kentongan.compliance.draft import Severity
from kentongan.compliance.reading.likeness import Seen, grave_model, model, sentences
from kentongan.compliance.reading.text import Text
from kentongan.compliance.rule import Case, Find, Hit
from kentongan.compliance.words.partisan import ELECTION_TIMES

#: ``Posko pemenangan? Bukan, ini posko mudik``: asked only to be denied.
_DENIED = re.compile(
    r"[^.!?\n]{0,80}[?][\s\"”]{0,3}(?:(?:oh|eh|ya|wah|tentu|tentu saja),?\s)?"
    r"(?:bukan|tidak|tak|jangan|nggak|enggak|gak|dudu|sanes|ora|ulah|teu)\b",
    re.IGNORECASE,
)
#: A number of a candidate is one whatever else is said.
_BALLOT = re.compile(r"\b(?:paslon|pasangan calon)\s(?:nomor\s)?(?:urut\s)?\d", re.IGNORECASE)


def guided(find: Find, family: str, *, kept: bool = False, spared: float = 0.0) -> Find:
    """``find`` of a rule of patterns, as stern as the model is sure.

    A pattern knows its words and not what they are about: "Coblos karcis parkir" calls nobody to
    vote. Where the model doubts, it is only weighed; where the model sees no fault at all, it is
    none. What a rule would only have weighed is stern where the model is sure. For neutrality it is
    asked while an election is near, since it has seen few calls at other times. Hits that a rule
    has capped itself, and those in alt texts and pictures, stay as they are. What is left is noted,
    so that ``hits`` leaves its sentences alone.

    ``kept``: it names a candidate of the region, which is never nothing. ``spared``: so much surer
    must the model be that it is nothing.
    """

    @wraps(find)
    def asked(case: Case) -> Iterator[Hit]:
        for hit in find(case):
            said = _said(case, family, hit, spared)
            if said is None and kept:
                said = replace(hit, at_least=None, at_most=Severity.WEIGH)
            if said is not None:
                case.met.setdefault(family, []).append(said)
                yield said

    return asked


def _said(case: Case, family: str, hit: Hit, spared: float) -> Hit | None:
    """The hit, milder or sterner by what the model makes of its sentences; none where no fault."""
    is_partisan = family == "neutrality"
    if is_partisan and hit.where == "text" and _is_denied(case.text.original, hit):
        return None
    if hit.where not in ("text", "title") or (is_partisan and case.phase not in ELECTION_TIMES):
        return hit
    text = next(text for text in case.texts if text.where == hit.where)
    met = list(_met_by(case, text, hit))
    if not met:
        return hit
    asked, grave = model(family), grave_model(family)
    how_grave = max(map(grave.score, met))
    if how_grave < grave.doubt and max(map(asked.score, met)) < asked.drop - spared:
        is_sure = is_partisan and _BALLOT.search(text.original, hit.start, hit.end)
        return replace(hit, at_least=None, at_most=Severity.WEIGH) if is_sure else None
    if hit.at_most is not None:
        return hit
    if how_grave < grave.doubt:
        return replace(hit, at_least=None, at_most=Severity.WEIGH)
    is_firm = is_partisan and how_grave >= grave.must
    return replace(hit, at_least=Severity.MUST) if is_firm else hit


def _is_denied(original: str, hit: Hit) -> bool:
    """Whether what was found is a question that the text itself denies."""
    return _DENIED.match(original, hit.core[1] if hit.core else hit.end - 1) is not None


def _met_by(case: Case, text: Text, hit: Hit) -> Iterator[Seen]:
    """The sentences that a hit meets."""

    def typed(seen: Seen) -> tuple[int, int]:
        return text.letters.span(seen.start, seen.end)

    found = sentences(case, text)
    for seen in found[bisect_right(found, hit.start, key=lambda seen: typed(seen)[1]) :]:
        if typed(seen)[0] >= hit.end:
            break
        yield seen

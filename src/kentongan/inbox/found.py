"""Where in a case the words of a search stand, if in what we said or noted: for the queue's lines.

What its citizen wrote is not said: whoever searches expects it there.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any
from uuid import UUID

from django.db.models import F, QuerySet, Value
from django.utils.translation import gettext_lazy as _lazy

from kentongan.inbox import masking, search
from kentongan.inbox.models import Case, Clarification, Elsewhere, Message, Note, Reply
from kentongan.kernel.text import shorten
from kentongan.language.stems import stem

#: Texts of the cases of a page that are looked through, and how much of one is shown.
MOST_READ, SHOWN = 1_000, 140
#: So many letters before the first word that was found are shown, too.
_BEFORE = 50
_WORD = re.compile(r"[^\W_]{2,}")
#: Where it may stand; of several places the first of these is named.
_PLACES = {
    "reply": _lazy("Dalam jawaban kami"),
    "message": _lazy("Dalam jawaban kami"),
    "elsewhere": _lazy("Dalam jawaban lewat cara lain"),
    "title": _lazy("Dalam klarifikasi"),
    "note": _lazy("Dalam catatan"),
}


@dataclass(frozen=True, slots=True)
class Place:
    """Where words were found, in words, and what stands around them, personal data covered."""

    label: str
    words: str


def places(cases: Iterable[Case], words: str) -> dict[UUID, Place]:
    """Of those of ``cases`` that have every one of ``words`` in one text of ours, where.

    One statement. ``cases`` are few, and the person may read them.
    """
    terms = search.terms_of(words)
    shown = [case.pk for case in cases]
    if not terms or not shown:
        return {}
    order = list(_PLACES)
    found: dict[UUID, tuple[str, str]] = {}
    for case, what, text in _ours(shown):
        better = case not in found or order.index(what) < order.index(found[case][0])
        if better and search.stemmed(text).keys() >= set(terms):
            found[case] = what, text
    return {
        case: Place(str(_PLACES[what]), _around(masking.masked(text), terms))
        for case, (what, text) in found.items()
    }


def _ours(cases: list[UUID]) -> Iterable[tuple[UUID, str, str]]:
    """Case, kind and text of what the search knows of these cases beside citizens' messages."""
    texts: list[tuple[str, QuerySet[Any], str]] = [
        ("reply", Reply.objects.filter(undone_at=None, refused=""), "text"),
        ("message", Message.objects.filter(ours=True), "text"),
        ("elsewhere", Elsewhere.objects.filter(undone_at=None), "summary"),
        ("title", Clarification.objects.filter(state="published"), "title"),
        ("note", Note.objects.all(), "text"),
    ]  # fmt: skip
    first, *others = (
        rows.filter(case__in=cases)
        .order_by()
        .annotate(what=Value(what), words=F(field))
        .values_list("case", "what", "words")
        for what, rows, field in texts
    )
    return first.union(*others, all=True)[:MOST_READ]


def _around(text: str, terms: Iterable[str]) -> str:
    """A line of ``text`` about the first word of which the root is one of ``terms``."""
    line, wanted = " ".join(text.split()), set(terms)
    words = _WORD.finditer(line)
    at = next((word.start() for word in words if stem(word[0].lower()) in wanted), 0)
    if at <= _BEFORE:
        return shorten(line, SHOWN)
    begin = line.rfind(" ", 0, at - _BEFORE) + 1
    return f"… {shorten(line[begin:], SHOWN)}" if begin else shorten(line, SHOWN)

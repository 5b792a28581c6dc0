"""The test part as others read it, and what two of three say. What counts: README.md here."""

from __future__ import annotations

import json
from collections.abc import Sequence
from dataclasses import replace
from itertools import product

from kentongan.compliance.draft import Draft, Severity
from tests.corpus import HERE, Label, Row, places

READERS = ("second", "third")
#: From the mildest on; where two readers differ, the milder counts.
SEVERITIES = (Severity.HINT, Severity.WEIGH, Severity.MUST)
Read = dict[str, tuple[Label, ...]]


def reading(name: str) -> Read:
    """The labels of one reader, by draft."""
    lines = (HERE / "readings" / f"{name}.jsonl").read_text(encoding="utf-8").splitlines()
    given = map(json.loads, lines)
    return {
        one["id"]: tuple(
            Label(label["family"], Severity(label["severity"]), label["quote"])
            for label in one["labels"]
        )
        for one in given
    }


def meet(draft: Draft, one: Label, other: Label) -> bool:
    """Whether two labels of a family point at the same place; without a quote: anywhere."""
    if not one.quote or not other.quote or one.quote in other.quote or other.quote in one.quote:
        return True
    return any(
        start < end + len(other.quote) and end < start + len(one.quote)
        for start, end in product(places(draft.text, one.quote), places(draft.text, other.quote))
    )


def settled(row: Row, second: Sequence[Label], third: Sequence[Label]) -> tuple[Label, ...]:
    """The labels of a draft after both readings.

    A first label goes where neither gives its family any; its severity changes where both give the
    same other one at its place; one is added where both give it and no first label stands there.
    """
    kept: list[Label] = []
    for label in row.labels:
        given = [[one for one in them if one.family == label.family] for them in (second, third)]
        if label.family in row.judged and not any(given):
            continue
        there = [{one.severity for one in them if meet(row.draft, label, one)} for them in given]
        if all(len(them) == 1 for them in there) and there[0] == there[1]:
            label = replace(label, severity=there[0].pop())
        kept.append(label)
    for one, other in product(second, third):
        same = one.family == other.family and one.family in row.judged
        if not same or not meet(row.draft, one, other):
            continue
        if any(label.family == one.family and meet(row.draft, label, one) for label in kept):
            continue
        milder = min(one.severity, other.severity, key=SEVERITIES.index)
        kept.append(Label(one.family, milder, min(one.quote, other.quote, key=len)))
    return tuple(kept)

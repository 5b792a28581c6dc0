"""How far two people agree on the labelled drafts: what a check that reads as they do can reach.

    python -m benchmarks.check_agreement                  as recall and precision, like the check
    python -m benchmarks.check_agreement --settle         what both say against the first label

The test part was labelled twice more, by readers who saw neither the first labels nor each other's
nor what the check finds (``tests/corpus/README.md``). Each is measured here as if they were the
check. ``--settle`` writes down, as JSON lines, the labels that two of three give; it prints counts
only, so that rules are not written by looking at the test part.
"""

from __future__ import annotations

import argparse
import json
from collections import Counter
from collections.abc import Callable, Iterable, Sequence
from dataclasses import replace
from itertools import product
from pathlib import Path

from kentongan.compliance.draft import Draft, Severity
from kentongan.compliance.families import FAMILIES
from tests.corpus import HERE, Label, Row, places, rows

READERS = ("second", "third")
#: From the mildest on; where two readers differ, the milder counts.
SEVERITIES = (Severity.HINT, Severity.WEIGH, Severity.MUST)
Read = dict[str, tuple[Label, ...]]


def main() -> int:
    """Print a table of agreement, or settle what two readers say against the first."""
    parser = argparse.ArgumentParser(description=(__doc__ or "").splitlines()[0])
    parser.add_argument("--settle", type=Path, metavar="FILE", help="write the settled labels")
    options = parser.parse_args()
    drafts = list(rows("test"))
    first = {row.id: row.labels for row in drafts}
    second, third = map(reading, READERS)
    if options.settle:
        _settle(drafts, second, third, options.settle)
        return 0
    pairs = (("second", second, first), ("third", third, first), ("both", second, third))
    for name, found, labels in pairs:
        against = "the third" if name == "both" else "the first"
        print(f"{'the second' if name == 'both' else f'the {name}'} reader against {against}")
        _table(drafts, found, labels)
    return 0


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


def _table(drafts: Sequence[Row], found: Read, labels: Read) -> None:
    print(
        f"  {'family':20}{'must: recall':>14}{'precision':>11}{'all: recall':>14}{'precision':>11}"
    )
    for family in FAMILIES:
        cells = ""
        for least in (Severity.MUST, Severity.HINT):
            chosen = _chosen(family.id, least)
            recall = _share(drafts, labels, found, chosen)
            cells += f"{recall:>14}{_share(drafts, found, labels, chosen):>11}"
        print(f"  {family.id:20}{cells}")


def _chosen(family: str, least: Severity) -> Callable[[Label], bool]:
    return lambda label: label.family == family and least in (Severity.HINT, label.severity)


def _share(drafts: Iterable[Row], these: Read, those: Read, chosen: Callable[[Label], bool]) -> str:
    """Of these labels, how many meet one of those."""
    met = count = 0
    for row in drafts:
        others = [label for label in those[row.id] if chosen(label)]
        for label in these[row.id]:
            if chosen(label) and label.family in row.judged:
                count += 1
                met += any(meet(row.draft, label, other) for other in others)
    return f"{met / count:.2f}/{count}" if count else "-"


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


def _settle(drafts: Sequence[Row], second: Read, third: Read, file: Path) -> None:
    changed: Counter[tuple[str, str]] = Counter()
    with file.open("w", encoding="utf-8") as lines:
        for row in drafts:
            labels = settled(row, second[row.id], third[row.id])
            before, after = Counter(row.labels), Counter(labels)
            changed.update(("gone", label.family) for label in before - after)
            changed.update(("new", label.family) for label in after - before)
            given = [vars_of(label) for label in labels]
            lines.write(json.dumps({"id": row.id, "labels": given}, ensure_ascii=False) + "\n")
    for (what, family), count in sorted(changed.items()):
        print(f"{what:6}{family:20}{count}")


def vars_of(label: Label) -> dict[str, str]:
    """A label as it is written in a file of drafts."""
    return {"family": label.family, "severity": label.severity.value, "quote": label.quote}


if __name__ == "__main__":
    raise SystemExit(main())

"""How far readers agree on the labelled drafts, and how right the check is by all of them.

    python -m benchmarks.check_agreement

The test part was labelled twice more, by readers who saw neither the first labels nor each other's,
nor what the check finds (``tests/corpus/README.md``). Each is measured here as if they were the
check; then the check itself, against the labels that two of three give; then all of them by the
draft: in how many of those with a ``must`` they give one. Only counts are printed, so that rules
are not written by looking at the test part.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterable, Sequence
from dataclasses import replace

from benchmarks.check_quality import rate
from kentongan.compliance.check import check
from kentongan.compliance.draft import Finding, Severity
from kentongan.compliance.families import FAMILIES
from tests.corpus import Label, Row, measure, rows
from tests.corpus.readers import READERS, SEVERITIES, Read, meet, reading, settled


def main() -> int:
    """Print the tables."""
    drafts = list(rows("test"))
    first = {row.id: row.labels for row in drafts}
    second, third = map(reading, READERS)
    pairs = {
        "the second reader against the first": (second, first),
        "the third reader against the first": (third, first),
        "the second reader against the third": (second, third),
    }
    for title, (found, labels) in pairs.items():
        print(title)
        _table(drafts, found, labels)
    print("the check against what two of three say")
    agreed = [replace(row, labels=settled(row, second[row.id], third[row.id])) for row in drafts]
    _changes(drafts, agreed)
    for family, score in measure(agreed).items():
        print(f"  {family:20}{rate(score.must, 14)}{rate(score.any, 14)}")
    print("drafts with a must: how many get one from the check, second, third; any from the check")
    _by_draft(drafts, second, third)
    return 0


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


def _changes(drafts: Sequence[Row], agreed: Sequence[Row]) -> None:
    changed: Counter[str] = Counter()
    for before, after in zip(drafts, agreed, strict=True):
        gone, new = Counter(before.labels), Counter(after.labels)
        changed.update({"gone": (gone - new).total(), "new": (new - gone).total()})
    print(f"  {changed['gone']} labels gone, {changed['new']} new")


def _by_draft(drafts: Sequence[Row], second: Read, third: Read) -> None:
    def speak(given: Iterable[Label | Finding], family: str, least: Severity) -> bool:
        levels = SEVERITIES[SEVERITIES.index(least) :]
        return any(one.family == family and one.severity in levels for one in given)

    found = {row.id: check(row.draft, row.facts) for row in drafts}
    columns = (
        (found, Severity.MUST), (second, Severity.MUST), (third, Severity.MUST),
        (found, Severity.HINT),
    )  # fmt: skip
    for family in (one.id for one in FAMILIES):
        some = [row.id for row in drafts if speak(row.labels, family, Severity.MUST)]
        if some:
            counts = [
                sum(speak(them[one], family, least) for one in some) for them, least in columns
            ]
            print(f"  {family:20}{len(some):>4}:" + "".join(f"{count:>4}" for count in counts))


if __name__ == "__main__":
    raise SystemExit(main())

"""How right the check is: precision and recall per family on the labelled drafts.

    python -m benchmarks.check_quality                    the test part, as reported
    python -m benchmarks.check_quality --part tuning --family neutrality --wrong

``--wrong`` lists what was missed and what was wrongly found, and is refused for the test part, so
that rules are not written by looking at it.
"""

from __future__ import annotations

import argparse

from tests.corpus import PARTS, Score, Scores, measure, rows

TARGETS = {"neutrality": (0.97, 0.95), "personal_data": (0.97, 0.95)}
"""Recall and precision of ``must``; every other family: precision 0.90 of all findings."""
PRECISION = 0.90


def main() -> int:
    """Print a table; 1 when a target is missed."""
    parser = argparse.ArgumentParser(description=(__doc__ or "").splitlines()[0])
    parser.add_argument("--part", choices=PARTS, default="test")
    parser.add_argument("--family", default="")
    parser.add_argument("--wrong", action="store_true")
    options = parser.parse_args()
    if options.wrong and options.part == "test":
        parser.error("the test part is measured, not read")
    scores = measure(rows(options.part))
    print(f"{'family':20}{'must: recall':>14}{'precision':>11}{'all: recall':>14}{'precision':>11}")
    missed = 0
    for family, score in scores.items():
        if options.family in ("", family):
            missed += not _reached(family, score)
            cells = f"{rate(score.must, 14)}{rate(score.any, 14)}"
            print(f"{family:20}{cells}  {'' if _reached(family, score) else 'below target'}")
            if options.wrong:
                _tell(score)
    return int(missed > 0)


def _reached(family: str, score: Scores) -> bool:
    if family in TARGETS:
        recall, precision = TARGETS[family]
        return score.must.recall >= recall and score.must.precision >= precision
    return score.any.precision >= PRECISION


def rate(score: Score, width: int) -> str:
    """Recall of the labels and precision of the findings, each with their number, as two cells."""
    found, labelled = score.right + len(score.wrong), score.hit + len(score.missed)
    recall = f"{score.recall:.3f}/{labelled}" if labelled else "-"
    precision = f"{score.precision:.3f}/{found}" if found else "-"
    return f"{recall:>{width}}{precision:>11}"


def _tell(score: Scores) -> None:
    for level, counted in (("must", score.must), ("any", score.any)):
        for row, label in counted.missed:
            print(f"  {level} missed  {row.id} [{label.severity}] {label.quote!r}  | {row.note}")
        for row, finding in counted.wrong:
            print(
                f"  {level} wrong   {row.id} {finding.rule} [{finding.severity}] {finding.text!r}"
            )
            print(f"       {row.draft.text[:200]!r}")


if __name__ == "__main__":
    raise SystemExit(main())

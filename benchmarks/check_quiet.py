"""How quiet the check is on clean real text: news and complaints, which nobody has to mend.

    python -m benchmarks.check_quiet FOLDER [--count 4000] [--show]

FOLDER holds ``*.csv.gz`` with a column ``text`` (or ``title`` and ``lead``), such as collections of
news and of complaints. ``--show`` prints every ``must``, to be looked at. The target: at most one
text in 200 with a ``must``. Without the folder nothing is measured, and that is said.
"""

from __future__ import annotations

import argparse
import csv
import gzip
import random
from collections import Counter
from collections.abc import Iterator
from datetime import UTC, datetime
from pathlib import Path

from kentongan.compliance.check import check
from kentongan.compliance.draft import Draft, Facts, Severity

AT = datetime(2026, 8, 12, tzinfo=UTC)
COLLECTIONS = ("news", "complaint")
SHORTEST = 20
TARGET = 1 / 200


def main() -> int:
    """Print how many texts have a ``must``, by rule; 1 when they are too many."""
    parser = argparse.ArgumentParser(description=(__doc__ or "").splitlines()[0])
    parser.add_argument("folder", type=Path)
    parser.add_argument("--count", type=int, default=4000)
    parser.add_argument("--show", action="store_true")
    options = parser.parse_args()
    texts = [text for file in _files(options.folder) for text in _texts(file)]
    if not texts:
        print(f"{options.folder}: no collections of news or complaints here, nothing measured")
        return 2
    random.Random(7).shuffle(texts)
    rules: Counter[str] = Counter()
    found = 0
    for text in texts[: options.count]:
        musts = [f for f in check(Draft(text, at=AT), Facts()) if f.severity is Severity.MUST]
        found += bool(musts)
        rules.update({finding.rule for finding in musts})
        for finding in musts if options.show else ():
            print(f"{finding.rule}: {finding.text[:100]!r} in {text[:160]!r}")
    checked = min(len(texts), options.count)
    print(f"{found} of {checked} texts with a must, one in {checked / max(found, 1):.0f}")
    for rule, count in rules.most_common():
        print(f"  {rule:36}{count}")
    return int(found > checked * TARGET)


def _files(folder: Path) -> list[Path]:
    return [p for p in sorted(folder.glob("*.csv.gz")) if p.name.startswith(COLLECTIONS)]


def _texts(file: Path) -> Iterator[str]:
    with gzip.open(file, "rt", encoding="utf-8", newline="") as lines:
        for row in csv.DictReader(lines):
            text = row.get("text") or ". ".join(
                filter(None, (row.get("title"), row.get("lead"), row.get("complaint")))
            )
            if len(text) >= SHORTEST:
                yield text


if __name__ == "__main__":
    raise SystemExit(main())

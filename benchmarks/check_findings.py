"""What the check finds on every labelled draft in every phase, as one line a draft: to be compared.

    export PYTHONHASHSEED=0        # words of a set are told in the order of their hashes
    python -m benchmarks.check_findings > before.txt      change the engine of the check, then
    python -m benchmarks.check_findings > after.txt; diff before.txt after.txt

A line is the id, the phase, how many findings there are and a hash of all that is in them, so that
the test part is compared without being read. ``--texts FILE`` adds texts, one JSON string a line.
A draft is checked for who and what it is labelled with, and as a civil servant's own.
"""

from __future__ import annotations

import argparse
import hashlib
import json
from collections.abc import Iterator
from dataclasses import replace
from itertools import chain
from pathlib import Path

from kentongan.compliance.check import check
from kentongan.compliance.draft import Draft, Facts, Phase
from tests.corpus import PARTS, rows

from .check_speed import AT, FACTS


def main() -> int:
    """Print the lines, and last a hash of them all."""
    parser = argparse.ArgumentParser(description=(__doc__ or "").splitlines()[0])
    parser.add_argument("--texts", type=Path)
    options = parser.parse_args()
    given = chain(_drafts(), _texts(options.texts) if options.texts else ())
    all_of_them = hashlib.sha256()
    for draft, facts in given:
        found = check(draft, facts)
        line = f"{draft.id} {draft.actor} {facts.phase} {len(found)} {_hash(repr(found))}"
        all_of_them.update(line.encode())
        print(line)
    print(f"all {all_of_them.hexdigest()}")
    return 0


def _drafts() -> Iterator[tuple[Draft, Facts]]:
    for row in chain.from_iterable(map(rows, PARTS)):
        for phase in Phase:
            yield row.draft, replace(row.facts, phase=phase)
        yield replace(row.draft, actor="civil_servant"), row.facts


def _texts(file: Path) -> Iterator[tuple[Draft, Facts]]:
    for number, line in enumerate(file.read_text(encoding="utf-8").splitlines()):
        yield Draft(json.loads(line), at=AT, id=f"text-{number}", network="bluesky"), FACTS


def _hash(words: str) -> str:
    return hashlib.sha256(words.encode(errors="surrogatepass")).hexdigest()[:16]


if __name__ == "__main__":
    raise SystemExit(main())

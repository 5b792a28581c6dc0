"""How much officers teach by making sure of kinds: comments one by one, each told afterwards.

    python -m benchmarks.kinds_taught FOLDER [--table FILE] [--sure 1.0]

FOLDER holds ``open/``, as for ``tools.train_triage``. Without ``--table`` the triage as it ships
reads the comments that were held back: what is taught must do no harm where there is little to
learn. ``--table``: the other comments are read by a table of ``tools.train_triage --without
dinkes``, as of a pemda whose citizens write as nobody did before. ``--sure``: the share of the
comments of which an officer makes sure.

The product's own ``inbox/kinds_taught.py`` runs in a throw-away installation on SQLite. Prints the
share whose likeliest kind is right, without and with what was taught, and so for those answered
and right. Without the folder nothing is measured, and that is said.
"""

from __future__ import annotations

import argparse
import random
import time
from collections.abc import Sequence
from dataclasses import dataclass
from itertools import pairwise
from pathlib import Path

from benchmarks.installation import enter, installation
from tools.triage import corpus
from tools.triage.corpus import Labelled

#: Where the comments are cut: the first fifth, the next two, the last two.
CUTS = (0.0, 0.2, 0.6, 1.0)


@dataclass(frozen=True, slots=True)
class Outcome:
    """Whether a comment was read rightly (likeliest kind; answered and right), plain and taught."""

    plain: bool
    taught: bool
    plain_answered: bool
    taught_answered: bool


def main() -> int:
    """Print the table; 2 when there is nothing to measure."""
    parser = argparse.ArgumentParser(description=(__doc__ or "").splitlines()[0])
    parser.add_argument("folder", type=Path)
    parser.add_argument("--table", type=Path, help="a triage not trained on these comments")
    parser.add_argument("--sure", type=float, default=1.0, help="share that officers make sure of")
    options = parser.parse_args()
    if not (options.folder / "open").is_dir():
        print(f"{options.folder}: no open/ here, nothing measured")
        return 2
    comments = [one for one in corpus.kinds(options.folder) if one.source == "dinkes"]
    asked = [one for one in comments if one.held != bool(options.table)]
    random.Random(1).shuffle(asked)
    with installation() as made:
        made.run("setup", "--no-demo")
        enter(made.environment)
        started = time.process_time()
        outcomes, rows = simulate(asked, table=options.table, sure=options.sure)
        busy = time.process_time() - started
    for begin, end in pairwise(CUTS):
        some = outcomes[int(begin * len(asked)) : int(end * len(asked))]
        print(_line(f"{begin:.0%} to {end:.0%}", some))
    print(_line("all", outcomes))
    print(f"{busy / len(asked) * 1000:.1f} ms of processor time each; {rows:,} rows stored")
    return 0


def simulate(
    comments: Sequence[Labelled], *, table: Path | None, sure: float
) -> tuple[list[Outcome], int]:
    """Read, be told, go on; also how many rows that left."""
    from django.db import transaction

    from kentongan.inbox import kinds_taught
    from kentongan.inbox.models import LearnedKind
    from kentongan.language.triage.gazetteer import NOWHERE
    from kentongan.language.triage.reader import Reader, reader
    from kentongan.language.triage.table import Table

    machine = Reader(Table(table.read_bytes())) if table else reader()
    chance = random.Random(2)
    outcomes = []
    for one in comments:
        plain = machine.read(one.text, NOWHERE)
        (taught,) = kinds_taught.adjusted([one.text], [plain])
        outcomes.append(
            Outcome(
                plain=plain.likely == one.label,
                taught=taught.likely == one.label,
                plain_answered=plain.kind == one.label,
                taught_answered=taught.kind == one.label,
            )
        )
        if chance.random() < sure:
            with transaction.atomic():
                kinds_taught.teach(one.text, taught, one.label)
    return outcomes, LearnedKind.objects.count()


def _line(title: str, some: Sequence[Outcome]) -> str:
    def share(name: str) -> float:
        return sum(getattr(one, name) for one in some) / len(some)

    return (
        f"{title:12} right {share('plain'):.3f}, taught {share('taught'):.3f}"
        f"   answered and right {share('plain_answered'):.3f}, taught"
        f" {share('taught_answered'):.3f}   n={len(some):,}"
    )


if __name__ == "__main__":
    raise SystemExit(main())

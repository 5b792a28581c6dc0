"""How much officers teach by giving cases another topic: complaints of a city, as they came.

    python -m benchmarks.topics_taught FOLDER [--until 1.0] [--corrected 1.0]

FOLDER holds ``evaluate-only/complaint_surabaya_agency.csv.gz``: complaint, the city's own topic,
date. Nothing of it is kept. ``data/topics.json`` says which of our topics a city's topic is, by
words in its name, the first that fits; complaints of which none fits are left out. The product's
own ``inbox/topics_taught.py`` runs in a throw-away installation on SQLite: it chooses a topic for
one complaint, is corrected where it was wrong, and goes on to the next. ``--until 0.8`` stops
before the last fifth: choices are made with that. ``--corrected``: the share of the wrong ones that
an officer corrects. Without the folder nothing is measured, and that is said.
"""

from __future__ import annotations

import argparse
import csv
import gzip
import json
import random
import time
from collections.abc import Sequence
from itertools import pairwise
from pathlib import Path

from benchmarks.installation import enter, installation

DATA = Path("evaluate-only/complaint_surabaya_agency.csv.gz")
NAMES = Path(__file__).parent / "data" / "topics.json"
#: Where the complaints are cut.
CUTS = (0.0, 0.05, 0.2, 0.5, 0.8, 1.0)
#: Topic by words alone, topic with what was taught, the right one; empty for none.
Outcome = tuple[str, str, str]


def main() -> int:
    """Print the table; 2 when there is nothing to measure."""
    parser = argparse.ArgumentParser(description=(__doc__ or "").splitlines()[0])
    parser.add_argument("folder", type=Path)
    parser.add_argument("--until", type=float, default=1.0, help="share of the complaints to read")
    parser.add_argument("--corrected", type=float, default=1.0, help="share that is corrected")
    options = parser.parse_args()
    if not (options.folder / DATA).is_file():
        print(f"{options.folder / DATA}: not there, nothing measured")
        return 2
    complaints = _complaints(options.folder / DATA)
    with installation() as made:
        made.run("setup", "--no-demo")
        enter(made.environment)
        started = time.process_time()
        asked = complaints[: int(options.until * len(complaints))]
        outcomes, rows = simulate(asked, corrected=options.corrected)
        busy = time.process_time() - started
    for begin, end in pairwise(CUTS):
        some = outcomes[int(begin * len(complaints)) : int(end * len(complaints))]
        if some:
            print(_line(f"{begin:.0%} to {end:.0%}", some))
    print(_line("all", outcomes))
    print(f"{busy / len(asked) * 1000:.1f} ms of processor time each; {rows:,} rows stored")
    return 0


def simulate(
    complaints: Sequence[tuple[str, str]], *, corrected: float
) -> tuple[list[Outcome], int]:
    """Choose, be corrected, go on; also how many rows that left."""
    from django.db import transaction

    from kentongan.inbox import topics_taught
    from kentongan.inbox.models import LearnedTopic, Topic

    topics = list(Topic.objects.filter(active=True))
    known = {topic.pk: topic for topic in topics}
    plain = topics_taught.chosen([text for text, _right in complaints], topics)
    chance = random.Random(2)
    outcomes: list[Outcome] = []
    for (text, right), before in zip(complaints, plain, strict=True):
        (taught,) = topics_taught.chosen([text], topics)
        outcomes.append((before.pk if before else "", taught.pk if taught else "", right))
        if outcomes[-1][1] != right and chance.random() < corrected:
            with transaction.atomic():
                topics_taught.teach(text, known[right])
    return outcomes, LearnedTopic.objects.count()


def _complaints(file: Path) -> list[tuple[str, str]]:
    """Text and our topic, in the order in which they came."""
    names: dict[str, list[str]] = json.loads(NAMES.read_text("utf-8"))
    with gzip.open(file, "rt", encoding="utf-8", newline="") as opened:
        rows = sorted(csv.DictReader(opened), key=lambda row: row["date"])
    found = ((row["text"], _ours(row["topic"], names)) for row in rows)
    return [(text, topic) for text, topic in found if topic]


def _ours(name: str, names: dict[str, list[str]]) -> str:
    return next((code for code, parts in names.items() if any(p in name for p in parts)), "")


def _line(title: str, some: Sequence[Outcome]) -> str:
    n = len(some)
    plain = sum(before == right for before, _taught, right in some) / n
    taught = sum(after == right for _plain, after, right in some) / n
    none = sum(not before for before, _taught, _right in some) / n
    left = sum(not after for _plain, after, _right in some) / n
    return (
        f"{title:12} right {plain:.3f}, taught {taught:.3f}"
        f"   without a topic {none:.3f}, taught {left:.3f}   n={n:,}"
    )


if __name__ == "__main__":
    raise SystemExit(main())

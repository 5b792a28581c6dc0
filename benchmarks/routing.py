"""How well a matter finds its unit: complaints of a city in the order in which they came.

    python -m benchmarks.routing FOLDER [--until 1.0] [--curve]

FOLDER holds ``evaluate-only/complaint_surabaya_agency.csv.gz``: complaint, agency, date. Nothing of
it is kept. The product's own ``inbox/routing.py`` runs in a throw-away installation on SQLite: it
knows the names of the agencies and what ``data/agencies.json`` says of each, proposes for one
complaint, is then told where it went, and goes on to the next. ``--until 0.8`` stops before the
last fifth: choices are made with that. ``--curve``: also every tenth. Without the folder nothing is
measured, and that is said. Exit code 1: a floor is missed.
"""

from __future__ import annotations

import argparse
import csv
import gzip
import json
import statistics
import time
from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any

from benchmarks.installation import enter, installation

DATA = Path("evaluate-only/complaint_surabaya_agency.csv.gz")
FIRST = 200
#: Of the last fifth: top 1, top 3.
FLOOR, AIM = (0.75, 0.90), (0.80, 0.94)


@dataclass(frozen=True, slots=True)
class Complaint:
    """What somebody wrote, and the agency that took it."""

    text: str
    agency: str


@dataclass(frozen=True, slots=True)
class Outcome:
    """The place of the right agency among the proposals (0: first, 3: not there), milliseconds."""

    place: int
    proposing: float
    learning: float


def main() -> int:
    """Print shares in time order, then what it costs; 1 when a floor is missed."""
    parser = argparse.ArgumentParser(description=(__doc__ or "").splitlines()[0])
    parser.add_argument("folder", type=Path)
    parser.add_argument("--until", type=float, default=1.0, help="share of the complaints to read")
    parser.add_argument("--curve", action="store_true", help="also every tenth")
    options = parser.parse_args()
    if not (options.folder / DATA).is_file():
        print(f"{options.folder}: no {DATA} here, nothing measured")
        return 2
    complaints = read(options.folder / DATA)
    fifth = len(complaints) // 5
    some = complaints[: round(len(complaints) * options.until)]
    with installation() as made:
        made.run("setup", "--no-demo")
        enter(made.environment)
        before = _bytes(made.data)
        outcomes, rows = simulate(some)
        grown = _bytes(made.data) - before
    if options.curve:
        for at in range(0, len(some), len(complaints) // 10):
            print(_line(f"from {at:,}", outcomes[at : at + len(complaints) // 10]))
    print(_line(f"first {FIRST}", outcomes[:FIRST]))
    last = outcomes[-fifth:]
    print(_line(f"last {fifth:,} of {len(some):,}", last))
    often = Counter(one.agency for one in some[-fifth:]).most_common(1)[0]
    print(f"always {often[0]}: {often[1] / fifth:.3f}")
    for name in ("proposing", "learning"):
        taken = sorted(getattr(one, name) for one in last)
        print(
            f"{name}: {statistics.median(taken):.1f} ms, p95 {taken[len(taken) * 95 // 100]:.1f} ms"
        )
    print(f"stored: {rows:,} rows, {grown / 1e6:.1f} MB, {grown / len(some):,.0f} bytes a matter")
    top = _shares(last)
    return int(any(value < least for value, least in zip(top, FLOOR, strict=True)))


def read(path: Path) -> list[Complaint]:
    """The complaints by date; within a day as they stand in the file."""
    with gzip.open(path, "rt", encoding="utf-8", newline="") as file:
        rows = sorted(csv.DictReader(file), key=lambda row: row["date"])
    return [Complaint(row["text"], row["agency"]) for row in rows]


@cache
def services() -> Mapping[str, str]:
    """What each agency does, in a line written for this measurement."""
    text = (Path(__file__).parent / "data" / "agencies.json").read_text("utf-8")
    found: dict[str, str] = json.loads(text)
    return found


def simulate(complaints: Sequence[Complaint]) -> tuple[list[Outcome], int]:
    """Propose, be told, go on; also how many rows that left."""
    from django.db import transaction

    from kentongan.inbox import routing
    from kentongan.inbox.models import Learned
    from kentongan.language.stems import stems

    @cache
    def own(name: str) -> frozenset[str]:
        return frozenset([*routing.telling(name), *stems(services()[name])])

    units = _agencies()
    known = list(units.values())
    outcomes = []
    for one in complaints:
        begun = time.perf_counter()
        said = routing.marks(one.text)
        proposed = [found.unit.name for found in routing.rank(said, known, own=own)]
        told = time.perf_counter()
        with transaction.atomic():
            routing.teach(said, units[one.agency], known, own=own)
        done = time.perf_counter()
        place = proposed.index(one.agency) if one.agency in proposed else 3
        outcomes.append(Outcome(place, (told - begun) * 1000, (done - told) * 1000))
    return outcomes, Learned.objects.count()


def _agencies() -> dict[str, Any]:
    from kentongan.kernel import clock
    from kentongan.people.models import Unit

    at = clock.now()
    top = Unit.objects.create(code="pemkot", name="Pemkot Ukur", type_id="pemda", created_at=at)
    return {
        name: Unit.objects.create(
            code=f"opd-{number}", name=name, type_id="dinas", parent=top, created_at=at
        )
        for number, name in enumerate(services())
    }


def _bytes(data: Path) -> int:
    """The size of the database, when what was written last has found its place."""
    from django.db import connection

    with connection.cursor() as cursor:
        cursor.execute("PRAGMA wal_checkpoint(TRUNCATE)")
        cursor.execute("VACUUM")
        cursor.execute("PRAGMA wal_checkpoint(TRUNCATE)")
    return sum(path.stat().st_size for path in data.rglob("*.sqlite3"))


def _shares(some: Sequence[Outcome]) -> tuple[float, float]:
    places = Counter(one.place for one in some)
    return places[0] / len(some), (len(some) - places[3]) / len(some)


def _line(title: str, some: Sequence[Outcome]) -> str:
    first, three = _shares(some)
    return f"{title:26} top 1 {first:.3f}   top 3 {three:.3f}   n={len(some):,}"


if __name__ == "__main__":
    raise SystemExit(main())

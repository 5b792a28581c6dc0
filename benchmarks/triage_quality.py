"""How good the triage is, row by row of what it was built for, on texts that were held back.

    python -m benchmarks.triage_quality FOLDER [--kinds]

FOLDER holds ``open/``, as for ``tools.train_triage``. What is held back was neither trained on nor
looked at for a choice (``tools/triage/corpus.py``). ``--kinds``: also kind by kind. Without the
folder nothing is measured, and that is said. Exit code 1: a floor is missed.
"""

from __future__ import annotations

import argparse
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

from kentongan.language.triage import Flag, Kind, Reading, read_many
from tools.triage import corpus
from tools.triage.corpus import Labelled

SHORT = 40


@dataclass(frozen=True, slots=True)
class Row:
    """One line of the table."""

    task: str
    value: float
    floor: float
    aim: float
    count: int

    def line(self, *, less: bool = False) -> str:
        good = self.value <= self.aim if less else self.value >= self.aim
        passes = self.value <= self.floor if less else self.value >= self.floor
        verdict = "aim" if good else "floor" if passes else "MISSED"
        return (
            f"{self.task:58} {self.value:7.3f}   floor {self.floor:<6g} aim {self.aim:<6g}"
            f" {verdict:7} n={self.count}"
        )


def main() -> int:
    """Print the table; 1 when a floor is missed, 2 when there is nothing to measure."""
    parser = argparse.ArgumentParser(description=(__doc__ or "").splitlines()[0])
    parser.add_argument("folder", type=Path)
    parser.add_argument("--kinds", action="store_true", help="also kind by kind")
    options = parser.parse_args()
    if not (options.folder / "open").is_dir():
        print(f"{options.folder}: no open/ here, nothing measured")
        return 2
    rows = [*moods(options.folder), *kinds(options.folder, by_kind=options.kinds)]
    alarm = false_alarms(options.folder)
    rows += [spam(options.folder), language(options.folder)]
    for row in rows:
        print(row.line())
    print(alarm.line(less=True))
    return int(any(row.value < row.floor for row in rows) or alarm.value > alarm.floor)


def moods(folder: Path) -> list[Row]:
    """Sentiment of comments of the agency, and of reviews."""
    held = [one for one in corpus.sentiments(folder) if one.held]
    found = []
    for source, floor, aim in (("dinkes", 0.78, 0.82), ("smsa", 0.79, 0.85)):
        some = [one for one in held if one.source == source]
        guessed = [str(reading.sentiment) for reading in _readings(some)]
        value = macro_f1([one.label for one in some], guessed)
        found.append(Row(f"sentiment, {source}, macro-F1", value, floor, aim, len(some)))
    return found


def kinds(folder: Path, *, by_kind: bool) -> list[Row]:
    """The twelve kinds, the certain ones apart, and emergencies."""
    held = [one for one in corpus.kinds(folder) if one.held]
    readings = _readings(held)
    truth = [one.label for one in held]
    guessed = [str(reading.likely) for reading in readings]
    right = [one == other for one, other in zip(truth, guessed, strict=True)]
    certain = [ok for ok, reading in zip(right, readings, strict=True) if reading.kind]
    print(
        f"kind: answers {len(certain) / len(held):.1%} of messages,"
        f" {sum(certain) / len(certain):.1%} of these right"
    )
    for source in ("dinkes", "own"):
        some = [ok for ok, one in zip(right, held, strict=True) if one.source == source]
        print(f"kind: {source}, accuracy {sum(some) / len(some):.3f} n={len(some)}")
    if by_kind:
        print(_by_kind(truth, guessed))
    return [
        Row("kind, macro-F1", macro_f1(truth, guessed), 0.65, 0.78, len(held)),
        Row("kind, accuracy", sum(right) / len(right), 0.75, 0.85, len(held)),
        *_emergencies(held, readings),
    ]


def _emergencies(held: Sequence[Labelled], readings: Sequence[Reading]) -> list[Row]:
    real = ["emergency" in one.flags for one in held]
    said = [
        reading.kind is Kind.EMERGENCY or Flag.EMERGENCY in reading.flags for reading in readings
    ]
    both = sum(a and b for a, b in zip(real, said, strict=True))
    return [
        Row("emergency, recall", both / sum(real), 0.95, 0.98, sum(real)),
        Row("emergency, precision", both / max(1, sum(said)), 0.8, 0.8, sum(said)),
    ]


def spam(folder: Path) -> Row:
    """Gambling spam of sites never seen, among comments under videos."""
    held = [one for one in corpus.gambling(folder) if one.held]
    sites = {one.group for one in held if one.group}
    held = [one for one in held if one.label == "0" or one.group]
    said = [str(int(Flag.GAMBLING_SPAM in reading.flags)) for reading in _readings(held)]
    value = f1_of([one.label for one in held], said, "1")
    return Row(f"gambling spam, {len(sites)} unseen sites, F1", value, 0.95, 0.97, len(held))


def false_alarms(folder: Path) -> Row:
    """Gambling spam seen in comments of the agency, where there is none; per cent."""
    held = [one for one in corpus.comments(folder) if one.held]
    said = sum(Flag.GAMBLING_SPAM in reading.flags for reading in _readings(held))
    return Row(
        "gambling spam, false alarms on government comments, %",
        100 * said / len(held), 0.5, 0.2, len(held),
    )  # fmt: skip


def language(folder: Path) -> Row:
    """Indonesian, Javanese, Sundanese in messages of under 40 characters."""
    held = [one for one in corpus.short_messages(folder, SHORT) if one.held]
    right = sum(
        reading.language == one.label for one, reading in zip(held, _readings(held), strict=True)
    )
    return Row("language id/jv/su under 40 characters, accuracy", right / len(held), 0.93, 0.97,
               len(held))  # fmt: skip


def _readings(some: Sequence[Labelled]) -> list[Reading]:
    return read_many(one.text for one in some)


def f1_of(truth: Sequence[str], guessed: Sequence[str], label: str) -> float:
    """F1 of one label; 0 where it is nowhere."""
    both = sum(a == b == label for a, b in zip(truth, guessed, strict=True))
    either = sum(a == label for a in truth) + sum(b == label for b in guessed)
    return 2 * both / either if either else 0.0


def macro_f1(truth: Sequence[str], guessed: Sequence[str]) -> float:
    """The mean of the F1 of every label that occurs."""
    labels = sorted(set(truth))
    return sum(f1_of(truth, guessed, label) for label in labels) / len(labels)


def _by_kind(truth: Sequence[str], guessed: Sequence[str]) -> str:
    lines = []
    for label, count in Counter(truth).most_common():
        wrong = Counter(
            b for a, b in zip(truth, guessed, strict=True) if a == label and a != b
        ).most_common(3)
        taken_for = ", ".join(f"{name} {times}" for name, times in wrong)
        f1 = f1_of(truth, guessed, label)
        lines.append(f"  {label:20} n={count:<4} F1 {f1:.3f}   taken for {taken_for}")
    return "\n".join(lines)


if __name__ == "__main__":
    raise SystemExit(main())

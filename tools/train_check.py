"""Train the small models of the check on the tuning part of the labelled drafts.

    python -m tools.train_check                       measures and writes all models
    python -m tools.train_check --family neutrality   one of them
    python -m tools.train_check --dry                 measures only

A linear support vector machine, solved by dual coordinate descent (Hsieh et al., ICML 2008), in
plain Python and the same on every machine. The models learn what the rules of their family leave
over. Thresholds come from cross-validation over whole scenes, counted as
``benchmarks/check_quality.py`` counts.
"""

from __future__ import annotations

import argparse
import hashlib
import inspect
import json
import math
import random
from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from kentongan.compliance.draft import Severity
from kentongan.compliance.likeness import CAPPED, DATA, LEFT_OVER, MET, SCALE, sentences
from kentongan.compliance.rule import Case, Hit
from kentongan.compliance.rules import RULES
from tests.corpus import Label, Row, places, rows

FAMILIES = ("neutrality", "civil_service", "hate_abuse", "gambling_scam", "hoax_marker")
#: Precision asked of what the model adds, over all drafts, and without those of the third round:
#: they are of one hand and easier than what is to come.
WEIGH = {"neutrality": (0.84, 0.82), "civil_service": (0.85, 0.82)}
WEIGH_USUALLY, MUST = (0.92, 0.82), (0.92, 0.90)
#: However surely a draft is faulty, a sentence of it that is less like a fault is left alone.
LEAST_BESIDE = 0.3
LAST_ROUND = "r3-"
FOLDS, ROUNDS, COST, COST_OF_FAULTS = 5, 8, 1.0, 2.0
#: A word, a pair of words or a meeting of kinds seen in fewer sentences teaches nothing.
LEAST_SEEN = 2
#: What scores below this is more like no fault. Near an election every sentence is asked about, and
#: at less than this more than one finding in four was wrong on drafts of other hands.
LEAST_WEIGH = {"neutrality": 0.15}
#: Real complaints speak of money as fraud does, of dangers as rumours do; below this they were
#: taken for it.
LEAST_MUST = {"gambling_scam": 0.4, "hoax_marker": 0.25}
#: Of what patterns found wrongly on drafts they had not seen, a third scored below this, of what
#: they found rightly one in twenty.
DOUBT = -0.1
#: Of what patterns would only have weighed, nearly all that scored so high was a fault.
FIRM = 0.4
#: Families whose rules leave most for the model: it learns from what they have found, and its
#: thresholds are those of what they leave over. Rules of the others know nearly all labels.
LEFT_TO = frozenset({"neutrality", "civil_service"})
#: Rules that ask a model themselves.
ASKING = frozenset({"civil_service.campaign"})
#: Drafts numbered one after the other are of one scene and teach each other; so many go together.
SCENE = 50
#: Findings so close together are one (as passages are in the check).
ONE_BREATH = 120
#: Fewer findings than this settle no threshold.
LEAST_FOUND = 8
#: Weights smaller than this, in thousandths, decide nothing and are not kept.
LEAST_WEIGHT = 44


@dataclass(frozen=True, slots=True)
class Sentence:
    """A sentence of a draft: typed offsets, features, the families it is labelled with.

    ``met``: the families whose rules find something in it; ``capped``: only what they cap.
    """

    row: int
    start: int
    end: int
    features: tuple[str, ...]
    families: frozenset[str]
    met: frozenset[str] = frozenset()
    capped: frozenset[str] = frozenset()

    def seen_by(self, family: str) -> tuple[str, ...]:
        """The features for the model of a family."""
        if family not in self.met:
            return (LEFT_OVER, *self.features)
        return (CAPPED if family in self.capped else MET, *self.features)


def main() -> int:
    """Measure, and write the models."""
    parser = argparse.ArgumentParser(description=(__doc__ or "").splitlines()[0])
    parser.add_argument("--family", choices=FAMILIES, action="append")
    parser.add_argument("--dry", action="store_true")
    options = parser.parse_args()
    drafts = list(rows("tuning"))
    known = [each for index, row in enumerate(drafts) for each in _sentences(index, row)]
    for family in options.family or FAMILIES:
        scores = _cross_validated(known, drafts, family)
        kept = _thresholds(known, drafts, family, scores)
        print(f"{family:14}", *(f"{name} {value:.2f}" for name, value in kept.items()))
        _tell(known, drafts, family, scores, kept)
        if not options.dry:
            _write(family, kept, train(known, family))
    return 0


def _sentences(index: int, row: Row) -> Iterable[Sentence]:
    case = Case(row.draft, row.facts)
    hits = {family: list(_hits(case, family)) for family in LEFT_TO}
    for seen in sentences(case, case.text):
        first, last = case.text.letters.span(seen.start, seen.end)
        families = frozenset(
            label.family for label in row.labels if _meets(row, label, first, last)
        )
        here = {
            family: [hit for hit in some if hit.start < last and first < hit.end]
            for family, some in hits.items()
        }
        met = frozenset(family for family, some in here.items() if some)
        capped = frozenset(f for f in met if all(hit.at_most is not None for hit in here[f]))
        yield Sentence(index, first, last, seen.features, families, met, capped)


def _hits(case: Case, family: str) -> Iterable[Hit]:
    """What the rules of a family find in the text of a draft, whatever its model says of it."""
    for rule in RULES:
        if rule.family == family and rule.id not in ASKING and not rule.id.endswith(".likeness"):
            yield from (hit for hit in inspect.unwrap(rule.find)(case) if hit.where == "text")


def _scene(row: Row) -> str:
    head, _, number = row.id.rpartition("-")
    return f"{head}-{int(number) // SCENE}"


def _meets(row: Row, label: Label, start: int, end: int) -> bool:
    if not label.quote:
        return False
    found = places(row.draft.text, label.quote)
    return any(place < end and start < place + len(label.quote) for place in found)


def train(known: Sequence[Sentence], family: str) -> dict[str, float]:
    """Weights by feature: an L2-loss linear support vector machine on vectors of length 1."""
    lists = [each.seen_by(family) for each in known]
    seen = Counter(feature for features in lists for feature in features)
    index = {f: i for i, f in enumerate(sorted(f for f in seen if seen[f] >= LEAST_SEEN))}
    weights = [0.0] * len(index)
    samples = []
    for each, features in zip(known, lists, strict=True):
        is_fault = family in each.families
        ids = sorted(index[feature] for feature in features if feature in index)
        size = 1 / math.sqrt(len(features))
        slack = 1 / (2 * COST * (COST_OF_FAULTS if is_fault else 1))
        samples.append((ids, size if is_fault else -size, size * size * len(ids) + slack, slack))
    alphas = [0.0] * len(samples)
    order = list(range(len(samples)))
    shuffle = random.Random(7).shuffle
    for _round in range(ROUNDS):
        shuffle(order)
        for at in order:
            ids, value, length, slack = samples[at]
            gradient = value * sum([weights[i] for i in ids]) - 1 + slack * alphas[at]
            new = max(alphas[at] - gradient / length, 0.0)
            step = (new - alphas[at]) * value
            if step:
                alphas[at] = new
                for i in ids:
                    weights[i] += step
    return {feature: weights[i] for feature, i in index.items()}


def _cross_validated(known: Sequence[Sentence], drafts: Sequence[Row], family: str) -> list[float]:
    """The score of each sentence by a model that has not seen its scene."""
    folds = [hashlib.sha256(_scene(row).encode()).digest()[1] % FOLDS for row in drafts]
    scores = [0.0] * len(known)
    for fold in range(FOLDS):
        weights = train([each for each in known if folds[each.row] != fold], family)
        for at, each in enumerate(known):
            if folds[each.row] == fold:
                features = each.seen_by(family)
                total = sum(weights.get(feature, 0.0) for feature in features)
                scores[at] = total / math.sqrt(len(features))
    return scores


@dataclass(slots=True)
class Counted:
    """Labels and findings at a threshold."""

    labels: int = 0
    met: int = 0
    found: int = 0
    right: int = 0

    @property
    def recall(self) -> float:
        """Share of the labels that a finding meets."""
        return self.met / self.labels if self.labels else 1.0

    @property
    def precision(self) -> float:
        """Share of the findings that a label asks for."""
        return self.right / self.found if self.found else 1.0


def _count(
    known: Sequence[Sentence],
    drafts: Sequence[Row],
    family: str,
    scores: Sequence[float],
    least: float,
    *,
    faulty_only: bool = False,
    earlier_only: bool = False,
) -> Counted:
    """Labels met and findings right where a score of ``least`` makes a finding.

    Rules have found theirs already: findings are counted in which the model has a part, labels
    whoever has met them.
    """
    counted = Counted()
    by_row: dict[int, list[tuple[int, int, bool]]] = {}
    for each, score in zip(known, scores, strict=True):
        left_over = family not in each.met
        if score >= least or not left_over:
            spans = by_row.setdefault(each.row, [])
            if spans and each.start - spans[-1][1] <= ONE_BREATH:
                start, _end, before = spans.pop()
                spans.append((start, each.end, before or left_over))
            else:
                spans.append((each.start, each.end, left_over))
    for index, row in enumerate(drafts):
        labels = [one for one in row.labels if one.family == family and one.quote]
        labels = [one for one in labels if one.quote in row.draft.text]
        must = any(one.severity is Severity.MUST for one in labels)
        if (earlier_only and row.id.startswith(LAST_ROUND)) or (faulty_only and not must):
            continue
        spans = by_row.get(index, [])
        counted.labels += len(labels)
        counted.met += sum(any(_meets(row, one, *span[:2]) for span in spans) for one in labels)
        spans = [span for span in spans if span[2]]
        counted.found += len(spans)
        counted.right += sum(any(_meets(row, one, *span[:2]) for one in labels) for span in spans)
    return counted


def _thresholds(
    known: Sequence[Sentence], drafts: Sequence[Row], family: str, scores: Sequence[float]
) -> dict[str, float]:
    """From which score on a finding is right often enough."""

    def least(asked: tuple[float, float], *, faulty_only: bool = False) -> float:
        reached = math.inf
        for step in range(40, -21, -1):
            every, earlier = (
                _count(
                    known,
                    drafts,
                    family,
                    scores,
                    step / 20,
                    faulty_only=faulty_only,
                    earlier_only=earlier_only,
                )
                for earlier_only in (False, True)
            )
            enough = earlier.found >= LEAST_FOUND or every.found >= 2 * LEAST_FOUND
            if enough and every.precision >= asked[0] and earlier.precision >= asked[1]:
                reached = step / 20
        return reached

    weigh, must = least(WEIGH.get(family, WEIGH_USUALLY)), least(MUST)
    weigh = max(weigh, LEAST_WEIGH.get(family, 0.0))
    must = max(must, weigh, LEAST_MUST.get(family, must))
    beside = max(LEAST_BESIDE, min(least(MUST, faulty_only=True), must))
    return {"weigh": weigh, "must": must, "beside": beside, "doubt": DOUBT, "firm": FIRM}


def _tell(
    known: Sequence[Sentence],
    drafts: Sequence[Row],
    family: str,
    scores: Sequence[float],
    kept: dict[str, float],
) -> None:
    for name in ("weigh", "must"):
        for which, earlier_only in (("all", False), ("earlier", True)):
            got = _count(known, drafts, family, scores, kept[name], earlier_only=earlier_only)
            print(
                f"  {name:6}{which:8} recall {got.recall:.2f} of {got.labels},"
                f" precision {got.precision:.2f} of {got.found}"
            )


def _write(family: str, kept: dict[str, float], weights: dict[str, float]) -> None:
    scaled = {feature: round(weight * SCALE) for feature, weight in sorted(weights.items())}
    scaled = {feature: weight for feature, weight in scaled.items() if abs(weight) >= LEAST_WEIGHT}
    text = json.dumps(
        {**kept, "weights": scaled}, ensure_ascii=False, indent=0, separators=(",", ":")
    )
    (DATA / f"{family}.json").write_text(text + "\n", encoding="utf-8")


if __name__ == "__main__":
    raise SystemExit(main())

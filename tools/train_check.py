"""Train the small models of the check on the tuning part of the labelled drafts.

    python -m tools.train_check                       measures and writes all models
    python -m tools.train_check --model neutrality    one of them
    python -m tools.train_check --dry                 measures only
    python -m tools.train_check --keep                writes, with the thresholds there are

A linear support vector machine, solved by dual coordinate descent (Hsieh et al., ICML 2008), in
plain Python and the same on every machine. Thresholds come from drafts of a hand that the model
has not seen: it learns from all rounds but one and is measured on that one, as whoever writes next
is nobody it knows. Findings are counted as ``benchmarks/check_quality.py`` counts them, and only on
drafts where no rule of the family speaks, since only there the model is asked.
"""

from __future__ import annotations

import argparse
import json
import math
import random
import re
from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace

from kentongan.compliance.check import OFF, check
from kentongan.compliance.draft import Severity
from kentongan.compliance.reading.likeness import GRAVE, SCALE, sentences
from kentongan.compliance.reading.weights import DATA
from kentongan.compliance.rule import ONE_BREATH, Case
from tests.corpus import Label, Row, places, rows

MODELS = (
    "neutrality",
    f"neutrality{GRAVE}",
    "civil_service",
    "hate_abuse",
    "gambling_scam",
    "hoax_marker",
    "unsourced_claim",
    "vulnerable_persons",
)
#: The rounds of drafts by their ids, one hand each (the fifth and the sixth are two, of other
#: families). The seventh is most like what was written first: every other draft nearly a fault.
#: The eighth holds no faults but one: private lines, and what is said beside gambling and hate. The
#: ninth: hints at incumbents, and plain notices close to a fault.
HANDS = (
    ("second", re.compile(r"neu-|[a-z]+2-")),
    ("third", re.compile(r"r[345]-")),
    ("later", re.compile(r"r[67]-")),
    ("seventh", re.compile(r"r8-")),
    ("eighth", re.compile(r"r9-")),
    ("ninth", re.compile(r"r10-")),
    ("first", re.compile("")),
)
#: Precision asked of what a model adds where rules are silent: of all rounds together, and of each
#: by itself.
WEIGH, MUST = (0.92, 0.80), (0.92, 0.80)
#: To miss a side taken costs an official a hearing, to be asked once too often a sentence.
ASKED = {"neutrality": (0.85, 0.75)}
#: Whose drafts are asked about first of all: only theirs are counted.
WHOSE = {"civil_service": "civil_servant"}
#: Real complaints speak of money as fraud does, of dangers as rumours do; below this they were
#: taken for it. Of what rules leave over here a dozen findings settle the thresholds, too few.
LEAST_WEIGH = {"hoax_marker": 0.5, "gambling_scam": 0.5}
LEAST_MUST = {"gambling_scam": 0.55}
#: What rules find is only weighed below the first, no fault below the second. Found with the rules
#: as they were before a round was written, on that round, so that they were as right as they are on
#: drafts to come.
HEARD = {
    "neutrality": (0.1, -0.2),
    "hate_abuse": (-0.4, -0.4),
    "hoax_marker": (-0.6, -0.6),
    "unsourced_claim": (-0.8, -0.8),
    "vulnerable_persons": (-0.7, -0.8),
}
UNHEARD = -9.0
ROUNDS, COST, COST_OF_FAULTS = 8, 1.0, 2.0
#: How much the whole text counts beside the sentence. An offer says all in one: there the text
#: around it only misled.
AROUND = 0.7
ALONE = frozenset({"gambling_scam"})
#: A word, a pair of words or a meeting of kinds seen in fewer sentences teaches nothing.
LEAST_SEEN = 2
#: Thresholds are tried in steps of so many to one.
STEPS = 40
#: Fewer findings than this settle no threshold.
LEAST_FOUND = 8
#: Weights smaller than this, in thousandths, decide nothing and are not kept.
LEAST_WEIGHT = 52


@dataclass(frozen=True, slots=True)
class Sentence:
    """A sentence of a draft: typed offsets, features, the models that should find it.

    ``whole``: features of the text around it.
    """

    row: int
    start: int
    end: int
    features: tuple[str, ...]
    families: frozenset[str]
    whole: tuple[str, ...] = ()


def main() -> int:
    """Measure, and write the models."""
    parser = argparse.ArgumentParser(description=(__doc__ or "").splitlines()[0])
    parser.add_argument("--model", choices=MODELS, action="append")
    parser.add_argument("--dry", action="store_true")
    parser.add_argument("--keep", action="store_true")
    options = parser.parse_args()
    drafts = list(rows("tuning"))
    known = [each for index, row in enumerate(drafts) for each in _sentences(index, row)]
    spoken = [] if options.keep else [_spoken(row) for row in drafts]
    for name in options.model or MODELS:
        if options.keep:
            kept = json.loads((DATA / f"{name}.json").read_text(encoding="utf-8"))
            del kept["weights"]
        else:
            scores = _cross_validated(known, drafts, name)
            asked = _Asked(known, drafts, scores, [name.removesuffix(GRAVE) in on for on in spoken])
            kept = _thresholds(asked, name)
            print(f"{name:18}", *(f"{key} {value:.3f}" for key, value in kept.items()), flush=True)
            _tell(asked, name, kept)
        if not options.dry:
            _write(name, kept, train(known, name))
    return 0


def _sentences(index: int, row: Row) -> Iterable[Sentence]:
    case = Case(row.draft, row.facts)
    for seen in sentences(case, case.text):
        first, last = case.text.letters.span(seen.start, seen.end)
        met = [label for label in row.labels if _meets(row, label, first, last)]
        families = {label.family for label in met}
        families |= {f"{one.family}{GRAVE}" for one in met if one.severity is Severity.MUST}
        yield Sentence(index, first, last, seen.features, frozenset(families), seen.whole.features)


def _spoken(row: Row) -> frozenset[str]:
    """The families that rules of patterns have found something grave of in a draft."""
    silent = {f"{name}.likeness": OFF for name in MODELS}
    found = check(row.draft, replace(row.facts, overrides=silent))
    return frozenset(one.family for one in found if one.severity is not Severity.HINT)


def hand(row_id: str) -> str:
    """The round a draft was written in."""
    return next(name for name, pattern in HANDS if pattern.match(row_id))


def _meets(row: Row, label: Label, start: int, end: int) -> bool:
    if not label.quote:
        return False
    found = places(row.draft.text, label.quote)
    return any(place < end and start < place + len(label.quote) for place in found)


def train(known: Sequence[Sentence], name: str) -> dict[str, float]:
    """Weights by feature: an L2-loss linear support vector machine.

    A sentence is a vector of two parts: its own features, of length 1, and those of the whole text,
    of length ``AROUND``.
    """
    size = 0.0 if name in ALONE else AROUND
    seen = Counter(feature for each in known for feature in (*each.features, *each.whole))
    index = {f: i for i, f in enumerate(sorted(f for f in seen if seen[f] >= LEAST_SEEN))}
    weights = [0.0] * len(index)
    samples = []
    for each in known:
        is_fault = name in each.families
        sign = 1 if is_fault else -1
        own = sorted(index[feature] for feature in each.features if feature in index)
        around = sorted(index[feature] for feature in each.whole if feature in index)
        one = 1 / math.sqrt(len(each.features))
        other = size / math.sqrt(len(each.whole) or 1)
        slack = 1 / (2 * COST * (COST_OF_FAULTS if is_fault else 1))
        length = one * one * len(own) + other * other * len(around) + slack
        samples.append((own, sign * one, around, sign * other, length, slack))
    _descend(weights, samples)
    return {f: weights[i] * (size if f[:2] in _AROUND else 1) for f, i in index.items()}


#: How the features of a whole text begin.
_AROUND = ("d:", "D:")
_Sample = tuple[list[int], float, list[int], float, float, float]


def _descend(weights: list[float], samples: Sequence[_Sample]) -> None:
    """Dual coordinate descent: each sample in turn, in an order shuffled each round."""
    alphas = [0.0] * len(samples)
    order = list(range(len(samples)))
    shuffle = random.Random(7).shuffle
    for _round in range(ROUNDS):
        shuffle(order)
        for at in order:
            own, one, around, other, length, slack = samples[at]
            gradient = one * sum([weights[i] for i in own]) - 1 + slack * alphas[at]
            gradient += other * sum([weights[i] for i in around])
            new = max(alphas[at] - gradient / length, 0.0)
            step = new - alphas[at]
            if step:
                alphas[at] = new
                for i in own:
                    weights[i] += step * one
                for i in around:
                    weights[i] += step * other


def _cross_validated(known: Sequence[Sentence], drafts: Sequence[Row], name: str) -> list[float]:
    """The score of each sentence by a model that has seen nothing of its round."""
    hands = [hand(row.id) for row in drafts]
    scores = [0.0] * len(known)
    for held_out, _pattern in HANDS:
        weights = train([each for each in known if hands[each.row] != held_out], name)
        for at, each in enumerate(known):
            if hands[each.row] == held_out:
                scores[at] = _score(weights, each.features) + _score(weights, each.whole)
    return scores


def _score(weights: dict[str, float], features: Sequence[str]) -> float:
    return sum(weights.get(feature, 0.0) for feature in features) / math.sqrt(len(features) or 1)


@dataclass(frozen=True, slots=True)
class _Asked:
    """Sentences of drafts with the scores of a model, and which drafts a rule speaks about."""

    known: Sequence[Sentence]
    drafts: Sequence[Row]
    scores: Sequence[float]
    spoken: Sequence[bool]


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


def _count(asked: _Asked, name: str, least: float) -> dict[str, Counted]:
    """By round: labels met and findings right where a score of ``least`` makes a finding."""
    family, is_grave = name.removesuffix(GRAVE), name.endswith(GRAVE)
    whose = WHOSE.get(family)
    by_row: dict[int, list[tuple[int, int]]] = {}
    for each, score in zip(asked.known, asked.scores, strict=True):
        if score >= least and not asked.spoken[each.row]:
            spans = by_row.setdefault(each.row, [])
            is_near = bool(spans) and each.start - spans[-1][1] <= ONE_BREATH
            spans.append((spans.pop()[0] if is_near else each.start, each.end))
    counted = {which: Counted() for which, _pattern in HANDS}
    for index, row in enumerate(asked.drafts):
        if asked.spoken[index] or (whose and row.draft.actor != whose):
            continue
        labels = [
            label
            for label in row.labels
            if label.family == family and label.quote and label.quote in row.draft.text
            if not is_grave or label.severity is Severity.MUST
        ]
        spans = by_row.get(index, [])
        here = counted[hand(row.id)]
        here.labels += len(labels)
        here.met += sum(any(_meets(row, one, *span) for span in spans) for one in labels)
        here.found += len(spans)
        here.right += sum(any(_meets(row, one, *span) for one in labels) for span in spans)
    return counted


def _together(counted: Iterable[Counted]) -> Counted:
    total = Counted()
    for one in counted:
        total.labels += one.labels
        total.met += one.met
        total.found += one.found
        total.right += one.right
    return total


def _thresholds(asked: _Asked, name: str) -> dict[str, float]:
    """From which score on a finding is right often enough."""
    counts = {
        step / STEPS: _count(asked, name, step / STEPS)
        for step in range(STEPS * 3 // 2, -STEPS // 2 - 1, -1)
    }

    def least(right: tuple[float, float]) -> float:
        reached = max(counts)
        for score, counted in counts.items():
            settled = [one for one in counted.values() if one.found >= LEAST_FOUND]
            is_right = _together(counted.values()).precision >= right[0]
            if is_right and all(one.precision >= right[1] for one in settled):
                reached = score
        return reached

    family = name.removesuffix(GRAVE)
    weigh = least(ASKED.get(name, WEIGH) if name == family else MUST)
    must = weigh if name != family else least(MUST)
    weigh = max(weigh, LEAST_WEIGH.get(name, weigh))
    must = max(must, weigh, LEAST_MUST.get(name, must))
    doubt, drop = HEARD.get(family, (UNHEARD, UNHEARD))
    return {"weigh": weigh, "must": must, "doubt": doubt, "drop": drop}


def _tell(asked: _Asked, name: str, kept: dict[str, float]) -> None:
    for key in ("weigh", "must"):
        counted = _count(asked, name, kept[key])
        for which, got in {**counted, "all": _together(counted.values())}.items():
            print(
                f"  {key:6}{which:8} recall {got.recall:.2f} of {got.labels},"
                f" precision {got.precision:.2f} of {got.found}"
            )


def _write(name: str, kept: dict[str, float], weights: dict[str, float]) -> None:
    scaled = {feature: round(weight * SCALE) for feature, weight in sorted(weights.items())}
    scaled = {feature: weight for feature, weight in scaled.items() if abs(weight) >= LEAST_WEIGHT}
    text = json.dumps(
        {**kept, "weights": scaled}, ensure_ascii=False, indent=0, separators=(",", ":")
    )
    (DATA / f"{name}.json").write_text(text + "\n", encoding="utf-8")


if __name__ == "__main__":
    raise SystemExit(main())

"""What each head learns from, and the thresholds chosen by cross-validation; nothing held back."""

from __future__ import annotations

import random
from collections.abc import Callable, Sequence
from typing import Any

import numpy as np

from kentongan.language.triage.reading import Kind, Sentiment
from tools.triage.corpus import Labelled

#: How strictly each head is fitted (C of the support vector machine).
STRICTNESS = {"kind": 0.6, "emergency": 1.0, "flag": 0.5, "sentiment": 0.08, "language": 1.0}
#: The share of answered messages whose kind must be right, and of flags that must be so.
RIGHT, REAL = 0.85, 0.85
#: An emergency that is missed is worse than one that is none.
REAL_EMERGENCIES = 0.82
#: A rude word hides nothing, so more of them may be none.
REAL_RUDENESS = 0.6
#: The share of comments of the agency, where there is none, that may look like gambling.
FALSE_GAMBLING = 0.001

FOLDS = 4
#: Comments of the agency are what will be read; reviews are there to help. Moods that we saw
#: ourselves count less than those of the set we are measured on: they are of later months.
HOME_WEIGHT, OWN_WEIGHT = 1.5, 0.6
#: Spam of gambling shown to the head of kinds: enough to know it, not so much as to rule it.
SPAM_AMONG_KINDS = 300


def heads(texts: Sequence[Labelled], make: Callable[..., Any]) -> list[Any]:
    """The questions with the rows that answer them."""
    return [
        _kind(texts, make),
        *(
            _flag(texts, make, flag, positive)
            for flag, positive in (
                ("emergency", _is_emergency),
                ("abusive", _is_abusive),
                ("political", _is_political),
                ("gambling_spam", _is_gambling),
            )
        ),
        _sentiment(texts, make),
        _language(texts, make),
    ]


def _kind(texts: Sequence[Labelled], make: Callable[..., Any]) -> Any:
    rows = [at for at, one in enumerate(texts) if _has_kind(one) and not one.held]
    spam = [at for at, one in enumerate(texts) if _is_spam(one) and not one.held]
    spam = random.Random(3).sample(spam, SPAM_AMONG_KINDS)
    truth = [texts[at].label for at in rows] + [str(Kind.ABUSE_SPAM)] * len(spam)
    return make("kind.", tuple(map(str, Kind)), np.array(rows + spam), np.array(truth),
                STRICTNESS["kind"])  # fmt: skip


def _has_kind(one: Labelled) -> bool:
    return one.label in frozenset(map(str, Kind))


def _is_spam(one: Labelled) -> bool:
    return one.source == "judol" and one.label == "1"


def _is_emergency(one: Labelled) -> bool | None:
    if _has_kind(one):
        return "emergency" in one.flags
    return False if one.source == "comments" and one.part == 5 else None


def _is_abusive(one: Labelled) -> bool | None:
    if one.source == "news":
        return one.label == "1"
    if _has_kind(one):
        return "abusive" in one.flags
    return False if one.source == "comments" else None


def _is_political(one: Labelled) -> bool | None:
    if one.source == "pilpres" or "political" in one.flags:
        return True
    return False if _has_kind(one) or one.source in ("comments", "judol") else None


def _is_gambling(one: Labelled) -> bool | None:
    if one.source == "judol":
        return one.label == "1"
    if _has_kind(one):
        return "gambling_spam" in one.flags
    return False if one.source in ("comments", "smsa") else None


def _flag(
    texts: Sequence[Labelled], make: Callable[..., Any], name: str,
    positive: Callable[[Labelled], bool | None],
) -> Any:  # fmt: skip
    answers = [(at, positive(one)) for at, one in enumerate(texts) if not one.held]
    known = [(at, answer) for at, answer in answers if answer is not None]
    rows, truth = (np.array(column) for column in zip(*known, strict=True))
    return make("flag.", (name,), rows, truth, STRICTNESS.get(name, STRICTNESS["flag"]))


def _sentiment(texts: Sequence[Labelled], make: Callable[..., Any]) -> Any:
    moods = tuple(map(str, Sentiment))
    rows = [at for at, one in enumerate(texts) if one.label in moods and not one.held]
    weight = {"dinkes": HOME_WEIGHT, "comments": OWN_WEIGHT}
    weights = np.array([weight.get(texts[at].source, 1.0) for at in rows])
    home = np.array([texts[at].source in weight for at in rows])
    return make(
        "sentiment.", moods, np.array(rows), np.array([texts[at].label for at in rows]),
        STRICTNESS["sentiment"], weights, home,
    )  # fmt: skip


def _language(texts: Sequence[Labelled], make: Callable[..., Any]) -> Any:
    rows, truth = [], []
    for at, one in enumerate(texts):
        label = one.label if one.source in ("nusax", "piece") else one.language
        if label in ("id", "su", "jv") and not one.held:
            rows.append(at)
            truth.append(label)
    return make("language.", ("id", "su", "jv"), np.array(rows), np.array(truth),
                STRICTNESS["language"])  # fmt: skip


def thresholds(texts: Sequence[Labelled], matrix: Any, made: Sequence[Any]) -> dict[str, Any]:
    """Where to say yes, when to abstain and how sharp a score is, by cross-validation."""
    kind, *flags = made[:5]
    language = made[-1]
    parts = np.array([one.part for one in texts])
    scores = _crossed(kind, matrix, parts)
    sharpness = _sharpness(kind, scores)
    shares = _softmax(scores * sharpness)
    right = np.array(kind.answers)[shares.argmax(axis=1)] == kind.truth
    asked = np.array([_has_kind(texts[at]) for at in kind.rows])
    spoken = _crossed(language, matrix, parts)
    print(f"kind: {right[asked].mean():.3f} right by cross-validation", flush=True)
    return {
        "kind_sharpness": sharpness,
        "kind_sure": _sure(shares.max(axis=1)[asked], right[asked]),
        "language_sharpness": _sharpness(language, spoken),
        "language_mixed": 0.5,
        "flag_over": {head.answers[0]: _over(head, matrix, parts, texts) for head in flags},
    }


def _crossed(head: Any, matrix: Any, parts: np.ndarray) -> np.ndarray:
    """Scores of every row by a model that has not seen it."""
    fold = parts[head.rows] % FOLDS
    scores = np.zeros((len(head.rows), len(head.answers)))
    for number in range(FOLDS):
        coefficients, offsets = head.fitted(matrix, np.flatnonzero(fold != number))
        out = np.flatnonzero(fold == number)
        scores[out] = matrix[head.rows[out]] @ coefficients.T + offsets
    return scores


def _softmax(scores: np.ndarray) -> np.ndarray:
    powers = np.exp(scores - scores.max(axis=1, keepdims=True))
    return powers / powers.sum(axis=1, keepdims=True)


def _sharpness(head: Any, scores: np.ndarray) -> float:
    """The factor under which the confidences are honest (least log loss)."""
    at = np.array([head.answers.index(answer) for answer in head.truth])
    tried = np.arange(0.5, 12.01, 0.25)
    losses = [-np.log(_softmax(scores * s)[np.arange(len(at)), at] + 1e-9).mean() for s in tried]
    return float(tried[int(np.argmin(losses))])


def _sure(confidence: np.ndarray, right: np.ndarray) -> float:
    """The least confidence at which the answered messages are right often enough."""
    for least in np.arange(0.2, 0.9, 0.01):
        answered = confidence >= least
        if right[answered].mean() >= RIGHT:
            return round(float(least), 2)
    return 0.9


def _over(head: Any, matrix: Any, parts: np.ndarray, texts: Sequence[Labelled]) -> float:
    """The lowest score over which alarms among people's messages are real often enough."""
    scores = _crossed(head, matrix, parts)[:, 0]
    real = head.truth.astype(bool)
    least, quiet = REAL, -np.inf
    if head.answers[0] == "abusive":
        least = REAL_RUDENESS
    if head.answers[0] == "emergency":
        least = REAL_EMERGENCIES
        asked = np.array([_has_kind(texts[at]) for at in head.rows])
        scores, real = scores[asked], real[asked]
    elif head.answers[0] == "gambling_spam":
        comments = np.array([texts[at].source == "comments" for at in head.rows])
        quiet = np.quantile(scores[comments], 1 - FALSE_GAMBLING)
    order = np.argsort(-scores)
    precision = np.cumsum(real[order]) / np.arange(1, len(order) + 1)
    enough = np.flatnonzero(precision >= least)[-1]
    over = max(float(scores[order[enough]]), float(quiet))
    recall = real[scores >= over].sum() / real.sum()
    print(f"{head.answers[0]}: over {over:.3f}, recall {recall:.3f} by cross-validation")
    return round(over, 4)

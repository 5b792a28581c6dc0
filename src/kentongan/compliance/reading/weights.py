"""The weights of all models of the check, added up together.

The models look at the same features of a sentence. Kept apart, each feature would be looked up as
often as there are models; here the weights of a feature for all of them are one whole number, a
field of bits for each, so that one addition adds for all.
"""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator, Mapping
from functools import cache
from pathlib import Path
from struct import Struct
from sys import intern

from kentongan.compliance.reading.stems import KINDS

DATA = Path(__file__).parents[1] / "data" / "likeness"
#: Bits of a field. A sum stays below half of what fits: thousands of features of a million each.
_BITS = 32
_HALF = 1 << (_BITS - 1)
_NOTHING: Mapping[str, int] = {}


class Weights:
    """The weights of several models, each by feature; a model is told by its place in the order."""

    def __init__(self, models: Iterable[Mapping[str, int]]) -> None:
        self._of: dict[str, int] = {}
        #: That two words, or two stems ("s:…"), follow each other is more than half of all
        #: features, and met by few words: each word has its own that may follow.
        self._after: dict[str, dict[str, int]] = {}
        #: Added to a sum, so that no field is negative.
        self._offset = 0
        place = -1
        for place, weights in enumerate(models):
            shift = _BITS * place
            self._offset += _HALF << shift
            for feature, weight in weights.items():
                of, name = self._place(feature)
                of[name] = of.get(name, 0) + (weight << shift)
        #: How a sum lies in memory: a number of four bytes for each model.
        self._fields = Struct(f"<{place + 1}I")

    def _place(self, feature: str) -> tuple[dict[str, int], str]:
        """Where a feature, as it is written in the files of the models, is kept, by which name."""
        kind, _, words = feature.partition(":")
        if kind not in ("b", "t"):
            return self._of, intern(feature)
        one, _, other = words.partition(" ")
        if kind == "t":
            one, other = f"s:{one}", f"s:{other}"
        return self._after.setdefault(intern(one), {}), intern(other)

    def after(self, one: str) -> Mapping[str, int]:
        """What words weigh behind a word, or stems ("s:…") behind a stem, in all models."""
        return self._after.get(one, _NOTHING)

    def sum(self, features: Iterable[str]) -> int:
        """The weights of ``features`` added up for all models; what no model knows weighs 0."""
        return sum(filter(None, map(self._of.get, features)))

    def packed(self, feature: str) -> int:
        """What one feature weighs in all models, to be added to a sum."""
        return self._of.get(feature, 0)

    def by_model(self, total: int) -> list[int]:
        """What a sum of :meth:`sum`, or several added up, comes to for each model."""
        fields = self._fields.unpack((total + self._offset).to_bytes(self._fields.size, "little"))
        return [weight - _HALF for weight in fields]


@cache
def models() -> tuple[dict[str, dict[str, float]], Weights]:
    """The thresholds of all models by name, in their order, and their weights; read once."""
    thresholds: dict[str, dict[str, float]] = {}

    def read() -> Iterator[Mapping[str, int]]:
        # One at a time: all of them as they are written would fill memory twice.
        for path in sorted(DATA.glob("*.json")):
            if path != KINDS:
                one = json.loads(path.read_text(encoding="utf-8"))
                yield one.pop("weights")
                thresholds[path.stem] = one

    weights = Weights(read())
    return thresholds, weights

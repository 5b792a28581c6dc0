"""The weights of all models of the check, added up together.

The models look at the same features of a sentence. Kept apart, each feature would be looked up as
often as there are models; here the weights of a feature for all of them are one whole number, a
field of bits for each, so that one addition adds for all.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from itertools import repeat
from sys import intern

#: A feature as its weight is looked up: that two words, or two stems ("s:…"), follow each other is
#: told by the two, which are put together six times faster than a text.
Part = str | tuple[str, str]
#: Bits of a field. A sum stays below half of what fits: thousands of features of a million each.
_BITS = 32
_MASK, _HALF = (1 << _BITS) - 1, 1 << (_BITS - 1)


class Weights:
    """The weights of several models, each by feature; a model is told by its place in the order."""

    def __init__(self, models: Iterable[Mapping[str, int]]) -> None:
        self._of: dict[Part, int] = {}
        #: Added to a sum, so that no field is negative.
        self._offset = 0
        for place, weights in enumerate(models):
            shift = _BITS * place
            self._offset += _HALF << shift
            for feature, weight in weights.items():
                part = part_of(feature)
                self._of[part] = self._of.get(part, 0) + (weight << shift)

    def sum(self, parts: Iterable[Part]) -> int:
        """The weights of ``parts`` added up for all models; what no model knows weighs 0."""
        return sum(map(self._of.get, parts, repeat(0)))

    def of(self, place: int, total: int) -> int:
        """What a sum of :meth:`sum`, or several added up, comes to for the model at ``place``."""
        return (total + self._offset >> _BITS * place & _MASK) - _HALF

    def weight(self, place: int, part: Part) -> int:
        """What a feature weighs in the model at ``place``."""
        return self.of(place, self._of.get(part, 0))


def part_of(feature: str) -> Part:
    """A feature, as it is written in the files of the models, as it is looked up."""
    kind, _, words = feature.partition(":")
    if kind == "P":
        one, _, other = words.partition("&")
        return intern(f"C:{one}"), intern(f"C:{other}")
    one, _, other = words.partition(" ")
    if kind == "b":
        return intern(one), intern(other)
    return (intern(f"s:{one}"), intern(f"s:{other}")) if kind == "t" else intern(feature)


def feature_of(part: Part) -> str:
    """The other way round."""
    if isinstance(part, str):
        return part
    one, other = part
    if one.startswith("C:"):
        return f"P:{one[2:]}&{other[2:]}"
    return f"t:{one[2:]} {other[2:]}" if one.startswith("s:") else f"b:{one} {other}"

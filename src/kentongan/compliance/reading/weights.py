"""The weights of all models of the check, added up together.

The models look at the same features of a sentence. Kept apart, each feature would be looked up as
often as there are models; here the weights of a feature for all of them are one whole number, a
field of bits for each, so that one addition adds for all.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from struct import Struct
from sys import intern

#: A feature as its weight is looked up: that two words, or two stems ("s:…"), follow each other is
#: told by the two, which are put together six times faster than a text.
Part = str | tuple[str, str]
#: Bits of a field. A sum stays below half of what fits: thousands of features of a million each.
_BITS = 32
_HALF = 1 << (_BITS - 1)


class Weights:
    """The weights of several models, each by feature; a model is told by its place in the order."""

    def __init__(self, models: Iterable[Mapping[str, int]]) -> None:
        self._of: dict[Part, int] = {}
        #: Added to a sum, so that no field is negative.
        self._offset = 0
        place = -1
        for place, weights in enumerate(models):
            shift = _BITS * place
            self._offset += _HALF << shift
            for feature, weight in weights.items():
                part = part_of(feature)
                self._of[part] = self._of.get(part, 0) + (weight << shift)
        #: How a sum lies in memory: a number of four bytes for each model.
        self._fields = Struct(f"<{place + 1}I")

    def sum(self, parts: Iterable[Part]) -> int:
        """The weights of ``parts`` added up for all models; what no model knows weighs 0."""
        return sum(filter(None, map(self._of.get, parts)))

    def packed(self, part: Part) -> int:
        """What one feature weighs in all models, to be added to a sum."""
        return self._of.get(part, 0)

    def by_model(self, total: int) -> list[int]:
        """What a sum of :meth:`sum`, or several added up, comes to for each model."""
        fields = self._fields.unpack((total + self._offset).to_bytes(self._fields.size, "little"))
        return [weight - _HALF for weight in fields]


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

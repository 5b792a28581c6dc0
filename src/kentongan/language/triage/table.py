"""What was learnt: for each feature a row of small integers, one for each output.

``data/triage.bin.z`` holds, deflated: a line of JSON (outputs, their scales and offsets, and
what the heads need), then for ``n`` features their CRC-32 in order (4 bytes each), their weight
within a text (1 byte), and the rows (1 signed byte for each output). A feature is found by its
CRC; one that was not learnt is left out.

A text is three vectors: of its words and pairs, of the pieces of its words, and of what its words
mean. Each is scaled to its length; the score of an output is linear in them, so a token's share is
worked out once and kept.
"""

from __future__ import annotations

import json
import sys
import zlib
from array import array
from bisect import bisect_left
from collections.abc import Iterable, Sequence
from functools import cache, lru_cache
from math import sqrt
from pathlib import Path
from typing import Any

from kentongan.language.triage.concepts import meanings
from kentongan.language.triage.features import pairs, pieces

PATH = Path(__file__).parent / "data" / "triage.bin.z"
#: What one byte of a weight within a text stands for.
WEIGHT_STEP = 1 / 16
#: The length of the vector of meanings; words and pieces have length one.
MEANING = 0.7

#: The sum of some rows, and the sum of the squares of their weights.
Share = tuple[tuple[int, ...], float]


class Table:
    """The learnt rows; about 5 MB, shared by all texts of a process."""

    def __init__(self, packed: bytes) -> None:
        content = zlib.decompress(packed)
        end = content.index(b"\n")
        self.about: dict[str, Any] = json.loads(content[:end])
        self.outputs: list[str] = self.about["outputs"]
        self._scales: list[float] = self.about["scales"]
        self._offsets: list[float] = self.about["offsets"]
        count, self._width = self.about["features"], len(self.outputs)
        at = end + 1
        self._known = array("I")
        self._known.frombytes(content[at : at + 4 * count])
        if sys.byteorder == "big":
            self._known.byteswap()
        at += 4 * count
        self._weights = content[at : at + count]
        self._rows = memoryview(content)[at + count :].cast("b")
        self._nothing: Share = ((0,) * self._width, 0.0)
        self._word = lru_cache(maxsize=32_768)(self._word_share)
        self._pieces = lru_cache(maxsize=32_768)(self._pieces_share)

    def scores(self, found: Sequence[str]) -> list[float]:
        """The scores of all outputs for a text of these tokens, in the order of ``outputs``."""
        words = [self._word(f"w{token}") for token in found]
        words += [self._word(pair) for pair in pairs(found)]
        totals = self._offsets
        for size, shares in (
            (1.0, words),
            (1.0, [self._pieces(token) for token in found]),
            (MEANING, [self._word(meaning) for meaning in meanings(found)]),
        ):
            known = [share for share in shares if share[1]]
            if known:
                by = size / sqrt(sum(share[1] for share in known))
                sums = map(sum, zip(*(share[0] for share in known), strict=True))
                totals = [
                    total + value * scale * by
                    for total, value, scale in zip(totals, sums, self._scales, strict=True)
                ]
        return list(totals)

    def _word_share(self, feature: str) -> Share:
        return self._sum((feature,))

    def _pieces_share(self, token: str) -> Share:
        return self._sum(pieces(token))

    def _sum(self, features: Iterable[str]) -> Share:
        rows: list[Sequence[int]] = []
        squares = 0.0
        known, width = self._known, self._width
        for feature in features:
            crc = zlib.crc32(feature.encode("utf-8", "replace"))
            at = bisect_left(known, crc)
            if at < len(known) and known[at] == crc:
                rows.append(self._rows[at * width : (at + 1) * width])
                squares += (self._weights[at] * WEIGHT_STEP) ** 2
        if not rows:
            return self._nothing
        return tuple(map(sum, zip(*rows, strict=True))), squares


@cache
def table() -> Table:
    """The table that the package carries, read when it is first asked for."""
    return Table(PATH.read_bytes())

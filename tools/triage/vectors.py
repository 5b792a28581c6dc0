"""Texts as sparse rows of numbers, by the same features that reading uses."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from zlib import crc32

import numpy as np
from scipy import sparse

from kentongan.language.triage.concepts import meanings
from kentongan.language.triage.features import pairs, pieces, tokens
from kentongan.language.triage.table import MEANING, WEIGHT_STEP

#: A feature counts if it occurs in so many texts that are not held back.
SEEN = 3


class Vectors:
    """Words and pairs, pieces and meanings of many texts, and which features are kept."""

    def __init__(self, texts: Sequence[str], train: np.ndarray) -> None:
        self._ids: dict[str, int] = {}
        self._pieces: dict[str, list[int]] = {}
        groups = self._counted(texts)
        seen = sum(_texts_with(group[train]) for group in groups)
        order = np.array([crc32(name.encode("utf-8", "replace")) for name in self._ids], np.uint32)
        keep = np.flatnonzero(seen >= SEEN)
        keep = keep[np.argsort(-seen[keep], kind="stable")]
        # Of features with one CRC the most frequent is kept.
        _, first = np.unique(order[keep], return_index=True)
        keep = keep[first]
        self.known = order[keep]
        weights = np.log((1 + train.sum()) / (1 + seen[keep])) + 1
        self.weights = np.clip(np.rint(weights / WEIGHT_STEP), 1, 255).astype(np.uint8)
        words, parts, means = (self._scaled(group[:, keep]) for group in groups)
        self.matrix = (words + parts + means * MEANING).tocsr()

    def _counted(self, texts: Sequence[str]) -> list[sparse.csr_matrix]:
        found: list[list[list[int]]] = []
        for text in texts:
            some = tokens(text)
            words = [self._id(f"w{token}") for token in some]
            words += [self._id(pair) for pair in pairs(some)]
            parts = [at for token in some for at in self._of(token)]
            found.append([words, parts, [self._id(name) for name in meanings(some)]])
        size = len(self._ids)
        return [_matrix(group, size) for group in zip(*found, strict=True)]

    def _id(self, feature: str) -> int:
        return self._ids.setdefault(feature, len(self._ids))

    def _of(self, token: str) -> list[int]:
        if token not in self._pieces:
            self._pieces[token] = [self._id(piece) for piece in pieces(token)]
        return self._pieces[token]

    def _scaled(self, counts: sparse.csr_matrix) -> sparse.csr_matrix:
        """Rows of length one as the table makes them: squares add up token by token."""
        weights = self.weights * WEIGHT_STEP
        lengths = np.sqrt(counts @ (weights**2))
        lengths[lengths == 0] = 1
        return (sparse.diags(1 / lengths) @ counts @ sparse.diags(weights)).tocsr()


def _matrix(rows: Sequence[Sequence[int]], width: int) -> sparse.csr_matrix:
    counts = [Counter(row) for row in rows]
    ends = np.cumsum([0, *map(len, counts)])
    columns = np.fromiter((at for count in counts for at in count), np.int64, ends[-1])
    values = np.fromiter((n for count in counts for n in count.values()), np.float64, ends[-1])
    return sparse.csr_matrix((values, columns, ends), (len(rows), width))


def _texts_with(counts: sparse.csr_matrix) -> np.ndarray:
    return np.bincount(counts.indices, minlength=counts.shape[1])

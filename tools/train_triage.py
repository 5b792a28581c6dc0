"""Train the triage: ``language/triage/data/triage.bin.z`` out of open data and our own labels.

    python -m tools.train_triage FOLDER [--out FILE] [--without SOURCE]

FOLDER holds ``open/`` with the data sets; which, under what licence and with what result stands
in ``docs/model-triase.md``. Needs scikit-learn, which the product does not. The same data and
versions give the same bytes. ``--without dinkes``: as if nobody had said the kinds of those
comments; ``benchmarks/kinds_taught.py`` then asks how fast officers teach what is missing.
"""

from __future__ import annotations

import argparse
import json
import sys
import zlib
from dataclasses import dataclass
from pathlib import Path

import numpy as np
from scipy import sparse
from sklearn.naive_bayes import ComplementNB
from sklearn.svm import LinearSVC

ROOT = Path(__file__).parent.parent
sys.path.insert(0, str(ROOT / "src"))

from kentongan.language.triage.table import PATH, WEIGHT_STEP  # noqa: E402
from tools.triage import choices, corpus  # noqa: E402
from tools.triage.corpus import Labelled  # noqa: E402
from tools.triage.vectors import Vectors  # noqa: E402


@dataclass
class Head:
    """One question: the rows to learn from, the answer of each, and how strictly."""

    name: str
    answers: tuple[str, ...]
    rows: np.ndarray
    truth: np.ndarray
    strictness: float
    weights: np.ndarray | None = None
    home: np.ndarray | None = None

    def fitted(
        self, matrix: sparse.csr_matrix, rows: np.ndarray | None = None
    ) -> tuple[np.ndarray, np.ndarray]:
        """Coefficients and offsets, one row an answer (a yes-or-no question has one row)."""
        chosen = np.arange(len(self.rows)) if rows is None else rows
        model = LinearSVC(C=self.strictness, random_state=0, tol=1e-4, max_iter=3000)
        weights = None if self.weights is None else self.weights[chosen]
        model.fit(matrix[self.rows[chosen]], self.truth[chosen], weights)
        if len(self.answers) == 1:
            return model.coef_, model.intercept_
        order = [list(model.classes_).index(answer) for answer in self.answers]
        coefficients, offsets = model.coef_[order], model.intercept_[order]
        if self.home is None:
            return coefficients, offsets
        at_home = chosen[self.home[chosen]]
        some = matrix[self.rows[at_home]]
        counted = ComplementNB(alpha=0.1).fit(
            some, self.truth[at_home], None if self.weights is None else self.weights[at_home]
        )
        return _blended(
            some,
            (coefficients, offsets),
            (counted.feature_log_prob_[order], np.zeros(len(order))),
        )


#: How much the counting model adds to the other, both brought to one spread.
COUNTED = 0.25


def _blended(
    matrix: sparse.csr_matrix,
    first: tuple[np.ndarray, np.ndarray],
    second: tuple[np.ndarray, np.ndarray],
) -> tuple[np.ndarray, np.ndarray]:
    """Two linear models as one; the second counts words at home and knows nothing else."""
    centred = [(c - c.mean(axis=0), o - o.mean()) for c, o in (first, second)]
    spreads = [(matrix @ c.T + o).std() for c, o in centred]
    share = COUNTED * spreads[0] / spreads[1]
    (one, one_offset), (other, other_offset) = centred
    return one + share * other, one_offset + share * other_offset


def main() -> int:
    """Train and write; 2 when the data is not there."""
    parser = argparse.ArgumentParser(description=(__doc__ or "").splitlines()[0])
    parser.add_argument("folder", type=Path)
    parser.add_argument("--out", type=Path, default=PATH)
    parser.add_argument("--without", default="", help="a source whose kinds are left out")
    options = parser.parse_args()
    if not (options.folder / "open").is_dir():
        print(f"{options.folder}: no open/ here, nothing trained", file=sys.stderr)
        return 2
    texts = gathered(options.folder, without=options.without)
    vectors = Vectors([one.text for one in texts], np.array([not one.held for one in texts]))
    print(f"{len(texts):,} texts, {len(vectors.known):,} features", flush=True)
    packed = trained(texts, vectors)
    options.out.write_bytes(packed)
    print(f"{options.out}: {len(packed):,} bytes")
    return 0


def gathered(folder: Path, *, without: str = "") -> list[Labelled]:
    """All texts, what is held back included (it is in no head and in no count).

    ``without``: a source (``dinkes``, ``own``) whose kinds are left out.
    """
    return [
        *(one for one in corpus.kinds(folder) if one.source != without),
        *corpus.sentiments(folder), *corpus.languages(folder),
        *corpus.gambling(folder), *corpus.abusive(folder), *corpus.political(folder),
        *corpus.comments(folder), *corpus.others(folder), *corpus.short_pieces(folder),
    ]  # fmt: skip


def trained(texts: list[Labelled], vectors: Vectors) -> bytes:
    """All heads, quantised, with what was chosen by cross-validation."""
    heads = choices.heads(texts, Head)
    about = choices.thresholds(texts, vectors.matrix, heads)
    outputs: list[str] = []
    rows: list[np.ndarray] = []
    offsets: list[float] = []
    for head in heads:
        coefficients, intercepts = head.fitted(vectors.matrix)
        outputs += [f"{head.name}{answer}" for answer in head.answers]
        rows += list(coefficients)
        offsets += list(intercepts)
    # The weight of a feature within a text belongs to its row, so reading only adds.
    by_feature = np.array(rows).T * (vectors.weights[:, None] * WEIGHT_STEP)
    scales = np.abs(by_feature).max(axis=0) / 127
    small = np.clip(np.rint(by_feature / scales), -127, 127).astype(np.int8)
    head_line = {
        "outputs": outputs,
        "scales": [float(scale) for scale in scales],
        "offsets": [float(offset) for offset in offsets],
        "features": len(vectors.known),
        **about,
    }
    content = json.dumps(head_line, sort_keys=True).encode() + b"\n"
    content += vectors.known.astype("<u4").tobytes() + vectors.weights.tobytes() + small.tobytes()
    return zlib.compress(content, 9)


if __name__ == "__main__":
    raise SystemExit(main())

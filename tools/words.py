"""Make the list of words that the speller carries: ``language/data/words.txt.z``.

    python tools/words.py FOLDER

Reads root words, slang, regional words, names of regions and open Indonesian texts from the folder
given, and our own lists in ``tools/wordlists/``. Origins and licences: ``language/data/README.md``.
One section a line, words in order, deflated; ``kentongan.language.words`` reads it.
"""

from __future__ import annotations

import csv
import gzip
import re
import sys
import zlib
from collections import Counter
from collections.abc import Iterable, Iterator
from pathlib import Path

ROOT = Path(__file__).parent.parent
sys.path.insert(0, str(ROOT / "src"))

from kentongan.language.morphology import is_derived  # noqa: E402

OWN = Path(__file__).parent / "wordlists"
DATA = ROOT / "src/kentongan/language/data"
TEXTS = (
    "sentiment_smsa emotion_emot clickbait_clickid sentiment_ig_dinkes_semarang"
    " unlabeled_ig_dinkes_semarang political_pilpres2019_sentiment abusive_news_comments"
    " spam_judol sentiment_nusax"
).split()
_WORD = re.compile(r"(?<!\w)[a-z]+(?:-[a-z]+)*(?!\w)")
_NO_WORDS = re.compile(r"https?://\S+|[@#]\w+|\[\w+\]")
#: How often a word must occur to be very frequent, frequent, usual.
VERY, OFTEN, USUAL = 120, 20, 3
REGIONAL = ("javanese", "sundanese", "minangkabau", "balinese", "banjarese", "madurese")


def main() -> int:
    """Write the list; 2 when the folder is not there."""
    if len(sys.argv) != 2 or not Path(sys.argv[1], "lexicon").is_dir():
        print(f"usage: {sys.argv[0]} FOLDER", file=sys.stderr)
        return 2
    sections = build(Path(sys.argv[1]))
    text = "\n".join(f"{name} {' '.join(sorted(words))}" for name, words in sections.items())
    packed = zlib.compress(text.encode(), 9)
    (DATA / "words.txt.z").write_bytes(packed)
    print({name: len(words) for name, words in sections.items()}, f"{len(packed):,} bytes")
    return 0


def build(source: Path) -> dict[str, set[str]]:
    """The sections, apart from each other: a word stands in the first that has it."""
    wrong = {line.split("\t")[0] for line in _lines(DATA / "nonstandard.tsv")}
    own = _own("umum.txt") | _own("pemerintahan.txt")
    foreign = _own("asing.txt") - own
    roots = {w for w in _column(source / "lexicon/rootwords_id_mit.csv.gz", "word") if _plain(w)}
    stop = {w for w in _column(source / "lexicon/stopwords_id_mit.csv.gz", "word") if _plain(w)}
    slang = _slang(source)
    roots = (roots | own | stop) - wrong - slang.keys()
    counts = _counts(source)
    seen = {
        word: count
        for word, count in counts.items()
        if word not in wrong and word not in slang and _is_ours(word, roots)
    }
    home = own | stop | {word for word in roots if counts[word] >= OFTEN}
    local = _own("daerah.txt") - home - wrong
    seen = {word: count for word, count in seen.items() if word not in local}
    productive = _productive(seen, roots - local, own)
    found: dict[str, set[str]] = {
        "very": {w for w, n in seen.items() if n >= VERY and len(w) > 1},
        "often": {w for w, n in seen.items() if n >= OFTEN and len(w) > 1},
        "usual": {w for w, n in seen.items() if n >= USUAL and len(w) > 1} | (own - wrong),
        "rare": {
            w
            for w in seen
            if len(w) > 3 and (w in productive or is_derived(w, productive.__contains__))
        },
        "root": productive,
        "odd": roots - local,
        "slang": {w for w in slang if w not in wrong and w not in local},
        "regional": local | (_regional(source, counts) - foreign - wrong),
        "foreign": foreign - wrong,
        "place": _places(source),
    }
    taken: set[str] = set()
    for name, words in found.items():
        found[name] = words - taken
        taken |= found[name]
    return found


def _is_ours(word: str, roots: set[str]) -> bool:
    return word in roots or is_derived(word, roots.__contains__)


def _productive(seen: dict[str, int], roots: set[str], own: set[str]) -> set[str]:
    """Roots from which words are made in the texts: a rare root explains too many errors."""
    good: Counter[str] = Counter()
    for word, count in seen.items():
        if word in roots:
            good[word] += count
    for word, count in seen.items():
        if word not in roots:
            hits: list[str] = []
            is_derived(word, lambda base, hits=hits: bool(base in roots and hits.append(base)))
            for root in sorted(hits, key=lambda root: -good[root])[:1]:
                good[root] += count
    return {root for root in roots if good[root] >= USUAL or (root in own and len(root) > 2)}


def _regional(source: Path, counts: Counter[str]) -> set[str]:
    """Words of regional languages that are not at home in Indonesian texts."""
    found = _own("daerah.txt")
    for row in _rows(source / "lexicon/nusax_lexicon_regional.csv.gz"):
        if row["lang"] in REGIONAL:
            found.update(w for w in (row["b"], row["a"]) if _plain(w) and counts[w] < USUAL)
    local: Counter[str] = Counter()
    for row in _rows(source / "sentiment_nusax.csv.gz"):
        if row["lang"] != "indonesian":
            local.update(_words(row["text"]))
    found.update(w for w, n in local.items() if n >= 4 and len(w) > 2 and counts[w] < n)
    return found


def _slang(source: Path) -> dict[str, str]:
    """Slang with its standard form; a mere slip of the pen (one letter of many) is not slang."""
    found: dict[str, str] = {}
    for row in _rows(source / "lexicon/slang_mit.csv.gz"):
        word, formal = row["slang"].strip().lower(), row["formal"].strip().lower()
        if _plain(word) and (len(word) < 7 or abs(len(word) - len(formal)) > 1):
            found[word] = formal
    return {word: formal for word, formal in found.items() if word != formal}


def _places(source: Path) -> set[str]:
    """Names of provinces, regencies and districts, word by word."""
    found: set[str] = set()
    for row in _rows(source / "region/wilayah_kemendagri_2025.csv.gz"):
        if row["level"] != "village":
            found.update(word for word in _words(row["name"]) if len(word) > 3)
    return found


def _counts(source: Path) -> Counter[str]:
    counts: Counter[str] = Counter()
    for name in TEXTS:
        for row in _rows(source / f"{name}.csv.gz"):
            spam = name == "spam_judol" and row["label"] != "0"
            if not spam and row.get("lang", "indonesian") == "indonesian":
                counts.update(_words(row["text"]))
    return counts


def _words(text: str) -> Iterator[str]:
    yield from _WORD.findall(_NO_WORDS.sub(" ", text.lower()))


def _plain(word: str) -> bool:
    return _WORD.fullmatch(word) is not None


def _own(name: str) -> set[str]:
    text = "\n".join(_lines(OWN / name)).lower()
    return {word for word in text.split() if re.fullmatch(r"[a-z0-9-]+", word)}


def _lines(path: Path) -> Iterable[str]:
    return (
        line for line in path.read_text(encoding="utf-8").splitlines() if not line.startswith("#")
    )


def _column(path: Path, name: str) -> Iterator[str]:
    return (row[name].strip().lower() for row in _rows(path))


def _rows(path: Path) -> Iterator[dict[str, str]]:
    with gzip.open(path, "rt", encoding="utf-8") as file:
        yield from csv.DictReader(file)


if __name__ == "__main__":
    raise SystemExit(main())

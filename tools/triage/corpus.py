"""The messages the triage is trained and judged on, and which of them are held back.

A text is held back by a hash of itself, before anybody looks: two tenths are only ever measured
against. Gambling spam is held back by the name of the site, parallel sentences by their number.
"""

from __future__ import annotations

import csv
import gzip
import hashlib
import random
import re
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache
from pathlib import Path

HERE = Path(__file__).parent
PARTS, HELD = 10, 2
LANGUAGES = {"indonesian": "id", "sundanese": "su", "javanese": "jv"}
_FLAGGED = re.compile(r"\[([a-z_, ]+)\] (.*)")


@dataclass(frozen=True, slots=True)
class Labelled:
    """One message with what a person saw in it; ``source`` is a data set or ``own``."""

    text: str
    source: str
    label: str = ""
    flags: frozenset[str] = frozenset()
    language: str = ""
    group: str = ""

    @property
    def part(self) -> int:
        """0 to 9; below ``HELD``: never trained on, never looked at for a choice."""
        return part_of(self.group or self.text)

    @property
    def held(self) -> bool:
        return self.part < HELD


def fingerprint(text: str) -> str:
    """Twelve digits of the SHA-256 of a text in small letters with single blanks."""
    return hashlib.sha256(" ".join(text.casefold().split()).encode()).hexdigest()[:12]


def part_of(text: str) -> int:
    """Which tenth a text belongs to."""
    return int(fingerprint(text)[:8], 16) % PARTS


def rows(folder: Path, name: str) -> Iterator[dict[str, str]]:
    """The rows of ``open/<name>.csv.gz``."""
    with gzip.open(folder / "open" / f"{name}.csv.gz", "rt", encoding="utf-8", newline="") as file:
        yield from csv.DictReader(file)


def own() -> list[Labelled]:
    """Messages written for this project: ``own/*.txt``."""
    found: list[Labelled] = []
    for path in sorted((HERE / "own").glob("*.txt")):
        kind, language = "", ""
        for line in path.read_text(encoding="utf-8").splitlines():
            if line.startswith("# "):
                kind, _, language = line[2:].partition(" ")
            elif line.strip():
                flagged = _FLAGGED.fullmatch(line)
                flags = {kind} & {"emergency"}
                if flagged:
                    flags |= {flag.strip() for flag in flagged[1].split(",")}
                text = flagged[2] if flagged else line
                found.append(Labelled(text, "own", kind, frozenset(flags), language or "id"))
    return found


@cache
def labels() -> dict[str, tuple[str, frozenset[str]]]:
    """Kind and flags of comments of the health agency, by fingerprint: ``dinkes.tsv``."""
    found: dict[str, tuple[str, frozenset[str]]] = {}
    for line in (HERE / "dinkes.tsv").read_text(encoding="utf-8").splitlines():
        if not line.startswith("#"):
            mark, kind, *flags = line.split("\t")
            found[mark] = kind, frozenset(flags[0].split(",")) if flags else frozenset()
    return found


def kinds(folder: Path) -> list[Labelled]:
    """Everything labelled with its kind: comments of the agency, and our own."""
    texts = {fingerprint(row["text"]): row["text"] for row in rows(folder, COMMENTS)}
    return own() + [
        Labelled(texts[mark], "dinkes", kind, flags)
        for mark, (kind, flags) in labels().items()
        if mark in texts
    ]


COMMENTS = "unlabeled_ig_dinkes_semarang"


def comments(folder: Path) -> list[Labelled]:
    """All comments of the agency, each once; some with the mood that we saw in them."""
    return [
        Labelled(text, "comments", moods().get(fingerprint(text), ""))
        for text in _once(folder, COMMENTS)
    ]


@cache
def moods() -> dict[str, str]:
    """The mood of comments of the health agency, by fingerprint: ``moods.tsv``; none held back."""
    lines = (HERE / "moods.tsv").read_text(encoding="utf-8").splitlines()
    return dict(line.split("\t") for line in lines if not line.startswith("#"))


def sentiments(folder: Path) -> list[Labelled]:
    """Comments of the agency (``dinkes``) and reviews (``smsa``) with their mood."""
    return [
        Labelled(row["text"], source, row["label"])
        for source, name in (("dinkes", "sentiment_ig_dinkes_semarang"), ("smsa", "sentiment_smsa"))
        for row in rows(folder, name)
    ]


def languages(folder: Path) -> list[Labelled]:
    """Parallel sentences in three languages; a sentence and its translations stay together."""
    return [
        Labelled(row["text"], "nusax", LANGUAGES[row["lang"]], group=f"nusax {row['id']}")
        for row in rows(folder, "sentiment_nusax")
        if row["lang"] in LANGUAGES
    ]


def short_pieces(folder: Path) -> list[Labelled]:
    """Runs of two to six words out of the parallel sentences, and single words of a word list."""
    rng = random.Random(11)
    found: list[Labelled] = []
    for one in languages(folder):
        words = one.text.split()
        for _ in range(4):
            size = rng.randint(2, 6)
            start = rng.randint(0, max(0, len(words) - size))
            text = " ".join(words[start : start + size])
            found.append(Labelled(text, "piece", one.label, group=one.group))
    with gzip.open(folder / LEXICON, "rt", encoding="utf-8", newline="") as file:
        for row in csv.DictReader(file):
            if row["lang"] in LANGUAGES and row["a"] != row["b"]:
                for word, language in ((row["a"], "id"), (row["b"], LANGUAGES[row["lang"]])):
                    found.append(Labelled(word, "piece", language, group=f"word {row['a']}"))
    return found


LEXICON = Path("open/lexicon/nusax_lexicon_regional.csv.gz")


def short_messages(folder: Path, under: int) -> list[Labelled]:
    """The beginnings of the parallel sentences, as many whole words as are shorter than that."""
    found: list[Labelled] = []
    for one in languages(folder):
        cut = one.text[:under]
        text = cut.rsplit(" ", 1)[0] if len(one.text) >= under else one.text
        found.append(Labelled(text, "nusax", one.label, group=one.group))
    return found


def gambling(folder: Path) -> list[Labelled]:
    """Comments under videos, spam of gambling sites (label ``1``) among them."""
    return [
        Labelled(row["text"], "judol", row["label"], group=f"site {row['brand']}")
        if row["brand"]
        else Labelled(row["text"], "judol", row["label"])
        for row in rows(folder, "spam_judol")
    ]


def abusive(folder: Path) -> list[Labelled]:
    """Comments under news; label ``1`` for coarse ones."""
    return [
        Labelled(row["text"], "news", "0" if row["label"] == "not_abusive" else "1")
        for row in rows(folder, "abusive_news_comments")
    ]


def political(folder: Path) -> list[Labelled]:
    """Talk about an election."""
    return [
        Labelled(row["text"], "pilpres", "1")
        for row in rows(folder, "political_pilpres2019_sentiment")
    ]


def others(folder: Path) -> list[Labelled]:
    """Texts without a label for us, to know how frequent words are."""
    names = ("emotion_emot",)
    return [Labelled(text, name) for name in names for text in _once(folder, name)]


def _once(folder: Path, name: str) -> list[str]:
    seen: dict[str, str] = {}
    for row in rows(folder, name):
        seen.setdefault(fingerprint(row["text"]), row["text"])
    return list(seen.values())

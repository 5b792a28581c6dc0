"""The labelled drafts, and how right the check is on them. What a label means: README.md here."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

from kentongan.compliance.check import check
from kentongan.compliance.command import network_limits
from kentongan.compliance.draft import Draft, Facts, Finding, MediaFact, Phase, Severity
from kentongan.compliance.families import FAMILIES

HERE = Path(__file__).parent
PARTS = ("tuning", "test")
#: Labelled completely on every draft; the other families only where ``judged`` names them.
ALWAYS_JUDGED = frozenset(
    "neutrality civil_service hate_abuse hoax_marker unsourced_claim personal_data"
    " vulnerable_persons gambling_scam links duplicate".split()
)
_AT = datetime(2026, 8, 12, 3, tzinfo=UTC)


@dataclass(frozen=True, slots=True)
class Label:
    """What a person says must be found."""

    family: str
    severity: Severity
    quote: str


@dataclass(frozen=True, slots=True)
class Row:
    """One labelled draft."""

    id: str
    draft: Draft
    facts: Facts
    labels: tuple[Label, ...]
    judged: frozenset[str]
    note: str = ""


def part_of(row_id: str) -> str:
    """The part a draft belongs to, by a hash of its id, so that nobody chooses."""
    return PARTS[hashlib.sha256(row_id.encode()).digest()[0] % 2]


def rows(part: str) -> Iterator[Row]:
    """All drafts of a part (``tuning`` or ``test``)."""
    for file in sorted((HERE / part).glob("*.jsonl")):
        for line in file.read_text(encoding="utf-8").splitlines():
            yield row_from(json.loads(line))


def row_from(given: dict[str, Any]) -> Row:
    """A row from its JSON."""
    network = given.get("network", "")
    draft = Draft(
        text=given["text"],
        at=_AT,
        network=network,
        kind=given.get("kind", "post"),
        actor=given.get("actor", "institution"),
        title=given.get("title", ""),
        link=given.get("link", ""),
        source=given.get("source", ""),
        media=tuple(map(_media, given.get("media", ()))),
        id=given["id"],
    )
    facts = Facts(
        phase=Phase(given.get("phase", "normal")),
        limits=network_limits(network),
        local_names=tuple(given.get("names", ())),
        official_domains=frozenset(given.get("domains", ())),
        recent=tuple(given.get("recent", ())),
    )
    labels = tuple(
        Label(label["family"], Severity(label["severity"]), label.get("quote", ""))
        for label in given["labels"]
    )
    return Row(
        id=given["id"],
        draft=draft,
        facts=facts,
        labels=labels,
        judged=ALWAYS_JUDGED | frozenset(given.get("judged", ())),
        note=given.get("note", ""),
    )


def _media(given: dict[str, str]) -> MediaFact:
    return MediaFact(
        alt=given.get("alt", ""),
        seen_text=given.get("image_text", ""),
        credit=given.get("credit", ""),
        licence=given.get("licence", ""),
        people=given.get("people", ""),
    )


@dataclass(slots=True)
class Score:
    """Counts of one family at one level; rates are 1.0 where there is nothing to get wrong."""

    hit: int = 0
    missed: list[tuple[Row, Label]] = field(default_factory=list)
    right: int = 0
    wrong: list[tuple[Row, Finding]] = field(default_factory=list)

    @property
    def recall(self) -> float:
        """Share of the labels that were found."""
        return self.hit / (self.hit + len(self.missed)) if self.hit or self.missed else 1.0

    @property
    def precision(self) -> float:
        """Share of the findings that a label asks for."""
        return self.right / (self.right + len(self.wrong)) if self.right or self.wrong else 1.0


@dataclass(slots=True)
class Scores:
    """A family: findings of any severity, and ``must`` alone."""

    any: Score = field(default_factory=Score)
    must: Score = field(default_factory=Score)


def measure(given: Iterable[Row]) -> dict[str, Scores]:
    """Run the check over the rows and count, per family."""
    scores = {family.id: Scores() for family in FAMILIES}
    for row in given:
        found = check(row.draft, row.facts)
        for family in row.judged:
            labels = [label for label in row.labels if label.family == family]
            findings = [finding for finding in found if finding.family == family]
            _count(scores[family].any, row, labels, findings)
            _count(
                scores[family].must,
                row,
                [label for label in labels if label.severity is Severity.MUST],
                [finding for finding in findings if finding.severity is Severity.MUST],
            )
    return scores


def _count(score: Score, row: Row, labels: Sequence[Label], findings: Sequence[Finding]) -> None:
    for label in labels:
        if any(_meets(row, label, finding) for finding in findings):
            score.hit += 1
        else:
            score.missed.append((row, label))
    for finding in findings:
        if any(_meets(row, label, finding) for label in labels):
            score.right += 1
        else:
            score.wrong.append((row, finding))


def _meets(row: Row, label: Label, finding: Finding) -> bool:
    """Whether the finding stands where the label points."""
    if not label.quote:
        return True
    if finding.where == "text":
        if finding.start == finding.end:
            return label.quote in row.draft.text
        return any(
            start < finding.end and finding.start < start + len(label.quote)
            for start in places(row.draft.text, label.quote)
        )
    if finding.where == "title":
        return finding.text in label.quote or label.quote in finding.text
    media = row.draft.media[int(finding.where.partition(":")[2])]
    held = label.quote in media.alt or label.quote in (media.seen_text or "")
    return held and (not finding.text or finding.text in label.quote or label.quote in finding.text)


def places(text: str, quote: str) -> Iterator[int]:
    """Where the words of a label stand in a text."""
    start = text.find(quote)
    while start >= 0:
        yield start
        start = text.find(quote, start + 1)

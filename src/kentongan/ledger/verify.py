"""Proof that nothing in the ledger was changed, removed, inserted or reordered."""

from __future__ import annotations

from dataclasses import dataclass, field

from kentongan.ledger.chain import COLUMNS, GENESIS, digest
from kentongan.ledger.models import Entry, Head

MAX_PROBLEMS = 50


@dataclass(frozen=True, slots=True)
class Problem:
    """One place where the chain does not hold. ``kind``: changed, gap, link, head."""

    seq: int
    kind: str
    message: str


@dataclass(slots=True)
class Report:
    """The result. ``head`` is worth keeping elsewhere: it proves the whole past."""

    entries: int = 0
    head: str = GENESIS
    problems: list[Problem] = field(default_factory=list)

    @property
    def ok(self) -> bool:
        """Whether the chain is whole."""
        return not self.problems

    def add(self, seq: int, kind: str, message: str) -> None:
        """Note a problem; the list is bounded."""
        if len(self.problems) < MAX_PROBLEMS:
            self.problems.append(Problem(seq, kind, message))


def verify() -> Report:
    """Walk the chain from the first entry; memory does not grow with its length."""
    report = Report()
    head = Head.objects.filter(pk=1).first()
    expected, previous = 1, GENESIS
    columns = (*COLUMNS, "hash")
    for values in Entry.objects.order_by("seq").values(*columns).iterator(chunk_size=1000):
        seq = values["seq"]
        if seq != expected:
            report.add(expected, "gap", f"Entri {expected} sampai {seq - 1} hilang.")
        elif values["previous_hash"] != previous:
            report.add(seq, "link", f"Entri {seq} tidak menyambung ke entri sebelumnya.")
        if digest(values) != values["hash"]:
            report.add(seq, "changed", f"Isi entri {seq} berubah setelah ditulis.")
        expected, previous = seq + 1, values["hash"]
        report.entries += 1
    report.head = previous
    last, last_hash = (head.seq, head.hash) if head else (0, GENESIS)
    if (last, last_hash) != (expected - 1, previous):
        report.add(last, "head", f"Ujung rantai mencatat entri {last}, yang ada {expected - 1}.")
    return report

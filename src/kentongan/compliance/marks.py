"""A text cut into segments, for showing it with its findings marked.

Findings may overlap (of different families); every character is in exactly one segment, which
names all findings over it. A finding's number stands as a superscript where it ends.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from itertools import pairwise

from kentongan.compliance.draft import Finding, Severity

_TONES = {Severity.MUST: "wajib", Severity.WEIGH: "timbang", Severity.HINT: "saran"}
_RANK = {Severity.HINT: 0, Severity.WEIGH: 1, Severity.MUST: 2}


@dataclass(frozen=True, slots=True)
class Mark:
    """A finding with the number under which it is listed."""

    number: int
    finding: Finding


@dataclass(frozen=True, slots=True)
class Segment:
    """Some characters in a row. ``tone``: ``wajib``, ``timbang``, ``saran``, or empty.

    ``begins`` holds the numbers of findings that begin here (for ``id="t-<number>"``), ``ends``
    those that end here (for the superscript), ``numbers`` all that cover it.
    """

    text: str
    tone: str = ""
    numbers: tuple[int, ...] = ()
    begins: tuple[int, ...] = ()
    ends: tuple[int, ...] = ()


def numbered(findings: Iterable[Finding]) -> list[Mark]:
    """Findings with numbers from 1, in their order."""
    return [Mark(number, finding) for number, finding in enumerate(findings, start=1)]


def mended(text: str, finding: Finding, replacement: str) -> str:
    """``text`` with words in place of a finding in it; where nothing is put, a blank goes too."""
    start, end = finding.start, finding.end
    if not replacement and not text[:start][-1:].strip():
        if text[end : end + 1] == " ":
            end += 1
        elif not text[end : end + 1].strip() and text[:start].endswith(" "):
            start -= 1
    return text[:start] + replacement + text[end:]


def segments(text: str, marks: Iterable[Mark], where: str = "text") -> list[Segment]:
    """``text`` in segments; joined, their texts give ``text`` again.

    Only marks at ``where`` with a span inside the text are drawn.
    """
    drawn = [
        mark
        for mark in marks
        if mark.finding.where == where and 0 <= mark.finding.start < mark.finding.end <= len(text)
    ]
    if not drawn:
        return [Segment(text)] if text else []
    opening, closing = _by_offset(drawn)
    cuts = sorted({0, len(text), *opening, *closing})
    result: list[Segment] = []
    active: dict[int, Mark] = {}
    for start, end in pairwise(cuts):
        for mark in closing.get(start, ()):
            active.pop(mark.number, None)
        active.update((mark.number, mark) for mark in opening.get(start, ()))
        result.append(
            Segment(
                text=text[start:end],
                tone=_tone(list(active.values())),
                numbers=tuple(sorted(active)),
                begins=tuple(mark.number for mark in opening.get(start, ())),
                ends=tuple(mark.number for mark in closing.get(end, ())),
            )
        )
    return result


def _by_offset(marks: Sequence[Mark]) -> tuple[dict[int, list[Mark]], dict[int, list[Mark]]]:
    opening: dict[int, list[Mark]] = {}
    closing: dict[int, list[Mark]] = {}
    for mark in sorted(marks, key=lambda mark: mark.number):
        opening.setdefault(mark.finding.start, []).append(mark)
        closing.setdefault(mark.finding.end, []).append(mark)
    return opening, closing


def _tone(marks: Sequence[Mark]) -> str:
    if not marks:
        return ""
    return _TONES[max((mark.finding.severity for mark in marks), key=_RANK.__getitem__)]

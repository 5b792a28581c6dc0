"""What people's word on kinds taught, laid over what the triage says of a message.

The triage comes as it was trained, for every pemda the same. Whenever somebody makes sure of a
kind, the words of the message learn it (``lessons.py``). Kept in the installation, emptied by
``actions/knowledge.py``. How much it helps: ``docs/model-triase.md``.

Three kinds are never taught: an emergency wakes people, an integrity report is hidden from the
unit, and spam is what may be hidden. Where the triage is sure of one it stays, and none comes by
what was taught. A mere guess at one gives way: most are wrong, and the flag of an emergency, which
wakes people too, has a head of its own that nothing here touches.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from math import log

from kentongan.inbox.lessons import Learnt, Lessons, shares_of, words_of
from kentongan.inbox.models import LearnedKind
from kentongan.language.triage.reader import reader
from kentongan.language.triage.reading import Kind, Reading

KINDS = tuple(Kind)
#: Kinds that nothing teaches.
GRAVE = (Kind.EMERGENCY, Kind.INTEGRITY_REPORT, Kind.ABUSE_SPAM)
LESSONS = Lessons(LearnedKind, "kind", 4.0)
_LEAST_SHARE = 1e-9


def adjusted(texts: Sequence[str], readings: Sequence[Reading]) -> list[Reading]:
    """The readings with what was taught. One statement where nothing was, else another for each
    5,000 different words."""
    if not LearnedKind.objects.exists():
        return list(readings)
    said = [words_of(text) for text in texts]
    learnt = LESSONS.of({word for words in said for word in words})
    return [_adjust(one, words, learnt) for one, words in zip(readings, said, strict=True)]


def _adjust(reading: Reading, words: Sequence[str], learnt: Learnt) -> Reading:
    """The kind as people here would call it. Grave kinds neither come nor go by it."""
    if not reading.shares or reading.kind in GRAVE or not learnt.knows(words):
        return reading
    scores = {
        kind.value: log(max(share, _LEAST_SHARE))
        for kind, share in zip(KINDS, reading.shares, strict=True)
    }
    learnt.lean(scores, words)
    shares = shares_of(scores)
    likely = max(KINDS, key=lambda kind: scores[kind.value])
    if likely in GRAVE:
        return reading
    share = shares[likely.value]
    return replace(
        reading,
        kind=likely if share >= reader().sure else None,
        likely=likely,
        confidence=round(share, 3),
        shares=tuple(shares.values()),
    )


def teach(text: str, reading: Reading, kind: str) -> None:
    """Somebody made sure that ``text``, which reads as ``reading``, is of this kind.

    Two statements, inside the transaction of the act. Nothing is learnt of grave kinds.
    """
    said = words_of(text)
    if not said or not reading.shares or kind in GRAVE or reading.kind in GRAVE:
        return
    LESSONS.teach(said, dict(zip(map(str, KINDS), reading.shares, strict=True)), kind)

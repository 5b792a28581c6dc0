"""What people's word on kinds taught, laid over what the triage says of a message.

The triage comes as it was trained, for every pemda the same. Whenever somebody makes sure of a
kind, the words of the message come nearer to it by what it was not believed, and the kinds that
were believed instead step back: one step of gradient descent. Kept in the installation, emptied by
``actions/knowledge.py``. How much it helps: ``docs/model-triase.md``.

Three kinds are never taught: an emergency wakes people, an integrity report is hidden from the
unit, and spam is what may be hidden. Where the triage is sure of one it stays, and none comes by
what was taught. A mere guess at one gives way: most are wrong, and the flag of an emergency, which
wakes people too, has a head of its own that nothing here touches.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping, Sequence, Set as AbstractSet
from dataclasses import dataclass, replace
from itertools import islice
from math import exp, hypot, log

from django.db import connection

from kentongan.inbox.models import LearnedKind
from kentongan.language.triage.features import tokens
from kentongan.language.triage.reader import reader
from kentongan.language.triage.reading import Kind, Reading

KINDS = tuple(Kind)
#: Kinds that nothing teaches.
GRAVE = (Kind.EMERGENCY, Kind.INTEGRITY_REPORT, Kind.ABUSE_SPAM)
#: Words of a message that are looked at.
MOST_WORDS = 60
#: How far one case moves its words, all together; words that were seen often move less.
STEP, SETTLING = 4.0, 0.2
#: As many cases are thought to have come before the first, so that early counts say little.
BEFORE = 10
#: Kinds that were believed instead and step back, and how far they had to be believed.
MOST_RIVALS, LEAST_BELIEF = 4, 0.02
#: Words asked for in one statement.
_AT_ONCE = 5_000
_LEAST_SHARE = 1e-9
_ADD = """
    INSERT INTO inbox_learnedkind (word, kind, count, weight) VALUES (%s, %s, %s, %s)
    ON CONFLICT (word, kind) DO UPDATE SET
        count = inbox_learnedkind.count + excluded.count,
        weight = inbox_learnedkind.weight + excluded.weight
"""


@dataclass(frozen=True, slots=True)
class _Known:
    """What was learnt of some words.

    ``weights``: by how much a word speaks for which kinds, by their place in :data:`KINDS`.
    ``seen``: in how many cases it stood; the empty word: how many there were.
    """

    weights: Mapping[str, Sequence[tuple[int, float]]]
    seen: Mapping[str, int]

    def sizes(self, words: Sequence[str]) -> dict[str, float]:
        """What words weigh in a message: rare ones more, all together of length one."""
        cases = self.seen.get("", 0) + BEFORE
        rare = {word: log(cases / (self.seen.get(word, 0) + 1)) + 1 for word in words}
        length = hypot(*rare.values()) or 1.0
        return {word: value / length for word, value in rare.items()}


def words_of(text: str) -> list[str]:
    """What a message says, each word and mark once; numbers, links and mentions only as such."""
    return list(islice(dict.fromkeys(tokens(text)), MOST_WORDS))


def adjusted(texts: Sequence[str], readings: Sequence[Reading]) -> list[Reading]:
    """The readings with what was taught. One statement where nothing was, else another for each
    5,000 different words."""
    if not LearnedKind.objects.exists():
        return list(readings)
    said = [words_of(text) for text in texts]
    known = _known({word for words in said for word in words})
    return [_adjust(one, words, known) for one, words in zip(readings, said, strict=True)]


def _known(words: AbstractSet[str]) -> _Known:
    weights: dict[str, list[tuple[int, float]]] = defaultdict(list)
    seen: dict[str, int] = defaultdict(int)
    places = {kind.value: place for place, kind in enumerate(KINDS)}
    asked = sorted({"", *words})
    for start in range(0, len(asked), _AT_ONCE):
        rows = LearnedKind.objects.filter(word__in=asked[start : start + _AT_ONCE])
        for word, kind, count, weight in rows.values_list("word", "kind", "count", "weight"):
            weights[word].append((places[kind], weight))
            seen[word] += count
    return _Known(weights, seen)


def _adjust(reading: Reading, words: Sequence[str], known: _Known) -> Reading:
    """The kind as people here would call it. Grave kinds neither come nor go by it."""
    if not reading.shares or reading.kind in GRAVE or known.weights.keys().isdisjoint(words):
        return reading
    scores = [log(max(share, _LEAST_SHARE)) for share in reading.shares]
    for word, size in known.sizes(words).items():
        for place, weight in known.weights.get(word, ()):
            scores[place] += size * weight
    best = max(scores)
    powers = [exp(score - best) for score in scores]
    whole = sum(powers)
    likely = KINDS[scores.index(best)]
    if likely in GRAVE:
        return reading
    return replace(
        reading,
        kind=likely if 1 / whole >= reader().sure else None,
        likely=likely,
        confidence=round(1 / whole, 3),
        shares=tuple(power / whole for power in powers),
    )


def teach(text: str, reading: Reading, kind: str) -> None:
    """Somebody made sure that ``text``, which reads as ``reading``, is of this kind.

    Two statements, inside the transaction of the act. Nothing is learnt of grave kinds.
    """
    said = words_of(text)
    if not said or not reading.shares or kind in GRAVE or reading.kind in GRAVE:
        return
    shares = dict(zip(map(str, KINDS), reading.shares, strict=True))
    rivals = sorted(shares.keys() - {kind}, key=lambda one: (-shares[one], one))[:MOST_RIVALS]
    steps = {one: -shares[one] for one in rivals if shares[one] >= LEAST_BELIEF}
    steps[kind] = 1 - shares[kind]
    known = _known(set(said))
    rows = []
    for word, size in known.sizes(said).items():
        pace = STEP * size * (1 + known.seen.get(word, 0)) ** -SETTLING
        rows += [(word, one, int(one == kind), pace * step) for one, step in steps.items()]
    with connection.cursor() as cursor:
        # Always in one order: two who teach at once do not wait for each other in a circle.
        cursor.executemany(_ADD, sorted([("", kind, 1, 0.0), *rows]))

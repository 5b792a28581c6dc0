"""A small model over the words of messages, taught one message at a time: of kinds, of topics.

Whenever somebody says what a message is, its words come nearer to that by what it was not believed,
and what was believed instead steps back: one step of gradient descent. Kept is one number for a
word and what it speaks for, without numbers, links and names of accounts.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping, Sequence, Set as AbstractSet
from dataclasses import dataclass
from itertools import islice
from math import exp, hypot, log

from django.db import connection

from kentongan.inbox.models import LearnedKind, LearnedTopic
from kentongan.language.triage.features import tokens

#: Words of a message that are looked at.
MOST_WORDS = 60
#: Words that were seen often move less.
SETTLING = 0.2
#: As many cases are thought to have come before the first, so that early counts say little.
BEFORE = 10
#: What was believed instead and steps back, and how far it had to be believed.
MOST_RIVALS, LEAST_BELIEF = 4, 0.02
#: Words asked for in one statement.
_AT_ONCE = 5_000
_ADD = """
    INSERT INTO {table} (word, {column}, count, weight) VALUES (%s, %s, %s, %s)
    ON CONFLICT (word, {column}) DO UPDATE SET
        count = {table}.count + excluded.count,
        weight = {table}.weight + excluded.weight
"""


@dataclass(frozen=True, slots=True)
class Learnt:
    """What was learnt of some words.

    ``weights``: by how much a word speaks for what. ``seen``: in how many cases it stood; the
    empty word: how many there were.
    """

    weights: Mapping[str, Sequence[tuple[str, float]]]
    seen: Mapping[str, int]

    def sizes(self, words: Sequence[str]) -> dict[str, float]:
        """What words weigh in a message: rare ones more, all together of length one."""
        cases = self.seen.get("", 0) + BEFORE
        rare = {word: log(cases / (self.seen.get(word, 0) + 1)) + 1 for word in words}
        length = hypot(*rare.values()) or 1.0
        return {word: value / length for word, value in rare.items()}

    def knows(self, words: Sequence[str]) -> bool:
        """Whether anything was learnt of any of ``words``."""
        return not self.weights.keys().isdisjoint(words)

    def lean(self, scores: dict[str, float], words: Sequence[str]) -> None:
        """Add to ``scores`` what ``words`` speak for; what is not among them stays out."""
        for word, size in self.sizes(words).items():
            for what, weight in self.weights.get(word, ()):
                if what in scores:
                    scores[what] += size * weight


@dataclass(frozen=True, slots=True)
class Lessons:
    """Where it is kept, and how far one case moves its words, all together."""

    model: type[LearnedKind] | type[LearnedTopic]
    column: str
    step: float

    def of(self, words: AbstractSet[str]) -> Learnt:
        """What was learnt of ``words``. One statement for each 5,000."""
        weights: dict[str, list[tuple[str, float]]] = defaultdict(list)
        seen: dict[str, int] = defaultdict(int)
        asked = sorted({"", *words})
        for start in range(0, len(asked), _AT_ONCE):
            rows = self.model.objects.filter(word__in=asked[start : start + _AT_ONCE])
            for word, what, count, weight in rows.values_list(
                "word", self.column, "count", "weight"
            ):
                weights[word].append((what, weight))
                seen[word] += count
        return Learnt(weights, seen)

    def teach(self, words: Sequence[str], shares: Mapping[str, float], right: str) -> None:
        """``right`` it was, and believed was ``shares``. Two statements, inside a transaction.

        It adds to what stands there, always in one order: two who teach at once lose nothing and
        do not wait for each other in a circle.
        """
        rivals = sorted(shares.keys() - {right}, key=lambda one: (-shares[one], one))
        steps = {one: -shares[one] for one in rivals[:MOST_RIVALS] if shares[one] >= LEAST_BELIEF}
        steps[right] = 1 - shares[right]
        learnt = self.of(set(words))
        rows = []
        for word, size in learnt.sizes(words).items():
            pace = self.step * size * (1 + learnt.seen.get(word, 0)) ** -SETTLING
            rows += [(word, one, int(one == right), pace * step) for one, step in steps.items()]
        add = _ADD.format(table=self.model._meta.db_table, column=self.column)
        with connection.cursor() as cursor:
            cursor.executemany(add, sorted([("", right, 1, 0.0), *rows]))


def words_of(text: str) -> list[str]:
    """What a message says, each word and mark once; numbers, links and mentions only as such."""
    return list(islice(dict.fromkeys(tokens(text)), MOST_WORDS))


def shares_of(scores: Mapping[str, float]) -> dict[str, float]:
    """Scores as shares of the belief, together 1."""
    best = max(scores.values())
    powers = {what: exp(score - best) for what, score in scores.items()}
    whole = sum(powers.values())
    return {what: power / whole for what, power in powers.items()}

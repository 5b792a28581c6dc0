"""What citizens ask often: questions that recur, and whether the answer bank covers them.

Topics are counted in the database, over the whole time. Wordings are compared over the latest
:data:`MOST_READ` questions by the roots of their words, rare ones weighing more.
"""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime, time, timedelta
from math import log
from typing import Any

from django.db.models import Count, F, Q, QuerySet, Sum

from kentongan.inbox import answers, routing
from kentongan.inbox.masking import masked
from kentongan.inbox.models import Case, Idea
from kentongan.inbox.reports import cases_of
from kentongan.language.triage.reading import Kind
from kentongan.people.models import Unit, User
from kentongan.people.queries import holidays, unit_timezone
from kentongan.people.tree import branch

#: Kinds in which something is asked.
KINDS = (Kind.QUESTION.value, Kind.INFORMATION_REQUEST.value, Kind.FACT_CHECK.value)
#: Days one may look back.
PERIODS = (7, 30, 90)
#: So often a question must come to be shown.
LEAST = 3
#: Questions whose wordings are compared, the latest ones.
MOST_READ = 1_500
MOST_SHOWN = 30
MOST_EXAMPLES = 3
#: Ideas of the past with which questions are compared.
MOST_IDEAS = 300
#: Between an idea and the day that is proposed for it.
WRITING_TIME = timedelta(days=3)
#: From this share of common weight on, two wordings are the same question.
ALIKE = 0.6


@dataclass(frozen=True, slots=True)
class Subject:
    """A topic with how often it was asked about: in the period, and in the one before."""

    code: str
    label: str
    n: int
    before: int

    @property
    def change(self) -> int:
        """How many more (or fewer) than before."""
        return self.n - self.before


@dataclass(frozen=True, slots=True)
class Question:
    """A question that recurs. ``number``: the case that stands for it; ``n``: how often it came.

    ``examples`` are other wordings, masked. ``answer`` is the entry that may answer it, ``idea``
    what was made of it already.
    """

    text: str
    number: str
    topic: str
    n: int
    last_at: datetime
    examples: tuple[str, ...]
    stems: tuple[str, ...]
    answer: answers.Suggestion | None = None
    idea: Idea | None = None


@dataclass(frozen=True, slots=True)
class Asked:
    """The page. ``total`` questions came, of which ``read`` were compared."""

    days: int
    subjects: list[Subject]
    questions: list[Question]
    total: int
    read: int


def often(user: User, unit: Unit, days: int, *, at: datetime) -> Asked:
    """What was asked of a unit and all below it in the last ``days``; five statements.

    What is secret is left out for everybody, for a question may become a post.
    """
    rows = _questions(user, unit, at=at)
    since = at - timedelta(days=days)
    subjects = _subjects(rows, since, since - timedelta(days=days))
    latest = _latest(rows, since)
    found = [group for group in _groups(latest) if group.n >= LEAST]
    found.sort(key=lambda group: (-group.n, group.rows[0]["number"]))
    bank = _bank(unit, at)
    ideas = list(
        Idea.objects.filter(unit__in=branch([unit.pk])).select_related("post")[:MOST_IDEAS]
    )
    return Asked(
        days=days,
        subjects=subjects,
        questions=[_question(group, bank, ideas) for group in found[:MOST_SHOWN]],
        total=sum(subject.n for subject in subjects),
        read=len(latest),
    )


def one(user: User, unit: Unit, number: str, days: int, *, at: datetime) -> Question | None:
    """The question in whose group the case ``number`` is; None where it does not recur there."""
    rows = _latest(_questions(user, unit, at=at), at - timedelta(days=days))
    for group in _groups(rows):
        if group.n >= LEAST and any(row["number"] == number for row in group.rows):
            return _question(group, _bank(unit, at), [])
    return None


def _bank(unit: Unit, at: datetime) -> answers.Bank:
    day = at.astimezone(unit_timezone(unit)).date()
    return answers.Bank(answers.entries_for(unit.pk, below=True), day)


def _latest(rows: QuerySet[Case], since: datetime) -> list[dict[str, Any]]:
    columns = ("number", "preview", "alike", "opened_at", "topic__label")
    newest = rows.filter(opened_at__gte=since).order_by("-opened_at", "-pk")
    return list(newest.values(*columns)[:MOST_READ])


def good_day(unit: Unit, at: datetime) -> datetime:
    """Nine in the morning of a working day that leaves time to write and to decide."""
    zone = unit_timezone(unit)
    first = at.astimezone(zone).date() + WRITING_TIME
    free = holidays(unit, first, first + timedelta(days=30))
    days = (first + timedelta(days=n) for n in range(30))
    day = next((d for d in days if d.weekday() < 5 and d not in free), first)
    return datetime.combine(day, time(9), zone)


def _questions(user: User, unit: Unit, *, at: datetime) -> QuerySet[Case]:
    """Questions, each citizen's once.

    A case that somebody merged was another citizen's question and counts. The early rows of a
    flood, which have no end of their own, are counted in ``alike`` of the one they went into.
    """
    rows = cases_of(user, unit, at=at).filter(kind__in=KINDS, secret=False)
    return rows.exclude(state="merged", closed_at=None)


def _subjects(rows: QuerySet[Case], since: datetime, before: datetime) -> list[Subject]:
    now = Q(opened_at__gte=since)
    counted = (
        rows.filter(opened_at__gte=before)
        .values("topic", label=F("topic__label"))
        .annotate(
            n=Count("pk", filter=now),
            n_alike=Sum("alike", filter=now, default=0),
            n_before=Count("pk", filter=~now),
            before_alike=Sum("alike", filter=~now, default=0),
        )
    )
    found = [
        Subject(
            row["topic"] or "",
            row["label"] or "",
            row["n"] + row["n_alike"],
            row["n_before"] + row["before_alike"],
        )
        for row in counted
    ]
    return sorted((s for s in found if s.n), key=lambda subject: (-subject.n, subject.label))


@dataclass(slots=True)
class _Group:
    """Questions of the same meaning, the latest first."""

    head: frozenset[str]
    topic: str
    rows: list[Mapping[str, Any]] = field(default_factory=list)
    stems: list[tuple[str, ...]] = field(default_factory=list)

    @property
    def n(self) -> int:
        return sum(1 + row["alike"] for row in self.rows)


def _groups(rows: Iterable[Mapping[str, Any]]) -> list[_Group]:
    """Put questions of one topic together whose words weigh enough alike."""
    said = [(row, tuple(routing.telling(row["preview"]))) for row in rows]
    seen = Counter(word for _row, words in said for word in words)
    weight = {word: _weight(count, len(said)) for word, count in seen.items()}
    groups: list[_Group] = []
    by_word: dict[str, list[_Group]] = defaultdict(list)
    for row, words in said:
        if not words:
            continue
        own = frozenset(words)
        topic = row["topic__label"] or ""
        near = {id(g): g for word in own for g in by_word[word] if g.topic == topic}.values()
        best = max(near, key=lambda g: _likeness(g.head, own, weight), default=None)
        if best is None or _likeness(best.head, own, weight) < ALIKE:
            best = _Group(own, topic)
            groups.append(best)
            for word in own:
                by_word[word].append(best)
        best.rows.append(row)
        best.stems.append(words)
    return groups


def _weight(count: int, of: int) -> float:
    """Rare words weigh more; among few questions hardly, for there chance decides what is rare."""
    return log((of + 100) / (count + 2))


def _likeness(one: frozenset[str], other: frozenset[str], weight: Mapping[str, float]) -> float:
    """How much of the shorter wording the longer one has, by the weight of its words, 0 to 1.

    A single word in common is not enough, unless there is no other.
    """
    common = one & other
    if len(common) < 2 and one != other:
        return 0.0

    def whole(words: frozenset[str]) -> float:
        return sum(weight.get(word, 1.0) for word in words)

    return whole(common) / (min(whole(one), whole(other)) or 1.0)


def _question(group: _Group, bank: answers.Bank, ideas: Sequence[Idea]) -> Question:
    """The wording most of whose words are everybody's stands for the group."""
    counts = Counter(word for words in group.stems for word in words)
    place = max(
        range(len(group.rows)),
        key=lambda n: (sum(counts[w] for w in group.stems[n]) / len(group.stems[n]), -n),
    )
    chosen, words = group.rows[place], group.stems[place]
    text = masked(chosen["preview"])
    return Question(
        text=text,
        number=chosen["number"],
        topic=group.topic,
        n=group.n,
        last_at=group.rows[0]["opened_at"],
        examples=tuple(_others(group, text)),
        stems=words,
        answer=next(iter(bank.fitting(words, limit=1)), None),
        idea=next((idea for idea in ideas if _same(idea.stems, words)), None),
    )


def _same(one: Iterable[str], other: Iterable[str]) -> bool:
    return _likeness(frozenset(one), frozenset(other), {}) >= ALIKE


def _others(group: _Group, text: str) -> Iterator[str]:
    """A few other wordings, each once."""
    known = {text.casefold()}
    for row in group.rows:
        words = masked(row["preview"])
        if words.casefold() not in known:
            known.add(words.casefold())
            yield words
        if len(known) > MOST_EXAMPLES:
            return

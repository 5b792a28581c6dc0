"""What a matter is about: by the words of each topic, and by what people's word taught.

At cold start it is the topic most of whose words occur. Whoever gives a case another topic teaches
the next ones (``lessons.py``). Kept in the installation, emptied with what was learnt of kinds by
``actions/knowledge.py``. How much it helps: ``docs/model-triase.md``.
"""

from __future__ import annotations

from collections.abc import Sequence

from kentongan.inbox.lessons import Learnt, Lessons, shares_of, words_of
from kentongan.inbox.models import LearnedTopic, Topic
from kentongan.language.tokens import words

LESSONS = Lessons(LearnedTopic, "topic_id", 6.0)
#: What one of a topic's own words weighs, on the scale of what is learnt.
OWN_WORD = 3.0
#: Below this share what was learnt says nothing, and the topics' own words decide.
SURE = 0.4


def chosen(texts: Sequence[str], topics: Sequence[Topic]) -> list[Topic | None]:
    """The topic of each text; None where nothing speaks for any.

    One statement where nothing was taught, else another for each 5,000 different words.
    """
    if not topics or not LearnedTopic.objects.exists():
        return [_most_named(_named(text, topics), topics) for text in texts]
    said = [words_of(text) for text in texts]
    learnt = LESSONS.of({word for one in said for word in one})
    known = {topic.pk: topic for topic in topics}
    return [_choose(text, one, learnt, known) for text, one in zip(texts, said, strict=True)]


def _choose(
    text: str, said: Sequence[str], learnt: Learnt, known: dict[str, Topic]
) -> Topic | None:
    named = _named(text, list(known.values()))
    if learnt.knows(said):
        shares = _shares(named, said, learnt)
        best = max(shares, key=lambda code: shares[code])
        if shares[best] >= SURE:
            return known[best]
    return _most_named(named, list(known.values()))


def _named(text: str, topics: Sequence[Topic]) -> dict[str, int]:
    """How many of the words of each topic occur."""
    said = {token.text.lower() for token in words(text)}
    return {topic.pk: len(said & set(topic.words)) for topic in topics}


def _most_named(named: dict[str, int], topics: Sequence[Topic]) -> Topic | None:
    best = max(topics, key=lambda topic: named[topic.pk], default=None)
    return best if best is not None and named[best.pk] else None


def _shares(named: dict[str, int], said: Sequence[str], learnt: Learnt) -> dict[str, float]:
    scores = {code: OWN_WORD * n for code, n in named.items()}
    learnt.lean(scores, said)
    return shares_of(scores)


def teach(text: str, topic: Topic) -> None:
    """Somebody gave a matter with these words this topic. Four statements, inside a transaction."""
    said = words_of(text)
    if not said:
        return
    topics = list(Topic.objects.filter(active=True))
    shares = _shares(_named(text, topics), said, LESSONS.of(set(said)))
    if topic.pk in shares:
        LESSONS.teach(said, shares, topic.pk)

"""What notices are about: each feature names its topics, a person chooses which come by mail."""

from __future__ import annotations

from dataclasses import dataclass

from django.utils.functional import Promise


@dataclass(frozen=True, slots=True)
class Topic:
    """A topic of notices.

    ``keys``: how the keys of its notices begin. ``usual``: mailed to whoever has not chosen.
    ``quoted``: its sentences may leave the house; of the others a mail only tells how many there
    are, because they may hold words of citizens or of drafts. ``short``: the label in few words,
    for the subject of a mail. ``needs``: only who holds this permission somewhere is ever told.
    """

    code: str
    label: str | Promise
    keys: tuple[str, ...]
    order: int
    usual: bool = False
    quoted: bool = False
    short: str | Promise = ""
    needs: str = ""

    @property
    def name(self) -> str | Promise:
        """The label in few words."""
        return self.short or self.label


_TOPICS: dict[str, Topic] = {}


def register(topic: Topic) -> None:
    """Announce a topic, once; called by features when the app starts."""
    _TOPICS[topic.code] = topic


def all_topics() -> list[Topic]:
    """Every topic, in the order in which people are asked."""
    return sorted(_TOPICS.values(), key=lambda topic: (topic.order, topic.code))


def usual() -> frozenset[str]:
    """Codes of the topics that are mailed to whoever has not chosen."""
    return frozenset(topic.code for topic in _TOPICS.values() if topic.usual)


def of(key: str) -> Topic | None:
    """The topic of a notice with this key."""
    return next((t for t in _TOPICS.values() if key.startswith(t.keys)), None)

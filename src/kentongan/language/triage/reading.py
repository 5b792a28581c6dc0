"""The answer of the triage, as plain values."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum


class Kind(StrEnum):
    """The twelve kinds of a message, one of which it is; or none that is certain enough."""

    QUESTION = "question"
    INFORMATION_REQUEST = "information_request"
    COMPLAINT = "complaint"
    INTEGRITY_REPORT = "integrity_report"
    ASPIRATION = "aspiration"
    SUGGESTION = "suggestion"
    CRITICISM = "criticism"
    APPRECIATION = "appreciation"
    FACT_CHECK = "fact_check"
    EMERGENCY = "emergency"
    ABUSE_SPAM = "abuse_spam"
    CHATTER = "chatter"


class Flag(StrEnum):
    """What may be true beside the kind."""

    EMERGENCY = "emergency"
    PERSONAL_DATA = "personal_data"
    ABUSIVE = "abusive"
    POLITICAL = "political"
    GAMBLING_SPAM = "gambling_spam"


class Sentiment(StrEnum):
    """The mood of the words; it never decides the kind."""

    POSITIVE = "positive"
    NEUTRAL = "neutral"
    NEGATIVE = "negative"


@dataclass(frozen=True, slots=True)
class Reading:
    """What was recognised.

    ``kind`` is None where the machine abstains; ``likely`` then still names the best guess, and
    ``confidence`` (0 to 1) how sure it is. ``language``: ``id``, ``su``, ``jv`` or ``mixed``.
    ``places``: names of the region as they stand in the gazetteer that was given. ``shares``: how
    far each kind is believed, in the order of :class:`Kind`, one altogether; empty where something
    else than the words decided.
    """

    kind: Kind | None
    likely: Kind
    confidence: float
    flags: frozenset[Flag]
    sentiment: Sentiment
    language: str
    places: tuple[str, ...] = ()
    shares: tuple[float, ...] = ()

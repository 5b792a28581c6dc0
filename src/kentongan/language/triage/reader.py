"""Reading a message with all heads at once."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from functools import cache
from math import exp

from kentongan.language.triage.features import BRAND, MENTION, tokens
from kentongan.language.triage.gazetteer import NOWHERE, Gazetteer, gazetteer
from kentongan.language.triage.personal import has_personal_data
from kentongan.language.triage.reading import Flag, Kind, Reading, Sentiment
from kentongan.language.triage.table import Table, table
from kentongan.language.triage.words import COARSE

#: What the heads are called in the table: ``kind.question``, ``flag.emergency`` …
KIND, FLAG, SENTIMENT, LANGUAGE = "kind.", "flag.", "sentiment.", "language."
#: “Please”, and “help”: alone it is the beginning of something, and no alarm.
PLEASE = "tolong"
#: The confidence in what is hardly more than a guess.
UNSURE = 0.3
_LEARNT_FLAGS = (Flag.EMERGENCY, Flag.ABUSIVE, Flag.POLITICAL, Flag.GAMBLING_SPAM)


class Reader:
    """The heads of one table."""

    def __init__(self, learnt: Table) -> None:
        self._table = learnt
        at = {name: index for index, name in enumerate(learnt.outputs)}
        self._kinds = [(kind, at[KIND + kind]) for kind in Kind]
        self._flags = [
            (flag, at[FLAG + flag], learnt.about["flag_over"][flag]) for flag in _LEARNT_FLAGS
        ]
        self._sentiments = [(mood, at[SENTIMENT + mood]) for mood in Sentiment]
        self._languages = [(name, at[LANGUAGE + name]) for name in ("id", "su", "jv")]
        self._sharpness: float = learnt.about["kind_sharpness"]
        #: The least confidence at which a kind is named.
        self.sure: float = learnt.about["kind_sure"]
        self._language_sharpness: float = learnt.about["language_sharpness"]
        self._mixed: float = learnt.about["language_mixed"]

    def read(self, text: str, places: Gazetteer) -> Reading:
        """One message, whatever it holds."""
        found = tokens(text)
        if not any(token.isalpha() or token == BRAND for token in found):
            return _wordless(text, found, self._wordless_mood(found))
        scores = self._table.scores(found)
        flags = {flag for flag, at, over in self._flags if scores[at] > over}
        if COARSE.intersection(found):
            flags.add(Flag.ABUSIVE)
        if has_personal_data(text):
            flags.add(Flag.PERSONAL_DATA)
        shares = _shares([scores[at] for _, at in self._kinds], self._sharpness)
        confidence = max(shares)
        likely = self._kinds[shares.index(confidence)][0]
        if [token for token in found if token.isalpha()] == [PLEASE]:
            flags.discard(Flag.EMERGENCY)
            likely, confidence, shares = Kind.QUESTION, min(confidence, UNSURE), []
        if Flag.GAMBLING_SPAM in flags and likely is not Kind.ABUSE_SPAM:
            likely, confidence, shares = Kind.ABUSE_SPAM, max(confidence, self.sure), []
        return Reading(
            kind=likely if confidence >= self.sure else None,
            likely=likely,
            confidence=round(confidence, 3),
            flags=frozenset(flags),
            sentiment=self._mood(scores),
            language=self._language(scores),
            places=places.places(text),
            shares=tuple(shares),
        )

    def _mood(self, scores: Sequence[float]) -> Sentiment:
        return max(self._sentiments, key=lambda mood: scores[mood[1]])[0]

    def _wordless_mood(self, found: Sequence[str]) -> Sentiment:
        """Faces, hearts and tears have a mood; mentions, links and numbers have none."""
        if all(token.startswith("<") for token in found):
            return Sentiment.NEUTRAL
        return self._mood(self._table.scores(found))

    def _language(self, scores: Sequence[float]) -> str:
        shares = _shares([scores[at] for _, at in self._languages], self._language_sharpness)
        best = max(range(len(shares)), key=shares.__getitem__)
        return self._languages[best][0] if shares[best] >= self._mixed else "mixed"


def _shares(scores: Sequence[float], sharpness: float) -> list[float]:
    """Scores as parts of one, the sharper the further apart."""
    most = max(scores)
    powers = [exp((score - most) * sharpness) for score in scores]
    whole = sum(powers)
    return [power / whole for power in powers]


def _wordless(text: str, found: Sequence[str], mood: Sentiment) -> Reading:
    """Emoji, marks, mentions, numbers: talk, unless somebody asks or there is nothing."""
    flags = {Flag.PERSONAL_DATA} if has_personal_data(text) else set()
    talk = bool(found) and all(not token.startswith("<") or token == MENTION for token in found)
    return Reading(
        kind=Kind.CHATTER if talk and "?" not in "".join(found) else None,
        likely=Kind.CHATTER,
        confidence=0.95 if talk else UNSURE,
        flags=frozenset(flags),
        sentiment=mood,
        language="id",
    )


@cache
def reader() -> Reader:
    """The reader over the table that the package carries."""
    return Reader(table())


def read(text: str, places: Gazetteer | Iterable[str] = NOWHERE) -> Reading:
    """What a message is. ``places``: the names of the region that are to be found in it."""
    return reader().read(text, gazetteer(places))


def read_many(texts: Iterable[str], places: Gazetteer | Iterable[str] = NOWHERE) -> list[Reading]:
    """Several messages, in their order; the names of places are prepared once."""
    names, one = gazetteer(places), reader()
    return [one.read(text, names) for text in texts]

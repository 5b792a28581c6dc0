"""How like the faults that people have labelled a sentence is: a small linear model per family.

Rules know words; this knows which kinds of words go together, in a sentence and in the text around
it: somebody who stands for election and praise, money and a promise, a group of people and "usir".
Trained by ``tools/train_check.py`` on the tuning part of the labelled drafts; what it can and
cannot do: ``docs/model-pemeriksaan.md``.

``stems.py`` tells stems and kinds of words. A model, ``data/likeness/<name>.json``, holds
a weight (in thousandths) for each feature and its thresholds. Its name is its family's; a family
whose grave faults are unlike its others has a second one for them, ``<family>_must``.
"""

from __future__ import annotations

import math
import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from functools import cache, lru_cache
from itertools import pairwise
from operator import itemgetter

from kentongan.compliance.draft import Draft, Phase, Severity
from kentongan.compliance.keeping import kept
from kentongan.compliance.reading.features import (
    BESIDE,
    GENERAL,
    LOCAL,
    PRESENT,
    WITHIN,
    WORDS,
    Word,
    beside,
    in_words,
    present,
    weigh,
    within,
)
from kentongan.compliance.reading.stems import SAY_NOTHING
from kentongan.compliance.reading.tags import told_apart
from kentongan.compliance.reading.text import Text
from kentongan.compliance.reading.weights import Weights, models as read_models
from kentongan.compliance.rule import Case, Hit, hit_at

#: Weights are kept as whole numbers, so many to one.
SCALE = 1000
#: The feature every sentence has, for what is usual.
ALWAYS = "1"
#: What ends the name of a second model, for what is grave.
GRAVE = "_must"

_TOKEN = re.compile(r"[^\W\d_]+(?:-[^\W\d_]+)*|\d+|[^\w\s]")
_MOST_WORDS, _MOST_SENTENCES = 60, 200
_LEAST_NAME = 3
_TIMES = {Phase.NORMAL: "n", Phase.AFTER: "a"}


@dataclass(frozen=True, slots=True)
class Model:
    """Its place among the models, and from which score on what follows.

    From ``weigh`` on a person is asked, from ``must`` on it is sure. Of what a rule has found: from
    ``must`` on it is sure, too; below ``doubt`` it is only weighed, below ``drop`` no fault at all.
    """

    place: int
    weigh: float
    must: float
    doubt: float
    drop: float

    def score(self, seen: Seen) -> float:
        """How like a fault it is: 0 is undecided, above is more like one."""
        return seen.scores[self.place]

    def telling(self, seen: Seen, most: int = 3) -> list[str]:
        """The words that speak most for a fault, the strongest first, of equals by the letters."""
        by_model, place = _weights().by_model, self.place
        weighed = {word[0]: by_model(word[4])[place] for word in seen.words}
        found = sorted((-weight, word) for word, weight in weighed.items() if weight > 0)
        return [w for _, w in found if w.isalpha() and w not in SAY_NOTHING][:most]


@dataclass
class Whole:
    """A whole text as the models see it: which stems and kinds of words are in it, in any order.

    A sentence alone rarely tells who speaks of what: the text around it does. A title has the text
    below it around it. ``stems`` with what each weighs.
    """

    stems: dict[str, int] = field(default_factory=dict)
    kinds: frozenset[str] = frozenset()

    @property
    def features(self) -> tuple[str, ...]:
        """All that the models look at."""
        return *self.stems, *within(self.kinds)

    @kept
    def adds(self) -> list[float]:
        """What that adds to the score of each of its sentences, by model."""
        total = WITHIN[self.kinds] + sum(filter(None, self.stems.values()))
        length = math.sqrt(len(self.stems) + len(self.kinds) or 1)
        return [weight / SCALE / length for weight in _weights().by_model(total)]


@dataclass
class Seen:
    """A sentence as the models see it, as offsets into ``letters.text``.

    ``words`` with their features and kinds; ``general``: features of every sentence of the draft
    and where it stands in it; ``near``: kinds of the words of the sentences before and behind;
    ``whole``: the text around it.
    """

    start: int
    end: int
    words: list[Word]
    time: str
    general: tuple[str, ...]
    kinds: frozenset[str]
    near: frozenset[str] = frozenset()
    whole: Whole = field(default_factory=Whole)

    @property
    def features(self) -> tuple[str, ...]:
        """All that the models look at, as it is written in their files."""
        around = *self.general, *beside(self.near), *present((self.kinds, self.time))
        return *in_words(self.words), *around

    @kept
    def scores(self) -> list[float]:
        """How like a fault it is, by model: what it weighs, divided by its length as a vector."""
        total, count = weigh(self.words)
        more, many = PRESENT[self.kinds, self.time]
        total += more + GENERAL[self.general] + BESIDE[self.near]
        length = math.sqrt(count + many + len(self.general) + len(self.near))
        own = _weights().by_model(total)
        return [one / SCALE / length + more for one, more in zip(own, self.whole.adds, strict=True)]


@dataclass(frozen=True, slots=True)
class Likely:
    """A sentence as offsets into ``text.letters.text``, how sure the model is, by which words."""

    text: Text
    start: int
    end: int
    severity: Severity
    words: tuple[str, ...]
    kinds: frozenset[str]


def model(name: str) -> Model:
    """The model of a family, or the second one of it."""
    return _models()[name]


@cache
def grave_model(family: str) -> Model:
    """The model that knows the grave faults of a family: one of its own, or its only one."""
    models = _models()
    return models.get(f"{family}{GRAVE}") or models[family]


def _weights() -> Weights:
    return read_models()[1]


@cache
def _models() -> dict[str, Model]:
    """All models by name."""
    thresholds = read_models()[0].items()
    return {name: Model(place, **one) for place, (name, one) in enumerate(thresholds)}


def likely(case: Case, family: str, about: frozenset[str]) -> Iterator[Likely]:
    """The sentences that are like a fault of the family, with how sure the model is.

    ``about``: only sentences with a word of one of these kinds are asked about; all where none is
    given.
    """
    if about and about.isdisjoint(kinds_in(case)):
        return
    asked, grave = model(family), grave_model(family)
    for text in _read(case):
        for seen in sentences(case, text):
            if about and seen.kinds.isdisjoint(about):
                continue
            score = asked.score(seen)
            if score >= asked.weigh:
                if grave is not asked:
                    score = grave.score(seen)
                severity = Severity.MUST if score >= grave.must else Severity.WEIGH
                words = tuple(f"“{word}”" for word in asked.telling(seen))
                yield Likely(text, seen.start, seen.end, severity, words, seen.kinds)


def hits(
    case: Case,
    family: str,
    message: str,
    *,
    about: frozenset[str],
    most: Severity = Severity.MUST,
    grave: frozenset[str] = frozenset(),
) -> Iterator[Hit]:
    """Hits for what is likely, no sterner than ``most``.

    ``message`` holds ``{words}`` for the words that speak most for it; ``about`` as in ``likely``.
    ``grave``: where given, what has no word of these kinds is only weighed.
    """
    for one in likely(case, family, about):
        if _is_met(case, family, one):
            continue
        is_sure = one.severity is most is Severity.MUST and (
            not grave or not grave.isdisjoint(one.kinds)
        )
        yield hit_at(
            one.text,
            one.text.letters,
            one.start,
            one.end,
            message=message.format(words=", ".join(one.words)) if one.words else "",
            at_most=None if is_sure else Severity.WEIGH,
        )


def _is_met(case: Case, family: str, one: Likely) -> bool:
    """Whether a rule has found something in the sentence, and can say better what."""
    start, end = one.text.letters.span(one.start, one.end)
    return any(
        hit.where == one.text.where and hit.start < end and start < hit.end
        for hit in case.met.get(family, ())
    )


def kinds_in(case: Case) -> frozenset[str]:
    """The kinds of words in all texts that the models look at."""
    found: frozenset[str] | None = case.kept.get(None)
    if found is None:
        seen = [seen.kinds for text in _read(case) for seen in sentences(case, text)]
        found = case.kept[None] = _NO_KINDS.union(*seen)
    return found


def _read(case: Case) -> list[Text]:
    """The texts that the models look at.

    Alt texts are left out: they describe, and the model has learned from what people write.
    """
    return [text for text in case.texts if not text.where.startswith("media:")]


def sentences(case: Case, text: Text) -> list[Seen]:
    """The sentences of a text, as the models see them; kept while the draft is checked."""
    found: list[Seen] | None = case.kept.get(text)
    if found is None:
        found = case.kept[text] = _sentences(case, text)
    return found


def _sentences(case: Case, text: Text) -> list[Seen]:
    letters, draft = text.letters.text, case.draft
    names = _names(case.facts.local_names)
    time = _TIMES.get(case.phase, "e")
    general = (ALWAYS, f"M:{time}", f"M:{draft.actor}", f"M:{_kind(draft)}")
    whole = Whole()
    found: list[Seen] = []
    for start, end in text.sentence_spans[:_MOST_SENTENCES]:
        sentence = letters[start:end]
        stripped = sentence.strip()
        first = end - len(sentence.lstrip())
        # A line of underscores has no words, and is no sentence.
        if tokens := _TOKEN.findall(told_apart(text, first, stripped))[:_MOST_WORDS]:
            if names and not names.isdisjoint(tokens):
                tokens = [LOCAL if token in names else token for token in tokens]
            words = list(map(WORDS.__getitem__, tokens))
            kinds = _NO_KINDS.union(*map(_KINDS_OF, words))
            seen = Seen(first, first + len(stripped), words, time, general, kinds, whole=whole)
            found.append(seen)
    for before, seen in pairwise(found):
        seen.near |= before.kinds
        before.near |= seen.kinds
    below = sentences(case, case.text) if text.where == "title" and draft.text else []
    _place(found, followed=bool(below))
    every = [*found, *below]
    whole.stems = {word[3]: word[6] for seen in every for word in seen.words}
    whole.kinds = _NO_KINDS.union(*[seen.kinds for seen in every])
    return found


def _kind(draft: Draft) -> str:
    """All a person does is read like a post: few likes and replies are labelled, most of them
    faults, and by that alone a model took every laugh for one."""
    return draft.kind if draft.actor == "institution" else "post"


def _place(found: list[Seen], *, followed: bool) -> None:
    """Tell each sentence where it stands in its text; a title is ``followed`` by one."""
    last = len(found) - 1 + followed
    for at, seen in enumerate(found):
        where = "only" if not last else "first" if not at else "last" if at == last else "mid"
        seen.general = (*seen.general, f"A:{where}")


_NO_KINDS: frozenset[str] = frozenset()
_KINDS_OF = itemgetter(2)


@lru_cache(maxsize=64)
def _names(local: tuple[str, ...]) -> frozenset[str]:
    words = re.findall(r"\w+", " ".join(local).lower())
    return frozenset(word for word in words if len(word) >= _LEAST_NAME)

"""How like the faults that people have labelled a sentence is: a small linear model per family.

Rules know words; this knows which kinds of words go together: somebody who stands for election and
praise, money and a promise, a group of people and "usir". Trained by ``tools/train_check.py`` on
the tuning part of the labelled drafts; what it can and cannot do: ``docs/model-pemeriksaan.md``.

``data/likeness/kinds.json`` names kinds of words. A model, ``data/likeness/<family>.json``, holds
a weight (in thousandths) for each feature and its thresholds.
"""

from __future__ import annotations

import json
import math
import re
from bisect import bisect_right
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from functools import cache, lru_cache, wraps
from itertools import combinations, pairwise, repeat, starmap
from operator import itemgetter
from pathlib import Path
from sys import intern

from kentongan.compliance.draft import Phase, Severity
from kentongan.compliance.keeping import kept
from kentongan.compliance.partisan import ELECTION_TIMES
from kentongan.compliance.rule import Case, Find, Hit, hit_at
from kentongan.compliance.text import Text
from kentongan.compliance.weights import Part, Weights, feature_of

DATA = Path(__file__).parent / "data" / "likeness"
_KINDS = DATA / "kinds.json"
#: Weights are kept as whole numbers, so many to one.
SCALE = 1000
#: The feature every sentence has, for what is usual.
ALWAYS = "1"
#: What the rules of the family say of a sentence: most of what they leave over is no fault, and a
#: model that knows what they have found looks for what they cannot see.
LEFT_OVER, MET, CAPPED = "R:none", "R:met", "R:capped"

_TOKEN = re.compile(r"[^\W\d_]+(?:-[^\W\d_]+)*|\d+|[^\w\s]")
_PREFIX = re.compile(
    r"(?:meng|meny|mem|men|me|di|ber|ter|peng|peny|pem|pen|per|ke|se|nga|ng|ny)(?=\w{4})"
)
_SUFFIX = re.compile(r"(?<=\w{4})(?:kannya|annya|kan|nya|lah|an|i|na|ne|e|keun|ku|mu)$")
#: Words apart that two kinds of words may be to count as following each other.
_NEAR = 6
_MOST_WORDS, _MOST_SENTENCES = 60, 200
_SMALL_DIGITS, _TEN, _TWO = 2, 10, 2
_LEAST_NAME = 3
_LOCAL = "lokal"
#: A word, the features it gives, the kinds it is of.
Word = tuple[str, tuple[str, ...], frozenset[str]]
_TIMES = {Phase.NORMAL: "n", Phase.AFTER: "a"}


@dataclass(frozen=True, slots=True)
class Model:
    """Its place among the models; from which score a person is asked, and what is sure.

    ``met``: what it weighs that rules of the family have met something, or have not.
    ``weigh`` and ``must`` hold for a draft of which nothing is known, ``beside`` for one in which
    a rule of the family has found a ``must`` already. Of what a rule has found: below ``doubt`` it
    is no fault to the model, from ``firm`` on it is surely one.
    """

    place: int
    met: Mapping[str, int]
    weigh: float
    must: float
    beside: float
    doubt: float
    firm: float

    def score(self, seen: Seen, met: str) -> float:
        """How like a fault it is: 0 is undecided, above is more like one.

        ``met``: the feature that says what the rules of the family say of the sentence.
        """
        total, length = seen.weighed
        return (_weights().of(self.place, total) + self.met.get(met, 0)) / SCALE / length

    def sure(self, found: Severity | None) -> float:
        """From which score on it is sure, after what rules of the family have found."""
        return self.beside if found is Severity.MUST else self.must

    def telling(self, seen: Seen, most: int = 3) -> list[str]:
        """The words that speak most for a fault, the strongest first, of equals by the letters."""
        weigh = _weights().weight
        weighed = ((weigh(self.place, f"w:{word}"), word) for word in {w for w, *_ in seen.words})
        found = sorted((-weight, word) for weight, word in weighed if weight > 0)
        return [word for _weight, word in found if word.isalpha()][:most]


@dataclass
class Seen:
    """A sentence as the models see it, as offsets into ``letters.text``.

    ``words`` with their features and kinds; ``general``: features of every sentence of the draft;
    ``near``: kinds of the words of the sentences before and behind.
    """

    start: int
    end: int
    words: list[Word]
    time: str
    general: tuple[str, ...]
    kinds: frozenset[str]
    near: frozenset[str] = frozenset()

    @property
    def parts(self) -> tuple[Part, ...]:
        """What the models look at but for which kinds there are, as weights are looked up by:
        words, their stems, what follows what, which kinds follow each other, who stands near."""
        written, features, kinds = zip(*self.words, strict=True) if self.words else ((), (), ())
        stems = [some[1] for some in features]
        follow = {*pairwise(("^", *written, "$")), *pairwise(stems)}
        found = _NO_PARTS.union(*features, *starmap(_following, _close(kinds)))
        return *self.general, *follow, *found, *map(_BESIDE, self.near)

    @property
    def features(self) -> tuple[str, ...]:
        """All that the models look at, as it is written in their files."""
        return *map(feature_of, self.parts), *_present(self.kinds, self.time)

    @kept
    def weighed(self) -> tuple[int, float]:
        """What that weighs in all models, and its length as a vector, by which it is divided.

        One more than there are: what the rules of the family say is a feature, too.
        """
        weights = _weights()
        present, sum_of_present = _present_sum(self.kinds, self.time)
        parts = self.parts
        return weights.sum(parts) + sum_of_present, math.sqrt(len(parts) + present + 1)


@dataclass(frozen=True, slots=True)
class Likely:
    """A sentence as offsets into ``text.letters.text``, how sure the model is, by which words."""

    text: Text
    start: int
    end: int
    severity: Severity
    words: tuple[str, ...]
    kinds: frozenset[str]


def model(family: str) -> Model:
    """The model of a family."""
    return _models()[0][family]


def _weights() -> Weights:
    return _models()[1]


@cache
def _models() -> tuple[dict[str, Model], Weights]:
    """All models by family, and their weights, read once."""
    files = sorted(path for path in DATA.glob("*.json") if path.name != _KINDS.name)
    kept = [json.loads(path.read_text(encoding="utf-8")) for path in files]
    weights = Weights([one.pop("weights") for one in kept])
    named = zip(files, kept, strict=True)
    models: dict[str, Model] = {}
    for at, (path, one) in enumerate(named):
        met = {said: weights.weight(at, said) for said in (LEFT_OVER, MET, CAPPED)}
        models[path.stem] = Model(at, met, **one)
    return models, weights


def likely(case: Case, family: str, about: frozenset[str]) -> Iterator[Likely]:
    """The sentences that are like a fault of the family, with how sure the model is.

    ``about``: only sentences with a word of one of these kinds are asked about; all where none is
    given. Alt texts are left out: they describe, and the model has learned from what people write.
    """
    asked = model(family)
    sure = asked.sure(case.gravest.get(family))
    least = min(asked.weigh, sure)
    for text in case.texts:
        if text.where.startswith("media:"):
            continue
        for seen in sentences(case, text):
            if about and seen.kinds.isdisjoint(about):
                continue
            score = asked.score(seen, LEFT_OVER)
            if score >= least:
                severity = Severity.MUST if score >= sure else Severity.WEIGH
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


def guided(find: Find, family: str) -> Find:
    """``find`` of a rule of patterns, as stern as the model is sure.

    A pattern knows its words and not what they are about: "Coblos karcis parkir" calls nobody to
    vote, so where the model sees no fault at all, it is only weighed. What a rule would only have
    weighed is stern where the model is sure. It is asked while an election is near, since it has
    seen few calls at other times. Hits that a rule has capped itself, and those in alt texts and
    pictures, stay as they are. All are noted, so that ``hits`` leaves their sentences alone.
    """

    @wraps(find)
    def asked(case: Case) -> Iterator[Hit]:
        for hit in find(case):
            said = _said(case, family, hit)
            case.met.setdefault(family, []).append(said)
            yield said

    return asked


def _said(case: Case, family: str, hit: Hit) -> Hit:
    """The hit, milder or sterner by what the model makes of the sentences it meets."""
    is_asked = case.phase in ELECTION_TIMES and hit.where in ("text", "title")
    if hit.at_most is not None or not is_asked:
        return hit
    asked = model(family)
    text = next(text for text in case.texts if text.where == hit.where)
    scores = [asked.score(seen, MET) for seen in _met_by(case, text, hit)]
    score = max(scores, default=0.0)
    if score < asked.doubt:
        return replace(hit, at_least=None, at_most=Severity.WEIGH)
    return replace(hit, at_least=Severity.MUST) if score >= asked.firm else hit


def _met_by(case: Case, text: Text, hit: Hit) -> Iterator[Seen]:
    """The sentences that a hit meets."""

    def typed(seen: Seen) -> tuple[int, int]:
        return text.letters.span(seen.start, seen.end)

    found = sentences(case, text)
    for seen in found[bisect_right(found, hit.start, key=lambda seen: typed(seen)[1]) :]:
        if typed(seen)[0] >= hit.end:
            break
        yield seen


def _is_met(case: Case, family: str, one: Likely) -> bool:
    """Whether a rule has found something in the sentence, and can say better what."""
    start, end = one.text.letters.span(one.start, one.end)
    return any(
        hit.where == one.text.where and hit.start < end and start < hit.end
        for hit in case.met.get(family, ())
    )


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
    general = (ALWAYS, f"M:{time}", f"M:{draft.actor}", f"M:{draft.kind}")
    found: list[Seen] = []
    for start, end in text.sentence_spans[:_MOST_SENTENCES]:
        sentence = letters[start:end]
        stripped = sentence.strip()
        if stripped:
            first = end - len(sentence.lstrip())
            tokens = _TOKEN.findall(stripped)[:_MOST_WORDS]
            if names and not names.isdisjoint(tokens):
                tokens = [f"@{_LOCAL}" if token in names else token for token in tokens]
            words = list(map(_word, tokens))
            kinds = _NO_KINDS.union(*map(_KINDS_OF, words))
            found.append(Seen(first, first + len(stripped), words, time, general, kinds))
    for before, seen in pairwise(found):
        seen.near |= before.kinds
        before.near |= seen.kinds
    return found


_NO_KINDS: frozenset[str] = frozenset()
_NO_PARTS: frozenset[str] = frozenset()
_KINDS_OF = itemgetter(2)
_BESIDE = "N:".__add__


@lru_cache(maxsize=16384)
def _word(token: str) -> Word:
    """How a word is seen, its features, its kinds: of a number only how long it is counts."""
    if token.isdigit():
        is_small = len(token) <= _SMALL_DIGITS and 0 < int(token) < _TEN
        token = f"#{'small' if is_small else 'long'}{min(len(token), 5)}"
        kinds_of_word = frozenset({"digit"})
    elif token == f"@{_LOCAL}":
        kinds_of_word = frozenset({_LOCAL})
    else:
        known = kinds()
        kinds_of_word = known.get(token) or known.get(stem(token)) or frozenset()
    return token, (f"w:{token}", f"s:{stem(token)}"), kinds_of_word


def _close(kinds: Sequence[frozenset[str]]) -> set[tuple[frozenset[str], frozenset[str]]]:
    """Of words of these kinds: which follow each other closely."""
    at = [index for index, some in enumerate(kinds) if some]
    if len(at) < _TWO:
        return set()
    placed = [kinds[index] for index in at]
    found: set[tuple[frozenset[str], frozenset[str]]] = set()
    for index, some in enumerate(placed, 1):
        end = bisect_right(at, at[index - 1] + _NEAR, index)
        found.update(zip(repeat(some), placed[index:end]))
    return found


@lru_cache(maxsize=4096)
def _following(some: frozenset[str], others: frozenset[str]) -> tuple[str, ...]:
    """That words of the kinds ``some`` are followed by words of the kinds ``others``."""
    return tuple(f"F:{kind}>{other}" for kind in some for other in others)


@lru_cache(maxsize=4096)
def _present(present: frozenset[str], time: str) -> tuple[str, ...]:
    """Which kinds of words occur, and which of them meet in the sentence at all."""
    some = sorted(present)
    # Interned: many sentences share them.
    pairs = [intern(f"P:{one}&{other}") for one, other in combinations(some, 2)]
    here = [intern(f"C:{kind}") for kind in some], [intern(f"T:{kind}{time}") for kind in some]
    return (*here[0], *here[1], *pairs)


@lru_cache(maxsize=4096)
def _present_sum(present: frozenset[str], time: str) -> tuple[int, int]:
    """How many those are, and what they weigh, added up."""
    features = _present(present, time)
    return len(features), _weights().sum(features)


@lru_cache(maxsize=8192)
def stem(word: str) -> str:
    """``word`` without its affixes, roughly."""
    return _SUFFIX.sub("", _PREFIX.sub("", word, count=1)) if word.isalpha() else word


@cache
def kinds() -> Mapping[str, frozenset[str]]:
    """The kinds of each word that has any."""
    lists: dict[str, str] = json.loads(_KINDS.read_text(encoding="utf-8"))
    found: dict[str, set[str]] = {}
    for kind, words in lists.items():
        for word in words.split():
            found.setdefault(word, set()).add(kind)
    once: dict[frozenset[str], frozenset[str]] = {}
    sets = map(frozenset, found.values())
    return {word: once.setdefault(some, some) for word, some in zip(found, sets, strict=True)}


@lru_cache(maxsize=64)
def _names(local: tuple[str, ...]) -> frozenset[str]:
    words = re.findall(r"\w+", " ".join(local).lower())
    return frozenset(word for word in words if len(word) >= _LEAST_NAME)

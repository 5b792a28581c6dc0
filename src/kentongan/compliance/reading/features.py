"""What the models look at in the words of a sentence, and what that weighs in all of them.

Sentences are made of the same words, kinds of words stand together again and again: what these
weigh is added up once and kept, so that a sentence is put together of few numbers.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from functools import lru_cache
from itertools import combinations, pairwise, starmap
from sys import intern

from kentongan.compliance.keeping import Memo
from kentongan.compliance.reading.stems import kinds, stem
from kentongan.compliance.reading.weights import Weights, models

#: A word, the feature of its stem, the kinds it is of, what it gives to the whole text; what word,
#: stem and that weigh in all models; what weighs behind the word, and behind its stem.
Word = tuple[str, str, frozenset[str], str, int, int, int, Mapping[str, int], Mapping[str, int]]
#: A name of a candidate or a party of the region.
LOCAL = "@lokal"
#: Words and sets of kinds of words that are kept.
_MOST_WORDS, _MOST_SETS = 16_384, 4_096
#: Words apart that two kinds of words may be to count as following each other.
_NEAR = 6
_SMALL_DIGITS, _TEN = 2, 10
#: Words that deny or forbid, and how many words behind them they reach.
_DENIES = frozenset(
    "tidak tak bukan jangan tanpa ora teu mboten ga gak nggak enggak belum ulah ojo"
    " dilarang".split()
)
_REACH = 3
_BEGIN, _END = "^", "$"
_NONE: frozenset[str] = frozenset()
_GET: Callable[[Mapping[str, int], str], int | None] = dict.get  # type: ignore[assignment]


def _weights() -> Weights:
    return models()[1]


def _word(token: str) -> Word:
    """How a word is seen, its features, its kinds: of a number only how long it is counts."""
    if token.isdigit():
        is_small = len(token) <= _SMALL_DIGITS and 0 < int(token) < _TEN
        token = f"#{'small' if is_small else 'long'}{min(len(token), 5)}"
        kinds_of_word = frozenset({"digit"})
    elif token == LOCAL:
        kinds_of_word = frozenset({LOCAL[1:]})
    else:
        known = kinds()
        kinds_of_word = known.get(token) or known.get(stem(token)) or _NONE
    root = stem(token)
    token, its_stem, within = intern(token), intern(f"s:{root}"), intern(f"d:{root}")
    weights = _weights()
    weigh = weights.packed
    weighs = weigh(f"w:{token}"), weigh(its_stem), weigh(within)
    return (
        token,
        its_stem,
        kinds_of_word,
        within,
        *weighs,
        weights.after(token),
        weights.after(its_stem),
    )


WORDS = Memo(_word, _MOST_WORDS)


def weigh(words: Sequence[Word]) -> tuple[int, int]:
    """What words in their order weigh in all models, and how many features they have.

    A word or a stem that comes again counts once, and so does one that is followed by the same.
    """
    written, stems, of_kinds, _, by_word, by_stem, _, after_word, after_stem = zip(
        *words, strict=True
    )
    found = _in_kinds(written, of_kinds)
    total, count = _weights().sum(found), len(found)
    begun = _weights().after(_BEGIN).get(written[0])
    behind = map(_GET, after_word, (*written[1:], _END))
    if len(set(written)) == len(words):
        total += sum(filter(None, (begun, *behind, *by_word)))
        count += 2 * len(words) + 1
    else:
        own = dict(zip(written, by_word, strict=True))
        follow = dict(zip(pairwise((_BEGIN, *written, _END)), (begun, *behind), strict=True))
        total += sum(filter(None, (*own.values(), *follow.values())))
        count += len(own) + len(follow)
    behind = map(_GET, after_stem, stems[1:])
    if len(set(stems)) == len(words):
        total += sum(filter(None, (*behind, *by_stem)))
        count += 2 * len(words) - 1
    else:
        own = dict(zip(stems, by_stem, strict=True))
        follow = dict(zip(pairwise(stems), behind, strict=True))
        total += sum(filter(None, (*own.values(), *follow.values())))
        count += len(own) + len(follow)
    return total, count


def in_words(words: Sequence[Word]) -> tuple[str, ...]:
    """The features that :func:`weigh` weighs, as they are written in the files of the models."""
    written, stems, of_kinds, *_ = zip(*words, strict=True)
    follow = {f"b:{one} {other}" for one, other in pairwise((_BEGIN, *written, _END))}
    follow |= {f"t:{one[2:]} {other[2:]}" for one, other in pairwise(stems)}
    own = {f"w:{word}" for word in written}
    return *own, *set(stems), *follow, *_in_kinds(written, of_kinds)


def _in_kinds(written: Sequence[str], of_kinds: Sequence[frozenset[str]]) -> frozenset[str]:
    """Which kinds of words follow each other, which are denied."""
    close = _close(of_kinds)
    found = _NONE.union(*starmap(_following, close)) if close else _NONE
    if not _DENIES.isdisjoint(written):
        found = found.union(_denied(written, of_kinds))
    return found


def _close(of_kinds: Sequence[frozenset[str]]) -> set[tuple[frozenset[str], frozenset[str]]]:
    """Of words of these kinds: which follow each other closely."""
    placed = [(at, some) for at, some in enumerate(of_kinds) if some]
    found: set[tuple[frozenset[str], frozenset[str]]] = set()
    for index, (at, some) in enumerate(placed, 1):
        for later, other in placed[index : index + _NEAR]:
            if later - at > _NEAR:
                break
            found.add((some, other))
    return found


def _denied(words: Sequence[str], of_kinds: Sequence[frozenset[str]]) -> Iterator[str]:
    """Kinds of words that stand behind one that denies or forbids."""
    for at, word in enumerate(words, 1):
        if word in _DENIES:
            for later in of_kinds[at : at + _REACH]:
                yield from map("X:".__add__, later)


@lru_cache(maxsize=16384)
def _following(some: frozenset[str], others: frozenset[str]) -> tuple[str, ...]:
    """That words of the kinds ``some`` are followed by words of the kinds ``others``."""
    return tuple(intern(f"F:{kind}>{other}") for kind in some for other in others)


def present(given: tuple[frozenset[str], str]) -> tuple[str, ...]:
    """Which kinds of words occur at a time, and which of them meet in the sentence at all."""
    of_kinds, time = given
    some = sorted(of_kinds)
    meet = [f"P:{one}&{other}" for one, other in combinations(some, 2)]
    return *map("C:".__add__, some), *[f"T:{kind}{time}" for kind in some], *meet


def beside(of_kinds: frozenset[str]) -> tuple[str, ...]:
    """That words of these kinds stand in the sentences before and behind."""
    return tuple(map("N:".__add__, of_kinds))


def within(of_kinds: frozenset[str]) -> tuple[str, ...]:
    """That words of these kinds stand in the text."""
    return tuple(map("D:".__add__, of_kinds))


def _weigh_present(given: tuple[frozenset[str], str]) -> tuple[int, int]:
    features = present(given)
    return _weights().sum(features), len(features)


#: What sets of kinds weigh, by where they stand; of those in the sentence also how many features
#: they have.
PRESENT = Memo(_weigh_present, _MOST_SETS)
BESIDE: Memo[frozenset[str], int] = Memo(
    lambda of_kinds: _weights().sum(beside(of_kinds)), _MOST_SETS
)
WITHIN: Memo[frozenset[str], int] = Memo(
    lambda of_kinds: _weights().sum(within(of_kinds)), _MOST_SETS
)
#: What the features of a draft and of a place in it weigh.
GENERAL: Memo[tuple[str, ...], int] = Memo(lambda features: _weights().sum(features), _MOST_SETS)

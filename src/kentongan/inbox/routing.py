"""Whose matter is it? Proposes units with reasons; people decide with one tap.

At cold start it knows the units' own words: names, what units of such a name do, and what the
units wrote of their services. Every disposition teaches it: a linear model over the words of the
matter and their pairs, one step of gradient descent a disposition, on top of the units' own words.
What was learned is one number for a word and a unit, stored in the installation and resettable.
How good: ``docs/ukuran/unit-penerima.md``.
"""

from __future__ import annotations

import json
import re
from collections import defaultdict
from collections.abc import Callable, Iterable, Mapping, Sequence, Set as AbstractSet
from dataclasses import dataclass, field
from functools import cache, lru_cache
from importlib.resources import files
from itertools import pairwise
from math import exp, hypot, log
from uuid import UUID

from django.db import connection
from django.db.models import F

from kentongan.inbox.models import Case, Learned, Message, Services
from kentongan.kernel.say import gettext as _
from kentongan.language.stems import stem, stems
from kentongan.people.models import Unit

#: Words, and pairs of words, of a matter that are looked at.
MOST_STEMS = 60
#: Messages of a case that are read for it, from the first on.
MOST_TEXTS = 10
#: What one word of a unit's own description weighs, on the scale of what is learned.
OWN_WORD = 6.0
#: What the place of a matter weighs in the name of a unit.
PLACE = 1.5
#: How far one disposition moves the words of a matter, and how many matters a unit gets.
STEP, STEP_OF_SHARE = 6.0, 0.01
#: Words that were seen often move less.
SETTLING = 0.2
#: Units that were believed instead and step back, and how far they had to be believed.
MOST_RIVALS, LEAST_BELIEF = 4, 0.02
#: As many matters are thought to have come before the first, so that early counts say little.
BEFORE = 10
_SHORT = 3
#: Marks out of which the words of a reason are chosen.
_NAMED = 5
_ADD = """
    INSERT INTO inbox_learned (stem, unit_id, count, weight) VALUES (%s, %s, %s, %s)
    ON CONFLICT (stem, unit_id) DO UPDATE SET
        count = inbox_learned.count + excluded.count,
        weight = inbox_learned.weight + excluded.weight
"""
_WORD = re.compile(r"[^\W\d_]{3,}")


def _stemmed(words: str) -> frozenset[str]:
    return frozenset(stem(word) for word in words.split())


#: Words that stand in any message and tell nothing of whose it is.
_EMPTY = _stemmed(
    "yang dan di ke dari untuk dengan ini itu ada tidak tolong mohon min admin pak bu bapak ibu"
    " saya kami kita apa kapan bagaimana gimana kenapa mengapa sudah udah belum blm lagi juga"
    " kok nih dong sih ya yg udh gak ga nggak bisa mau jadi sama saja aja banget terus sampai"
    " kalau kalo karena agar atau hari terima kasih makasih assalamualaikum selamat pagi siang"
    " sore malam"
)
#: Words in the names of many units.
_OFFICES = _stemmed("dinas badan kantor kabupaten kota daerah pemerintah kecamatan kelurahan desa")


@dataclass(frozen=True, slots=True)
class Proposal:
    """A unit with its share of the belief (0 to 1) and why, in words."""

    unit: Unit
    share: float
    reasons: tuple[str, ...]


@cache
def duties() -> dict[str, tuple[str, ...]]:
    """Words of a unit's name → stems of what units of that name do."""
    text = files(__package__).joinpath("data/duties.json").read_text("utf-8")
    return {name: tuple(stems(words)) for name, words in json.loads(text).items()}


def telling(text: str) -> list[str]:
    """The stems of a text that may tell what it is about, each once."""
    found = (s for s in stems(text) if len(s) >= _SHORT and not s.isdigit())
    kept = (s for s in found if s not in _EMPTY and s not in _OFFICES)
    return list(dict.fromkeys(kept))[:MOST_STEMS]


def marks(text: str) -> list[str]:
    """By what a matter is known: its stems, then its pairs of neighbours, each once."""
    found = [s for s in stems(text) if s not in _EMPTY and not s.isdigit()]
    words = dict.fromkeys(s for s in found if len(s) >= _SHORT)
    pairs = dict.fromkeys(f"{one} {other}" for one, other in pairwise(found))
    return [*list(words)[:MOST_STEMS], *list(pairs)[:MOST_STEMS]]


def as_written(text: str) -> dict[str, str]:
    """Stems of a text → the word that stands there, in small letters."""
    return {stem(word): word for word in reversed(_WORD.findall(text.lower()))}


@lru_cache(maxsize=8_192)
def described(name: str) -> frozenset[str]:
    """What a unit says of itself: the words of its name, and what such units do."""
    small = name.lower()
    does = (words for part, words in duties().items() if part in small)
    return frozenset(telling(name)).union(*does)


@lru_cache(maxsize=2_048)
def _written(words: str) -> frozenset[str]:
    """The stems of what a unit wrote of its services."""
    return frozenset(telling(words))


#: The name of a unit → its own words.
Own = Callable[[str], frozenset[str]]


def propose(
    case: Case,
    *,
    limit: int = 3,
    texts: Sequence[str] | None = None,
    units: Iterable[Unit] | None = None,
) -> list[Proposal]:
    """The most likely units for a case, most likely first. Four statements, less one for each of
    what was read already: its ``texts``, oldest first, and all active ``units``.

    A unit named by its place in the message comes before others of its kind.
    """
    text = _text(case) if texts is None else "\n".join(texts[:MOST_TEXTS])
    known = _candidates() if units is None else [one for one in units if one.parent_id]
    return rank(marks(text), known, place=case.place, limit=limit, written=as_written(text))


def propose_together(cases: Iterable[Case], *, limit: int = 3) -> list[Proposal]:
    """The most likely units for several cases as if they were one, by how each begins. Three
    statements."""
    text = "\n".join(case.preview for case in cases)
    return rank(marks(text), _candidates(), limit=limit, written=as_written(text))


def elsewhere(proposals: Iterable[Proposal], cases: Iterable[Case]) -> list[Proposal]:
    """Those to which the cases can be handed: not the unit that has them all already."""
    units = {case.unit_id for case in cases}
    return [one for one in proposals if units != {one.unit.pk}]


def rank(
    said: Sequence[str],
    units: Iterable[Unit],
    *,
    place: str = "",
    limit: int = 3,
    own: Own = described,
    written: Mapping[str, str] | None = None,
) -> list[Proposal]:
    """Units by how well they fit ``said``; those for which nothing speaks are left out. Two
    statements. ``written``: how to write a stem in a reason."""
    known = {unit.pk: unit for unit in units}
    belief = _believed(said, known, own=own)
    for pk, unit in known.items():
        if place and place.lower() in unit.name.lower():
            belief.add(pk, place, PLACE)
    shares = belief.shares()
    order = sorted(known.values(), key=lambda unit: (-shares[unit.pk], unit.name))
    found = ((unit, belief.words_for(unit.pk)) for unit in order)
    return [
        Proposal(
            unit,
            shares[unit.pk],
            _reasons(unit, _spelt(words, written or {}), belief.matters.get(unit.pk, 0)),
        )
        for unit, words in found
        if words
    ][:limit]


def _spelt(words: Sequence[str], written: Mapping[str, str]) -> list[str]:
    return [" ".join(written.get(part, part) for part in word.split(" ")) for word in words]


def _reasons(unit: Unit, words: Sequence[str], taught: int) -> tuple[str, ...]:
    each = {word.lower(): word for word in reversed(words)}  # a place is a word of the text too
    reasons = [_("Ada kata: %(words)s.") % {"words": ", ".join(reversed(each.values()))}]
    if taught:
        text = _("%(n)s perkara pernah didisposisikan ke %(unit)s.")
        reasons.append(text % {"n": taught, "unit": unit.name})
    return tuple(reasons)


@dataclass(slots=True)
class _Belief:
    """How far each unit is believed, and what speaks for it.

    ``sizes``: what each mark of the matter weighs; of length one altogether. ``seen``: in how many
    matters it stood. ``matters``: how many each unit was given.
    """

    sizes: dict[str, float]
    seen: Mapping[str, int]
    matters: dict[UUID, int]
    scores: dict[UUID, float]
    gains: dict[UUID, dict[str, float]] = field(default_factory=lambda: defaultdict(dict))

    def add(self, pk: UUID, mark: str, gain: float) -> None:
        """Something speaks for a unit, or with a negative gain against it."""
        self.scores[pk] += gain
        self.gains[pk][mark] = self.gains[pk].get(mark, 0.0) + gain

    def shares(self) -> dict[UUID, float]:
        """The scores as parts of one."""
        best = max(self.scores.values(), default=0.0)
        powers = {pk: exp(score - best) for pk, score in self.scores.items()}
        whole = sum(powers.values())
        return {pk: power / whole for pk, power in powers.items()}

    def words_for(self, pk: UUID) -> tuple[str, ...]:
        """The three marks that speak most for a unit; a word of a named pair is not said twice."""
        best = sorted(((gain, mark) for mark, gain in self.gains[pk].items()), reverse=True)
        chosen = [mark for gain, mark in best if gain > 0][:_NAMED]
        pairs = [f" {mark} " for mark in chosen if " " in mark]
        apart = [m for m in chosen if f" {m} " in pairs or not any(f" {m} " in p for p in pairs)]
        return tuple(apart[:3])


def _believed(said: Sequence[str], known: Mapping[UUID, Unit], *, own: Own) -> _Belief:
    """What is believed of a matter. A pair counts from the second matter in which it stands."""
    rows = Learned.objects.filter(stem__in=["", *said])
    learned: dict[str, list[tuple[UUID, float]]] = defaultdict(list)
    seen: dict[str, int] = defaultdict(int)
    scores = dict.fromkeys(known, 0.0)
    matters: dict[UUID, int] = {}
    for mark, pk, count, weight in rows.values_list("stem", "unit", "count", "weight"):
        seen[mark] += count
        if pk not in known:
            continue
        if mark:
            learned[mark].append((pk, weight))
        else:
            matters[pk] = count
            scores[pk] = weight
    sizes = _sizes([mark for mark in said if " " not in mark or seen[mark]], seen)
    belief = _Belief(sizes, seen, matters, scores)
    services = dict(Services.objects.exclude(words="").values_list("unit", "words"))
    words = {
        pk: (own(unit.name) | _written(services.get(pk, ""))) & sizes.keys()
        for pk, unit in known.items()
    }
    common: dict[str, int] = defaultdict(int)
    for some in words.values():
        for word in some:
            common[word] += 1
    for pk, some in words.items():
        for word in some:
            belief.add(pk, word, sizes[word] * OWN_WORD / common[word] ** 0.5)
    for mark, size in sizes.items():
        for pk, weight in learned[mark]:
            belief.add(pk, mark, size * weight)
    return belief


def _sizes(said: Sequence[str], seen: Mapping[str, int]) -> dict[str, float]:
    """What marks weigh in a matter: rare ones more, all together of length one."""
    all_matters = seen.get("", 0) + BEFORE
    rare = {mark: log(all_matters / (seen.get(mark, 0) + 1)) + 1 for mark in said}
    length = hypot(*rare.values()) or 1.0
    return {mark: size / length for mark, size in rare.items()}


def learn(case: Case, unit: Unit) -> None:
    """A matter went to a unit: remember its words. Runs inside the transaction of the act.

    The words of a secret one are remembered nowhere.
    """
    if case.secret:
        return
    teach(marks(_text(case)), unit, _candidates())


def unlearn(case: Case, unit: Unit) -> None:
    """It came back: it is no longer counted, and its words speak less for that unit."""
    if case.secret:
        return
    said, known = marks(_text(case)), {one.pk: one for one in [*_candidates(), unit]}
    belief = _believed(said, known, own=described)
    _move(belief, {unit.pk: -belief.shares()[unit.pk]})
    counted = Learned.objects.filter(unit=unit, stem__in=["", *said], count__gt=0)
    counted.update(count=F("count") - 1)


def teach(said: Sequence[str], unit: Unit, units: Iterable[Unit], *, own: Own = described) -> None:
    """``unit`` was right for ``said``: it comes nearer by what it was not believed, and the units
    that were believed instead step back. Three statements, inside a transaction."""
    known = {one.pk: one for one in [*units, unit]}
    belief = _believed(said, known, own=own)
    shares = belief.shares()
    rivals = sorted(shares.keys() - {unit.pk}, key=lambda pk: (-shares[pk], pk))[:MOST_RIVALS]
    steps = {pk: -shares[pk] for pk in rivals if shares[pk] >= LEAST_BELIEF}
    steps[unit.pk] = 1 - shares[unit.pk]
    _move(belief, steps, counted={(mark, unit.pk) for mark in ["", *said]})


def _move(
    belief: _Belief,
    steps: Mapping[UUID, float],
    counted: AbstractSet[tuple[str, UUID]] = frozenset(),
) -> None:
    """Write the steps of the units, and one matter more for what is ``counted``. One statement.

    It adds to what stands there, always in one order: two dispositions at once lose nothing and
    do not wait for each other in a circle.
    """
    by = {("", pk): STEP_OF_SHARE * step for pk, step in steps.items()}
    for mark, size in belief.sizes.items():
        pace = STEP * size * (1 + belief.seen.get(mark, 0)) ** -SETTLING
        by |= {(mark, pk): pace * step for pk, step in steps.items()}
    rows = [
        (mark, _key(pk), int((mark, pk) in counted), weight)
        for (mark, pk), weight in sorted((dict.fromkeys(counted, 0.0) | by).items())
    ]
    with connection.cursor() as cursor:
        cursor.executemany(_ADD, rows)


def _key(pk: UUID) -> str | UUID:
    return pk.hex if connection.vendor == "sqlite" else pk


def _candidates() -> list[Unit]:
    """All units but the top one, with what is read here: 600 whole rows take four times as long,
    and a hundred cases may be handed on at once."""
    return list(Unit.objects.filter(active=True).exclude(parent=None).only("code", "name"))


def _text(case: Case) -> str:
    texts = Message.objects.filter(case=case, ours=False).values_list("text", flat=True)
    return "\n".join(texts[:MOST_TEXTS])

"""Whose matter is it? Proposes units with reasons; people decide with one tap.

At cold start it knows the units' own words: names, and what units of such a name do. Every
disposition teaches it (an online naive Bayes over the stems of the matter, with the units' own
words as its prior), stored in the installation and resettable.
"""

from __future__ import annotations

import json
from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from functools import cache
from importlib.resources import files
from math import log
from uuid import UUID

from django.db.models import F
from django.utils.translation import gettext as _

from kentongan.inbox.models import Case, Learned, Message
from kentongan.language.stems import stem, stems
from kentongan.people.models import Unit

#: Stems of a matter that are looked at.
MOST_STEMS = 60
#: What one word of a unit's own description weighs, in dispositions.
OWN_WORD = 3.0
SMOOTHING = 0.3
_SHORT = 3
#: Words that stand in any message and tell nothing of whose it is.
_EMPTY = frozenset(
    stem(word)
    for word in (
        "yang dan di ke dari untuk dengan ini itu ada tidak tolong mohon min admin pak bu bapak ibu"
        " saya kami kita apa kapan bagaimana gimana kenapa mengapa sudah udah belum blm lagi juga"
        " kok nih dong sih ya yg udh gak ga nggak bisa mau jadi sama saja aja banget terus sampai"
        " kalau kalo karena agar atau hari terima kasih makasih assalamualaikum selamat pagi siang"
        " sore malam dinas badan kantor kabupaten kota daerah pemerintah kecamatan kelurahan desa"
    ).split()
)


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
    """The stems of a text that may tell whose it is, each once."""
    found = (s for s in stems(text) if len(s) >= _SHORT and s not in _EMPTY and not s.isdigit())
    return list(dict.fromkeys(found))[:MOST_STEMS]


def described(unit: Unit) -> set[str]:
    """What a unit says of itself: the words of its name, and what such units do."""
    name = unit.name.lower()
    words = set(telling(unit.name))
    for part, does in duties().items():
        if part in name:
            words |= set(does)
    return words


def propose(case: Case, *, limit: int = 3) -> list[Proposal]:
    """The most likely units for a case, most likely first. Three statements.

    A unit named by its place in the message comes before others of its kind.
    """
    text = "\n".join(
        Message.objects.filter(case=case, ours=False).values_list("text", flat=True)[:10]
    )
    units = list(Unit.objects.filter(active=True).exclude(parent=None).select_related("type"))
    return rank(telling(text), units, place=case.place, limit=limit)


def rank(
    said: Sequence[str], units: Iterable[Unit], *, place: str = "", limit: int = 3
) -> list[Proposal]:
    """Units by how well they fit ``said``. One statement."""
    known = list(units)
    learned = _learned(said)
    totals = learned[""]
    own = {unit.pk: described(unit) for unit in known}
    common: dict[str, int] = defaultdict(int)
    for words in own.values():
        for word in words:
            common[word] += 1
    scored: list[tuple[float, Unit, tuple[str, ...]]] = []
    everything = sum(totals.values()) + SMOOTHING * len(known)
    for unit in known:
        taught = totals.get(unit.pk, 0)
        score = log((taught + SMOOTHING) / everything)
        reasons: list[tuple[float, str]] = []
        for word in said:
            prior = OWN_WORD / common[word] ** 0.5 if word in own[unit.pk] else 0.0
            seen = learned[word].get(unit.pk, 0)
            over_all = sum(learned[word].values()) + (OWN_WORD if common.get(word) else 0.0)
            if not over_all:
                continue
            gain = log((seen + prior + SMOOTHING) / (taught + OWN_WORD + SMOOTHING * 20)) - log(
                (over_all + SMOOTHING) / (everything + SMOOTHING * 20)
            )
            score += gain
            if seen + prior > 0:
                reasons.append((gain, word))
        if place and place.lower() in unit.name.lower():
            score += 1.5
            reasons.append((1.5, place))
        top = tuple(word for _gain, word in sorted(reasons, reverse=True)[:3])
        scored.append((score, unit, top))
    scored.sort(key=lambda row: (-row[0], row[1].name))
    best = scored[0][0] if scored else 0.0
    weights = [2.718281828 ** (score - best) for score, _unit, _top in scored]
    whole = sum(weights) or 1.0
    return [
        Proposal(unit, weight / whole, _reasons(unit, top, totals.get(unit.pk, 0)))
        for (_score, unit, top), weight in zip(scored[:limit], weights, strict=False)
        if top
    ]


def _reasons(unit: Unit, words: tuple[str, ...], taught: int) -> tuple[str, ...]:
    reasons = [_("Ada kata: %(words)s.") % {"words": ", ".join(words)}]
    if taught:
        text = _("%(n)s perkara pernah didisposisikan ke %(unit)s.")
        reasons.append(text % {"n": taught, "unit": unit.name})
    return tuple(reasons)


def _learned(said: Sequence[str]) -> dict[str, dict[UUID, int]]:
    found: dict[str, dict[UUID, int]] = defaultdict(dict)
    rows = Learned.objects.filter(stem__in=["", *said], count__gt=0)
    for word, unit_id, count in rows.values_list("stem", "unit", "count"):
        found[word][unit_id] = count
    return found


def learn(case: Case, unit: Unit) -> None:
    """A matter went to a unit: remember its stems. Runs inside the transaction of the act."""
    _count(case, unit, 1)


def unlearn(case: Case, unit: Unit) -> None:
    """It came back: what was learned from it is taken away again."""
    _count(case, unit, -1)


def _count(case: Case, unit: Unit, step: int) -> None:
    text = "\n".join(
        Message.objects.filter(case=case, ours=False).values_list("text", flat=True)[:10]
    )
    said = ["", *telling(text)]
    if step > 0:
        rows = [Learned(unit=unit, stem=word) for word in said]
        Learned.objects.bulk_create(rows, ignore_conflicts=True)
    known = Learned.objects.filter(unit=unit, stem__in=said)
    if step < 0:
        known = known.filter(count__gt=0)
    known.update(count=F("count") + step)

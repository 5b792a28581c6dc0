"""Words and phrases that a pemda itself wants reported, each with its severity and message."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from functools import lru_cache

from kentongan.compliance.draft import Facts, Severity, Watched
from kentongan.compliance.reading.text import Text
from kentongan.compliance.rule import Case, Example, Given, Hit, Rule, hit_at
from kentongan.kernel.say import gettext_noop
from kentongan.language.normalise import Normalised, Strength, normalise

_MIN_IN_TAG = 5


@dataclass(frozen=True, slots=True)
class _List:
    """The words in both shapes in which they stand in a text: written out, and in a hashtag."""

    words: re.Pattern[str]
    by_words: Mapping[str, Watched]
    by_tag: Mapping[str, Watched]
    glued: re.Pattern[str]


@lru_cache(maxsize=64)
def _list(watched: tuple[Watched, ...]) -> _List | None:
    by_words: dict[str, Watched] = {}
    for item in watched:
        plain = " ".join(normalise(item.text, Strength.LETTERS).text.split())
        if plain:
            by_words.setdefault(plain, item)
    if not by_words:
        return None
    longest = sorted(by_words, key=lambda plain: (-len(plain), plain))
    by_tag = {re.sub(r"\W", "", plain): by_words[plain] for plain in reversed(longest)}
    tags = sorted((tag for tag in by_tag if len(tag) >= _MIN_IN_TAG), key=len, reverse=True)
    words = "|".join(r"\s+".join(map(re.escape, plain.split())) for plain in longest)
    return _List(
        words=re.compile(rf"(?<!\w)(?:{words})(?!\w)"),
        by_words=by_words,
        by_tag=by_tag,
        glued=re.compile("|".join(map(re.escape, tags)) or r"(?!)"),
    )


def _hit(item: Watched, text: Text, form: Normalised, start: int, end: int) -> Hit:
    return hit_at(
        text,
        form,
        start,
        end,
        message=item.message,
        at_least=item.severity,
        at_most=item.severity,
    )


def _find(case: Case) -> Iterator[Hit]:
    known = _list(case.facts.watched)
    if known is None:
        return
    for text in case.texts:
        for match in text.find_once(known.words):
            item = known.by_words[" ".join(match.group().split())]
            yield _hit(item, text, text.letters, *match.span())
        for tag, body in text.tags:
            found = known.glued.search(body)
            if found:
                yield _hit(known.by_tag[found.group()], text, text.light, tag.start, tag.end)


_HERE = Facts(
    watched=(
        Watched("bansos bupati", Severity.MUST, "Bantuan sosial berasal dari negara."),
        Watched("rakyat kecil", Severity.HINT),
        Watched("gratis tis"),
    )
)

RULE = Rule(
    id="local.watched_words",
    family="local",
    title=gettext_noop("Kata yang diawasi daerah"),
    looks_for=gettext_noop(
        "Kata dan frasa yang didaftarkan pemda sendiri, masing-masing dengan tingkat dan pesannya."
    ),
    message=gettext_noop("Kata ini diawasi pemda Anda. Apakah perlu dipakai?"),
    suggestion=gettext_noop("Ganti dengan kata lain, atau tanyakan kepada pembina."),
    basis=("penyesuaian-daerah",),
    severity=Severity.WEIGH,
    find=_find,
    given=Given.WATCHED,
    examples_match=(
        Example("Bansos Bupati dibagikan besok.", facts=_HERE),
        Example("Terima kasih, bansos\nbupati!", facts=_HERE),
        Example("B4nsos bup4ti untuk semua", facts=_HERE, says="huruf diganti angka"),
        Example("#BansosBupati", facts=_HERE, says="tagar"),
        Example("Program ini untuk rakyat kecil.", facts=_HERE),
        Example("Semua gratis tis!", facts=_HERE),
    ),
    examples_miss=(
        Example("Bansos Bupati dibagikan besok.", says="tidak ada kata yang didaftarkan"),
        Example("Bansos dari Kementerian Sosial cair hari ini.", facts=_HERE),
        Example("Bupati membuka rapat.", facts=_HERE),
        Example("Rakyat dan usaha kecil diundang.", facts=_HERE),
        Example("Layanan ini gratis.", facts=_HERE),
        Example("Info https://contoh.go.id/bansos-bupati", facts=_HERE, says="di dalam tautan"),
    ),
)

"""Names of candidates, parties and slogans that the region itself has listed."""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import lru_cache

from kentongan.compliance.draft import Facts, Phase, Severity
from kentongan.compliance.rule import Case, Example, Hit, Rule, hit_at
from kentongan.compliance.say import gettext_noop
from kentongan.compliance.vocabulary import ELECTION_INFO
from kentongan.language.normalise import Strength, normalise
from kentongan.language.tokens import hashtags

_MIN_IN_TAG = 5


@lru_cache(maxsize=64)
def _patterns(names: tuple[str, ...]) -> tuple[re.Pattern[str], re.Pattern[str]] | None:
    """For names in running text, and for names glued together in a hashtag."""
    plain = {normalise(name, Strength.LETTERS).text.strip() for name in names} - {""}
    if not plain:
        return None
    longest = sorted(plain, key=lambda name: (-len(name), name))
    words = "|".join(r"\s+".join(map(re.escape, name.split())) for name in longest)
    tags = [re.escape(re.sub(r"\W", "", name)) for name in longest]
    glued = "|".join(tag for tag in tags if len(tag) >= _MIN_IN_TAG) or r"(?!)"
    return re.compile(rf"(?<!\w)(?:{words})(?!\w)"), re.compile(glued)


def _find(case: Case) -> Iterator[Hit]:
    patterns = _patterns(case.facts.local_names)
    if patterns is None:
        return
    words, glued = patterns
    for text in case.texts:
        for match in text.find(words):
            informs = ELECTION_INFO.search(text.sentence(*match.span())) is not None
            cap = Severity.WEIGH if informs else None
            yield hit_at(text, text.letters, *match.span(), at_most=cap)
        for tag in hashtags(text.light.text):
            body = normalise(tag.text[1:].replace("_", ""), Strength.LETTERS).text
            if glued.search(body):
                yield hit_at(text, text.light, tag.start, tag.end)


_NAMES = ("Dadang Supriatna", "Bersinar Lagi", "Ratna Wulan")
_HERE = Facts(local_names=_NAMES)
_CAMPAIGN = Facts(local_names=_NAMES, phase=Phase.CAMPAIGN)

RULE = Rule(
    id="neutrality.local_names",
    family="neutrality",
    title=gettext_noop("Nama dalam pemilihan ini"),
    looks_for=gettext_noop(
        "Nama calon, partai, dan semboyan yang dicatat daerah pada pemilihan yang sedang berjalan."
    ),
    message=gettext_noop(
        "Nama ini tercatat sebagai peserta atau semboyan pemilihan. Apakah perlu disebut?"
    ),
    suggestion=gettext_noop("Sebut jabatan atau lembaganya, bukan namanya."),
    basis=("skb-netralitas-2022", "uu-10-2016-71"),
    severity=Severity.WEIGH,
    by_phase={
        Phase.CAMPAIGN: Severity.MUST,
        Phase.QUIET: Severity.MUST,
        Phase.POLLING: Severity.MUST,
    },
    passed_by="penyelia",
    find=_find,
    examples_match=(
        Example("Dadang Supriatna meninjau pasar.", facts=_CAMPAIGN),
        Example("Bersama Ratna Wulan di posyandu", facts=_HERE),
        Example("Sukamaju bersinar lagi!", facts=_HERE, says="semboyan"),
        Example("#DadangSupriatna menyapa", facts=_HERE),
        Example("D a d a n g  S u p r i a t n a hadir", facts=_HERE, says="huruf berspasi"),
        Example("DADANG\nSUPRIATNA", facts=_HERE),
        Example("Rаtna Wulаn menyapa warga", facts=_HERE, says="huruf Kiril"),
    ),
    examples_miss=(
        Example("Dadang Supriatna meninjau pasar.", says="tidak ada nama yang dicatat"),
        Example("Pak Dadang juara panen.", facts=_HERE, says="nama lain"),
        Example("Lampu jalan kini bersinar terang.", facts=_HERE),
        Example("Ratna dan Wulan menari jaipong.", facts=_HERE),
        Example("Kulit bersinar, lagi promo.", facts=_HERE),
        Example("Info https://contoh.go.id/dadang-supriatna", facts=_HERE, says="di dalam tautan"),
        Example("Bupati membuka rapat.", facts=_CAMPAIGN),
    ),
)

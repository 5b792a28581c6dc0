"""More hashtags than help."""

from __future__ import annotations

from collections.abc import Iterator
from itertools import pairwise

from kentongan.compliance.draft import Severity
from kentongan.compliance.rule import Case, Example, Hit, Rule, examples
from kentongan.kernel.say import gettext, gettext_noop

MOST = 5


def _find(case: Case) -> Iterator[Hit]:
    written = case.draft.text
    if written.count("#") <= MOST:
        return
    tags = case.text.hashtags
    if len(tags) <= MOST:
        return
    # A block at the end is one thing to shorten; strewn ones are shown from the sixth on.
    first = tags[0]
    for before, after in pairwise(tags):
        if written[before.end : after.start].strip(" \n\t.,·•|"):
            first = after
    if tags.index(first) > MOST:
        first = tags[MOST]
    message = gettext("Ada {count} tagar; usahakan paling banyak {most}.")
    yield Hit(
        start=first.start,
        end=tags[-1].end,
        message=message.format(count=len(tags), most=MOST),
    )


_SIX = "#Posyandu #Sehat #Desa #Balita #Gizi #Kader"

RULE = Rule(
    id="network.hashtags",
    family="network",
    title=gettext_noop("Tagar terlalu banyak"),
    looks_for=gettext_noop("Lebih dari lima tagar dalam satu naskah."),
    message=gettext_noop("Tagarnya lebih dari lima."),
    suggestion=gettext_noop("Sisakan tagar daerah, program, dan satu dua topik."),
    basis=("pedoman-akses",),
    severity=Severity.HINT,
    passed_by="penyelia",
    spares_terms=False,
    needs=("#",),
    find=_find,
    examples_match=examples(
        "Posyandu buka besok. " + _SIX,
        _SIX + " #Imunisasi #VitaminA",
        "Ayo #Bersih #Bersih desa #Gemar #Rapi supaya #Indah dan #Sehat, #Kuat juga!",
        "Pasar dibuka!\n\n#Pasar\n#Desa\n#Umkm\n#Kopi\n#Batik\n#Wisata",
        "#A1b #B2c #C3d #D4e #E5f #F6g",
        "Hari jadi. #HariJadi, #Kirab, #Budaya, #Seni, #Musik, #Tari, #Wayang",
    ),
    examples_miss=examples(
        "Posyandu buka besok. #Posyandu #Sehat #Desa #Balita #Gizi",
        "Tanpa tagar sama sekali.",
        Example("Nomor #1 #2 #3 #4 #5 #6 #7", says="nomor, bukan tagar"),
        "Satu saja #Posyandu",
        "Lihat https://contoh.go.id/#a dan #Desa",
        "",
    ),
)

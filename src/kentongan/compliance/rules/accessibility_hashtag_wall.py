"""A wall of hashtags, read out one by one."""

from __future__ import annotations

from collections.abc import Iterator

from kentongan.compliance.draft import Severity
from kentongan.compliance.rule import Case, Hit, Rule, examples
from kentongan.kernel.say import gettext, gettext_noop
from kentongan.language.tokens import Token

MOST = 5
_BETWEEN = " \n\t\r.,·•|-–"


def _find(case: Case) -> Iterator[Hit]:
    text = case.draft.text
    if text.count("#") <= MOST:
        return
    run: list[Token] = []
    for tag in case.text.hashtags:
        if run and text[run[-1].end : tag.start].strip(_BETWEEN):
            yield from _hit(run)
            run = []
        run.append(tag)
    yield from _hit(run)


def _hit(run: list[Token]) -> Iterator[Hit]:
    if len(run) > MOST:
        message = gettext("Pembaca layar membacakan {count} tagar ini satu per satu.")
        yield Hit(run[0].start, run[-1].end, message=message.format(count=len(run)))


_WALL = "#Desa #Posyandu #Sehat #Balita #Gizi #Kader"

RULE = Rule(
    id="accessibility.hashtag_wall",
    family="accessibility",
    title=gettext_noop("Deretan tagar"),
    looks_for=gettext_noop("Lebih dari lima tagar berturut-turut."),
    message=gettext_noop("Pembaca layar membacakan deretan tagar satu per satu."),
    suggestion=gettext_noop("Sisakan paling banyak lima, di akhir naskah."),
    basis=("pedoman-akses",),
    severity=Severity.HINT,
    passed_by="penyelia",
    spares_terms=False,
    needs=("#",),
    find=_find,
    examples_match=examples(
        "Posyandu buka. " + _WALL,
        _WALL + "\nPosyandu buka besok.",
        _WALL.replace(" ", "\n"),
        _WALL.replace(" ", ", ") + ", #Imunisasi",
        _WALL.replace(" ", " | "),
        "A #Satu b " + _WALL,
    ),
    examples_miss=examples(
        "Posyandu buka. #Desa #Posyandu #Sehat #Balita #Gizi",
        "Di #Desa ada #Posyandu supaya #Sehat, #Balita dapat #Gizi dari #Kader",
        "Tanpa tagar.",
        "#1 #2 #3 #4 #5 #6 #7",
        "#Satu",
        "#A1 dan #B2, lalu #C3",
    ),
)

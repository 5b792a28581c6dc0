"""Sentences that hate or insult without any word that a rule knows."""

from __future__ import annotations

from collections.abc import Iterator

from kentongan.compliance.draft import Severity
from kentongan.compliance.reading import likeness
from kentongan.compliance.rule import Case, Hit, Rule, examples
from kentongan.kernel.say import gettext, gettext_noop

#: Without a word of one of these kinds nobody is hated, and the model need not be asked.
_ABOUT = frozenset({"hina", "kelompok", "usir", "jelek", "rentan"})


def _find(case: Case) -> Iterator[Hit]:
    if "hate_abuse" in case.gravest:
        return
    message = gettext(
        "Kalimat ini mirip kalimat yang menghina atau membenci, terutama karena kata {words}. Ini "
        "dugaan mesin: baca ulang, lalu putuskan."
    )
    yield from likeness.hits(case, "hate_abuse", message, most=Severity.WEIGH, about=_ABOUT)


RULE = Rule(
    id="hate_abuse.likeness",
    family="hate_abuse",
    title=gettext_noop("Mirip hinaan atau kebencian"),
    looks_for=gettext_noop(
        "Kalimat yang menurut model kecil mirip hinaan, ancaman, atau kebencian yang pernah "
        "ditandai orang. Hanya dicari bila aturan lain tidak menemukan apa-apa."
    ),
    message=gettext_noop("Kalimat ini mirip kalimat yang menghina atau membenci."),
    suggestion=gettext_noop(
        "Sebut perbuatannya dengan kata yang tenang, tanpa menyerang orangnya."
    ),
    basis=("se-137-2018", "skb-11-2019"),
    severity=Severity.WEIGH,
    find=_find,
    about=_ABOUT,
    passage=True,
    examples_match=examples(
        "Petani kampung itu bodoh, jangan diajak rapat.",
        "Mereka itu perusak, buang ke laut saja.",
        "Penganut aliran itu perusak, usir dari kampung.",
        "Orang udik merusak pemandangan, suruh pulang.",
        "Buruh kampungan, jangan ikut rapat.",
        "Pendatang itu biang keributan, suruh pulang semua.",
    ),
    examples_miss=examples(
        "Anjing peliharaan divaksin Sabtu di balai desa.",
        "Kampung kami menerima tamu dari berbagai suku.",
        "Jangan membuang sampah ke sungai, ya.",
        "Difabel mendapat loket khusus di lantai satu.",
        "Kritik pedas warga kami jawab dengan data.",
        "Perempuan pelaut berbagi cerita di radio.",
    ),
)

"""An alt text that says the caption again."""

from __future__ import annotations

import re
from collections.abc import Iterator

from kentongan.compliance.draft import MediaFact, Severity
from kentongan.compliance.reading.text import Text
from kentongan.compliance.rule import Case, Example, Given, Hit, Rule
from kentongan.kernel.say import gettext_noop

_WORD = re.compile(r"[^\W_]+")
_LEAD = re.compile(r"^(?:ini |adalah )*(?:foto|gambar|dokumentasi|potret|ilustrasi|suasana) ")
_LEAST, _SHARED, _LONGEST = 4, 0.85, 600


def _find(case: Case) -> Iterator[Hit]:
    caption = frozenset(case.text.lower_words) if case.draft.media else frozenset()
    for index, media in enumerate(case.draft.media):
        alt = _WORD.findall(_LEAD.sub("", media.alt.lower()[:_LONGEST]))
        said = frozenset(alt)
        # Most alt texts have words of their own, and need no closer look.
        near = len(alt) >= _LEAST and len(said & caption) >= _SHARED * len(said)
        if near and _repeats(case.text, alt, said):
            yield Hit(0, 0, f"media:{index}", quote=media.alt)


def _repeats(text: Text, alt: list[str], said: frozenset[str]) -> bool:
    whole = " ".join(_WORD.findall(text.original.lower()))
    if f" {' '.join(alt)} " in f" {whole} ":
        return True
    return any(
        len(said & words) >= _SHARED * len(said | words)
        for words in (
            frozenset(word.text.lower() for word in words)
            for _sentence, words in text.sentence_words
        )
        if len(words) >= _LEAST
    )


def _example(text: str, alt: str) -> Example:
    return Example(text, says=f"alt: {alt}", media=(MediaFact(alt=alt),))


_TEXT = "Simulasi gempa di SD Sukamaju diikuti murid dan guru. Semua pulang dengan selamat."

RULE = Rule(
    id="accessibility.alt_repeats",
    family="accessibility",
    title=gettext_noop("Teks alternatif mengulang naskah"),
    looks_for=gettext_noop("Teks alternatif yang sama atau hampir sama dengan kalimat naskah."),
    message=gettext_noop(
        "Teks ini mengulang naskah, sehingga pembaca layar mendengar hal yang sama dua kali."
    ),
    suggestion=gettext_noop("Ceritakan apa yang terlihat: siapa, sedang apa, di mana."),
    basis=("wcag-22",),
    severity=Severity.WEIGH,
    passed_by="penyelia",
    spares_terms=False,
    find=_find,
    given=Given.MEDIA,
    examples_match=(
        _example(_TEXT, "Simulasi gempa di SD Sukamaju diikuti murid dan guru"),
        _example(_TEXT, "Foto simulasi gempa di SD Sukamaju diikuti murid dan guru."),
        _example(_TEXT, "SIMULASI GEMPA DI SD SUKAMAJU"),
        _example(_TEXT, _TEXT),
        _example("Panen raya di Desa Sukamaju hari ini!", "Panen raya di desa sukamaju hari ini"),
        _example(_TEXT, "Simulasi gempa di SD Sukamaju diikuti guru dan murid"),
    ),
    examples_miss=(
        _example(_TEXT, "Murid bertas di kepala berbaris keluar kelas"),
        _example(_TEXT, "Murid SD Sukamaju berlindung di bawah meja saat simulasi gempa"),
        _example("Jeruk siap dipetik.", "Jeruk matang."),
        _example(_TEXT, "Simulasi gempa"),
        _example(_TEXT, ""),
        _example("Posyandu buka besok.", "Poster bertuliskan posyandu buka besok pukul 08.00"),
    ),
)

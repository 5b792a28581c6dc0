"""A picture without alt text: nothing for a screen reader to say."""

from __future__ import annotations

from collections.abc import Iterator

from kentongan.compliance.draft import MediaFact, Severity
from kentongan.compliance.rule import Case, Example, Given, Hit, Rule
from kentongan.kernel.say import gettext, gettext_noop
from kentongan.language.normalise import Strength, normalise


def _find(case: Case) -> Iterator[Hit]:
    for index, media in enumerate(case.draft.media):
        if not normalise(media.alt, Strength.LIGHT).text.strip():
            message = gettext(
                "Gambar {number} belum punya teks alternatif, sehingga pembaca layar melewatinya."
            ).format(number=index + 1)
            yield Hit(start=0, end=0, where=f"media:{index}", message=message)


def _example(*alts: str, says: str = "") -> Example:
    return Example(
        "Jadwal posyandu Agustus.", says=says, media=tuple(MediaFact(alt=alt) for alt in alts)
    )


_GOOD = "Kader menimbang balita di balai desa"

RULE = Rule(
    id="accessibility.alt_missing",
    family="accessibility",
    title=gettext_noop("Teks alternatif belum ada"),
    looks_for=gettext_noop("Gambar tanpa teks alternatif."),
    message=gettext_noop("Gambar belum punya teks alternatif."),
    suggestion=gettext_noop("Tulis siapa, apa, di mana, dan tulisan penting yang ada di gambar."),
    basis=("uu-8-2016", "wcag-22"),
    severity=Severity.WEIGH,
    passed_by="penyelia",
    spares_terms=False,
    find=_find,
    given=Given.MEDIA,
    examples_match=(
        _example("", says="satu gambar tanpa teks"),
        _example(_GOOD, "", says="gambar kedua tanpa teks"),
        _example("   ", says="hanya spasi"),
        _example("\u200b\u200b", says="hanya huruf tak terlihat"),
        _example("\n", says="hanya baris baru"),
        _example("", "", says="dua gambar tanpa teks"),
    ),
    examples_miss=(
        _example(says="tanpa gambar"),
        _example(_GOOD),
        _example(_GOOD, "Tabel jadwal: Senin Dukuh, Selasa Krajan"),
        _example("Poster: imunisasi campak gratis, Sabtu 15 Agustus 2026"),
        _example("Peta genangan Sungai Cilutung pukul 06.00 WIB"),
        _example("Camat menyerahkan kartu kepada seorang warga di aula"),
    ),
)

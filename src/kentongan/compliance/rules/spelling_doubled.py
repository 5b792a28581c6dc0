"""The same small word twice in a row."""

from __future__ import annotations

from collections.abc import Iterator

from kentongan.compliance.draft import Severity
from kentongan.compliance.rule import Case, Given, Hit, Rule, examples
from kentongan.compliance.words.slips import slips_of
from kentongan.kernel.say import gettext_noop


def _find(case: Case) -> Iterator[Hit]:
    return slips_of(case, "doubled")


RULE = Rule(
    id="spelling.doubled",
    family="spelling",
    title=gettext_noop("Kata ganda"),
    looks_for=gettext_noop("Kata tugas yang tertulis dua kali berturut-turut (yang yang, di di)."),
    message=gettext_noop("Kata ini tertulis dua kali."),
    basis=("pedoman-bahasa-jelas",),
    severity=Severity.HINT,
    passed_by="penyelia",
    spares_terms=True,
    find=_find,
    given=Given.SLIPS,
    examples_match=examples(
        "Warga yang yang belum mendaftar.",
        "Datang ke ke balai desa.",
        "Buku dan dan alat tulis.",
        "Acara untuk untuk anak.",
        "Petugas akan akan menghubungi Anda.",
        "Bantuan dari dari kabupaten.",
    ),
    examples_miss=examples(
        "Warga yang belum mendaftar.",
        "Anak-anak dan ibu-ibu hadir.",
        "Masing-masing membawa bekal.",
        "Di mana? Di balai desa.",
        "Ada kupu-kupu di taman.",
        "Untuk siapa? Untuk semua.",
    ),
)

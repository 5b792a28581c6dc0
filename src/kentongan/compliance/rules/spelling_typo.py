"""One keystroke away from a frequent word."""

from __future__ import annotations

from collections.abc import Iterator

from kentongan.compliance.draft import Facts, Severity
from kentongan.compliance.rule import Case, Example, Given, Hit, Rule, examples
from kentongan.compliance.words.slips import slips_of
from kentongan.kernel.say import gettext_noop


def _find(case: Case) -> Iterator[Hit]:
    return slips_of(case, "typo")


RULE = Rule(
    id="spelling.typo",
    family="spelling",
    title=gettext_noop("Salah ketik"),
    looks_for=gettext_noop(
        "Kata yang tidak dikenal dan hanya berbeda satu huruf, atau tertukar dua huruf, dari"
        " satu kata "
        "yang lazim. Nama, istilah asing, kutipan, dan bahasa daerah dibiarkan."
    ),
    message=gettext_noop("Sepertinya ada huruf yang salah."),
    basis=("pedoman-bahasa-jelas",),
    severity=Severity.HINT,
    passed_by="penyelia",
    spares_terms=True,
    find=_find,
    given=Given.SLIPS,
    examples_match=examples(
        "Pendafatran ditutup malam ini.",
        "Datanglah ke kantor kelurahann sebelum siang.",
        "Petugas akan memperbaiki jaringam air besok.",
        "Jangan lupa tutup tempayanya.",
        "Pelayanan dibuka kembali setelah istrahat siang.",
        "Jembatan sudah diperbaki pekan lalu.",
    ),
    examples_miss=examples(
        "Pendaftaran ditutup malam ini.",
        "Warga Parunglisung dan Kedungmulih bergotong royong.",
        "Wedang uwuh, lupis, dan jathilan di alun-alun.",
        "Kak Zulfaa dan Kak Qonitatin mendongeng.",
        "Sasarengan ngaruwat lembur, hatur nuhun baraya.",
        "Kata warga, “pelayannya ramah”.",
        "Ikuti @pendafatran dan #Pendafatran",
        Example(
            "Kelas pembuatan jaringam dibuka.", facts=Facts(known_words=frozenset({"jaringam"}))
        ),
    ),
)

"""Chat abbreviations in a post of the institution."""

from __future__ import annotations

from collections.abc import Iterator

from kentongan.compliance.draft import Severity
from kentongan.compliance.rule import Case, Example, Given, Hit, Rule, examples
from kentongan.compliance.words.slips import slips_of
from kentongan.kernel.say import gettext_noop


def _find(case: Case) -> Iterator[Hit]:
    if case.draft.kind in ("post", "release"):
        yield from slips_of(case, "short")


RULE = Rule(
    id="spelling.short_forms",
    family="spelling",
    title=gettext_noop("Singkatan percakapan"),
    looks_for=gettext_noop(
        "Singkatan pesan pendek (yg, dgn, utk, anak2) dalam unggahan atau siaran lembaga. "
        "Balasan, kutipan, dan bahasa daerah dibiarkan."
    ),
    message=gettext_noop("Tulis lengkap supaya mudah dibaca semua orang dan pembaca layar."),
    basis=("pedoman-bahasa-jelas",),
    severity=Severity.HINT,
    passed_by="penyelia",
    spares_terms=True,
    find=_find,
    given=Given.SLIPS,
    examples_match=examples(
        "Warga yg belum merekam KTP silakan datang.",
        "Bawa KTP dgn fotokopi KK.",
        "Loket dibuka utk umum.",
        "Anak2 posyandu menerima vitamin.",
        "Layanan tutup krn hari libur.",
        "Berkas hrs lengkap.",
    ),
    examples_miss=examples(
        "Warga yang belum merekam KTP silakan datang.",
        Example("Baik Kak, berkas yg lama tidak perlu dibawa.", kind="reply"),
        "Rute 5 km lewat Jl. Kenanga, dr. Rina ikut.",
        "Kata warga, “yg jaga loket ramah”.",
        "Murid SMP dan SMA, beserta guru, dll.",
        "Ikuti @info_yg dan #UtkWarga",
        "Info resmi hanya di sscasn.bkn.go.id.",
        "Suhu 30 °C, berat 2 kg, panjang 3 m.",
    ),
)

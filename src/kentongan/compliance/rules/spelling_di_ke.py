"""Di and ke: apart before a place, joined before a verb."""

from __future__ import annotations

from collections.abc import Iterator

from kentongan.compliance.draft import Severity
from kentongan.compliance.rule import Case, Given, Hit, Rule, examples
from kentongan.compliance.words.slips import slips_of
from kentongan.kernel.say import gettext_noop


def _find(case: Case) -> Iterator[Hit]:
    return slips_of(case, "di_ke")


RULE = Rule(
    id="spelling.di_ke",
    family="spelling",
    title=gettext_noop("Penulisan di dan ke"),
    looks_for=gettext_noop(
        "Awalan di- yang terpisah dari kata kerjanya (di buka), serta kata depan di dan ke yang"
        " tersambung "
        "dengan tempatnya (dikantor, kepuskesmas)."
    ),
    message=gettext_noop(
        "Di dan ke ditulis terpisah di depan tempat, tersambung di depan kata kerja."
    ),
    basis=("pedoman-bahasa-jelas",),
    severity=Severity.HINT,
    passed_by="penyelia",
    spares_terms=True,
    find=_find,
    given=Given.SLIPS,
    examples_match=examples(
        "Loket di buka pukul 08.00.",
        "Jangan membakar sampah dipinggir jalan.",
        "Bawa balita kepuskesmas terdekat.",
        "Kedepan, layanan ini dapat diakses dari rumah.",
        "Pengumuman di tempel di papan desa.",
        "Dimana saja lokasinya? Lihat peta ini.",
        "Berkas di serahkan kepada petugas.",
        "Rombongan tiba diMajalengka siang ini.",
    ),
    examples_miss=examples(
        "Loket dibuka di balai warga.",
        "Di sana tersedia kursi.",
        "Dari Kedungmulih ke Kepatihan, lewat Kesambiroto.",
        "Gang Dibalik Bukit, mural karya pemuda.",
        "Keluar lewat pintu barat, lalu ke kanan.",
        "Dimulai Senin, diolah di bank sampah.",
        "Yang di perantauan boleh menitip kepada saudara.",
        "Kedua regu, kelima juri, dan keempat panitia.",
    ),
)

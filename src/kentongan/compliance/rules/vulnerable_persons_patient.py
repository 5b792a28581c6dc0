"""Somebody named whose illness neighbours would learn from the post."""

from __future__ import annotations

from collections.abc import Iterator

from kentongan.compliance.draft import MediaFact, Severity
from kentongan.compliance.reading.guiding import guided
from kentongan.compliance.rule import Case, Example, Hit, Rule, examples, hit_typed
from kentongan.compliance.words.plight import MEDICAL, plights, told_by
from kentongan.kernel.say import gettext_noop


def _find(case: Case) -> Iterator[Hit]:
    for text in case.texts:
        for plight in plights(text, *MEDICAL):
            yield hit_typed(text, plight.start, plight.end)


RULE = Rule(
    id="vulnerable_persons.patient",
    family="vulnerable_persons",
    title=gettext_noop("Pasien disebut namanya"),
    looks_for=gettext_noop(
        "Nama pasien, penyandang disabilitas, orang dengan gangguan jiwa, atau pecandu bersama "
        "keadaannya."
    ),
    message=gettext_noop(
        "Orang yang sakit berhak tidak dikenali dari unggahan. Ceritakan "
        "tanpa nama dan tanpa tempat "
        "yang sempit."
    ),
    suggestion=gettext_noop(
        "Ganti namanya, misalnya “seorang warga”, atau simpan persetujuan tertulis orangnya."
    ),
    basis=("uu-27-2022",),
    severity=Severity.MUST,
    passed_by="bagian_hukum",
    find=guided(_find, "vulnerable_persons"),
    opened_by=told_by(*MEDICAL),
    examples_match=examples(
        "Evakuasi Mbah Kromo, ODGJ yang dipasung delapan tahun, berjalan tenang.",
        "Alat bantu dengar untuk ananda Khansa, siswi SLB yang tuli sejak lahir.",
        "Satu lagi warga sembuh! Yu Painem bebas kusta.",
        Example("Eyang Pujo sampun pikun, sok kesasar tekan pasar.", says="bahasa Jawa"),
        Example("Semangat, dek Rafa! Bocah penderita leukemia ini besok berangkat kemoterapi."),
        "Vanya dan Melodi perlu konseling karena menyayat tangan.",
        Example(
            "Poli kami tertib.",
            media=(MediaFact(alt="Kartinah, pasien stroke, duduk di kursi roda"),),
        ),
    ),
    examples_miss=examples(
        "Sekolah inklusi menerima semua anak, termasuk yang autistik atau tunanetra.",
        "Kisah Ibu T, penyintas kanker, ada di siniar kami. Namanya sudah kami samarkan.",
        "Atlet tunanetra kita meraih emas.",
        "Jadwal praktik poli jiwa: dr. Ratih, Senin dan Kamis.",
        "Almarhum H. Tatang Sudrajat dimakamkan siang ini.",
        "Ada 38 balita stunting di enam desa menurut data puskesmas.",
        "Kepala Puskesmas, dr. Lina, membuka skrining kanker serviks.",
    ),
)

"""An illness, a disability, a pregnancy of somebody named."""

from __future__ import annotations

from collections.abc import Iterator

from kentongan.compliance.draft import MediaFact, Severity
from kentongan.compliance.rule import Case, Example, Hit, Rule, examples, hit_typed
from kentongan.compliance.words.described import described
from kentongan.compliance.words.plight import MEDICAL, plights, told_by
from kentongan.kernel.say import gettext_noop


def _find(case: Case) -> Iterator[Hit]:
    for text in case.texts:
        for plight in plights(text, *MEDICAL):
            yield hit_typed(text, plight.start, plight.end)
        for one in described(text, MEDICAL):
            if one.by_initials:
                yield hit_typed(text, one.start, one.end)


RULE = Rule(
    id="personal_data.medical",
    family="personal_data",
    title=gettext_noop("Keadaan kesehatan seseorang"),
    looks_for=gettext_noop(
        "Nama orang bersama penyakit, disabilitas, kehamilan, hasil periksa, pengobatan, atau "
        "kecanduan, juga dalam bahasa Sunda dan Jawa, dan inisial bersama RT, kampung, atau "
        "desanya. Tidak dilaporkan: tenaga kesehatan yang menjelaskan, penyuluhan, cerita dan "
        "simulasi."
    ),
    message=gettext_noop(
        "Keadaan kesehatan termasuk data pribadi yang bersifat spesifik. Jangan disebut bersama "
        "nama orangnya."
    ),
    suggestion=gettext_noop(
        "Hapus namanya atau keadaannya, misalnya “seorang warga sedang dirawat”, kecuali ia "
        "menyetujuinya secara tertulis."
    ),
    basis=("uu-27-2022",),
    severity=Severity.MUST,
    passed_by="bagian_hukum",
    find=_find,
    opened_by=told_by(*MEDICAL),
    examples_match=examples(
        "Mohon doa untuk Ceu Icah yang baru saja operasi batu ginjal di RSUD.",
        "Pasien atas nama Tn. Rusdi sudah boleh pulang setelah sembuh dari tifus.",
        Example("Mang Uhar nu gering gula teh teu tiasa leumpang.", says="bahasa Sunda"),
        Example("Pak Lik Tukijo gerah jantung, saiki mondok ing RS.", says="bahasa Jawa"),
        "Bantuan untuk Nek Saripah, 80 tahun, yang lumpuh sejak jatuh di kamar mandi.",
        Example("Pak Hendro, obat HIV Bapak sudah bisa diambil.", says="balasan kepada pasien"),
        "Kang Dadan, mantan pecandu tramadol, kini buka bengkel.",
        "Anak Bu Carsiti, Dimas, gizi buruk. Sekarang dirawat.",
        "Hasil tes warga berinisial YK, Kampung Lebak RT 02, reaktif HIV.",
        "Bu T., kader di Dusun Wetan, selesai menjalani kemoterapi.",
        "Ny. D dari Desa Rancabali dirawat karena anemia berat.",
        "Ibu Rukmini sudah pasang IUD di bidan desa.",
        "Bu Camat izin, asam lambungnya kumat sejak pagi.",
        "Pak Yayan, hasil rontgen sudah keluar, ada flek.",
        Example(
            "Antrean poli hari ini.",
            media=(MediaFact(alt="Layar antrean", seen_text="07 SULEMAN - DM TIPE 2"),),
            says="nama di layar dalam foto",
        ),
    ),
    examples_miss=examples(
        "dr. Hendra Gunawan menjelaskan bahwa stroke bisa dicegah dengan olahraga.",
        "Bidan Neneng mengajak ibu hamil rutin periksa.",
        "Pak Camat menjenguk warga yang sakit. Semoga lekas sembuh semuanya.",
        "Seorang warga berinisial A positif DBD dan sudah dirawat.",
        "Dinas Peternakan mengobati sapi Pak Karta yang sakit mulut.",
        Example("Simulasi: Budi patah kaki, diperankan boneka.", says="latihan"),
        "Terima kasih Bu Tuti atas masukannya. Obat hipertensi memang sempat kosong.",
        "Demam berdarah meningkat di Desa Wotgaleng menurut data puskesmas.",
        Example("Rina (nama samaran) sembuh dari TBC.", says="nama samaran"),
    ),
)

"""Somebody without a name whom neighbours would know all the same."""

from __future__ import annotations

from collections.abc import Iterator

from kentongan.compliance.draft import Severity
from kentongan.compliance.reading.guiding import guided
from kentongan.compliance.rule import Case, Hit, Rule, examples, hit_typed
from kentongan.compliance.words.described import described
from kentongan.compliance.words.plight import MEDICAL
from kentongan.kernel.say import gettext_noop


def _find(case: Case) -> Iterator[Hit]:
    for text in case.texts:
        for one in described(text, MEDICAL, ("harm",), ("offence",), ("poor",)):
            yield hit_typed(text, one.start, one.end)


RULE = Rule(
    id="vulnerable_persons.described",
    family="vulnerable_persons",
    title=gettext_noop("Dikenali tanpa nama"),
    looks_for=gettext_noop(
        "Inisial atau gambaran yang khas, bersama tempat yang sempit (RT, "
        "gang, kampung, sekolah) dan "
        "penyakit, kejadian, pelanggaran, atau kemiskinan."
    ),
    message=gettext_noop(
        "Tanpa nama pun tetangganya tahu siapa ini. Hapus inisial, tempat, atau cirinya."
    ),
    suggestion=gettext_noop("Cukup sebut desanya, misalnya “seorang warga Desa Sukamaju”."),
    basis=("uu-27-2022",),
    severity=Severity.MUST,
    passed_by="bagian_hukum",
    find=guided(_find, "vulnerable_persons"),
    needs=(
        "rt",
        "rw",
        "gang",
        "gg",
        "dukuh",
        "dusun",
        "kampung",
        "kp",
        "blok",
        "lorong",
        "sd",
        "smp",
        "sma",
        "smk",
        "warga",
        "asal",
        "penduduk",
        "desa",
        "urang",
        "wong",
        "tinggal",
        "kelurahan",
        "perum",
        "lingkungan",
        "mts",
        "paud",
        "tk",
        "slb",
        "pesantren",
    ),
    examples_match=examples(
        "Ibunya, pelajar SMK berinisial T dari RT 04 Kampung Tonggoh, sudah diamankan.",
        "Keluarga termiskin di RT 05, yang rumahnya nempel kandang sapi dekat jembatan.",
        "Satu-satunya pengidap HIV di RT 02 sudah mau minum obat.",
        "Korban pencabulan, anak penjual bakso di Gang Delima, kini didampingi.",
        "Tersangka tawuran RF, 17 tahun, ketua OSIS SMA di Jalan Kenari.",
        "Pelaku pencurian ternyata D, 13 tahun, anak penjaga sekolah SDN 3.",
        "Siswi berinisial R dari SMPN 2 hamil lima bulan.",
        "Bapak S, warga Cikaret, positif TBC.",
        "Pasien TBC berinisial K, RT 02 Desa Suka, rutin minum obat didampingi kader Bu Wati.",
        "Yang mangkir berobat TBC: M (51), Blok Lor.",
    ),
    examples_miss=examples(
        "Seorang anak perempuan berinisial S menjadi korban kekerasan. Kami "
        "tidak membagikan alamat.",
        "Seorang warga berinisial A positif DBD dan sudah dirawat.",
        "Tiga rumah di RT 05 terendam banjir.",
        "Satu-satunya posyandu di RT 02 buka setiap Rabu.",
        "Warga Gang Delima memasang ember daur ulang.",
        "Kisah Ibu T, penyintas kanker, ada di siniar kami.",
        "Fogging di RT 03 karena kasus DBD naik.",
    ),
)

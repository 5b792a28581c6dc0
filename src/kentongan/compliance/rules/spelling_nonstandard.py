"""Words in a form that the dictionary does not recommend."""

from __future__ import annotations

from collections.abc import Iterator

from kentongan.compliance.draft import Facts, Severity
from kentongan.compliance.rule import Case, Example, Given, Hit, Rule, examples
from kentongan.compliance.words.slips import slips_of
from kentongan.kernel.say import gettext_noop


def _find(case: Case) -> Iterator[Hit]:
    return slips_of(case, "nonstandard")


RULE = Rule(
    id="spelling.nonstandard",
    family="spelling",
    title=gettext_noop("Kata tidak baku"),
    looks_for=gettext_noop(
        "Bentuk yang bukan bentuk baku menurut kamus (apotik, aktifitas, himbau, ijin, kerjasama), "
        "serta kata yang kerap salah tulis. Nama, kutipan, dan kalimat berbahasa daerah dibiarkan."
    ),
    message=gettext_noop("Kata ini bukan bentuk baku."),
    basis=("pedoman-bahasa-jelas",),
    severity=Severity.HINT,
    passed_by="penyelia",
    spares_terms=True,
    find=_find,
    given=Given.SLIPS,
    examples_match=examples(
        "Obat bisa diambil di apotik rumah sakit.",
        "Kami menghimbau warga menjauhi tebing.",
        "Walikota meninjau pasar pagi.",
        "Nota kerjasama ditandatangani siang ini.",
        "Bawa photo copy KTP dan kwitansi pembayaran.",
        "Jadual praktek dokter berubah.",
        "Selamat Hari Raya Idul Fitri.",
        "Warga dapat merubah data di loket 3.",
        "Terimakasih sudah mengantri dengan tertib.",
    ),
    examples_miss=examples(
        "Obat bisa diambil di apotek rumah sakit.",
        "Resep ditebus di Apotik Mulya Waras.",
        "Terima kasih kepada Pak Ijin Sumpena.",
        "Kata warga, “praktek dokternya kok tutup”.",
        "Kami mengimbau warga menjauhi tebing.",
        "#AktifitasWarga hari ini",
        Example("Ikuti lomba nasehat.", facts=Facts(known_words=frozenset({"nasehat"}))),
        "Mangga, wargi, aya jadual posyandu énggal di balé désa.",
    ),
)

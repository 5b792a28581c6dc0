"""Children in a picture, said in its alt text."""

from __future__ import annotations

import re
from collections.abc import Iterator

from kentongan.compliance.draft import MediaFact, Severity
from kentongan.compliance.rule import Case, Example, Given, Hit, Rule, examples
from kentongan.kernel.say import gettext, gettext_noop
from kentongan.language.normalise import Strength, normalise

_CHILD = re.compile(
    r"\b(?:anak-anak|anak (?:kecil|laki-laki|perempuan|sd|tk|paud|yatim|panti|jalanan|disabilitas"
    r"|usia|berseragam|yang|sedang|berdiri"
    r"|duduk|menangis|tersenyum|memegang|memakai|bermain|digendong|kelas|sekolah|balita|itu|ini"
    r"|ditimbang|disuntik|diimunisasi|punk)"
    r"|(?:se(?:orang|jumlah)|dua|tiga|empat|lima|enam|para|\d+|beberapa|puluhan|wajah"
    r"|foto) (?:orang )?anak|anak"
    r"|balita|bayi|bocah|batita|murid|siswa|siswi|pelajar|santri|santriwati|remaja|anak didik"
    r"|taruna"
    r"|barudak|budak leutik|orok|bocah-bocah|cah cilik|pramuka|paskibra|ananda|bocil|anak asuh"
    r"|anak-anaknya|putra-putri)\b"
)
#: Children's things, and children as a kind.
_NOT = re.compile(
    r"\b(?:(?:buku|bacaan|kursi|mainan|sepatu|seragam|ruang|taman|pojok|gambar|karya|lukisan|hari"
    r"|kota|layak|ramah|poli|dokter|puskesmas"
    r"|kartu|sendok|popok|makanan|susu|baju|alat|ayunan|area|kamar|logo|poster|ilustrasi"
    r"|infografis|kartun|patung|boneka|siluet"
    r"|tempat tidur|kereta|forum|duta|identitas|permainan|tas|meja|helm|sepeda|perpustakaan|kolam"
    r"|perlengkapan|kebutuhan|data|grafik"
    r"|perlindungan|hak|cerita|lagu|film|penitipan|jumlah) (?:\w+ )?|orang tua |wali |guru |ibu "
    r"|pin |lambang |logo )$"
)
_AFTER = re.compile(
    r"^\s?(?:tangga|panah|sungai|kunci|perusahaan|buah|cabang|sapi|kambing|ayam|kucing|anjing"
    r"|bebek|domba|itik|gunung|krakatau|timbangan|ayunan|cabai|ikan"
    r"|penyu|burung|harimau|monyet|kuda|kerbau|muda|magang|nasional|lulusan|pohon)\b"
)
_HIDDEN = re.compile(
    r"\b(?:dari belakang|tampak belakang|membelakangi|wajah(?:nya)? (?:\w+ )?(?:dikaburkan"
    r"|ditutup|disamarkan|tidak terlihat|tak terlihat|tertutup|buram|diburamkan)"
    r"|siluet|ilustrasi|gambar kartun|kartun|animasi|boneka|poster|infografis|tangan|kaki kecil"
    r"|punggung|dari jauh|dari udara|lukisan|patung|maket|blur)\b"
)


def _find(case: Case) -> Iterator[Hit]:
    for index, item in enumerate(case.draft.media):
        if item.people == "consent" or not item.alt:
            continue
        low = normalise(item.alt, Strength.FOLDED).text
        refused = item.people in ("no_consent", "expired")
        if (_shows_children(low) and not _HIDDEN.search(low)) or (refused and _shows_children(low)):
            yield Hit(
                start=0,
                end=len(item.alt),
                where=f"media:{index}",
                message=gettext(
                    "Gambar ini memperlihatkan anak, dan izinnya tidak ada. Ganti gambarnya."
                )
                if refused
                else "",
                at_least=Severity.MUST if refused else None,
                quote=item.alt,
            )


def _shows_children(low: str) -> bool:
    return any(
        not _NOT.search(low[max(0, match.start() - 30) : match.start()])
        and not _AFTER.match(low[match.end() : match.end() + 20])
        for match in _CHILD.finditer(low)
    )


def _seen(alt: str, people: str = "") -> tuple[MediaFact, ...]:
    return (MediaFact(alt=alt, people=people),)


RULE = Rule(
    id="vulnerable_persons.photo",
    family="vulnerable_persons",
    title=gettext_noop("Anak dalam gambar"),
    looks_for=gettext_noop(
        "Gambar yang menurut teks alternatifnya memperlihatkan anak: wajib "
        "diganti bila izinnya tidak "
        "ada, ditimbang bila izinnya belum dicatat."
    ),
    message=gettext_noop(
        "Gambar ini memperlihatkan anak. Sudahkah orang tua atau walinya "
        "mengizinkan? Catat izinnya."
    ),
    suggestion=gettext_noop("Catat izinnya pada gambar, atau pakai foto tanpa wajah anak."),
    basis=("uu-27-2022",),
    severity=Severity.WEIGH,
    passed_by="penyelia",
    find=_find,
    given=Given.MEDIA,
    examples_match=examples(
        Example(
            "Mereka kami antar pulang.",
            media=_seen("Empat pelajar SMP berjongkok di depan mobil patroli", "no_consent"),
            says="izinnya tidak ada: wajib",
        ),
        Example("Hari pertama sekolah!", media=_seen("Murid kelas satu melambai di gerbang")),
        Example("Imunisasi.", media=_seen("Bidan menyuntik lengan bayi di posyandu")),
        Example("Kemah.", media=_seen("Anak-anak pramuka menyalakan api unggun")),
        Example("Pawai obor.", media=_seen("Santri membawa obor di jalan desa")),
        Example("Lomba.", media=_seen("Seorang anak perempuan memegang piala")),
    ),
    examples_miss=examples(
        Example("Kemah.", media=_seen("Peserta pramuka berbaris di lapangan", "consent")),
        Example("Pojok baca.", media=_seen("Rak berisi buku anak dan dua kursi rotan")),
        Example("Kuncinya tertinggal.", media=_seen("Anak kunci di atas meja loket")),
        Example("Makan bergizi.", media=_seen("Mangkuk bubur di samping sendok bayi")),
        Example("Menari.", media=_seen("Anak-anak menari, difoto dari belakang")),
        Example("Trotoar baru.", media=_seen("Trotoar dengan jalur pemandu kuning")),
    ),
)

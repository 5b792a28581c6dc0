"""Sentences that a reader must read twice."""

from __future__ import annotations

import re
from collections.abc import Iterator

from kentongan.compliance.draft import Severity, Suggestion
from kentongan.compliance.reading.text import Text
from kentongan.compliance.rule import Case, Hit, Rule, examples
from kentongan.kernel.say import gettext, gettext_noop
from kentongan.language.tokens import Token

HINT_ABOVE, WEIGH_ABOVE = 28, 30
_LIST_ITEM, _LIST_ITEMS, _NAME_WORDS = 4, 4, 3
_JOINT = re.compile(
    r",?\s+\b(dan|serta|sehingga|sedangkan|karena|agar|supaya|dengan|yang|untuk|bahwa|tetapi|namun)\b",
    re.IGNORECASE,
)


def _find(case: Case) -> Iterator[Hit]:
    if case.draft.text.count(" ") < HINT_ABOVE:
        return
    for sentence, words in case.text.sentence_words:
        if len(words) <= HINT_ABOVE:
            continue
        weight = _weight(case.text, words)
        if weight > HINT_ABOVE:
            long = weight > WEIGH_ABOVE
            message = gettext("Satu kalimat {count} kata; usahakan paling banyak 20.")
            yield Hit(
                start=sentence.start,
                end=sentence.end,
                message=message.format(count=len(words)),
                suggestion=Suggestion(_advice(case.draft.text, sentence, words)),
                at_most=None if long else Severity.HINT,
            )


def _weight(text: Text, words: list[Token]) -> int:
    """How many words a reader must hold: a name and an item of a list are one, quotes none."""
    words = [word for word in words if not text.is_quoted(word.start, word.end)]
    chunks: list[list[Token]] = []
    for before, word in zip([None, *words], words, strict=False):
        gap = text.original[before.end : word.start] if before else ","
        if "," in gap or ":" in gap:
            chunks.append([])
        chunks[-1].append(word)
    total = 0
    listed: list[list[Token]] = []
    for chunk in [*chunks, []]:
        if chunk and len(chunk) <= _LIST_ITEM:
            listed.append(chunk)
            continue
        is_list = len(listed) >= _LIST_ITEMS
        total += len(listed) if is_list else sum(map(_count, listed))
        total += _count(chunk)
        listed = []
    return total


def _count(words: list[Token]) -> int:
    """The number of words, three or more with capitals in a row counting as one."""
    total = run = 0
    for word in words:
        run = run + 1 if word.text[0].isupper() else 0
        total += 1 if run < _NAME_WORDS else (2 - _NAME_WORDS if run == _NAME_WORDS else 0)
    return total


def _advice(text: str, sentence: Token, words: list[Token]) -> str:
    """Where to cut: before the joint nearest to the middle."""
    middle = words[len(words) // 2].start
    low, high = words[3].start, words[-3].start
    joints = [
        m for m in _JOINT.finditer(text, sentence.start, sentence.end) if low <= m.start() < high
    ]
    if not joints:
        return gettext("Pecah menjadi dua kalimat.")
    joint = min(joints, key=lambda m: abs(m.start() - middle))
    after = [word.text for word in words if word.start >= joint.start(1)][:3]
    return gettext("Pecah menjadi dua kalimat, misalnya sebelum “{words} …”.").format(
        words=" ".join(after)
    )


_LONG = (
    "Dalam rangka optimalisasi capaian cakupan pemberian vitamin A kepada seluruh balita, "
    "pemerintah kecamatan bersama puskesmas dan kader akan melaksanakan kegiatan penyisiran ke "
    "seluruh dusun yang ada di wilayah kerja masing-masing pada bulan Agustus"
)

RULE = Rule(
    id="readability.long_sentence",
    family="readability",
    title=gettext_noop("Kalimat panjang"),
    looks_for=gettext_noop(
        "Kalimat di atas 28 kata (saran) dan di atas 30 kata (perlu ditimbang). Tautan, tagar, "
        "sebutan, dan kutipan tidak dihitung; nama panjang dan butir daftar dihitung satu."
    ),
    message=gettext_noop("Kalimat ini panjang."),
    basis=("pedoman-bahasa-jelas", "inpres-9-2015"),
    severity=Severity.WEIGH,
    passed_by="penyelia",
    spares_terms=False,
    find=_find,
    examples_match=examples(
        _LONG + ".",
        _LONG + "\n\nInfo: contoh.go.id",
        "Kami mengimbau seluruh warga yang tinggal di bantaran sungai agar segera memindahkan "
        "barang "
        "berharga ke tempat yang lebih tinggi karena hujan deras masih turun sejak pagi dan air "
        "terus naik.",
        "Kami mohon maaf karena petugas yang biasa menjawab pesan warga sedang mengikuti pelatihan "
        "di luar kota sehingga pesan yang masuk sejak Kamis baru dapat kami baca dan jawab pagi "
        "ini.",
        "Pada hari Senin tgl. 3 Agustus pukul 08.00 WIB bertempat di Jl. Merdeka No. 5 telah "
        "dilaksanakan rapat koordinasi persiapan peringatan hari kemerdekaan yang dipimpin "
        "oleh Camat dan sekretaris kecamatan serta dihadiri seluruh kepala desa.",
        "Warga yang belum merekam KTP elektronik dapat datang ke kantor kecamatan setiap hari "
        "kerja "
        "dengan membawa fotokopi kartu keluarga dan surat pengantar dari ketua RT setempat yang "
        "sudah dicap.",
    ),
    examples_miss=examples(
        "Posyandu buka Sabtu, 15 Agustus 2026, pukul 08.00 WIB di Balai Desa Sukamaju.",
        "Bawa kartu keluarga. Datang sebelum pukul 11.00. Gratis untuk semua balita. Kader siap "
        "membantu. Jika anak demam, tunda dulu dan periksakan ke puskesmas.",
        "Syarat:\n- KTP asli\n- fotokopi KK\n- surat pengantar RT\n- pasfoto dua lembar\n- mengisi "
        "formulir di loket\n- datang sendiri\n- membawa materai\n- antre sesuai nomor",
        "Jadwal: • Senin: Dukuh • Selasa: Krajan • Rabu: Sukamaju • Kamis: Cikaret • Jumat: "
        "Babakan "
        "• Sabtu: Pasir • Minggu: libur • Senin depan: Dukuh lagi",
        "#HariJadi #Kabupaten #Layanan #Warga #Desa #Kecamatan #Posyandu #Sehat #Bersih "
        "#Hijau #Maju "
        "#Bersama #Gotong #Royong #Ramah #Cepat #Tepat #Terbuka #Jujur #Adil #Damai #Rukun",
        "Yang hadir: Camat, Kapolsek, Danramil, kepala desa, ketua BPD, ketua PKK, tokoh agama, "
        "tokoh pemuda, kader posyandu, guru PAUD, pengurus RW, serta perwakilan warga tiap dusun.",
        "Bu Ai berkata, “Saya senang karena jalan ke kebun sudah dicor sehingga motor anak saya "
        "bisa lewat tanpa harus dituntun lagi setiap kali hujan turun pada sore hari.”",
        "Camat Drs. H. Asep Sunandar, M.Si. membuka acara. Kepala Puskesmas dr. Rina Marlina "
        "menjelaskan jadwal. Warga bertanya soal obat.",
        "",
    ),
)

"""Sentences that read like a rumour without any word that a rule knows."""

from __future__ import annotations

import re
from collections.abc import Iterator

from kentongan.compliance.draft import Severity
from kentongan.compliance.reading import likeness
from kentongan.compliance.rule import Case, Hit, Rule, examples
from kentongan.compliance.words.rumours import clarifies, has_source
from kentongan.kernel.say import gettext, gettext_noop

#: Without a word of one of these kinds nothing is rumoured, and the model need not be asked.
_ABOUT = frozenset({"bahaya", "kata", "sebar", "tutup"})
#: Who complains or asks for help tells of dangers, too.
_PLEADS = re.compile(
    r"\b(?:mohon\w*|minta|lapor|pelapor|mengadu\w*|adu|pengaduan|keluhan|saya|kak|assalam\w*"
    r"|selamat\s+(?:pagi|siang|sore|malam)|rusak|ambrol|lubang|berlubang|pju|diperbaiki)\b"
)


def _find(case: Case) -> Iterator[Hit]:
    if "hoax_marker" in case.gravest or any(text.has(_PLEADS) for text in case.texts):
        return
    message = gettext(
        "Kalimat ini mirip kabar yang lazim beredar sebagai hoaks, terutama karena kata {words}. "
        "Ini dugaan mesin: baca ulang, lalu putuskan."
    )
    found = list(likeness.hits(case, "hoax_marker", message, most=Severity.WEIGH, about=_ABOUT))
    if found and not clarifies(case.text) and not has_source(case.text):
        yield from found


RULE = Rule(
    id="hoax_marker.likeness",
    family="hoax_marker",
    title=gettext_noop("Mirip kabar bohong"),
    looks_for=gettext_noop(
        "Kalimat yang menurut model kecil mirip kabar bohong atau pesan berantai yang pernah "
        "ditandai orang, bila tidak ada instansi atau dokumen yang disebut. Hanya dicari bila "
        "aturan lain tidak menemukan apa-apa."
    ),
    message=gettext_noop("Kalimat ini mirip kabar yang lazim beredar sebagai hoaks."),
    suggestion=gettext_noop(
        "Pastikan dulu ke instansi yang berwenang, lalu sebut namanya dan tanggalnya."
    ),
    basis=("uu-14-2008", "inpres-9-2015"),
    severity=Severity.WEIGH,
    find=_find,
    about=_ABOUT,
    passage=True,
    examples_match=examples(
        "Wabah aneh membuat ayam dan orang mati dalam sehari.",
        "Konon ada racun di air, sudah banyak yang mati.",
        "Teroris bersembunyi di pesantren sebelah pasar, hati-hati.",
        "Kata dukun, sumur desa akan meledak dan memakan korban.",
        "Kata paranormal, tsunami datang besok, banyak yang akan mati.",
        "Konon ada hantu pencuri organ, sudah banyak anak yang hilang.",
    ),
    examples_miss=examples(
        "Petugas imunisasi diterima di posyandu Kamis pagi.",
        "Kata Bu Guru, sampah plastik jangan dibuang ke sungai.",
        "Ular di selokan sudah dibawa pergi, warga tenang.",
        "Awas, jalan longsor di Km 4, ambil jalur utara.",
        "Gempa bisa datang kapan saja, siapkan tas siaga.",
        "Bagikan pengalamanmu membaca di kolom komentar.",
        "Wabah aneh membuat ayam mati, kata Dinas Peternakan.",
    ),
)

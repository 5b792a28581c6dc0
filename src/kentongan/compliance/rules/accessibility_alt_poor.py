"""An alt text that tells nothing: a file name, "gambar", a single word."""

from __future__ import annotations

import re
from collections.abc import Iterator

from kentongan.compliance.draft import MediaFact, Severity
from kentongan.compliance.rule import Case, Example, Hit, Rule
from kentongan.compliance.say import gettext, gettext_noop
from kentongan.language.normalise import Strength, normalise

_FILE = re.compile(
    r".*\.(?:jpe?g|png|webp|gif|heic|bmp|tiff?)|(?:img|dsc|dscn|pxl|vid|p)[_-]?\d{3,}.*"
    r"|whatsapp image.*|screenshot.*|tangkapan layar \d.*|untitled.*|image ?\d*|[\d\s_.\-]+"
    r"|(?:desain|design) tanpa (?:judul|nama).*",
    re.IGNORECASE,
)
_EMPTY_WORDS = re.compile(
    r"(?:ini |sebuah )?(?:adalah )?(?:gambar|foto|image|picture|photo|pic|poster|flyer"
    r"|pamflet|banner|infografis"
    r"|dokumentasi|kegiatan|ilustrasi|logo|grafis|alt|teks|tes|test|-|x+)"
    r"(?: (?:gambar|foto|kegiatan|ini|kami|acara|poster|\d+|satu|dua|tiga))*[.!]?",
    re.IGNORECASE,
)
_LONG = 250


def _find(case: Case) -> Iterator[Hit]:
    for index, media in enumerate(case.draft.media):
        plain = normalise(media.alt, Strength.LIGHT).text.strip()
        message = _complaint(plain) if plain else ""
        if message:
            yield Hit(0, 0, f"media:{index}", message, quote=media.alt)


def _complaint(alt: str) -> str:
    if len(alt) > _LONG:
        return gettext(
            "Teks alternatif ini panjang. Usahakan 125 huruf; rincian ditulis di naskah."
        )
    if _FILE.fullmatch(alt):
        return gettext("Ini nama berkas, bukan penjelasan gambar.")
    if _EMPTY_WORDS.fullmatch(alt):
        return gettext("Pembaca layar sudah menyebut “gambar”. Ceritakan isinya.")
    return ""


def _example(alt: str) -> Example:
    return Example("Dokumentasi kegiatan.", says=alt[:60], media=(MediaFact(alt=alt),))


RULE = Rule(
    id="accessibility.alt_poor",
    family="accessibility",
    title=gettext_noop("Teks alternatif belum menjelaskan"),
    looks_for=gettext_noop(
        "Teks alternatif berupa nama berkas, kata “gambar” saja, atau lebih dari 250 huruf."
    ),
    message=gettext_noop("Teks alternatif belum menjelaskan isi gambar."),
    suggestion=gettext_noop("Tulis siapa, apa, di mana, dan tulisan penting yang ada di gambar."),
    basis=("wcag-22",),
    severity=Severity.HINT,
    passed_by="penyelia",
    spares_terms=False,
    find=_find,
    examples_match=tuple(
        _example(alt)
        for alt in (
            "IMG_2031.jpg", "poster-vitamin-final2.png", "gambar", "Foto kegiatan",
            "WhatsApp Image 2026-08-12 at 09.14.22", "DSC00412", "20260812_091422", "poster 1",
            "Ini adalah foto kegiatan kami.", "Warga " * 50,
        )
    ),
    examples_miss=tuple(
        _example(alt)
        for alt in (
            "Foto Camat membuka musrenbang di aula kecamatan",
            "Poster jadwal imunisasi: Sabtu 15 Agustus, pukul 08.00 WIB, Puskesmas Cikaret",
            "Gambar garis kenaikan harga cabai dari Rp30.000 ke Rp52.000",
            "Kegiatan kerja bakti membersihkan saluran air di RW 03",
            "Logo Hari Jadi ke-80 Kabupaten",
            "Tangkapan layar laman pendaftaran, tombol “Daftar” di kanan atas",
            "Petugas",
        )
    ),
)  # fmt: skip

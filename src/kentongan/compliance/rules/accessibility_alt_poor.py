"""An alt text that tells nothing: a file name, "gambar", "kegiatan kecamatan"."""

from __future__ import annotations

import re
from collections.abc import Iterator

from kentongan.compliance.draft import MediaFact, Severity
from kentongan.compliance.rule import Case, Example, Given, Hit, Rule
from kentongan.kernel.say import gettext, gettext_noop
from kentongan.language.normalise import Strength, normalise

_FILE = re.compile(
    r".*\.(?:jpe?g|png|webp|gif|heic|heif|bmp|tiff?|pdf|psd|svg|mp4|mov)"
    r"|(?:img|dsc|dscn|dscf|pxl|vid|p|mvimg|screenshot|screen shot|scan|photo|picture|image|fb_img"
    r"|foto|gambar|received|signal|c360|dji|gopro|snapchat)[ _-]?\d{2,}.*"
    r"|whatsapp (?:image|video).*|screenshot[ _]\d.*|screenshot|tangkapan layar \d.*"
    r"|untitled.*|capture\d*"
    r"|(?:desain|design|canva) (?:tanpa|untitled).*|[\d\s_.:\-]+|(?:copy|salinan) (?:of|dari) .*"
    r"|\S*_\S*|\w+(?:-\w+)*-\d+|(?:edit(?:an)?|revisi|final|fix)[ _-]?\w*",
    re.IGNORECASE,
)
#: Words that name a kind of picture or post.
_KINDS = frozenset(
    """
    gambar gbr foto image picture photo pic img poster flyer flayer pamflet banner infografis
    infografik
    dokumentasi kegiatan ilustrasi logo grafis alt teks tes test jadwal pengumuman info informasi
    tabel grafik diagram peta denah video reel reels thumbnail cover sampul slide konten feed story
    desain template undangan surat brosur selebaran leaflet spanduk baliho ucapan lampiran tangkapan
    layar screenshot ss file berkas unggahan postingan posting caption takarir deskripsi keterangan
    visual media potret suasana momen acara giat agenda materi publikasi twibbon meme carousel
    ilustrasinya fotonya gambarnya posternya lihat
    """.split()
)
#: Words that say no more of what can be seen.
_FILLERS = frozenset(
    """
    ini itu tadi adalah sebuah satu dua tiga empat lima pertama kedua ketiga utama pendukung kami
    kita
    hari pagi siang sore malam kemarin besok terbaru terkini baru resmi penting rutin lengkap
    bersama
    di dan dari oleh untuk dalam pada yang ke no nomor halaman bagian tahun bulan tanggal januari
    februari maret april mei juni juli agustus september oktober november desember senin selasa rabu
    kamis jumat sabtu minggu desa kelurahan kecamatan kabupaten kota dinas kantor satpol pp bpbd
    pdam
    rsud rs puskesmas posyandu sekolah sd smp sma smk samsat perpustakaan pemda pemkab pemkot pemdes
    diskominfo humas instansi unit dokter layanan pelayanan warga masyarakat umum publik lapangan
    berita harian bulanan mingguan instagram ig facebook fb x tiktok wa whatsapp web situs bebas
    lomba rapat hut upacara
    pelatihan sosialisasi pengajian senam vaksinasi imunisasi musyawarah kunjungan peringatan
    """.split()
)
_SHORT_EVENT = re.compile(
    r"(?:(?:dokumentasi|foto|gambar|potret|suasana|ini) )*(?:kegiatan|acara|giat)"
    r"(?: \w+){0,2}[.!]?",
    re.IGNORECASE,
)
_NOT_WRITTEN = re.compile(
    r"(?:tanpa|tidak ada|belum ada|belum diisi|isi nanti|menyusul|kosong|none|null|n/a|no|todo|tba)"
    r"(?: (?:keterangan|deskripsi|alt|teks|description|text|alternatif|caption))*[.!]?"
    r"|(?:mungkin (?:gambar|berisi)|may be an? (?:image|graphic|illustration|doodle)"
    r"|mungkin (?:grafis|ilustrasi)).*"
    r"|(?:lihat|baca|cek|simak|sama (?:dengan|seperti)|sesuai|seperti)(?: di| pada| isi)?"
    r" (?:caption|takarir|keterangan|naskah|teks|judul|gambar|foto|slide|atas|bawah)"
    r"(?: di (?:atas|bawah))?[.!]?"
    r"|(?:klik|geser|swipe|tap)(?: \w+){0,3}[.!]?|lorem ipsum.*|alt ?text"
    r"|(?:deskripsi|keterangan|teks) (?:gambar|foto|alternatif)[.!]?|[x\-–—.?!*]+",
    re.IGNORECASE,
)
_WORD = re.compile(r"[^\W_]+")
_LONG = 250


def _find(case: Case) -> Iterator[Hit]:
    for index, media in enumerate(case.draft.media):
        plain = normalise(media.alt, Strength.LIGHT).text.strip()
        if len(plain) > _LONG:
            message = gettext(
                "Teks alternatif ini panjang. Usahakan 125 huruf; rincian ditulis di naskah."
            )
            yield Hit(0, 0, f"media:{index}", message, quote=media.alt, at_most=Severity.HINT)
        elif plain and (complaint := _complaint(plain)):
            yield Hit(0, 0, f"media:{index}", complaint, quote=media.alt)


def _complaint(alt: str) -> str:
    words = _WORD.findall(alt.lower())
    if _FILE.fullmatch(alt):
        return gettext("Ini nama berkas, bukan penjelasan gambar.")
    if _NOT_WRITTEN.fullmatch(alt) or not words or all(w.startswith("#") for w in alt.split()):
        return gettext("Ini belum menceritakan isi gambar.")
    if not _KINDS.isdisjoint(words) and all(_is_empty(word) for word in words):
        return gettext("Ini hanya menyebut jenis gambarnya. Ceritakan isinya.")
    if _SHORT_EVENT.fullmatch(alt):
        return gettext("Ini hanya menyebut acaranya. Ceritakan apa yang terlihat.")
    return ""


def _is_empty(word: str) -> bool:
    return word in _KINDS or word in _FILLERS or word.isdigit() or len(word) == 1


def _example(alt: str) -> Example:
    return Example("Dokumentasi layanan.", says=alt[:60], media=(MediaFact(alt=alt),))


RULE = Rule(
    id="accessibility.alt_poor",
    family="accessibility",
    title=gettext_noop("Teks alternatif belum menjelaskan"),
    looks_for=gettext_noop(
        "Teks alternatif berupa nama berkas, jenis gambar atau nama acara saja, atau lebih dari "
        "250 huruf (saran)."
    ),
    message=gettext_noop("Teks alternatif belum menjelaskan isi gambar."),
    suggestion=gettext_noop("Tulis siapa, apa, di mana, dan tulisan penting yang ada di gambar."),
    basis=("wcag-22",),
    severity=Severity.WEIGH,
    passed_by="penyelia",
    spares_terms=False,
    find=_find,
    given=Given.MEDIA,
    examples_match=tuple(
        _example(alt)
        for alt in (
            "IMG_2031.jpg", "poster-vitamin-final2.png", "gambar", "Foto kegiatan",
            "WhatsApp Image 2026-08-12 at 09.14.22", "DSC00412", "20260812_091422", "poster 1",
            "Ini adalah foto kegiatan kami.", "Warga " * 50, "jadwal", "kegiatan satpol pp",
            "Poster pengumuman desa", "#Posyandu #Sehat", "lihat takarir", "Tanpa keterangan",
            "Mungkin gambar 3 orang dan teks", "logo kecamatan", "📷", "jadwal_juni_final",
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
            "Petugas", "Jeruk matang.", "Kartu resep bola-bola kelor.",
            "Tabel jadwal dokter bulan Juni, isinya sama dengan takarir.",
        )
    ),
)  # fmt: skip

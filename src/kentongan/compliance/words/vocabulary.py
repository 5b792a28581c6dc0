"""Words and small patterns that several rules share. All in the form of ``Text.letters``."""

from __future__ import annotations

import re

#: Words by which letters that run on are cut: ``p i l i h n o m o r s a t u``.
GLUED_WORDS = frozenset(
    "ayo mari yuk jangan lupa pilih memilih coblos mencoblos nyoblos dukung mendukung menangkan"
    " lanjutkan nomor urut satu dua tiga empat lima periode paslon pasangan calon bupati wali kota"
    " walikota gubernur presiden pak bapak ibu bu suara untuk salam jari partai golkar gerindra"
    " nasdem hanura perindo slot gacor judi togel online main maxwin".split()
)

OFFICE = (
    r"(?:wakil\s+)?(?:presiden|gubernur|bupati|wali\s?kota|kepala\s+(?:daerah|desa)|kades|camat"
    r"|lurah|wagub|wabup|wawali(?:kota)?|wawalkot|kuwu|sekda|wapres)"
)
HONORIFIC = (
    r"(?:bapak|bpk|pak|pa|ibu|bu|kang|teh|teteh|mas|mbak|bang|gus|ning|cak|abah|haji|hajah|hj|h"
    r"|kyai|kiai|kh|ustadz?|beliau|mang|bunda|ayah)\b\.?"
)
NUMBER = (
    r"(?:0?\d|1\d|satu|dua|tiga|empat|lima|enam|tujuh|hiji|siji|loro|kalih|telu|tilu|papat|opat)"
)
ELECTED = r"(?:presiden|gubernur|bupati|wali\s?kota|kepala\s+daerah|kepala\s+desa|kades|kuwu)"

#: Public information about an election, as KPU and Bawaslu give it.
ELECTION_INFO = re.compile(
    r"\b(?:kpud?|komisi pemilihan|kip aceh|bawaslu|panwas\w*|kpps|ppk|pps|tps|pantarlih|dpt|dkpp"
    r"|gakkumdu|hak (?:pilih|suara)|(?:surat|kotak|bilik|pemungutan|penghitungan"
    r"|rekapitulasi) suara"
    r"|pemilih(?: pemula)?|golput|panitia pemilihan|pilkades serentak|daftar calon (?:tetap"
    r"|sementara))\b"
)
#: Sentences that teach neutrality speak of what they forbid.
FORBIDS = re.compile(
    r"\b(?:dilarang|larangan|melarang|(?:tidak|tak|ga|gak|nggak|ulah|aja) (?:boleh|dibenarkan"
    r"|diperbolehkan|diperkenankan|memihak|berpihak|terlibat|ikut|mendukung|berafiliasi)"
    r"|netral(?:itas)?|hindari|menghindari|pelanggaran|melanggar|sanksi|bebas dari)\b"
)
NEUTRALITY_LESSON = re.compile(
    r"\b(?:netralitas|asn (?:harus |wajib |tetap )?netral|asn dilarang|larangan (?:bagi "
    r"|untuk )?asn"
    r"|(?:kepala desa|kades|perangkat desa|pns|pppk|tni|polri) (?:dilarang|harus netral"
    r"|wajib netral))\b"
)
_TURN = re.compile(r"\b(?:tapi|tetapi|namun|melainkan|makanya|jadi|karena itu|maka)\b|[:;]")
#: Contests that are no public election.
OTHER_CONTEST = re.compile(
    r"\b(?:osis|mpk|ketua (?:rt|rw|kelas|murid|kelompok tani|karang taruna|panitia|paguyuban)"
    r"|duta \w+|putri \w+|puteri \w+|mojang|jajaka|finalis|nominasi|nominee|lomba|kontes|voting"
    r"|juara favorit|desa wisata|adwi|anugerah|maskot|logo|band|konser|idol|liga|turnamen"
    r"|pacuan|juri|(?:semi|perempat )?final|ganda (?:putra|putri|campuran)|bulu tangkis|gelanggang"
    r"|kejuaraan)\b"
)
#: Choosing among services is no voting.
SERVICE_CHOICE = re.compile(
    r"\b(?:menu|layanan|pelayanan|loket|antre\w*|antri\w*|jadwal|opsi|tekan|ketik|kursi|aplikasi"
    r"|formulir|form|jawaban|soal|paket|kelas|kategori|kolom|tanggal|ukuran|warna|bahasa|operator"
    r"|ivr|sambungan|kavling|tabel|tiket|meja|pintu|jalur|bus|trayek|rute|poli|dokter|dapur"
    r"|sekolah|jurusan|prodi|formasi|sesi|gelombang|sampah|kontainer|wadah|plastik|produk"
    r"|hewan|kurban|halaman|situs|laman|web\w*|klik|daftar|mendaftar|sunscreen|helm|bibit|benih)\b"
)


def is_forbidden_before(before: str) -> bool:
    """Whether the words before a match forbid it: "ASN dilarang mengajak pilih …"."""
    ends = [match.end() for match in FORBIDS.finditer(before)]
    return bool(ends) and not _TURN.search(before, ends[-1])


#: What follows an honorific when no person is named: "dukung Ibu hamil".
NO_NAME = frozenset(
    "hamil menyusui dan atau guru dosen tani petani nelayan kader rumah pkk pertiwi bhayangkari"
    " kota kandung asuh tangguh pintar cerdas pekerja muda lansia ibu bapak anak anda kita kami"
    " kepala sekalian bersalin nifas balita bidan perawat teladan inspiratif pelaku umkm warga"
    " penyandang tunggal berprestasi pejuang yang untuk dalam agar di ke dari mereka semua para"
    " persit dharma wanita negara bumi sambung tiri pemulung pedagang hebat sehat juga pengusaha"
    " pensiunan purnawirawan penggerak pengemudi ojek sopir tercinta saudara kalian dewasa agung"
    " bangsa lulus tua angkat aku ku mu nya tukang rt rw sehari suami istri".split()
)

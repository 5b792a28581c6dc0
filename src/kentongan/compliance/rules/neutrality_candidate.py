"""Candidates: named by what they stand for, or by their number on the ballot."""

from __future__ import annotations

import re
from collections.abc import Iterator

from kentongan.compliance.draft import Facts, Phase, Severity
from kentongan.compliance.rule import Case, Example, Hit, Rule, examples, hit_at
from kentongan.compliance.say import gettext_noop
from kentongan.compliance.text import Text
from kentongan.compliance.vocabulary import (
    ELECTED,
    ELECTION_INFO,
    FORBIDS,
    NUMBER,
)

_CANDIDATE = re.compile(
    r"\b(?:(?:bakal\s+)?pasangan\s+calon|paslon|bapaslon"
    r"|(?:ba)?ca(?:bup|wabup|walkot|wawalkot|wali|gub|wagub|pres|wapres|leg|kada|kades)|bacaleg"
    r"|(?:bakal\s+)?calon\s+(?:wakil\s+)?(?:petahana|"
    + ELECTED
    + r"|anggota\s+(?:dprd?|dpd|legislatif)"
    r"|legislatif)|petahana|bacalon)\b(?!\s+(?:cilik|osis|mahasiswa|kelas))"
)
_BALLOT = re.compile(
    rf"\b(?:nomor|nomer|no)\b\.?\s*urut\s+{NUMBER}\b(?!\s*(?:sampai|hingga|s\.?d"
    rf"|dan seterusnya|[-–]))"
)
#: A number that orders people in a queue, a contest, a list.
_ORDER = re.compile(
    r"\b(?:antre\w*|antri\w*|pendaftar\w*|peserta|ujian|kursi|rumah|berkas|surat|tabel|kolom|tiket|undian"
    r"|loket|pasien|pelayanan|layanan|absen|kavling|lapak|kios|pemain|tampil|lomba|kafilah|grup|kelompok"
    r"|regu|stan|kurban|hewan|sertifikat|verifikasi|jemaah|siswa|murid|arsip|lampiran|indikator|program"
    r"|prioritas|daftar hadir|kloter|bus|pos|dokumen|rekening|inventaris|perkara|sidang|cetak"
    r"|nik|kk)\b"
)
_ELECTORAL = re.compile(
    r"\b(?:paslon|calon|pilkada|pemilu|pilpres|pilkades|pileg|coblos|bupati|gubernur|wali\s?kota)\b"
)
_PRAISE = re.compile(
    r"\b(?:pilih|coblos|dukung\w*|menang\w*|unggul|layak|siap memimpin|terbaik|visi|misi"
    r"|bersama|jangan)\b"
)
_STAGES = re.compile(
    r"\b(?:pendaftaran|seleksi|penjaringan|persyaratan|tahapan|penelitian berkas|musyawarah)\b"
)


def _find(case: Case) -> Iterator[Hit]:
    for text in case.texts:
        if text.is_other_contest:
            continue
        for match in text.find(_CANDIDATE):
            if not _is_information(text, match):
                yield hit_at(text, text.letters, *match.span())
        for match in text.find(_BALLOT):
            sentence = text.sentence(*match.span())
            if _ORDER.search(sentence) and not _ELECTORAL.search(sentence):
                continue
            if not FORBIDS.search(sentence):
                informs = ELECTION_INFO.search(sentence) is not None
                cap = Severity.WEIGH if informs and not _PRAISE.search(sentence) else None
                yield hit_at(text, text.letters, *match.span(), at_most=cap)


def _is_information(text: Text, match: re.Match[str]) -> bool:
    """Whether the sentence informs about an election, or about what is forbidden."""
    sentence = text.sentence(*match.span())
    if text.is_lesson or FORBIDS.search(sentence):
        return True
    if "kepala desa" in match.group() or "kades" in match.group():
        return bool(_STAGES.search(sentence) or ELECTION_INFO.search(sentence))
    return bool(ELECTION_INFO.search(sentence)) and not _PRAISE.search(sentence)


RULE = Rule(
    id="neutrality.candidate",
    family="neutrality",
    title=gettext_noop("Calon dan nomor urut"),
    looks_for=gettext_noop(
        "Sebutan calon (paslon, cabup, petahana, calon bupati, …) dan nomor urut calon. "
        "Dikecualikan: "
        "informasi KPU dan Bawaslu, pelajaran netralitas, nomor urut antrean dan lomba."
    ),
    message=gettext_noop(
        "Menyebut calon dari akun resmi mudah dibaca sebagai keberpihakan. Apakah perlu?"
    ),
    suggestion=gettext_noop("Hapus sebutan calon, atau kutip informasi KPU tanpa menilai."),
    basis=("skb-netralitas-2022", "pp-94-2021", "uu-10-2016-71"),
    severity=Severity.WEIGH,
    by_phase={
        Phase.PRE_NOMINATION: Severity.MUST,
        Phase.CAMPAIGN: Severity.MUST,
        Phase.QUIET: Severity.MUST,
        Phase.POLLING: Severity.MUST,
    },
    passed_by="bagian_hukum",
    find=_find,
    examples_match=examples(
        "Silaturahmi calon bupati bersama warga Sukamaju.",
        "Paslon 2 menyapa pedagang pasar.",
        "Cabup Dadang hadir di pengajian.",
        "Selamat untuk petahana yang maju lagi.",
        "Nomor urut 2, siap mengabdi.",
        "Hasil survei: pasangan calon nomor urut 1 unggul",
        Example("p a s l o n 2 di alun-alun", says="huruf berspasi"),
        Example("Foto bersama.", facts=Facts(phase=Phase.CAMPAIGN), title="Bacaleg temui warga"),
    ),
    examples_miss=examples(
        "Ambil nomor urut antrean di mesin dekat pintu.",
        "Peserta nomor urut 5 tampil pukul 09.00 WIB.",
        "KPU menetapkan tiga pasangan calon bupati dan wakil bupati.",
        "ASN dilarang berfoto bersama pasangan calon.",
        "Netralitas ASN: tidak memberi tanda suka pada unggahan paslon.",
        "Pendaftaran calon kepala desa dibuka di balai desa sampai 20 Agustus.",
        "Calon pengantin wajib mengikuti bimbingan.",
        "Manasik 250 calon jemaah haji di masjid agung.",
        "Debat pasangan calon disiarkan KPU pukul 19.00 WIB.",
        "Pemilihan ketua OSIS diikuti tiga paslon.",
        "Calon siswa baru melapor ke sekolah.",
        "Nomor urut 1 sampai 50 dilayani di loket A.",
    ),
)

"""Candidates: named by what they stand for, or by their number on the ballot."""

from __future__ import annotations

import re
from collections.abc import Iterator

from kentongan.compliance.draft import Facts, Phase, Severity
from kentongan.compliance.reading.guiding import guided
from kentongan.compliance.reading.text import Text
from kentongan.compliance.rule import Case, Example, Hit, Rule, examples
from kentongan.compliance.words.partisan import (
    STERN_BY_PHASE,
    found,
    refuses,
    sentence_hit,
    tells_of,
)
from kentongan.compliance.words.politics import CANDIDATE, OFFICIAL, SHOUT, parts
from kentongan.compliance.words.vocabulary import ELECTION_INFO, FORBIDS, NUMBER
from kentongan.kernel.say import gettext_noop

_CANDIDATE = re.compile(rf"\b{CANDIDATE}\b(?!\s+(?:cilik|osis|mahasiswa|kelas))")
_BALLOT = re.compile(
    rf"\b(?:nomor|nomer|no)\b\.?\s*urut\s+{NUMBER}\b(?!\s*(?:sampai|hingga|s\.?d"
    rf"|dan seterusnya|[-–]))"
)
#: A number that orders people in a queue, a contest, a list.
_ORDER = re.compile(
    r"\b(?:antre\w*|antri\w*|pendaftar\w*|peserta|ujian|kursi|rumah|berkas|tabel|kolom|tiket"
    r"|undi\w*"
    r"|loket|pasien|pelayanan|layanan|absen|kavling|lapak|kios|pemain|tampil|lomba|kafilah|grup"
    r"|kelompok"
    r"|regu|stan|kurban|hewan|sertifikat|verifikasi|jemaah|siswa|murid|arsip|lampiran|indikator"
    r"|program"
    r"|prioritas|daftar hadir|kloter|bus|pos|dokumen|rekening|inventaris|perkara|sidang|cetak"
    r"|nik|kk)\b"
)
_ELECTORAL = re.compile(
    r"\b(?:paslon|calon|pilkada|pemilu|pilpres|pilkades|pileg|coblos|bupati|gubernur|wali\s?kota)\b"
)
_PUBLIC = re.compile(
    r"\b(?:pilkada|pemilu|pilpres|pilkades|pileg|coblos|bupati|gubernur|wali\s?kota|caleg"
    r"|kampanye|calon\s+kades|paslon\s+(?:nomor|\d))\b"
)
#: All of them alike: nobody is named.
_ALL = re.compile(
    r"\b(?:semua|seluruh|setiap|kelima|keempat|ketiga|kedua|para|antar|calon mana pun)\s+"
    r"(?:pasangan|paslon|calon|kandidat)\b|\b(?:pasangan|paslon|calon|kandidat)\s[^.!?\n]{0,40}"
    r"\b(?:bergantian|bergiliran|masing-masing)\b|\bdaftar\s+(?:pasangan\s+)?calon\b"
)
_STAGES = re.compile(
    r"\b(?:pendaftaran|seleksi|penjaringan|persyaratan|tahapan|penelitian berkas|musyawarah"
    r"|ujian)\b"
)


def _find(case: Case) -> Iterator[Hit]:
    for text in case.texts:
        if text.is_other_contest and not _PUBLIC.search(text.letters.text):
            continue
        for match in found(text, _CANDIDATE):
            if not _is_information(text, match):
                yield sentence_hit(text, *match.span())
        for match in found(text, _BALLOT, ("urut",)):
            sentence = text.sentence(*match.span())
            if _ORDER.search(sentence) and not _ELECTORAL.search(sentence):
                continue
            if not FORBIDS.search(sentence) and not tells_of(text, *match.span()):
                shouts = SHOUT.search(sentence) is not None
                told = ELECTION_INFO.search(sentence) or _ALL.search(sentence)
                informs = told is not None and not shouts
                yield sentence_hit(text, *match.span(), at_most=Severity.WEIGH if informs else None)


def _is_information(text: Text, match: re.Match[str]) -> bool:
    """Whether the sentence informs about an election, or about what is forbidden."""
    sentence = text.sentence(*match.span())
    if FORBIDS.search(sentence) or refuses(sentence) or tells_of(text, *match.span()):
        return True
    shouts = SHOUT.search(sentence) is not None
    if (text.is_lesson or _ALL.search(sentence)) and not shouts:
        return True
    if re.search(r"kepala\s+desa|kades|kuwu|lurah", match.group()) and not shouts:
        return bool(_STAGES.search(sentence) or ELECTION_INFO.search(sentence))
    return bool(ELECTION_INFO.search(sentence) or OFFICIAL.search(sentence)) and not shouts


_NEEDS = parts(
    r"calon|paslon|petahana|nyaleg|nyalon|cabup|cawa|cagub|capres|caleg|nyabup|cakad|cawali|cabub"
    r"|urut|wabup|wagub"
)

RULE = Rule(
    id="neutrality.candidate",
    family="neutrality",
    title=gettext_noop("Calon dan nomor urut"),
    looks_for=gettext_noop(
        "Sebutan calon (paslon, cabup, petahana, caleg, calon bupati, …) dan nomor urut calon. "
        "Dikecualikan: informasi KPU dan Bawaslu, pelajaran netralitas, nomor urut antrean dan "
        "lomba."
    ),
    message=gettext_noop(
        "Menyebut calon dari akun resmi mudah dibaca sebagai keberpihakan. Apakah perlu?"
    ),
    own_message=gettext_noop(
        "Menyebut calon dari akun aparatur mudah dibaca sebagai keberpihakan. Apakah perlu?"
    ),
    suggestion=gettext_noop("Hapus sebutan calon, atau kutip informasi KPU tanpa menilai."),
    basis=("skb-netralitas-2022", "pp-94-2021", "uu-10-2016-71"),
    severity=Severity.WEIGH,
    by_phase=STERN_BY_PHASE,
    passed_by="bagian_hukum",
    needs=_NEEDS,
    find=guided(_find, "neutrality", spared=0.2),
    passage=True,
    examples_match=examples(
        "Calon bupati menyapa warga Sukamaju.",
        "Paslon 2 menyapa pedagang pasar.",
        "Cabup Dadang hadir di pengajian.",
        "Selamat untuk petahana yang maju lagi.",
        "Nomor urut 2, siap mengabdi.",
        "Hasil survei: pasangan calon nomor urut 1 unggul",
        "Ngopi bareng calon dewan kita",
        "Titip anak saya yang nyaleg, ya.",
        "Calon gambar padi sudah terbukti mengurus irigasi.",
        Example("p a s l o n 2 di alun-alun", says="huruf berspasi"),
        Example("Foto bersama.", facts=Facts(phase=Phase.CAMPAIGN), title="Bacaleg temui warga"),
    ),
    examples_miss=examples(
        "Doa bersama dihadiri semua pasangan calon.",
        "Ambil nomor urut antrean di mesin dekat pintu.",
        "Peserta nomor urut 5 tampil pukul 09.00 WIB.",
        "KPU menetapkan tiga pasangan calon bupati dan wakil bupati.",
        "ASN dilarang berfoto bersama pasangan calon.",
        "Netralitas ASN: tidak memberi tanda suka pada unggahan paslon.",
        "Pendaftaran calon kepala desa dibuka di balai desa sampai 20 Agustus.",
        "Calon pengantin wajib mengikuti bimbingan.",
        "Pasangan calon pengantin dari luar kota boleh ikut kelas daring.",
        "Manasik 250 calon jemaah haji di masjid agung.",
        "Debat pasangan calon disiarkan KPU pukul 19.00 WIB.",
        "Pemilihan ketua OSIS diikuti tiga paslon.",
        "Calon siswa baru melapor ke sekolah.",
        "Nomor urut 1 sampai 50 dilayani di loket A.",
        "Surat suara dicoblos satu kali pada satu kolom pasangan calon.",
        "Video pegawai meneriakkan yel-yel salah satu paslon ditangani Inspektorat.",
    ),
)

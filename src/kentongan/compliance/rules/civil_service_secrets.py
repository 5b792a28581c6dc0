"""Office secrets and internal documents passed outside."""

from __future__ import annotations

import re
from collections.abc import Iterator

from kentongan.compliance.draft import Severity
from kentongan.compliance.reading.openers import Opened
from kentongan.compliance.reading.text import Text
from kentongan.compliance.rule import Case, Example, Hit, Rule, examples, hit_at
from kentongan.compliance.words.lexicon import both, is_negated, together
from kentongan.kernel.say import gettext_noop

_SECRET = Opened(
    r"\b(?:bocoran(?:nya)?|bocor(?:in|kan)|spill|kebocoran|jangan\s+(?:bilang|ngomong"
    r"|kasih\s+tahu)\s+(?:\w+\s+)?(?:dari\s+)?(?:saya|gue|aku|gua|siapa-siapa|orang|bos|atasan"
    r"|kadis|pimpinan)"
    r"|jangan\s+(?:disebar|disebarkan|diteruskan|bocor|dibocorin|bocor-bocor|sampai\s+bocor"
    r"|ketahuan)|rahasia\s+(?:ya|lho|loh|kita|nih|banget|dulu)|(?:ini|masih|sifatnya|bersifat|cap"
    r"|status(?:nya)?)\s+rahasia|ss?s?t|off\s+the\s+record|confidential"
    r"|(?:belum|durung|can|acan|tacan)\s+(?:\w+\s+){0,2}?(?:diteken|ditandatangani|diparaf"
    r"|ditandatanganan|ditekan|resmi|diumumkan|diumumin|dirilis|terbit|keluar|final|disahkan"
    r"|dipublikasikan|diumumke)"
    r"|(?:info|informasi)\s+(?:buat|untuk|khusus)\s+(?:keluarga|kerabat|sendiri|internal"
    r"|orang\s+dalam|kalangan|teman|kita)(?:\s+sendiri)?|untuk\s+kalangan\s+(?:sendiri|terbatas"
    r"|internal)|mumpung\s+(?:belum|durung)|jangan\s+bilang-bilang|sudah\s+di\s+tangan"
    r"|udah\s+di\s+tangan|chat\s+pribadi|japri|yang\s+mau\s+(?:chat|japri|dm|wa)|minat\s+(?:chat"
    r"|japri|dm|wa)|bahan\s+gosip|(?:saya|aku|gue|gua)\s+(?:upload|unggah|posting|sebar|rekam"
    r"|foto)\w*|(?:saya\s+)?(?:kirim|bagi|share|unggah|upload)\w*\s+(?:file|data"
    r"|excel|pdf|foto|dokumen|scan)nya|biar\s+(?:pada|semua)\s+tahu|biar\s+viral|saya\s+unggah"
    r"|hindari|kasih\s+tahu\s+ya|duluan\s+(?:ya|tahu)|curi\s+start|jangan\s+dari\s+saya"
    r"|bukan\s+dari\s+saya"
    r"|sebelum\s+(?:diumumkan|resmi|rilis|dirilis|diteken|keluar)|diam-diam|foto(?:in"
    r"|kan)?\s+diam-diam|nyolong\s+foto|motret)\b"
)
_MATTER = Opened(
    r"\b(?:mutasi|rotasi|promosi\s+jabatan|pelantikan|sk\b|surat\s+keputusan|draf(?:t)?|rancangan"
    r"|konsep\s+surat|nota\s+dinas|notulen(?:si)?|risalah|rapat\s+(?:tertutup|internal|pimpinan"
    r"|eselon|terbatas)|dokumen|disposisi|memo|surat\s+(?:internal|panggilan|teguran)"
    r"|kunci\s+jawaban|soal(?:nya)?\s+(?:ujian|tes|seleksi|cat|ukom|ulangan|asesmen)|soal\s+(?:cpns"
    r"|pppk|sim)|bocoran\s+soal|naskah\s+soal|nilai\s+(?:peserta|seleksi|tes)|hasil\s+(?:seleksi"
    r"|tes|lelang|tender|audit|pemeriksaan|investigasi|lab|autopsi|visum|asesmen|wawancara)"
    r"|kelulusan|daftar\s+(?:nama|penerima|pejabat|lulus|pelapor|honorer|pasien)|nama\s+(?:pelapor"
    r"|saksi|yang\s+lulus|pemenang)"
    r"|razia|sidak|operasi\s+(?:yustisi|pekat|gabungan|penertiban)|penertiban|penggerebekan|ott"
    r"|inspeksi|jadwal\s+(?:razia|sidak|penertiban)|hps|harga\s+perkiraan|nilai\s+(?:lelang|tender"
    r"|kontrak|penawaran)|pemenang\s+(?:lelang|tender)|lelang|tender|anggaran\s+yang|rapbd|rka"
    r"|dpa\b|temuan\s+(?:bpk|inspektorat|audit)|lhp|berita\s+acara\s+pemeriksaan|bap\b"
    r"|kata\s+sandi|password|passwordnya|sandi(?:nya)?|pin\s+(?:aplikasi|absen)|login"
    r"|akun\s+(?:simpeg|siak|sipd|absensi)|database|basis\s+data|data\s+(?:warga|penduduk|pasien"
    r"|pegawai|dtks|siak|pelapor)|tangkapan\s+layar\s+(?:aplikasi|siak|sistem|dashboard)"
    r"|rekaman\s+(?:rapat|cctv\s+ruang)|isi\s+rapat|hasil\s+rapat|pasar\s+murah\s+dadakan)\b"
)
#: A tip only where it warns of a check to come; roads and weather are warned of, too.
_TIP = Opened(r"\b(?:hati-hati|ati-ati)\b")
_CHECKS = Opened(
    r"\b(?:razia|sidak|operasi\s+(?:yustisi|pekat|gabungan|penertiban)|penertiban|penggerebekan"
    r"|inspeksi|ott)\b"
)
#: So clear that one word is enough.
_ALONE = Opened(
    r"\b(?:bocoran|kunci\s+jawaban|bocor(?:in|kan)?)\s+(?:soal|jawaban|tes|ujian|cat|cpns|pppk"
    r"|seleksi|ukom|sk|mutasi|rotasi|razia|sidak|lelang|tender|hps|daftar\s+nama|hasil\s+rapat"
    r"|notulen|rapat\s+(?:tertutup|pimpinan|internal)|jadwal\s+razia|dari\s+(?:dalam|atasan|kadis"
    r"|sekda|bkpsdm|bkd|bkn))\b"
    r"|\b(?!surat\s+tertutup)(?:dokumen|surat|notulen|draf(?:t)?|nota\s+dinas|laporan|memo|file|berkas"
    r"|catatan)\s+(?:\w+\s+){0,2}?(?:rahasia|internal|terbatas|tertutup|belum\s+(?:resmi|diteken"
    r"|ditandatangani|final))\b(?!\s+(?:dijaga|disimpan|dilindungi|dimusnahkan|tidak|dikecualikan"
    r"|negara|perusahaan|(?:paling|ter)\s?(?:berguna|lucu|penting|favorit)))"
    r"|\b(?:password|kata\s+sandi|sandi)\s*(?:akun|aplikasi|wifi\s+kantor|simpeg|siak|sipd|absen\w*"
    r"|admin|email|dinas)?\w*\s*(?:\w+\s*)?[:=]\s*\S+"
    r"|\b(?:rencana|jadwal|info)\s+(?:razia|sidak|operasi|penertiban"
    r"|penggerebekan)\b[^\n]{0,90}\b(?:geser|sembunyi\w*|umpet\w*|simpan|jangan\s+jualan"
    r"|tutup\s+dulu|siap-siap|keluarga|libur\s+dulu|menghindar|hindari|kabur|amankan|minggir)"
)
_SCREEN = Opened(
    r"\b(?:tangkapan\s+layar|screenshot|screen\s?shot|skrinsut|ss|foto\s+layar|rekaman\s+layar"
    r"|capture|hasil\s+jepretan\s+layar)\s+(?:\w+\s+){0,2}?"
    r"(?:siak|simpeg|sipd|dtks|database|dashboard|aplikasi\s+(?:internal|pegawai|kependudukan|siak"
    r"|kantor|dinas)|data\s+(?:warga|penduduk|pasien|pegawai)|sistem\s+(?:internal|kependudukan"
    r"|kantor|pegawai)|grup\s+(?:pimpinan|internal|pejabat|kantor|kepala)|nota\s+dinas|rapat"
    r"|disposisi|surat\s+internal|slip\s+gaji)\b"
    r"|\b(?:ada|bakal\s+ada|akan\s+ada|aya|ono)\s+(?:razia|sidak|operasi|penertiban"
    r"|penggerebekan)\b[^\n]{0,90}\b(?:siap-siap|geser|sembunyi\w*|umpet\w*|tutup|amankan|minggir"
    r"|libur|jangan\s+(?:jualan|mangkal|buka)|hindari|kabur)"
    r"|\b(?:password|kata\s+sandi|sandi)\b(?:\s+[a-z]+){0,4}\s*[:=]\s*\S{4,}"
)
_PUBLIC = re.compile(
    r"\b(?:menu|resep|lagu|lineup|bintang\s+tamu|film|episode|hadiah|doorprize|kostum|pemain|jersey"
    r"|rute|tema|dekorasi|panggung|konser|festival|wahana|pipa|keran|kran|atap|genteng|ban|gas"
    r"|talang|saluran|air|tangki|kejutan"
    r"|ppid|dikecualikan|permohonan\s+informasi|keterbukaan|jangan\s+pernah|tidak\s+(?:boleh|dapat"
    r"|akan|bisa)|dilarang|larangan|wajib\s+(?:dijaga|menjaga)|menjaga\s+(?:rahasia|kerahasiaan)"
    r"|kerahasiaan|dirahasiakan|awas|waspada|hoaks|palsu|tidak\s+benar"
    r"|hasil\s+seleksi\s+belum\s+(?:diumumkan|keluar)|mohon\s+(?:bersabar|menunggu|sabar)"
    r"|tunggu\s+pengumuman|pengumuman\s+resmi|lapor(?:kan)?|pelaku|tersangka"
    r"|dimusnahkan|pemusnahan|alhamdulillah|puji\s+tuhan"
    r"|wi-?fi\s+(?:\w+\s+)?(?:perpustakaan|taman|alun-alun|aula|tamu|publik|gratis|ruang\s+tunggu))\b"
)


def _find(case: Case) -> Iterator[Hit]:
    own = case.draft.actor == "civil_servant"
    for text in case.texts:
        for pattern in (_ALONE, _SCREEN):
            for match in pattern.find(text):
                if not _is_public(text, *match.span()) and not is_negated(text, match.start()):
                    yield hit_at(text, text.letters, *match.span())
        for told, matter in ((_SECRET, _MATTER), (_TIP, _CHECKS)) if own else ():
            for one, other in together(text, told, matter, reach=110, across=True):
                span = both(one, other)
                if not _is_public(text, *span):
                    yield hit_at(text, text.letters, *span)


def _is_public(text: Text, start: int, end: int) -> bool:
    return _PUBLIC.search(text.sentence(start, end)) is not None


RULE = Rule(
    id="civil_service.secrets",
    family="civil_service",
    title=gettext_noop("Rahasia jabatan"),
    looks_for=gettext_noop(
        "Bocoran mutasi, seleksi, lelang, razia, isi rapat tertutup, dokumen internal, dan kata "
        "sandi. Penjelasan PPID dan kejutan acara tidak dilaporkan."
    ),
    message=gettext_noop("Ini tampak seperti rahasia jabatan atau dokumen internal."),
    suggestion=gettext_noop("Hapus, dan tunggu pengumuman resmi."),
    basis=("se-137-2018", "uu-14-2008"),
    severity=Severity.WEIGH,
    find=_find,
    opened_by=(_ALONE, _SCREEN, _SECRET, (_TIP, _CHECKS)),
    passage=True,
    examples_match=examples(
        Example("Bocoran mutasi pekan depan, jangan bilang dari saya ya.", actor="civil_servant"),
        Example("SK belum diteken, tapi ini daftar nama pejabat barunya.", actor="civil_servant"),
        Example("Rencana razia besok subuh, tolong keluarga geser dulu lapaknya."),
        Example("Kunci jawaban tes PPPK sudah di tangan, minat?"),
        Example("Notulen rapat tertutup kemarin saya unggah di sini."),
        Example("Kata sandi admin SIPD: bupati2026"),
        Example("Info buat kalangan sendiri: hasil tender minggu ini.", actor="civil_servant"),
        Example("Hati-hati, besok ada sidak di pasar.", actor="civil_servant"),
    ),
    examples_miss=examples(
        "Bocoran menu kantin sehat pekan depan: pecel.",
        "Dokumen rahasia tidak dapat kami buka, kata PPID.",
        "Hasil seleksi belum diumumkan, mohon bersabar.",
        "Pipa bocor di Jalan Melati sudah diperbaiki.",
        "Razia gabungan semalam menjaring 12 kendaraan.",
        "Jangan bagikan kata sandi kepada siapa pun.",
        "Nama pelapor kami rahasiakan.",
        "Memo internal paling berguna: kulkas dibersihkan tiap Jumat.",
        "Draf peraturan desa dibahas terbuka di balai desa.",
        "Dokumen internal yang habis masa simpannya dimusnahkan hari ini.",
        "Hasil skrining disampaikan kepada wali lewat surat tertutup.",
        "Kata sandi wifi perpustakaan: bacabuku2026",
        Example("Alhamdulillah, SK PPPK sudah di tangan.", actor="civil_servant"),
        Example("Hati-hati, jalan licin. Daftar nama lomba ada di meja.", actor="civil_servant"),
    ),
)

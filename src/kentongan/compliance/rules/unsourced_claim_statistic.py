"""Figures about performance without a source."""

from __future__ import annotations

import re
from collections.abc import Iterator
from itertools import islice

from kentongan.compliance.draft import Severity
from kentongan.compliance.reading.guiding import guided
from kentongan.compliance.reading.openers import Opened
from kentongan.compliance.reading.text import Text
from kentongan.compliance.rule import Case, Example, Hit, Rule, examples
from kentongan.compliance.words.sources import is_sourced, merged
from kentongan.kernel.say import gettext_noop

_TENS = r"(?:satu|dua|tiga|empat|lima|enam|tujuh|delapan|sembilan)"
_PERCENT = re.compile(
    rf"\b(?:(?:sampai|hingga|mencapai|sebesar|tumbuh|naik|turun|capai) )?\d[\d.,]* ?(?:%|persen\b"
    rf"|prosen\b|percent\b)"
    rf"|\b(?:seratus|(?:{_TENS}|se) ?(?:puluh|belas)(?: {_TENS})?) persen\b"
)
_SCORE = re.compile(
    r"\b(?:naik|meningkat|peningkatan|kenaikan|melonjak|melejit|meroket|tumbuh|pertumbuhan"
    r"|bertambah|turun|menurun|penurunan"
    r"|berkurang|anjlok|merosot|susut|mencapai|tercapai|capaian|tembus|menembus|berhasil|sukses"
    r"|kepuasan|puas|realisasi|terealisasi"
    r"|serapan|terserap|cakupan|tuntas|tertangani|terselesaikan|ditindaklanjuti|terlayani|kinerja"
    r"|partisipasi|tingkat|angka|rasio"
    r"|kemiskinan|pengangguran|stunting|kelulusan|keluarga|warga|penduduk|rumah|siswa|responden"
    r"|rata-rata|efektif|akurat|kepatuhan"
    r"|dari target|progres|sudah|telah|selesai|rampung|terpasang|teraliri|dilayani|mundhak|mudhun"
    r"|ningkat|naek|turunna|pelanggan"
    r"|pengguna|kunjungan|produksi|panen|ekonomi|inflasi|investasi|lulusan|pegawai|pasien|aduan"
    r"|laporan|kriminalitas|kasus|bersih|lebih)\b"
)
_OTHER_PERCENT = re.compile(
    r"\b(?:diskon|potongan|keringanan|pengurangan|pembebasan|bunga|tarif|iuran|pajak sebesar"
    r"|pajaknya|denda|kuota|kapasitas|terisi|hujan"
    r"|kelembap?ban|kelembapan|alkohol|beralkohol|klorin|kadar|larutan|konsentrasi|kandungan|katun"
    r"|minimal|maksimal|paling (?:sedikit|banyak|tinggi)"
    r"|sekurang\w*|syarat|bobot|saldo|baterai|daya|waduk|bendungan|embung|uang muka|bagi hasil"
    r"|bagian|komposisi|campuran|kemiringan|zonasi"
    r"|afirmasi|domisili|tkdn|royalti|komisi|takaran|cairan|jika|bila|kalau|apabila|sebelum"
    r"|isi ulang|oksigen|saturasi|efikasi|pekerjaan"
    r"|mohon|anda|harap|wajib|akan|rencana\w*|insya ?allah|ppn|pph|opsen|potong\w*|bea"
    r"|selama tahap|kelas)\b"
)
_AIM = re.compile(
    r"\b(?:target|tujuan|cita-cita|sasaran|menargetkan|ditargetkan|ingin|menuju|semoga|agar"
    r"|supaya)\b[^.!?\n]{0,40}$"
)
_UP = (
    r"(?:naik|meningkat|melonjak|melejit|meroket|tumbuh|bertambah|turun|menurun|berkurang"
    r"|anjlok|merosot|menyusut|membaik|berkembang|mundhak|mudhun|menekan|menurunkan"
    r"|meningkatkan)"
)
_BETTER = r"lebih (?:cepat|banyak|baik|tinggi|besar|hemat|bersih)"
_CHANGE = Opened(
    rf"\b{_UP}(?:nya)?(?: \w+){{0,3}}? (?:(?:{_TENS}|\d+|berkali"
    rf"|ber)[- ]?(?:kali )?lipat(?: ganda)?|drastis|tajam|signifikan|pesat|separuh(?:nya)?"
    rf"(?! (?:hari|jalan|malam|waktu))|setengah(?:nya)?|{_TENS} kali|\d+ kali)\b"
    r"|\b(?:melipatgandakan|menggandakan|berlipat ganda)(?: \w+){0,2}"
    r"|\b(?:tidak|tak|nggak|gak|ora|teu) (?:ada|ana|ono|aya) (?:lagi|maneh|deui) (?:warga"
    r"|keluarga|anak"
    r"|rumah|desa|balita|siswa|jalan|antrean|pungli|calo) (?:yang |sing |nu )\w+(?: \w+){0,2}"
    rf"|\b{_TENS} kali (?:lipat|{_BETTER})\b"
    rf"|\b{_UP}\b[^.!?\n]{{0,40}}\b(?:sampai|hingga|menjadi|jadi|nepi|nganti) (?:nol|zero|tidak ada"
    rf"|0)\b"
    r"|\b(?:kriminalitas|kasus|keluhan|aduan|kecelakaan|stunting|komplain|dbd)(?: \w+)? (?:nol"
    r"|zero)\b"
    r"|\b(?:nol|zero|nihil) (?:kasus|keluhan|aduan|komplain|complaint|stunting|kecelakaan|accident"
    r"|pungli|kriminal\w*|pengaduan|suap|calo|korupsi|macet|antrean)\b"
    rf"|\b{_UP}(?:nya)?(?: \w+){{0,2}}? (?:{_TENS}|\d+) poin\b"
    r"|\b(?:waktu (?:tunggu|layanan|pelayanan|antre)|antrean|lama (?:tunggu|antre)|waktu tanggap)"
    r"\w*(?: \w+){0,2} (?:turun|berkurang|menjadi|susut|dipangkas|terpangkas)(?: \w+)? dari"
    r" [^.!?\n]{1,24}? (?:menjadi|jadi|ke|tinggal) \w+(?: \w+)?"
    r"|\b(?:kemiskinan|pengangguran|stunting|buta aksara|inflasi)\b[^.!?\n]{0,30}\b(?:tinggal"
    r"|menjadi|jadi) (?:satu|dua) digit\b"
    r"|\b(?:kasus|angka|jumlah|tingkat) (?:kecelakaan|kriminalitas|stunting|kemiskinan|pencurian"
    r"|pengangguran|kematian|perceraian|dbd|tbc)\b(?: \w+)? (?:menurun|turun|anjlok|merosot)"
    r" (?:drastis|tajam|jauh|banyak|signifikan)"
)
#: Places and people that a claim of completeness is made about.
_ALL = (
    r"(?:semua|seluruh|setiap|kabeh|sadaya) (?:jalan|desa|rumah|dusun|kelurahan|kecamatan|wilayah"
    r"|pelosok"
    r"|sekolah|balita|keluarga|rt|rw|puskesmas)(?: \w+){0,2} (?:sudah|telah|kini|wis"
    r"|parantos) (?:\w+ )?"
    r"(?:mulus|teraliri|terlayani|tersambung|menikmati|terang|terjangkau|memiliki|punya|bebas|aman"
    r"|sejahtera"
    r"|mandiri|diimunisasi|divaksin|terdata|layak|bersih|berlistrik|tercukupi|maju|digital)"
)
_OUT_OF = (
    r"dari (?:setiap )?(?:sepuluh|seratus|lima|empat|\d{1,3}) (?:warga|orang|pelanggan|responden"
    r"|pengunjung|keluarga|rumah|siswa|pemohon|anak|ibu|penduduk|pasien|pengguna)"
)
_OF = Opened(
    rf"\b{_TENS} {_OUT_OF}\b"
    r"|\b(?:separuh|setengah|dua pertiga|tiga perempat|sepertiga|seperempat) (?:warga|keluarga"
    r"|rumah"
    r"|penduduk|pelanggan|desa|siswa|pemuda|anak|ibu)\b"
    rf"|\b{_ALL}\b"
    r"|\b(?:hampir |nyaris )?(?:semua|seluruh|mayoritas|sebagian besar|kebanyakan) (?:warga"
    r"|pelanggan|pengunjung|pasien|responden|pemohon|masyarakat|penduduk|orang tua"
    r"|pengguna)(?: \w+){0,3} (?:puas|senang|sejahtera|mengaku|setuju|merasakan|menikmati"
    r"|terlayani|terbantu|bahagia|terlindungi|tercukupi|punya jamban|sudah punya|mendukung"
    r"|percaya|menginginkan|menyambut baik|sepakat|memuji)\b"
    r"|\b(?:warga|masyarakat|pelanggan) (?:kini |jauh )?lebih (?:percaya|memilih|suka|puas)"
    r" (?:\w+ ){1,2}(?:ketimbang|daripada|dibanding\w*) \w+"
)
_HEAPS = r"(?:ribuan|puluhan ribu|ratusan ribu|ratusan|jutaan|belasan ribu)"
_SUM = r"(?:\d{1,3}(?:\.\d{3})+|(?!(?:19|20)\d\d\b)\d{4,7}|\d[\d,.]* (?:ribu|juta))"
_MANY = rf"(?:{_SUM}|{_HEAPS})"
_WHO = (
    r"(?:orang|warga|keluarga|kk|jiwa|pelaku|umkm|siswa|pelajar|pasien|pengunjung"
    r"|wisatawan|penerima|rumah|unit|pohon|lapangan|tenaga|pekerja|pelanggan|dokumen|aduan"
    r"|hektar\w*|kilometer|km|ton|anak|ibu|lansia|petani|nelayan|pemohon|penduduk|balita"
    r"|pemuda|desa|titik|sambungan|laporan|kepala|masyarakat|pengguna|pengikut|usaha"
    r"|produk|sertifikat|akta|ktp)"
)
_DONE = (
    rf"(?:\w+ )?{_WHO}(?:(?: \w+){{0,3}} (?:telah|sudah|berhasil|wis|parantos) (?:ter|di|me|ka"
    rf"|nga)\w+"
    r"|(?: \w+){0,2} (?:tercipta|terserap|tersambung|terlayani|terbantu|teraliri|terbangun"
    r"|tertangani"
    r"|tersalurkan|terjangkau|terselamatkan|terentaskan)"
    r"|(?: \w+){0,2} (?:sudah|telah|kini|berhasil) (?:naik kelas|lulus|mandiri|bekerja|sejahtera"
    r"|go digital|sertifikasi|punya)|(?: \w+){0,2} (?:memadati|membanjiri|menyerbu|tumpah ruah))"
)
_REACH = Opened(
    r"\b(?:(?:telah|sudah|berhasil|mampu|sukses|wis|parantos|geus) )?(?:menjangkau|melayani"
    r"|menyentuh|menembus|tembus|membantu|menyelamatkan|memberdayakan|menyerap|menciptakan"
    r"|mencetak|mengentaskan|dinikmati|dirasakan|dimanfaatkan|diakses|terlayani|terbantu"
    r"|menyalurkan|menerbitkan|menanam|memperbaiki|merehabilitasi|membangun|menangani"
    r"|menyelesaikan|mencapai|ngalayanan|ngladeni)"
    rf"(?: \w+){{0,3}} {_MANY} (?:\w+ )?{_WHO}\b"
    rf"|\b{_UP}(?: \w+){{0,2}} {_MANY} (?:\w+ )?{_WHO}\b"
    rf"|\b(?:lebih dari |hampir |sekitar |sebanyak |total )?{_HEAPS} {_DONE}"
    rf"|\b(?:telah|sudah|wis|parantos|geus) {_MANY} (?:\w+ )?{_WHO}(?: \w+)? (?:ter|di)\w{{4,}}"
    r"|\b(?:tembus|menembus) (?:ribuan|puluhan ribu|ratusan ribu|jutaan)\b"
)
#: The same, beginning with a number.
_REACHED = re.compile(rf"\b{_SUM} {_DONE}")
_TIMES = re.compile(rf"\b\d+ kali (?:lipat|{_BETTER})\b|\b\d{{1,2}} {_OUT_OF}\b")
_EVENT = re.compile(
    r"\b(?:hari ini|tadi|pagi ini|siang ini|malam ini|kemarin|acara|peserta|lomba|kuota|tersedia"
    r"|disediakan|akan|rencana\w*|panitia|festival|pengungsi|pasokan|tiba|dikirim|posko|paket"
    r"|jalan sehat|donatur|sumbangan|donasi|terkumpul|pengikut)\b"
)
#: Smaller numbers count when they are summed up over a time.
_SUMMED = re.compile(
    rf"\b(?:telah|sudah|berhasil|wis|parantos)\b[^.!?\n]{{0,30}}\b\d{{2,3}} (?:\w+ )?{_WHO}\b"
    rf"|\b\d{{2,3}} (?:\w+ )?{_WHO}(?: \w+){{0,2}} (?:telah|sudah|berhasil|wis|parantos)\b"
)
_OVER_TIME = re.compile(
    r"\b(?:sepanjang|tahun ini|taun ieu|taun iki|sejak (?:awal|januari|20\d\d|dilantik|menjabat)"
    r"|dalam (?:setahun|dua tahun|tiga tahun|lima tahun|enam bulan|sebulan)|selama (?:20\d\d"
    r"|setahun"
    r"|dua tahun|lima tahun)|semester|triwulan)\b"
)
_MONEY = Opened(
    r"\b(?:menghabiskan|habiskan|menggelontorkan|gelontorkan|digelontorkan|mengucurkan|dikucurkan"
    r"|kucurkan|menelan|membelanjakan|dibelanjakan|menghemat|menyelamatkan|ngentekake|ngasilkeun"
    r"|meraup|omzet\w*)(?: \w+){0,4} rp ?\.? ?\d[\d.,]*(?: ?(?:ribu|juta|jt|miliar|milyar|m"
    r"|triliun))?"
    r"|\b(?:anggaran\w*|dana|senilai|investasi|pad|pendapatan asli|disalurkan|menyalurkan"
    r"|dianggarkan|dialokasikan|mengalokasikan|menyerap|mencapai|sebesar"
    r"|realisasi)(?: \w+){0,4} rp ?\.? ?\d[\d.,]* ?(?:miliar|milyar|triliun)\b"
    r"|\brp ?\.? ?\d[\d.,]* ?(?:juta|jt|miliar|milyar|triliun)(?: \w+){0,2} (?:habis|dihabiskan"
    r"|digelontorkan"
    r"|dibelanjakan|terserap|dikucurkan)\b"
    r"|\b(?:menghabiskan|menggelontorkan|digelontorkan|mengucurkan|dikucurkan|menelan"
    r"|menyelamatkan|menghemat)(?: \w+){0,3} (?:puluhan|ratusan|belasan|\d[\d.,]*) (?:juta|miliar"
    r"|milyar|triliun)\b"
    r"|\b(?:dana|anggaran|duit|uang)(?: \w+){0,3} \d[\d.,]* (?:juta|miliar|milyar|triliun)(?: \w+)?"
    r" (?:terserap|digelontorkan|habis|dikucurkan|dibelanjakan|cair|tersalur\w*|direalisasikan)"
    r"|\b(?:tembus|menembus|melampaui) \d[\d.,]* (?:juta|miliar|milyar|triliun)(?: rupiah)?\b"
    r"|\bomzet\w*(?: \w+){0,3} \d[\d.,]* (?:juta|miliar|milyar|triliun)\b"
)
_RANK = Opened(
    r"\b(?:peringkat|ranking|rangking|urutan|posisi) (?:ke-?)?(?:\d+|satu|dua|tiga|empat|lima"
    r"|pertama|kedua|ketiga|teratas|atas|puncak)(?: \w+){0,2} (?:se[- ]?\w+|nasional|tingkat"
    r"|di (?:indonesia|jawa|provinsi|asia|dunia))\b"
    r"|\bmasuk (?:tiga|lima|sepuluh|3|5|10|20) besar (?:se[- ]?\w+|nasional|dunia|indonesia"
    r"|provinsi|tingkat|kabupaten)"
)
_COMPARED = Opened(
    r"\bjauh (?:di (?:bawah|atas)|melampaui|melebihi|lebih (?:rendah|tinggi|kecil|besar|sedikit"
    r"|banyak)) (?:dari |daripada )?(?:daerah|kabupaten|kota|kecamatan|desa|rata-rata|nasional"
    r"|provinsi|target|tetangga|tahun)\b(?: \w+)?"
    r"|\b(?:di (?:atas|bawah)|melampaui|melebihi|lebih (?:tinggi|rendah) dari) (?:rata-rata|angka"
    r"|target) (?:nasional|provinsi|kabupaten|jawa \w+)\b"
    r"|\b(?:kepuasan|indeks|skor|nilai|rating|bintang)\b[^.!?\n]{0,30}\d[,.]\d (?:dari"
    r"|/) ?(?:skala )?(?:4|5|10|100)\b"
    r"|\btinggal (?:segelintir|hitungan jari)\b|\bsurplus (?:melimpah|besar|terus)\b"
    r"|\bcukup untuk memberi makan\b[^.!?\n]{0,40}|\bbisa memberi makan (?:se\w+|\w+ kabupaten)\b"
    r"|\b(?:indeks|skor|nilai) (?:kepuasan|pembangunan|kinerja|reformasi|pelayanan|keterbukaan"
    r"|spbe|sakip|demokrasi|kebahagiaan|\w+ manusia)(?: \w+){0,4} (?:\d[\d,.]*|a|aa|bb|sangat baik"
    r"|tertinggi)\b"
)
_TARIFF = re.compile(
    r"\b(?:tarif|harga tiket|karcis|retribusi|parkir)\b[^.!?\n]{0,90}\brp ?\.? ?\d"
)
_CONTEST = re.compile(
    r"\b(?:lomba|juara|klasemen|popda|porprov|pertandingan|turnamen|liga|mtq|kejuaraan|antre\w*"
    r"|olimpiade)\b"
)


#: These are claims wherever they stand.
_FOUND = (_CHANGE, _OF, _MONEY, _COMPARED)


def _find(case: Case) -> Iterator[Hit]:
    text = case.text
    found = [*_percents(text), *_reached(text), *_summed(text)]
    for pattern in _FOUND:
        found.extend(pattern.find(text))
    if text.may_hold(_TIMES) and text.has_any((" kali ", " dari ")):
        found.extend(islice(text.find(_TIMES), _MOST_HITS))
    ranks = list(_RANK.find(text))
    if ranks and not _CONTEST.search(text.letters.text):
        found.extend(ranks)
    found = [match for match in found if not (_is_aim(text, match) or _is_tariff(text, match))]
    if found and not is_sourced(case):
        yield from merged(text, found)


def _percents(text: Text) -> Iterator[re.Match[str]]:
    if text.has_any(("%", "persen", "prosen", "percent")):
        for match in islice(text.find(_PERCENT), _MOST_HITS):
            around = text.sentence(*match.span())
            if _SCORE.search(around) and not _OTHER_PERCENT.search(around):
                yield match


def _reached(text: Text) -> Iterator[re.Match[str]]:
    found = list(_REACH.find(text))
    if text.may_hold(_REACHED) and _HAS_MANY.search(text.letters.text):
        found.extend(islice(text.find(_REACHED), _MOST_HITS))
    for match in found:
        if not _EVENT.search(text.sentence(*match.span())):
            yield match


def _summed(text: Text) -> Iterator[re.Match[str]]:
    if text.may_hold(_SUMMED) and text.has_any(_IN_TIME):
        for match in islice(text.find(_SUMMED), _MOST_HITS):
            around = text.sentence(*match.span())
            if _OVER_TIME.search(around) and not _EVENT.search(around):
                yield match


def _is_aim(text: Text, match: re.Match[str]) -> bool:
    before = text.before(match.start())
    return _AIM.search(before) is not None and "dari target" not in before


def _is_tariff(text: Text, match: re.Match[str]) -> bool:
    """Whether the sentence tells what something costs."""
    return _TARIFF.search(text.sentence(*match.span())) is not None


#: So many figures are looked at; a text with more of them is mended from its beginning.
_MOST_HITS = 40
_HAS_MANY = re.compile(r"\d(?:\.?\d{3}| ribu| juta)")
_IN_TIME = (
    *("sepanjang", "sejak", "semester", "triwulan", "setahun", "sebulan", "tahun ini", "taun i"),
    *("dua tahun", "tiga tahun", "lima tahun", "enam bulan", "selama 20"),
)

RULE = Rule(
    id="unsourced_claim.statistic",
    family="unsourced_claim",
    title=gettext_noop("Angka kinerja tanpa sumber"),
    looks_for=gettext_noop(
        "Persentase, kenaikan, peringkat, jumlah warga terjangkau, uang yang dibelanjakan, tanpa "
        "sumber di teks atau di kolom sumber. Tidak dilaporkan: tarif, syarat, takaran, kuota, "
        "peserta acara sendiri."
    ),
    message=gettext_noop("Dari mana ini diketahui, dan per kapan?"),
    suggestion=gettext_noop("Tambahkan “Sumber: …, per tanggal …” atau isi kolom sumber."),
    basis=("uu-14-2008", "permenpanrb-83-2012"),
    severity=Severity.WEIGH,
    find=guided(_find, "unsourced_claim"),
    opened_by=(*_FOUND, _PERCENT, _REACH, _REACHED, _SUMMED, _TIMES, _RANK),
    examples_match=examples(
        "Kepuasan warga terhadap layanan kami mencapai 98,7 persen",
        "Penerimaan PBB melonjak dua kali lipat dibanding tahun lalu",
        "Program kami telah menjangkau 12.450 keluarga",
        "RSUD menghabiskan Rp8,6 miliar untuk alat baru",
        "Angka pengangguran jauh di bawah daerah tetangga",
        "Kasus DBD turun sampai nol",
        "Kinerja kami naik 40% tahun ini",
        "Sembilan dari sepuluh warga puas dengan layanan kami",
        "Kita peringkat 3 se-Jawa dalam pelayanan",
        "Berdasarkan data yang ada, ekonomi desa tumbuh 9,4%",
        "Sampah sudah tertangani tuntas 100%",
        "Warga terlayani tembus puluhan ribu orang",
    ),
    examples_miss=(
        *examples(
            "Sumber: LKjIP Dinas Damkar 2025. Waktu tanggap turun 20 persen.",
            "Menurut Dinas Pertanian, luas tanam mencapai 94 persen dari rencana.",
            "Gunakan cairan dengan alkohol minimal 70 persen.",
            "Potongan 10% bagi pedagang yang membayar sebulan penuh.",
            "Dari 10 kursi, sembilan sudah diganti.",
            "Sebanyak 45 kader mengikuti latihan hari ini.",
            "Laporan kehilangan turun 60 persen (Polres Contoh, Januari–Mei 2026).",
            "Target kami 100 persen rumah memilah sampah pada 2028.",
            "Peluang hujan 80 persen sore ini.",
            "APBDes 2026: belanja Rp1,8 miliar, rincian di Perdes Nomor 2 Tahun 2026.",
            "Lapangan desa buka pukul 06.00, tarif Rp50.000.",
        ),
        Example("Jalan sehat diikuti 2.000 peserta", says="acara sendiri"),
    ),
)

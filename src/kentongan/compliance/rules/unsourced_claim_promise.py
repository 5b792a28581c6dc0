"""Promises and guarantees that nobody can keep."""

from __future__ import annotations

import re
from collections.abc import Iterator

from kentongan.compliance.draft import Severity
from kentongan.compliance.reading.guiding import guided
from kentongan.compliance.reading.openers import Opened
from kentongan.compliance.rule import Case, Hit, Rule, examples
from kentongan.compliance.words.sources import is_sourced, merged
from kentongan.kernel.say import gettext_noop

_GOOD = (
    r"(?:cair|jadi|lulus|kerja|diterima|selesai|sembuh|dapat|aman|puas|beres|untung|langsung"
    r"|terima|tuntas|kelar|rampung|berhasil|murah|dijawab"
    r"|terlayani|terpenuhi|terealisasi|sehat|awet|naik"
    r"|ampuh|manjur|ditanggapi|dibantu|tepat waktu|terbit|hemat|lolos|sukses"
    r"|kebagian|mari|waras|lancar|panen|laku|tembus|menang|tidak (?:akan |kena )?(?:kecewa|rugi"
    r"|menyesal|antre|gagal|mengecewakan|macet|banjir)|tak (?:kecewa|rugi|menyesal)|anti (?:ribet"
    r"|gagal|antre)|bebas|100|seratus|gampang|mudah|cageur|rengse|rampung"
    r"|mangpaat|oleh|entuk|kamanah|puguh)"
)
_TROUBLE = (
    r"(?:jalan (?:rusak|berlubang|gelap|becek)|lubang|sampah(?: menumpuk| liar)?|macet|kemacetan"
    r"|banjir|genangan|antre\w*|antri\w*|pungli|calo|korupsi|suap|warga miskin|kemiskinan"
    r"|buta (?:huruf|aksara)"
    r"|stunting|gizi buruk|keluhan|aduan|blank ?spot|pengangguran|anak putus sekolah|krisis air"
    r"|kekeringan|pemadaman|listrik padam|kawasan kumuh|rumah tidak layak|begal|maling|kejahatan"
    r"|kriminalitas|preman|tawuran|parkir liar|pedagang liar|desa tertinggal|kasus (?:dbd|stunting"
    r"|tb|campak)|birokrasi|pelayanan lambat|air keruh|mahal|kelangkaan|langka|pohon tumbang"
    r"|longsor|narkoba|kecurangan|titipan)"
)
_FREE_OF = (
    r"(?:korupsi|pungli|pungutan liar|suap|kkn|calo|macet|banjir|antre|antrean|antri"
    r"|sampah|stunting|kemiskinan|kumuh|gratifikasi|penyakit|masalah|ribet|begal"
    r"|kriminal\w*|kejahatan|titipan|dbd|buta aksara|pengangguran|nepotisme)"
)
_PROMISE = Opened(
    rf"\b(?:di|ter)jamin(?! (?:bpjs|lps|undang|uu|oleh (?:undang|uu|negara|konstitusi|lps|bpjs)"
    rf"|lembaga|kerahasiaan|jkn|haknya|konstitusi))\b(?: (?!dalam|dengan|di\b|oleh)[\w-]+){{0,5}}"
    rf"|\b(?:kami|pemkab|pemkot|pemda|pemerintah|dinas|pdam|rsud|puskesmas|kecamatan|kelurahan"
    rf"|desa|samsat|petugas|admin|mimin|bupati|wali kota|camat|lurah|dijamin|urang"
    rf"|kula)(?: (?!tunggu|menunggu|menagih|tagih|ingat|minta|punya|tidak|tak"
    rf"|belum)\w+)? (?:men|ber)?(?:jamin|janji(?:kan|ken)?|garansi|pastikan|pastiin"
    rf"|tanggung)(?! (?:kerahasiaan|sosial|kesehatan|dulu|dahulu|ke|lagi|apakah|kembali|terlebih"
    rf"|jadwal))\b(?: [\w-]+){{0,5}}"
    rf"|\b(?:kami )?(?:berani|siap) (?:ber)?(?:janji|jamin|menjamin|garansi|taruhan)\b"
    rf"|\bjanji kami\b|\bgaransi (?:lulus|sembuh|uang kembali|berhasil|kerja|cair|jadi|puas"
    rf"|diterima|100)"
    rf"|\b(?:pasti|mesti|mesthi|tangtos|tangtu|pasthi|auto)(?: bakal| akan| langsung| sudah"
    rf"| bisa| dapat| selalu)? {_GOOD}\b(?: [\w-]+){{0,3}}"
    rf"|\b(?:lulus|aman|sembuh|cair|selesai|berhasil|diterima|ampuh|bersih|lancar|kerja|terjamin"
    rf"|puas|manjur|beres) (?:100 ?%|100 persen|seratus persen|dijamin|pasti)"
    rf"|\b(?:100 ?%|100 persen|seratus persen) (?:dijamin |pasti )?(?:lulus|aman|sembuh|cair"
    rf"|selesai|berhasil|diterima|ampuh|bersih|lancar|manjur|terjamin|bebas|tuntas|beres|puas"
    rf"|transparan|jujur)\b"
    rf"|\bdipastikan (?:akan |bakal )?(?:tidak (?:akan|kena|ada|lagi)|bebas|lulus|cair|aman"
    rf"|selamanya|langsung|dapat|terima|untung|tak|selalu|semua|rampung|selesai|tuntas"
    rf"|gratis)\b(?: [\w-]+){{0,4}}"
    r"|\b(?:tidak|tak|ga|gak|nggak|mboten|boten) (?:akan|bakal) pernah\b(?: [\w-]+){0,4}"
    r"|\bora bakal (?:pernah|tau)\b(?: [\w-]+){0,4}"
    r"|\b(?:tidak|tak|ga|gak|nggak|ora|mboten) (?:akan|bakal) (?:\w+ )?(?:naik|banjir|macet"
    r"|berlubang|rusak"
    r"|padam|putus|kering|longsor|terlambat|kecewa|rugi|menyesal|mahal|langka|gagal|antre"
    r"|kekurangan"
    r"|kehabisan|mandek|kebanjiran|terendam|kecewakan|kuciwa|gela)\b(?: lagi| meneh| maneh)?"
    r"|\banti (?:banjir|macet|antre|ngantre|mogok|padam)\b(?: [\w-]+)?"
    r"|\bsembuh (?:total|seketika|permanen)\b"
    r"|\b(?:takkan|moal) (?:pernah|kantos)\b(?: [\w-]+){0,4}"
    r"|\b(?:tidak pernah|tak pernah|ora tau) (?:banjir|macet|antre|padam|telat"
    r"|terlambat)\b(?: lagi| meneh)?"
    rf"|\b(?:tidak|tak|ga|gak|nggak|ora|moal) (?:akan |bakal )(?:ada |terjadi |aya "
    rf"|ana )?(?:\w+ )?{_TROUBLE}(?: lagi| deui| maneh| meneh)?\b"
    rf"|\b{_TROUBLE} (?:tidak|tak|ora|moal) (?:akan|bakal) (?:ada|terjadi|terulang) lagi\b"
    rf"|\bbebas (?:dari )?{_FREE_OF}\b"
    rf"|\b(?:tidak|tak|sudah tidak|sudah tak|ga|gak|nggak|ora|teu|wis ora|tos teu) (?:ada|aya|ono"
    rf"|ana) (?:lagi |deui |maneh |meneh )(?!nomor|kuota|stok|antrean)(?:\w+ )?{_TROUBLE}\b"
    rf"|\b(?:tidak|tak|ora|teu) (?:ada|aya|ono|ana) {_TROUBLE} (?:lagi|deui|maneh|meneh)\b"
    rf"|\b(?:pelayanan|layanan|urusan|urus \w+|proses|loket|semua|kantor|izin|administrasi"
    rf"|ngurus \w+)(?: \w+){{0,2}} (?:tanpa|anti|bebas) (?:antre\w*|antri\w*|ribet|ruwet|lama|calo"
    rf"|kendala|masalah|hambatan|ngantri|ngantre|repot|berbelit\w*)"
    rf"|\b(?:ditanggung|tanggung|ketanggung) (?:beres|aman|puas|sembuh|jadi|lulus|rampung|cair)\b"
    rf"|\b(?:terbukti|dijamin|dipercaya) (?:ampuh|manjur|menyembuhkan|sembuh\w*|mujarab"
    rf"|mencegah kanker|menghilangkan)\b"
    rf"|\b(?:menyembuhkan|mengobati) (?:segala|semua|berbagai|macam)\b|\b(?:obat|ramuan"
    rf"|jamu)\w* segala penyakit\b|\bselamanya (?:gratis|aman|bebas)\b|\bseumur hidup (?:gratis"
    rf"|bebas|aman)\b"
    rf"|\b(?:semua|seluruh|setiap) (?:warga|orang|peserta|pendaftar|pelamar|pemohon|lulusan|siswa"
    rf"|aduan|laporan|keluhan) (?:pasti|dijamin|tanpa kecuali|otomatis)\b(?: [\w-]+){{0,3}}"
)
#: Said to be so because it is not yet, or because it is asked, refused, wished.
_WISHED = re.compile(
    r"\b(?:semoga|mudah-mudahan|mugi|muga\w*|agar|supaya|demi|menuju|mewujudkan|wujudkan|komitmen"
    r"|berkomitmen|jadikan|menjadikan|ciptakan|menciptakan|cita-cita|target\w*|harap\w*|ingin"
    r"|jangan|apakah|belum|bukan|tanpa ada|zona|wilayah|kampanye|deklarasi|gerakan"
    r"|pencanangan_"
    r"|pencanangan|slogan|tema|laporkan|menjaga|jaga|perangi|lawan|hoaks|penipuan|waspada\w*"
    r"|menawarkan|menjanjikan|mengaku|calo|iming-iming|upaya|mencegah|dukung|pasal"
    r"|undang-undang|siapa|konon|katanya|andai|seandainya)\b[^.!?\n]{0,50}$"
    r"|\b(?:untuk|guna)\b[^.!?\n]{0,15}$|\b(?:mari|ayo|yuk|hayu|tidak|tak|ora|henteu|teu|sanes"
    r"|dudu)\b[^.!?\n,;:]{0,30}$"
)
_REFUSES = re.compile(
    r"\b(?:tidak (?:dapat|bisa|boleh|pernah)|tak (?:dapat|bisa)|belum (?:bisa|dapat)"
    r"|bukan) (?:men)?(?:jamin\w*|janji\w*|memastikan)|belum (?:tentu|pasti)|tidak ada jaminan"
    r"|tidak pasti|belum dijamin|kurang pasti|tidak dijamin|jadwal pasti|belum ada kepastian"
    r"|tidak ada yang (?:pasti|menjamin)\b"
)
_ASKED = re.compile(r"^[^.!\n]{0,30}\?")


def _find(case: Case) -> Iterator[Hit]:
    text = case.text
    plain = text.letters.text
    found = [
        match
        for match in _PROMISE.find(text)
        if not _WISHED.search(text.before(match.start()))
        and not _ASKED.match(plain[match.end() : match.end() + 40])
    ]
    if found and not _REFUSES.search(plain) and not is_sourced(case):
        yield from merged(text, found)


RULE = Rule(
    id="unsourced_claim.promise",
    family="unsourced_claim",
    title=gettext_noop("Janji dan jaminan"),
    looks_for=gettext_noop(
        "Pasti …, dijamin …, tidak akan pernah … lagi, bebas pungli, tanpa antre. Tidak"
        " dilaporkan: "
        "harapan, ajakan, jaminan sosial, dan kalimat yang menolak berjanji."
    ),
    message=gettext_noop("Janji ini akan ditagih. Dapatkah selalu ditepati?"),
    suggestion=gettext_noop(
        "Tulis yang biasanya terjadi dan syaratnya, misalnya “umumnya selesai …”."
    ),
    basis=("permenpanrb-83-2012", "uu-14-2008"),
    severity=Severity.WEIGH,
    find=guided(_find, "unsourced_claim"),
    opened_by=(_PROMISE,),
    examples_match=examples(
        "Urus KK pasti jadi dalam 10 menit",
        "Kami berjanji semua jalan rusak selesai diperbaiki bulan depan.",
        "Senam sehat, dijamin awet muda dan bebas penyakit",
        "Kelurahan ini tidak akan pernah banjir lagi",
        "Kantor kami bebas pungli. Silakan datang.",
        "Pelayanan tanpa antre! Kami berani janji.",
        "Bayar lewat aplikasi dipastikan tidak kena denda seumur hidup",
        "Lulusan BLK kami pasti langsung kerja",
        "Ikut bimbel kami, lulus seratus persen",
        "Tidak ada lagi jalan rusak di kecamatan ini",
        "Jamu desa terbukti ampuh menyembuhkan segala penyakit",
        "Bantosan tangtos cair minggu payun",
    ),
    examples_miss=examples(
        "Kami tidak dapat menjanjikan kelulusan, Kak.",
        "Jaminan Kesehatan Nasional berlaku di semua puskesmas.",
        "Simpanan dijamin LPS sesuai ketentuan.",
        "Garansi mesin fogging berlaku sampai Desember.",
        "Mari wujudkan desa bebas sampah.",
        "Zona Integritas menuju Wilayah Bebas Korupsi dicanangkan hari ini.",
        "Jadwal pasti pembagian bibit menunggu truk.",
        "Semoga tidak akan pernah terjadi lagi.",
        "Warna baju bebas asal rapi.",
        "Pastikan pintu terkunci sebelum pergi.",
        "Diterima atau tidaknya tetap keputusan perusahaan.",
    ),
)

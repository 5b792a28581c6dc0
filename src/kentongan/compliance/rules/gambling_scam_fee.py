"""Pay first: for a job, a prize, an aid, an auction, a friend of the regent."""

from __future__ import annotations

import re
from collections.abc import Iterator

from kentongan.compliance.draft import Severity
from kentongan.compliance.reading.openers import Opened
from kentongan.compliance.reading.text import Span, Text
from kentongan.compliance.rule import Case, Hit, Rule, examples
from kentongan.compliance.words.scams import hit_over, private_contacts, typed, warns_of_fraud
from kentongan.kernel.say import gettext_noop

_SUM = (
    r"(?:rp ?\.? ?\d[\d.]*|\d[\d.,]* ?(?:rb|ribu|jt|juta|rebu|yuta|ewu|k)\b"
    r"|(?:se|dua |tiga |lima )(?:ratus|juta)\w*)"
)
_WHAT = (
    r"(?:biaya|uang (?:muka|pendaftaran|admin\w*|jaminan|pelicin|seragam|\d)|admin\w*|dp|aktivasi"
    r"|pajak (?:hadiah|undian)|ongkir|ongkos|mahar|pelicin|pengurusan|penebusan|fee|pulsa|artos"
    r"|dhuwit|duit|waragad|ragad|dana talangan)"
)
_PAY = Opened(
    r"\b(?:transfer|tf|bayar|bayarkan|setor\w*|menyetor|lunasi|talangi|mayar\w*|bayarna|mbayar"
    r"|setorno|urunan)\b(?! (?:gaji|honor|upah|tunjangan|thr|ke daerah|daerah|dana))"
    rf"[^.!?\n]{{0,40}}?(?:\b{_WHAT}\b|{_SUM})"
    r"|\b(?:mohon|tolong|minta|bantu)(?: \w+){0,2} (?:transfer|tf|pinjam(?:kan)? (?:uang|dana))\b"
    r"|\b(?:transfer|tf|bayar) (?:dulu|dahulu|di muka|sekarang|heula|dhisik)\b"
    r"|\b(?:bayar|lunasi|setor|transfer) (?:pajak|biaya|ongkos)(?:nya)? (?:dulu|dahulu"
    r"|di muka|heula)\b"
    r"|\bpajak (?:hadiah|undian)\b[^.!?\n]{0,20}\b(?:ditransfer|dikirim|dibayar|disetor)\b"
    r"|\b(?:kirim|kirimkan|siapkan|kintun\w*|kirimno|isikan|nitip|titip|kirimaken)\b"
    r"(?! (?:meterai|materai|fotokopi|foto|map|dokumen|berkas|proposal|surat))"
    rf"[^.!?\n]{{0,20}}?(?:\b{_WHAT}\b|{_SUM})"
    rf"|\b{_WHAT}\b[^.!?\n]{{0,25}}{_SUM}[^.!?\n]{{0,25}}"
    r"\b(?:dikirim|ditransfer|dibayar\w*|disetor\w*|dulu|di muka|dimuka|heula|dhisik)"
    r"|\b(?:biaya|uang|ongkos) (?:admin\w*|pendaftaran|aktivasi|materai|meterai|pengurusan"
    rf"|seragam|pelicin|muka)\b[^.!?\n]{{0,15}}{_SUM}"
)
_JOB = Opened(
    r"\b(?:lowongan|loker|rekrut\w*|honorer|cpns|pppk|p3k|penerimaan pegawai"
    r"|tenaga kontrak|outsourcing"
    r"|kerja (?:di|paruh|online|dari)|jadi (?:pegawai|honorer|pns|satpol|petugas)|formasi"
    r"|masuk kerja|karyawan"
    r"|lolos seleksi|lulus seleksi|lulus tes|diterima kerja|panggilan kerja)\b"
)
_AID = Opened(
    r"\b(?:bansos|blt|pkh|bpnt|bantuan (?:modal|umkm|tunai|dana|usaha|rumah|sosial|pemerintah)"
    r"|subsidi|bsu|hibah"
    r"|dana hibah|pencairan|prakerja|dana pensiun|beasiswa|kip|rutilahu|bedah rumah"
    r"|sertifikat tanah|bantuan)\b"
)
_PRIZE = Opened(
    r"\b(?:(?:mendapat\w*|dapat|menang|memenangkan|kenging|kengeng|meunang|oleh|entuk|terpilih"
    r"|berhak|klaim|pengambilan|ambil)"
    r"[^.!?\n]{0,30}\b(?:hadiah|motor|mobil|umroh|umrah|undian|uang tunai|emas|rumah|voucher"
    r"|doorprize)"
    r"|undian berhadiah|pemenang undian|paket (?:anda )?tertahan|hadiah (?:umroh|umrah|motor|mobil"
    r"|undian))\b"
)
_AUCTION = Opened(
    r"\b(?:lelang|sitaan|barang (?:sitaan|bukti|lelang)|motor (?:sitaan|dinas)|mobil (?:sitaan"
    r"|dinas)|cuci gudang|black market)\b"
)
_PERSON = Opened(
    r"\b(?:nomor (?:wa |whatsapp |hp |ponsel )?(?:(?:pak |bu |bapak |ibu )?(?:bupati|wabup"
    r"|wali ?kota|sekda|camat|kadis|kepala dinas|lurah|kades))"
    r"[^.!?\n]{0,20}baru|nomor baru (?:pak |bu |bapak |ibu )?(?:bupati|wabup|wali ?kota|sekda"
    r"|camat|kadis|kepala dinas|lurah|kades)"
    r"|(?:bupati|wabup|wali ?kota|sekda|camat|kadis|lurah|kades)(?: \w+){0,2} ganti nomor|ajudan"
    r"|sekpri|titipan (?:bupati|pejabat)|atas perintah (?:bupati|pimpinan)"
    r"|dana hibah pribadi)\b"
)
_INSIDER = Opened(
    r"\b(?:(?:jalur|lewat|pakai|via) (?:orang dalam|ordal|belakang|cepat pejabat)"
    r"|tanpa tes[^\n]{0,60}\b(?:bayar|setor|dm|japri|juta|jt)"
    r"|(?:jadi|masuk|lulus|lolos) (?:pns|cpns|pppk|honorer|asn|polisi|tni"
    r"|satpol)[^.!?\n]{0,40}\b(?:bayar|setor|mahar|\d+ ?(?:juta|jt))"
    r"|jasa (?:titip nama|meluluskan|kelulusan)|joki (?:cpns|cat|tes|ujian|sim)|sim (?:tembak"
    r"|nembak)|ktp tembak|ijazah (?:tanpa kuliah|instan|aspal)"
    r"|bisa (?:dinego|nyicil|dicicil)[^.!?\n]{0,40}\b(?:honorer|pns|pppk|pegawai))\b"
)
#: Aid that is paid out instead of paid for.
_PAID_OUT = re.compile(
    r"\b(?:disalurkan|penyaluran|tersalurkan|ke rekening (?:penerima|masing-masing|siswa|keluarga"
    r"|kpm)"
    r"|diterimakan|dibagikan|per (?:kpm|keluarga|penerima|orang))\b"
)
#: A draw that nobody entered; and free things that cost.
_LUCKY = Opened(
    r"\b(?:nomor|no\.?)(?: (?:hp|wa|rekening|meter|pelanggan|kartu|sambungan))* (?:anda|bapak"
    r"|ibu)[^.!?\n]{0,30}"
    r"\b(?:memenangkan|menang|mendapat\w*|terpilih|beruntung)\b"
    r"|\bselamat[,!]* (?:anda|bapak|ibu|kamu|nomor)[^.!?\n]{0,40}\b(?:memenangkan|mendapat\w*"
    r"|terpilih|menang"
    r"|berhak)\b[^.!?\n]{0,40}\b(?:hadiah|undian|motor|mobil|uang|juta|umroh|umrah|voucher|bantuan"
    r"|hibah)\b"
)
_FREE_BUT = Opened(
    r"\b(?:gratis|cuma-cuma)\b[^.!?\n]{0,30}\b(?:cukup|cuma|hanya|tinggal) (?:bayar|transfer"
    r"|kirim)\b"
)
#: Money that is owed or given in the open.
_OPEN = re.compile(
    r"\b(?:kasir|rekening (?:kas|resmi|daerah|penampungan dinas|rkud)|kas (?:daerah|desa|negara)"
    r"|retribusi|perda"
    r"|pnbp|kpknl|djkn|lelang\.go\.id"
    r"|donasi|sumbang\w*|infak|infaq|sedekah|zakat|wakaf|peduli|galang\w*|qris resmi|baznas|pmi"
    r"|hutang|utang|spp|sekolah|mohon bantuan|tolong (?:dibantu|bantu|kami|saya|sy)|lomba|turnamen"
    r"|kejuaraan|kontribusi peserta"
    r"|fun ?run|kursus|les|arisan|iuran|koperasi"
    r"|kurban|qurban|bpjs)\b"
)


def _find(case: Case) -> Iterator[Hit]:
    for text in case.texts:
        if (spans := _spans(text)) and not warns_of_fraud(text):
            yield hit_over(text, spans)


def _spans(text: Text) -> list[Span]:
    pays = list(_PAY.find(text))
    if insider := [*_INSIDER.find(text), *_FREE_BUT.find(text)]:
        return typed(text, [*insider, *pays])
    lucky = list(_LUCKY.find(text))
    if lucky and (contacts := private_contacts(text)):
        return [*typed(text, lucky), *contacts[:1]]
    plain = text.letters.text
    if not pays or _OPEN.search(plain):
        return []
    patterns = (_JOB, _PRIZE, _AUCTION, _PERSON)
    baits = [match for pattern in patterns for match in pattern.find(text)]
    if not baits and not _PAID_OUT.search(plain):
        baits = list(_AID.find(text))
    if not baits:
        return []
    return [*typed(text, [*pays, *baits[:1]]), *private_contacts(text)[:1]]


RULE = Rule(
    id="gambling_scam.fee",
    family="gambling_scam",
    title=gettext_noop("Bayar dahulu"),
    looks_for=gettext_noop(
        "Uang yang diminta di muka untuk pekerjaan, bantuan, hadiah, lelang, atau atas nama"
        " pejabat; "
        "jalur orang dalam. Tidak dilaporkan: retribusi, donasi, iuran, biaya lomba."
    ),
    message=gettext_noop("Layanan pemerintah tidak meminta uang dengan cara ini."),
    suggestion=gettext_noop(
        "Hapus. Bila ada biaya resmi, sebutkan dasarnya dan tempat membayarnya."
    ),
    basis=("uu-1-2024",),
    severity=Severity.MUST,
    spares_terms=False,
    find=_find,
    opened_by=(_PAY, _INSIDER, _FREE_BUT, _LUCKY),
    examples_match=examples(
        "Lowongan RSUD dibuka. Supaya nama masuk daftar, transfer biaya administrasi 250 ribu",
        "Dicari honorer dinas tanpa tes, jalur orang dalam, bayar 15 juta",
        "Bantuan modal UMKM 4 juta, cukup bayar aktivasi 99 ribu",
        "Lelang motor sitaan, DP 300 ribu dikirim dulu ke panitia",
        "Nomor WA Bupati yang baru, chat untuk dana hibah dan siapkan biaya materai 150 ribu",
        "Bapa kénging hadiah umroh, kirim heula 750 rebu ka rékening bendahara",
        "Anda memenangkan undian motor, kirim pajak hadiah Rp500.000",
        "Jasa joki CAT CPNS, lulus baru bayar",
        "Panjenengan entuk bantuan tunai, transfer admin 100 ewu dhisik",
    ),
    examples_miss=examples(
        "Seleksi perawat tidak dipungut biaya. Laporkan yang menawarkan jalan pintas.",
        "Lelang kendaraan dinas lewat laman DJKN; kami tidak menerima uang muka.",
        "Biaya pendaftaran lomba Rp50.000 per tim, hadiah piala bergilir.",
        "Donasi korban banjir dapat ditransfer ke rekening PMI.",
        "Retribusi pasar dibayar di kasir Rp3.000 per hari.",
        "Waspada, ada yang minta transfer biaya administrasi bansos.",
        "Pembuatan kartu kuning (AK-1) bagi pencari kerja dilayani di loket 2.",
        "Bayar PKB di Samsat, siapkan STNK dan uang pas.",
    ),
)

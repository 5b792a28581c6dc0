"""Money that grows by itself, and money lent by sharks."""

from __future__ import annotations

import re
from collections.abc import Iterator

from kentongan.compliance.draft import Severity
from kentongan.compliance.reading.openers import Opened
from kentongan.compliance.reading.text import Text
from kentongan.compliance.rule import Case, Hit, Rule, examples
from kentongan.compliance.words.scams import hit_over, typed, warns_of_fraud
from kentongan.kernel.say import gettext_noop

_SUM = r"\d[\d.,]* ?(?:rb|ribu|jt|juta|rebu|yuta|ewu|k|m|miliar)\b"
_MAGIC = Opened(
    r"\b(?:(?:meng|peng)?ganda(?:kan|an|in) (?:uang|duit|dana|dhuwit|artos|saldo)|(?:uang|dana"
    r"|duit|dhuwit) (?:gaib|ghaib|balik|bibit)(?! (?:tidak|tak|itu|cuma|hanya|mah))"
    r"|pesugihan|nglipatake dhuwit|ngalobakeun duit|uang berlipat)\b"
)
_TURNOVER = Opened(
    rf"\barisan\b[^.!?\n]{{0,40}}{_SUM}[^.!?\n]{{0,20}}\bdapat\b[^.!?\n]{{0,10}}{_SUM}[^.!?\n]{{0,25}}"
    r"|\b(?:titip|setor|tanam|simpan|masukkan|nitip|invest\w*|deposit|modal|modalkan)"
    rf"(?: (?:modal|uang|dana|duit|cuma|hanya|awal"
    rf"|dari)){{0,3}}[^.!?\n]{{0,15}}{_SUM}[^!?\n]{{0,60}}"
    rf"\b(?:kembali|jadi|balik|dapat|untung|profit|cair|terima|tarik|menjadi|jadina"
    rf"|dadi)\b[^.!?\n]{{0,15}}{_SUM}"
)
_SOON = re.compile(
    r"\b(?:jam|hari|minggu|seminggu|pekan|besok|sehari|sekejap|sebulan|semalam|menit|sejam|tiap"
    r"|isuk|sesuk|dinten)\b"
)
_GROWTH = Opened(
    r"\b(?:(?:joki (?:galbay|pinjol)|jasa (?:galbay|hapus (?:data )?pinjol|gestun|pinjol)"
    r"|jasa (?:pelunasan|penghapusan|pemutihan) (?:utang|hutang|pinjol|data)|hapus (?:data|nama"
    r"|utang) (?:di )?(?:pinjol|slik)|gestun|tarik tunai (?:paylater"
    r"|kartu kredit|limit))"
    r"|(?:investasi|trading|titip dana|titip modal|saham|kripto|crypto|forex"
    r"|robot)[^.!?\n]{0,60}\b(?:(?:pasti|dijamin|tanpa risiko|auto) (?:untung|profit|cuan"
    r"|balik modal|tanpa rugi)"
    r"|(?:untung|profit|return|keuntungan|imbal hasil|bunga|cuan)(?: tetap| pasti)? (?:sampai "
    r"|hingga )?\d+ ?(?:%|persen)? ?(?:per|se|tiap|sehari|seminggu|sebulan|/))"
    r"|bunga \d+ ?(?:%|persen) ?(?:per|se|tiap|/) ?(?:hari|minggu|pekan)"
    r"|(?:untung|profit|keuntungan|cuan|imbal hasil) (?:tetap |pasti |sampai "
    r"|hingga )*\d+ ?(?:%|persen) ?(?:per|se|tiap|/) ?(?:hari|minggu|bulan|pekan)\w*"
    r"|passive income|pasif income|robot trading|money game|skema ponzi|member get member"
    r"|uang kembali berlipat|arisan (?:berantai|bodong|menurun|duos?|get)"
    r"|(?:arisan|titip|modal|setor|investasi|deposit)\b[^.!?\n]{0,40}\b(?:\d+|dua|tiga|lima|sepuluh)"
    r" ?(?:kali lipat|x lipat)"
    r"|(?:kerja|tugas|misi)\b[^.!?\n]{0,25}\b(?:like|subscribe|suka video|nonton|follow)\b"
    r"[^.!?\n]{0,60}\b(?:dibayar|digaji|dapat"
    r"|komisi|rp|\d+ ?(?:rb|ribu|jt|juta))"
    r"|modal (?:hp|jempol|rebahan)[^.!?\n]{0,40}\b(?:penghasilan|dapat|komisi|juta|cuan)"
    r"|cuma modal (?:hp|jempol|share))\b"
)
_LOAN = (
    r"(?:pinjam\w*|pinjol|dana (?:cepat|tunai|talangan|segar|darurat|kilat)|kredit|utang|hutang"
    r"|gadai\w*|kta|bank (?:emok|keliling|titil|plecit)|rentenir"
    r"|nyilih|nginjeum|nambut|silihan|injeuman|butuh (?:dana|uang|modal|duit))"
)
_EASY = (
    r"(?:(?:langsung|cepat|pasti|kilat|proses|bisa|auto|gampang) cair|cair (?:cepat|langsung"
    r"|hari ini|kilat|\d+|dalam|sekejap|seketika|instan|semenit)|tanpa (?:jaminan|agunan"
    r"|bi checking|slik|survei|survey|ribet|syarat|cek)"
    r"|(?:modal|cukup|hanya|cuma|syarat|bermodal|pakai)(?: (?:foto|kirim|cuma|hanya))? ktp"
    r"|bunga (?:ringan|rendah|nol|0|tipis|kecil|cuma)|(?:semua|pasti) (?:disetujui|acc|diterima)"
    r"|acc|bi checking|dalam \d+ (?:menit|jam)"
    r"|ora nganggo jaminan|teu kedah jaminan|teu nganggo jaminan|tenor panjang"
    r"|bisa nyicil|hitam boleh|blacklist)"
)
_SHARK = Opened(
    rf"\b{_LOAN}\b[^\n]{{0,120}}?\b(?:{_EASY}|\d+ menit)\b|\b{_EASY}\b[^\n]{{0,60}}?\b{_LOAN}\b"
)
_OFFER = re.compile(
    r"\b(?:hubungi|wa|whatsapp|chat|dm|inbox|japri|klik|daftar|ajukan|minat|berminat|langsung|link"
    r"|bio|cair|telp|telepon|call|datang|kontak|admin|tawar\w*|silakan|yuk|ayo|hayu|mangga|monggo"
    r"|kami bantu|siap bantu|bergabung|gabung|segera|buruan)\b"
)
#: Lenders under supervision, books and tools that are lent.
_HONEST = re.compile(
    r"\b(?:kur|kredit usaha rakyat|bank (?:bri|bni|bjb|mandiri|btn|bsi|jatim|jateng|bpd|daerah"
    r"|perkreditan|pembangunan|syariah|sampah)|bpr|lpdb|dana bergulir|pegadaian|perbankan"
    r"|perpustakaan|buku|pustaka|bumdes\w*|koperasi (?:merah putih|desa|pegawai|dinas)"
    r"|simpan pinjam|alat|ruang|kursi roda|tenda|sepeda|aula|gedung|kendaraan|mobil|lapangan"
    r"|taman bacaan|kredit (?:poin|semester|sks)|angka kredit)\b"
)

#: Money that is earned.
_WORK = re.compile(
    r"\b(?:bumdes\w*|umkm|kelompok (?:tani|ternak|wanita)|usaha|panen|dagang|jualan|berjualan"
    r"|warung"
    r"|produksi|koperasi|bank sampah|bantuan modal)\b"
)


#: What is doubled where nobody is fooled: points for what is handed in.
_GOODS = re.compile(
    r"\b(?:kg|kilo\w*|liter|poin|kardus|botol|sampah|jelantah|minyak|gabah|kupon|stempel|buku)\b"
)


def _find(case: Case) -> Iterator[Hit]:
    for text in case.texts:
        plain = text.letters.text
        growth = (m for m in _GROWTH.find(text) if not _GOODS.search(text.sentence(*m.span())))
        found = [*_MAGIC.find(text), *growth, *_turnovers(text)]
        sharks = [] if found else list(_SHARK.find(text))
        if sharks and _OFFER.search(plain) and not _HONEST.search(plain):
            found = sharks
        if found and not warns_of_fraud(text):
            yield hit_over(text, typed(text, found))


def _turnovers(text: Text) -> Iterator[re.Match[str]]:
    """Sums that grow within days, for nobody who works for it."""
    plain = text.letters.text
    for match in _TURNOVER.find(text):
        if _SOON.search(plain, match.start(), match.end() + 30) and not _WORK.search(plain):
            yield match


RULE = Rule(
    id="gambling_scam.money",
    family="gambling_scam",
    title=gettext_noop("Uang ajaib dan rentenir"),
    looks_for=gettext_noop(
        "Penggandaan uang, investasi yang pasti untung, tugas berbayar, pinjaman kilat tanpa "
        "jaminan. Tidak dilaporkan: KUR, BPR, peminjaman buku dan alat, peringatan."
    ),
    message=gettext_noop("Bagian ini terbaca sebagai penawaran uang yang menjerat."),
    suggestion=gettext_noop("Hapus. Untuk pembiayaan resmi, sebutkan lembaga dan programnya."),
    basis=("uu-1-2024",),
    severity=Severity.MUST,
    spares_terms=False,
    find=_find,
    opened_by=(_MAGIC, _GROWTH, _TURNOVER, _SHARK),
    examples_match=examples(
        "Titip modal 500 ribu, tiga jam kemudian kembali 2 juta. Minat? Inbox.",
        "Gandakan uang secara gaib, mahar seikhlasnya",
        "Investasi pasti untung 10% per minggu, gabung sekarang",
        "Butuh dana? Pinjaman langsung cair 5 menit, cukup KTP. WA saja",
        "Dana cepat tanpa jaminan, tanpa BI checking, hubungi admin",
        "Tugas like video dibayar 50 ribu per hari",
        "Pinjol pasti cair, klik link di bio",
        "Robot trading, dana aman, gabung grup kami",
        "Peryogi artos? Nambut artos langsung cair, cekap KTP, cukup KTP wae, mangga WA",
    ),
    examples_miss=examples(
        "Setor 10 kilogram kardus ke bank sampah, poin dua kali lipat.",
        "Terjerat pinjaman online ilegal? Cek dulu legalitasnya di OJK.",
        "Pinjam buku tanpa ribet, cukup KTP, di perpustakaan kecamatan.",
        "KUR lewat bank BRI: bunga 6% per tahun, ajukan di kantor cabang.",
        "Arisan PKK bulan ini dikocok setelah penyuluhan gizi.",
        "Waspada investasi bodong yang menjanjikan untung 10% per hari.",
        "Modal usaha Rp2 juta bagi 20 pelaku UMKM disalurkan dinas.",
        "Pinjam tenda desa gratis, hubungi kantor desa.",
        "Kredit usaha lewat BPR dilayani di kantor cabang, bunga dijelaskan petugas.",
    ),
)

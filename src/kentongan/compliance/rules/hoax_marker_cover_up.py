"""They do not want you to know: urgency and secrecy of false messages."""

from __future__ import annotations

import re
from collections.abc import Iterator

from kentongan.compliance.draft import Severity
from kentongan.compliance.reading.openers import Opened
from kentongan.compliance.rule import Case, Example, Hit, Rule, examples, hit_at
from kentongan.compliance.words.rumours import clarifies
from kentongan.kernel.say import gettext_noop

_GONE = (
    r"(?:di\s?(?:hapus|take\s?down|takedown|tarik|blokir|turunkan|sensor|banned|busak|pupus"
    r"|bungkam|hilangkan|bredel)\w*|hilang|ilang|leungit|lenyap|kena\s+(?:banned|blokir|sensor"
    r"|hapus|take\s?down)|ditarik)"
)
_COVER_UP = Opened(
    rf"\b(?:sebelum|sakdurunge|sadurunge|samemeh|sateuacan|keburu|selagi\s+belum|mumpung\s+(?:belum"
    rf"|durung|can)|selak|takut(?:\s+keburu)?)\s+(?:(?:akun|video|postingan|unggahan|berita"
    rf"|pesan|info|tulisan|halaman|foto)\w*\s+)?(?:\w+\s+){{0,2}}?{_GONE}\b"
    rf"|\b(?:simpan|download|unduh|save|rekam|screenshot|ss|tonton|amankan)\s+(?:dulu\s+)?(?:video"
    rf"|foto|rekaman|bukti|gambar|berita|pesan|tulisan|unggahan|postingan|ini"
    rf"|iki)\w*\s+(?:\w+\s+)?(?:sekarang|segera|dulu|sebelum|saiki|ayeuna|mumpung"
    rf"|,)[^\n.]{{0,50}}?{_GONE}"
    rf"|\b(?:sebentar\s+lagi|bentar\s+lagi|sedhela\s+maneh|sakedap\s+deui|pasti|paling"
    rf"|biasanya)\s+(?:juga\s+|pasti\s+|akan\s+|bakal\s+|keburu\s+){{0,2}}(?:di-?\s?(?:take\s?down"
    rf"|takedown|hapus|blokir|banned|turunkan|bungkam))\b"
    rf"|\b(?:sebentar|bentar)\s+lagi\s+(?:\w+\s+)?{_GONE}\b"
    r"|\b(?:video|berita|postingan|unggahan|foto|rekaman|kabar|tulisan)\s+(?:ini\s+|iki\s+|ieu\s+)?"
    r"(?:sudah|udah|wis|geus|pernah|terus|selalu)\s+(?:\w+\s+kali\s+|\w+\s+)?(?:di[- ]?(?:hapus"
    r"|blokir|take\s?down|takedown|turunkan|banned|bungkam|pupus|busak)|hilang)\w*"
    r"|\b(?:dokter|rumah\s+sakit|ahli|ilmuwan|pabrik\s+obat|apotek|bank|sekolah)\s+(?:tidak|tak"
    r"|nggak|gak|ga|ora|moal)\s+(?:akan\s+|bakal\s+)?(?:pernah\s+)?(?:memberi\s?tahu|kasih\s+tahu"
    r"|bilang|cerita|mengajarkan|mau\s+mengaku)\s+(?:soal\s+)?(?:ini|hal\s+ini|anda|kamu|kalian|kita)"
    r"|\b(?:aparat|polisi|pemerintah|pejabat|mereka|dinas|penguasa)\s+(?:sengaja\s+|terus\s+)"
    r"(?:mendiamkan|mendiamin|membiarkan|tutup\s+mata|diam)\b"
    r"|\b(?:tahu|tau)\s+siapa\s+(?:bekingnya|bekingane|dalangnya|di\s+baliknya)"
    r"|\bada\s+yang\s+(?:sengaja\s+)?(?:ditutupi|ditutup-tutupi|disembunyikan|dirahasiakan)\b"
    r"|\b(?:media|tv|televisi|koran|wartawan|pers|berita)\s+(?:\w+\s+){0,2}?(?:bungkam|dibungkam"
    r"|tutup\s+mulut|membisu|diam\s+saja|diam\s+semua|(?:di|ter)bayar|dibeli|sudah\s+dikondisikan"
    r"|(?:tidak|nggak|gak|ga|tak|ora|teu)\s+(?:berani|mau|akan|bakal|wani"
    r"|wantun)\s+(?:\w+\s+)?(?:memberitakan|memuat|menayangkan|meliput|siarkan|nyiarke))"
    r"|\b(?:pemerintah|mereka|pusat|aparat|pejabat|elit|penguasa|dinas"
    r"|rezim)\s+(?:\w+\s+)?(?:sengaja\s+|diam-diam\s+|terus\s+)?(?:menutupi|menutup-nutupi|nutupin"
    r"|menyembunyikan|merahasiakan|membungkam|bungkam)\b"
    r"|\b(?:jangan|ojo|ulah)\s+(?:mau\s+|gelem\s+|daek\s+)?(?:terus\s+)?(?:dibodohi|dibohongi"
    r"|diapusi|dibodo-bodo|ditipu)(?!\s+(?:nomer|nomor|paslon|calon|pasangan))\s+(?:pemerintah|mereka|media|elit|penguasa|pusat)?"
    r"|\b(?:tidak|nggak|gak|ga|tak|takkan|ora|moal)\s+(?:akan\s+|bakal\s+|pernah\s+)?(?:diberitakan"
    r"|disiarkan|ditayangkan|dimuat|muncul|ada|masuk|diliput)\s+(?:di\s+|oleh\s+)?(?:tv|televisi"
    r"|media|koran|berita)\b"
    r"|\b(?:di)?tutup-?\s?tutup(?:i|an|in)?\b|\bditutupi\s+(?:oleh\s+)?(?:pemerintah|pihak|elit\w*"
    r"|media|aparat|pusat)|\bkebenaran\s+(?:yang\s+)?(?:disembunyikan|ditutup\w*|dibungkam)\b"
    r"|\b(?:fakta|data|rahasia|bukti|rekaman|video"
    r"|info)\s+(?:yang\s+)?(?:sengaja\s+)?(?:disembunyikan|dirahasiakan|ditutupi|dihilangkan)\b"
    r"|\b(?:mereka|pemerintah|elit(?:e)?|penguasa|aparat|pusat)\s+(?:tidak|nggak|gak|ga"
    r"|tak)\s+(?:ingin|mau|pengen)\s+(?:kita|kamu|anda|kalian|rakyat|warga)\s+(?:\w+\s+)?(?:tahu"
    r"|tau|sadar)"
    r"|\b(?:elit(?:e)?\s+global|agenda\s+(?:tersembunyi|terselubung|rahasia|global|setan)"
    r"|konspirasi\s+(?:global|elit\w*|dunia|asing|pemerintah|vaksin)|tatanan\s+dunia\s+baru"
    r"|new\s+world\s+order|antikristus|dajjal\s+(?:sudah|akan))\b"
    r"|\b(?:jangan|ojo|ulah)\s+(?:biarkan|biarin|nganti|sampai)\s+(?:berita|kabar|kasus|kebenaran"
    r"|info|video|masalah)\s*\w*\s+(?:\w+\s+)?(?:tenggelam|hilang|dibungkam|didiamkan|ditutup\w*"
    r"|lenyap)"
    r"|\b(?:bangun|sadar|melek|bukalah\s+mata|buka\s+mata)(?:lah)?,?\s+(?:\w+\s+)?(?:rakyat|umat"
    r"|bangsa|indonesia|warga|saudara(?:ku)?)\b(?=[^\n]{0,80}(?:dibohongi|ditipu|dibodohi|sembunyi"
    r"|bungkam|racun|konspirasi))"
    r"|\b(?:kalian|kamu|anda|kita)\s+(?:tahu|tau)\s+sendiri(?:lah)?\s+(?:siapa|kenapa|lah)\b"
    r"|\b(?:tidak|nggak|gak|ga|tak|takkan|ora|moal)\s+(?:akan|bakal|bisa)\s+(?:anda|kamu|kalian"
    r"|kita|warga)\s+(?:lihat|temukan|temui|baca|dengar|tonton)\s+di\s+(?:tv|televisi|media"
    r"|koran|berita)\b"
    r"|\b(?:media|tv|televisi|koran|wartawan)\s+(?:(?:arus\s+utama|besar|nasional|mainstream"
    r"|lokal|mana)\s+)?(?:(?:ada\s+)?(?:yang\s+)?berani|takut|ogah|enggan|dilarang|sieun|wedi)"
    r"\s+(?:\w+\s+)?(?:memberitakan|memuat|menayangkan|tayangkan|meliput|menyiarkan|nyiarke)\b"
    r"|\bsengaja\s+(?:tidak|tak|nggak|gak|ora|teu)\s+(?:diberitakan|disiarkan|diumumkan|dimuat"
    r"|ditayangkan|diwartakake|dibewarakeun)\b"
    r"|\b(?:sengaja|terus|sedang)\s+(?:menyembunyikan|menutupi|menutup-nutupi|merahasiakan"
    r"|nyumputkeun|ndhelikake)\s+(?:kebenaran|fakta|bukti|kasus|hal|semua|ini)\w*"
    r"|\byang\s+(?:menutup-nutupi|nutup-nutupin|menutupi\s+(?:ini|kasus))\b"
    r"|\b(?:video|rekaman|foto|dokumen|surat)(?:\s+ini)?\s+(?:adalah\s+)?(?:hasil\s+)?bocoran\b"
    r"(?:\s+\w+){0,2}|\brahasia\s+(?:besar|negara|kelam)\s*:(?:\s+\w+){0,6}"
    r"|\b(?:screenshot|simpan|download|unduh|rekam|ss|save)\s+(?:dulu\s+|segera\s+)?sebelum\s+"
    r"di[- ]?\w+(?:\s+down)?"
)
_RECORDS = re.compile(
    r"\b(?:data|sistem|akun|formulir|arsip|berkas|server|aplikasi|basis data|peserta|cadangkan"
    r"|tenggat|batas|saluran|drainase|got|selokan|lubang|galian|tanah|makam|jalan|plastik|wadah"
    r"|panci|sampul|aurat)\b"
)


def _find(case: Case) -> Iterator[Hit]:
    text = case.text
    hits = [
        hit_at(text, text.letters, *match.span())
        for match in _COVER_UP.find(text)
        if not _RECORDS.search(text.sentence(*match.span()))
    ]
    if hits and not clarifies(text):
        yield from hits


RULE = Rule(
    id="hoax_marker.cover_up",
    family="hoax_marker",
    title=gettext_noop('"Sebelum dihapus" dan "media bungkam"'),
    looks_for=gettext_noop(
        "Kesan bahwa kebenaran disembunyikan atau akan segera hilang: sebelum dihapus, media "
        "bungkam, ditutup-tutupi, mereka tidak ingin Anda tahu."
    ),
    message=gettext_noop("Nada rahasia dan tergesa seperti ini lazim dalam pesan palsu."),
    suggestion=gettext_noop("Sebut faktanya dengan sumber dan tanggal, tanpa nada rahasia."),
    basis=("uu-14-2008", "inpres-9-2015"),
    severity=Severity.WEIGH,
    find=_find,
    opened_by=(_COVER_UP,),
    passage=True,
    examples_match=examples(
        "Tonton dulu sebelum dihapus.",
        "Media bungkam soal kejadian ini.",
        "Kasus ini ditutup-tutupi, warga harus tahu.",
        "Berita ini tidak akan disiarkan di TV.",
        "Simpan videonya sekarang, sejam lagi hilang ditarik.",
        "Mereka tidak ingin kita tahu isi vaksin.",
        "Elite global di balik semua ini.",
        Example("Deloken saiki sakdurunge dibusak", says="bahasa Jawa"),
    ),
    examples_miss=examples(
        "Sebelum dihapus dari sistem, data ganda kami konfirmasi dulu.",
        'Pesan "media bungkam, sebarkan!" itu tidak benar.',
        "Simpan nomor ini: 112.",
        "Media lokal meliput panen raya.",
        "Pendaftaran ditutup Jumat pukul 15.00 WIB.",
        "Buka mata, buka hati: donor darah hari ini.",
        "Rahasia sambal enak ala PKK: terasi bakar.",
        "Sampah ditutup rapat sebelum diangkut.",
    ),
)

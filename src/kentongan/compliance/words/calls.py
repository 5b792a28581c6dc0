"""How people call to vote, in patterns: verbs, objects, and what only looks like it.

Indonesian, colloquial, Sundanese, Javanese. All in the form of ``Text.letters``; the rule
``neutrality.vote_call`` says what counts.
"""

from __future__ import annotations

import re

from kentongan.compliance.words.politics import (
    COUNT,
    GAP,
    NUMBERED as A_NUMBER,
    SOMEBODY,
    SYMBOL as A_SYMBOL,
    ZERO,
    parts,
)
from kentongan.compliance.words.vocabulary import ELECTED, HONORIFIC, OFFICE as AN_OFFICE

ENDING = r"(?:lah|len|en|eun|keun|kan|ken|no|na|o|e|nya|ne|ke|in)?"
COBLOS = (
    rf"(?:(?:men|di|n|m)?c[ao0*.\-]{{0,3}}b\s?l[ao0*]{{0,2}}[s5z$]{ENDING}"
    rf"|(?:me)?ny[o*]?b?l?blo?[s5z]{ENDING}"
    rf"|ny(?:o?blo?[s5z]){ENDING}|(?:men|di|ny)?contreng{ENDING}|nyontreng{ENDING})"
)
PILIH = rf"(?:(?:di|me|mi)?m?p[i*]?-?l[i*]?-?h{ENDING}|pil{{2}}ih|(?:me)?milih{ENDING}|pileh)"
DUKUNG = (
    rf"(?:(?:di|men?|ng[ae]?|n|na)?d[u*]kung{ENDING}|nyokong|sokong|usung|bela"
    rf"|(?:me)?menang(?:kan|keun|no|ke|ken|in)|kawal|antar(?:kan)?|hantarkan|pertahankan)"
)
SMALL = (
    r"(?:\W{1,3}(?:saja|aja|wae|bae|terus|lagi|kembali|maneh|deui|tetap|tetep|hanya|cuma|yang"
    r"|sing|nu"
    r"|yg|si|kita|aku|dulu|dong|ya|ke|ka|kepada|untuk|langsung|pokoknya|pasangan|calon"
    r"|kandidat)){0,3}"
)
NUM = rf"(?:{A_NUMBER}|paslon{GAP}{COUNT}\b|{ZERO})"

#: A vote is asked for in so many words.
NUMBERED = re.compile(
    rf"\b(?:{PILIH}|{DUKUNG}|vote|tolak|lawan|kalahkan|tumbangkan|gas(?:kan|keun|pol)?|all\s?in"
    rf"|tusuk|centang|kasih|beri(?:kan)?|lanjutkan|eling|inget|ingat|pastikan|jangan\s+lupa)"
    rf"{SMALL}{GAP}(?:(?:bupati|gubernur|wali\s?kota|presiden|caleg|partai|angka)\s+)?{NUM}"
)
PRICKED = re.compile(
    rf"\b{COBLOS}\s?0?[1-9]\b(?!\s*(?:kali|x\b|surat|lembar|foto|gambar|orang|jam|menit|kolom))|"
    rf"\b{COBLOS}{SMALL}{GAP}?(?:{NUM}|{COUNT}\b(?!\s*(?:kali|x\b|surat|lembar|foto|gambar"
    rf"|orang"
    rf"|jam|menit|kolom|tempat|lubang|suara))|{SOMEBODY}|{A_SYMBOL}|(?:kumis|peci|kerudung|iket"
    rf"|nya)\w*"
    r"|partai\b|(?:no|nomor)\b)"
)
SIDE = re.compile(
    rf"\b(?:{PILIH}|{DUKUNG}|vote|tusuk|lanjutkan|dipimpin\s+lagi\s+oleh){SMALL}\s+"
    rf"(?:partai\b(?!\s+politik)|{SOMEBODY}|calon\s+{ELECTED})(?!\s+mana\b)"
)
SYMBOL = re.compile(rf"\b(?:pilih|milih|tusuk|lali|lupa|ingat|eling){SMALL}\s+{A_SYMBOL}")
NAMED = re.compile(
    rf"\b(?:{PILIH}|{DUKUNG}|{COBLOS}|vote|tolak|lengserkan|lanjutkan|all\s?in|gas(?:kan|keun"
    rf"|pol)?)"
    rf"{SMALL}\s+(?:{HONORIFIC}\s*)(?:{HONORIFIC}\s*)?(?P<name>[a-z']{{2,}})"
)
OFFICE = re.compile(
    rf"\b(?:{PILIH}|{COBLOS}|menangkan|antarkan)\s+(?:saja\s+|aja\s+|terus\s+)?(?:lagi|kembali"
    rf"|tetap|maneh|deui|bapak|pak|bu|ibu)\s+"
    rf"(?:{HONORIFIC}\s+)?(?:bupati|wali\s?kota|wali|gubernur|kades|wabup|petahana)\b"
)
WHOM = re.compile(
    r"\b(?:harus|mesti|kudu|sudah|jelas|tau|tahu)\s+(?:\w+\s+)?(?:pilih|milih|coblos"
    r"|nyoblos)\s+(?:siapa|sing\s+endi|yang\s+mana|saha)\b"
    r"|\b(?:pilih|milih)\s+(?:nu|sing|yang)\s+(?:nyaah|welas|ngerti|paham|dekat|sayang|cinta)\b"
    r"|\bpilih\s+(?:wajah|orang)\s+(?:lama|baru)\b|\bpilih\s+(?:yang\s+itu|pasangan)\b"
    rf"|\b(?:tanda\s+)?gambar(?:nya|e|na)\s+{A_SYMBOL}|\btanda\s+gambar\w*\s+(?:{A_SYMBOL}"
    rf"|\w+,?\s+jangan)|\b(?:jangan\s+lupa|ingat|inget|eling)\s+(?:kumis|peci|kerudung|warna"
    rf"|gambar)(?:nya|e|na)\b"
)
WINS = re.compile(
    rf"{NUM}\s+(?:yang\s+|pasti\s+|harus\s+|kudu\s+)+(?:menang|terpilih|jadi)\b(?!\s+(?:undian"
    rf"|lomba|hadiah|kuis))"
)
BARE = re.compile(rf"\b(?:{COBLOS}|all\s?in|(?:me)?menangkan)\s+(?P<name>[a-z']{{3,}})")
ONLY = re.compile(
    r"\b(?:hanya|cuma|tetap|bersama|lanjutkan|hidup|dukung|tim|pilihan|yakin|all\s?in|kompak"
    r"|kita\s+antar|siap\s+menangkan)\s+(?P<name>[a-z']{4,})"
    r"(?=\s+(?:yang\s+(?:bisa|mampu|paham|pantas|layak|peduli)|untuk|di\s+hati|sampai|menang"
    r"|ke\s+pendopo|jadi|lagi|dua|2|selamanya)|\W*$|[!.])"
)
CHOSEN = re.compile(r"\b(?:pilih|bersama|for|coblos|dukung)\s+(?P<name>[a-z']{4,})")
VOICE = re.compile(
    r"\b(?:beri(?:kan)?|titip(?:kan|keun)?|serahkan|salurkan|satukan|rapatkan|bulatkan|kasih"
    r"|pasrahkeun"
    r"|sumbangkan|percayakan|gunakan|pakai)\s+(?:seluruh\s+|satu\s+)?"
    r"(?:suara|pilihan|dukungan|kepercayaan|hak\s+(?:pilih|suara))(?:mu|nya|ne|na)?(?:\s+(?:anda"
    r"|kita|saudara|panjenengan"
    r"|bapak|ibu))*\s+(?:untuk|kepada|ke|bagi|pada|dukung|kanggo|ka|kagem|buat)\s+"
    rf"(?:{NUM}|pasangan|calon|partai|{SOMEBODY}|(?:yang|sing|nu)\b(?!\s+(?:sah|sesuai))"
    rf"|{HONORIFIC}\s+(?P<name>[a-z']+))"
)
TERMS = re.compile(
    r"\blanjutk[ae]n\s+(?:\w+\s+){0,4}?(?:dua|2|tiga|3)\s*periode\b"
    r"|\b(?:dua|2|tiga|3)\s*periode\s+(?:lagi|untuk|bersama|harga|wajib|yes|no\s+debat|pasti|gas)\b"
    r"|\b(?:dua|2|rong|kalih)\s*periode\W{0,3}(?:no\s+debat|harga\s+mati|yes|lanjut|titik|dong"
    r"|yuk|gas)"
    r"|\bsatu\s+periode\s+lagi\b|\bmenang(?:kan)?\s+(?:satu|sekali|1)\s+putaran\b"
    r"|\b(?:satu|1)\s+putaran\s+(?:saja|menang|selesai)\b"
)
LIKEN = re.compile(
    r"\b(?:lanjutkan|menangkan)[!.\s]*$|\b(?:kita|ayo|mari|siap|bisa"
    r"|harus)\s+(?:\w+\s+)?menangkan\b"
    r"|\bsekali\s+lagi\W{1,3}(?:pak|bu)\b|\bkumis\w*\s+(?:\w+\s+){0,2}(?:ditusuk|dicoblos)\b"
    r"|\b(?:lanjutken|lanjutna|lanjut\s+(?:dua|2)\s*periode|pokok\s?e?\s+lanjut"
    r"|lanjutkan\s*,?\s+(?:pak|bu|kang|mas)\b(?!\s+\w+\s+(?:ber|me)))"
)
STRONG = (NUMBERED, PRICKED, SIDE, SYMBOL, NAMED, OFFICE, VOICE, TERMS, WINS)

#: Voting for a quality: only while an election is near.
QUALITY = re.compile(
    rf"\b(?:{PILIH}|coblos)(?:\s+(?:saja|aja|pemimpin|bupati|calon))?\s+(?:yang|sing|nu|yg)\s+"
    r"(?:(?:sudah|udah|wis|geus|tos|pasti|benar-benar|paling|jelas|dulu)\s+)?"
    r"(?:paham|terbukti|peduli|jujur|amanah|kerja|nyata|berpengalaman|merakyat|lama|muda|putra|asli"
    r"|mengerti|ngerti|dekat|berani|tegas|bersih|ada\s+buktinya|membangun|bangun|mbangun|ngabdi"
    r"|ngayomi|mikir\w*|memikirkan|berjuang|memperjuangkan|berkumis|itu\s+(?:lagi|saja|aja))\b"
    r"|\b(?:jangan|ojo|aja|ulah|tong)\s+(?:sampai\s+|nganti\s+|dugi\s+)?(?:salah|keliru|lepat)\s+"
    r"(?:pilih|coblos|nyoblos|milih|pilihan)\b"
    r"|\btong\s+(?:nyoblos|milih)\s+nu\b|\b(?:ojo|aja|ulah|jangan)\s+(?:milih|pilih"
    r"|nyoblos)\s+(?:sing|nu|yang)\s+"
    r"(?:ngan|mung|cuma|hanya|omong|janji|ora)\b"
)
#: May be a call, may be information.
WEAK = re.compile(
    rf"\b(?!(?:pen)?coblosan){COBLOS}\b|\b(?:dua|2)\s*periode\b|\b(?:lanjutkan|ganti"
    rf"|ganteni)\s+{ELECTED}\b"
    rf"|\b(?:dukung(?:lah)?|menangkan)\s+(?:penuh\s+)?(?:{HONORIFIC}\s+){{0,2}}{AN_OFFICE}\b"
    rf"|\b{ELECTED}\s+(?:pilihan|dambaan)\s+(?:kita|rakyat|warga|saya)\b"
)
OTHER_PERIODS = re.compile(
    r"\b(?:anggaran|laporan|pelaporan|pendaftaran|imunisasi|penyaluran|pajak|pengurus\w*|seleksi"
    r"|penerimaan|pencairan|bantuan|semester|triwulan|bulan|berturut-turut|magang|kontrak|musim"
    r"|pembayaran|tagihan|masa\s+tanam|gelombang|juli|januari|kepengurusan|ketua|hujan|kemarau|tanam|panen|vaksin\w*)\b"
)
#: Holes in something else than a ballot, and voting told as done.
CRAFT = re.compile(
    r"\b(?:botol|paku|kardus|karung|pot|kertas\s+bekas|plastik|lubang|jarum|sate|karcis|bibit|benih"
    r"|adonan|tanah|balon)\b"
)
#: Qualities of people, not of goods.
VIRTUE = re.compile(r"terbukti|rakyat|amanah|jujur|ngayomi|nyaah|peduli|merakyat|ngabdi|berjuang")
GOODS = re.compile(
    r"\b(?:kios|pedagang|penjual|timbang\w*|stempel|merek|label|harga|pasar|menimbang|benih|bibit"
    r"|bpom|sni|doa|imam|paket|foto|baju|pupuk|obat|kamar|jurusan|sepatu|ukuran|bahan)\b"
)
DONE = re.compile(
    r"\b(?:sudah|udah|udh|telah|tos|atos|wis|wes|habis|abis|selesai|usai|setelah|yang|saat|waktu"
    r"|cara"
    r"|mau|akan|hari|tinta|jadwal|belum|bisa|dapat|berhak|untuk|sebelum|ketika)\W{1,2}$"
)
PRIZE = re.compile(
    r"\b(?:hadiah|undian|lomba|kuis|sepeda|voucher|juara|pertandingan|laga|final|perang\s+melawan"
    r"|melawan|dbd|stunting|trofi|piala|doorprize)\b"
)
NO_BARE = frozenset(
    "satu dua semua kartu kertas surat hak suara calon paslon partai pilihan yang di ke dan hati"
    " nurani foto gambar nama nomor dengan pakai sekali tembus kolom hadiah perang".split()
)
VOTING = parts(r"ilih|plh|pileh|p*l|pi-l|blos|blo5|bloz|bl*|bl@|blas|b los|bl0|nybl|cbl|contreng")
BACKING = parts(r"dukung|d*kung|okong|usung |bela |menangk|kawal |antar |antark|pertahankan")
VERBS = (
    *VOTING,
    *BACKING,
    *parts(r"vote|tusuk|tolak|lanjutk|gas |gask|gasp|all in|allin|lengser|dipimpin"),
)
MORE_VERBS = parts(r"lawan|kalahkan|tumbang|centang|kasih|beri|inget|ingat|eling|pastikan|lupa")
SOMEBODY_PARTS = parts(
    r"partai|beliau|petahana|jagoan|pasangan|paslon|kandidat|calon|kumis|kerudung|peci|kopiah"
    r"|iket|udeng|blangkon|botak|kacamata|jenggot|janggut|tengah|kanan|kiri|kotak|pakai|pake"
    r"|nganggo"
)
SYMBOLS = parts(
    r"gambar|lambang|logo|simbol|beringin|moncong|banteng|mercy|abah|bulan bintang|garuda"
    r"|padi|pari|bola dunia|ketela|jagung|kelapa|semangka|nanas|pisang|mangga|cangkul|caping"
    r"|kendi|matahari"
)
#: Calls only while an election is near.
NEAR = (QUALITY, WHOM, LIKEN, ONLY, CHOSEN)
#: Without any of these nothing below can match.
GATE = parts(
    r"ilih|blos|blo5|bloz|bl*|bl@|blas|b los|bl0|contreng|plh|cbl|nybl|p*l|pi-l|ukung|d*kung"
    r"|menangk|periode|putaran|lanjut|okong|all in|gask|gasp|antark|gambarn|gambare|kumis"
)
GATE_WORDS = frozenset(
    "menang terpilih gunakan pakai sekali beri berikan kasih ingat inget eling lupa lali tolak"
    " lawan kalahkan tumbangkan gas allin vote tusuk centang ganti ganteni pastikan"
    " bela usung kawal antar hantarkan pertahankan lengserkan titip titipkan serahkan salurkan"
    " satukan rapatkan bulatkan sumbangkan"
    " percayakan pasrahkeun titipkeun hanya cuma tetap bersama hidup tim yakin kompak tanda"
    " gambar".split()
)
#: What each pattern needs: one part of each group.
NEEDS: dict[re.Pattern[str], tuple[tuple[str, ...], tuple[str, ...]]] = {
    NUMBERED: ((*VERBS, *MORE_VERBS), parts(r"nom|nmo|nmr|num|no|n0|paslon|0")),
    PRICKED: (VOTING, ()),
    SIDE: (VERBS, SOMEBODY_PARTS),
    SYMBOL: ((*VOTING, "tusuk", "lali", "lupa", "ingat", "eling"), SYMBOLS),
    NAMED: (VERBS, ()),
    OFFICE: (VERBS, parts(r"bupati|wali|gubernur|kades|wabup|petahana")),
    VOICE: (
        ("suara", "pilihan", "dukungan", "kepercayaan"),
        parts(
            r"guna|pakai|beri|titip|serah|salur|satukan|rapat|bulat|kasih|pasrah|sumbang|percayakan"
        ),
    ),
    TERMS: (("periode", "putaran"), ()),
    WINS: (("menang", "terpilih", " jadi"), ("nom", "nmr", "no", "paslon", "0")),
    BARE: (
        parts(r"blos|blo5|bloz|bl*|bl@|blas|b los|nybl|cbl|contreng|all in|allin|menangkan"),
        (),
    ),
    QUALITY: (VOTING, parts(r"yang|sing|nu |yg|salah|keliru|lepat")),
    WHOM: ((*VOTING, "gambar", "kumis", "peci", "kerudung", "warna"), ()),
    LIKEN: (("lanjut", "kumis", "menangkan", "sekali lagi"), ()),
    ONLY: (
        parts(
            r"hanya |cuma |tetap |bersama |lanjutkan |hidup |dukung |tim |pilihan |yakin |all in"
            r"|kompak |antar |menangkan "
        ),
        (),
    ),
    CHOSEN: (parts(r"grup|akun|grub|kanal|channel|komunitas|gerakan|fanpage|halaman"), VOTING),
    WEAK: (
        parts(
            r"blos|blo5|bloz|bl*|bl@|blas|b los|nybl|cbl|contreng|periode|lanjutkan|ganti|ganten"
            r"|dukung|menangkan|dambaan"
        ),
        (),
    ),
}
